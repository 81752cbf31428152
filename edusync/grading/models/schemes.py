"""Tables of letters."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import TenantModel, VersionedMixin


class GradingScheme(VersionedMixin, TenantModel):
    """How percentages are put into words: letters, levels, passed and not passed."""

    name = models.CharField(max_length=120)
    pass_percent = models.DecimalField(max_digits=7, decimal_places=4, default=60)

    class Meta(TenantModel.Meta):
        db_table = "grading_grading_scheme"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="grading_scheme_name_uniq"),
            models.CheckConstraint(
                condition=Q(pass_percent__gte=0, pass_percent__lte=100), name="grading_scheme_pass_check"
            ),
        ]


class GradingSchemeBand(models.Model):
    """One letter, from `min_percent` up to the next band's."""

    scheme = models.ForeignKey(GradingScheme, on_delete=models.CASCADE, related_name="bands")
    letter = models.CharField(max_length=20)
    min_percent = models.DecimalField(max_digits=7, decimal_places=4)

    class Meta:
        db_table = "grading_grading_scheme_band"
        constraints = [
            models.UniqueConstraint(fields=["scheme", "min_percent"], name="grading_band_bound_uniq"),
            models.CheckConstraint(
                condition=Q(min_percent__gte=0, min_percent__lte=100), name="grading_band_bound_check"
            ),
        ]
