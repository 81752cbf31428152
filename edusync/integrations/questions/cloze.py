"""Moodle's embedded answers: `{2:SHORTANSWER:=Paris#Yes~%50%Lyon}` in a text, as gaps."""

import re
from decimal import Decimal
from html import unescape
from typing import Any

from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.questions.found import LeftOut, inline_of, weight_text, wildcard

_GAP = re.compile(
    r"\{(\d*):(SHORTANSWER|SA|MW|SHORTANSWER_C|SAC|MWC|NUMERICAL|NM|MULTICHOICE\w*|MC\w*|MULTIRESPONSE\w*|MR\w*):"
    r"((?:\\.|[^\\}])*)\}",
    re.DOTALL,
)
_ANSWER = re.compile(r"(?<!\\)~")
_MARK = re.compile(r"\s*(?:%(-?\d+(?:\.\d+)?)%|(=))?", re.DOTALL)
_FEEDBACK = re.compile(r"(?<![\\&])#")


def read_cloze(html: str, node: SourceNode) -> dict[str, Any]:
    """Settings of a cloze. Raises LeftOut."""
    gaps: list[dict[str, Any]] = []

    def gap(found: re.Match[str]) -> str:
        gaps.append(_gap(found, node))
        return f"[[{len(gaps)}]]"

    text = inline_of(_GAP.sub(gap, html), node)
    if not gaps:
        raise LeftOut("no-gaps", "The text has no gap that could be read.")
    return {"text": text, "gaps": gaps}


def _gap(found: re.Match[str], node: SourceNode) -> dict[str, Any]:
    weight, name, inside = int(found[1] or 1), found[2], found[3]
    answers = [_answer(part, node) for part in _ANSWER.split(inside) if part.strip()]
    gap: dict[str, Any] = {"weight": max(1, min(1000, weight))}
    if name in ("NUMERICAL", "NM"):
        numbers = [answer for answer in answers if answer["text"] != "*"]
        return {**gap, "kind": "number", "answers": [_number(answer) for answer in numbers]}
    if name.startswith(("MULTIRESPONSE", "MR")):
        raise LeftOut("several-of-several", "A gap that takes several choices has no place here.")
    if name.startswith(("MULTICHOICE", "MC")):
        words = [
            {"html": answer["html"], "weight": answer["weight"], "feedback": answer["feedback"]}
            for answer in answers
        ]
        return {**gap, "kind": "select", "words": words}
    texts = [
        {**wildcard(answer["text"]), "weight": answer["weight"], "feedback": answer["feedback"]}
        for answer in answers
    ]
    is_case_sensitive = name in ("SHORTANSWER_C", "SAC", "MWC")
    return {**gap, "kind": "text", "answers": texts, "is_case_sensitive": is_case_sensitive}


def _answer(part: str, node: SourceNode) -> dict[str, str]:
    mark = _MARK.match(part)
    share = Decimal(0)
    if mark and mark[2]:
        share = Decimal(1)
    elif mark and mark[1]:
        share = Decimal(mark[1]) / 100
    said, *feedback = _FEEDBACK.split(part[mark.end() if mark else 0 :], maxsplit=1)
    words = re.sub(r"\\(.)", r"\1", said).strip()
    told = re.sub(r"\\(.)", r"\1", feedback[0]) if feedback else ""
    return {
        "text": unescape(re.sub(r"<[^>]*>", " ", words)).strip(),
        "html": inline_of(words, node),
        "weight": weight_text(share),
        "feedback": inline_of(told, node),
    }


def _number(answer: dict[str, str]) -> dict[str, str]:
    value, _, tolerance = answer["text"].partition(":")
    return {
        "value": value.strip(),
        "tolerance": tolerance.strip() or "0",
        "weight": answer["weight"],
        "feedback": answer["feedback"],
    }
