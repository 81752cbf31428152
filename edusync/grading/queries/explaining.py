"""Why a number is what it is: the formula of one learner's course grade, down to tries and answers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from edusync.assessment.models import QuizAnswer, QuizAttempt, Submission
from edusync.assessment.queries import Proposal, marks_by_reviews
from edusync.grading.engine import Book, CategoryScore, CourseScore, Entry, Mark, Mode, rounded, score_course
from edusync.grading.models import Grade, GradeItem
from edusync.grading.queries.cells import effective, number
from edusync.grading.queries.loading import mark, title_of

MILLI = 1000


def percent(share: Decimal | None) -> float | None:
    """A share as JSON has percentages."""
    return number(rounded(share))


def marks_of_rows(rows: Mapping[int, Grade]) -> dict[int, Mark]:
    """Cells as the engine wants them, by item."""
    found = {}
    for item_id, row in rows.items():
        points = effective(row.override_points, row.points)
        whole = None if points is None else int(points * MILLI)
        found[item_id] = mark(whole, int(row.max_points * MILLI), row.state)
    return found


def with_points(
    marks: dict[int, Mark], points: Mapping[int, Decimal], items: Sequence[GradeItem]
) -> dict[int, Mark]:
    """The same cells with other points in some: what if."""
    highest = {item.pk: item.max_points for item in items}
    changed = {key: Mark(value / highest[key]) for key, value in points.items() if key in highest}
    return {**marks, **changed}


def tree_of(
    book: Book, items: Sequence[GradeItem], rows: Mapping[int, Grade], marks: Mapping[int, Mark], mode: Mode
) -> dict[str, Any]:
    """The formula tree: course, categories, cells. Percentages of what each counts add up to 100."""
    score = score_course(book, marks, mode)
    named = {item.pk: item for item in items}
    below = sum((one.category.weight for one in score.categories if one.share is not None), Decimal(0))
    return {
        "mode": mode.value,
        "percent": percent(score.share),
        "aggregation": book.aggregation,
        "missing": book.missing,
        "has_categories": bool(book.categories),
        "categories": [category_json(one, below, named, rows, marks) for one in score.categories],
        "uncounted": uncounted(score, items),
    }


def category_json(
    score: CategoryScore, below: Decimal, items: Mapping[int, GradeItem], rows: Any, marks: Any
) -> dict[str, Any]:
    """A category: its share of the course, and its cells."""
    counting = [
        entry
        for entry in score.entries
        if entry.share is not None and not entry.is_dropped and not entry.item.is_extra_credit
    ]
    weights = sum((entry.counts for entry in counting), Decimal(0))
    share_of_course = score.category.weight / below if below and score.share is not None else None
    return {
        "id": score.category.id,
        "name": score.category.name,
        "weight": number(score.category.weight),
        "percent": percent(score.share),
        "counts_percent": percent(share_of_course),
        "drop_lowest": score.category.drop_lowest,
        "drop_highest": score.category.drop_highest,
        "entries": [
            entry_json(entry, weights, share_of_course, items[entry.item.id], rows.get(entry.item.id), marks)
            for entry in score.entries
        ],
    }


def entry_json(
    entry: Entry,
    weights: Decimal,
    share_of_course: Decimal | None,
    item: GradeItem,
    row: Grade | None,
    marks: Any,
) -> dict[str, Any]:
    """A cell: what it earned, what the curve made of it, and what it counts in the whole course."""
    mark_there = marks.get(item.pk)
    is_counted = entry.share is not None and not entry.is_dropped and bool(weights)
    counts = entry.counts / weights * share_of_course if is_counted and share_of_course is not None else None
    points = None if mark_there is None or mark_there.share is None else mark_there.share * item.max_points
    return {
        "item_id": item.pk,
        "title": title_of(item),
        "kind": item.source_kind,
        "lesson_id": item.lesson_id,
        "due_at": item.due_at,
        "points": number(None if points is None else round(points, 3)),
        "max_points": number(item.max_points),
        "state": mark_there.state if mark_there else "none",
        "percent": percent(entry.share),
        "curve": item.curve,
        "curve_value": number(item.curve_value),
        "is_extra_credit": item.is_extra_credit,
        "is_dropped": entry.is_dropped,
        "is_override": row is not None and row.override_points is not None,
        "reason": row.change_reason if row is not None and row.override_points is not None else "",
        "counts_percent": percent(counts),
    }


def uncounted(score: CourseScore, items: Sequence[GradeItem]) -> list[str]:
    """Titles of columns that stand in no category while the book has some."""
    seen = {entry.item.id for one in score.categories for entry in one.entries}
    return [title_of(item) for item in items if item.pk not in seen]


def works_of(item: GradeItem, enrollment_id: int) -> list[dict[str, Any]]:
    """What the cell's points were earned with: tries with their answers, or the submission. At most six queries."""
    if item.source_kind == GradeItem.Source.QUIZ:
        return attempts_json(item, enrollment_id)
    if item.source_kind == GradeItem.Source.ASSIGNMENT:
        return submissions_json(item, enrollment_id)
    return []


def attempts_json(item: GradeItem, enrollment_id: int) -> list[dict[str, Any]]:
    """Submitted tries at the quiz with the points of every answer."""
    attempts = list(
        QuizAttempt.objects.filter(
            quiz_id=item.source_id, enrollment_id=enrollment_id, state="submitted"
        ).order_by("number")
    )
    answers: dict[int, list[dict[str, Any]]] = {}
    rows = QuizAnswer.objects.filter(attempt__in=attempts).order_by("slot__position")
    for attempt_id, place, points, highest in rows.values_list(
        "attempt_id", "slot__position", "points", "slot__points"
    ):
        answers.setdefault(attempt_id, []).append(
            {"position": place, "points": number(points), "max_points": number(highest)}
        )
    return [
        {
            "number": attempt.number,
            "submitted_at": attempt.submitted_at,
            "points": number(attempt.points),
            "max_points": number(attempt.max_points),
            "parts": answers.get(attempt.pk, []),
            "reviews": None,
        }
        for attempt in attempts
    ]


def submissions_json(item: GradeItem, enrollment_id: int) -> list[dict[str, Any]]:
    """Submissions whose mark is posted: before that nobody learns here whose work it is."""
    rows = list(
        Submission.objects.filter(
            assignment_id=item.source_id, enrollment_id=enrollment_id, points__isnull=False
        ).order_by("number")
    )
    made = marks_by_reviews(item.source_id or 0, rows)
    return [
        {
            "number": row.number,
            "submitted_at": row.submitted_at,
            "points": number(row.points),
            "max_points": number(row.max_points),
            "parts": [],
            "reviews": reviews_json(made.get(row.pk)),
        }
        for row in rows
    ]


def reviews_json(made: Proposal | None) -> dict[str, Any] | None:
    """How reviews by learners made a mark; None where they did not."""
    if made is None:
        return None
    return {
        "points": number(made.points),
        "count": made.count,
        "others_points": number(made.others),
        "own_points": number(made.own),
        "own_percent": made.self_percent,
    }
