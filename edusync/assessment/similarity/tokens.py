"""Texts and programs as tokens, in which neither spelling of case nor names of variables matter."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterator

# Letters with their marks (of Tamil and others, which belong to no letter class), and digits.
_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u200c\u200d])*")
_QUOTED = re.compile(
    r"“[^”]{1,2000}”|„[^“”]{1,2000}[“”]|«[^»]{1,2000}»|\"[^\"\n]{1,2000}\"|^[ \t]*>.*$", re.MULTILINE
)
_CODE = re.compile(
    r"(?P<comment>//[^\n]*|\#[^\n]*|/\*.*?\*/)"
    r"|(?P<string>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`[^`]*`)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<name>[^\W\d]\w*)"
    r"|(?P<sign>[^\s\w])",
    re.DOTALL,
)
_KEYWORDS = frozenset(
    [
        "and",
        "as",
        "async",
        "await",
        "break",
        "case",
        "catch",
        "class",
        "const",
        "continue",
        "def",
        "default",
        "del",
        "do",
        "elif",
        "else",
        "enum",
        "except",
        "export",
        "extends",
        "finally",
        "for",
        "foreach",
        "from",
        "func",
        "function",
        "if",
        "implements",
        "import",
        "in",
        "interface",
        "is",
        "lambda",
        "let",
        "match",
        "new",
        "not",
        "or",
        "package",
        "pass",
        "private",
        "protected",
        "public",
        "raise",
        "return",
        "select",
        "static",
        "struct",
        "super",
        "switch",
        "this",
        "throw",
        "throws",
        "try",
        "using",
        "var",
        "void",
        "where",
        "while",
        "with",
        "yield",
    ]
)


@dataclasses.dataclass(frozen=True, slots=True)
class Token:
    """A word, or a piece of a program, and where it stands."""

    value: str
    start: int
    end: int


def text_runs(text: str) -> Iterator[list[Token]]:
    """Words in a row, broken where something is quoted: quotations may be alike."""
    place = 0
    for quoted in _QUOTED.finditer(text):
        yield list(_words(text, place, quoted.start()))
        place = quoted.end()
    yield list(_words(text, place, len(text)))


def _words(text: str, start: int, end: int) -> Iterator[Token]:
    for found in _WORD.finditer(text, start, end):
        value = unicodedata.normalize("NFKC", found[0]).casefold()
        yield Token(value, found.start(), found.end())


def code_runs(text: str) -> Iterator[list[Token]]:
    """A program without comments; all names are one, as are all numbers and all strings."""
    yield [token for found in _CODE.finditer(text) if (token := _code_token(found)) is not None]


def _code_token(found: re.Match[str]) -> Token | None:
    kind, value = found.lastgroup, found[0]
    if kind == "comment":
        return None
    if kind == "name":
        value = value if value in _KEYWORDS else "name"
    elif kind != "sign":
        value = str(kind)
    return Token(value, found.start(), found.end())
