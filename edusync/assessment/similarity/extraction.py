"""Texts out of files that learners hand in: plain texts, programs, documents of word processors, PDF."""

import dataclasses
import json
import re
import subprocess
import sys
import zipfile
import zlib
from itertools import accumulate
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree

MAX_CHARACTERS = 400_000
# For one PDF: of processor time, and of the clock. The limits of memory and pages stand in `pdf_pages`.
PDF_CPU_SECONDS = 20
PDF_SECONDS = 90
PDF_READER = str(Path(__file__).with_name("pdf_pages.py"))
# Stands between two pages.
PAGE_END = "\f"
MAX_BYTES = 20_000_000
CODE = frozenset(
    [
        "py",
        "js",
        "ts",
        "jsx",
        "tsx",
        "java",
        "c",
        "h",
        "cc",
        "cpp",
        "hpp",
        "cs",
        "go",
        "rs",
        "rb",
        "php",
        "sql",
        "css",
        "r",
        "kt",
        "swift",
        "scala",
        "sh",
        "lua",
        "pl",
        "dart",
        "vue",
    ]
)
TEXT = frozenset(["txt", "md", "rst", "tex", "csv", "log", "html", "htm", "xml", "json", "yaml", "yml"])
# The part of the archive that holds the words, and the elements that end a line.
PACKED = {"docx": "word/document.xml", "odt": "content.xml"}
_PARTED = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]\n(?=[^\W\d_])")
_LINES = ("}p", "}h", "}br", "}tab", "}line-break")


@dataclasses.dataclass(frozen=True, slots=True)
class Extracted:
    """What a file says, pages parted by form feeds; or what it lacks to be compared.

    `lack`: `no_text` (pictures of pages, or nothing), `locked` (a password opens it), `broken` (no such file),
    `too_much` (it takes more time or memory than a text does).
    """

    content: str
    lack: str = ""


def kind_of(name: str) -> str | None:
    """`text` or `code`, by the ending of a file's name; None for what cannot be compared."""
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    if ending in CODE:
        return "code"
    return "text" if ending in TEXT or ending in PACKED or ending == "pdf" else None


def text_of_file(content: IO[bytes], name: str) -> Extracted:
    """What the file says, at most 400,000 characters, or why it says nothing."""
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    if ending == "pdf":
        found = _pdf_text(content)
    elif ending in PACKED:
        found = _packed_text(content, PACKED[ending])
    else:
        found = Extracted(content.read(MAX_BYTES).decode("utf-8", "replace"))
    words = found.content.replace("\0", "")[:MAX_CHARACTERS]
    return Extracted(words, found.lack or ("" if words.strip() else "no_text"))


def page_starts(content: str) -> list[int]:
    """Where the pages of a text begin, in characters; the first at 0."""
    return list(accumulate((len(page) + 1 for page in content.split(PAGE_END)[:-1]), initial=0))


def _pdf_text(content: IO[bytes]) -> Extracted:
    """The text of a PDF, read by a process of its own, which has little time and memory."""
    data = content.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        return Extracted("", "too_much")
    try:
        done = subprocess.run(
            [sys.executable, "-I", PDF_READER, str(PDF_CPU_SECONDS)],
            input=data,
            capture_output=True,
            timeout=PDF_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Extracted("", "too_much")
    if done.returncode:
        # A signal ends whoever is over the limits.
        return Extracted("", "too_much" if done.returncode < 0 else "broken")
    answer = json.loads(done.stdout)
    return Extracted(PAGE_END.join(_tidy(page) for page in answer["pages"]), answer["lack"])


def _tidy(page: str) -> str:
    """A page without halves of characters; words that were parted at the end of a line are one again."""
    whole = page.encode("utf-8", "ignore").decode().replace(PAGE_END, " ")
    return _PARTED.sub("", whole)


def _packed_text(content: IO[bytes], part: str) -> Extracted:
    try:
        with zipfile.ZipFile(content) as archive:
            if archive.getinfo(part).file_size > MAX_BYTES:
                return Extracted("", "too_much")
            with archive.open(part) as entry:
                root = ElementTree.fromstring(entry.read(MAX_BYTES))
    except (
        zipfile.BadZipFile,
        KeyError,
        ParseError,
        DefusedXmlException,
        RuntimeError,
        EOFError,
        zlib.error,
    ):
        return Extracted("", "broken")
    pieces: list[str] = []
    for element in root.iter():
        if element.tag.endswith(_LINES):
            pieces.append("\n")
        # A word processor keeps its own instructions in elements of other names.
        if element.text and element.tag.endswith(("}t", "}p", "}h", "}span", "}a")):
            pieces.append(element.text)
        if element.tail and not part.startswith("word/"):
            pieces.append(element.tail)
    return Extracted("".join(pieces).strip())
