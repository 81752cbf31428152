"""Courses of a learner, for a guardian."""

from typing import Any

from edusync.enrollment import queries
from edusync.enrollment.models import Enrollment
from edusync.enrollment.rest import serializers as shapes
from edusync.identity.services import look_at_child
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission, SignedIn
from edusync.kernel.rest.views import ApiView, FastResponse, schema

SHOWN = ("active", "completed", "suspended")


def child_course_json(row: Enrollment) -> dict[str, Any]:
    """The enrollment as ChildCourseSerializer describes it; `course` must be selected."""
    return {
        "id": row.pk,
        "course_slug": row.course.slug,
        "course_title": row.course.title,
        "status": row.status,
        "percent": queries.percent_of(row),
        "seconds": row.seconds,
        "enrolled_at": row.enrolled_at,
        "last_access_at": row.last_access_at,
        "completed_at": row.completed_at,
    }


class ChildCoursesView(ApiView):
    """What a learner takes and how far they are."""

    policy = SignedIn()
    key_scopes = {"get": Permission.PROFILE_UPDATE}

    @schema(
        response=shapes.ChildCourseSerializer,
        paginated=True,
        summary="Courses and progress of a learner I look after",
    )
    def get(self, request: Any, learner_id: int) -> FastResponse:
        """For verified guardians with consent to progress; the newest first."""
        look_at_child(actor=self.actor, learner_id=learner_id, scope="progress")
        rows = queries.live_enrollments(learner_id).filter(status__in=SHOWN).select_related("course")
        return FastResponse(
            keyset_page(rows, request=request, order=("-enrolled_at", "-id"), serialize=child_course_json)
        )
