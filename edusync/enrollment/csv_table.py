"""A list of people as delimited text: decoded, parted and its columns found. Pure: no database."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from edusync.enrollment.problems import CsvRefused

MIB = 1 << 20
MAX_BYTES = 5 * MIB
MAX_ROWS = 20_000
MAX_CELL = 1_000
MAX_COLUMNS = 60
DELIMITERS = ",;\t|"
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SPREADSHEETS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
PERSON, ACT, COHORT, DUE = "person", "act", "cohort", "due"
# Headings, in lower case and without what parts words, by what they mean. Several may name the person.
HEADINGS: dict[str, str] = {
    **dict.fromkeys(("person", "email", "emailaddress", "mail", "username", "user", "login"), PERSON),
    **dict.fromkeys(("number", "studentnumber", "employeenumber", "personnumber"), PERSON),
    **dict.fromkeys(("act", "action", "operation"), ACT),
    **dict.fromkeys(("cohort",), COHORT),
    **dict.fromkeys(("due", "duedate", "dueat", "dueon"), DUE),
}
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One row: the line where it begins, its cells by meaning, and the heading of each meaning."""

    line: int
    cells: dict[str, str]
    is_too_long: bool = False


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """The rows, and the heading in the file of each meaning that has a column."""

    headings: dict[str, str]
    rows: list[PersonRow]


def read_people_table(content: bytes) -> PeopleTable:
    """The table in the bytes of a file. Raises CsvRefused with a reason, and line or column where there is one."""
    if len(content) > MAX_BYTES:
        raise CsvRefused(f"The file is larger than {MAX_BYTES // MIB} MiB.", why="too-large")
    if content.startswith(_SPREADSHEETS):
        raise CsvRefused("Save it as CSV (UTF-8) in your spreadsheet.", why="spreadsheet")
    text = _decoded(content)
    rows = _rows(text)
    _, head = next(rows, (0, []))
    if not head:
        raise CsvRefused("The file is empty.", why="empty")
    meanings = _meanings(head)
    headings: dict[str, str] = {}
    for meaning, heading in zip(meanings, head, strict=True):
        if meaning:
            headings.setdefault(meaning, heading)
    if PERSON not in headings:
        raise CsvRefused("No column names the person: email, username or number.", why="no-person-column")
    found = [_row(line, cells, meanings) for line, cells in rows]
    if not found:
        raise CsvRefused("There is a heading and nothing below it.", why="no-rows")
    return PeopleTable(headings, found)


def _decoded(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode(content.removeprefix(mark), encoding)
    for encoding in ("utf-8", "cp1252"):
        try:
            return _decode(content, encoding)
        except CsvRefused:
            continue
    raise CsvRefused("Its encoding is not known. Save it as CSV (UTF-8).", why="encoding")


def _decode(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise CsvRefused(f"It is not {encoding}. Save it as CSV (UTF-8).", why="encoding") from error
    if any(character in text for character in "\x00\x01\x02\x03\x04\x05\x06\x07\x08"):
        raise CsvRefused("It holds zero or control characters.", why="encoding")
    return text


def _delimiter(text: str) -> str:
    head = text.lstrip("\r\n").partition("\n")[0][:20_000]
    return max(DELIMITERS, key=lambda mark: sum(part.count(mark) for part in head.split('"')[0::2]))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with the line where each begins; line ends inside quotes are kept."""
    csv.field_size_limit(max(csv.field_size_limit(), MAX_CELL * 4))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line, count = 1, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            detail = f"Line {line}: a quotation mark is not closed, or stands where none may."
            raise CsvRefused(detail, why="quotes", line=line) from error
        begin, line = line, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        _refuse_large(cells, begin, count)
        yield begin, [_plain(cell) for cell in cells]


def _refuse_large(cells: list[str], line: int, count: int) -> None:
    if count > MAX_ROWS + 1:
        raise CsvRefused(f"The file has more than {MAX_ROWS} rows.", why="too-many-rows", line=line)
    if len(cells) > MAX_COLUMNS or any(len(cell) > MAX_CELL for cell in cells):
        raise CsvRefused(f"Line {line} has too many columns or too long a cell.", why="too-large", line=line)


def _plain(cell: str) -> str:
    """Without the mark that exports put before what a spreadsheet would run."""
    text = unicodedata.normalize("NFC", " ".join(cell.split()))
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_STARTS) else text


def _meanings(head: list[str]) -> list[str]:
    seen: set[str] = set()
    meanings = []
    for number, heading in enumerate(head, 1):
        key = "".join(character for character in heading.casefold() if character.isalnum())
        meaning = HEADINGS.get(key, "")
        if key and (key in seen or (meaning and meaning != PERSON and meaning in meanings)):
            detail = f"The heading “{heading[:80]}” stands there twice."
            raise CsvRefused(detail, why="column-twice", column=number)
        seen.add(key)
        meanings.append(meaning)
    return meanings


def _row(line: int, cells: list[str], meanings: list[str]) -> PersonRow:
    """Cells by meaning; of several that name the person, the first that is filled."""
    found: dict[str, str] = {}
    for meaning, cell in zip(meanings, cells, strict=False):
        if meaning and cell and meaning not in found:
            found[meaning] = cell
    return PersonRow(line, found, is_too_long=any(cells[len(meanings) :]))
