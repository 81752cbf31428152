"""A quiz activity to a quiz lesson: its slots, with fixed questions in place of those drawn at random."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from edusync.assessment.drafts import QuestionDraft
from edusync.integrations.formats.moodle.backup import (
    BackupReader,
    child_of,
    children_of,
    number_at,
    text_at,
    words_at,
)
from edusync.integrations.formats.moodle.questions import (
    BankQuestion,
    LeftOut,
    QuestionMaker,
    is_random,
    read_bank,
    tag_names,
)
from edusync.integrations.formats.moodle.stored_files import MoodleAddresses, StoredFiles
from edusync.integrations.formats.richtext.convert import html_to_inline
from edusync.integrations.formats.tree import SourceLesson, SourceNode
from edusync.integrations.formats.xmlfiles import Element

_QUESTION_AREAS = (
    "question/questiontext",
    "question/generalfeedback",
    "question/answer",
    "question/answerfeedback",
)


class QuizMaker:
    """Makes quiz lessons of one backup. The bank is read once."""

    def __init__(self, reader: BackupReader, files: StoredFiles, lessons: Mapping[str, str]) -> None:
        self.reader, self.files, self.lessons = reader, files, lessons
        root = reader.xml("questions.xml")
        self.bank = read_bank(root)
        if root is not None:
            reader.node("questions.xml").keep()
        self._contexts = {
            category.get("id") or "": words_at(category, "contextid")
            for category in children_of(root, "question_category")
        }
        self._nodes = {
            question.id: reader.ledger.list_node(
                f"{reader.prefix}questions.xml#{question.id}", "question", question.name
            )
            for question in self.bank
            if not is_random(question)
        }

    def lesson(self, key: str, quiz: Element, context: str, node: SourceNode) -> SourceLesson | None:
        """The lesson; None when nothing of the quiz can be asked, which its node tells."""
        drafts: list[QuestionDraft] = []
        used: set[str] = set()
        for instance in children_of(child_of(quiz, "question_instances"), "question_instance"):
            question = self._question(instance, used, node)
            if question is None:
                continue
            used.add(question.id)
            drafts += self._drafts(question, _points(instance), key)
        if not drafts:
            node.skip("no-questions", "No question of it can be asked here.")
            return None
        links = MoodleAddresses(self.files, context, ("mod_quiz/intro",), self.lessons)
        limit, attempts = number_at(quiz, "timelimit"), number_at(quiz, "attempts_number")
        if number_at(quiz, "timeopen") or number_at(quiz, "timeclose"):
            node.lose("dates", "Dates of the source (open, close) are not set.")
        if words_at(quiz, "password"):
            node.lose("password", "The source asks for a password before the quiz.")
        return SourceLesson(
            key,
            "quiz",
            words_at(quiz, "name")[:200],
            questions=drafts,
            introduction=html_to_inline(text_at(quiz, "intro"), links=links, node=node),
            attempts_allowed=attempts if 1 <= attempts <= 1000 else None,
            time_limit_seconds=limit if 10 <= limit <= 30 * 86_400 else None,
            is_shuffled=words_at(quiz, "shuffleanswers") == "1",
            estimated_minutes=max(1, len(drafts)),
        )

    def _drafts(self, question: BankQuestion, points: Decimal, key: str) -> list[QuestionDraft]:
        node = self._nodes[question.id]
        self.reader.ledger.advance()
        context = self._contexts.get(question.category, "")
        links = MoodleAddresses(self.files, context, _QUESTION_AREAS, self.lessons, item=question.id)
        try:
            drafts = QuestionMaker(question, links, node).drafts(points)
        except LeftOut as reason:
            node.skip(reason.code, reason.words)
            return []
        node.keep(key)
        return drafts

    def _question(self, instance: Element, used: set[str], node: SourceNode) -> BankQuestion | None:
        """The question of a slot; for a random one the next of its category that no slot has."""
        wanted = words_at(instance, "questionid") or words_at(instance, "question")
        entry = words_at(instance, "question_reference", "questionbankentryid")
        found = next((one for one in self.bank if one.id == wanted or (entry and one.entry == entry)), None)
        if found is not None and not is_random(found):
            return found
        category = words_at(instance, "questioncategoryid") or (found.category if found else "")
        tags = tag_names(instance)
        node.lose(
            "random-draw", "The source draws questions at random; here fixed ones of its bank are asked."
        )
        for one in self.bank:
            is_free = one.id not in used and not is_random(one)
            if is_free and (not category or one.category == category) and tags <= one.tags:
                return one
        return None


def _points(instance: Element) -> Decimal:
    try:
        points = Decimal(words_at(instance, "maxmark") or words_at(instance, "grade") or "1")
    except InvalidOperation:
        return Decimal(1)
    return points.quantize(Decimal("0.001")) if 0 < points < 1_000_000 else Decimal(1)
