"""Reads of ratings and reviews, permission-free."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Exists, OuterRef

from edusync.courses.models import CourseReview, ReviewReport, ReviewVote

COLUMNS = (
    "id",
    "course_id",
    "author_id",
    "author__first_name",
    "author__last_name",
    "stars",
    "text",
    "percent",
    "created_at",
    "edited_at",
    "helpful_count",
    "answer",
    "answered_at",
    "answered_by__first_name",
    "answered_by__last_name",
    "is_hidden",
    "hidden_reason",
    "hidden_note",
    "is_voted",
    "is_reported",
)
# What only moderators read.
QUEUE_COLUMNS = ("open_report_count", "course__slug", "course__title", "hidden_at")


def review_rows(reviews: Any, *extra: str, user_id: int | None) -> Any:
    """`.values()` rows for `review_json`, with what this person did with each."""
    own = {"review": OuterRef("pk")}
    return reviews.annotate(
        is_voted=Exists(ReviewVote.objects.filter(voter_id=user_id, **own)),
        is_reported=Exists(ReviewReport.objects.filter(reporter_id=user_id, **own)),
    ).values(*COLUMNS, *extra)


def public_reviews(course_id: int) -> Any:
    """Reviews of a course that everybody may read: those with words."""
    return CourseReview.objects.filter(course_id=course_id, is_hidden=False).exclude(text="")


def star_counts(course_id: int) -> dict[str, int]:
    """How often each number of stars was given, hidden reviews left out. One query."""
    rows = (
        CourseReview.objects.filter(course_id=course_id, is_hidden=False)
        .order_by()
        .values("stars")
        .annotate(number=Count("pk"))
    )
    counts = {row["stars"]: row["number"] for row in rows}
    return {str(stars): counts.get(stars, 0) for stars in range(5, 0, -1)}


def reports_of(review_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Open reports by review, without who made them. One query."""
    rows = ReviewReport.objects.filter(review_id__in=list(review_ids), settled_at=None).order_by("id")
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows.values("review_id", "reason", "note", "created_at"):
        found.setdefault(row.pop("review_id"), []).append(row)
    return found


def review_json(row: Mapping[str, Any], *, user_id: int | None) -> dict[str, Any]:
    """A review as ReviewSerializer describes it. Names are shortened in public: first name and an initial."""
    is_own = user_id is not None and row["author_id"] == user_id
    return {
        "id": row["id"],
        "author": short_name(row["author__first_name"], row["author__last_name"]),
        "stars": row["stars"],
        "text": row["text"],
        "percent": row["percent"],
        "created_at": row["created_at"],
        "edited_at": row["edited_at"],
        "helpful_count": row["helpful_count"],
        "answer": {
            "text": row["answer"],
            "author": full_name(row["answered_by__first_name"], row["answered_by__last_name"]),
            "answered_at": row["answered_at"],
        }
        if row["answer"]
        else None,
        "is_own": is_own,
        "is_voted": row["is_voted"],
        "is_reported": row["is_reported"],
        "is_hidden": row["is_hidden"],
        "hidden_reason": row["hidden_reason"],
        "hidden_note": row["hidden_note"],
    }


def short_name(first: str, last: str) -> str:
    """First name and initial; empty for somebody without a name."""
    return " ".join(part for part in (first, f"{last[:1]}." if last else "") if part)


def full_name(first: str | None, last: str | None) -> str:
    """Name as written; empty when the person is gone."""
    return f"{first or ''} {last or ''}".strip()
