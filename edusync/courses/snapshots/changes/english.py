"""Entries as English sentences, for terminals and logs. Screens have their own texts by code."""

from collections.abc import Iterator, Sequence

from edusync.courses.snapshots.changes.words import Entry

SENTENCES = {
    "course-changed": "Course: {field} changed",
    "offer-changed": "Course: {field} changed",
    "part-changed": "Course: {part} changed",
    "module-added": "Module “{title}” added",
    "module-removed": "Module “{title}” removed",
    "module-moved": "Module “{title}” moved",
    "module-renamed": "Module “{old}” renamed to “{new}”",
    "module-changed": "Module “{title}”: {field} changed",
    "lesson-added": "Lesson “{title}” added to “{module}”",
    "lesson-removed": "Lesson “{title}” removed from “{module}”",
    "lesson-moved": "Lesson “{title}” moved from “{from}” to “{to}”",
    "lesson-reordered": "Lesson “{title}” has another place in “{module}”",
    "lesson-renamed": "Lesson “{old}” renamed to “{new}”",
    "lesson-changed": "Lesson “{title}”: {field} changed",
    "content-changed": "Lesson “{title}”: {field} changed",
    "page-changed": "{number} parts of the page “{title}” changed",
    "questions-changed": "Quiz “{lesson}”: questions changed",
    "question-added": "Quiz “{lesson}”: question {number} added",
    "question-removed": "Quiz “{lesson}”: question “{name}” removed",
    "question-moved": "Quiz “{lesson}”: question {number} moved",
    "question-changed": "Quiz “{lesson}”: question {number} changed",
    "question-stem": "the wording changed",
    "question-field": "{field} changed",
    "option-added": "option {letter} added",
    "option-removed": "option {letter} removed",
    "option-right": "option {letter} is now right",
    "option-wrong": "option {letter} is now wrong",
    "option-text": "option {letter} reads otherwise",
    "option-weight": "option {letter} earns {new} instead of {old}",
    "option-feedback": "the feedback of option {letter} changed",
    "block-added": "{type} added",
    "block-removed": "{type} removed",
    "block-moved": "{type} moved",
    "block-changed": "{type} changed",
}


def english(entries: Sequence[Entry], *, indent: str = "") -> Iterator[str]:
    """A line for each entry, its details indented below it."""
    for entry in entries:
        sentence = SENTENCES[entry.code].format_map({"old": "", "new": "", **entry.values})
        numbers = ""
        if entry.code.endswith("-changed") and {"field", "old", "new"} <= set(entry.values):
            numbers = f": {_shown(entry.values['old'])} → {_shown(entry.values['new'])}"
        yield f"{indent}{sentence}{numbers}"
        yield from english(entry.details, indent=f"{indent}  ")


def _shown(value: object) -> str:
    return "nothing" if value is None or value == "" else str(value)
