"""A course's own page as JSON."""

from typing import Any

from edusync.courses import learner_facts, queries
from edusync.courses.blocks import empty_document
from edusync.courses.models import Course
from edusync.courses.policy import CoursePolicy, is_staff, sees_course
from edusync.courses.queries import translations
from edusync.courses.queries.cards import card_of
from edusync.courses.rest.rules_json import prerequisites_json
from edusync.courses.rules import Locks
from edusync.courses.services.views import count_view
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import FastResponse

# How people come in, beside access and capacity.
WAYS_IN = (
    *("is_waitlist_on", "offer_hours", "enrollment_opens_at", "enrollment_closes_at"),
    *("access_days", "due_days", "recertify_days"),
)
# What passes it.
PASSING = ("required_score", "allow_retake", "max_attempts")
DETAIL_COLUMNS = (
    "overview",
    "outcomes",
    "capacity",
    "access",
    *("seats_offered", *WAYS_IN, *PASSING),
    "is_certificate_on",
    "meta_description",
    "meta_keywords",
    "row_version",
    "outline_version",
    "translation_version",
    "organization_id",
)
OWNER_ACTIONS = (
    Permission.COURSE_UPDATE,
    Permission.COURSE_PUBLISH,
    Permission.COURSE_ARCHIVE,
    Permission.COURSE_DELETE,
    Permission.COURSE_COPY,
    Permission.COURSE_EXPORT,
    Permission.STAFF_MANAGE,
    Permission.COMMENT_WRITE,
    Permission.TRANSLATION_MANAGE,
    Permission.ACCESSIBILITY_READ,
)


def detail_response(
    actor: Actor,
    slug: str,
    *,
    status: int = 200,
    is_owner: bool = False,
    is_counted: bool = False,
    language: str = "",
) -> FastResponse:
    """The course if the actor may see it. Raises NotFound. `is_counted`: somebody looks at a course of the catalog.

    `is_owner`: the course was made by this very request, whose actor does not hold the new role yet.
    """
    courses = Course.objects.filter(slug=slug, deleted_at=None)
    row = queries.catalog_rows(courses, *DETAIL_COLUMNS, user_id=actor.user_id).first()
    if row is None:
        raise NotFound
    enrollment = learner_facts.enrollments_of(course_ids=[row["id"]], user_id=actor.user_id).get(row["id"])
    sees = sees_course(
        actor,
        course_id=row["id"],
        status=row["status"],
        visibility=row["visibility"],
        enrollment=enrollment,
    )
    if not (sees or is_owner):
        raise NotFound
    if is_counted and row["status"] == Course.Status.PUBLISHED and not is_staff(actor, row["id"]):
        count_view(course_id=row["id"])
    body = detail_of(actor, row, enrollment)
    texts = translations.texts_in(row, language) if language in body["languages"] else None
    body["language_shown"] = body["language"] if texts is None else language
    if texts is not None:
        body = translations.in_detail(body, texts)
    if is_owner:
        body["actions"] = sorted({*body["actions"], *map(str, OWNER_ACTIONS)})
    return FastResponse(body, status=status, headers={"ETag": f'"{row["row_version"]}"'})


def detail_of(
    actor: Actor, row: dict[str, Any], enrollment: learner_facts.EnrollmentFacts | None
) -> dict[str, Any]:
    """Course detail from a row of `catalog_rows` with DETAIL_COLUMNS."""
    course_id = row["id"]
    static = queries.outline(course_id, known=(row["uuid"], row["outline_version"]))
    return {
        **card_of(row, queries.instructors_of([course_id]).get(course_id, []), enrollment),
        "overview": row["overview"] or empty_document(),
        "outcomes": row["outcomes"],
        "modules": [
            module_json(module, static.locks, is_staff(actor, course_id)) for module in static.modules
        ],
        "capacity": row["capacity"],
        "seats_taken": row["seats_taken"],
        **{name: row[name] for name in ("seats_offered", *WAYS_IN, *PASSING)},
        "access": row["access"],
        "categories": queries.categories_of(course_id),
        "tags": queries.tags_of(course_id),
        "languages": queries.languages_of(course_id),
        "meta_description": row["meta_description"],
        "meta_keywords": row["meta_keywords"],
        "certificate": row["is_certificate_on"],
        "prerequisites": prerequisites_json(queries.prerequisites_of(course_id, user_id=actor.user_id)),
        "actions": CoursePolicy().actions(
            actor, Course(pk=course_id, organization_id=row["organization_id"], status=row["status"])
        ),
        "row_version": row["row_version"],
    }


def module_json(module: queries.OutlineModule, locks: Locks, is_staff: bool) -> dict[str, Any]:
    """A module on the course page. Lessons that hide while locked are for staff only."""
    return {
        "id": module.id,
        "title": module.title,
        "lessons": [
            {
                "id": lesson.id,
                "title": lesson.title,
                "kind": lesson.kind,
                "estimated_minutes": lesson.estimated_minutes,
                "is_preview": lesson.is_preview,
                "group_title": lesson.group_title,
                "is_conditional": lesson.id in locks.by_lesson,
            }
            for lesson in module.lessons
            if is_staff or not locks.hides(lesson.id)
        ],
    }
