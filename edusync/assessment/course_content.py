"""Quizzes in snapshots of courses: rules and questions, named by UUID; attempts are never part of it."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max

from edusync.assessment import bank_index, question_rubrics, quiz_plan
from edusync.assessment.bank_queries import options_of
from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.models import (
    ExamSitting,
    Question,
    QuestionOption,
    QuestionVersion,
    Quiz,
    QuizSlot,
)
from edusync.assessment.passage_content import PassageWriter
from edusync.assessment.scoring import kind_names
from edusync.assessment.services import authoring, planning
from edusync.assessment.services.bank import course_bank
from edusync.courses.blocks import clean_inline, document_files
from edusync.courses.models import Lesson
from edusync.courses.snapshots import ContentProvider
from edusync.courses.snapshots.columns import as_json, clean_row, lookups, portable_fields, row_json
from edusync.files.queries import files_by_uuid
from edusync.files.services import link_file, link_many
from edusync.kernel.problems import FieldError, ValidationProblem

# A password is told in a room: copies, versions and files get none.
QUIZ_FIELDS = portable_fields(Quiz, frozenset({"edition", "password"}))
_TEXTS = ("feedback_correct", "feedback_incorrect", "explanation")
_VERSION_COLUMNS = ("stem", "settings", *_TEXTS, "hints")


class QuizContent(ContentProvider):
    """Rules by column, and `questions` in order: uuid, kind, title, points, stem, settings, feedback, options.

    Where there are some: `parts`, `draws` and `reviews`, see `quiz_plan`; `part` of a question is a place in `parts`,
    `rubric` what the rubric says by which people mark it.
    """

    dates = ("opens_at", "closes_at")

    def left_behind(self, course_id: int) -> Mapping[str, int]:
        """Sittings of exams: their days and seats are those of one class."""
        return {"sittings": ExamSitting.objects.filter(exam__quiz__lesson__course_id=course_id).count()}

    def read(self, lesson_ids: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        """Three queries, and up to seven more where there are parts, draws, reviews or rubrics."""
        quizzes: dict[Any, dict[str, Any]] = {}
        found: dict[int, dict[str, Any]] = {}
        by_id: dict[int, dict[str, Any]] = {}
        rows = quiz_plan.with_extras(Quiz.objects.filter(lesson_id__in=lesson_ids))
        extras = dict.fromkeys(quiz_plan.EXTRAS, False)
        columns = ("lesson_id", "pk", "edition", *quiz_plan.EXTRAS, *lookups(QUIZ_FIELDS))
        for lesson_id, pk, edition, *values in rows.values_list(*columns):
            for name in quiz_plan.EXTRAS:
                extras[name] |= bool(values.pop(0))
            content = {**row_json(QUIZ_FIELDS, values), "questions": []}
            found[lesson_id] = by_id[pk] = quizzes[edition] = content
        if extras["has_reviews"]:
            for pk, reviews in quiz_plan.read_reviews(by_id).items():
                by_id[pk]["reviews"] = reviews
        slots = list(
            QuizSlot.objects.filter(edition__in=list(quizzes))
            .select_related("question_version__question", "question_version__stimulus")
            .order_by("position")
        )
        options = options_of([slot.question_version_id for slot in slots])
        places = _put_plans(quizzes, slots) if extras["has_parts"] or extras["has_draws"] else {}
        asked = []
        for slot in slots:
            version = slot.question_version
            one = {
                "uuid": str(version.question.uuid),
                "kind": version.question.kind,
                "title": version.question.title,
                "points": as_json(slot.points),
                **({"part": places[slot.part_id]} if slot.part_id else {}),
                **wording_of(version, options.get(version.pk, [])),
                **passage_of(version),
            }
            asked.append(one)
            quizzes[slot.edition]["questions"].append(one)
        question_rubrics.put_rubrics(asked, [slot.question_version for slot in slots])
        return found

    @transaction.atomic
    def write(self, lesson: Lesson, data: dict[str, Any]) -> None:
        """Other questions make a new edition: open attempts go on with theirs. Raises ValidationProblem."""
        if not data:
            return
        pointer = f"/lessons/{lesson.uuid}/content"
        rules = clean_row(QUIZ_FIELDS, data, files={}, pointer=pointer)
        rules["introduction"] = clean_inline(rules.get("introduction", ""))
        with pointed(pointer):
            authoring.check_rules(rules)
        if "password" in data:
            rules["password"] = str(data["password"] or "").strip()[:200] or None
        present = self.read([lesson.pk]).get(lesson.pk)
        questions = data.get("questions", [])
        drafts = drafts_of(questions, pointer)
        with pointed(pointer):
            reviews = quiz_plan.checked_reviews(data.get("reviews") or [])
            plan = quiz_plan.PlanReader(lesson.organization_id, course_bank(lesson.course)).plan(
                data, is_shuffled=bool(rules.get("is_shuffled"))
            )
            if present is not None and _asks_the_same(lesson, present, questions, plan):
                quiz = Quiz.objects.get(lesson=lesson)
                planning.put_reviews(quiz, reviews)
                authoring.update_quiz(quiz=quiz, **rules)
                return
            checked = authoring.check_drafts(drafts)
        quiz = Quiz.objects.select_for_update().filter(lesson=lesson).first()
        if quiz is None:
            quiz = Quiz.objects.create(lesson=lesson, organization_id=lesson.organization_id, **rules)
        else:
            authoring._begin_edition(quiz, rules)
        with pointed(pointer):
            versions = QuestionWriter(lesson, questions, checked).versions()
        points = [one.points for one in checked]
        planning.store_edition(quiz, list(zip(versions, points, strict=True)), plan)
        planning.put_reviews(quiz, reviews)
        authoring.announce_gradable(quiz)


def _put_plans(quizzes: Mapping[Any, dict[str, Any]], slots: Sequence[QuizSlot]) -> dict[int, int]:
    """Put parts and draws into the quizzes by edition; returns the place of each part by its id."""
    parts, draws = quiz_plan.read_parts(quizzes), quiz_plan.read_draws(quizzes)
    paths = quiz_plan.category_paths([draw for found in draws.values() for draw in found])
    for edition, content in quizzes.items():
        own = [slot for slot in slots if slot.edition == edition] if draws[edition] else []
        content.update(quiz_plan.plan_json(parts[edition], draws[edition], own, paths))
    return {part.pk: place for found in parts.values() for place, part in enumerate(found)}


def _asks_the_same(lesson: Lesson, present: dict[str, Any], questions: Any, plan: quiz_plan.QuizPlan) -> bool:
    """Whether questions, parts and draws are those that stand."""
    before = present["questions"]
    # Parts and rubrics are compared by what they mean.
    aside = ("part", "rubric") if _has_passages(questions) else ("part", "rubric", "passage")
    if _without(before, *aside) != _without(questions, *aside):
        return False
    if not question_rubrics.has_same_rubrics(lesson.pk, before, questions):
        return False
    own = course_bank(lesson.course)
    return plan == quiz_plan.PlanReader(lesson.organization_id, own).plan(
        present, is_shuffled=present["is_shuffled"]
    )


def _without(questions: Any, *names: str) -> Any:
    return [{name: value for name, value in one.items() if name not in names} for one in questions]


def _has_passages(questions: Any) -> bool:
    """Whether anything is said of passages; what was written before they came along says nothing, and changes none."""
    return any("passage" in one for one in questions)


@contextmanager
def pointed(pointer: str) -> Iterator[None]:
    """Faults point into the content of the lesson."""
    try:
        yield
    except ValidationProblem as problem:
        errors = [FieldError(f"{pointer}{one.pointer}", one.code, one.detail) for one in problem.errors]
        raise ValidationProblem(errors=errors) from problem


def passage_of(version: QuestionVersion) -> dict[str, Any]:
    """`passage` of a wording that is shown with one: title and block document. `stimulus` must be selected."""
    shown = version.stimulus if version.stimulus_id else None
    return {"passage": {"title": shown.title, "content": shown.content}} if shown else {}


def wording_of(version: QuestionVersion, options: list[dict[str, Any]]) -> dict[str, Any]:
    """What the wording says, with its options."""
    return {**{name: getattr(version, name) for name in _VERSION_COLUMNS}, "options": options}


def says_the_same(
    one: QuestionVersion,
    options: list[dict[str, Any]],
    other: QuestionVersion,
    other_options: list[dict[str, Any]],
) -> bool:
    """Whether two wordings ask the same, and are marked by the same rubric."""
    return one.rubric_id == other.rubric_id and wording_of(one, options) == wording_of(other, other_options)


def fault(pointer: str, code: str, detail: str) -> ValidationProblem:
    """One thing in the content is wrong."""
    return ValidationProblem(errors=[FieldError(pointer=pointer, code=code, detail=detail)])


def drafts_of(questions: Any, pointer: str) -> list[QuestionDraft]:
    """The questions as drafts, for the checks that every new question passes. Raises ValidationProblem."""
    if not isinstance(questions, list) or not all(isinstance(one, dict) for one in questions):
        raise fault(f"{pointer}/questions", "not-a-list", "Must be a list of questions.")
    return [_draft(one, f"{pointer}/questions/{place}") for place, one in enumerate(questions)]


def _draft(one: dict[str, Any], pointer: str) -> QuestionDraft:
    if one.get("kind") not in kind_names():
        raise fault(f"{pointer}/kind", "not-a-choice", "This site knows no question of this kind.")
    stem: Any = one.get("stem") or {}
    settings: Any = one.get("settings") or {}
    options: Any = one.get("options") or []
    hints: Any = one.get("hints") or []
    shapes = (
        (stem, dict, "stem"),
        (settings, dict, "settings"),
        (options, list, "options"),
        (hints, list, "hints"),
    )
    for value, kind, name in shapes:
        if not isinstance(value, kind):
            raise fault(f"{pointer}/{name}", "wrong-type", "Must be of another type.")
    if not all(isinstance(option, dict) for option in options):
        raise fault(f"{pointer}/options", "not-a-list", "Must be a list of objects.")
    return QuestionDraft(
        kind=one["kind"],
        stem=stem,
        title=str(one.get("title") or ""),
        options=[
            OptionDraft(str(option.get("html", "")), option.get("weight", 0), str(option.get("feedback", "")))
            for option in options
        ],
        settings=settings,
        points=one.get("points", 1),
        feedback_correct=str(one.get("feedback_correct") or ""),
        feedback_incorrect=str(one.get("feedback_incorrect") or ""),
        explanation=str(one.get("explanation") or ""),
        hints=[str(hint) for hint in hints],
        rubric=one.get("rubric") or None,
    )


class QuestionWriter:
    """Wordings for questions: the newest one where it says the same, else a new one of the same question."""

    def __init__(self, lesson: Lesson, questions: list[dict[str, Any]], checked: list[Any]) -> None:
        self.lesson = lesson
        self.bank = course_bank(lesson.course)
        self.questions = questions
        self.checked = checked
        names = {name for one in questions if (name := _uuid_of(one))}
        self.taken = {row.uuid: row for row in Question.unscoped.filter(uuid__in=names)}
        self.files = files_by_uuid({found for one in checked for found in document_files(one.stem)})
        ids = [row.pk for row in self.taken.values()]
        newest = dict(
            QuestionVersion.objects.filter(question_id__in=ids)
            .order_by()
            .values_list("question_id")
            .annotate(last=Max("number"))
        )
        rows = [
            row
            for row in QuestionVersion.objects.filter(question_id__in=ids)
            if newest.get(row.question_id) == row.number
        ]
        self.newest = {row.question_id: row for row in rows}
        self.options = options_of([row.pk for row in rows])
        self.passages = PassageWriter(self.bank)

    def versions(self, *, is_all: bool = True) -> list[QuestionVersion]:
        """One wording for each question, in order. `is_all`: the lesson has no others, whose files it may need.

        Raises ValidationProblem for a rubric that is not there.
        """
        question_rubrics.find_rubrics(self.checked, course_id=self.lesson.course_id)
        found = [
            self._version(one, checked) for one, checked in zip(self.questions, self.checked, strict=True)
        ]
        if is_all:
            link_many({self.lesson.pk: self.files.values()}, place="lesson", role="quiz")
        else:
            for file in self.files.values():
                link_file(file=file, place="lesson", place_id=self.lesson.pk, role="quiz")
        return found

    def _version(self, one: dict[str, Any], checked: Any) -> QuestionVersion:
        shared = self._shared(one, checked)
        if shared is not None:
            return shared
        question = self._question(one, checked)
        version = authoring._version(question, checked, self.files)
        options = authoring.options_in(version, checked)
        newest = self.newest.get(question.pk)
        passage_id = self.passages.passage_id(one.get("passage"))
        if newest is not None:
            said = [
                {"html": option.html, "weight": as_json(option.weight), "feedback": option.feedback}
                for option in options
            ]
            same = says_the_same(newest, self.options.get(newest.pk, []), version, said)
            if same and passage_id in (None, newest.stimulus_id):
                return newest
            version.number, version.stimulus_id = newest.number + 1, newest.stimulus_id
        version.stimulus_id = passage_id or version.stimulus_id
        version.save(force_insert=True)
        QuestionOption.objects.bulk_create(options)
        self._index(question, version, checked)
        self.newest[question.pk] = version
        self.options[version.pk] = [
            {"html": option.html, "weight": as_json(option.weight), "feedback": option.feedback}
            for option in options
        ]
        return version

    def _index(self, question: Question, version: QuestionVersion, checked: Any) -> None:
        words = authoring.words_in(version, checked)
        bank_index.set_text(question, version.stem, words)
        question.save(update_fields=["text", "text_hash", "updated_at"])
        bank_index.put_sketches({question.pk: words})

    def _shared(self, one: dict[str, Any], checked: Any) -> QuestionVersion | None:
        """The newest wording of a question that belongs to no course, where it says just this."""
        name = _uuid_of(one)
        known = self.taken.get(name) if name else None
        if known is None or known.course_id is not None or known.deleted_at is not None:
            return None
        newest = self.newest.get(known.pk)
        is_ours = known.organization_id == self.lesson.organization_id and known.kind == checked.draft.kind
        if newest is None or not is_ours:
            return None
        version = authoring._version(known, checked, self.files)
        said = [
            {"html": option.html, "weight": as_json(option.weight), "feedback": option.feedback}
            for option in authoring.options_in(version, checked)
        ]
        same = says_the_same(newest, self.options.get(newest.pk, []), version, said)
        return newest if same else None

    def _question(self, one: dict[str, Any], checked: Any) -> Question:
        """The question of that UUID in this course, else a new one in its bank."""
        name = _uuid_of(one)
        title = checked.draft.title[:200]
        known = self.taken.get(name) if name else None
        if (
            known is not None
            and known.organization_id == self.lesson.organization_id
            and known.course_id == self.lesson.course_id
            and known.kind == checked.draft.kind
        ):
            if known.title != title or known.deleted_at is not None:
                known.title, known.deleted_at = title, None
                known.save(update_fields=["title", "deleted_at", "updated_at"])
            return known
        question = Question(
            organization_id=self.lesson.organization_id,
            course_id=self.lesson.course_id,
            bank=self.bank,
            kind=checked.draft.kind,
            title=title,
        )
        if name is not None and known is None:
            question.uuid = name
        question.save(force_insert=True)
        self.taken[question.uuid] = question
        return question


def _uuid_of(one: dict[str, Any]) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(one.get("uuid")))
    except ValueError:
        return None
