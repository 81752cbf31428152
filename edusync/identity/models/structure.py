"""Tables of what an organization is made of: units, terms, groups."""

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, VersionedMixin, live_flag


class OrganizationUnit(PublicIdMixin, SoftDeleteMixin, VersionedMixin, TenantModel):
    """A department, school or faculty. `path` holds the ids from the root to this one: `/3/17/`."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department"
        SCHOOL = "school"
        FACULTY = "faculty"
        CAMPUS = "campus"
        TEAM = "team"
        OTHER = "other"

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=80, default="", blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.DEPARTMENT)
    path = models.CharField(max_length=250, default="", blank=True)
    position = models.PositiveIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    live = live_flag()

    class Meta(TenantModel.Meta):
        db_table = "identity_organization_unit"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["department", "school", "faculty", "campus", "team", "other"]),
                name="organization_unit_kind_check",
            ),
        ]
        indexes = [models.Index(fields=["organization", "path"], name="organization_unit_path_idx")]

    def __str__(self) -> str:
        return self.name


class AcademicTerm(PublicIdMixin, SoftDeleteMixin, VersionedMixin, TenantModel):
    """A school year, or a part of one."""

    class Kind(models.TextChoices):
        YEAR = "year"
        SEMESTER = "semester"
        TERM = "term"
        GRADING_PERIOD = "grading-period"

    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    name = models.CharField(max_length=200)
    code = models.CharField(max_length=80, default="", blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.TERM)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta(TenantModel.Meta):
        db_table = "identity_academic_term"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=["year", "semester", "term", "grading-period"]),
                name="academic_term_kind_check",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="academic_term_dates_check"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Group(PublicIdMixin, SoftDeleteMixin, VersionedMixin, TenantModel):
    """A named set of people of an organization: put together by hand, or whoever a rule names."""

    class Kind(models.TextChoices):
        MANUAL = "manual"
        RULE = "rule"

    name = models.CharField(max_length=200)
    description = models.CharField(max_length=500, default="", blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.MANUAL)
    rule = models.JSONField(null=True, blank=True)
    unit = models.ForeignKey(
        OrganizationUnit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    term = models.ForeignKey(AcademicTerm, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    live = live_flag()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organization", "name", "live"], name="group_org_name_uniq"),
            models.CheckConstraint(condition=models.Q(kind__in=["manual", "rule"]), name="group_kind_check"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMember(TenantModel):
    """A person is in a group, from and to a day."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_group_member"
        constraints = [
            models.UniqueConstraint(fields=["group", "user"], name="group_member_uniq"),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="group_member_dates_check",
            ),
        ]
