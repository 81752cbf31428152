"""What a program may ask for: each scope opens a fixed set of permissions, never more than the person holds."""

from collections.abc import Iterable, Mapping

from edusync.kernel.policy import Permission

# Scopes of OpenID Connect tell who somebody is and open nothing of the API.
IDENTITY_SCOPES = ("openid", "profile", "email")

API_SCOPES: Mapping[str, tuple[Permission, ...]] = {
    "learning:read": (
        Permission.COURSE_READ,
        Permission.LESSON_READ,
        Permission.ENROLLMENT_READ,
        Permission.PROGRESS_READ,
        Permission.ATTEMPT_READ,
        Permission.CERTIFICATE_READ,
        Permission.FILE_READ,
    ),
    "learning:write": (
        Permission.ENROLLMENT_CREATE,
        Permission.ENROLLMENT_WITHDRAW,
        Permission.PROGRESS_RECORD,
        Permission.ATTEMPT_TAKE,
        Permission.FILE_UPLOAD,
    ),
    "profile:write": (Permission.PROFILE_UPDATE,),
    "teaching:write": (
        Permission.COURSE_CREATE,
        Permission.COURSE_UPDATE,
        Permission.COURSE_PUBLISH,
        Permission.QUIZ_MANAGE,
        Permission.SUBMISSION_MARK,
        Permission.EXAM_INVIGILATE,
        Permission.ENROLLMENT_MANAGE,
        Permission.PROGRESS_MANAGE,
    ),
    "people:read": (Permission.PERSON_READ, Permission.ROLE_READ),
    "people:write": (Permission.PERSON_MANAGE, Permission.PERSON_INVITE, Permission.GROUP_MANAGE),
    "certificates:write": (Permission.CERTIFICATE_ISSUE, Permission.CERTIFICATE_REVOKE),
}

ALL_SCOPES = (*IDENTITY_SCOPES, *API_SCOPES)


def permissions_of_scopes(scopes: Iterable[str]) -> frozenset[str]:
    """The ceiling of a token with these scopes."""
    return frozenset(str(permission) for scope in scopes for permission in API_SCOPES.get(scope, ()))
