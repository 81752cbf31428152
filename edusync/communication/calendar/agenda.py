"""What falls into a stretch of time: the one list from which calendar, home and feed are made."""

import dataclasses
import datetime
import uuid as uuids
from collections.abc import Iterable, Iterator
from typing import Any

from edusync.communication.calendar.facts import LearnerFacts, RunningQuiz, Taken
from edusync.communication.calendar.openings import Turn, turns_of
from edusync.communication.calendar.work import WorkDate, work_dates

LEARNING = ("active", "paused")
IN_COHORT = ("active", "paused", "completed", "waitlisted", "pending", "invited")
OPEN = ("active", "paused", "completed")
ENTRY_COLUMNS = ("uuid", "title", "note", "starts_at", "ends_at", "is_all_day", "row_version", "updated_at")


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One thing in a calendar. `id` stays the same as long as the thing does; `count` of lessons.

    `is_awaited`: still to be done once its time has passed, so it is overdue then. `is_own_date`: others have another.
    """

    id: str
    kind: str
    title: str
    starts_at: datetime.datetime
    changed_at: datetime.datetime
    ends_at: datetime.datetime | None = None
    is_all_day: bool = False
    course: dict[str, Any] | None = None
    lesson: dict[str, Any] | None = None
    count: int = 1
    note: str = ""
    row_version: int | None = None
    uuid: uuids.UUID | None = None
    is_awaited: bool = False
    is_done: bool = False
    is_own_date: bool = False

    def is_overdue(self, now: datetime.datetime) -> bool:
        """Whether its time has passed and it is still to be done."""
        return self.is_awaited and self.starts_at < now

    def as_json(self, now: datetime.datetime) -> dict[str, Any]:
        """As CalendarItemSerializer describes it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "starts_at": self.starts_at,
            "ends_at": self.ends_at,
            "is_all_day": self.is_all_day,
            "is_overdue": self.is_overdue(now),
            "is_done": self.is_done,
            "is_own_date": self.is_own_date,
            "course": self.course,
            "lesson": self.lesson,
            "count": self.count,
            "note": self.note,
            "row_version": self.row_version,
            "uuid": self.uuid,
        }


def agenda(
    facts: LearnerFacts,
    entries: Iterable[dict[str, Any]],
    *,
    since: datetime.datetime,
    until: datetime.datetime,
) -> list[Item]:
    """Everything in [since, until), earliest first. Own entries count from their beginning to their end."""
    dated = [item for row in facts.taken for item in course_items(row)]
    courses = {row.id: row for row in facts.taken}
    dated.extend(
        quiz_item(quiz, courses[quiz.enrollment_id])
        for quiz in facts.quizzes
        if quiz.enrollment_id in courses
    )
    ruled = [row for row in facts.taken if row.status == "active"]
    outlines = facts.outlines(ruled)
    for row in ruled:
        outline = outlines[row.course_id]
        dated.extend(work_item(one, row) for one in work_dates(row, outline, facts))
        if outline.locks:
            turns = turns_of(row, outline, facts, since=since, until=until)
            dated.extend(turn_item(turn, row) for turn in turns)
    found = [item for item in dated if since <= item.starts_at < until]
    found.extend(own for entry in entries if is_within(own := entry_item(entry), since, until))
    return sorted(found, key=in_order)


def in_order(item: Item) -> tuple[datetime.datetime, str, str]:
    """By time; what falls together by kind."""
    return item.starts_at, item.kind, item.id


def course_items(row: Taken) -> Iterator[Item]:
    """Dates of one course: due date, end of access, beginning and end of the cohort, a seat kept free."""
    if row.status in LEARNING and row.due_at is not None:
        yield _course_item("due", row, row.due_at)
    if row.status in OPEN and row.expires_at is not None:
        yield _course_item("access-ends", row, row.expires_at)
    if row.status in IN_COHORT and row.cohort_starts_at is not None:
        yield _course_item("cohort-starts", row, row.cohort_starts_at, note=row.cohort)
    # The cohort's end is most often the due date: told once.
    ends_at = row.cohort_ends_at
    if row.status in IN_COHORT and ends_at is not None and ends_at != row.due_at:
        yield _course_item("cohort-ends", row, ends_at, note=row.cohort)
    if row.offer_until is not None:
        yield _course_item("offer", row, row.offer_until)


def _course_item(kind: str, row: Taken, at: datetime.datetime, *, note: str = "") -> Item:
    return Item(
        id=f"{kind}-{row.uuid}",
        kind=kind,
        title=row.title,
        starts_at=at,
        changed_at=row.updated_at,
        course=row.course,
        note=note,
        is_awaited=kind == "due",
    )


def work_item(work: WorkDate, row: Taken) -> Item:
    """A date of an assignment, a quiz or an exam, as it holds for the learner."""
    one = work.date
    lesson_kind = "assignment" if one.kind == "assignment" else "quiz"
    return Item(
        id=f"{work.kind}-{row.uuid}-{one.key}",
        kind=work.kind,
        title=one.title,
        starts_at=work.at,
        ends_at=work.until,
        changed_at=one.changed_at,
        course=row.course,
        lesson={"id": one.lesson_id, "title": one.title, "kind": lesson_kind},
        note=one.place,
        is_awaited=work.is_awaited,
        is_done=one.done_at is not None,
        is_own_date=one.is_own,
    )


def quiz_item(quiz: RunningQuiz, row: Taken) -> Item:
    """The end of a quiz that is running."""
    return Item(
        id=f"quiz-{quiz.uuid}",
        kind="quiz",
        title=quiz.lesson_title,
        starts_at=quiz.due_at,
        changed_at=quiz.started_at,
        course=row.course,
        lesson={"id": quiz.lesson_id, "title": quiz.lesson_title, "kind": "quiz"},
    )


def turn_item(turn: Turn, row: Taken) -> Item:
    """Lessons that open or close; named by the first of them."""
    kind = "opens" if turn.is_opening else "closes"
    first = turn.lessons[0]
    return Item(
        id=f"{kind}-{row.uuid}-{int(turn.at.timestamp())}",
        kind=kind,
        title=first.title,
        starts_at=turn.at,
        changed_at=row.enrolled_at,
        course=row.course,
        lesson={"id": first.id, "title": first.title, "kind": first.kind},
        count=len(turn.lessons),
    )


def entry_item(entry: dict[str, Any]) -> Item:
    """An entry of one's own."""
    return Item(
        id=f"own-{entry['uuid']}",
        kind="own",
        title=entry["title"],
        starts_at=entry["starts_at"],
        ends_at=entry["ends_at"],
        is_all_day=entry["is_all_day"],
        changed_at=entry["updated_at"],
        note=entry["note"],
        row_version=entry["row_version"],
        uuid=entry["uuid"],
    )


def is_within(item: Item, since: datetime.datetime, until: datetime.datetime) -> bool:
    """Whether an entry of one's own touches [since, until). Whole days are compared as days, whatever the zone."""
    starts_at, ends_at = item.starts_at, item.ends_at or item.starts_at
    if item.is_all_day:
        first, last = since.date(), until.date()
        return starts_at.date() < last and ends_at.date() > first
    return starts_at < until and (ends_at > since or starts_at >= since)
