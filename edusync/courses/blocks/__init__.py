"""The block document: pages, course overviews and question stems. Validated and sanitized here, rendered by the client.

`{"version": 1, "blocks": [{"id": "b1", "type": "text", "html": "..."}, ...]}`
"""

from edusync.courses.blocks.document import VERSION, clean_document, empty_document
from edusync.courses.blocks.inline import clean_inline, inline_text
from edusync.courses.blocks.markdown import document_to_markdown, markdown_to_document
from edusync.courses.blocks.merging import BlockConflict, MergeResult, merge_documents
from edusync.courses.blocks.references import (
    document_files,
    fill_files,
    images_without_alt,
    links_of,
    map_files,
    map_links,
    questions_of,
)
from edusync.courses.blocks.text import document_text
from edusync.courses.blocks.walk import every_block, map_blocks, own_id, pointed_blocks

__all__ = [
    "VERSION",
    "BlockConflict",
    "MergeResult",
    "clean_document",
    "clean_inline",
    "document_files",
    "document_text",
    "document_to_markdown",
    "empty_document",
    "every_block",
    "fill_files",
    "images_without_alt",
    "inline_text",
    "links_of",
    "map_blocks",
    "map_files",
    "map_links",
    "markdown_to_document",
    "merge_documents",
    "own_id",
    "pointed_blocks",
    "questions_of",
]
