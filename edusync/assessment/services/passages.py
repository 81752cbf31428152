"""Passages that several questions share."""

from typing import Any

from django.db import transaction

from edusync.assessment.models import (
    Question,
    QuestionBank,
    QuestionOption,
    QuestionVersion,
    QuizSlot,
    Stimulus,
)
from edusync.assessment.problems import PassageInUse
from edusync.courses.blocks import clean_document, document_files, fill_files
from edusync.files.queries import files_by_uuid
from edusync.files.services import link_file
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, PreconditionFailed, ValidationProblem

# Where files of a passage are used, as those of a bank's questions.
PLACE = "question_bank"


def is_passage_asked(passage: Stimulus) -> bool:
    """Whether a quiz asks a question with it, now or in an attempt."""
    is_asked: bool = QuizSlot.objects.filter(question_version__stimulus=passage).exists()
    return is_asked


@transaction.atomic
def create_passage(*, bank: QuestionBank, title: str, content: dict[str, Any], by_id: int | None) -> Stimulus:
    """A passage in the bank. Raises ValidationProblem below /content."""
    passage: Stimulus = Stimulus.objects.create(
        organization_id=bank.organization_id, bank=bank, title=title, content=cleaned_content(bank, content)
    )
    _note("created", passage, by_id)
    return passage


@transaction.atomic
def change_passage(
    *, passage: Stimulus, title: str, content: dict[str, Any], base_version: int, by_id: int | None
) -> Stimulus:
    """Another title, or other content while no quiz asks a question with it.

    Raises PreconditionFailed, PassageInUse, ValidationProblem below /content.
    """
    row: Stimulus = Stimulus.objects.select_for_update().select_related("bank").get(pk=passage.pk)
    if row.row_version != base_version:
        raise PreconditionFailed(row_version=row.row_version)
    cleaned = cleaned_content(row.bank, content)
    if cleaned != row.content and is_passage_asked(row):
        raise PassageInUse
    row.title, row.content = title, cleaned
    row.row_version += 1
    row.save(update_fields=["title", "content", "row_version", "updated_at"])
    _note("changed", row, by_id)
    return row


@transaction.atomic
def delete_passage(*, passage: Stimulus, by_id: int | None) -> None:
    """Remove a passage that no wording names. Raises PassageInUse."""
    if QuestionVersion.objects.filter(stimulus=passage).exists():
        raise PassageInUse
    _note("deleted", passage, by_id)
    passage.delete()


@transaction.atomic
def set_passage(*, question: Question, passage: Stimulus | None, by_id: int | None) -> QuestionVersion:
    """Show the question with this passage from now on: in its newest wording, a new one when a quiz asks that already.

    Raises ValidationProblem for a passage of another bank.
    """
    if passage is not None and passage.bank_id != question.bank_id:
        error = FieldError("/passage_id", "unknown-passage", "This bank has no such passage.")
        raise ValidationProblem(errors=[error])
    locked = Question.unscoped.select_for_update().get(pk=question.pk)
    newest: QuestionVersion = QuestionVersion.objects.filter(question=locked).order_by("-number")[0]
    wanted = passage.pk if passage else None
    if newest.stimulus_id == wanted:
        return newest
    if QuizSlot.objects.filter(question_version=newest).exists():
        newest = _next_wording(newest, by_id)
    newest.stimulus_id = wanted
    newest.save(update_fields=["stimulus", "updated_at"])
    facts = {"number": newest.number, "passage_id": wanted}
    audit.record("assessment.question.changed", actor=by_id, target=("question", locked.pk), facts=facts)
    return newest


def _next_wording(version: QuestionVersion, by_id: int | None) -> QuestionVersion:
    """The same wording once more under the next number, as a draft."""
    options = list(QuestionOption.objects.filter(version=version).order_by("position"))
    version.pk = None
    version._state.adding = True
    version.number += 1
    version.state, version.author_id = QuestionVersion.State.DRAFT, by_id
    version.save(force_insert=True)
    for option in options:
        option.pk, option.version_id = None, version.pk
        option._state.adding = True
    QuestionOption.objects.bulk_create(options)
    return version


def cleaned_content(bank: QuestionBank, content: dict[str, Any]) -> dict[str, Any]:
    """The content as it is stored, its files linked to the bank. Raises ValidationProblem below /content."""
    try:
        document = clean_document(dict(content))
    except ValidationProblem as problem:
        errors = [FieldError(f"/content{one.pointer}", one.code, one.detail) for one in problem.errors]
        raise ValidationProblem(errors=errors) from problem
    files = files_by_uuid(set(document_files(document)))
    for file in files.values():
        link_file(file=file, place=PLACE, place_id=bank.pk, role="question")
    filled: dict[str, Any] = fill_files(document, files, pointer="/content")
    return filled


def _note(what: str, passage: Stimulus, by_id: int | None) -> None:
    facts = {"bank_id": passage.bank_id, "title": passage.title}
    audit.record(f"assessment.passage.{what}", actor=by_id, target=("passage", passage.pk), facts=facts)
