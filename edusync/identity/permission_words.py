"""What each permission lets somebody do, in plain words. The texts of the role editor repeat the English ones."""

import dataclasses

from edusync.kernel.policy import Permission


@dataclasses.dataclass(frozen=True, slots=True)
class PermissionWords:
    """A permission for people: its area, what it is called, what it opens. Dangerous: think twice before giving it."""

    area: str
    label: str
    about: str
    is_dangerous: bool = False


# In the order in which the editor shows them.
WORDS: dict[Permission, PermissionWords] = {
    Permission.PERSON_READ: PermissionWords(
        "people",
        "See people",
        "See the list of people and each person's page: name, address, roles, last sign-in.",
    ),
    Permission.PERSON_MANAGE: PermissionWords(
        "people",
        "Look after people",
        "Change names, suspend people or let them in again, unlock accounts, put people into units.",
    ),
    Permission.PERSON_INVITE: PermissionWords(
        "people", "Invite people", "Send invitations by e-mail, send them again or take them back."
    ),
    Permission.PERSON_IMPORT: PermissionWords(
        "people", "Import people", "Create and change many people at once from a file.", is_dangerous=True
    ),
    Permission.PERSON_EXPORT: PermissionWords(
        "people", "Export people", "Take the list of people away as a file.", is_dangerous=True
    ),
    Permission.PERSON_MERGE: PermissionWords(
        "people",
        "Merge duplicates",
        "Make one account out of two of the same person. Cannot be undone.",
        is_dangerous=True,
    ),
    Permission.PERSON_IMPERSONATE: PermissionWords(
        "people",
        "See the site as somebody else",
        "Open the site as another person with no more rights, for an hour at most. The person can read who did it and why.",
        is_dangerous=True,
    ),
    Permission.PERSONAL_FACTS_READ: PermissionWords(
        "people",
        "See personal facts",
        "See birth dates, phone numbers, postal addresses and emergency contacts.",
        is_dangerous=True,
    ),
    Permission.PERSONAL_FACTS_MANAGE: PermissionWords(
        "people",
        "Change personal facts",
        "Change birth dates, phone numbers, postal addresses and emergency contacts.",
        is_dangerous=True,
    ),
    Permission.CUSTOM_FIELD_MANAGE: PermissionWords(
        "people", "Define own fields", "Say which further facts are kept about people, and who sees them."
    ),
    Permission.PROFILE_UPDATE: PermissionWords(
        "people", "Change one's own profile", "Change one's own name, headline, biography and settings."
    ),
    Permission.GUARDIAN_MANAGE: PermissionWords(
        "people",
        "Look after guardians",
        "Connect guardians with learners, verify and end these relations.",
        is_dangerous=True,
    ),
    Permission.ROLE_READ: PermissionWords(
        "roles", "See roles", "See which roles there are, what they may do and who holds them."
    ),
    Permission.ROLE_MANAGE: PermissionWords(
        "roles",
        "Make and change roles",
        "Make own roles and decide what they may do, within one's own rights.",
        is_dangerous=True,
    ),
    Permission.ROLE_GRANT: PermissionWords(
        "roles",
        "Give and take roles",
        "Give people roles and take them away, within one's own rights.",
        is_dangerous=True,
    ),
    Permission.SIGN_IN_MANAGE: PermissionWords(
        "roles",
        "Decide how people sign in",
        "Set rules for passwords, second factors and sessions; connect other sign-in services.",
        is_dangerous=True,
    ),
    Permission.APPLICATION_MANAGE: PermissionWords(
        "roles",
        "Connect applications",
        "Let other applications sign people in through EduSync.",
        is_dangerous=True,
    ),
    Permission.API_KEY_MANAGE: PermissionWords(
        "roles",
        "Look after API keys",
        "See, make and revoke the keys by which programs reach EduSync.",
        is_dangerous=True,
    ),
    Permission.PROVISIONING_MANAGE: PermissionWords(
        "roles",
        "Connect directories",
        "Let a directory create, change and suspend people by SCIM.",
        is_dangerous=True,
    ),
    Permission.ORGANIZATION_MANAGE: PermissionWords(
        "organization",
        "Look after the organization",
        "Change its name, look, domains, languages and rules.",
        is_dangerous=True,
    ),
    Permission.UNIT_MANAGE: PermissionWords(
        "organization", "Look after units", "Make, move and close departments, schools and teams."
    ),
    Permission.TERM_MANAGE: PermissionWords(
        "organization", "Look after terms", "Make and change school years and terms."
    ),
    Permission.GROUP_MANAGE: PermissionWords(
        "organization", "Look after groups", "Make groups and decide who belongs to them."
    ),
    Permission.SITE_MANAGE: PermissionWords(
        "organization",
        "Look after the whole site",
        "See and change what concerns all organizations of this installation.",
        is_dangerous=True,
    ),
    Permission.FILE_READ: PermissionWords("courses", "Open files", "Open the files of lessons one may read."),
    Permission.FILE_UPLOAD: PermissionWords(
        "courses", "Upload files", "Upload pictures, videos and documents for courses."
    ),
    Permission.COURSE_READ: PermissionWords(
        "courses", "See courses", "See the catalog and the courses in it."
    ),
    Permission.COURSE_CREATE: PermissionWords(
        "courses", "Create courses", "Begin new courses, which are drafts until published."
    ),
    Permission.COURSE_UPDATE: PermissionWords(
        "courses", "Change courses", "Change texts, modules and lessons of the courses one works on."
    ),
    Permission.COURSE_PUBLISH: PermissionWords(
        "courses", "Publish courses", "Show the courses one teaches in the catalog."
    ),
    Permission.COURSE_ARCHIVE: PermissionWords(
        "courses", "Archive courses", "Take courses one teaches out of the catalog; those enrolled keep them."
    ),
    Permission.COURSE_DELETE: PermissionWords(
        "courses", "Delete courses", "Delete courses for everybody.", is_dangerous=True
    ),
    Permission.LESSON_READ: PermissionWords(
        "courses", "Read lessons", "Open the lessons of courses one is enrolled in or works on."
    ),
    Permission.CATEGORY_MANAGE: PermissionWords(
        "courses",
        "Keep the catalog",
        "Look after the categories and all courses of the organization, drafts included.",
    ),
    Permission.TAG_MANAGE: PermissionWords(
        "courses", "Keep the tags", "Make and change the words by which courses are found."
    ),
    Permission.FILE_MANAGE: PermissionWords(
        "courses",
        "Manage all files",
        "See every file of the organization, what uses it and how much room is left; replace and delete files.",
    ),
    Permission.COURSE_REVIEW: PermissionWords(
        "courses", "Review courses", "Approve courses that were handed in, or ask for changes."
    ),
    Permission.COURSE_COPY: PermissionWords(
        "courses",
        "Copy courses",
        "Clone courses, make templates and blueprints, and bring changes to their copies.",
    ),
    Permission.COURSE_EXPORT: PermissionWords(
        "courses", "Export courses", "Download a course as a package, as code or as a backup."
    ),
    Permission.STAFF_MANAGE: PermissionWords(
        "courses",
        "Choose who works on a course",
        "Add and remove instructors, assistants, authors and reviewers of one's own courses.",
    ),
    Permission.COMMENT_WRITE: PermissionWords(
        "courses", "Comment on drafts", "Write and answer review comments on lessons."
    ),
    Permission.TRANSLATION_MANAGE: PermissionWords(
        "courses", "Translate courses", "Write translations of course texts and say that they are ready."
    ),
    Permission.RATING_WRITE: PermissionWords(
        "courses", "Rate courses", "Give stars and write a review of a course one has learned in."
    ),
    Permission.RATING_MODERATE: PermissionWords(
        "courses", "Moderate reviews", "Hide or restore reviews that learners wrote."
    ),
    Permission.ACCESSIBILITY_READ: PermissionWords(
        "courses",
        "See accessibility reports",
        "See which lessons lack alternative texts, captions or contrast.",
    ),
    Permission.QUIZ_MANAGE: PermissionWords(
        "courses",
        "Make quizzes and assignments",
        "Make and change quizzes, assignments and rubrics.",
    ),
    Permission.IMPORT_READ: PermissionWords(
        "courses", "See course imports", "See what became of imported course packages."
    ),
    Permission.IMPORT_RUN: PermissionWords(
        "courses", "Import courses", "Make courses from packages of other systems."
    ),
    Permission.ENROLLMENT_READ: PermissionWords(
        "learners", "See who takes which course", "See the enrollments of all learners."
    ),
    Permission.ENROLLMENT_CREATE: PermissionWords("learners", "Take courses", "Enroll oneself in courses."),
    Permission.ENROLLMENT_MANAGE: PermissionWords(
        "learners", "Look after enrollments", "Enroll others and end their enrollments."
    ),
    Permission.ENROLLMENT_WITHDRAW: PermissionWords(
        "learners", "Leave courses", "Leave courses one is enrolled in."
    ),
    Permission.PROGRESS_READ: PermissionWords("learners", "See progress", "See how far all learners are."),
    Permission.PROGRESS_RECORD: PermissionWords(
        "learners", "Record one's own progress", "Complete lessons of courses one is enrolled in."
    ),
    Permission.PROGRESS_MANAGE: PermissionWords(
        "learners", "Correct progress", "Change the progress of others.", is_dangerous=True
    ),
    Permission.ATTEMPT_READ: PermissionWords(
        "learners",
        "See answers and submissions",
        "See the attempts, submissions and marks of all learners.",
    ),
    Permission.ATTEMPT_TAKE: PermissionWords(
        "learners",
        "Take quizzes and hand in work",
        "Answer quizzes and hand in assignments of courses one is enrolled in.",
    ),
    Permission.SUBMISSION_MARK: PermissionWords(
        "learners", "Mark submissions", "Mark what learners hand in, and post the marks."
    ),
    Permission.EXAM_INVIGILATE: PermissionWords(
        "learners",
        "Invigilate exams",
        "Let candidates in, watch exams as they run, and say what becomes of what was noticed.",
    ),
    Permission.GRADE_VIEW: PermissionWords("learners", "See grades", "See the grades of all learners."),
    Permission.GRADE_CHANGE: PermissionWords(
        "learners", "Give grades", "Enter, correct and excuse the marks of learners."
    ),
    Permission.GRADE_POST: PermissionWords(
        "learners", "Post grades", "Show marks to learners, and hide them again."
    ),
    Permission.GRADEBOOK_MANAGE: PermissionWords(
        "learners", "Arrange gradebooks", "Columns, categories, weights and rules of a course's gradebook."
    ),
    Permission.GRADING_SCHEME_MANAGE: PermissionWords(
        "learners", "Keep grading schemes", "Letters and pass marks of the whole organization."
    ),
    Permission.CERTIFICATE_READ: PermissionWords(
        "learners", "See certificates", "See the certificates of all learners."
    ),
    Permission.CERTIFICATE_ISSUE: PermissionWords(
        "learners", "Issue certificates", "Issue certificates by hand."
    ),
    Permission.CERTIFICATE_REVOKE: PermissionWords(
        "learners",
        "Revoke certificates",
        "Declare certificates void, for everybody to see.",
        is_dangerous=True,
    ),
    Permission.REPORT_READ: PermissionWords(
        "learners",
        "See reports",
        "See the reports of the whole organization with names and results of learners, and take them away as files.",
        is_dangerous=True,
    ),
    Permission.REPORT_DEFINITION_MANAGE: PermissionWords(
        "learners",
        "Write reports in the studio",
        "Write one's own reports over the numbers one sees, and share them. Readers see in them what they see anyway.",
        is_dangerous=True,
    ),
    Permission.RESEARCH_EXPORT: PermissionWords(
        "learners",
        "Make data sets for research",
        "Take away data about learning without names, of people who agreed to research.",
        is_dangerous=True,
    ),
    Permission.CONSENT_MANAGE: PermissionWords(
        "trust",
        "Look after consent",
        "Write the texts to which people consent, and see who did.",
        is_dangerous=True,
    ),
    Permission.PRIVACY_REQUEST_MANAGE: PermissionWords(
        "trust",
        "Answer privacy requests",
        "Export, correct and erase personal data when people ask for it.",
        is_dangerous=True,
    ),
    Permission.RETENTION_MANAGE: PermissionWords(
        "trust",
        "Decide how long data is kept",
        "Set and run the rules by which old data is erased.",
        is_dangerous=True,
    ),
    Permission.AUDIT_READ: PermissionWords(
        "trust",
        "Read the audit log",
        "See who did what and when, everywhere in the organization.",
        is_dangerous=True,
    ),
    Permission.AUDIT_EXPORT: PermissionWords(
        "trust", "Export the audit log", "Take the audit log away as a file.", is_dangerous=True
    ),
}
