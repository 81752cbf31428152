"""Courses in several languages: which pieces of text there are, and how translations stand in their place."""

from edusync.courses.translation.pieces import Piece, Place, document_pieces, piece_digest
from edusync.courses.translation.putting import in_document

__all__ = ["Piece", "Place", "document_pieces", "in_document", "piece_digest"]
