"""The search over everything."""

from collections.abc import Iterable, Mapping
from typing import Any

from edusync.kernel.features import SEARCH
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.rest.search_serializers import SearchAnswerSerializer
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.kernel.search import (
    MAX_CHARACTERS,
    MIN_CHARACTERS,
    SearchGroup,
    SearchQuery,
    SearchRow,
    known_kinds,
    offered_kinds,
    search,
)
from edusync.kernel.search_text import Piece

DEFAULT_LIMIT = 5
MAX_LIMIT = 50
QUERY = {
    "q": f"What to look for, {MIN_CHARACTERS} to {MAX_CHARACTERS} characters; the last word may be unfinished.",
    "kinds": "Kinds of things, parted by commas; without it all of them.",
    "limit": f"Rows of a kind, {DEFAULT_LIMIT} unless said, at most {MAX_LIMIT}.",
    "language": "Code of the language in which titles of courses are read, where they are offered in it.",
}


class SearchView(ApiView):
    """Whatever the reader may see, found by words."""

    # Visitors find what is public. What a key finds, its scopes say, source by source.
    public = True
    flag = SEARCH
    rate_limits = {"get": "search"}

    @schema(response=SearchAnswerSerializer, query=QUERY, summary="Search everything I may see")
    def get(self, request: Any) -> FastResponse:
        """Groups by kind, the best first."""
        query = read_query(request.GET)
        groups = search(self.actor, query)
        body = {
            "query": query.text,
            "kinds": offered_kinds(self.actor),
            "groups": [group_json(group) for group in groups],
        }
        return FastResponse(body, headers={"Cache-Control": "private, no-store"})


def read_query(wanted: Mapping[str, str]) -> SearchQuery:
    """The query that the address names. Raises ValidationProblem."""
    text = " ".join(wanted.get("q", "").split())
    errors = []
    if len(text) < MIN_CHARACTERS:
        errors.append(FieldError("/q", "too-short", f"Type at least {MIN_CHARACTERS} characters."))
    elif len(text) > MAX_CHARACTERS:
        errors.append(FieldError("/q", "too-long", f"At most {MAX_CHARACTERS} characters."))
    known = known_kinds()
    kinds = [kind for kind in wanted.get("kinds", "").split(",") if kind] or known
    if unknown := sorted(set(kinds) - set(known)):
        errors.append(
            FieldError("/kinds", "not-a-choice", f"There is no {unknown[0]!r}: {', '.join(known)}.")
        )
    limit = wanted.get("limit", "") or str(DEFAULT_LIMIT)
    if not (limit.isascii() and limit.isdecimal() and 0 < int(limit[:9]) <= MAX_LIMIT):
        errors.append(FieldError("/limit", "invalid", f"A number from 1 to {MAX_LIMIT}."))
    if errors:
        raise ValidationProblem(errors=errors)
    return SearchQuery(text, frozenset(kinds), int(limit), wanted.get("language", "")[:16])


def group_json(group: SearchGroup) -> dict[str, Any]:
    """A group as SearchGroupSerializer describes it."""
    return {
        "kind": group.kind,
        "has_more": group.has_more,
        "searched": group.rows[0].searched,
        "rows": [row_json(row) for row in group.rows],
    }


def row_json(row: SearchRow) -> dict[str, Any]:
    """A row as SearchRowSerializer describes it."""
    return {
        "kind": row.kind,
        "title": pieces_json(row.title),
        "path": row.path,
        "where": row.where,
        "snippet": pieces_json(row.snippet),
        "state": row.state,
        "at_seconds": row.at_seconds,
    }


def pieces_json(pieces: Iterable[Piece]) -> list[dict[str, Any]]:
    """Stretches of text, which the reader's page puts together: no markup travels."""
    return [piece._asdict() for piece in pieces]
