"""Questions in QTI 1.2 as cartridges profile it: choices, true or false, blanks, patterns; Canvas' numbers too."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml.etree import _Element as Element

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.integrations.formats.cartridge.answers import Rule, read_rules
from edusync.integrations.formats.richtext import html_to_document
from edusync.integrations.formats.richtext.convert import html_to_inline
from edusync.integrations.formats.richtext.links import Links
from edusync.integrations.formats.richtext.shape import tag_of
from edusync.integrations.formats.tree import Ledger, SourceNode

# Names of the cartridge's profiles and of Canvas' question types, by what they are here.
KINDS = {
    "cc.multiple_choice.v0p1": "single_choice",
    "cc.true_false.v0p1": "single_choice",
    "cc.multiple_response.v0p1": "multiple_choice",
    "cc.fib.v0p1": "text",
    "cc.pattern_match.v0p1": "text",
    "multiple_choice_question": "single_choice",
    "true_false_question": "single_choice",
    "multiple_answers_question": "multiple_choice",
    "short_answer_question": "text",
    "numerical_question": "numerical",
}
_LEFT_OUT = {
    "cc.essay.v0p1": ("essay", "Questions answered by an essay have no place in a quiz yet."),
    "essay_question": ("essay", "Questions answered by an essay have no place in a quiz yet."),
    "file_upload_question": ("file-answer", "Questions answered by a file have no place in a quiz yet."),
    "matching_question": ("matching", "Questions that match two lists have no place in a quiz yet."),
    "fill_in_multiple_blanks_question": (
        "several-blanks",
        "Questions with several blanks have no place in a quiz yet.",
    ),
    "multiple_dropdowns_question": (
        "several-blanks",
        "Questions with several blanks have no place in a quiz yet.",
    ),
    "calculated_question": ("random-numbers", "Questions with random numbers have no place in a quiz yet."),
    "text_only_question": ("text-only", "A text between questions was left out."),
}


@dataclass(slots=True)
class QuizPaper:
    """A quiz as read: its questions and rules."""

    title: str = ""
    questions: list[QuestionDraft] = field(default_factory=list)
    attempts_allowed: int | None = None
    time_limit_seconds: int | None = None


class LeftOut(Exception):
    """The question cannot be asked here; code and words say why."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


class QuizReader:
    """Reads assessments and question banks. Every question is a node of the report."""

    def __init__(self, ledger: Ledger, links: Links, path: str) -> None:
        self.ledger = ledger
        self.links = links
        self.path = path

    def read(self, root: Element) -> QuizPaper:
        """The quiz below `questestinterop`."""
        holder = next((child for child in root.iter() if tag_of(child) in {"assessment", "objectbank"}), root)
        paper = QuizPaper(title=" ".join((holder.get("title") or "").split())[:200])
        facts = dict(_metadata(holder))
        paper.attempts_allowed = _attempts(facts.get("cc_maxattempts") or facts.get("qmd_maxattempts"))
        paper.time_limit_seconds = _minutes(facts.get("qmd_timelimit"))
        for number, item in enumerate((one for one in holder.iter() if tag_of(one) == "item"), 1):
            identifier = item.get("ident") or str(number)
            title = " ".join((item.get("title") or "").split())[:200]
            node = self.ledger.list_node(f"{self.path}#{identifier}"[:400], "question", title)
            self.ledger.advance()
            try:
                paper.questions.append(self._question(item, title, node))
            except LeftOut as reason:
                node.skip(reason.code, reason.words)
        return paper

    def _question(self, item: Element, title: str, node: SourceNode) -> QuestionDraft:
        facts = dict(_metadata(item))
        profile = (facts.get("cc_profile") or facts.get("question_type") or "").strip().lower()
        if profile in _LEFT_OUT:
            raise LeftOut(*_LEFT_OUT[profile])
        presentation = next((child for child in item.iter() if tag_of(child) == "presentation"), None)
        if presentation is None:
            raise LeftOut("no-question", "The question asks nothing.")
        kind = KINDS.get(profile) or _kind_of(presentation)
        if kind is None:
            raise LeftOut(
                "question-kind", f"Questions of the kind {profile or 'unknown'} are not known."[:300]
            )
        rules = list(read_rules(item))
        feedback = _feedback(item, self._inline_of(node))
        make = {"text": self._text, "numerical": self._numerical}.get(kind, self._choices)
        draft = make(kind, presentation, rules, feedback, node)
        return QuestionDraft(
            kind=kind,
            stem=html_to_document(_stem(presentation), links=self.links, node=node),
            title=title,
            points=_points(facts.get("cc_weighting") or facts.get("points_possible")),
            feedback_correct=feedback.get("correct", feedback.get("correct_fb", "")),
            feedback_incorrect=feedback.get("general_incorrect", feedback.get("general_incorrect_fb", "")),
            explanation=feedback.get("general", feedback.get("general_fb", "")),
            **draft,
        )

    def _inline_of(self, node: SourceNode) -> Callable[[str], str]:
        return lambda markup: html_to_inline(markup, links=self.links, node=node)

    def _choices(
        self, kind: str, presentation: Element, rules: list[Rule], feedback: dict[str, str], node: SourceNode
    ) -> dict[str, Any]:
        labels = [label for label in presentation.iter() if tag_of(label) == "response_label"]
        if len(labels) < 2:
            raise LeftOut("no-choices", "The question offers fewer than two choices.")
        weights = _option_weights(kind, rules)
        inline = self._inline_of(node)
        options = [
            OptionDraft(
                inline(_material(label)) or "–",
                weights.get(label.get("ident") or "", Decimal(0)),
                feedback.get(_feedback_name(label.get("ident") or "", rules, feedback), ""),
            )
            for label in labels
        ]
        if not any(Decimal(str(option.weight)) > 0 for option in options):
            raise LeftOut("no-right-answer", "The source marks no choice as right.")
        return {"options": options}

    def _text(
        self, kind: str, presentation: Element, rules: list[Rule], feedback: dict[str, str], node: SourceNode
    ) -> dict[str, Any]:
        best = max((rule.score for rule in rules), default=Decimal(0))
        answers = [
            {
                "text": match.text,
                "weight": str(_share(rule.score, best)),
                "feedback": feedback.get(rule.feedback, ""),
            }
            for rule in rules
            for match in rule.chosen
            if rule.score > 0 and match.text.strip()
        ]
        if not answers:
            raise LeftOut("no-right-answer", "The source gives no right answer.")
        is_part = any(match.is_part for rule in rules for match in rule.chosen)
        if is_part:
            node.lose(
                "part-of-answer",
                "The source accepts answers that contain the word; here the answer must be the word.",
            )
        is_case_sensitive = any(match.is_case_sensitive for rule in rules for match in rule.chosen)
        return {"settings": {"answers": answers, "is_case_sensitive": is_case_sensitive}}

    def _numerical(
        self, kind: str, presentation: Element, rules: list[Rule], feedback: dict[str, str], node: SourceNode
    ) -> dict[str, Any]:
        answers: list[dict[str, Any]] = []
        for rule in rules:
            if rule.score <= 0:
                continue
            if rule.low is not None and rule.high is not None:
                answers.append(
                    {"low": rule.low, "high": rule.high, "includes_low": True, "includes_high": True}
                )
            answers += [{"value": match.text} for match in rule.chosen if match.text.strip()]
        if not answers:
            raise LeftOut("no-right-answer", "The source gives no right answer.")
        return {"settings": {"answers": answers}}


def _option_weights(kind: str, rules: list[Rule]) -> dict[str, Decimal]:
    """Share of the points by choice: what the rules give, as parts of the best."""
    best = max((rule.score for rule in rules), default=Decimal(0))
    weights: dict[str, Decimal] = {}
    for rule in rules:
        if rule.score <= 0:
            continue
        for match in rule.chosen:
            share = Decimal(1) if kind == "multiple_choice" else _share(rule.score, best)
            weights[match.text] = max(weights.get(match.text, Decimal(0)), share)
    return weights


def _share(score: Decimal, best: Decimal) -> Decimal:
    return (score / best).quantize(Decimal("0.00001")) if best > 0 else Decimal(0)


def _feedback_name(ident: str, rules: list[Rule], feedback: dict[str, str]) -> str:
    """Name of the feedback that a choice gives."""
    for rule in rules:
        if rule.feedback and [match.text for match in rule.chosen] == [ident] and not rule.left:
            return rule.feedback
    return f"{ident}_fb" if f"{ident}_fb" in feedback else ""


def _feedback(item: Element, inline: Callable[[str], str]) -> dict[str, str]:
    found = {}
    for element in item.iter():
        if tag_of(element) == "itemfeedback":
            found[element.get("ident") or ""] = inline(_material(element))
    return found


def _metadata(holder: Element) -> Iterator[tuple[str, str]]:
    for element in holder:
        if tag_of(element) in {"itemmetadata", "qtimetadata"}:
            for one in element.iter():
                if tag_of(one) == "qtimetadatafield":
                    pair = {tag_of(part): "".join(part.itertext()).strip() for part in one}  # type: ignore[arg-type]
                    yield pair.get("fieldlabel", "").lower(), pair.get("fieldentry", "")


def _material(element: Element) -> str:
    """Markup of the texts below an element; plain text is escaped."""
    from html import escape

    parts = []
    for text in element.iter():
        if tag_of(text) == "mattext":
            words = "".join(text.itertext())  # type: ignore[arg-type]
            is_html = (text.get("texttype") or "").lower() == "text/html"
            parts.append(words if is_html else escape(words, quote=False))
    return " ".join(parts)


def _stem(presentation: Element) -> str:
    """Markup of the question, without its choices."""
    parts = []
    for child in presentation.iter():
        is_choice = any(tag_of(above) == "response_label" for above in child.iterancestors())
        if tag_of(child) == "material" and not is_choice:
            parts.append(_material(child))
    return "\n".join(part if part.lstrip().startswith("<") else f"<p>{part}</p>" for part in parts)


def _kind_of(presentation: Element) -> str | None:
    """What an item without a profile is, by how it is answered."""
    for element in presentation.iter():
        if tag_of(element) == "response_lid":
            return (
                "multiple_choice"
                if (element.get("rcardinality") or "").lower() == "multiple"
                else "single_choice"
            )
        if tag_of(element) == "response_str":
            return "text"
        if tag_of(element) == "response_num":
            return "numerical"
    return None


def _points(text: str | None) -> Decimal:
    try:
        points = Decimal(text or "1").quantize(Decimal("0.001"))
    except InvalidOperation:
        return Decimal(1)
    return points if 0 < points < 1_000_000 else Decimal(1)


def _attempts(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and 1 <= int(text) <= 1000 else None


def _minutes(text: str | None) -> int | None:
    """A limit in minutes as seconds."""
    try:
        seconds = int(Decimal(text or "0") * 60)
    except InvalidOperation:
        return None
    return seconds if 10 <= seconds <= 30 * 86_400 else None
