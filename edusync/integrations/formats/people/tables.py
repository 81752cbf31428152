"""Delimited text to a table, whatever its encoding and delimiter; anything odd is refused with the line it stands in."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from edusync.integrations.problems import (
    DuplicateColumn,
    EmptyTable,
    IsSpreadsheet,
    NoRows,
    NotText,
    TableBroken,
    TableTooLarge,
)

MIB = 1 << 20
MAX_BYTES = 32 * MIB
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 5_000
DELIMITERS = ",;\t|"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Zip (xlsx, ods), the old Excel container.
_SPREADSHEETS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


@dataclass(frozen=True, slots=True)
class TableRow:
    """Cells of one row and the line of the file where it begins."""

    line: int
    cells: list[str]


@dataclass(slots=True)
class Table:
    """A table with its head. `notes` are codes of what was guessed."""

    header: list[str]
    rows: list[TableRow]
    encoding: str
    delimiter: str
    notes: list[str] = field(default_factory=list)


def read_table(content: bytes, *, file_name: str = "", is_empty_allowed: bool = False) -> Table:
    """The table in the bytes of a file.

    Raises EmptyTable, NoRows (a head alone), NotText, IsSpreadsheet, TableBroken, TableTooLarge, DuplicateColumn.
    """
    if len(content) > MAX_BYTES:
        raise TableTooLarge(f"The file is larger than {MAX_BYTES // MIB} MiB.", file=file_name)
    if content.startswith(_SPREADSHEETS):
        raise IsSpreadsheet("Save it as CSV (UTF-8) in your spreadsheet, then upload that.", file=file_name)
    text, encoding, notes = decode(content, file_name)
    if not text.strip():
        raise EmptyTable(file=file_name)
    delimiter = delimiter_of(text)
    found = _rows(text, delimiter, file_name)
    header = _header(next(found).cells, file_name)
    rows = list(found)
    if not rows and not is_empty_allowed:
        raise NoRows(file=file_name)
    return Table(header, rows, encoding, delimiter, notes)


def decode(content: bytes, file_name: str = "") -> tuple[str, str, list[str]]:
    """Text, name of the encoding, notes. UTF-8 unless a mark or zero bytes tell otherwise; Latin-1 as the last guess."""
    text, encoding = _decoded(content, file_name)
    if any(character in text for character in "\x00\x01\x02\x03\x04\x05\x06\x07\x08"):
        raise NotText("It holds zero or control characters.", file=file_name)
    notes = ["encoding-guessed"] if encoding == "cp1252" else []
    return text, encoding, notes


def _decoded(content: bytes, file_name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.removeprefix(mark).decode(encoding), encoding
            except UnicodeDecodeError as error:
                raise NotText(f"It says it is {encoding}, and is not.", file=file_name) from error
    wide = _wide_encoding(content)
    for encoding in (wide, "utf-8", "cp1252"):
        try:
            if encoding:
                return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise NotText("Its encoding is not known.", file=file_name)


def _wide_encoding(content: bytes) -> str:
    """UTF-16 without a mark shows as zero bytes in every second place of Latin text."""
    head = content[:400]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 and odd == 0 else ""


def delimiter_of(text: str) -> str:
    """The delimiter that parts the head into the most cells; a comma where there is none."""
    head = text.lstrip("\r\n").partition("\n")[0][:20_000]
    counts = {mark: _outside_quotes(head, mark) for mark in DELIMITERS}
    return max(DELIMITERS, key=lambda mark: counts[mark])


def _outside_quotes(line: str, mark: str) -> int:
    return sum(part.count(mark) for part in line.split('"')[0::2])


def _rows(text: str, delimiter: str, file_name: str) -> Iterator[TableRow]:
    """Rows that are not blank. Line ends inside quotes are kept; the line counted is the first of the row."""
    csv.field_size_limit(MAX_CELL * 4)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line, count = 1, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(error, line, file_name) from error
        begin, line = line, reader.line_num + 1
        if not any(cell.strip() for cell in cells):
            continue
        _refuse_large(cells, begin, file_name)
        count += 1
        if count > MAX_ROWS + 1:
            raise TableTooLarge(f"The file has more than {MAX_ROWS} rows.", file=file_name)
        yield TableRow(begin, [unicodedata.normalize("NFC", cell.strip()) for cell in cells])


def _broken(error: csv.Error, line: int, file_name: str) -> Exception:
    if "field larger" in str(error):
        return TableTooLarge(
            f"Line {line}: a cell is longer than {MAX_CELL} characters, or a quotation mark in it is never closed.",
            file=file_name,
            line=line,
        )
    if "end of data" in str(error):
        return TableBroken(
            f"Line {line}: a quotation mark is opened and never closed.", file=file_name, line=line
        )
    return TableBroken(
        f"Line {line}: a quotation mark stands where none may ({error}).", file=file_name, line=line
    )


def _refuse_large(cells: list[str], line: int, file_name: str) -> None:
    if len(cells) > MAX_COLUMNS:
        raise TableTooLarge(
            f"Line {line} has {len(cells)} columns; {MAX_COLUMNS} are allowed.", file=file_name, line=line
        )
    if any(len(cell) > MAX_CELL for cell in cells):
        raise TableTooLarge(
            f"Line {line}: a cell is longer than {MAX_CELL} characters.", file=file_name, line=line
        )


def _header(cells: list[str], file_name: str) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    seen: dict[str, str] = {}
    for number, cell in enumerate(cells, 1):
        key = cell.casefold()
        if key and key in seen:
            raise DuplicateColumn(
                f"The heading “{cell[:80]}” stands there twice.", file=file_name, column=number
            )
        seen[key] = cell
    return [cell[:200] for cell in cells]
