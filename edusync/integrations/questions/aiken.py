"""Aiken: a question in a line or more, choices by capital letters, `ANSWER: B`."""

import re
from collections.abc import Iterator

from edusync.assessment.drafts import OptionDraft, QuestionDraft
from edusync.integrations.formats.text import decode_text
from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.questions.found import Found, inline_of, stem_of, title_of

_CHOICE = re.compile(r"\s*([A-Z])[).]\s+(.*)")
_ANSWER = re.compile(r"\s*ANSWER\s*:\s*([A-Z])\s*$", re.IGNORECASE)


def read_aiken(content: bytes) -> Iterator[Found]:
    """All questions; one that has no answer line is told in the report."""
    asked: list[str] = []
    choices: dict[str, str] = {}
    begin = 1
    lines = decode_text(content).lstrip("\ufeff").split("\n")
    for number, line in enumerate([*lines, ""], 1):
        if answer := _ANSWER.match(line):
            yield _question(begin, asked, choices, answer[1].upper())
            asked, choices = [], {}
        elif choice := _CHOICE.match(line):
            choices[choice[1]] = choice[2].strip()
        elif line.strip():
            if choices:
                yield _question(begin, asked, choices, "")
                asked, choices = [], {}
            if not asked:
                begin = number
            asked.append(line.strip())
    if asked or choices:
        yield _question(begin, asked, choices, "")


def _question(line: int, asked: list[str], choices: dict[str, str], answer: str) -> Found:
    node = SourceNode(path=f"line {line}", kind="question")
    text = "\n".join(asked)
    found = Found(line, title_of(text, "plain"), "choice", node)
    if not answer:
        node.skip("no-answer-line", "No line “ANSWER: …” follows the choices.")
    elif answer not in choices or len(choices) < 2:
        node.skip("no-right-answer", f"There is no choice {answer}, or only one.")
    elif not text:
        node.skip("unreadable", "There is no question above the choices.")
    else:
        found.draft = QuestionDraft(
            kind="single_choice",
            stem=stem_of(text, node, "plain"),
            options=[
                OptionDraft(inline_of(words, node, "plain") or "–", 1 if letter == answer else 0)
                for letter, words in choices.items()
            ],
        )
        node.keep()
    return found
