"""Words of the feed, which no browser translates. A language without words reads English."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from edusync.communication.calendar.agenda import Item

Words = Mapping[str, str]

ENGLISH: Words = {
    "name": "{site}: learning",
    "due": "Due: {title}",
    "access-ends": "Access ends: {title}",
    "cohort-starts": "Begins: {title} ({note})",
    "cohort-ends": "Ends: {title} ({note})",
    "offer": "Accept your seat by now: {title}",
    "quiz": "Quiz ends: {title}",
    "opens": "Opens: {title}",
    "opens-many": "Opens: {title} and {more} more",
    "closes": "Closes: {title}",
    "closes-many": "Closes: {title} and {more} more",
    "assignment": "Hand in: {title}",
    "quiz-opens": "Quiz opens: {title}",
    "quiz-closes": "Quiz closes: {title}",
    "exam": "Exam: {title}",
    "own": "{title}",
}
TAMIL: Words = {
    "name": "{site}: கற்றல்",
    "due": "முடிக்க வேண்டியது: {title}",
    "access-ends": "அணுகல் முடிகிறது: {title}",
    "cohort-starts": "தொடங்குகிறது: {title} ({note})",
    "cohort-ends": "முடிகிறது: {title} ({note})",
    "offer": "இடத்தை ஏற்க கடைசி நேரம்: {title}",
    "quiz": "வினாடி வினா முடிகிறது: {title}",
    "opens": "திறக்கிறது: {title}",
    "opens-many": "திறக்கின்றன: {title}, மேலும் {more}",
    "closes": "மூடுகிறது: {title}",
    "closes-many": "மூடுகின்றன: {title}, மேலும் {more}",
    "assignment": "ஒப்படைக்க வேண்டியது: {title}",
    "quiz-opens": "வினாடி வினா திறக்கிறது: {title}",
    "quiz-closes": "வினாடி வினா மூடுகிறது: {title}",
    "exam": "தேர்வு: {title}",
    "own": "{title}",
}
LANGUAGES: Mapping[str, Words] = {"en": ENGLISH, "ta": TAMIL}


def words_for(language: str) -> Words:
    """The words of a language, English where there are none."""
    return LANGUAGES.get(language.split("-", maxsplit=1)[0].lower(), ENGLISH)


def summary_of(item: "Item", words: Words) -> str:
    """One line that says what it is."""
    kind = f"{item.kind}-many" if item.count > 1 else item.kind
    # Put together once: what people wrote may hold braces itself.
    return words[kind].format(title=item.title, note=item.note, more=item.count - 1)
