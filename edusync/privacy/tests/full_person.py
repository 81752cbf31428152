"""A person who left something in every table: each personal column holds a canary that is found again by its text."""

import datetime as dt
import itertools
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import connection, models

from edusync.kernel import clock
from edusync.kernel.ids import BinUUIDField, uuid7
from edusync.kernel.personal_data import PersonalTable, personal_tables

CANARY = "Zvirbulis"
_numbers = itertools.count(1)


def canary(length: int | None) -> str:
    """A text that nothing else contains."""
    return f"{CANARY}{next(_numbers):05d}"[: length or 40]


class PersonFiller:
    """Gives a person a row in every personal table, with a canary in every personal column."""

    def __init__(self, user: Any, organization: Any) -> None:
        self.user = user
        self.organization = organization
        self.placed: dict[str, list[str]] = {}

    def fill(self) -> None:
        """Make the missing rows, write the canaries."""
        for item in personal_tables():
            rows = self.rows(item)
            if rows is not None:
                self.write(item, rows)

    def rows(self, item: PersonalTable) -> Any:
        """Rows of the table about the person; a new one where there is none and one can be made."""
        if not item.ties:
            return None
        manager: Any = getattr(item.model, "unscoped", None) or item.model._base_manager
        rows = manager.filter(**{item.ties[0]: self.user.pk})
        if not rows.exists():
            make_row(
                item.model,
                {self.user._meta.model: self.user, self.organization._meta.model: self.organization},
            )
            rows = manager.filter(**{item.ties[0]: self.user.pk})
        return rows

    def write(self, item: PersonalTable, rows: Any) -> None:
        """Put a canary into each personal text column, past services and triggers of append-only tables."""
        for name in item.columns:
            field: Any = item.model._meta.get_field(name)
            value = canary_for(field)
            if value is None or not rows.exists():
                continue
            if update_or_skip(rows, name, value):
                text = value["text"] if isinstance(value, dict) else value
                self.placed.setdefault(f"{item.label}.{name}", []).append(text)


def canary_for(field: Any) -> Any:
    """A canary in the type of the column; None for columns that hold no words."""
    if isinstance(field, models.JSONField):
        return {"text": canary(None)}
    if isinstance(field, models.EmailField):
        return f"{canary(None).lower()}@example.com"
    if isinstance(field, models.CharField | models.TextField):
        return canary(field.max_length)
    return None


def update_or_skip(rows: Any, name: str, value: Any) -> bool:
    """Write the column of the first row; False where a trigger keeps the table as it is."""
    from django.db import DatabaseError, transaction

    first = rows.order_by("pk").values_list("pk", flat=True)[0]
    manager: Any = getattr(rows.model, "unscoped", None) or rows.model._base_manager
    try:
        with transaction.atomic():
            manager.filter(pk=first).update(**{name: value})
    except DatabaseError:
        return False
    return True


def make_row(model: Any, known: dict[Any, Any]) -> Any:
    """A row of any model, with the rows it needs."""
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key and not field.related_model:
            if isinstance(field, models.CharField):
                values[field.name] = f"k{next(_numbers):030d}"[: field.max_length or 30]
            continue
        if field.generated or (field.has_default() and field.related_model is None):
            continue
        value = required_value(field, known)
        if value is not None:
            values[field.name] = value
    row = model(**values)
    fit(row)
    row.save(force_insert=True)
    if row._meta.label == "assessment.AnswerCheck":
        # Its attempt is over again, so that everything may be told about it.
        attempts = type(row.attempt)._base_manager.filter(pk=row.attempt_id)
        attempts.update(state="submitted", submitted_at=clock.now())
    return row


def required_value(field: Any, known: dict[Any, Any]) -> Any:
    """What the column needs; None where it may stay empty."""
    if field.related_model is not None:
        return required_row(field, known)
    if field.null or getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return None
    if field.choices:
        return next(value for value, _ in field.flatchoices if value)
    return next((make() for kind, make in PLAIN_VALUES if isinstance(field, kind)), None) or words(field)


PLAIN_VALUES = (
    (models.JSONField, dict),
    (models.BooleanField, bool),
    (models.DateTimeField, clock.now),
    (models.DateField, lambda: dt.date(2026, 1, 1)),
    (BinUUIDField, uuid7),
    (models.IntegerField, lambda: 1),
    (models.DecimalField, lambda: Decimal(1)),
)


def words(field: Any) -> Any:
    """A text that is unique; the empty document and False stay what they are."""
    if isinstance(field, models.JSONField):
        return {}
    if isinstance(field, models.BooleanField):
        return False
    return f"w{next(_numbers):07d}"[: field.max_length or 20]


def required_row(field: Any, known: dict[Any, Any]) -> Any:
    """The row a foreign key points to: the person, or one that is there, or a new one."""
    target = field.related_model
    if target in known and not (field.null and field.name in {"revoked_by", "closed_by"}):
        return known[target]
    if field.null:
        return None
    known[target] = existing(target) or make_row(target, known)
    return known[target]


def existing(model: Any) -> Any:
    """A row that is there already."""
    manager: Any = getattr(model, "unscoped", None) or model._base_manager
    return manager.order_by("pk").first()


def fit(row: Any) -> None:
    """Meet the checks of tables that ask for more than their columns say."""
    label = row._meta.label
    if label in {"identity.GuardianRelationship", "identity.ImpersonationSession"}:
        others = apps.get_model("identity", "User")._base_manager.exclude(pk=_person_of(row))
        if hasattr(row, "verified_at"):
            row.status, row.verified_at = "verified", clock.now()
        setattr(row, "guardian" if label.endswith("Relationship") else "actor", others.first())
        if hasattr(row, "expires_at"):
            row.expires_at = row.started_at + dt.timedelta(hours=1)
    if label == "privacy.LegalHold":
        row.released_at = clock.now()
    if label == "privacy.DataSubjectRequest":
        row.kind, row.state, row.finished_at = "correct", "done", clock.now()
    if label in {"reports.ReportSchedule", "reports.ReportExport"}:
        row.report, row.format = "course_completion", "pdf"
    if label == "reports.ReportDelivery":
        row.state, row.finished_at = "sent", clock.now()
    if label == "identity.UserSession":
        row.session_key = f"s{next(_numbers):030d}"
    fit_assessment(row, label)
    if label in FITTING:
        FITTING[label](row)


def fit_check(row: Any) -> None:
    """Answers are checked in open attempts at practice; `make_row` ends the attempt afterwards."""
    attempt = row.attempt
    quizzes = type(attempt.quiz)._base_manager.filter(pk=attempt.quiz_id)
    quizzes.update(mode="practice")
    attempts = type(attempt)._base_manager.filter(pk=attempt.pk)
    attempts.update(state="open", submitted_at=None)


def fit_level(row: Any) -> None:
    """Only levels of the rubric that the question names."""
    row.level = existing(apps.get_model("assessment", "RubricLevel"))
    row.criterion = row.level.criterion
    version = row.answer.slot.question_version
    type(version)._base_manager.filter(pk=version.pk).update(rubric=row.criterion.rubric_id)


FITTING = {"assessment.AnswerLevel": fit_level, "assessment.AnswerCheck": fit_check}


def fit_assessment(row: Any, label: str) -> None:
    """The same for quizzes and exams."""
    if label == "assessment.AttemptEvent":
        row.kind, row.slot = "late_accepted", None
    if label == "assessment.ProctorSession":
        row.state, row.verdict, row.verdict_reason, row.verdict_at = (
            "decided",
            "accepted",
            "Fine",
            clock.now(),
        )
        row.verdict_by = existing(apps.get_model("identity", "User"))
    if label == "assessment.ProctorEvent":
        row.origin, row.actor = "person", existing(apps.get_model("identity", "User"))
    if label == "assessment.QuizAttempt":
        # Of an attempt that is over and marked everything may be told.
        row.state, row.submitted_at, row.needs_marking = "submitted", clock.now(), 0
    if label == "assessment.QuizReview":
        row.shows_points = row.shows_answers = row.shows_correctness = row.shows_feedback = True
    if label == "assessment.Regrade":
        row.act, row.version, row.is_only_raised, row.state, row.done = "full", None, False, "applied", 0
    if label == "assessment.RegradeChange":
        row.points_before = row.points_after = row.max_before = row.max_after = 1
    if label == "assessment.Accommodation":
        row.group, row.enrollment = None, existing(apps.get_model("enrollment", "Enrollment"))
    if label == "assessment.QuestionDifference":
        other = type(row.one)._base_manager.get(pk=row.one.pk)
        other.pk, other.uuid, other._state.adding = None, uuid7(), True
        other.save(force_insert=True)
        row.other = other


def _person_of(row: Any) -> int:
    return int(row.learner_id if hasattr(row, "learner_id") else row.target_id)


def texts_in_database(needle: str) -> list[str]:
    """Every `table.column` of the whole database in which the text stands."""
    found = []
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"SELECT * FROM {quoted}")
            # Django's own reading of SQLite's tables stumbles over checks such as `place IN (1, 2, 3)`.
            columns = [one[0] for one in cursor.description]
            rows = cursor.fetchall()
            for place, column in enumerate(columns):
                if any(needle.lower() in as_text(row[place]).lower() for row in rows):
                    found.append(f"{name}.{column}")
    return found


def as_text(value: Any) -> str:
    """A value of any column as text."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)
