"""Keeps the marks by which indexes in memory see that the catalog changed."""

from django.db.models import Count

from edusync.courses.models import CatalogChange

KEEP = 200


def prune_catalog_changes() -> int:
    """Drop all but the newest marks of each organization; returns how many went. Indexes are made anew once."""
    counts = CatalogChange.objects.values("organization_id").annotate(number=Count("pk")).order_by()
    dropped = 0
    for row in counts.filter(number__gt=KEEP * 2):
        marks = CatalogChange.objects.filter(organization_id=row["organization_id"])
        last = marks.order_by("-pk").values_list("pk", flat=True)[KEEP]
        dropped += marks.filter(pk__lte=last).delete()[0]
    return dropped
