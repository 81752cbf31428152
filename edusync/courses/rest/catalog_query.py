"""What a request asks of the catalog, answered from the index in memory: filters, facets, order, place."""

import base64
import binascii
import bisect
import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from edusync.courses import learner_facts
from edusync.courses.models import Course
from edusync.courses.policy import keeps_catalog, open_visibilities, staffed_courses
from edusync.courses.queries.catalog_index import DURATIONS, FACETS, ORDERS, RATINGS, CatalogIndex
from edusync.courses.queries.finding import Found, found_courses
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, InvalidCursor, ValidationProblem

MAX_SEARCH_CHARACTERS = 200
MAX_VALUES = 20
MAX_TAGS = 40
# A course counts in several of these at once, so the widest of the chosen ones decides.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "level": tuple(Course.Level.values),
    "duration": tuple(DURATIONS),
    "rating": tuple(RATINGS),
    "access": tuple(Course.Access.values),
}


@dataclasses.dataclass(frozen=True, slots=True)
class CatalogQuery:
    """Filters by facet (any of the values), words, and order; "" is the order that fits."""

    values: dict[str, tuple[str, ...]]
    search: str
    order: str
    is_featured: bool
    has_facets: bool

    @property
    def is_plain(self) -> bool:
        """Whether the table alone answers it: the newest first, under no filter."""
        is_newest = self.order in ("", "newest")
        return is_newest and not (self.values or self.search or self.is_featured or self.has_facets)

    @property
    def sort(self) -> str:
        """The order of a list without words."""
        return self.order or ("featured" if self.is_featured else "newest")


@dataclasses.dataclass(frozen=True, slots=True)
class Answer:
    """Ids of a page of courses, and what stands around it."""

    ids: list[int]
    following: str | None
    count: int
    found: Found | None
    facets: dict[str, list[dict[str, Any]]] | None


def read_query(wanted: Any) -> CatalogQuery:
    """The query in the request's parameters. Raises ValidationProblem."""
    values = {name: parsed for name in FACETS if (parsed := values_of(wanted, name))}
    order = choice(wanted, "sort", [*ORDERS, "relevance"])
    return CatalogQuery(
        values=values,
        search=wanted.get("search", "")[:MAX_SEARCH_CHARACTERS].strip()
        and wanted.get("search", "")[:MAX_SEARCH_CHARACTERS],
        order="" if order == "relevance" else order,
        is_featured=choice(wanted, "featured", ["true", "false"]) == "true",
        has_facets=choice(wanted, "facets", ["true", "false"]) == "true",
    )


def values_of(wanted: Any, name: str) -> tuple[str, ...]:
    """Values of one facet, parted by commas. Raises ValidationProblem."""
    values = tuple(dict.fromkeys(part for part in str(wanted.get(name, "")).split(",") if part))[:MAX_VALUES]
    allowed = CHOICES.get(name)
    if allowed and not set(values) <= set(allowed):
        raise invalid(name, f"Must be of {', '.join(allowed)}.")
    return values


def choice(wanted: Any, name: str, choices: Iterable[str]) -> str:
    """A query parameter with few values, "" when absent. Raises ValidationProblem."""
    value, words = str(wanted.get(name, "")), list(choices)
    if value and value not in words:
        raise invalid(name, f"Must be one of {', '.join(words)}.")
    return value


def invalid(name: str, detail: str) -> ValidationProblem:
    """The problem that a query parameter is wrong."""
    return ValidationProblem(errors=[FieldError(pointer=f"/{name}", code="not-a-choice", detail=detail)])


def visible_bits(index: CatalogIndex, actor: Actor) -> int:
    """The courses that the actor finds (`policy.found_in_catalog`); a query only where there are private ones."""
    if keeps_catalog(actor):
        return index.everything
    bits = 0
    for visibility in open_visibilities(actor):
        bits |= index.visibility.get(visibility, 0)
    if actor.is_authenticated and bits != index.everything:
        bits |= index.bits_of(staffed_courses(actor))
        enrolled = learner_facts.enrolled_course_ids(user_id=actor.user_id)
        hidden = Course.objects.filter(
            visibility=Course.Visibility.PRIVATE, status=Course.Status.PUBLISHED, pk__in=enrolled
        )
        bits |= index.bits_of(hidden.values_list("pk", flat=True))
    return bits


def answer_query(index: CatalogIndex, query: CatalogQuery, actor: Actor, *, cursor: str, size: int) -> Answer:
    """A page of the catalog. Raises InvalidCursor."""
    allowed = visible_bits(index, actor) & (index.featured if query.is_featured else -1)
    found = found_courses(index, query.search, allowed) if query.search else None
    base = allowed if found is None else found.bits
    chosen = chosen_bits(index, query)
    bits = base
    for mask in chosen.values():
        bits &= mask
    facets = facets_of(index, query, base, chosen) if query.has_facets and not cursor else None
    if found is not None and not query.order:
        ids, following = ranked_page(index, found, bits, cursor, size)
    else:
        ids, following = sorted_page(index, bits, query.sort, cursor, size)
    return Answer(ids, following, bits.bit_count(), found, facets)


def chosen_bits(index: CatalogIndex, query: CatalogQuery) -> dict[str, int]:
    """By filtered facet, the courses that have any of its chosen values."""
    chosen = {}
    for name, values in query.values.items():
        mask = 0
        for value in values:
            mask |= index.facets[name].get(value, 0)
        chosen[name] = mask
    return chosen


def facets_of(
    index: CatalogIndex, query: CatalogQuery, base: int, chosen: Mapping[str, int]
) -> dict[str, list[dict[str, Any]]]:
    """How many courses each value would show: under all other filters, not its own."""
    counted = {}
    for name in FACETS:
        others = base
        for other, mask in chosen.items():
            if other != name:
                others &= mask
        counts = {value: (bits & others).bit_count() for value, bits in index.facets[name].items()}
        counted[name] = entries_of(index, name, counts, query.values.get(name, ()))
    return counted


def entries_of(
    index: CatalogIndex, name: str, counts: Mapping[str, int], chosen: tuple[str, ...]
) -> list[dict[str, Any]]:
    """Values of a facet in the order to show them: as the tree or the scale goes, else the most frequent first."""
    shown = {value: count for value, count in counts.items() if count or value in chosen}
    if name == "category":
        return [
            {"value": node.slug, "name": node.name, "count": shown[node.slug], "id": node.id,
             "parent_id": node.parent_id, "icon": node.icon}
            for node in index.tree
            if node.slug in shown
        ]  # fmt: skip
    if name in CHOICES:
        return [{"value": value, "count": shown[value]} for value in CHOICES[name] if value in shown]
    entries = sorted(shown.items(), key=lambda item: (item[0] not in chosen, -item[1], item[0]))
    names = index.tag_names if name == "tag" else {}
    return [
        {"value": value, "count": count, **({"name": names.get(value, value)} if names else {})}
        for value, count in entries[:MAX_TAGS]
    ]


def sorted_page(
    index: CatalogIndex, bits: int, order: str, cursor: str, size: int
) -> tuple[list[int], str | None]:
    """Ids in the order after the cursor, and the next cursor. Raises InvalidCursor."""
    places = index.in_order(bits, order)
    ranks = index.ranks(order)
    if cursor:
        kind, *key = decode(cursor)
        if kind != order or not key or not all(isinstance(part, int | float | str) for part in key):
            raise InvalidCursor
        try:
            passed = bisect.bisect_right(index.keys[order], tuple(key))
        except TypeError as error:
            raise InvalidCursor from error
        places = [place for place in places if ranks[place] >= passed]
    page = places[:size]
    following = None
    if len(places) > size:
        following = encode([order, *index.keys[order][ranks[page[-1]]]])
    return [index.ids[place] for place in page], following


def ranked_page(
    index: CatalogIndex, found: Found, bits: int, cursor: str, size: int
) -> tuple[list[int], str | None]:
    """Ids by relevance: ranks have no key to go on from, only a place. Raises InvalidCursor."""
    ids = [hit.course_id for hit in found.hits if bits >> index.places[hit.course_id] & 1]
    start = 0
    if cursor:
        kind, *rest = decode(cursor)
        if kind != "place" or len(rest) != 1 or not isinstance(rest[0], int) or not 0 <= rest[0] < 10**6:
            raise InvalidCursor
        start = rest[0]
    following = encode(["place", start + size]) if len(ids) > start + size else None
    return ids[start : start + size], following


def encode(content: list[Any]) -> str:
    """A cursor: opaque to its holder."""
    return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


def decode(cursor: str) -> list[Any]:
    """What a cursor says. Raises InvalidCursor."""
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        content = orjson.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError) as error:
        raise InvalidCursor from error
    if not isinstance(content, list) or not content:
        raise InvalidCursor
    return content
