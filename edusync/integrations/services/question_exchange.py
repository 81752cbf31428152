"""Questions in and out of banks, in the formats of other systems."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from edusync.assessment.models import QuestionBank
from edusync.assessment.queries import categories_of, newest_wordings, tags_of
from edusync.assessment.services.known_questions import Known
from edusync.integrations.formats.tree import Outcome
from edusync.integrations.questions.aiken import read_aiken
from edusync.integrations.questions.found import Found, title_of
from edusync.integrations.questions.gift_reading import read_gift
from edusync.integrations.questions.gift_writing import write_gift
from edusync.integrations.questions.moodle_writing import write_moodle_xml
from edusync.integrations.questions.moodle_xml import read_moodle_xml
from edusync.integrations.questions.outgoing import NO_RUBRIC, Outgoing
from edusync.integrations.questions.qti.packing import write_package
from edusync.integrations.questions.qti.reading import read_qti
from edusync.integrations.questions.tables import read_question_table, write_question_table
from edusync.integrations.services.question_fates import LEAVE, REWORD, SKIP, Fate, bring_in, fates_of
from edusync.integrations.services.question_pictures import pictures_of
from edusync.kernel import audit
from edusync.kernel.problems import FieldError, ValidationProblem

MAX_BYTES = 10_000_000
MAX_QUESTIONS = 1000
READERS: dict[str, Callable[[bytes], Iterator[Found]]] = {
    "gift": read_gift,
    "aiken": read_aiken,
    "moodle-xml": read_moodle_xml,
    "qti": read_qti,
    "csv": read_question_table,
}
QTI_MARKS = (b"<assessmentItem", b"qti-assessment-item", b"imsqti_v2p", b"imsqtiasi_v3p")

Writer = Callable[[Iterable[Outgoing]], tuple[str, list[tuple[Outgoing, str]]]]
WRITERS: dict[str, Writer] = {
    "gift": write_gift,
    "moodle-xml": write_moodle_xml,
    "csv": write_question_table,
}


@dataclasses.dataclass(frozen=True, slots=True)
class ReportRow:
    """What became of one thing in the file.

    `outcome` is imported, lossy or skipped; existing: the bank has it already, so it was left out; versioned: a new
    wording of one that the bank has. `existing` is that question, also where another one was brought in beside it.
    """

    place: int
    title: str
    kind: str
    outcome: str
    code: str
    detail: str
    existing: Known | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class ExchangeReport:
    """What an import did, or would do."""

    format: str
    is_dry_run: bool
    rows: tuple[ReportRow, ...]

    def count(self, *outcomes: str) -> int:
        """How many rows came out so."""
        return sum(row.outcome in outcomes for row in self.rows)


def guess_format(name: str, content: bytes) -> str:
    """The format of a file by its beginning, else by its marks."""
    head = content[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"PK") or any(mark in head for mark in QTI_MARKS):
        return "qti"
    if name.lower().endswith((".csv", ".tsv")):
        return "csv"
    if head.startswith(b"<") or name.lower().endswith(".xml"):
        return "moodle-xml"
    return "aiken" if b"ANSWER:" in content and b"{" not in content else "gift"


def import_questions(
    *,
    bank: QuestionBank,
    content: bytes,
    name: str = "",
    format_name: str = "",
    is_dry_run: bool = True,
    on_existing: str = SKIP,
    by_id: int | None = None,
) -> ExchangeReport:
    """Put the questions of a file into the bank, as drafts to be reviewed; a dry run only tells what would come.

    What the bank has already is left out (`on_existing` skip), becomes a new wording where its source calls it the same
    and it says something else (version), or is brought in all the same (all). What cannot be asked is left out and told.
    Raises ValidationProblem for a file that is too large or has no question, BrokenXml, ForbiddenXml, for a hostile
    package the problems of `opened_package`, for a table those of `read_table`.
    """
    if len(content) > MAX_BYTES:
        raise _refused("too-large", f"A file has at most {MAX_BYTES // 1_000_000} MB.")
    format_name = format_name or guess_format(name, content)
    found = list(READERS[format_name](content))
    if not found:
        raise _refused("nothing-found", "No question was found in this file.")
    if len(found) > MAX_QUESTIONS:
        raise _refused("too-many", f"A file has at most {MAX_QUESTIONS} questions.")
    fates = fates_of(bank, found, on_existing)
    if not is_dry_run:
        bring_in(bank, fates, by_id)
    report = ExchangeReport(format_name, is_dry_run, tuple(_row(one) for one in fates))
    if not is_dry_run:
        facts = {
            "format": format_name,
            "imported": report.count("imported", "lossy"),
            "versioned": report.count("versioned"),
            "existing": report.count("existing"),
        }
        audit.record(
            "integrations.questions.imported", actor=by_id, target=("question_bank", bank.pk), facts=facts
        )
    return report


def _refused(code: str, detail: str) -> ValidationProblem:
    return ValidationProblem(errors=[FieldError("/file", code, detail)])


def _row(fate: Fate) -> ReportRow:
    one = fate.found
    outcome = str(one.node.outcome or Outcome.SKIPPED)
    code, detail = next(iter(one.node.losses.items()), ("", ""))
    if one.draft is not None and fate.act in (LEAVE, REWORD):
        outcome = "existing" if fate.act == LEAVE else "versioned"
    if one.draft is not None and fate.known is not None:
        code, detail = fate.code, fate.detail
    return ReportRow(one.place, one.title, one.kind, outcome, code, detail, fate.known)


def export_questions(
    *, bank: QuestionBank, by_id: int | None, format_name: str = "gift"
) -> tuple[str, list[tuple[str, str]]]:
    """The bank in a format of `WRITERS`, and what it cannot say: the title of the question and what is missing or why it is."""
    questions = list(outgoing_questions(bank))
    text, refused = WRITERS[format_name](questions)
    told = {id(question) for question, _ in refused}
    refused += [(one, NO_RUBRIC) for one in questions if one.has_rubric and id(one) not in told]
    facts = {"format": format_name, "left_out": len(refused)}
    audit.record(
        "integrations.questions.exported", actor=by_id, target=("question_bank", bank.pk), facts=facts
    )
    return text, [(question.title or title_of(question.stem_html), reason) for question, reason in refused]


def export_package(*, bank: QuestionBank, by_id: int | None, version: str) -> bytes:
    """The bank as a content package of QTI; a page in it tells what did not come along."""
    content, refused, changed = write_package(outgoing_questions(bank), version)
    facts = {"format": f"qti-{version}", "left_out": len(refused), "changed": len(changed)}
    audit.record(
        "integrations.questions.exported", actor=by_id, target=("question_bank", bank.pk), facts=facts
    )
    return content


def outgoing_questions(bank: QuestionBank) -> Iterable[Outgoing]:
    """The live questions of a bank with their newest wording, by category; six queries."""
    paths = _paths(bank)
    wordings = newest_wordings(bank.pk)
    tags = tags_of([question.pk for question, _, _ in wordings])
    pictures = pictures_of([version.stem for _, version, _ in wordings])
    rows = [
        Outgoing(
            title=question.title,
            kind=question.kind,
            stem_html=stem_html(version.stem),
            settings=version.settings,
            options=options,
            points=str(version.points),
            explanation=version.explanation,
            feedback_correct=version.feedback_correct,
            feedback_incorrect=version.feedback_incorrect,
            hints=tuple(version.hints),
            category=paths.get(question.category_id or 0, ()),
            tags=tuple(tags.get(question.pk, ())),
            has_media=any(block["type"] != "text" for block in version.stem.get("blocks", [])),
            pictures=shown,
            ref=question.source_ref or str(question.uuid),
            has_rubric=version.rubric_id is not None,
        )
        for (question, version, options), shown in zip(wordings, pictures, strict=True)
    ]
    return sorted(rows, key=lambda row: row.category)


def stem_html(stem: dict[str, Any]) -> str:
    """The text blocks of what is asked."""
    return "".join(block["html"] for block in stem.get("blocks", []) if block["type"] == "text")


def _paths(bank: QuestionBank) -> dict[int, tuple[str, ...]]:
    rows = {row["id"]: row for row in categories_of(bank.pk)}

    def path(row: dict[str, Any]) -> tuple[str, ...]:
        above = rows.get(row["parent_id"] or 0)
        return (*(path(above) if above else ()), row["name"])

    return {pk: path(row) for pk, row in rows.items()}
