"""Bytes of a text file to text, whatever its encoding."""

import codecs
import unicodedata

from edusync.integrations.formats.tree import SourceNode

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_text(content: bytes, node: SourceNode | None = None) -> str:
    """Text of the file: by its mark, as UTF-8, as UTF-16 without a mark, at last as Latin-1, which the node reports."""
    text = _decoded(content, node)
    if "\x00" in text:
        text = text.replace("\x00", "")
        if node:
            node.lose("zero-characters", "Zero characters in the text were left out.")
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(content: bytes, node: SourceNode | None) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.removeprefix(mark).decode(encoding, errors="replace")
    wide = _wide_encoding(content)
    if wide:
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        if node:
            node.lose(
                "encoding-guessed",
                "The text is not UTF-8. It was read as Latin-1, so some letters may be wrong.",
            )
        return content.decode("cp1252", errors="replace")


def _wide_encoding(content: bytes) -> str:
    """UTF-16 without a mark shows as zero bytes in every second place of Latin text."""
    head = content[:400]
    if len(head) < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even == 0:
        return "utf-16-le"
    if even > len(head) * 0.3 and odd == 0:
        return "utf-16-be"
    return ""
