"""Folders of Markdown: Carpentries lessons, old and new, and plain folders of pages."""

from edusync.integrations.formats.markdown.course import is_markdown, read_markdown

__all__ = ["is_markdown", "read_markdown"]
