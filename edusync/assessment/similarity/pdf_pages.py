"""Texts of the pages of a PDF. Run as a program of its own: whoever sends a file that never ends, ends this process alone.

The file comes by standard input; what is found goes to standard output as JSON: `{"pages": [...], "lack": ""}`.
"""

import io
import json
import resource
import sys
from typing import Any

MAX_PAGES = 300
MAX_CHARACTERS = 400_000
MEMORY_BYTES = 768_000_000
# A page of text has some thousand bytes: no stream needs as much as the reader takes by itself.
LIMITS: dict[str, Any] = dict.fromkeys(
    (
        "maximum_declared_stream_length",
        "array_based_stream_maximum_output_length",
        "lzw_maximum_output_length",
        "run_length_maximum_output_length",
        "zlib_maximum_output_length",
        "brotli_maximum_output_length",
        "stream_decoding_work_maximum_length",
    ),
    20000000,
) | {"jbig2dec_binary": None}


def main() -> int:
    """Read the file within the limits and say what it holds. The argument is the seconds of processor time there are."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    # No file is written, whatever a PDF makes its reader do.
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    pages, lack = read(sys.stdin.buffer.read())
    answer = json.dumps({"pages": pages, "lack": lack})
    sys.stdout.write(answer)
    return 0


def read(content: bytes) -> tuple[list[str], str]:
    """The texts of the pages, at most 300 and 400,000 characters; and what is lacking.

    `no_text`: all pages are pictures. `locked`: a password opens it. `broken`: it cannot be read. `too_much`: it asks for
    more memory or depth than there is.
    """
    import pypdf
    from pypdf.errors import LimitReachedError, PyPdfError

    try:
        pypdf.overwrite_configuration(pypdf.Configuration(**LIMITS))
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            return [], "locked"
        pages = _pages(reader)
    except (LimitReachedError, MemoryError, RecursionError):
        return [], "too_much"
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OverflowError):
        return [], "broken"
    return (pages, "") if any(text.strip() for text in pages) else ([], "no_text")


def _pages(reader: object) -> list[str]:
    found: list[str] = []
    left = MAX_CHARACTERS
    for number, page in enumerate(reader.pages):  # type: ignore[attr-defined]
        if number >= MAX_PAGES or left <= 0:
            break
        text = page.extract_text()[:left]
        left -= len(text) + 1
        found.append(text)
    return found


if __name__ == "__main__":
    sys.exit(main())
