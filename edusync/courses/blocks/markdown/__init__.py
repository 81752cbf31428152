"""Block documents as Markdown and back, losing nothing.

CommonMark with tables, `~~struck~~`, `$math$` and `::: boxes`. What Markdown cannot say stands in a comment before the
block (`<!-- block b3 {"width": 300} -->`), which other programs do not show. The writer reads back each block that it
has written: when the pleasant spelling says something else, it takes the next one, and JSON at last.
"""

from edusync.courses.blocks.markdown.reading import markdown_to_document
from edusync.courses.blocks.markdown.writing import document_to_markdown

__all__ = ["document_to_markdown", "markdown_to_document"]
