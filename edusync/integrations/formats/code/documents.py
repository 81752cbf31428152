"""Documents as Markdown where Markdown says all of it, else as they are."""

from typing import Any

from edusync.courses.blocks import document_to_markdown, markdown_to_document


def as_markdown(document: Any) -> str | None:
    """The document as Markdown; None where that would lose something."""
    if not isinstance(document, dict):
        return None
    try:
        text = document_to_markdown(document)
        return text if from_markdown(text) == document else None
    except (KeyError, TypeError, ValueError, AttributeError):
        # A shape that Markdown has no words for.
        return None


def from_markdown(text: str) -> dict[str, Any]:
    """The document that a Markdown text says. Raises ValidationProblem."""
    document: dict[str, Any] = markdown_to_document(text)
    return document
