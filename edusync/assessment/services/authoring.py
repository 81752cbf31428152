"""Making quizzes of drafts."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction

from edusync.assessment import bank_index
from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.events import GradableChanged
from edusync.assessment.models import Question, QuestionOption, QuestionVersion, Quiz
from edusync.assessment.question_rubrics import find_rubrics
from edusync.assessment.scoring import Choice, check_settings, is_marked_by_hand, stem_faults, stored_settings
from edusync.assessment.services.bank import course_bank
from edusync.assessment.services.planning import drop_unseen, store_edition
from edusync.courses.blocks import clean_document, clean_inline, document_files, empty_document, fill_files
from edusync.courses.models import Lesson
from edusync.files.models import FileObject
from edusync.files.queries import files_by_uuid
from edusync.files.services import link_file
from edusync.kernel.events import publish
from edusync.kernel.ids import uuid7
from edusync.kernel.problems import FieldError, ValidationProblem

MAX_QUESTIONS = 500


@transaction.atomic
def create_quiz(
    *,
    lesson: Lesson,
    questions: Sequence[QuestionDraft],
    pass_percent: int = 60,
    introduction: str = "",
    time_limit_seconds: int | None = None,
    attempts_allowed: int | None = None,
    is_shuffled: bool = False,
    feedback: str = Quiz.Feedback.AFTER_SUBMIT,
    **more: Any,
) -> Quiz:
    """Give a quiz lesson these questions and rules; a quiz that is there already gets a new edition.

    `more` are other rules by the name of their column (mode, navigation, opens_at, closes_at, password …).

    Attempts begun before keep the questions they showed. Raises ValidationProblem with pointers into the drafts.
    """
    rules = {
        "pass_percent": pass_percent,
        "introduction": clean_inline(introduction),
        "time_limit_seconds": time_limit_seconds,
        "attempts_allowed": attempts_allowed,
        "is_shuffled": is_shuffled,
        "feedback": str(feedback),
        **more,
    }
    check_rules(rules)
    checked = check_drafts(questions)
    quiz = Quiz.objects.select_for_update().filter(lesson=lesson).first()
    if quiz is None:
        quiz = Quiz.objects.create(lesson=lesson, organization_id=lesson.organization_id, **rules)
    else:
        _begin_edition(quiz, rules)
    versions = make_versions(lesson, checked)
    store_edition(quiz, [(version, version.points) for version in versions])
    announce_gradable(quiz)
    return quiz


@transaction.atomic
def update_quiz(*, quiz: Quiz, **rules: Any) -> Quiz:
    """Change the rules of a quiz (those of `create_quiz`), not its questions. Raises ValidationProblem."""
    if "introduction" in rules:
        rules["introduction"] = clean_inline(rules["introduction"])
    check_rules(rules)
    for name, value in rules.items():
        setattr(quiz, name, value)
    quiz.row_version += 1
    quiz.save(update_fields=[*rules, "row_version", "updated_at"])
    announce_gradable(quiz)
    return quiz


def announce_gradable(quiz: Quiz) -> None:
    """Tell the gradebook, in this transaction, that the quiz or what it is worth may have changed."""
    changed = GradableChanged(
        course_id=quiz.lesson.course_id,
        lesson_id=quiz.lesson_id,
        kind="quiz",
        source_id=quiz.pk,
        # Practice counts for no grade.
        is_gone=quiz.mode == Quiz.Mode.PRACTICE,
    )
    publish(changed, needs_listener=True)


def check_rules(rules: dict[str, Any]) -> None:
    """Raise ValidationProblem unless the numbers of a quiz are in range and its choices are known."""
    errors = []
    for name, low, high in (
        ("pass_percent", 0, 100),
        ("time_limit_seconds", 10, 30 * 86_400),
        ("attempts_allowed", 1, 1000),
        ("grace_seconds", 0, 3600),
        ("retake_wait_minutes", 0, 525_600),
        ("wrong_penalty_percent", 0, 100),
    ):
        value = rules.get(name)
        if value is not None and not low <= value <= high:
            errors.append(
                FieldError(pointer=f"/{name}", code="out-of-range", detail=f"From {low} to {high}.")
            )
    choices = (("feedback", Quiz.Feedback), ("mode", Quiz.Mode), ("navigation", Quiz.Navigation))
    for name, kind in choices:
        if name in rules and rules[name] not in kind.values:
            errors.append(FieldError(pointer=f"/{name}", code="unknown-value", detail="No such choice."))
    opens_at, closes_at = rules.get("opens_at"), rules.get("closes_at")
    if opens_at and closes_at and closes_at <= opens_at:
        detail = "A quiz closes after it opened."
        errors.append(FieldError(pointer="/closes_at", code="before-opening", detail=detail))
    if errors:
        raise ValidationProblem(errors=errors)


def _begin_edition(quiz: Quiz, rules: dict[str, Any]) -> None:
    """A new set of slots; those of the edition before go when nobody has seen them."""
    drop_unseen(quiz)
    quiz.edition = uuid7()
    for name, value in rules.items():
        setattr(quiz, name, value)
    quiz.row_version += 1
    quiz.save(update_fields=[*rules, "edition", "row_version", "updated_at"])


class _Checked:
    """A draft after cleaning."""

    def __init__(self, draft: QuestionDraft, index: int) -> None:
        self.draft, self.pointer = draft, f"/questions/{index}"
        self.errors: list[FieldError] = []
        self.options = draft.option_drafts()
        self.points = self._decimal(draft.points, "/points", places="0.001")
        self.weights = [
            self._decimal(option.weight, f"/options/{place}/weight", places="0.00001")
            for place, option in enumerate(self.options)
        ]
        if self.points <= 0 or self.points >= 1_000_000:
            self._note("/points", "out-of-range", "Points are above 0 and below a million.")
        choices = [Choice(place, place, weight) for place, weight in enumerate(self.weights, start=1)]
        for fault in check_settings(draft.kind, draft.settings, choices):
            self._note(fault.pointer, fault.code, fault.detail)
        self.stem = self._clean_stem()
        for fault in stem_faults(draft.kind, self.stem):
            self._note(fault.pointer, fault.code, fault.detail)
        # Set by `question_rubrics.find_rubrics`, which knows whose rubrics are at hand.
        self.rubric_id: int | None = None
        if draft.rubric and not is_marked_by_hand(draft.kind):
            self._note("/rubric", "not-by-hand", "Only answers that people mark have a rubric.")

    def _note(self, pointer: str, code: str, detail: str) -> None:
        self.errors.append(FieldError(pointer=self.pointer + pointer, code=code, detail=detail))

    def _decimal(self, value: Any, pointer: str, *, places: str) -> Decimal:
        try:
            return Decimal(str(value)).quantize(Decimal(places))
        except InvalidOperation:
            self._note(pointer, "not-a-number", f"“{value}” is not a number.")
            return Decimal(0)

    def _clean_stem(self) -> dict[str, Any]:
        try:
            return clean_document(dict(self.draft.stem)) if self.draft.stem else empty_document()
        except ValidationProblem as problem:
            for error in problem.errors:
                self._note(f"/stem{error.pointer}", error.code, error.detail)
            return empty_document()


def check_drafts(questions: Sequence[QuestionDraft]) -> list[_Checked]:
    """The drafts after cleaning. Raises ValidationProblem with pointers below /questions/<index>."""
    if len(questions) > MAX_QUESTIONS:
        detail = f"A quiz has at most {MAX_QUESTIONS} questions."
        raise ValidationProblem(errors=[FieldError(pointer="/questions", code="too-many", detail=detail)])
    checked = [_Checked(draft, index) for index, draft in enumerate(questions)]
    errors = [error for one in checked for error in one.errors]
    if errors:
        raise ValidationProblem(errors=errors)
    return checked


def make_versions(lesson: Lesson, checked: Sequence[_Checked]) -> list[QuestionVersion]:
    """Questions in the bank of the lesson's course with their first version and options, in the order of the drafts."""
    if not checked:
        return []
    files = files_by_uuid({found for one in checked for found in document_files(one.stem)})
    for file in files.values():
        link_file(file=file, place="lesson", place_id=lesson.pk, role="quiz")
    bank = course_bank(lesson.course)
    find_rubrics(checked, course_id=lesson.course_id)
    questions = [
        Question(
            organization_id=lesson.organization_id,
            course_id=lesson.course_id,
            bank=bank,
            kind=one.draft.kind,
            title=one.draft.title[:200],
        )
        for one in checked
    ]
    versions = [_version(question, one, files) for question, one in zip(questions, checked, strict=True)]
    words = [words_in(version, one) for version, one in zip(versions, checked, strict=True)]
    for question, version, said in zip(questions, versions, words, strict=True):
        bank_index.set_text(question, version.stem, said)
    _stored(Question.objects, questions)
    for version in versions:
        # Its id is known only now.
        version.question = version.question
    _stored(QuestionVersion.objects, versions)
    QuestionOption.objects.bulk_create(
        option for version, one in zip(versions, checked, strict=True) for option in options_in(version, one)
    )
    bank_index.add_sketches({question.pk: said for question, said in zip(questions, words, strict=True)})
    return versions


def options_in(version: QuestionVersion, one: _Checked) -> list[QuestionOption]:
    """The options of a draft for this wording, in order; not stored yet."""
    return [
        _option(version, position, option, weight)
        for position, (option, weight) in enumerate(zip(one.options, one.weights, strict=True), start=1)
    ]


def words_in(version: QuestionVersion, one: _Checked) -> str:
    """All words of a wording that a learner reads."""
    options = [option.html for option in one.options]
    return bank_index.words_of(one.draft.kind, version.stem, version.settings, options)


def _stored(manager: Any, rows: list[Any]) -> list[Any]:
    """The rows saved, with their ids: MySQL does not return those of a bulk insert."""
    from django.db import connection

    if connection.features.can_return_rows_from_bulk_insert:
        return list(manager.bulk_create(rows))
    for row in rows:
        row.save(force_insert=True)
    return rows


def _version(question: Question, one: _Checked, files: dict[Any, FileObject]) -> QuestionVersion:
    draft = one.draft
    return QuestionVersion(
        question=question,
        number=1,
        stem=fill_files(one.stem, files, pointer=f"{one.pointer}/stem"),
        settings=stored_settings(draft.kind, draft.settings, clean_inline),
        points=one.points,
        feedback_correct=clean_inline(draft.feedback_correct),
        feedback_incorrect=clean_inline(draft.feedback_incorrect),
        explanation=clean_inline(draft.explanation),
        hints=[clean_inline(hint) for hint in draft.hints],
        rubric_id=one.rubric_id,
    )


def _option(version: QuestionVersion, position: int, option: OptionDraft, weight: Decimal) -> QuestionOption:
    return QuestionOption(
        version=version,
        position=position,
        html=clean_inline(option.html),
        weight=weight,
        feedback=clean_inline(option.feedback),
    )
