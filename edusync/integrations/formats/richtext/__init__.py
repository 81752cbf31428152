"""HTML of foreign courses to block documents. The result still passes `courses.blocks.clean_document`."""

from edusync.integrations.formats.richtext.convert import html_to_document, html_to_inline
from edusync.integrations.formats.richtext.links import Links
from edusync.integrations.formats.richtext.shape import document_of, is_blank_html

__all__ = ["Links", "document_of", "html_to_document", "html_to_inline", "is_blank_html"]
