"""The main things of the site, and where each is made, read and changed: by which route and on which screen.

A route is `METHOD /path` of the API, a screen the path of a page. Where an act does not exist, the text says why; a
reason is a sentence and begins with a capital letter.
"""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class Entity:
    """One main thing: its model, the routes of each act, and the pages on which people do it."""

    model: str
    create: str
    read: str
    update: str
    screens: tuple[str, ...]


ENTITIES = (
    # People and organizations
    Entity(
        "identity.User",
        "POST /invitations",
        "GET /people/{user_id}",
        "PATCH /people/{user_id}",
        ("/manage/people", "/manage/people/:id(\\d+)", "/manage/invitations", "/sign-up"),
    ),
    Entity("identity.UserProfile", "POST /invitations", "GET /me", "PATCH /me", ("/profile",)),
    Entity("identity.UserSetting", "POST /invitations", "GET /me", "PATCH /me/settings", ("/settings",)),
    Entity(
        "identity.Organization",
        "POST /organizations",
        "GET /organization",
        "PATCH /organization",
        ("/manage/organizations", "/manage/organization"),
    ),
    Entity(
        "identity.OrganizationUnit",
        "POST /units",
        "GET /units/{unit_id}",
        "PATCH /units/{unit_id}",
        ("/manage/units",),
    ),
    Entity(
        "identity.AcademicTerm",
        "POST /terms",
        "GET /terms/{term_id}",
        "PATCH /terms/{term_id}",
        ("/manage/terms",),
    ),
    Entity(
        "identity.Group",
        "POST /groups",
        "GET /groups/{group_id}",
        "PATCH /groups/{group_id}",
        ("/manage/groups", "/manage/groups/:id"),
    ),
    Entity(
        "identity.Role",
        "POST /roles",
        "GET /roles/{role_id}",
        "PATCH /roles/{role_id}",
        ("/manage/roles", "/manage/roles/:id"),
    ),
    Entity(
        "identity.RoleAssignment",
        "POST /role-assignments",
        "GET /role-assignments/{assignment_id}",
        "It is closed and another opened, so that who could do what on a day stays known.",
        ("/manage/people/:id(\\d+)", "/manage/roles/:id"),
    ),
    Entity(
        "identity.CustomField",
        "POST /custom-fields",
        "GET /custom-fields",
        "PATCH /custom-fields/{id}",
        ("/manage/custom-fields",),
    ),
    Entity(
        "identity.GuardianRelationship",
        "POST /guardianships",
        "GET /guardianships/{uuid}",
        "PATCH /guardianships/{uuid}",
        ("/manage/guardians", "/family"),
    ),
    Entity(
        "identity.Invitation",
        "POST /invitations",
        "GET /invitations",
        "POST /invitations/{id}/resend",
        ("/manage/invitations",),
    ),
    Entity(
        "identity.ApiKey",
        "POST /api-keys",
        "GET /api-keys",
        "POST /api-keys/{id}/rotate",
        ("/manage/api-keys", "/account/api-keys"),
    ),
    # Courses
    Entity(
        "courses.Course",
        "POST /courses",
        "GET /courses/{slug}",
        "PATCH /courses/{slug}",
        ("/teach", "/courses/:slug", "/teach/:slug/settings"),
    ),
    Entity(
        "courses.Module",
        "POST /courses/{course_id}/modules",
        "GET /courses/{course_id}/modules",
        "PATCH /modules/{module_id}",
        ("/teach/:slug/build/:lessonId?",),
    ),
    Entity(
        "courses.Lesson",
        "POST /modules/{module_id}/lessons",
        "GET /lessons/{lesson_id}",
        "PATCH /lessons/{lesson_id}",
        ("/teach/:slug/build/:lessonId?", "/learn/:slug/:lessonId?"),
    ),
    Entity(
        "courses.Category",
        "POST /categories",
        "GET /categories",
        "PATCH /categories/{category_id}",
        ("/manage/categories",),
    ),
    Entity("courses.Tag", "PATCH /courses/{slug}", "GET /tags", "PATCH /tags/{tag_id}", ("/manage/tags",)),
    Entity(
        "courses.CourseReview",
        "PUT /courses/{slug}/reviews/own",
        "GET /courses/{slug}/reviews",
        "PUT /courses/{slug}/reviews/own",
        ("/courses/:slug", "/manage/course-reviews"),
    ),
    Entity(
        "courses.CourseVersion",
        "POST /courses/{slug}/versions",
        "GET /courses/{slug}/versions/{number}",
        "What was true then does not change; it is restored as a new version.",
        ("/teach/:slug/versions", "/teach/:slug/versions/:number(\\d+)"),
    ),
    Entity(
        "courses.LearnerNote",
        "POST /lessons/{lesson_id}/notes",
        "GET /my/notes",
        "PATCH /notes/{note_uuid}",
        ("/my-notes",),
    ),
    Entity(
        "files.FileObject",
        "POST /files",
        "GET /files/{uuid}",
        "PUT /files/{uuid}/content",
        ("/manage/files",),
    ),
    # Taking courses
    Entity(
        "enrollment.Enrollment",
        "POST /courses/{slug}/enroll",
        "GET /enrollments/{id}",
        "POST /enrollments/{id}/withdraw",
        ("/teach/:slug/learners", "/my-learning"),
    ),
    Entity(
        "enrollment.Cohort",
        "POST /courses/{slug}/cohorts",
        "GET /cohorts/{id}",
        "PATCH /cohorts/{id}",
        ("/teach/:slug/cohorts",),
    ),
    Entity(
        "enrollment.LearnerGroup",
        "POST /courses/{slug}/learner-groups",
        "GET /learner-groups/{id}",
        "PATCH /learner-groups/{id}",
        ("/teach/:slug/groups",),
    ),
    Entity(
        "enrollment.EnrollmentRule",
        "POST /courses/{slug}/enrollment-rules",
        "GET /courses/{slug}/enrollment-rules",
        "PATCH /enrollment-rules/{id}",
        ("/teach/:slug/ways-in",),
    ),
    Entity(
        "enrollment.WaitlistEntry",
        "POST /courses/{slug}/enroll",
        "GET /courses/{slug}/waitlist",
        "PATCH /waitlist/{id}",
        ("/teach/:slug/learners",),
    ),
    Entity(
        "assessment.ExamWaitlistEntry",
        "PUT /quizzes/{quiz_id}/exam/line",
        "GET /exam-sittings/{sitting_uuid}/line",
        "PUT /exam-sittings/{sitting_uuid}/line/{entry_uuid}",
        ("/learn/:slug/:lessonId?", "/teach/:slug/exams/:quiz(\\d+)"),
    ),
    Entity(
        "progress.LessonProgress",
        "POST /lessons/{id}/progress",
        "GET /my/learning",
        "POST /lessons/{id}/complete",
        ("/learn/:slug/:lessonId?",),
    ),
    Entity(
        "credentials.Certificate",
        "POST /lessons/{id}/complete",
        "GET /my/certificates",
        "POST /certificates/{code}/revoke",
        ("/certificates", "/verify/:code?"),
    ),
    # Assessment and grades
    Entity(
        "assessment.Question",
        "POST /question-banks/{bank_id}/questions",
        "GET /bank-questions/{bank_question_uuid}",
        "PUT /bank-questions/{bank_question_uuid}",
        ("/teach/question-banks/:bankId", "/teach/question-banks/:bankId/:uuid"),
    ),
    Entity(
        "assessment.QuestionBank",
        "POST /question-banks",
        "GET /question-banks/{bank_id}",
        "PATCH /question-banks/{bank_id}",
        ("/teach/question-banks",),
    ),
    Entity(
        "assessment.Quiz",
        "PUT /lessons/{lesson_id}/quiz",
        "GET /lessons/{lesson_id}/quiz",
        "PUT /lessons/{lesson_id}/quiz",
        ("/teach/:slug/quizzes",),
    ),
    Entity(
        "assessment.QuizAttempt",
        "POST /quizzes/{quiz_id}/attempts",
        "GET /attempts/{attempt_uuid}",
        "PUT /attempts/{attempt_uuid}/answers/{slot_id}",
        ("/learn/:slug/:lessonId?",),
    ),
    Entity(
        "assessment.Assignment",
        "PUT /lessons/{lesson_id}/assignment",
        "GET /lessons/{lesson_id}/assignment",
        "PUT /lessons/{lesson_id}/assignment",
        ("/teach/:slug/build/:lessonId?",),
    ),
    Entity(
        "assessment.Submission",
        "POST /assignments/{assignment_id}/submit",
        "GET /submissions/{submission_uuid}",
        "PUT /submissions/{submission_uuid}/mark",
        ("/learn/:slug/:lessonId?", "/marking/:assignmentId(\\d+)"),
    ),
    Entity(
        "assessment.Rubric",
        "POST /rubrics",
        "GET /rubrics/{rubric_uuid}",
        "PUT /rubrics/{rubric_uuid}",
        ("/rubrics",),
    ),
    Entity(
        "assessment.ExamSitting",
        "POST /quizzes/{quiz_id}/exam/sittings",
        "GET /quizzes/{quiz_id}/exam/settings",
        "PUT /exam-sittings/{sitting_uuid}",
        ("/teach/:slug/exams/:quiz(\\d+)/settings",),
    ),
    Entity(
        "grading.GradeItem",
        "POST /courses/{slug}/gradebook/items",
        "GET /courses/{slug}/gradebook",
        "PATCH /grade-items/{item_id}",
        ("/teach/:slug/gradebook",),
    ),
    Entity(
        "grading.Grade",
        "PATCH /courses/{slug}/gradebook/grades",
        "GET /courses/{slug}/gradebook/cells/{enrollment_id}/{item_id}",
        "PATCH /courses/{slug}/gradebook/grades",
        ("/teach/:slug/gradebook", "/grades"),
    ),
    Entity(
        "grading.GradingScheme",
        "POST /grading-schemes",
        "GET /grading-schemes",
        "PUT /grading-schemes/{scheme_id}",
        ("/grading-schemes",),
    ),
    Entity(
        "grading.AttendanceSession",
        "POST /courses/{slug}/attendance/sessions",
        "GET /attendance-sessions/{session_id}",
        "PUT /attendance-sessions/{session_id}",
        ("/teach/:slug/attendance", "/teach/:slug/attendance/:session"),
    ),
    # Around it
    Entity(
        "communication.CalendarEvent",
        "POST /calendar/entries",
        "GET /calendar/entries/{entry_uuid}",
        "PATCH /calendar/entries/{entry_uuid}",
        ("/calendar",),
    ),
    Entity(
        "reports.ReportDefinition",
        "POST /report-definitions",
        "GET /report-definitions/{uuid}",
        "PATCH /report-definitions/{uuid}",
        ("/report-studio/new", "/report-studio/:uuid"),
    ),
    Entity(
        "reports.ReportSchedule",
        "POST /report-schedules",
        "GET /report-schedules/{uuid}",
        "PATCH /report-schedules/{uuid}",
        ("/reports/schedules",),
    ),
    Entity(
        "privacy.DataSubjectRequest",
        "POST /my/privacy-requests",
        "GET /privacy-requests/{subject_request_id}",
        "POST /privacy-requests/{subject_request_id}/acts",
        ("/account/privacy", "/manage/privacy/requests"),
    ),
    Entity(
        "audit.AuditEvent",
        "Every act writes its own entry; nobody makes one.",
        "GET /audit",
        "The log is append-only: triggers refuse a change.",
        ("/manage/audit",),
    ),
)

# Known outside by a UUID and yet no main thing: a part, a job or a record of one.
PARTS = {
    "assessment.Annotation": "part of a submission",
    "assessment.AnswerFile": "part of an attempt",
    "assessment.AttemptEvent": "record of an attempt",
    "assessment.CommentBankEntry": "a marker's phrase",
    "assessment.ExamRegistration": "a person's place in a sitting",
    "assessment.PeerReview": "part of a submission",
    "assessment.ProctorEvent": "record of an exam",
    "assessment.ProctorSession": "record of an exam",
    "assessment.Regrade": "a job",
    "assessment.RubricCriterion": "part of a rubric",
    "assessment.RubricLevel": "part of a rubric",
    "assessment.SubmissionComment": "part of a submission",
    "assessment.SubmissionFile": "part of a submission",
    "courses.AccessibilityReport": "a finding",
    "courses.Bookmark": "a person's mark in a lesson",
    "courses.CourseCopy": "a job",
    "courses.OutlineChange": "record for undo",
    "courses.PageTemplate": "a beginning of a page",
    "enrollment.EnrollmentImport": "a job",
    "enrollment.EnrollmentKey": "a way into a course",
    "files.FileUpload": "a job",
    "identity.ScimResource": "a name for another system",
    "integrations.ContentExportJob": "a job",
    "integrations.ContentImportJob": "a job",
    "integrations.UserImportJob": "a job",
    "reports.ReportExport": "a job",
    "reports.ResearchExport": "a job",
}
