"""Which questions of a file a bank has already: by the words they ask, and by what their source calls them."""

import dataclasses
import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from edusync.assessment.bank_queries import options_of
from edusync.assessment.course_content import wording_of
from edusync.assessment.drafts import QuestionDraft
from edusync.assessment.models import Question, QuestionVersion
from edusync.assessment.question_likeness import text_hash
from edusync.assessment.services import authoring
from edusync.courses.blocks import document_files, every_block
from edusync.courses.snapshots.columns import as_json
from edusync.files.queries import files_by_uuid

MAX_REF = 120
# Stands in a draft for a picture whose content is told beside it.
STAND_IN = "/static/app/favicon.svg"
# What of a wording is compared besides the words: without the stem, whose blocks have ids and files of their own.
_PARTS = ("settings", "options", "feedback_correct", "feedback_incorrect", "explanation", "hints")


@dataclasses.dataclass(frozen=True, slots=True)
class Incoming:
    """A question that may come. `ref` is what its source calls it; `pictures` are the SHA-256 of those it brings."""

    draft: QuestionDraft
    ref: str = ""
    pictures: Sequence[str] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """The question of the bank that an incoming one is.

    `has_same_words`: a learner reads the same in both; `has_same_answers`: all else is the same, too; `has_same_source`:
    both are what the source calls so.
    """

    question: Question
    number: int
    has_same_words: bool
    has_same_answers: bool
    has_same_source: bool


def known_questions(bank_id: int, incoming: Sequence[Incoming]) -> list[Known | None]:
    """For each question that may come the one that the bank has, if any; the drafts passed `check_drafts`. Five queries.

    Equal words count when the kind and the pictures are equal, too. Of several the one that the source means, then the
    one with the same answers, then the oldest. Retired questions count: somebody put them away.
    """
    made = [_Made(one) for one in incoming]
    rows = _candidates(bank_id, made)
    if not rows:
        return [None] * len(made)
    stored = _Stored(rows)
    by_words: dict[tuple[str, str], list[Question]] = {}
    by_ref: dict[str, list[Question]] = {}
    for row in rows:
        by_words.setdefault((row.kind, row.text_hash), []).append(row)
        for ref in {row.source_ref, str(row.uuid)} - {""}:
            by_ref.setdefault(ref, []).append(row)
    return [_best(one, by_words, by_ref, stored) for one in made]


class _Made:
    """An incoming question as it would be stored. Its pictures have their stand-ins."""

    def __init__(self, one: Incoming) -> None:
        (checked,) = authoring.check_drafts([one.draft])
        version = authoring._version(Question(kind=one.draft.kind), checked, {})
        self.kind, self.ref, self.pictures = one.draft.kind, one.ref[:MAX_REF], sorted(set(one.pictures))
        self.hash = text_hash(authoring.words_in(version, checked))
        options = authoring.options_in(version, checked)
        self.said = _said(version, [(one.html, one.weight, one.feedback) for one in options])
        self.shown = _shown(version.stem)


class _Stored:
    """The newest wordings of some questions. Three queries."""

    def __init__(self, rows: Sequence[Question]) -> None:
        self.versions: dict[int, QuestionVersion] = {}
        for version in QuestionVersion.objects.filter(question__in=rows).order_by("question_id", "number"):
            self.versions[version.question_id] = version
        options = options_of([version.pk for version in self.versions.values()])
        files = {pk: document_files(version.stem) for pk, version in self.versions.items()}
        sums = files_by_uuid({one for found in files.values() for one in found})
        self.pictures = {
            pk: sorted({sums[one].sha256 for one in found if one in sums}) for pk, found in files.items()
        }
        self.said = {
            pk: _said(
                version,
                [(one["html"], one["weight"], one["feedback"]) for one in options.get(version.pk, [])],
            )
            for pk, version in self.versions.items()
        }
        self.shown = {pk: _shown(version.stem) for pk, version in self.versions.items()}


def _said(version: QuestionVersion, options: Iterable[tuple[str, Any, str]]) -> dict[str, Any]:
    wording = wording_of(version, [])
    wording["options"] = [[html, str(as_json(weight)), feedback] for html, weight, feedback in options]
    # As the database gives it back: texts for decimals, lists for tuples.
    plain: dict[str, Any] = json.loads(json.dumps({name: wording[name] for name in _PARTS}, default=str))
    return plain


def _shown(stem: Mapping[str, Any]) -> list[str]:
    """Addresses of pictures and films elsewhere, which words do not tell apart."""
    blocks = [block for block in every_block(dict(stem)) if not block.get("file")]
    shown = {str(block.get("src") or block.get("url") or "") for block in blocks}
    return sorted(shown - {"", STAND_IN})


def _candidates(bank_id: int, made: Sequence[_Made]) -> list[Question]:
    """Live questions of the bank with one of these hashes, names or public ids; two queries by index."""
    hashes = {one.hash for one in made} - {""}
    refs = {one.ref for one in made} - {""}
    live = Question.objects.filter(bank_id=bank_id, deleted_at=None)
    found = {row.pk: row for row in live.filter(text_hash__in=hashes)} if hashes else {}
    if refs:
        found |= {row.pk: row for row in live.filter(source_ref__in=refs)}
        named = [one for one in map(_uuid, refs) if one is not None]
        found |= {row.pk: row for row in live.filter(uuid__in=named)}
    return [found[pk] for pk in sorted(found)]


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _best(
    one: _Made,
    by_words: Mapping[tuple[str, str], list[Question]],
    by_ref: Mapping[str, list[Question]],
    stored: _Stored,
) -> Known | None:
    named = [row for row in by_ref.get(one.ref, []) if row.kind == one.kind] if one.ref else []
    alike = by_words.get((one.kind, one.hash), []) if one.hash else []
    rows = {row.pk: row for row in [*named, *alike] if row.pk in stored.versions}
    found = [_known(one, row, stored, is_named=row in named) for row in rows.values()]
    found = [known for known in found if known.has_same_words or known.has_same_source]
    order = sorted(
        found,
        key=lambda known: (not known.has_same_source, not known.has_same_answers, known.question.pk),
    )
    return order[0] if order else None


def _known(one: _Made, row: Question, stored: _Stored, *, is_named: bool) -> Known:
    has_same_pictures = (one.pictures, one.shown) == (stored.pictures[row.pk], stored.shown[row.pk])
    has_same_words = bool(one.hash) and row.text_hash == one.hash and has_same_pictures
    return Known(
        question=row,
        number=stored.versions[row.pk].number,
        has_same_words=has_same_words,
        has_same_answers=has_same_words and one.said == stored.said[row.pk],
        has_same_source=is_named,
    )
