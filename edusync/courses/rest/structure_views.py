"""Modules and lessons for their authors."""

from typing import Any

from django.http import HttpResponse

from edusync.courses import services
from edusync.courses.models import Course, Lesson, Module
from edusync.courses.policy import CoursePolicy, LessonPolicy, ModulePolicy
from edusync.courses.rest.course_views import LANGUAGE_HELP
from edusync.courses.rest.lesson_json import lesson_response
from edusync.courses.rest.reading_serializers import LessonViewSerializer
from edusync.courses.rest.serializers import (
    AuthorModulesSerializer,
    LessonPatchSerializer,
    LessonRowSerializer,
    LessonWriteSerializer,
    ModulePatchSerializer,
    ModuleSerializer,
    ModuleWriteSerializer,
    OrderSerializer,
)
from edusync.courses.services.outline import starts_published
from edusync.kernel.idempotency import idempotent
from edusync.kernel.locking import etag, require_match
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema

MODULE_COLUMNS = ("id", "course_id", "title", "summary", "position", "is_published", "row_version")
LESSON_COLUMNS = (
    *("id", "uuid", "course_id", "module_id", "kind", "title", "group_title", "position", "is_required"),
    *(
        "is_published",
        "is_preview",
        "weight",
        "estimated_minutes",
        "completion",
        "completion_value",
        "row_version",
    ),
)


def row_response(row: Module | Lesson, columns: tuple[str, ...], status: int = 200) -> FastResponse:
    """A row as its authors see it, with its entity tag."""
    body = {name: getattr(row, name) for name in columns}
    return FastResponse(body, status=status, headers={"ETag": etag(row)})


class CourseStructureView(ApiView):
    """A route about the structure of one course."""

    policy = CoursePolicy()

    def course_of(self, course_id: int) -> Course:
        """The course if the actor may edit it. Raises NotFound, Forbidden."""
        course = Course.objects.filter(pk=course_id, deleted_at=None).first()
        if course is None:
            raise NotFound
        self.check(Permission.COURSE_UPDATE, course)
        return course


class ModulesView(CourseStructureView):
    """The modules of a course, hidden ones too."""

    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(response=AuthorModulesSerializer, summary="Structure of a course for its authors")
    def get(self, request: Any, course_id: int) -> FastResponse:
        """Modules in order, each with its lessons."""
        course = self.course_of(course_id)
        modules = Module.objects.filter(course=course, deleted_at=None).order_by("position", "id")
        lessons = Lesson.objects.filter(course=course, deleted_at=None).order_by("position", "id")
        by_module: dict[int, list[dict[str, Any]]] = {}
        for lesson in lessons.values(*LESSON_COLUMNS):
            by_module.setdefault(lesson["module_id"], []).append(lesson)
        results = [
            {**row, "lessons": by_module.get(row["id"], [])} for row in modules.values(*MODULE_COLUMNS)
        ]
        return FastResponse({"results": results})

    @schema(request=ModuleWriteSerializer, response=ModuleSerializer, status=201, summary="Add a module")
    @idempotent
    def post(self, request: Any, course_id: int) -> FastResponse:
        """The new module, at the end unless a position is given."""
        course = self.course_of(course_id)
        module = services.add_module(course=course, **self.validated(ModuleWriteSerializer))
        return row_response(module, MODULE_COLUMNS, 201)


class ModuleOrderView(CourseStructureView):
    """The order of a course's modules."""

    key_scopes = {"put": Permission.COURSE_UPDATE}

    @schema(request=OrderSerializer, status=204, summary="Order the modules of a course")
    def put(self, request: Any, course_id: int) -> HttpResponse:
        """Names every module once, in the wanted order."""
        course = self.course_of(course_id)
        services.order_modules(course=course, module_ids=self.validated(OrderSerializer)["ids"])
        return HttpResponse(status=204)


class ModuleBaseView(ApiView):
    """A route about one module."""

    policy = ModulePolicy()

    def module_of(self, module_id: int) -> Module:
        """The module if the actor may edit it. Raises NotFound, Forbidden."""
        modules = Module.objects.select_related("course")
        module = modules.filter(pk=module_id, deleted_at=None, course__deleted_at=None).first()
        if module is None:
            raise NotFound
        self.check(Permission.COURSE_UPDATE, module)
        return module


class ModuleView(ModuleBaseView):
    """One module."""

    key_scopes = {"patch": Permission.COURSE_UPDATE, "delete": Permission.COURSE_UPDATE}

    @schema(
        request=ModulePatchSerializer,
        response=ModuleSerializer,
        needs_version=True,
        summary="Change a module",
    )
    def patch(self, request: Any, module_id: int) -> FastResponse:
        """The changed module."""
        module = self.module_of(module_id)
        require_match(request, module)
        services.update_module(module=module, **self.validated(ModulePatchSerializer))
        return row_response(module, MODULE_COLUMNS)

    @schema(status=204, needs_version=True, summary="Delete a module with its lessons")
    def delete(self, request: Any, module_id: int) -> HttpResponse:
        """It is gone from the outline."""
        module = self.module_of(module_id)
        require_match(request, module)
        services.delete_module(module=module)
        return HttpResponse(status=204)


class ModuleLessonsView(ModuleBaseView):
    """The lessons of a module."""

    key_scopes = {"post": Permission.COURSE_UPDATE, "put": Permission.COURSE_UPDATE}

    @schema(request=LessonWriteSerializer, response=LessonRowSerializer, status=201, summary="Add a lesson")
    @idempotent
    def post(self, request: Any, module_id: int) -> FastResponse:
        """The new lesson, at the end unless a position is given; unpublished where learners already read."""
        module = self.module_of(module_id)
        values = self.validated(LessonWriteSerializer)
        values.setdefault("is_published", starts_published(module.course))
        lesson = services.add_lesson(module=module, **values)
        return row_response(lesson, LESSON_COLUMNS, 201)

    @schema(request=OrderSerializer, status=204, summary="Order the lessons of a module")
    def put(self, request: Any, module_id: int) -> HttpResponse:
        """Names every lesson once, in the wanted order."""
        module = self.module_of(module_id)
        services.order_lessons(module=module, lesson_ids=self.validated(OrderSerializer)["ids"])
        return HttpResponse(status=204)


class LessonView(ApiView):
    """One lesson: read by learners, changed by authors."""

    public = True
    policy = LessonPolicy()

    @schema(
        response=LessonViewSerializer,
        query={"language": LANGUAGE_HELP},
        summary="A lesson with its content and own progress",
    )
    def get(self, request: Any, lesson_id: int) -> FastResponse:
        """403 enroll-first where the course is visible but the lesson needs an enrollment."""
        return lesson_response(self.actor, lesson_id, language=request.GET.get("language", "")[:16])

    def lesson_of(self, lesson_id: int) -> Lesson:
        """The lesson if the actor may edit it. Raises NotFound, Unauthenticated, Forbidden."""
        rows = Lesson.objects.select_related("module", "page", "video", "document", "link")
        lesson = rows.filter(
            pk=lesson_id, deleted_at=None, module__deleted_at=None, course__deleted_at=None
        ).first()
        if lesson is None:
            raise NotFound
        self.check(Permission.COURSE_UPDATE, lesson)
        return lesson

    @schema(
        request=LessonPatchSerializer,
        response=LessonRowSerializer,
        needs_version=True,
        summary="Change a lesson",
    )
    def patch(self, request: Any, lesson_id: int) -> FastResponse:
        """The changed lesson."""
        lesson = self.lesson_of(lesson_id)
        require_match(request, lesson)
        values = self.validated(LessonPatchSerializer)
        if "module_id" in values:
            values["module"] = self.module_named(lesson, values.pop("module_id"))
        services.update_lesson(lesson=lesson, by_id=self.actor.user_id, **values)
        return row_response(lesson, LESSON_COLUMNS)

    def module_named(self, lesson: Lesson, module_id: int) -> Module:
        """A module of the lesson's course. Raises ValidationProblem."""
        module = Module.objects.filter(pk=module_id, course_id=lesson.course_id, deleted_at=None).first()
        if module is None:
            raise ValidationProblem(
                errors=[
                    FieldError(
                        pointer="/module_id", code="unknown-module", detail="No such module in this course."
                    )
                ]
            )
        return module

    @schema(status=204, needs_version=True, summary="Delete a lesson")
    def delete(self, request: Any, lesson_id: int) -> HttpResponse:
        """It is gone from the outline."""
        lesson = self.lesson_of(lesson_id)
        require_match(request, lesson)
        services.delete_lesson(lesson=lesson)
        return HttpResponse(status=204)
