"""The review page of a course as JSON: where it stands and what the asker may do about it."""

from typing import Any

from edusync.courses import policy
from edusync.courses.checklist import run_checklist
from edusync.courses.models import Course, CourseApprovalRequest, CourseStateChange
from edusync.courses.queries.comments import open_threads_by_lesson
from edusync.courses.queries.review import draft_pages, lesson_titles
from edusync.courses.services.lifecycle import current_request, is_review_required
from edusync.courses.services.lifecycle_mark import content_mark
from edusync.courses.services.lifecycle_publish import finding_json
from edusync.identity.queries import PersonCard, people_named
from edusync.kernel.policy import Actor, Permission

Status = Course.Status
Request = CourseApprovalRequest.Status
People = dict[int, PersonCard]


def person_json(user_id: int | None, people: People) -> dict[str, Any] | None:
    """Somebody who took part; None for nobody and for accounts that are gone."""
    card = people.get(user_id or 0)
    if card is None:
        return None
    return {"id": card.id, "display_name": card.display_name, "avatar_url": card.avatar_url}


def request_json(row: CourseApprovalRequest, people: People) -> dict[str, Any]:
    """A submission."""
    return {
        "id": row.pk,
        "status": row.status,
        "is_for_changes": row.is_for_changes,
        "note": row.note,
        "submitted_by": person_json(row.submitted_by_id, people),
        "submitted_at": row.created_at,
        "decided_by": person_json(row.decided_by_id, people),
        "decided_at": row.decided_at,
        "decision_note": row.decision_note,
    }


def review_json(actor: Actor, course: Course) -> dict[str, Any]:
    """Where the course stands. The number of queries does not grow with its lessons."""
    request = current_request(course)
    mark = content_mark(course)
    is_changed = request is not None and request.content_mark != mark
    is_lapsed = is_changed and request is not None and request.status == Request.APPROVED
    is_required = is_review_required(course.organization_id)
    drafts = draft_pages(course)
    people = (
        people_named(user_id for user_id in (request.submitted_by_id, request.decided_by_id) if user_id)
        if request
        else {}
    )
    acts = acts_of(
        actor,
        course,
        request,
        is_held=is_required and not _holds(request, is_lapsed),
        has_drafts=bool(drafts),
    )
    return {
        "status": course.status,
        "publish_at": course.publish_at,
        "published_at": course.published_at,
        "is_review_required": is_required,
        "request": request_json(request, people) if request else None,
        "is_lapsed": is_lapsed,
        "is_changed": is_changed,
        "mark": mark,
        "findings": findings_json(course),
        "drafts": drafts,
        "open_comments": sum(open_threads_by_lesson(course.pk).values()),
        "acts": acts,
    }


def findings_json(course: Course) -> list[dict[str, Any]]:
    """What the checklist finds, with the titles of the lessons."""
    findings = run_checklist(course)
    titles = lesson_titles({finding.lesson_id for finding in findings if finding.lesson_id is not None})
    return [
        {**finding_json(finding), "lesson_title": titles.get(finding.lesson_id or 0)} for finding in findings
    ]


def _holds(request: CourseApprovalRequest | None, is_lapsed: bool) -> bool:
    return request is not None and request.status == Request.APPROVED and not is_lapsed


def acts_of(
    actor: Actor, course: Course, request: CourseApprovalRequest | None, *, is_held: bool, has_drafts: bool
) -> list[str]:
    """What the actor may do now. `is_held`: an approval is demanded and none holds."""
    courses = policy.CoursePolicy()
    edits = courses.allows(actor, Permission.COURSE_UPDATE, course)
    publishes = courses.allows(actor, Permission.COURSE_PUBLISH, course)
    reviews = courses.allows(actor, Permission.COURSE_REVIEW, course)
    archives = courses.allows(actor, Permission.COURSE_ARCHIVE, course)
    state = request.status if request else ""
    is_own = request is not None and request.submitted_by_id == actor.user_id
    is_live = course.status == Status.PUBLISHED
    has_news = not is_live or has_drafts or state == Request.APPROVED
    is_ready = publishes and not course.is_template and has_news
    is_free = not is_held or policy.publishes_freely(actor)
    is_kept = is_live or course.status == Status.ARCHIVED
    rules = {
        "submit": edits
        and state != Request.OPEN
        and course.status != Status.ARCHIVED
        and not course.is_template,
        "withdraw": edits and request is not None,
        "decide": reviews and not is_own and state in (Request.OPEN, Request.APPROVED),
        "publish": is_ready and is_free,
        "schedule": is_ready and is_free and course.status != Status.ARCHIVED,
        "unschedule": publishes and course.publish_at is not None,
        "unpublish": publishes and is_kept and not course.seats_taken,
        "archive": archives and is_live,
    }
    return [act for act, is_offered in rules.items() if is_offered]


def change_json(row: CourseStateChange, people: People) -> dict[str, Any]:
    """A step in the life of a course."""
    return {
        "id": row.pk,
        "act": row.act,
        "from_status": row.from_status,
        "to_status": row.to_status,
        "by": person_json(row.by_id, people),
        "at": row.created_at,
        "reason": row.reason,
        "facts": row.facts,
    }


def queue_json(row: CourseApprovalRequest, people: People, actor: Actor) -> dict[str, Any]:
    """A submission with its course."""
    entry = request_json(row, people)
    del entry["decision_note"]
    return {
        **entry,
        "is_own": row.submitted_by_id == actor.user_id,
        "course": {"slug": row.course.slug, "title": row.course.title, "status": row.course.status},
    }
