"""Views of how a course's learners get on, for those who teach it."""

from typing import Any

from django.http.response import HttpResponseBase

from edusync.courses.policy import CoursePolicy
from edusync.enrollment import queries as enrollments
from edusync.enrollment.policy import CourseLearnersPolicy
from edusync.kernel import audit, clock
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, Forbidden, NotFound, ValidationProblem
from edusync.kernel.rest.csv_response import csv_response
from edusync.kernel.rest.views import ApiView, FastResponse, schema
from edusync.progress import insight_queries
from edusync.progress.rest import insight_serializers as shapes

REASON = {"reason": f"one of {', '.join(insight_queries.REASONS)}; any without it"}
COLUMNS = (
    "name",
    "email",
    "percent",
    "enrolled_at",
    "last_access_at",
    "last_lesson",
    "due_at",
    "engagement",
    "reasons",
)
CHUNK = 500


class InsightView(ApiView):
    """Base of these routes."""

    policy = CourseLearnersPolicy()

    def course(self, slug: str) -> Any:
        """The course. Raises NotFound if it is hidden, Forbidden if its learners are none of the actor's business."""
        course = CoursePolicy().visible(enrollments.course_rows(), self.actor).filter(slug=slug).first()
        if course is None:
            raise NotFound
        if not self.policy.allows(self.actor, Permission.ENROLLMENT_READ, course):
            raise Forbidden(permission=str(Permission.ENROLLMENT_READ))
        return course

    def wanted_reason(self) -> str:
        """The rule asked for. Raises ValidationProblem."""
        reason: str = self.request.GET.get("reason", "")
        if reason and reason not in insight_queries.REASONS:
            raise ValidationProblem(errors=[FieldError("/reason", "unknown", "There is no such rule.")])
        return reason


class CourseInsightsView(InsightView):
    """Figures of a course."""

    @schema(response=shapes.CourseInsightsSerializer, summary="How a course's learners get on")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Counted now, over everybody with an active or completed enrollment."""
        return FastResponse(insight_queries.course_figures(self.course(slug), clock.now()))


class AttentionView(InsightView):
    """Learners who need somebody."""

    @schema(
        response=shapes.AttentionSerializer,
        paginated=True,
        query=REASON,
        summary="Learners of a course who need attention",
    )
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """One page, those first who have been there longest."""
        now, course = clock.now(), self.course(slug)
        rows = insight_queries.learners_needing_attention(course.pk, now, reason=self.wanted_reason())
        page = keyset_page(rows, request=request, order=("id",))
        page["results"] = [insight_queries.attention_json(row, now) for row in page["results"]]
        return FastResponse(page)


class AttentionCsvView(InsightView):
    """The same as a file."""

    rate_limits = {"get": "export"}

    @schema(media_type="text/csv", query=REASON, summary="Learners who need attention as CSV")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """All of them, sent while they are read."""
        now, course = clock.now(), self.course(slug)
        rows = insight_queries.learners_needing_attention(course.pk, now, reason=self.wanted_reason())
        audit.record_read("progress.attention.exported", actor=self.actor, target=("course", course.pk))
        lines = (cells(row, now) for row in rows.order_by("id").iterator(chunk_size=CHUNK))
        return csv_response(f"attention-{course.slug}.csv", COLUMNS, lines)


def cells(row: Any, now: Any) -> tuple[Any, ...]:
    """One learner's cells in the order of COLUMNS."""
    shown = insight_queries.attention_json(row, now)
    instants = {
        name: shown[name] and shown[name].isoformat(timespec="seconds")
        for name in ("enrolled_at", "last_access_at", "due_at")
    }
    return (
        shown["learner"]["display_name"], shown["learner"]["email"], shown["percent"], instants["enrolled_at"],
        instants["last_access_at"], shown["last_lesson_title"], instants["due_at"], shown["engagement_score"],
        " ".join(shown["reasons"]),
    )  # fmt: skip
