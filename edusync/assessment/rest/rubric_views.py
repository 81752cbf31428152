"""Routes of rubrics: the bank of the organization and those of courses."""

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from rest_framework import serializers

from edusync.assessment.assignment_policy import RubricPolicy
from edusync.assessment.models import Rubric
from edusync.assessment.rest.assignment_editing_views import named_version
from edusync.assessment.rest.assignment_json import rubric_json
from edusync.assessment.rest.assignment_serializers import RubricContentSerializer
from edusync.assessment.rest.quiz_editing_views import plain
from edusync.assessment.services import rubrics as services
from edusync.courses.policy import CoursePolicy, manages
from edusync.enrollment.queries import course_rows
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden, NotFound, PreconditionFailed
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class RubricSerializer(RubricContentSerializer):
    """A rubric of the bank. `course` is null for the whole organization; `is_used`: its measure stays."""

    course = serializers.CharField(allow_null=True)
    row_version = serializers.IntegerField()
    is_used = serializers.BooleanField()
    actions = serializers.ListField(child=serializers.CharField())


class RubricWriteSerializer(RubricContentSerializer):
    """A rubric as it is sent. `course`: slug of the course it is for; without one, for the organization."""

    course = serializers.CharField(max_length=120, allow_null=True, default=None)


def bank_json(rubric: Rubric, view: ApiView, used: set[int]) -> dict[str, Any]:
    """The rubric with what the actor may do with it."""
    return {
        **(rubric_json(rubric) or {}),
        "course": rubric.course.slug if rubric.course else None,
        "row_version": rubric.row_version,
        "is_used": rubric.pk in used,
        "actions": view.required_policy().actions(view.actor, rubric),
    }


class RubricBaseView(ApiView):
    """Routes of rubrics."""

    policy = RubricPolicy()
    key_scopes = {"get": Permission.QUIZ_MANAGE}

    def rows(self) -> Any:
        """Rubrics in full."""
        return Rubric.objects.select_related("course").prefetch_related("criteria__levels")

    def answer(self, rubric_uuid: Any, *, status: int = 200) -> FastResponse:
        """The rubric as it stands."""
        rubric = self.get_visible(self.rows(), uuid=rubric_uuid)
        body = bank_json(rubric, self, services.marked_by([rubric]))
        return FastResponse(body, status=status, headers={"ETag": f'"{rubric.row_version}"'})


class RubricsView(RubricBaseView):
    """The bank."""

    @schema(
        response=RubricSerializer,
        paginated=True,
        query={
            "course": "Slug: those of the course and of the organization.",
            "search": "Part of the title.",
        },
        summary="Rubrics at hand",
    )
    def get(self, request: Any) -> FastResponse:
        """By title."""
        rows = self.required_policy().visible(self.rows(), self.actor)
        if slug := request.GET.get("course", ""):
            rows = rows.filter(Q(course__slug=slug) | Q(course=None))
        if search := request.GET.get("search", "").strip():
            rows = rows.filter(title__icontains=search)
        page = keyset_page(rows, request=request, order=("title", "id"))
        used = services.marked_by(page["results"])
        page["results"] = [bank_json(row, self, used) for row in page["results"]]
        return FastResponse(page)

    @schema(request=RubricWriteSerializer, response=RubricSerializer, status=201, summary="Make a rubric")
    @idempotent
    def post(self, request: Any) -> FastResponse:
        """The new rubric."""
        values = self.validated(RubricWriteSerializer)
        course_id = self.course_of(values.pop("course"))
        rubric = services.create_rubric(data=plain(values), course_id=course_id, by_id=self.actor.user_id)
        return self.answer(rubric.uuid, status=201)

    def course_of(self, slug: str | None) -> int | None:
        """Id of the course, if the actor writes it. Raises NotFound, Forbidden."""
        if slug is None:
            self.check(Permission.QUIZ_MANAGE)
            return None
        course = CoursePolicy().visible(course_rows(), self.actor).filter(slug=slug).first()
        if course is None:
            raise NotFound
        if not manages(self.actor, Permission.QUIZ_MANAGE, course.pk):
            raise Forbidden
        return int(course.pk)


class RubricView(RubricBaseView):
    """One rubric."""

    @schema(response=RubricSerializer, summary="A rubric")
    def get(self, request: Any, rubric_uuid: Any) -> FastResponse:
        """With criteria and levels."""
        return self.answer(rubric_uuid)

    @schema(
        request=RubricContentSerializer,
        response=RubricSerializer,
        needs_version=True,
        summary="Change a rubric",
    )
    def put(self, request: Any, rubric_uuid: Any) -> FastResponse:
        """The rubric; once work was marked by it, only its words change."""
        rubric = self.get_visible(Rubric.objects.all(), uuid=rubric_uuid)
        self.check(Permission.QUIZ_MANAGE, rubric)
        if named_version(request) != rubric.row_version:
            raise PreconditionFailed(row_version=rubric.row_version)
        data = plain(self.validated(RubricContentSerializer))
        services.change_rubric(rubric=rubric, data=data, by_id=self.actor.user_id)
        return self.answer(rubric_uuid)

    @schema(status=204, summary="Take a rubric out of the bank")
    def delete(self, request: Any, rubric_uuid: Any) -> HttpResponse:
        """Nothing; 409 while an assignment or a question has it."""
        rubric = self.get_visible(Rubric.objects.all(), uuid=rubric_uuid)
        self.check(Permission.QUIZ_MANAGE, rubric)
        services.delete_rubric(rubric=rubric, by_id=self.actor.user_id)
        return HttpResponse(status=204)
