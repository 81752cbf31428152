"""The first sheet of an Excel workbook as rows of text: enough of ECMA-376 for a table of marks, and nothing trusted."""

import io
import posixpath
import re
import zipfile
from decimal import Decimal, InvalidOperation
from typing import Any

from lxml import etree

from edusync.kernel.problems import FieldError, ValidationProblem

MAX_PART = 64 << 20
MAX_ROWS = 20_000
MAX_COLUMNS = 1_000
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(content: bytes) -> list[list[str]]:
    """Rows of the first sheet, numbers as they would be typed. Raises ValidationProblem for what is no workbook."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            texts = shared_texts(book)
            return rows_of(part(book, first_sheet(book)), texts)
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError, IndexError) as error:
        raise refused("invalid", "This is no Excel workbook that can be read.") from error


def refused(code: str, detail: str) -> ValidationProblem:
    """The problem with the file."""
    return ValidationProblem(errors=[FieldError("/file", code, detail)])


def part(book: zipfile.ZipFile, name: str) -> Any:
    """A part of the workbook as a tree; no entity is resolved, nothing is fetched. Raises KeyError, ValidationProblem."""
    if book.getinfo(name).file_size > MAX_PART:
        raise refused("too-large", "The workbook holds too much.")
    with book.open(name) as file:
        content = file.read(MAX_PART + 1)
    if len(content) > MAX_PART:
        raise refused("too-large", "The workbook holds too much.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(content, parser)


def first_sheet(book: zipfile.ZipFile) -> str:
    """Name of the part with the first sheet. Raises KeyError, IndexError."""
    wanted = part(book, "xl/workbook.xml").findall(f"{MAIN}sheets/{MAIN}sheet")[0].get(RELATION)
    for relation in part(book, "xl/_rels/workbook.xml.rels"):
        if relation.get("Id") == wanted:
            return posixpath.normpath(posixpath.join("/xl", relation.get("Target"))).lstrip("/")
    raise KeyError(wanted)


def shared_texts(book: zipfile.ZipFile) -> list[str]:
    """Texts that cells name by number."""
    if "xl/sharedStrings.xml" not in book.namelist():
        return []
    return [text_of(one) for one in part(book, "xl/sharedStrings.xml").findall(f"{MAIN}si")]


def text_of(node: Any) -> str:
    """All text in it, without the readings that East Asian texts carry along."""
    found = (one for one in node.iter(f"{MAIN}t") if one.getparent().tag != f"{MAIN}rPh")
    return "".join(one.text or "" for one in found)


def rows_of(sheet: Any, texts: list[str]) -> list[list[str]]:
    """Cells by row and column; what the sheet leaves out is empty."""
    rows: dict[int, dict[int, str]] = {}
    for cell in sheet.iter(f"{MAIN}c"):
        place = PLACE.fullmatch(cell.get("r") or "")
        if place is None:
            raise ValueError(cell.get("r"))
        column, row = column_of(place[1]), int(place[2])
        value = value_of(cell, texts)
        if value:
            if row > MAX_ROWS or column >= MAX_COLUMNS:
                raise refused("too-large", f"At most {MAX_ROWS} rows and {MAX_COLUMNS} columns.")
            rows.setdefault(row, {})[column] = value
    width = max((max(cells) for cells in rows.values()), default=-1) + 1
    return [
        [rows.get(row, {}).get(at, "") for at in range(width)] for row in range(1, max(rows, default=0) + 1)
    ]


def column_of(letters: str) -> int:
    """Number of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def value_of(cell: Any, texts: list[str]) -> str:
    """What the cell shows, as text. A formula counts by its last result."""
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return text_of(cell).strip()
    raw = (cell.findtext(f"{MAIN}v") or "").strip()
    if kind == "s" and raw:
        return texts[int(raw)].strip()
    return plain(raw) if kind == "n" else raw


def plain(raw: str) -> str:
    """A number as one would type it: no exponent, no dust of binary fractions."""
    try:
        number = Decimal(raw)
    except InvalidOperation:
        return raw
    if not number.is_finite():
        return raw
    return format(round(number, 6).normalize(), "f")
