"""Texts out of files that learners hand in: plain texts, programs, documents of word processors."""

import zipfile
from pathlib import PurePosixPath
from typing import IO
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException, ElementTree

MAX_CHARACTERS = 400_000
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
_LINES = ("}p", "}h", "}br", "}tab", "}line-break")


def kind_of(name: str) -> str | None:
    """`text` or `code`, by the ending of a file's name; None for what cannot be compared."""
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    if ending in CODE:
        return "code"
    return "text" if ending in TEXT or ending in PACKED else None


def text_of_file(content: IO[bytes], name: str) -> str:
    """What the file says, at most 400,000 characters; empty where it cannot be read."""
    ending = PurePosixPath(name).suffix.lstrip(".").lower()
    if ending in PACKED:
        return _packed_text(content, PACKED[ending])[:MAX_CHARACTERS]
    return content.read(MAX_BYTES).decode("utf-8", "replace").replace("\0", "")[:MAX_CHARACTERS]


def _packed_text(content: IO[bytes], part: str) -> str:
    try:
        with zipfile.ZipFile(content) as archive:
            if archive.getinfo(part).file_size > MAX_BYTES:
                return ""
            with archive.open(part) as entry:
                root = ElementTree.fromstring(entry.read(MAX_BYTES))
    except (zipfile.BadZipFile, KeyError, ParseError, DefusedXmlException, RuntimeError, EOFError):
        return ""
    pieces: list[str] = []
    for element in root.iter():
        if element.tag.endswith(_LINES):
            pieces.append("\n")
        # A word processor keeps its own instructions in elements of other names.
        if element.text and element.tag.endswith(("}t", "}p", "}h", "}span", "}a")):
            pieces.append(element.text)
        if element.tail and not part.startswith("word/"):
            pieces.append(element.tail)
    return "".join(pieces).replace("\0", "").strip()
