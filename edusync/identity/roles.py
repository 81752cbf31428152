"""Roles that ship with the code, and what they may. An organization may change them; new installs start with these."""

import dataclasses

from edusync.kernel.policy import Permission

_MEMBER = {Permission.PROFILE_UPDATE, Permission.FILE_READ, Permission.COURSE_READ}
_LEARNER = _MEMBER | {
    Permission.LESSON_READ,
    Permission.ENROLLMENT_CREATE,
    Permission.ENROLLMENT_WITHDRAW,
    Permission.PROGRESS_RECORD,
    Permission.ATTEMPT_TAKE,
    Permission.RATING_WRITE,
}
_AUTHOR = _MEMBER | {
    Permission.FILE_UPLOAD,
    Permission.LESSON_READ,
    Permission.COURSE_CREATE,
    Permission.COURSE_UPDATE,
    Permission.TAG_MANAGE,
    Permission.QUIZ_MANAGE,
    Permission.IMPORT_READ,
    Permission.IMPORT_RUN,
    Permission.COMMENT_WRITE,
    Permission.TRANSLATION_MANAGE,
    Permission.ACCESSIBILITY_READ,
}
_ASSISTANT = _LEARNER | {
    Permission.ENROLLMENT_READ,
    Permission.PROGRESS_READ,
    Permission.ATTEMPT_READ,
    Permission.SUBMISSION_MARK,
    Permission.EXAM_INVIGILATE,
    Permission.GRADE_VIEW,
    Permission.GRADE_CHANGE,
    Permission.COMMENT_WRITE,
}
_REVIEWER = _MEMBER | {
    Permission.LESSON_READ,
    Permission.COURSE_REVIEW,
    Permission.COMMENT_WRITE,
    Permission.ACCESSIBILITY_READ,
}
# What an instructor may in the courses they teach comes from the course's staff list, not from here.
_INSTRUCTOR = (
    _LEARNER
    | _AUTHOR
    | {
        Permission.COURSE_PUBLISH,
        Permission.COURSE_ARCHIVE,
        Permission.COURSE_COPY,
        Permission.COURSE_EXPORT,
        Permission.SUBMISSION_MARK,
        Permission.EXAM_INVIGILATE,
    }
)
# Who owns a course also says who works on it, and may delete it while it is a draft.
_OWNER = _INSTRUCTOR | {Permission.STAFF_MANAGE, Permission.COURSE_DELETE}
_SUPPORT = _MEMBER | {
    Permission.PERSON_READ,
    Permission.ENROLLMENT_READ,
    Permission.PROGRESS_READ,
    Permission.CERTIFICATE_READ,
}
_AUDITOR = _MEMBER | {
    Permission.AUDIT_READ,
    Permission.AUDIT_EXPORT,
    Permission.ROLE_READ,
    Permission.PERSON_READ,
    Permission.ENROLLMENT_READ,
    Permission.PROGRESS_READ,
    Permission.ATTEMPT_READ,
    Permission.GRADE_VIEW,
    Permission.CERTIFICATE_READ,
    Permission.IMPORT_READ,
    Permission.REPORT_READ,
}
_ADMIN = set(Permission)
_MANAGER = _ADMIN - {
    Permission.ROLE_GRANT,
    Permission.ORGANIZATION_MANAGE,
    Permission.SITE_MANAGE,
    Permission.AUDIT_READ,
    Permission.AUDIT_EXPORT,
    Permission.PERSON_MERGE,
    Permission.PERSON_IMPERSONATE,
    Permission.ROLE_MANAGE,
    Permission.SIGN_IN_MANAGE,
    Permission.APPLICATION_MANAGE,
    Permission.API_KEY_MANAGE,
    Permission.PROVISIONING_MANAGE,
    Permission.RETENTION_MANAGE,
}


@dataclasses.dataclass(frozen=True, slots=True)
class SystemRole:
    """A role without organization."""

    code: str
    name: str
    permissions: frozenset[str]


ADMIN = "admin"
LEARNER = "learner"
SYSTEM_ROLES = tuple(
    SystemRole(code, name, frozenset(str(permission) for permission in permissions))
    for code, name, permissions in (
        (ADMIN, "Admin", _ADMIN),
        ("manager", "Manager", _MANAGER),
        ("instructor", "Instructor", _INSTRUCTOR),
        ("assistant", "Assistant", _ASSISTANT),
        ("author", "Author", _AUTHOR),
        ("owner", "Course owner", _OWNER),
        ("reviewer", "Reviewer", _REVIEWER),
        (LEARNER, "Learner", _LEARNER),
        ("guardian", "Guardian", _MEMBER),
        ("mentor", "Mentor", _MEMBER),
        ("employer", "Employer", _MEMBER),
        ("support", "Support", _SUPPORT),
        ("auditor", "Auditor", _AUDITOR),
    )
)
