"""The block document: pages, course overviews and question stems. Validated and sanitized here, rendered by the client.

`{"version": 1, "blocks": [{"id": "b1", "type": "text", "html": "..."}, ...]}`
"""

from edusync.courses.blocks.document import VERSION, clean_document, empty_document
from edusync.courses.blocks.inline import clean_inline, inline_text
from edusync.courses.blocks.references import document_files, fill_files, map_files, map_links
from edusync.courses.blocks.text import document_text

__all__ = [
    "VERSION",
    "clean_document",
    "clean_inline",
    "document_files",
    "document_text",
    "empty_document",
    "fill_files",
    "inline_text",
    "map_files",
    "map_links",
]
