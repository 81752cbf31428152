"""Ready-made numbers for tests of reports."""

from decimal import Decimal
from typing import Any

from edusync.courses.testing import make_course
from edusync.kernel.tenancy import current_organization_id
from edusync.reports.models import CourseFigure


def make_course_figure(title: str = "Programming with Python", **values: Any) -> CourseFigure:
    """A draft course with the totals that the report of course completion shows."""
    course = values.pop("course", None) or make_course(title, status="draft", modules=0)
    totals = {
        "enrolled": 40,
        "completed": 10,
        "certified": 8,
        "completion_percent": Decimal("25.0"),
        "certified_percent": Decimal("20.0"),
        "median_days": Decimal("12.5"),
        **values,
    }
    return CourseFigure.objects.create(organization_id=current_organization_id(), course=course, **totals)
