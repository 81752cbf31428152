"""The catalog of an organization in memory: which published courses have which facet, as sets of bits.

Counting every facet value of 5,000 courses by SQL costs tens of milliseconds; a set of bits counts in less than a
microsecond. An index is right as long as `catalog_version` says the same number: triggers change it with the catalog.
Names of people and texts of lessons are not kept here.
"""

import dataclasses
import datetime as dt
import threading
import time
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from edusync.courses.search.text_index import TextIndex
from edusync.kernel import clock
from edusync.kernel.tenancy import current_organization_id

MAX_ORGANIZATIONS = 32
# Views and enrollments move the order by popularity; they are looked at again after this time.
MAX_AGE_SECONDS = 600
POPULARITY_DAYS = 30
# Weight of the average of all courses in a course's place by rating: a single five does not lead the list.
PRIOR_RATINGS = 5
DURATIONS = {"short": (1, 120), "medium": (120, 360), "long": (360, 1200), "very_long": (1200, 10**9)}
RATINGS = {"4.5": 4.5, "4": 4.0, "3.5": 3.5, "3": 3.0}
FACETS = ("category", "level", "language", "duration", "rating", "tag", "access")
ORDERS = ("newest", "rating", "popular", "featured", "title")

_VERSION = "SELECT COALESCE(SUM(token), 0) FROM courses_catalog_change WHERE organization_id = %s"
_COURSES = """
SELECT id, title, tagline, level, language_id, estimated_minutes, visibility, access, is_featured, featured_position,
  published_at, rating_count, rating_sum, seats_taken
FROM courses_course WHERE organization_id = %s AND status = 'published' AND deleted_at IS NULL
ORDER BY published_at DESC, id DESC
"""
_LINK = """
SELECT link.course_id, {column} FROM {table} AS link JOIN courses_course AS c ON c.id = link.course_id {join}
WHERE link.organization_id = %s AND c.status = 'published' AND c.deleted_at IS NULL
"""


@dataclasses.dataclass(frozen=True, slots=True)
class TreeNode:
    """A category: its place in the tree."""

    id: int
    parent_id: int | None
    slug: str
    name: str
    kind: str
    icon: str


@dataclasses.dataclass(slots=True)
class CatalogIndex:
    """Published courses by place, the newest first; every set of courses is a number whose bit n is place n."""

    version: int
    made_at: float
    ids: list[int]
    titles: list[str]
    taglines: list[str]
    places: dict[int, int]
    visibility: dict[str, int]
    facets: dict[str, dict[str, int]]
    featured: int
    tree: list[TreeNode]
    tag_names: dict[str, str]
    # Places in the order, and the keys by which a page goes on.
    orders: dict[str, list[int]]
    keys: dict[str, list[tuple[Any, ...]]]
    _text: TextIndex | None = None
    _ranks: dict[str, list[int]] = dataclasses.field(default_factory=dict)

    @property
    def text(self) -> TextIndex:
        """Words of the courses, made when first asked for."""
        if self._text is None:
            self._text = TextIndex(self._texts(), public=self.visibility.get("public", 0))
        return self._text

    def _texts(self) -> Iterable[tuple[int, str]]:
        """What courses are called: titles, taglines, tags and categories, each with its set of courses."""
        for place, (title, tagline) in enumerate(zip(self.titles, self.taglines, strict=True)):
            yield 1 << place, f"{title}\n{tagline}"
        for slug, bits in self.facets["tag"].items():
            yield bits, self.tag_names.get(slug, slug)
        names = {node.slug: node.name for node in self.tree}
        for slug, bits in self.facets["category"].items():
            yield bits, names[slug]

    @property
    def everything(self) -> int:
        """The set of all courses."""
        return (1 << len(self.ids)) - 1

    def bits_of(self, course_ids: Iterable[int]) -> int:
        """The set of these courses, as far as they are published."""
        bits = 0
        for course_id in course_ids:
            place = self.places.get(course_id)
            if place is not None:
                bits |= 1 << place
        return bits

    def ranks(self, order: str) -> list[int]:
        """For each place, its rank in an order."""
        ranks = self._ranks.get(order)
        if ranks is None:
            ranks = [0] * len(self.ids)
            for rank, place in enumerate(self.orders[order]):
                ranks[place] = rank
            self._ranks[order] = ranks
        return ranks

    def in_order(self, bits: int, order: str) -> list[int]:
        """Places of a set in an order."""
        flags = bin(bits)[:1:-1]
        size = len(flags)
        return [place for place in self.orders[order] if place < size and flags[place] == "1"]


_lock = threading.Lock()
_kept: OrderedDict[int, CatalogIndex] = OrderedDict()


def version_column() -> RawSQL:
    """The version of the catalog as a column of another query."""
    sql = f"({_VERSION})"
    return RawSQL(sql, [current_organization_id()], output_field=IntegerField())  # noqa: S611


def kept_index() -> CatalogIndex | None:
    """The index that is kept for the organization in context, right or not. No query."""
    with _lock:
        index = _kept.get(current_organization_id())
        if index is not None and time.monotonic() - index.made_at < MAX_AGE_SECONDS:
            return index
    return None


def catalog_index() -> CatalogIndex:
    """The index as the catalog stands now: one query when the kept one is right, eight to make it anew."""
    version = catalog_version()
    index = kept_index()
    return index if index is not None and index.version == version else remade_index(version)


def catalog_version() -> int:
    """A number that changes with what the catalog of the organization in context shows."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION, [current_organization_id()])
        return int(cursor.fetchone()[0])


def remade_index(version: int) -> CatalogIndex:
    """Read the catalog and keep it under a version that was read before."""
    organization_id = current_organization_id()
    index = _read(organization_id, version)
    with _lock:
        _kept[organization_id] = index
        _kept.move_to_end(organization_id)
        while len(_kept) > MAX_ORGANIZATIONS:
            _kept.popitem(last=False)
    return index


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _read(organization_id: int, version: int) -> CatalogIndex:
    rows = _rows(_COURSES, [organization_id])
    places = {row[0]: place for place, row in enumerate(rows)}
    facets: dict[str, dict[str, int]] = {name: defaultdict(int) for name in FACETS}
    visibility: dict[str, int] = defaultdict(int)
    featured = 0
    for place, row in enumerate(rows):
        bit = 1 << place
        visibility[row[6]] |= bit
        featured |= bit if row[8] else 0
        for name, value in _own_facets(row):
            facets[name][value] |= bit
    tree = [TreeNode(*row) for row in _rows(_TREE, [organization_id])]
    _file_by_links(organization_id, places, facets, tree)
    tags = _rows("SELECT slug, name FROM courses_tag WHERE organization_id = %s", [organization_id])
    orders, keys = _orders(rows, _recent_views(organization_id))
    return CatalogIndex(
        version=version,
        made_at=time.monotonic(),
        ids=[row[0] for row in rows],
        titles=[row[1] for row in rows],
        taglines=[row[2] for row in rows],
        places=places,
        visibility=dict(visibility),
        facets={name: dict(values) for name, values in facets.items()},
        featured=featured,
        tree=tree,
        tag_names=dict(tags),
        orders=orders,
        keys=keys,
    )


_TREE = (
    "SELECT id, parent_id, slug, name, kind, icon FROM courses_category"
    " WHERE organization_id = %s AND deleted_at IS NULL ORDER BY position, name, id"
)


def _own_facets(row: tuple[Any, ...]) -> Iterable[tuple[str, str]]:
    """Facet values that stand in the course's own row."""
    level, language, minutes, access, count, total = row[3], row[4], row[5], row[7], row[11], row[12]
    yield "level", level
    yield "language", language
    yield "access", access
    for name, (least, beyond) in DURATIONS.items():
        if least <= minutes < beyond:
            yield "duration", name
    if count:
        for name, stars in RATINGS.items():
            if total >= stars * count:
                yield "rating", name


def _file_by_links(
    organization_id: int,
    places: Mapping[int, int],
    facets: dict[str, dict[str, int]],
    tree: list[TreeNode],
) -> None:
    """Facet values that stand in rows of their own; a course in a category stands in those above it, too."""
    tags = _LINK.format(
        table="courses_course_tag", column="t.slug", join="JOIN courses_tag AS t ON t.id = link.tag_id"
    )
    languages = _LINK.format(table="courses_course_language", column="link.language_id", join="")
    categories = _LINK.format(table="courses_course_category", column="link.category_id", join="")
    for name, sql in (("tag", tags), ("language", languages)):
        for course_id, value in _rows(sql, [organization_id]):
            if course_id in places:
                facets[name][value] |= 1 << places[course_id]
    nodes = {node.id: node for node in tree}
    for course_id, category_id in _rows(categories, [organization_id]):
        node, seen = nodes.get(category_id), set()
        while node is not None and course_id in places and node.id not in seen:
            facets["category"][node.slug] |= 1 << places[course_id]
            seen.add(node.id)
            node = nodes.get(node.parent_id) if node.parent_id else None


def _seconds(moment: Any) -> float:
    """An instant as a number; SQLite gives it as text."""
    value = dt.datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return value.replace(tzinfo=dt.UTC).timestamp()  # type: ignore[no-any-return]


def _recent_views(organization_id: int) -> dict[int, int]:
    since = clock.now().date() - dt.timedelta(days=POPULARITY_DAYS)
    rows = _rows(
        "SELECT course_id, SUM(views) FROM courses_course_view_stat"
        " WHERE organization_id = %s AND viewed_on >= %s GROUP BY course_id",
        [organization_id, since.isoformat()],
    )
    return {course_id: int(views) for course_id, views in rows}


def _orders(
    rows: list[tuple[Any, ...]], views: Mapping[int, int]
) -> tuple[dict[str, list[int]], dict[str, list[tuple[Any, ...]]]]:
    """Places sorted by each order, and the keys in the same order (ascending)."""
    rated = sum(row[11] for row in rows)
    mean = sum(row[12] for row in rows) / rated if rated else 0.0

    def keys_of(place: int, row: tuple[Any, ...]) -> dict[str, tuple[Any, ...]]:
        average = (row[12] + mean * PRIOR_RATINGS) / (row[11] + PRIOR_RATINGS) if row[11] else 0.0
        return {
            "newest": (-_seconds(row[10]), -row[0]),
            "rating": (-round(average, 6), -row[11], -row[0]),
            # An enrollment says as much as ten looks.
            "popular": (-(row[13] * 10 + views.get(row[0], 0)), -row[0]),
            "featured": (0 if row[8] else 1, row[9], -row[0]),
            "title": (row[1].casefold(), row[0]),
        }

    keyed = [(keys_of(place, row), place) for place, row in enumerate(rows)]
    orders, keys = {}, {}
    for name in ORDERS:
        sorted_keys = sorted((key[name], place) for key, place in keyed)
        orders[name] = [place for _, place in sorted_keys]
        keys[name] = [key for key, _ in sorted_keys]
    return orders, keys
