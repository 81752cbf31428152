"""Rubrics of questions that people mark: named by an author, or said by a snapshot; and how answers were judged."""

import dataclasses
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

from django.db.models import Exists, F, OuterRef, Q

from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import AnswerLevel, Assignment, QuestionVersion, QuizSlot, Rubric
from edusync.assessment.rubric_content import read_rubrics, rubric_for
from edusync.kernel.problems import FieldError, ValidationProblem


class Checked(Protocol):
    """A draft after cleaning; see `services.authoring`."""

    draft: QuestionDraft
    pointer: str
    rubric_id: int | None


def find_rubrics(checked: Iterable[Checked], *, course_id: int | None) -> None:
    """Give each draft the id of the rubric it wants, one of the course or of the organization.

    What a snapshot says is found again or made. Raises ValidationProblem below the pointer of the draft.
    """
    wanted = [one for one in checked if one.draft.rubric]
    names = {name for one in wanted if (name := _uuid_of(one.draft.rubric))}
    at_hand = Q(course=None) | Q(course_id=course_id)
    known = dict(
        Rubric.objects.filter(at_hand, uuid__in=names, deleted_at=None).values_list("uuid", "id")
        if names
        else ()
    )
    errors = []
    for one in wanted:
        pointer = f"{one.pointer}/rubric"
        if isinstance(one.draft.rubric, dict):
            rubric = rubric_for(one.draft.rubric, present=None, course_id=course_id, pointer=pointer)
            one.rubric_id = rubric.pk if rubric else None
            continue
        name = _uuid_of(one.draft.rubric)
        one.rubric_id = known.get(name) if name else None
        if one.rubric_id is None:
            errors.append(FieldError(pointer, "unknown-rubric", "There is no such rubric here."))
    if errors:
        raise ValidationProblem(errors=errors)


def put_rubrics(questions: Sequence[dict[str, Any]], versions: Sequence[QuestionVersion]) -> None:
    """Put `rubric`, what it says, into the questions of a snapshot whose wordings name one; three queries, mostly none."""
    said = read_rubrics({version.rubric_id for version in versions if version.rubric_id})
    for question, version in zip(questions, versions, strict=True):
        if version.rubric_id:
            question["rubric"] = said[version.rubric_id]


def rubric_names(lesson_id: int) -> list[str | None]:
    """Public ids of the rubrics of the questions of a lesson's quiz, in their order; one query."""
    rows = QuizSlot.objects.filter(quiz__lesson=lesson_id, edition=F("quiz__edition")).order_by("position")
    return [
        str(name) if name else None for name in rows.values_list("question_version__rubric__uuid", flat=True)
    ]


def has_same_rubrics(lesson_id: int, present: Sequence[dict[str, Any]], wanted: Sequence[Any]) -> bool:
    """Whether questions want the rubrics they have. `present` are as `put_rubrics` leaves them; one query at most."""
    pairs = [(before.get("rubric"), now.get("rubric")) for before, now in zip(present, wanted, strict=False)]
    names = rubric_names(lesson_id) if any(isinstance(now, str) for _, now in pairs) else []
    return all(
        str(names[place]) == now if isinstance(now, str) else (now or None) == before
        for place, (before, now) in enumerate(pairs)
    )


def rubrics_in_use(rubric: Rubric) -> bool:
    """Whether an assignment, a quiz as it stands or the newest wording of a question in a bank names the rubric; three queries at most."""
    if Assignment.objects.filter(rubric=rubric, lesson__deleted_at=None).exists():
        return True
    asked = QuizSlot.objects.filter(
        question_version__rubric=rubric, edition=F("quiz__edition"), quiz__lesson__deleted_at=None
    )
    if asked.exists():
        return True
    newer = QuestionVersion.objects.filter(question=OuterRef("question"), number__gt=OuterRef("number"))
    named = QuestionVersion.objects.filter(~Exists(newer), rubric=rubric, question__deleted_at=None)
    return named.exists()


@dataclasses.dataclass(frozen=True, slots=True)
class GivenJudgement:
    """The levels of one answer, with the remarks on them, by public ids."""

    criterion: uuid.UUID
    level: uuid.UUID
    points: float
    comment: str


def judgements_of(answer_ids: Collection[int]) -> dict[int, list[GivenJudgement]]:
    """How answers were judged, by id and in the order of the criteria; one query, none for nothing."""
    found: dict[int, list[GivenJudgement]] = {}
    if not answer_ids:
        return found
    rows = AnswerLevel.objects.filter(answer_id__in=list(answer_ids)).order_by("criterion__position")
    names = ("answer_id", "criterion__uuid", "level__uuid", "points", "comment")
    for answer_id, criterion, level, points, comment in rows.values_list(*names):
        found.setdefault(answer_id, []).append(GivenJudgement(criterion, level, float(points), comment))
    return found


def _uuid_of(value: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value))
    except ValueError:
        return None
