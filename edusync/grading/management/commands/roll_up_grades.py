"""Brings cells in line with the work done, a course in one statement."""

from typing import Any

from django.core.management.base import BaseCommand

from edusync.grading.models import GradeItem
from edusync.grading.procedures import roll_up_grades


class Command(BaseCommand):
    """manage.py roll_up_grades: calls `sp_roll_up_grades` where the engine has procedures."""

    help = "Fill cells of the gradebook that the triggers missed, in all courses."

    def handle(self, **options: Any) -> None:
        """Roll up every course that has a book."""
        items = GradeItem.unscoped.filter(deleted_at__isnull=True).order_by()
        courses = list(items.values_list("course_id", flat=True).distinct())
        changed = sum(roll_up_grades(course_id=course_id) for course_id in courses)
        self.stdout.write(f"{changed} cells brought in line")
