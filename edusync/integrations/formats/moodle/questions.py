"""Questions of a backup to drafts, by their type. Formats of Moodle 2 to 3 and of 4 differ in how versions are kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.integrations.formats.moodle.backup import child_of, children_of, number_at, text_at, words_at
from edusync.integrations.formats.richtext import html_to_document
from edusync.integrations.formats.richtext.convert import html_to_inline
from edusync.integrations.formats.richtext.links import Links
from edusync.integrations.formats.richtext.shape import tag_of
from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.formats.xmlfiles import Element

_LEFT_OUT = {
    "essay": ("essay", "Questions answered by an essay have no place in a quiz yet."),
    "description": ("text-only", "A text between questions was left out."),
    "multianswer": ("several-blanks", "Questions with several blanks have no place in a quiz yet."),
    "gapselect": ("several-blanks", "Questions with several blanks have no place in a quiz yet."),
    "ddwtos": ("several-blanks", "Questions with several blanks have no place in a quiz yet."),
    "calculated": ("random-numbers", "Questions with random numbers have no place in a quiz yet."),
    "calculatedsimple": ("random-numbers", "Questions with random numbers have no place in a quiz yet."),
    "calculatedmulti": ("random-numbers", "Questions with random numbers have no place in a quiz yet."),
}


class LeftOut(Exception):
    """The question cannot be asked here; code and words say why."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question of the bank: `entry` is its identity over all versions, `category` where it is filed."""

    id: str
    entry: str
    category: str
    kind: str
    name: str
    element: Element
    tags: frozenset[str] = field(default_factory=frozenset)


def read_bank(root: Element | None) -> list[BankQuestion]:
    """All questions of the file, the latest version of each."""
    found: list[BankQuestion] = []
    for category in children_of(root, "question_category"):
        identifier = category.get("id") or ""
        found += [_bank_question(one, one.get("id") or "", identifier) for one in _old_questions(category)]
        for entry in children_of(child_of(category, "question_bank_entries"), "question_bank_entry"):
            latest = max(_versions(entry), key=lambda one: number_at(one, "version"), default=None)
            question = child_of(latest, "questions", "question")
            if question is not None:
                found.append(_bank_question(question, entry.get("id") or "", identifier))
    return found


def _old_questions(category: Element) -> list[Element]:
    return children_of(child_of(category, "questions"), "question")


def _versions(entry: Element) -> Iterator[Element]:
    for holder in children_of(entry, "question_version"):
        yield from children_of(holder, "question_versions")


def _bank_question(element: Element, entry: str, category: str) -> BankQuestion:
    tags = frozenset(
        words_at(tag, "name").casefold() for tag in children_of(child_of(element, "tags"), "tag")
    )
    return BankQuestion(
        id=element.get("id") or "",
        entry=entry,
        category=category,
        kind=words_at(element, "qtype").lower(),
        name=words_at(element, "name")[:200],
        element=element,
        tags=tags,
    )


class QuestionMaker:
    """Makes drafts of one question."""

    def __init__(self, question: BankQuestion, links: Links, node: SourceNode) -> None:
        self.question, self.links, self.node = question, links, node
        self.plugin = child_of(question.element, f"plugin_qtype_{question.kind}_question")

    def drafts(self, points: Decimal) -> list[QuestionDraft]:
        """One draft, or several for a question that asks several things. Raises LeftOut."""
        kind = self.question.kind
        if kind in _LEFT_OUT:
            raise LeftOut(*_LEFT_OUT[kind])
        makers = {
            "multichoice": self._choices,
            "truefalse": self._choices,
            "shortanswer": self._text,
            "numerical": self._number,
            "match": self._matching,
        }
        if kind not in makers:
            raise LeftOut(
                "question-kind", f"Questions of the type {kind or 'unknown'} have no place here."[:300]
            )
        base = QuestionDraft(
            kind="text",
            stem=html_to_document(
                text_at(self.question.element, "questiontext"), links=self.links, node=self.node
            ),
            title=self.question.name,
            points=points,
            explanation=self._inline(text_at(self.question.element, "generalfeedback")),
            hints=[
                hint
                for one in children_of(child_of(self.question.element, "question_hints"), "question_hint")
                if (hint := self._inline(text_at(one, "hint")))
            ],
        )
        return makers[kind](base)

    def _inline(self, markup: str) -> str:
        return html_to_inline(markup, links=self.links, node=self.node) if markup.strip() else ""

    def _answers(self) -> list[tuple[str, Decimal, str, str]]:
        """Text, share of the points, feedback and id of each answer."""
        return [
            (
                text_at(answer, "answertext"),
                _decimal(words_at(answer, "fraction")),
                self._inline(text_at(answer, "feedback")),
                answer.get("id") or "",
            )
            for answer in children_of(child_of(self.plugin, "answers"), "answer")
        ]

    def _choices(self, base: QuestionDraft) -> list[QuestionDraft]:
        answers = self._answers()
        rules = child_of(self.plugin, "multichoice")
        is_single = self.question.kind == "truefalse" or words_at(rules, "single") != "0"
        best = max((share for _, share, _, _ in answers), default=Decimal(0))
        if len(answers) < 2 or best <= 0:
            raise LeftOut("no-right-answer", "The source marks no choice as right.")
        options = [
            OptionDraft(
                self._inline(text) or "–", _weight(share, best if is_single else Decimal(1)), feedback
            )
            for text, share, feedback, _ in answers
        ]
        return [
            replace(
                base,
                kind="single_choice" if is_single else "multiple_choice",
                options=options,
                settings={} if is_single else {"scoring": "weights"},
                feedback_correct=self._inline(text_at(rules, "correctfeedback")),
                feedback_incorrect=self._inline(text_at(rules, "incorrectfeedback")),
            )
        ]

    def _text(self, base: QuestionDraft) -> list[QuestionDraft]:
        answers = [
            {
                "text": _pattern(text.strip()) if "*" in text else text.strip(),
                "is_pattern": "*" in text,
                "weight": str(_weight(share, Decimal(1))),
                "feedback": feedback,
            }
            for text, share, feedback, _ in self._answers()
            if text.strip() and (share > 0 or text.strip() != "*")
        ]
        if not any(Decimal(str(answer["weight"])) > 0 for answer in answers):
            raise LeftOut("no-right-answer", "The source gives no right answer.")
        is_case_sensitive = words_at(self.plugin, "shortanswer", "usecase") == "1"
        return [replace(base, settings={"answers": answers, "is_case_sensitive": is_case_sensitive})]

    def _number(self, base: QuestionDraft) -> list[QuestionDraft]:
        tolerances = {
            words_at(record, "answer"): words_at(record, "tolerance")
            for record in children_of(child_of(self.plugin, "numerical_records"), "numerical_record")
        }
        answers = [
            {
                "value": text.strip(),
                "tolerance": tolerances.get(identifier) or "0",
                "weight": str(_weight(share, Decimal(1))),
                "feedback": feedback,
            }
            for text, share, feedback, identifier in self._answers()
            if text.strip() != "*" and share > 0
        ]
        if not answers:
            raise LeftOut("no-right-answer", "The source gives no right answer.")
        units = [
            name
            for one in children_of(child_of(self.plugin, "numerical_units"), "numerical_unit")
            if (name := words_at(one, "unit"))
        ]
        settings: dict[str, Any] = {"answers": answers}
        if units:
            settings["unit"] = {"mode": "optional", "names": units}
        return [replace(base, kind="numerical", settings=settings)]

    def _matching(self, base: QuestionDraft) -> list[QuestionDraft]:
        """A question for each pair: the answers of all pairs are the list to choose from."""
        pairs = [
            (text_at(one, "questiontext"), words_at(one, "answertext"))
            for one in children_of(child_of(self.plugin, "matches"), "match")
        ]
        words = list(dict.fromkeys(answer for _, answer in pairs if answer))
        asked = [(markup, answer) for markup, answer in pairs if markup.strip() and answer]
        if not asked or len(words) < 2:
            raise LeftOut("no-right-answer", "The source gives no pairs.")
        self.node.lose("matching-split", "Each pair of the source became a question of its own.")
        from html import escape

        drafts = []
        for markup, answer in asked:
            stem = html_to_document(
                text_at(self.question.element, "questiontext") + f"<p>{markup}</p>",
                links=self.links,
                node=self.node,
            )
            options = [OptionDraft(escape(word, quote=False), 1 if word == answer else 0) for word in words]
            points = (Decimal(str(base.points)) / len(asked)).quantize(Decimal("0.001")) or Decimal("0.001")
            drafts.append(replace(base, kind="dropdown", stem=stem, options=options, points=points))
        return drafts


def _weight(share: Decimal, best: Decimal) -> Decimal:
    return max(Decimal(-1), min(Decimal(1), share / best)).quantize(Decimal("0.00001"))


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text or "0")
    except InvalidOperation:
        return Decimal(0)


def _pattern(text: str) -> str:
    """Moodle's wildcard as a regular expression: a star stands for anything, one behind a backslash for itself."""
    import re

    parts = re.split(r"(?<!\\)\*", text)
    return ".*".join(re.escape(part.replace("\\*", "*")) for part in parts)


def is_random(question: BankQuestion) -> bool:
    """Whether the slot draws a question at random."""
    return question.kind == "random"


def tag_names(instance: Element) -> frozenset[str]:
    """Tags by which a slot draws."""
    found = [one for one in instance.iter() if tag_of(one) == "tagname"]
    return frozenset((one.text or "").casefold() for one in found)
