"""One search over everything a person may see: each app registers how its own things are found.

A source is asked with the actor and gives only what that actor may open. Nothing else of it leaves the source: there
are no totals, so what is hidden is not even counted.
"""

import dataclasses
from collections.abc import Callable, Collection, Iterable

from edusync.kernel.policy import Actor, Permission
from edusync.kernel.search_text import Piece

MIN_CHARACTERS = 2
MAX_CHARACTERS = 100
MAX_WORDS = 8


@dataclasses.dataclass(frozen=True, slots=True)
class SearchQuery:
    """What is searched: the words as typed, which kinds are wanted, how many of each, and the reader's language."""

    text: str
    kinds: frozenset[str]
    limit: int
    language: str = ""

    @property
    def words(self) -> list[str]:
        """The words, each once, in order."""
        return list(dict.fromkeys(self.text.split()))[:MAX_WORDS]

    @property
    def asked(self) -> int:
        """How many rows of a kind a source reads: one more than shown tells that there are more."""
        return self.limit + 1


@dataclasses.dataclass(frozen=True, slots=True)
class SearchRow:
    """One thing that was found.

    `path` is where it opens, `where` says what it belongs to, `score` is 0 to 1, `state` is a word of
    `STATES` or empty, `at_seconds` a place in a film. `searched` are the words it was found by, if others than typed.
    """

    kind: str
    title: tuple[Piece, ...]
    path: str
    score: float
    where: str = ""
    snippet: tuple[Piece, ...] = ()
    state: str = ""
    at_seconds: int | None = None
    searched: str | None = None


# What is to be known about a row before opening it.
STATES = ("draft", "in_review", "archived", "locked", "closed")

Find = Callable[[Actor, SearchQuery], Iterable[SearchRow]]


def everybody(actor: Actor) -> bool:
    """Visitors too: the source itself says what they see."""
    return True


def people_only(actor: Actor) -> bool:
    """Whoever is signed in."""
    return actor.is_authenticated


@dataclasses.dataclass(frozen=True, slots=True)
class SearchSource:
    """How things of some kinds are found.

    `offered` says whether the kinds are named to the actor at all and the source is asked. `find` costs a fixed number of queries however many rows there are. A key or token is answered only with
    `key_scope` among its scopes; None: never.
    """

    code: str
    kinds: tuple[str, ...]
    find: Find
    key_scope: Permission | None = None
    offered: Callable[[Actor], bool] = everybody


@dataclasses.dataclass(frozen=True, slots=True)
class SearchGroup:
    """The rows of one kind, the best first. `has_more`: there are others beyond the limit."""

    kind: str
    rows: tuple[SearchRow, ...]
    has_more: bool


_sources: dict[str, SearchSource] = {}


def register_source(source: SearchSource) -> None:
    """Let an app take part in the search. Raises ValueError for a code or kind that another source has."""
    others = [known for known in _sources.values() if known.code != source.code]
    taken = {kind for known in others for kind in known.kinds}
    if not source.kinds or not taken.isdisjoint(source.kinds) or _sources.get(source.code, source) != source:
        raise ValueError(f"search source {source.code}: its code or a kind of {source.kinds} is taken")
    _sources[source.code] = source


def known_kinds() -> list[str]:
    """Every kind of thing that can be found, in the order of registration."""
    return [kind for source in _sources.values() for kind in source.kinds]


def offered_kinds(actor: Actor) -> list[str]:
    """The kinds of things among which the actor may find something."""
    return [kind for source in _sources.values() if answers(source, actor) for kind in source.kinds]


def search(actor: Actor, query: SearchQuery) -> list[SearchGroup]:
    """What the actor finds: groups by kind, the one with the best row first."""
    rows: dict[str, list[SearchRow]] = {}
    for source in _sources.values():
        if query.kinds.isdisjoint(source.kinds) or not answers(source, actor):
            continue
        for row in source.find(actor, query):
            if row.kind in query.kinds:
                rows.setdefault(row.kind, []).append(row)
    groups = [_group(kind, found, query.limit) for kind, found in rows.items()]
    order = known_kinds()
    return sorted(groups, key=lambda group: (-group.rows[0].score, order.index(group.kind)))


def answers(source: SearchSource, actor: Actor) -> bool:
    """Whether a source is asked at all: by those it is offered to, by keys and tokens as far as their scopes go."""
    if not source.offered(actor):
        return False
    if actor.ceiling is None or actor.credential == "session":
        return True
    return source.key_scope is not None and source.key_scope in actor.ceiling


def _group(kind: str, rows: Collection[SearchRow], limit: int) -> SearchGroup:
    # Rows of equal score keep the order in which their source gave them.
    best = sorted(rows, key=lambda row: -row.score)
    return SearchGroup(kind, tuple(best[:limit]), len(best) > limit)
