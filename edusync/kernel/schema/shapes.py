"""A table as a set of named parts, read from the text by which its engine would make it again.

Both sides of a comparison come from the same engine and the same reader, so that what differs is the table and never
the spelling.
"""

import dataclasses
import re
from collections.abc import Iterable, Iterator

QUOTES = "'\"`"
# Counters, statistics and encryption at rest change without anybody changing the table.
PASSING_OPTIONS = re.compile(
    r"^(?:AUTO_INCREMENT|AVG_ROW_LENGTH|MAX_ROWS|MIN_ROWS|STATS_\w+|ENCRYPTION|ENCRYPTED|ENCRYPTION_KEY_ID)$",
    re.IGNORECASE,
)
OPTION = re.compile(r"([A-Za-z_]+)\s*=\s*('(?:[^']|'')*'|[^\s,]+)")
NAMED = re.compile(
    r"CONSTRAINT\s+[\"`]([^\"`]+)[\"`]\s+(CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY)\s*(.*)", re.DOTALL
)
UNNAMED = re.compile(r"(CHECK|UNIQUE|FOREIGN KEY|PRIMARY KEY)\s*(\(.*)", re.DOTALL)
KEY = re.compile(r"(UNIQUE |FULLTEXT |SPATIAL )?(?:KEY|INDEX)\s+`([^`]+)`\s*(\(.*)", re.DOTALL)
REFERENCES = re.compile(r"\s+REFERENCES\s+", re.IGNORECASE)
FOREIGN_KEY = re.compile(r"\(([^)]*)\)\s*REFERENCES\s+(\S+)\s*\(([^)]*)\)(.*)", re.DOTALL)
# MySQL spells the character set out once a column's collation was written by hand, as in every table made again from a
# dump. The collation says it all.
CHARACTER_SET = re.compile(r"\bCHARACTER SET \w+ (?=COLLATE )", re.IGNORECASE)
INDEX = re.compile(r"CREATE (UNIQUE )?INDEX\s+[\"`]?(\w+)[\"`]?\s+ON\s+[\"`]?(\w+)[\"`]?\s*(.*)", re.DOTALL)

KINDS = {
    "CHECK": "check",
    "UNIQUE": "unique key",
    "FOREIGN KEY": "foreign key",
    "PRIMARY KEY": "primary key",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """One column, key, index, check or option of a table."""

    kind: str
    name: str
    text: str


Shape = dict[tuple[str, str], Part]


def shape_of(parts: Iterable[Part], declared: Iterable[str]) -> Shape:
    """Parts by kind and name. Keys whose names the engine or Django made up go by their columns."""
    names = set(declared)
    shape: Shape = {}
    for part in parts:
        is_made_up = part.kind in {"unique key", "index", "foreign key", "check"} and part.name not in names
        kept = dataclasses.replace(part, name=part.text) if is_made_up else part
        shape[kept.kind, kept.name] = kept
    return shape


def table_parts(statement: str) -> Iterator[Part]:
    """Parts of a `CREATE TABLE` as SQLite, MariaDB and MySQL keep it."""
    start = statement.index("(")
    end = closing(statement, start)
    for item in items(statement[start + 1 : end]):
        yield from item_parts(item)
    yield from options(statement[end + 1 :])


def item_parts(item: str) -> Iterator[Part]:
    """The part that one item of the column list declares; a column of SQLite may declare its foreign key too."""
    if item[0] in QUOTES:
        yield from column_parts(item)
        return
    if found := NAMED.fullmatch(item):
        name, kind, text = found.groups()
    elif found := UNNAMED.fullmatch(item):
        (kind, text), name = found.groups(), ""
    elif found := KEY.fullmatch(item):
        prefix, name, text = found.groups()
        kind = {"UNIQUE ": "unique key", "FULLTEXT ": "full-text index"}.get(prefix or "", "index")
        yield Part(kind, name, tidy(text))
        return
    else:
        raise ValueError(f"unknown part of a table: {item}")
    text = foreign_key(text) if kind == "FOREIGN KEY" else tidy(text)
    yield Part(KINDS[kind], "" if kind == "PRIMARY KEY" else name, text)


def column_parts(item: str) -> Iterator[Part]:
    """A column, and the foreign key in its text."""
    name = item[1 : item.index(item[0], 1)]
    text = item[len(name) + 2 :].strip()
    definition, *reference = REFERENCES.split(text, maxsplit=1)
    yield Part("column", name, CHARACTER_SET.sub("", tidy(definition)))
    if reference:
        quoted = f"{item[0]}{name}{item[0]}"
        yield Part("foreign key", "", foreign_key(f"({quoted}) REFERENCES {reference[0]}"))


def foreign_key(text: str) -> str:
    """`(column) references table (column)` without what all keys of an engine share."""
    found = FOREIGN_KEY.fullmatch(tidy(text))
    if found is None:
        raise ValueError(f"unknown foreign key: {text}")
    columns, table, targets, rest = (unquoted(part) for part in found.groups())
    rest = rest.replace("DEFERRABLE INITIALLY DEFERRED", "").strip()
    return f"({columns}) references {table} ({targets})" + (f" {rest}" if rest else "")


def options(text: str) -> Iterator[Part]:
    """Engine, character set and the like that stand behind the columns."""
    text = text.split("PARTITION BY", maxsplit=1)[0].replace("DEFAULT CHARSET", "CHARSET")
    for name, value in OPTION.findall(text):
        if not PASSING_OPTIONS.match(name):
            yield Part("option", name.lower(), value.strip("'"))


def index_part(statement: str) -> Part:
    """Part for a `CREATE INDEX` of SQLite. Raises ValueError for another statement."""
    found = INDEX.fullmatch(statement.strip())
    if found is None:
        raise ValueError(f"unknown index: {statement}")
    unique, name, _table, columns = found.groups()
    return Part("unique key" if unique else "index", name, tidy(columns))


def items(text: str) -> Iterator[str]:
    """Parts between the commas that stand in no brackets and no quotes."""
    depth, start = 0, 0
    for position, character in unquoted_characters(text):
        if character == "(":
            depth += 1
        elif character == ")":
            depth -= 1
        elif character == "," and depth == 0:
            yield text[start:position].strip()
            start = position + 1
    yield text[start:].strip()


def closing(text: str, start: int) -> int:
    """Where the bracket that opens at `start` closes. Raises ValueError where it does not."""
    depth = 0
    for position, character in unquoted_characters(text[start:]):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return start + position
    raise ValueError("a bracket does not close")


def unquoted_characters(text: str) -> Iterator[tuple[int, str]]:
    """Position and character of what stands outside quotes."""
    quote = ""
    for position, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
        elif character in QUOTES:
            quote = character
        else:
            yield position, character


def unquoted(text: str) -> str:
    """Names without their quotes."""
    return text.replace('"', "").replace("`", "").strip()


def tidy(text: str) -> str:
    """One line, one space between words, none after a comma."""
    return re.sub(r",\s+", ",", " ".join(text.split()))
