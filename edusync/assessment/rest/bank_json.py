"""Banks and their questions as JSON."""

from collections.abc import Sequence
from typing import Any

from edusync.assessment import bank_queries
from edusync.assessment.course_content import wording_of
from edusync.assessment.models import Question, QuestionBank, QuestionVersion
from edusync.assessment.passage_queries import facilities_of
from edusync.assessment.rest.practice_views import question_json
from edusync.assessment.sheets import version_slots
from edusync.courses.snapshots.columns import as_json


def bank_json(bank: QuestionBank) -> dict[str, Any]:
    """A bank of `bank_queries.banks()`."""
    return {
        "id": bank.pk,
        "kind": bank.kind,
        "title": bank.course.title if bank.course else bank.title,
        "course_id": bank.course_id,
        "course_slug": bank.course.slug if bank.course else None,
        "question_count": getattr(bank, "question_count", 0),
    }


def rows_json(rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Questions of `bank_queries.questions_of_bank()` in a list. Two queries."""
    ids = [row.pk for row in rows]
    tags, facilities = bank_queries.tags_of(ids), facilities_of(ids)
    return [
        {**row_json(row, tags.get(row.pk, [])), "facility": facilities.get(row.pk, (None, 0))[0]}
        for row in rows
    ]


def row_json(row: Any, tags: list[str]) -> dict[str, Any]:
    """A question in a list."""
    return {
        "uuid": row.uuid,
        "bank_id": row.bank_id,
        "category_id": row.category_id,
        "kind": row.kind,
        "title": row.title,
        "text": row.text,
        "state": row.state,
        "number": row.number,
        "points": as_json(row.points),
        "usage_count": row.usage_count,
        "tags": tags,
        "updated_at": row.updated_at,
    }


def wording_json(
    question: Question, version: QuestionVersion, options: list[dict[str, Any]]
) -> dict[str, Any]:
    """A wording as an author writes it: with its key."""
    return {
        "uuid": question.uuid,
        "kind": question.kind,
        "title": question.title,
        "points": as_json(version.points),
        **wording_of(version, options),
        "rubric": version.rubric.uuid if version.rubric else None,
    }


def detail_json(row: Any) -> dict[str, Any]:
    """A question with everything; seven queries."""
    version = QuestionVersion.objects.select_related("question", "rubric").get(
        question=row, number=row.number
    )
    ((_, slot),) = version_slots([version])
    return {
        **rows_json([row])[0],
        "question": wording_json(row, version, bank_queries.options_of([version.pk]).get(version.pk, [])),
        "preview": question_json(row.uuid, slot),
        "usage": bank_queries.usage_of(row.pk),
    }


def wordings_json(question: Question) -> list[dict[str, Any]]:
    """All wordings, the newest first; two queries."""
    versions = bank_queries.versions_of(question.pk)
    options = bank_queries.options_of([version.pk for version in versions])
    return [
        {
            "number": version.number,
            "state": version.state,
            "author": version.author.display_name if version.author else None,
            "created_at": version.created_at,
            "question": wording_json(question, version, options.get(version.pk, [])),
        }
        for version in versions
    ]


def alike_json(question: Question, likeness: float) -> dict[str, Any]:
    """A question that another one is like."""
    return {
        "likeness": round(likeness, 3),
        "uuid": question.uuid,
        "bank_id": question.bank_id,
        "kind": question.kind,
        "title": question.title,
        "text": question.text,
    }
