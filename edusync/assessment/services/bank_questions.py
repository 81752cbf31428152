"""Questions in banks: written, changed, filed, reviewed, retired."""

import dataclasses
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction

from edusync.assessment import bank_index
from edusync.assessment.bank_queries import options_of
from edusync.assessment.course_content import says_the_same
from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import (
    Question,
    QuestionBank,
    QuestionCategory,
    QuestionOption,
    QuestionTag,
    QuestionVersion,
)
from edusync.assessment.question_rubrics import find_rubrics
from edusync.assessment.services import authoring
from edusync.courses.blocks import document_files
from edusync.courses.snapshots.columns import as_json
from edusync.files.queries import files_by_uuid
from edusync.files.services import link_file
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem

# Where files of a bank's questions are used.
PLACE = "question_bank"
MAX_TAGS = 20


def _faults_near(problem: ValidationProblem, place: int = 0) -> ValidationProblem:
    """Faults of one question with pointers below /question."""
    prefix = f"/questions/{place}"
    errors = [
        FieldError(one.pointer.replace(prefix, "/question", 1), one.code, one.detail)
        for one in problem.errors
    ]
    return ValidationProblem(errors=errors)


@transaction.atomic
def create_question(
    *,
    bank: QuestionBank,
    draft: QuestionDraft,
    by_id: int | None,
    category: QuestionCategory | None = None,
    tags: Sequence[str] = (),
) -> Question:
    """A question in the bank, as a draft to be reviewed. Raises ValidationProblem below /question."""
    try:
        (question,) = create_questions(bank=bank, entries=[Entry(draft, category, tags)], by_id=by_id)
    except ValidationProblem as problem:
        raise _faults_near(problem) from problem
    return question


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """A draft and where it is filed. `source_ref`: what the file calls it that it comes from."""

    draft: QuestionDraft
    category: QuestionCategory | None = None
    tags: Sequence[str] = ()
    source_ref: str = ""


@transaction.atomic
def create_questions(
    *,
    bank: QuestionBank,
    entries: Sequence[Entry],
    by_id: int | None,
    state: str = QuestionVersion.State.DRAFT,
) -> list[Question]:
    """Questions in the bank, in order. Raises ValidationProblem below /questions/<index>."""
    checked = authoring.check_drafts([entry.draft for entry in entries])
    find_rubrics(checked, course_id=bank.course_id)
    files = _linked_files(bank, checked)
    questions = []
    for entry, one in zip(entries, checked, strict=True):
        question = Question(
            organization_id=bank.organization_id,
            course_id=bank.course_id,
            bank=bank,
            category=entry.category,
            kind=one.draft.kind,
            title=one.draft.title[:200],
            source_ref=entry.source_ref,
        )
        questions.append(question)
        version = authoring._version(question, one, files)
        version.state, version.author_id = state, by_id
        _store_new(question, version, one)
        _put_tags(question, entry.tags)
    facts = {"bank_id": bank.pk, "questions": len(questions)}
    audit.record("assessment.questions.created", actor=by_id, target=("question_bank", bank.pk), facts=facts)
    return questions


def _linked_files(bank: QuestionBank, checked: Sequence[Any]) -> dict[Any, Any]:
    files: dict[Any, Any] = files_by_uuid({found for one in checked for found in document_files(one.stem)})
    for file in files.values():
        link_file(file=file, place=PLACE, place_id=bank.pk, role="question")
    return files


def _store_new(question: Question, version: QuestionVersion, one: Any) -> None:
    words = authoring.words_in(version, one)
    bank_index.set_text(question, version.stem, words)
    question.save(force_insert=True)
    version.question = question
    version.save(force_insert=True)
    QuestionOption.objects.bulk_create(authoring.options_in(version, one))
    bank_index.add_sketches({question.pk: words})


@transaction.atomic
def save_question(
    *, question: Question, draft: QuestionDraft, base_number: int, by_id: int | None
) -> QuestionVersion:
    """A new wording where the draft says something new, else the newest one. Its kind stays.

    Whoever took the one before keeps it: attempts and quizzes name a wording. Raises PreconditionFailed when somebody
    else wrote a newer one than `base_number`, ValidationProblem below /question.
    """
    locked = Question.unscoped.select_for_update().get(pk=question.pk)
    newest = QuestionVersion.objects.filter(question=locked).order_by("-number").first()
    number = newest.number if newest else 0
    if number != base_number:
        raise PreconditionFailed(row_version=number)
    if draft.kind != locked.kind:
        error = FieldError("/question/kind", "fixed", "A question stays what it is; make another one.")
        raise ValidationProblem(errors=[error])
    bank = QuestionBank.unscoped.get(pk=locked.bank_id)
    try:
        (one,) = authoring.check_drafts([draft])
        find_rubrics([one], course_id=bank.course_id)
        if draft.rubric is None and newest is not None:
            one.rubric_id = newest.rubric_id
    except ValidationProblem as problem:
        raise _faults_near(problem) from problem
    version = authoring._version(locked, one, _linked_files(bank, [one]))
    options = authoring.options_in(version, one)
    locked.title = draft.title[:200]
    if newest is not None and _says_the_same(newest, version, options):
        locked.save(update_fields=["title", "updated_at"])
        return newest
    version.number, version.state, version.author_id = number + 1, QuestionVersion.State.DRAFT, by_id
    version.stimulus_id = newest.stimulus_id if newest else None
    version.save(force_insert=True)
    QuestionOption.objects.bulk_create(options)
    words = authoring.words_in(version, one)
    bank_index.set_text(locked, version.stem, words)
    locked.save(update_fields=["title", "text", "text_hash", "updated_at"])
    bank_index.put_sketches({locked.pk: words})
    facts = {"number": version.number, "bank_id": bank.pk}
    audit.record("assessment.question.changed", actor=by_id, target=("question", locked.pk), facts=facts)
    return version


def _says_the_same(
    newest: QuestionVersion, version: QuestionVersion, options: Sequence[QuestionOption]
) -> bool:
    said = [
        {"html": option.html, "weight": as_json(option.weight), "feedback": option.feedback}
        for option in options
    ]
    before = options_of([newest.pk]).get(newest.pk, [])
    return newest.points == version.points and says_the_same(newest, before, version, said)


@transaction.atomic
def move_questions(
    *,
    questions: Sequence[Question],
    bank: QuestionBank,
    category: QuestionCategory | None,
    by_id: int | None,
) -> int:
    """File the questions elsewhere: in another category, or in another bank. Returns how many.

    A question that a course's pages or quizzes name stays that course's, so those of a course move within its bank
    only. Raises ValidationProblem.
    """
    if any(question.bank_id != bank.pk and question.course_id is not None for question in questions):
        error = FieldError(
            "/questions", "of-a-course", "Questions of a course stay in its bank; copy them instead."
        )
        raise ValidationProblem(errors=[error])
    ids = [question.pk for question in questions]
    count: int = Question.objects.filter(pk__in=ids).update(
        bank=bank, category=category, course_id=bank.course_id
    )
    _note_bulk(
        "moved", questions, by_id, {"bank_id": bank.pk, "category_id": category.pk if category else None}
    )
    return count


@transaction.atomic
def tag_questions(
    *, questions: Sequence[Question], add: Collection[str], remove: Collection[str], by_id: int | None
) -> int:
    """Give and take tags; tags are compared in small letters. Returns how many questions. Raises ValidationProblem."""
    wanted, gone = clean_tags(add), clean_tags(remove)
    ids = [question.pk for question in questions]
    QuestionTag.objects.filter(question_id__in=ids, name__in=gone).delete()
    present = set(
        QuestionTag.objects.filter(question_id__in=ids, name__in=wanted).values_list("question_id", "name")
    )
    QuestionTag.objects.bulk_create(
        QuestionTag(question_id=each, name=name)
        for each in ids
        for name in wanted
        if (each, name) not in present
    )
    _note_bulk("tagged", questions, by_id, {"added": wanted, "removed": gone})
    return len(ids)


def clean_tags(tags: Collection[str]) -> list[str]:
    """Tags in small letters, each once. Raises ValidationProblem for too many or too long ones."""
    cleaned = sorted({" ".join(tag.split()).casefold() for tag in tags} - {""})
    if len(cleaned) > MAX_TAGS or any(len(tag) > 60 for tag in cleaned):
        detail = f"At most {MAX_TAGS} tags of 60 characters."
        raise ValidationProblem(errors=[FieldError("/tags", "too-many", detail)])
    return cleaned


def _put_tags(question: Question, tags: Sequence[str]) -> None:
    QuestionTag.objects.bulk_create(QuestionTag(question=question, name=name) for name in clean_tags(tags))


@transaction.atomic
def set_state(*, questions: Sequence[Question], state: str, by_id: int | None) -> int:
    """Set the review state of the newest wording of each question. Returns how many changed."""
    ids = [question.pk for question in questions]
    rows = QuestionVersion.objects.filter(question_id__in=ids).order_by("question_id", "number")
    # The last one of each question stays.
    newest = {question_id: pk for pk, question_id in rows.values_list("pk", "question_id")}
    changed: int = (
        QuestionVersion.objects.filter(pk__in=newest.values()).exclude(state=state).update(state=state)
    )
    _note_bulk("reviewed", questions, by_id, {"state": state})
    return changed


def _note_bulk(what: str, questions: Sequence[Question], by_id: int | None, facts: dict[str, Any]) -> None:
    for question in questions:
        audit.record(
            f"assessment.question.{what}", actor=by_id, target=("question", question.pk), facts=facts
        )
