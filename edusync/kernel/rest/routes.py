"""Finds the route of an address among several hundred."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RoutePattern
from django.utils.functional import cached_property

Entry = URLPattern | URLResolver


class SubjectResolver(URLResolver):
    """Routes asked by their first word: a request tries those of its own subject, in their order, not all there are.

    Routes that begin with a value instead of a word are tried last.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        super().__init__(RoutePattern(""), entries)  # type: ignore[arg-type]

    @cached_property
    def by_word(self) -> dict[str, URLResolver]:
        """Resolver of each first word."""
        found: dict[str, list[Entry]] = {}
        for entry in flat(self.url_patterns):
            word = str(entry.pattern).partition("/")[0]
            found.setdefault("" if "<" in word else word, []).append(entry)
        without_word = found.pop("", [])
        return {
            word: URLResolver(RoutePattern(""), [*entries, *without_word])  # type: ignore[arg-type]
            for word, entries in [*found.items(), ("", [])]
        }

    def resolve(self, path: Any) -> Any:
        """The match of the rest of an address. Raises Resolver404."""
        word = str(path).partition("/")[0]
        return (self.by_word.get(word) or self.by_word[""]).resolve(path)


def flat(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Routes without the groups that add nothing to an address."""
    for entry in entries:
        if isinstance(entry, URLResolver) and not str(entry.pattern):
            yield from flat(entry.url_patterns)
        else:
            yield entry
