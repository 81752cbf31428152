"""Rubrics by what they say: read, checked, written, and found again where one says the same."""

from collections.abc import Collection
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q

from edusync.assessment.models import Rubric, RubricCriterion, RubricLevel
from edusync.courses.snapshots.columns import as_json
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tenancy import current_organization_id

MAX_CRITERIA = 50
MAX_LEVELS = 20
MAX_TITLE = 200
MAX_TEXT = 5_000
MOST_POINTS = Decimal("999999")


def read_rubrics(ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """`{title, description, criteria: [{title, description, levels: [{title, description, points}]}]}` by id.

    Three queries.
    """
    if not ids:
        return {}
    rows = Rubric.objects.filter(pk__in=ids).values_list("id", "title", "description")
    found: dict[int, dict[str, Any]] = {
        pk: {"title": title, "description": text, "criteria": []} for pk, title, text in rows
    }
    criteria: dict[int, dict[str, Any]] = {}
    listed = RubricCriterion.objects.filter(rubric_id__in=ids).order_by("rubric_id", "position")
    for pk, rubric_id, title, text in listed.values_list("id", "rubric_id", "title", "description"):
        criteria[pk] = {"title": title, "description": text, "levels": []}
        found[rubric_id]["criteria"].append(criteria[pk])
    levels = RubricLevel.objects.filter(criterion_id__in=list(criteria)).order_by("criterion_id", "position")
    for criterion_id, title, text, points in levels.values_list(
        "criterion_id", "title", "description", "points"
    ):
        criteria[criterion_id]["levels"].append(
            {"title": title, "description": text, "points": as_json(points)}
        )
    return found


def rubric_for(data: Any, *, present: Rubric | None, course_id: int | None, pointer: str) -> Rubric | None:
    """The rubric that says this: the present one, one at hand for the course, else a new one. Raises ValidationProblem."""
    if data is None:
        return None
    said = cleaned_rubric(data, pointer=pointer)
    if present is not None and read_rubrics([present.pk]).get(present.pk) == said:
        return present
    at_hand = Rubric.objects.filter(
        Q(course_id=course_id) | Q(course=None), title=said["title"], deleted_at=None
    )
    rows = {row.pk: row for row in at_hand.order_by("id")[:20]}
    for pk, content in read_rubrics(list(rows)).items():
        if content == said:
            return rows[pk]
    return insert_rubric(said, course_id=course_id, created_by_id=None)


def insert_rubric(said: dict[str, Any], *, course_id: int | None, created_by_id: int | None) -> Rubric:
    """A new rubric of a content that was checked."""
    rubric = Rubric.objects.create(
        organization_id=current_organization_id(),
        course_id=course_id,
        title=said["title"],
        description=said["description"],
        created_by_id=created_by_id,
    )
    insert_criteria(rubric, said["criteria"])
    return rubric


def insert_criteria(rubric: Rubric, criteria: list[dict[str, Any]]) -> None:
    """The criteria with their levels, in order."""
    for position, one in enumerate(criteria, start=1):
        criterion = RubricCriterion.objects.create(
            rubric=rubric, position=position, title=one["title"], description=one["description"]
        )
        RubricLevel.objects.bulk_create(
            RubricLevel(
                criterion=criterion,
                position=place,
                title=level["title"],
                description=level["description"],
                points=Decimal(level["points"]),
            )
            for place, level in enumerate(one["levels"], start=1)
        )


class _Reader:
    """Takes a rubric apart, noting every fault with its place."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def note(self, pointer: str, code: str, detail: str) -> None:
        self.errors.append(FieldError(pointer=pointer, code=code, detail=detail))

    def text(self, value: Any, pointer: str, limit: int, *, is_needed: bool = False) -> str:
        if not isinstance(value, str) or "\0" in value or len(value) > limit:
            self.note(pointer, "invalid", f"Must be text of at most {limit} characters.")
            return ""
        if is_needed and not value.strip():
            self.note(pointer, "blank", "Must not be empty.")
        return value.strip()

    def points(self, value: Any, pointer: str) -> str:
        try:
            number = Decimal(str(value)).quantize(Decimal("0.001"))
        except (InvalidOperation, ValueError):
            number = Decimal(-1)
        if not 0 <= number <= MOST_POINTS:
            self.note(pointer, "not-a-number", "Must be a number from 0 on.")
            return "0.000"
        return format(number, "f")

    def rows(self, value: Any, pointer: str, most: int) -> list[dict[str, Any]]:
        if (
            not isinstance(value, list)
            or not 1 <= len(value) <= most
            or not all(isinstance(one, dict) for one in value)
        ):
            self.note(pointer, "out-of-range", f"From 1 to {most}.")
            return []
        return value

    def level(self, one: dict[str, Any], pointer: str) -> dict[str, Any]:
        return {
            "title": self.text(one.get("title"), f"{pointer}/title", MAX_TITLE, is_needed=True),
            "description": self.text(one.get("description") or "", f"{pointer}/description", MAX_TEXT),
            "points": self.points(one.get("points"), f"{pointer}/points"),
        }

    def criterion(self, one: dict[str, Any], pointer: str) -> dict[str, Any]:
        levels = self.rows(one.get("levels"), f"{pointer}/levels", MAX_LEVELS)
        return {
            "title": self.text(one.get("title"), f"{pointer}/title", MAX_TITLE, is_needed=True),
            "description": self.text(one.get("description") or "", f"{pointer}/description", MAX_TEXT),
            "levels": [self.level(level, f"{pointer}/levels/{place}") for place, level in enumerate(levels)],
        }


def cleaned_rubric(data: Any, *, pointer: str = "") -> dict[str, Any]:
    """The rubric as it is stored: trimmed, points as text. Raises ValidationProblem."""
    reader = _Reader()
    if not isinstance(data, dict):
        reader.note(pointer, "not-an-object", "Must be an object.")
        raise ValidationProblem(errors=reader.errors)
    criteria = reader.rows(data.get("criteria"), f"{pointer}/criteria", MAX_CRITERIA)
    said: dict[str, Any] = {
        "title": reader.text(data.get("title"), f"{pointer}/title", MAX_TITLE, is_needed=True),
        "description": reader.text(data.get("description") or "", f"{pointer}/description", MAX_TEXT),
        "criteria": [
            reader.criterion(one, f"{pointer}/criteria/{place}") for place, one in enumerate(criteria)
        ],
    }
    best = (
        max((Decimal(one["points"]) for one in row["levels"]), default=Decimal(0)) for row in said["criteria"]
    )
    if not reader.errors and sum(best) <= 0:
        reader.note(f"{pointer}/criteria", "worth-nothing", "The best levels must be worth more than 0.")
    if reader.errors:
        raise ValidationProblem(errors=reader.errors)
    return said
