"""Questions in a table: CSV with a documented header, to be read and written by people and spreadsheets.

`kind` and `question` are needed. `answer 1` … `answer 10` and on hold options, accepted answers, pairs (`prompt => match`) or
parts in their order; `right` tells which are right (`2`, `1;3`, shares as `1=0.5;2=0.5`, or `true` and `false`).
`id` is what the source calls the question; whoever brings it again is known by it.
`settings` holds the rest as JSON, as the reference of kinds has it; what columns say goes before it.
"""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.assessment.scoring import kind_names
from edusync.integrations.formats.people.tables import TableRow, read_table
from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.questions.found import (
    Found,
    LeftOut,
    category_path,
    inline_of,
    no_right_answer,
    stem_of,
    title_of,
    weight_text,
)
from edusync.integrations.questions.outgoing import Outgoing

ANSWERS = 10
TEXTS = ("explanation", "feedback_correct", "feedback_incorrect")
_BEFORE = ("kind", "category", "title", "question", "points", "tags", "right")
CHOICES = frozenset({"single_choice", "multiple_choice", "dropdown"})
WRITTEN = frozenset({"text", "numerical"})
ARROW = re.compile(r"\s*=>\s*")
# A tag, or a letter written as a name: then the cell holds HTML, else plain text.
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);")
# What a spreadsheet would take for a formula gets a sign before it.
_RISKY = re.compile(r"^['=+\-@\t\r]")
_NAMES = {
    "multiple": "multiple_choice",
    "single": "single_choice",
    "truefalse": "true_false",
    "shortanswer": "text",
}


def read_question_table(content: bytes) -> Iterator[Found]:
    """Questions by row. Raises the problems of `read_table`."""
    table = read_table(content)
    header = [" ".join(name.casefold().replace("_", " ").split()) for name in table.header]
    for row in table.rows:
        yield _read(row, dict(zip(header, row.cells, strict=False)), table.notes)


def _read(row: TableRow, cells: dict[str, str], notes: list[str]) -> Found:
    cells = {name: _unguarded(text) for name, text in cells.items()}
    node = SourceNode(path=f"line {row.line}", kind="question")
    kind = cells.get("kind", "").strip().casefold().replace(" ", "_")
    kind = _NAMES.get(kind.replace("_", ""), kind)
    title = cells.get("title", "").strip()
    asked = cells.get("question", "")
    found = Found(row.line, title[:80] or title_of(asked, _format(asked)), kind, node)
    found.ref = cells.get("id", "").strip()
    found.category = category_path(cells.get("category", ""))
    found.tags = [tag.strip() for tag in cells.get("tags", "").split(";") if tag.strip()]
    if "encoding-guessed" in notes:
        node.lose(
            "encoding-guessed", "The text is not UTF-8. It was read as Latin-1, so some letters may be wrong."
        )
    try:
        found.draft = _draft(kind, title, cells, node)
    except LeftOut as reason:
        node.skip(reason.code, reason.words)
    else:
        node.keep()
    return found


def _draft(kind: str, title: str, cells: dict[str, str], node: SourceNode) -> QuestionDraft:
    if kind not in kind_names():
        raise LeftOut("question-kind", f"The kind is one of {', '.join(kind_names())}.")
    settings = _json(cells.get("settings", ""), {})
    if not isinstance(settings, dict):
        raise LeftOut("settings", "The settings are a JSON object.")
    numbers = [int(name[7:]) for name in cells if name.startswith("answer ") and name[7:].isdigit()]
    answers = [cells.get(f"answer {number}", "").strip() for number in range(1, max(numbers, default=0) + 1)]
    while answers and not answers[-1]:
        answers.pop()
    said = [cells.get(f"feedback {number}", "").strip() for number in range(1, len(answers) + 1)]
    right = _right(cells.get("right", ""))
    options: list[OptionDraft] = []
    if kind in CHOICES:
        options = _options(answers, said, right, node)
    else:
        settings |= _settings(kind, answers, said, right, cells.get("right", ""))
    texts = {name: _inline(cells.get(name.replace("_", " "), ""), node) for name in TEXTS}
    return QuestionDraft(
        kind=kind,
        title=title[:200],
        stem=stem_of(cells.get("question", ""), node, _format(cells.get("question", ""))),
        options=options,
        settings=settings,
        points=_points(cells.get("points", "")),
        hints=[_inline(one, node) for one in _json(cells.get("hints", ""), [])],
        **texts,
    )


def _format(text: str) -> str:
    return "html" if _HTML.search(text) else "plain"


def _inline(text: str, node: SourceNode) -> str:
    return inline_of(text, node, _format(text))


def _json(text: str, empty: Any) -> Any:
    if not text.strip():
        return empty
    try:
        return json.loads(text)
    except ValueError as error:
        raise LeftOut("settings", f"This is no JSON: {text.strip()[:60]}") from error


def _points(text: str) -> Decimal:
    try:
        return Decimal(text.strip().replace(",", ".") or "1")
    except InvalidOperation as error:
        raise LeftOut("number", f"“{text.strip()[:40]}” is not a number of points.") from error


def _right(text: str) -> dict[int, Decimal]:
    """Shares by place: `2`, `1;3`, `1=0.5;2=0.5`. Words give none."""
    found: dict[int, Decimal] = {}
    for part in text.replace(",", ";").split(";"):
        place, _, share = part.partition("=")
        try:
            if place.strip().isdigit():
                found[int(place)] = Decimal(share.strip() or "1")
        except InvalidOperation as error:
            raise LeftOut("number", f"“{share.strip()[:40]}” is not a share.") from error
    return found


def _options(
    answers: list[str], said: list[str], right: dict[int, Decimal], node: SourceNode
) -> list[OptionDraft]:
    if not any(share > 0 and place <= len(answers) for place, share in right.items()):
        raise no_right_answer()
    return [
        OptionDraft(
            _inline(text, node) or "–",
            weight_text(right.get(place, Decimal(0))),
            _inline(told, node),
        )
        for place, (text, told) in enumerate(zip(answers, said, strict=True), 1)
    ]


def _settings(
    kind: str, answers: list[str], said: list[str], right: dict[int, Decimal], words: str
) -> dict[str, Any]:
    if kind == "true_false":
        if not words.strip():
            return {}
        return {"is_true": words.strip().casefold() in ("true", "yes", "1")}
    if not answers:
        return {}
    if kind == "ordering":
        return {"items": [{"html": text} for text in answers]}
    if kind == "matching":
        pairs = [(*ARROW.split(text, maxsplit=1), "")[:2] for text in answers]
        return {
            "pairs": [{"prompt": one, "match": other} for one, other in pairs if one],
            "distractors": [other for one, other in pairs if not one],
        }
    if kind in WRITTEN:
        return {"answers": [_answer(kind, *one) for one in _written(answers, said, right)]}
    return {}


def _written(
    answers: list[str], said: list[str], right: dict[int, Decimal]
) -> Iterable[tuple[str, Decimal, str]]:
    for place, (text, told) in enumerate(zip(answers, said, strict=True), 1):
        yield text, right.get(place, Decimal(1)), told


def _answer(kind: str, text: str, share: Decimal, told: str) -> dict[str, Any]:
    if kind == "text":
        return {"text": text, "is_pattern": False, "weight": weight_text(share), "feedback": told}
    value, _, tolerance = text.partition("±")
    return {
        "value": value.strip(),
        "tolerance": tolerance.strip() or "0",
        "weight": weight_text(share),
        "feedback": told,
    }


def header_for(answers: int) -> tuple[str, ...]:
    """The header of a table with so many answers, ten at least."""
    numbers = range(1, max(ANSWERS, answers) + 1)
    columns = [f"{name} {number}" for name in ("answer", "feedback") for number in numbers]
    return (*_BEFORE, *columns, *TEXTS, "hints", "settings", "id")


def _guarded(text: str) -> str:
    return f"'{text}" if _RISKY.match(text) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and _RISKY.match(text[1:]) else text


def write_question_table(questions: Iterable[Outgoing]) -> tuple[str, list[tuple[Outgoing, str]]]:
    """The table. Every question can be said; of some the pictures stay behind, which is told."""
    memory = io.StringIO()
    writer = csv.writer(memory, lineterminator="\r\n")
    rows = [(question, _cells(question)) for question in questions]
    header = header_for(max((len(_answers(question)) for question, _ in rows), default=0))
    writer.writerow(header)
    changed = []
    for question, cells in rows:
        writer.writerow([_guarded(cells.get(name, "")) for name in header])
        if question.has_media:
            changed.append((question, "Pictures and films do not come along."))
    return memory.getvalue(), changed


def _cells(question: Outgoing) -> dict[str, str]:
    cells = {
        "kind": question.kind,
        "category": "/".join(name.replace("/", "//") for name in question.category),
        "title": question.title,
        "question": question.stem_html,
        "points": format(Decimal(question.points).normalize(), "f"),
        "tags": ";".join(question.tags),
        "id": question.ref,
        "hints": json.dumps(list(question.hints), ensure_ascii=False) if question.hints else "",
        **{name: getattr(question, name) for name in TEXTS},
    }
    rest = dict(question.settings)
    if question.kind in CHOICES:
        shares = [(place, Decimal(str(option["weight"]))) for place, option in enumerate(question.options, 1)]
        is_plain = all(share in (0, 1) for _, share in shares)
        cells["right"] = ";".join(
            str(place) if is_plain else f"{place}={weight_text(share)}" for place, share in shares if share
        )
    elif question.kind == "ordering":
        rest.pop("items")
    for number, (text, told) in enumerate(_answers(question), 1):
        cells[f"answer {number}"], cells[f"feedback {number}"] = text, told
    if rest:
        cells["settings"] = json.dumps(rest, ensure_ascii=False, sort_keys=True)
    return cells


def _answers(question: Outgoing) -> list[tuple[str, str]]:
    """What stands in the columns of answers, each with its feedback."""
    if question.kind == "ordering":
        return [(one["html"], "") for one in question.settings["items"]]
    return [(option["html"], option["feedback"]) for option in question.options]
