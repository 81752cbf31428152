"""Reads of question banks, permission-free."""

import dataclasses
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from edusync.assessment.bank_index import words_of
from edusync.assessment.models import (
    Question,
    QuestionBank,
    QuestionCategory,
    QuestionDifference,
    QuestionOption,
    QuestionSketch,
    QuestionTag,
    QuestionVersion,
    QuizSlot,
)
from edusync.assessment.question_likeness import likeness, shingles
from edusync.courses.snapshots.columns import as_json

# From this likeness on two questions are shown as alike.
ALIKE = 0.6
MOST_CANDIDATES = 200


def banks() -> Any:
    """Banks with `question_count`."""
    counted = Question.unscoped.filter(bank=OuterRef("pk"), deleted_at=None).order_by().values("bank")
    return QuestionBank.objects.annotate(
        question_count=Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0)
    ).select_related("course")


def matching_banks(rows: Any, search: str) -> Any:
    """Of these banks those whose title, or that of whose course, has every word."""
    for word in search.split()[:8]:
        rows = rows.filter(Q(title__icontains=word) | Q(course__title__icontains=word))
    return rows


def categories_of(bank_id: int) -> list[dict[str, Any]]:
    """The bank's categories in the order of the tree's levels, each with the number of questions in it itself."""
    rows = QuestionCategory.objects.filter(bank_id=bank_id).annotate(
        question_count=Count("questions", filter=Q(questions__deleted_at=None))
    )
    found = rows.order_by("position", "pk").values("id", "name", "parent_id", "position", "question_count")
    return [dict(row) for row in found]


def questions_of_bank(bank_id: int) -> Any:
    """Questions with `state`, `number` and `points` of the newest wording and in how many quizzes they are asked."""
    newest = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by("-number")
    asked = (
        QuizSlot.objects.filter(
            question_version__question=OuterRef("pk"),
            edition=F("quiz__edition"),
            quiz__lesson__deleted_at=None,
        )
        .order_by()
        .values("question_version__question")
    )
    return Question.objects.filter(bank_id=bank_id, deleted_at=None).annotate(
        state=Subquery(newest.values("state")[:1]),
        number=Subquery(newest.values("number")[:1]),
        points=Subquery(newest.values("points")[:1]),
        usage_count=Coalesce(
            Subquery(
                asked.annotate(n=Count("quiz_id", distinct=True)).values("n"), output_field=IntegerField()
            ),
            0,
        ),
    )


def in_category(rows: Any, bank_id: int, category: str) -> Any:
    """Of these questions those in the category or below it; `none` means those in no category."""
    if category == "none":
        return rows.filter(category=None)
    if not category.isdigit():
        return rows
    below = defaultdict(list)
    for row in categories_of(bank_id):
        below[row["parent_id"]].append(row["id"])
    wanted, found = [int(category)], set()
    while wanted:
        place = wanted.pop()
        found.add(place)
        wanted += below[place]
    return rows.filter(category_id__in=found)


def tags_of(question_ids: Collection[int]) -> dict[int, list[str]]:
    """Tags in alphabetical order, by question."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = QuestionTag.objects.filter(question_id__in=list(question_ids)).order_by("name")
    for question_id, name in rows.values_list("question_id", "name"):
        found[question_id].append(name)
    return found


def tags_of_bank(bank_id: int) -> list[str]:
    """All tags of the bank's questions, in alphabetical order."""
    rows = QuestionTag.objects.filter(question__bank_id=bank_id, question__deleted_at=None)
    return sorted(set(rows.values_list("name", flat=True)))


def usage_of(question_id: int) -> list[dict[str, Any]]:
    """The quizzes that ask the question now, with lesson and course."""
    slots = QuizSlot.objects.filter(
        question_version__question_id=question_id,
        edition=F("quiz__edition"),
        quiz__lesson__deleted_at=None,
    )
    rows = slots.order_by("quiz__lesson__course__title", "quiz__lesson_id").values_list(
        "quiz__lesson_id",
        "quiz__lesson__title",
        "quiz__lesson__course_id",
        "quiz__lesson__course__slug",
        "quiz__lesson__course__title",
        "question_version__number",
    )
    return [
        {
            "lesson_id": lesson_id,
            "lesson_title": title,
            "course_id": course_id,
            "course_slug": slug,
            "course_title": course,
            "number": number,
        }
        for lesson_id, title, course_id, slug, course, number in rows
    ]


@dataclasses.dataclass(frozen=True, slots=True)
class Alike:
    """A question that another one is like; `likeness` from 0 to 1, 1 asks the same."""

    question: Question
    likeness: float


def matching(rows: Any, search: str) -> Any:
    """Of these questions those whose text or title has every word."""
    for word in search.split()[:8]:
        rows = rows.filter(Q(text__icontains=word) | Q(title__icontains=word))
    return rows


def options_of(version_ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """Options in order, by id of the wording."""
    found: dict[int, list[dict[str, Any]]] = {}
    rows = QuestionOption.objects.filter(version_id__in=version_ids).order_by("version_id", "position")
    for version_id, html, weight, feedback in rows.values_list("version_id", "html", "weight", "feedback"):
        found.setdefault(version_id, []).append(
            {"html": html, "weight": as_json(weight), "feedback": feedback}
        )
    return found


def read_words(questions: Sequence[Question]) -> dict[int, str]:
    """The words that learners read, by question: of the newest wording, two queries."""
    versions: dict[int, QuestionVersion] = {}
    ids = [question.pk for question in questions]
    for version in QuestionVersion.objects.filter(question_id__in=ids).order_by("question_id", "number"):
        versions[version.question_id] = version
    options = options_of([version.pk for version in versions.values()])
    return {
        question.pk: words_of(
            question.kind,
            versions[question.pk].stem,
            versions[question.pk].settings,
            [option["html"] for option in options.get(versions[question.pk].pk, [])],
        )
        for question in questions
        if question.pk in versions
    }


def questions_like(question: Question, bank_ids: Collection[int]) -> list[Alike]:
    """Questions of these banks that are like this one, the most alike first. Five queries."""
    apart = {pk for pair in known_differences([question.pk]) for pk in pair}
    candidates = [one for one in candidates_for(question, bank_ids) if one.pk not in apart]
    words = read_words([question, *candidates])
    own = shingles(words.get(question.pk, ""))
    found = [
        Alike(other, 1.0 if is_same(question, other) else likeness(own, shingles(words.get(other.pk, ""))))
        for other in candidates
    ]
    return sorted(
        (one for one in found if one.likeness >= ALIKE), key=lambda one: (-one.likeness, one.question.pk)
    )


def alike_pairs(bank_id: int) -> list[tuple[Question, Question, float]]:
    """Pairs of a bank's questions that are alike and nobody called different, the most alike first. Six queries."""
    pairs = crowded_pairs(bank_id)
    apart = known_differences({pk for pair in pairs for pk in pair})
    pairs = [pair for pair in pairs if pair not in apart]
    wanted = questions_of_bank(bank_id).filter(pk__in={pk for pair in pairs for pk in pair})
    rows = {row.pk: row for row in wanted.exclude(state=QuestionVersion.State.RETIRED)}
    pieces = {pk: shingles(words) for pk, words in read_words(list(rows.values())).items()}
    nothing: frozenset[str] = frozenset()
    found = [
        (rows[one], rows[other], likeness(pieces.get(one, nothing), pieces.get(other, nothing)))
        for one, other in pairs
        if one in rows and other in rows
    ]
    return sorted(
        (pair for pair in found if pair[2] >= ALIKE), key=lambda pair: (-pair[2], pair[0].pk, pair[1].pk)
    )


def known_differences(question_ids: Collection[int]) -> set[tuple[int, int]]:
    """Pairs with one of these questions that somebody looked at and called different, the smaller id first."""
    ids = list(question_ids)
    rows = QuestionDifference.objects.filter(Q(one_id__in=ids) | Q(other_id__in=ids))
    return set(rows.values_list("one_id", "other_id"))


def is_same(one: Question, other: Question) -> bool:
    """Whether both ask the same words."""
    return bool(one.text_hash) and one.text_hash == other.text_hash


def candidates_for(question: Question, bank_ids: Collection[int]) -> list[Question]:
    """Questions of these banks that share a band of the sketch: one query by index, a list no longer than 200."""
    bands = QuestionSketch.objects.filter(question=question).values_list("band", "value")
    shared = Q(pk__in=[])
    for band, value in bands:
        shared |= Q(band=band, value=value)
    near = QuestionSketch.objects.filter(shared).exclude(question=question).values("question_id")
    rows = Question.objects.filter(pk__in=near, bank_id__in=list(bank_ids), deleted_at=None)
    return list(rows.order_by("pk")[:MOST_CANDIDATES])


def crowded_pairs(bank_id: int, limit: int = 100) -> list[tuple[int, int]]:
    """Pairs of questions of a bank that share a band, those that share most first. One query."""
    rows = (
        QuestionSketch.objects.filter(question__bank_id=bank_id, question__deleted_at=None)
        .order_by()
        .values("band", "value")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    )
    keys = [(row["band"], row["value"]) for row in rows[: limit * 4]]
    members: dict[tuple[int, int], list[int]] = defaultdict(list)
    wanted = QuestionSketch.objects.filter(
        question__bank_id=bank_id, question__deleted_at=None, value__in={value for _, value in keys}
    )
    for question_id, band, value in wanted.order_by("question_id").values_list(
        "question_id", "band", "value"
    ):
        members[(band, value)].append(question_id)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for ids in members.values():
        for place, one in enumerate(ids[:50]):
            for other in ids[place + 1 : 50]:
                shared[(one, other)] += 1
    return sorted(shared, key=lambda pair: (-shared[pair], pair))[:limit]


def versions_of(question_id: int) -> list[QuestionVersion]:
    """All wordings, the newest first, with their authors."""
    rows = QuestionVersion.objects.filter(question_id=question_id).select_related("author", "rubric")
    return list(rows.order_by("-number"))


def questions_named(uuids: Collection[uuid.UUID]) -> Any:
    """Live questions of these public ids."""
    return Question.objects.filter(uuid__in=list(uuids), deleted_at=None).order_by("pk")


def newest_wordings(bank_id: int) -> list[tuple[Question, QuestionVersion, list[dict[str, Any]]]]:
    """The bank's live questions that are not retired, each with its newest wording and options; three queries."""
    questions = list(Question.objects.filter(bank_id=bank_id, deleted_at=None).order_by("pk"))
    newest: dict[int, QuestionVersion] = {}
    for version in QuestionVersion.objects.filter(question__in=questions).order_by("question_id", "number"):
        newest[version.question_id] = version
    options = options_of([version.pk for version in newest.values()])
    return [
        (question, newest[question.pk], options.get(newest[question.pk].pk, []))
        for question in questions
        if question.pk in newest and newest[question.pk].state != QuestionVersion.State.RETIRED
    ]
