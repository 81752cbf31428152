"""When lessons open, which courses come first, and when a course counts as completed."""

from django.db import models
from django.db.models import F, Q

from edusync.courses.models.course import Course
from edusync.courses.models.structure import Lesson, Module
from edusync.kernel.base import TenantModel, VersionedMixin


class AvailabilityRule(VersionedMixin, TenantModel):
    """The condition under which a lesson, or every lesson of a module, opens to learners.

    `tree` is a rule tree as `courses.rules` reads it. A change raises the course's outline version (trigger).
    """

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    module = models.OneToOneField(
        Module, on_delete=models.CASCADE, null=True, blank=True, related_name="availability"
    )
    lesson = models.OneToOneField(
        Lesson, on_delete=models.CASCADE, null=True, blank=True, related_name="availability"
    )
    tree = models.JSONField(default=dict)
    # While locked: left out of the outline instead of shown with a lock.
    is_hidden = models.BooleanField(default=False)

    class Meta(TenantModel.Meta):
        db_table = "courses_availability_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(module__isnull=True, lesson__isnull=False)
                | Q(module__isnull=False, lesson__isnull=True),
                name="availability_rule_one_target_check",
            )
        ]


class CompletionRule(TenantModel):
    """When a course counts as completed: at this share of its required weight. Without a row: at all of it."""

    course = models.OneToOneField(Course, on_delete=models.CASCADE, related_name="completion_rule")
    percent = models.PositiveSmallIntegerField(default=100)

    class Meta(TenantModel.Meta):
        db_table = "courses_completion_rule"
        constraints = [
            models.CheckConstraint(
                condition=Q(percent__gte=1, percent__lte=100), name="completion_rule_percent_check"
            )
        ]


class CoursePrerequisite(TenantModel):
    """A course that must be done, to a share or grade, before another is taken. Triggers refuse every circle."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="prerequisites")
    required_course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="+")
    minimum_percent = models.PositiveSmallIntegerField(default=100)
    # The least that the learner's posted marks must come to, in percent; NULL asks for none.
    minimum_grade = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta(TenantModel.Meta):
        db_table = "courses_course_prerequisite"
        constraints = [
            models.UniqueConstraint(fields=["course", "required_course"], name="course_prerequisite_uniq"),
            models.CheckConstraint(
                condition=~Q(course=F("required_course")), name="course_prerequisite_self_check"
            ),
            models.CheckConstraint(
                condition=Q(minimum_percent__gte=1, minimum_percent__lte=100),
                name="course_prerequisite_percent_check",
            ),
            models.CheckConstraint(
                condition=Q(minimum_grade__isnull=True) | Q(minimum_grade__gte=0, minimum_grade__lte=100),
                name="course_prerequisite_grade_check",
            ),
        ]


class PrerequisiteGraph(models.Model):
    """One row an organization, raised by the triggers on prerequisites: writers wait for each other at it.

    So two changes at once that together would close a circle meet, on every engine.
    """

    organization = models.OneToOneField(
        "identity.Organization", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        db_table = "courses_prerequisite_graph"
