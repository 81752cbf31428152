"""Ready-made assignments for tests of assessment."""

from typing import Any

from edusync.assessment.models import Assignment, Rubric, Submission
from edusync.assessment.services import assignments, rubrics
from edusync.assessment.testing import stem
from edusync.courses.models import Course
from edusync.courses.services import add_lesson, add_module
from edusync.enrollment.models import Enrollment

RUBRIC: dict[str, Any] = {
    "title": "Essay",
    "description": "",
    "criteria": [
        {
            "title": name,
            "description": "",
            "levels": [
                {"title": "Good", "description": "", "points": 4},
                {"title": "Fair", "description": "", "points": 2},
                {"title": "Poor", "description": "", "points": 0},
            ],
        }
        for name in ("Thought", "Language")
    ],
}


def make_rubric(course: Course | None = None, **values: Any) -> Rubric:
    """A rubric of two criteria, worth 8 points."""
    return rubrics.create_rubric(
        data={**RUBRIC, **values}, course_id=course.pk if course else None, by_id=None
    )


def make_assignment(*, course: Course, rubric: Rubric | None = None, **values: Any) -> Assignment:
    """An assignment in a new lesson of the course: a text for 10 points unless told otherwise."""
    module = course.modules.order_by("-position").first() or add_module(course=course, title="Work")
    lesson = add_lesson(module=module, kind="assignment", title="An essay")
    data = {"brief": stem("Write."), "points": 10, "rubric": rubric.uuid if rubric else None, **values}
    assignments.save_assignment(lesson=lesson, data=data, base_version=0, by_id=None)
    return Assignment.objects.select_related("lesson", "course").get(lesson=lesson)


def hand_in(assignment: Assignment, enrollment: Enrollment, text: str = "My essay.") -> Submission:
    """A text that was written and handed in."""
    assignments.save_draft(assignment=assignment, enrollment=enrollment, base_version=None, text=text)
    return assignments.submit_work(assignment=assignment, enrollment=enrollment)
