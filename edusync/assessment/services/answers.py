"""Writing answers: what saving and submitting share."""

import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from edusync.assessment.models import QuizAnswer

COLUMNS = (
    "attempt_id",
    "slot_id",
    "response",
    "answered_at",
    "points",
    "is_correct",
    "feedback",
    "certainty",
    "created_at",
    "updated_at",
)


def put_answers(answers: Sequence[QuizAnswer], fields: Sequence[str], *, now: datetime.datetime) -> None:
    """Insert the answers, or update these fields where the slot has one: one statement, however many there are.

    Plain SQL, because `bulk_create` on SQLite begins a new statement every hundred rows and costs five times as much.
    """
    if not answers:
        return
    row = f"({', '.join(['%s'] * len(COLUMNS))})"
    sql = (
        f"INSERT INTO assessment_quiz_answer ({', '.join(COLUMNS)}) VALUES {', '.join([row] * len(answers))} "  # noqa: S608
        + _on_conflict(["updated_at", *fields])
    )
    instant = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(sql, [value for answer in answers for value in _values(answer, instant)])


def _on_conflict(fields: Sequence[str]) -> str:
    if connection.vendor == "mysql":
        # VALUES() is what MariaDB and MySQL both know.
        return "ON DUPLICATE KEY UPDATE " + ", ".join(f"{name} = VALUES({name})" for name in fields)
    assignments = ", ".join(f"{name} = excluded.{name}" for name in fields)
    return f"ON CONFLICT (attempt_id, slot_id) DO UPDATE SET {assignments}"


def _values(answer: QuizAnswer, instant: Any) -> tuple[Any, ...]:
    return (
        answer.attempt_id,
        answer.slot_id,
        json.dumps(answer.response),
        connection.ops.adapt_datetimefield_value(answer.answered_at),
        connection.ops.adapt_decimalfield_value(answer.points, 9, 3),
        answer.is_correct,
        answer.feedback,
        answer.certainty,
        instant,
        instant,
    )
