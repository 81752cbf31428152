"""Why a statement is refused, in words and with the place."""

import dataclasses
from typing import Any

from edusync.kernel.problems import FieldError
from edusync.reports.problems import ReportStatementRefused

REASONS: dict[str, str] = {
    "aggregate-inside": "{word} cannot stand inside another function over many rows.",
    "aggregate-place": "{word} needs whole groups: use it behind SELECT, HAVING or ORDER BY.",
    "arguments": "{word} takes other arguments.",
    "arithmetic": "Only numbers can be calculated with; {word} is none.",
    "column-ambiguous": "Several relations have a column {word}: write the relation's name and a dot before it.",
    "column-unknown": "There is no column {word} here.",
    "columns-many": "A report has at most {word} columns.",
    "comma-join": "Relations are put together by JOIN … ON …, not by a comma.",
    "comment": "Comments are not allowed. Use the description of the report.",
    "empty": "Write a SELECT.",
    "from-missing": "Say FROM which relation.",
    "function-unknown": "The function {word} is not part of the language.",
    "grouping": "{word} is neither in GROUP BY nor inside a function over many rows.",
    "hint": "Hints for the database are not allowed.",
    "into": "A report only reads: INTO is not allowed.",
    "join-condition": "A JOIN needs ON with a condition.",
    "join-kind": "Only JOIN and LEFT JOIN are allowed.",
    "limit": "LIMIT and OFFSET take a whole number.",
    "lock": "A report only reads: rows are never locked.",
    "name-twice": "Two columns are called {word}: give one of them another name with AS.",
    "number": "{word} is no number that can be used here.",
    "order-distinct": "With DISTINCT the rows can only be sorted by columns that are shown.",
    "parameter": "Parameters and variables are not allowed.",
    "pattern": "LIKE takes a text in single quotes.",
    "quotes": "{word} is not allowed. Text stands in single quotes, names in double quotes.",
    "relation-name": "A relation is named by one word; databases and schemas cannot be named.",
    "relation-twice": "Two relations are called {word}: give one of them another name with AS.",
    "relation-unknown": "There is no relation {word}.",
    "relations-many": "A report reads at most {word} relations.",
    "select-only": "Only SELECT is allowed.",
    "several": "Only one statement is allowed, without a semicolon.",
    "star": "* stands alone behind SELECT, or inside COUNT(*).",
    "sub-select": "A SELECT inside can only stand behind FROM or JOIN, in parentheses and with a name.",
    "syntax": "This cannot be read as SQL near {word}.",
    "too-deep": "The statement is nested too deeply.",
    "too-long": "The statement is too long: at most {word} characters.",
    "union": "UNION, EXCEPT and INTERSECT are not allowed.",
    "window": "Window functions (OVER) are not allowed.",
    "with": "WITH is not allowed. Put the SELECT behind FROM, in parentheses and with a name.",
    "word": "{word} is not part of the language.",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """A piece of the statement by its characters; `end` is the first one behind it."""

    begin: int = 0
    end: int = 0


def refused(reason: str, text: str, place: Place, word: Any = "") -> ReportStatementRefused:
    """The problem: reason, its words, and line and column (both from 1) where it lies."""
    begin = min(max(place.begin, 0), len(text))
    shown = str(word) if word != "" else text[begin : max(place.end, begin)]
    shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
    line = text.count("\n", 0, begin) + 1
    column = begin - (text.rfind("\n", 0, begin) + 1) + 1
    words = REASONS[reason].format(word=shown)
    return ReportStatementRefused(
        f"Line {line}, column {column}: {words}",
        errors=[FieldError("/statement", reason, words)],
        reason=reason,
        word=shown,
        line=line,
        column=column,
        begin=begin,
        end=max(place.end, begin),
    )
