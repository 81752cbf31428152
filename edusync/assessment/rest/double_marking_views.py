"""Routes of the plan by which two people mark an assignment."""

from typing import Any

from django.http import HttpResponse

from edusync.assessment.assignment_content import fault
from edusync.assessment.marker_desk import plan_of
from edusync.assessment.models import Assignment, MarkingPlan
from edusync.assessment.rest import marking_serializers as shapes
from edusync.assessment.rest.assignment_views import NO_STORE
from edusync.assessment.rest.marking_views import MarkingBaseView
from edusync.assessment.services.assignments.double_marking import drop_marking_plan, save_marking_plan
from edusync.courses.models import CourseStaff
from edusync.courses.queries.team import team_of
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import FastResponse, schema

MARKING_DUTIES = (CourseStaff.Duty.OWNER, CourseStaff.Duty.INSTRUCTOR, CourseStaff.Duty.ASSISTANT)


def markers_of(course_id: int) -> list[Any]:
    """People who mark by a duty in the course."""
    return [one.user for one in team_of(course_id) if one.duty in MARKING_DUTIES]


def plan_json(plan: MarkingPlan | None) -> dict[str, Any] | None:
    """The plan by its values."""
    if plan is None:
        return None
    return {
        "threshold_percent": plan.threshold_percent,
        "when_apart": plan.when_apart,
        "moderator": plan.moderator_id,
    }


class MarkingPlanView(MarkingBaseView):
    """Whether two people mark an assignment, and by which rules."""

    permissions = {
        "get": Permission.SUBMISSION_MARK,
        "put": Permission.QUIZ_MANAGE,
        "delete": Permission.QUIZ_MANAGE,
    }

    def answer(self, assignment: Assignment) -> FastResponse:
        """The plan as it stands."""
        people = [{"id": one.pk, "name": one.display_name} for one in markers_of(assignment.course_id)]
        body = {"plan": plan_json(plan_of(assignment.pk)), "markers": people}
        return FastResponse(body, headers=NO_STORE)

    @schema(response=shapes.MarkingPlanOfAssignmentSerializer, summary="How two people mark an assignment")
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """The plan, empty where one person marks."""
        return self.answer(self.assignment_of(assignment_id))

    @schema(
        request=shapes.MarkingPlanSerializer,
        response=shapes.MarkingPlanOfAssignmentSerializer,
        summary="Let two people mark an assignment",
    )
    def put(self, request: Any, assignment_id: int) -> FastResponse:
        """The plan; marks that were posted before stand."""
        assignment = self.assignment_of(assignment_id, permission=Permission.QUIZ_MANAGE)
        values = dict(self.validated(shapes.MarkingPlanSerializer))
        if values["moderator"] is not None:
            people = {one.pk: one for one in markers_of(assignment.course_id)}
            if values["moderator"] not in people:
                raise fault("/moderator", "unknown-marker", "Nobody of this course who marks.")
            values["moderator"] = people[values["moderator"]]
        save_marking_plan(assignment=assignment, values=values, by_id=self.actor.user_id or 0)
        return self.answer(assignment)

    @schema(status=204, summary="Let one person mark an assignment again")
    def delete(self, request: Any, assignment_id: int) -> HttpResponse:
        """Nothing."""
        assignment = self.assignment_of(assignment_id, permission=Permission.QUIZ_MANAGE)
        drop_marking_plan(assignment=assignment, by_id=self.actor.user_id or 0)
        return HttpResponse(status=204)
