"""A lesson as the player shows it."""

from collections.abc import Mapping
from typing import Any

from edusync.courses import learner_facts, queries
from edusync.courses.policy import (
    is_staff,
    manages,
    opens_lesson,
    reads_for_review,
    refuse_locked,
    sees_course,
)
from edusync.courses.problems import EnrollFirst
from edusync.courses.queries import translations
from edusync.courses.translation import Place
from edusync.kernel import clock
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.problems import NotFound, Unauthenticated
from edusync.kernel.rest.views import FastResponse

OWN_KINDS = ("page", "video", "document", "link")


def lesson_response(actor: Actor, lesson_id: int, *, language: str = "") -> FastResponse:
    """The lesson if the actor may open it, in that language where it is offered. Raises NotFound, Unauthenticated,
    EnrollFirst.
    """
    content = queries.lesson_content(lesson_id)
    if content is None:
        raise NotFound
    row = content.row
    static = queries.outline(row["course_id"], known=(row["course_uuid"], row["outline_version"]))
    needs_rules = static.locks.has_hidden or lesson_id in static.locks.by_lesson
    facts = learner_facts.lesson_facts(
        course_id=row["course_id"],
        lesson_id=lesson_id,
        user_id=actor.user_id,
        needs=static.locks.needs if needs_rules else None,
    )
    require_open(actor, content, facts.enrollment)
    locks = locks_of(actor, static, facts) if needs_rules else {}
    refuse_locked(locks.get(lesson_id))
    texts = in_language(row, language)
    if texts is not None:
        content = queries.LessonContent(translations.in_lesson(row, texts))
    body = lesson_json(actor, content, facts, static, locks, texts)
    body["language"] = row["course_language"] if texts is None else language
    if texts is not None:
        _name_neighbors(body, texts)
    return FastResponse(body, headers={"ETag": f'"{content.row["row_version"]}"'})


def in_language(row: dict[str, Any], language: str) -> translations.Texts | None:
    """What stands in place of the source, when the language is another than the course's and offered."""
    if not language or language == row["course_language"]:
        return None
    course = {
        "id": row["course_id"],
        "uuid": row["course_uuid"],
        "translation_version": row["translation_version"],
    }
    return translations.texts_in(course, language)


def _name_neighbors(body: dict[str, Any], texts: translations.Texts) -> None:
    """The titles of the lessons before and after, too."""
    for side in ("previous", "next"):
        if body[side] is not None:
            place = Place("lesson", body[side]["id"], "title")
            body[side]["title"] = texts.get(place, body[side]["title"])


def require_open(
    actor: Actor, content: queries.LessonContent, enrollment: learner_facts.EnrollmentFacts | None
) -> None:
    """Raise what keeps the actor out of the lesson, if anything does."""
    row = content.row
    course_id, status = row["course_id"], row["course_status"]
    is_seen = sees_course(
        actor,
        course_id=course_id,
        status=status,
        visibility=row["course_visibility"],
        enrollment=enrollment,
    )
    reads_all = is_staff(actor, course_id) or reads_for_review(actor, status)
    if not is_seen or not (row["is_published"] or reads_all):
        raise NotFound
    if opens_lesson(
        actor,
        course_id=course_id,
        is_published=row["is_published"],
        is_preview=row["is_preview"],
        enrollment=enrollment,
        status=status,
    ):
        return
    if not actor.is_authenticated:
        raise Unauthenticated
    raise EnrollFirst(course_slug=row["course_slug"])


def locks_of(
    actor: Actor, static: queries.Outline, facts: learner_facts.LessonFacts
) -> dict[int, dict[str, Any]]:
    """What locks which lessons of the course for the actor."""
    if is_staff(actor, static.course_id):
        return static.locks.for_staff()
    return static.locks.for_learner(facts.rule_facts, clock.now())


def lesson_json(
    actor: Actor,
    content: queries.LessonContent,
    facts: learner_facts.LessonFacts,
    static: queries.Outline,
    locks: Mapping[int, dict[str, Any]],
    texts: translations.Texts | None = None,
) -> dict[str, Any]:
    """The lesson as JSON. `content` speaks the language of `texts` already."""
    row, progress = content.row, facts.progress
    hidden = {lesson_id for lesson_id, lock in locks.items() if queries.is_out_of_sight(lock)}
    before, after = static.neighbors(row["id"], without=hidden)
    kind = row["kind"]
    details: dict[str, Any] = dict.fromkeys((*OWN_KINDS, "quiz", "assignment"))
    details[kind] = (
        content.detail
        if kind in OWN_KINDS
        else learner_facts.lesson_detail(
            kind, lesson_id=row["id"], user_id=actor.user_id, enrollment=facts.enrollment, texts=texts
        )
    )
    return {
        "id": row["id"],
        "uuid": row["uuid"],
        "title": row["title"],
        "kind": kind,
        "group_title": row["group_title"],
        "module": {"id": row["module_id"], "title": row["module_title"]},
        "course": {"id": row["course_id"], "slug": row["course_slug"], "title": row["course_title"]},
        "completion": {"rule": row["completion"], "value": row["completion_value"]},
        "estimated_minutes": row["estimated_minutes"],
        "is_required": row["is_required"],
        "is_preview": row["is_preview"],
        "lock": locks.get(row["id"]),
        "previous": {"id": before.id, "title": before.title} if before else None,
        "next": {"id": after.id, "title": after.title} if after else None,
        "progress": None
        if progress is None
        else {
            "state": progress.state,
            "position_seconds": progress.position_seconds,
            "watched_share": progress.watched_share,
            "watched": progress.watched,
            "seconds": progress.seconds,
            "completed_at": progress.completed_at,
        },
        **details,
        "actions": actions_of(actor, row["course_id"]),
        "row_version": row["row_version"],
    }


def actions_of(actor: Actor, course_id: int) -> list[str]:
    """What the actor, who reads the lesson, may do with it."""
    actions = [str(Permission.LESSON_READ)]
    if manages(actor, Permission.COURSE_UPDATE, course_id):
        actions.append(str(Permission.COURSE_UPDATE))
    return actions
