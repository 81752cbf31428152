"""Lists of files for those who work with them: what a row tells, how rows are chosen and ordered."""

import dataclasses
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from edusync.files.media_types import OFFICE
from edusync.files.models import FileLink, FileObject
from edusync.files.policy import SHELVES, editable_places, keeps_files, name_places, visible_places
from edusync.kernel.policy import Actor, Permission

KINDS: dict[str, Q] = {
    "image": Q(media_type__startswith="image/"),
    "video": Q(media_type__startswith="video/"),
    "audio": Q(media_type__startswith="audio/"),
    "document": Q(media_type__in=["application/pdf", "application/rtf", *OFFICE.values()])
    | Q(media_type__startswith="text/")
    | Q(media_type__in=["application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint"]),
}
ORDERS: dict[str, tuple[str, ...]] = {
    "newest": ("-created_at", "-id"),
    "biggest": ("-size_bytes", "-id"),
    "name": ("name", "id"),
}


@dataclasses.dataclass(frozen=True, slots=True)
class FileUse:
    """A place where a file is used, in words."""

    place: str
    title: str
    context: str
    url: str


def listed_files(rows: QuerySet[FileObject]) -> Any:
    """Rows with their owner and `uses`, the number of places that are no shelf."""
    used = (
        FileLink.unscoped.filter(file_id=OuterRef("pk"))
        .exclude(place__in=SHELVES)
        .order_by()
        .values("file_id")
        .annotate(number=Count("pk"))
        .values("number")
    )
    return rows.select_related("uploaded_by").annotate(uses=Coalesce(Subquery(used), 0))


def chosen_files(rows: Any, *, search: str = "", kind: str = "", use: str = "", scan: str = "") -> Any:
    """Those of the listed rows that fit; unknown words choose all."""
    if search:
        rows = rows.filter(name__icontains=search)
    kinds = [KINDS[word] for word in kind.split(",") if word in KINDS]
    if kinds:
        rows = rows.filter(reduce(or_, kinds))
    elif kind == "other":
        for condition in KINDS.values():
            rows = rows.exclude(condition)
    if use == "unused":
        rows = rows.filter(uses=0)
    elif use == "used":
        rows = rows.filter(uses__gt=0)
    return rows.filter(scan=scan) if scan in FileObject.Scan.values else rows


def changeable_ids(actor: Actor, files: Sequence[FileObject]) -> set[int]:
    """Which of these files the actor may replace and delete; one question for each kind of place."""
    if keeps_files(actor):
        return {file.pk for file in files}
    if not actor.has(Permission.FILE_UPLOAD):
        return set()
    places: dict[int, set[tuple[str, int]]] = {file.pk: set() for file in files}
    links = FileLink.objects.filter(file_id__in=list(places)).values_list("file_id", "place", "place_id")
    for file_id, place, place_id in links:
        places[file_id].add((place, place_id))
    editable = editable_places(actor, {place for some in places.values() for place in some})
    return {
        file.pk
        for file in files
        if places[file.pk] <= editable and (file.uploaded_by_id == actor.user_id or places[file.pk])
    }


def uses_of(file: FileObject, actor: Actor) -> tuple[list[FileUse], int]:
    """Where a file is used, in words, and in how many places more that the actor may not see."""
    links = FileLink.objects.filter(file=file).exclude(place__in=SHELVES)
    places = sorted(set(links.values_list("place", "place_id")))
    names = name_places(places)
    seen = set(places) if keeps_files(actor) else visible_places(actor, places)
    shown = [place for place in places if place in seen]
    uses = [
        FileUse(
            place=place[0],
            title=names[place].title if place in names else "",
            context=names[place].context if place in names else "",
            url=names[place].url if place in names else "",
        )
        for place in shown
    ]
    return uses, len(places) - len(shown)


def sizes_by_kind(rows: Any) -> dict[str, int]:
    """Bytes by kind of file; `other` is the rest. One query."""
    sums = rows.aggregate(
        total=Sum("size_bytes"),
        **{kind: Sum("size_bytes", filter=condition) for kind, condition in KINDS.items()},
    )
    total = sums.pop("total") or 0
    found = {kind: number or 0 for kind, number in sums.items()}
    return {**found, "other": total - sum(found.values())}
