"""Columns of quizzes and assignments, their cells, and course grades, made anew."""

from typing import Any

from django.core.management.base import BaseCommand

from edusync.assessment.models import Assignment, Quiz
from edusync.enrollment.queries import organization_ids_with_enrollments
from edusync.grading.models import CourseGrade, GradeItem
from edusync.grading.services import follow_source, recompute_course, refill_item
from edusync.kernel.tenancy import organization_context


class Command(BaseCommand):
    """Repairs what follows from quizzes and assignments. Marks given by hand stay as they are."""

    help = "Make gradebooks anew from quizzes, assignments and rules."

    def handle(self, *args: Any, **options: Any) -> None:
        """All organizations with learners."""
        for organization_id in organization_ids_with_enrollments():
            with organization_context(organization_id):
                self.rebuild()

    def rebuild(self) -> None:
        """The organization in context."""
        for kind, model in (("quiz", Quiz), ("assignment", Assignment)):
            follow_source(kind=kind, source_ids=list(model.objects.values_list("pk", flat=True)))
        items = list(GradeItem.objects.filter(deleted_at__isnull=True, source_id__isnull=False))
        cells = sum(refill_item(item=item) for item in items)
        CourseGrade.objects.update(is_stale=True)
        courses = list(CourseGrade.objects.values_list("course_id", flat=True).order_by().distinct())
        rows = sum(recompute_course(course_id=course_id) for course_id in courses)
        self.stdout.write(f"{len(items)} columns, {cells} cells changed, {rows} course grades")
