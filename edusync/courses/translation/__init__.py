"""Courses in several languages: which pieces of text there are, and how translations stand in their place."""

from edusync.courses.translation.pieces import Kind, Piece, Place, document_pieces, piece_digest
from edusync.courses.translation.putting import in_document
from edusync.courses.translation.sources import Found, register_texts, texts_of_others

__all__ = [
    "Found",
    "Kind",
    "Piece",
    "Place",
    "document_pieces",
    "in_document",
    "piece_digest",
    "register_texts",
    "texts_of_others",
]
