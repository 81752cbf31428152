"""What courses are filed under: languages, categories, tags."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import SoftDeleteMixin, TenantModel, live_flag


class Language(models.Model):
    """A language courses can be offered in (BCP 47 tag)."""

    code = models.CharField(max_length=16, primary_key=True)
    name = models.CharField(max_length=80)
    native_name = models.CharField(max_length=80)
    direction = models.CharField(max_length=3, default="ltr")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(direction__in=["ltr", "rtl"]), name="language_direction_check")
        ]


class Category(SoftDeleteMixin, TenantModel):
    """A node of the category tree."""

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120)
    kind = models.CharField(max_length=20, default="subject")
    icon = models.CharField(max_length=40, default="", blank=True)
    description = models.CharField(max_length=500, default="", blank=True)
    position = models.PositiveIntegerField(default=0)
    live = live_flag()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "slug", "live"], name="category_org_slug_uniq"),
            models.CheckConstraint(
                condition=Q(kind__in=["subject", "grade", "department", "topic"]), name="category_kind_check"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "kind", "name"], name="category_kind_name_idx"),
            models.Index(fields=["parent", "position", "id"], name="category_tree_idx"),
        ]

    def __str__(self) -> str:
        return self.name


class Tag(TenantModel):
    """A free word on courses."""

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organization", "slug"], name="tag_org_slug_uniq")]


class CatalogChange(models.Model):
    """A change of what the catalog of an organization shows: triggers add rows, nobody changes them.

    Number and sum of the rows tell whether an index kept in memory is still right; nobody waits for anybody, as with a
    counter in one row they would. Old rows go by `prune_catalog_changes`.
    """

    organization = models.ForeignKey("identity.Organization", on_delete=models.CASCADE, related_name="+")
    # Random, so that equal numbers of different changes differ.
    token = models.BigIntegerField()

    class Meta:
        db_table = "courses_catalog_change"
        indexes = [models.Index(fields=["organization", "token"], name="catalog_change_idx")]
