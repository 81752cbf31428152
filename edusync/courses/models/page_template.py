"""Beginnings of pages that authors keep for themselves and their colleagues."""

from django.db import models

from edusync.kernel.base import PublicIdMixin, TenantModel


class PageTemplate(PublicIdMixin, TenantModel):
    """A page to begin with. All authors of the organization use it; who saved it, or keeps the catalog, deletes it."""

    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, default="", blank=True)
    document = models.JSONField(default=dict)
    saved_by = models.ForeignKey(
        "identity.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta(TenantModel.Meta):
        db_table = "courses_page_template"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="page_template_name_uniq"),
        ]
