"""A pile to mark: what a whole class handed in."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from bench.data.rows import START, fixed_uuid, ids_for, insert
from edusync.assessment.models import Assignment, Submission
from edusync.courses.models import Course
from edusync.courses.services import add_lesson
from edusync.enrollment.models import Enrollment


def pile(course: Course, enrollments: Sequence[Enrollment]) -> None:
    """An assignment that everybody handed in and nobody has marked."""
    lesson = add_lesson(
        module=course.modules.order_by("-position")[0], kind="assignment", title="Essay", is_required=False
    )
    assignment = Assignment.objects.create(
        organization_id=course.organization_id, lesson=lesson, course=course, points=Decimal(20)
    )
    ids = ids_for(Submission)
    insert(
        Submission,
        (
            Submission(
                id=next(ids),
                uuid=fixed_uuid(f"submission {enrollment.pk}"),
                organization_id=course.organization_id,
                assignment=assignment,
                enrollment=enrollment,
                alias_number=number,
                state="submitted",
                text="A page of text. " * 100,
                saved_at=START,
                submitted_at=START + datetime.timedelta(minutes=number),
                max_points=Decimal(20),
            )
            for number, enrollment in enumerate(enrollments, start=1)
        ),
    )
