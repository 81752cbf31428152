"""Trees of GIFT to drafts."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.integrations.formats.text import decode_text
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
    wildcard,
)
from edusync.integrations.questions.gift import GiftFault, Tree, blocks_of, opening, parse_block, plain_text

_LEFT_OUT = {
    "Description": ("text-only", "A text between questions was left out."),
    "Essay": ("essay", "Questions answered by an essay cannot be asked here."),
}


def read_gift(content: bytes) -> Iterator[Found]:
    """Everything in the file, in order."""
    category: tuple[str, ...] = ()
    text = decode_text(content).lstrip("\ufeff")
    for block in blocks_of(text):
        node = SourceNode(path=f"line {block.line}", kind="question")
        found = Found(block.line, _named(block.text), "", node, category=category, tags=block.tags)
        try:
            tree = parse_block(block)
            if tree["type"] == "Category":
                category = category_path(tree["title"])
                continue
            found.kind = tree["type"]
            found.ref = str(tree.get("id") or "")
            found.title = tree["title"] or title_of(tree["stem"]["text"], tree["stem"]["format"])
            found.draft = _Maker(tree, node).draft()
            node.keep()
        except GiftFault as fault:
            node.skip("unreadable", fault.detail)
        except LeftOut as reason:
            node.skip(reason.code, reason.words)
        yield found


def _named(text: str) -> str:
    """What a block is called that may not be readable: its name, or how it begins."""
    title, format_name, rest = opening(text.strip())
    return title or title_of(plain_text(rest), format_name)


class _Maker:
    """Makes a draft of one tree."""

    def __init__(self, tree: Tree, node: SourceNode) -> None:
        self.tree, self.node = tree, node

    def draft(self) -> QuestionDraft:
        """The draft. Raises LeftOut."""
        kind = self.tree["type"]
        if kind in _LEFT_OUT:
            raise LeftOut(*_LEFT_OUT[kind])
        makers = {
            "TF": self._truth,
            "MC": self._choices,
            "Short": self._words,
            "Numerical": self._numbers,
            "Matching": self._pairs,
        }
        stem = self.tree["stem"]
        common: dict[str, Any] = {
            "stem": stem_of(stem["text"], self.node, stem["format"]),
            "title": (self.tree["title"] or "")[:200],
            "explanation": self._said(self.tree["globalFeedback"]),
        }
        return QuestionDraft(**common, **makers[kind]())

    def _said(self, text: Tree | None) -> str:
        return inline_of(text["text"], self.node, text["format"]) if text else ""

    def _truth(self) -> dict[str, Any]:
        """The first feedback is said to a wrong answer, the second to a right one (as Moodle reads it)."""
        wrong, right = self._said(self.tree["trueFeedback"]), self._said(self.tree["falseFeedback"])
        is_true = self.tree["isTrue"]
        said = {"feedback_true": right, "feedback_false": wrong}
        if not is_true:
            said = {"feedback_true": wrong, "feedback_false": right}
        return {"kind": "true_false", "settings": {"is_true": is_true, **said}}

    def _choices(self) -> dict[str, Any]:
        choices = self.tree["choices"]
        is_single = any(choice["isCorrect"] for choice in choices)
        options = [
            OptionDraft(self._said(choice["text"]) or "–", _share(choice), self._said(choice["feedback"]))
            for choice in choices
        ]
        if not any(Decimal(str(option.weight)) > 0 for option in options):
            raise no_right_answer()
        if is_single:
            return {"kind": "single_choice", "options": options}
        return {"kind": "multiple_choice", "options": options, "settings": {"scoring": "weights"}}

    def _words(self) -> dict[str, Any]:
        answers = [
            {
                **wildcard(choice["text"]["text"]),
                "weight": _share(choice),
                "feedback": self._said(choice["feedback"]),
            }
            for choice in self.tree["choices"]
            if choice["text"]["text"].strip()
        ]
        if not any(Decimal(answer["weight"]) > 0 for answer in answers):
            raise no_right_answer()
        return {"kind": "text", "settings": {"answers": answers}}

    def _numbers(self) -> dict[str, Any]:
        choices = self.tree["choices"]
        if isinstance(choices, dict):
            choices = [{"isCorrect": True, "weight": None, "text": choices, "feedback": None}]
        answers = [
            {**_number(choice["text"]), "weight": _share(choice), "feedback": self._said(choice["feedback"])}
            for choice in choices
            if "number" in choice["text"] or "numberLow" in choice["text"]
        ]
        if len(answers) < len(choices):
            self.node.lose("any-number", "What is said to every other number was left out.")
        if not any(Decimal(answer["weight"]) > 0 for answer in answers):
            raise no_right_answer()
        return {"kind": "numerical", "settings": {"answers": answers}}

    def _pairs(self) -> dict[str, Any]:
        pairs = [
            {
                "prompt": self._said(pair["subquestion"]),
                "match": inline_of(pair["subanswer"], self.node, "plain"),
            }
            for pair in self.tree["matchPairs"]
        ]
        return {
            "kind": "matching",
            "settings": {
                "pairs": [pair for pair in pairs if pair["prompt"]],
                "distractors": [pair["match"] for pair in pairs if not pair["prompt"]],
            },
        }


def _share(choice: Tree) -> str:
    """The share of the points: by percent, else all or nothing."""
    if choice["weight"] is not None:
        return weight_text(Decimal(str(choice["weight"])) / 100)
    return "1" if choice["isCorrect"] else "0"


def _number(text: Tree) -> dict[str, Any]:
    if text["type"] == "high-low":
        low, high = sorted((text["numberLow"], text["numberHigh"]))
        return {"low": str(low), "high": str(high), "includes_low": True, "includes_high": True}
    return {"value": str(text["number"]), "tolerance": str(text.get("range", 0))}
