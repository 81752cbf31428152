"""Tables of what a person is in one organization: student, instructor, job, own fields."""

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import SoftDeleteMixin, TenantModel, live_flag


class StudentProfile(TenantModel):
    """A person as a student of the organization."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="student_profiles")
    # NULL where there is none, so that the key lets many people without a number be.
    student_number = models.CharField(max_length=80, null=True, blank=True)
    grade_level = models.CharField(max_length=40, default="", blank=True)
    program = models.CharField(max_length=200, default="", blank=True)
    admitted_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_student_profile"
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="student_profile_org_user_uniq"),
            models.UniqueConstraint(
                fields=["organization", "student_number"], name="student_profile_org_number_uniq"
            ),
        ]


class InstructorProfile(TenantModel):
    """A person as an instructor of the organization; learners see it on course pages."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="instructor_profiles")
    headline = models.CharField(max_length=160, default="", blank=True)
    expertise = models.CharField(max_length=500, default="", blank=True)
    employee_number = models.CharField(max_length=80, null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_instructor_profile"
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="instructor_profile_org_user_uniq"),
            models.UniqueConstraint(
                fields=["organization", "employee_number"], name="instructor_profile_org_number_uniq"
            ),
        ]


class CustomField(SoftDeleteMixin, TenantModel):
    """A fact that only this organization keeps about its people."""

    class Kind(models.TextChoices):
        TEXT = "text"
        NUMBER = "number"
        DATE = "date"
        CHOICE = "choice"
        YES_NO = "yes-no"

    class Visibility(models.TextChoices):
        STAFF = "staff"
        PERSON = "person"
        EVERYONE = "everyone"

    key = models.SlugField(max_length=60)
    label = models.CharField(max_length=120)
    help_text = models.CharField(max_length=300, default="", blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    is_required = models.BooleanField(default=False)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.STAFF)
    position = models.PositiveIntegerField(default=0)
    live = live_flag()

    class Meta(TenantModel.Meta):
        db_table = "identity_custom_field"
        constraints = [
            models.UniqueConstraint(fields=["organization", "key", "live"], name="custom_field_org_key_uniq"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["text", "number", "date", "choice", "yes-no"]),
                name="custom_field_kind_check",
            ),
            models.CheckConstraint(
                condition=models.Q(visibility__in=["staff", "person", "everyone"]),
                name="custom_field_visibility_check",
            ),
        ]


class CustomFieldValue(TenantModel):
    """The value of an own field for a person, as text in the field's canonical form."""

    field = models.ForeignKey(CustomField, on_delete=models.PROTECT, related_name="values")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=500)

    class Meta(TenantModel.Meta):
        db_table = "identity_custom_field_value"
        constraints = [models.UniqueConstraint(fields=["field", "user"], name="custom_field_value_uniq")]


class JobRole(SoftDeleteMixin, TenantModel):
    """A role at work, by which training is assigned."""

    name = models.CharField(max_length=160)
    code = models.CharField(max_length=80, default="", blank=True)
    live = live_flag()

    class Meta(TenantModel.Meta):
        db_table = "identity_job_role"
        constraints = [
            models.UniqueConstraint(fields=["organization", "name", "live"], name="job_role_org_name_uniq")
        ]


class JobRoleAssignment(TenantModel):
    """A person works in a job role."""

    job_role = models.ForeignKey(JobRole, on_delete=models.PROTECT, related_name="assignments")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_job_role_assignment"
        constraints = [
            models.UniqueConstraint(fields=["job_role", "user"], name="job_role_assignment_uniq"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="job_role_assignment_dates_check",
            ),
        ]
