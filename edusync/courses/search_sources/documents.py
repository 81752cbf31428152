"""Search documents that contain every word of a query, and how well their titles fit."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Case, IntegerField, Value, When

from edusync.courses.models import SearchDocument
from edusync.courses.search import engine  # noqa: F401 - registers the lookup
from edusync.courses.search.snippets import is_found
from edusync.courses.search.tokens import QueryTerm, terms_of
from edusync.kernel.search_text import title_score

# What stands in the text only is found, too, but after every title.
TEXT_SCORE = 0.3


def matching_documents(documents: Any, text: str, wanted: Sequence[QueryTerm]) -> Any:
    """Those of the documents that contain every word, titles with the text as typed first.

    A query of signs only ("?!") has no words: it is looked for in titles as it stands.
    """
    if not wanted:
        return documents.filter(title__contains=text).order_by("id")
    for term in wanted:
        documents = documents.filter(terms__matches_terms=term)
    in_title = Case(When(title__icontains=text, then=Value(0)), default=Value(1), output_field=IntegerField())
    return documents.annotate(in_title=in_title).order_by("in_title", "id")


def documents() -> Any:
    """All documents of the organization in context."""
    return SearchDocument.objects.all()


def score_of(title: str, text: str, wanted: Sequence[QueryTerm]) -> float:
    """How well a document fits by its title, TEXT_SCORE where only its text does."""
    return max(TEXT_SCORE, title_score(title, text.split()), 0.85 * share_in_title(title, wanted))


def share_in_title(title: str, wanted: Sequence[QueryTerm]) -> float:
    """The share of the words that stand in the title, in whatever form."""
    if not wanted:
        return 1.0
    own = set(terms_of(title))
    return sum(term.is_among(own) for term in wanted) / len(wanted)


def finder(text: str, wanted: Sequence[QueryTerm]) -> Callable[[str], bool]:
    """Whether a piece of text between blanks is one of the searched words."""
    return (lambda piece: is_found(piece, wanted)) if wanted else (lambda piece: text in piece)
