"""The outline for its authors: read it, order it, change many at once, copy, undo."""

from typing import Any
from uuid import UUID

from edusync.courses import queries
from edusync.courses.models import Course, Module, OutlineChange
from edusync.courses.policy import CoursePolicy, manages, works_on
from edusync.courses.rest.outline_serializers import (
    OutlineAnswerSerializer,
    OutlineChoiceSerializer,
    OutlineCopySerializer,
    OutlineLessonAddSerializer,
    OutlineModuleAddSerializer,
    OutlineOrderSerializer,
    OutlineSetSerializer,
    StudioOutlineSerializer,
)
from edusync.courses.services import outline
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, Forbidden, NotFound, PreconditionRequired, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class StudioBaseView(ApiView):
    """A route about one course's outline."""

    policy = CoursePolicy()

    def course_of(self, slug: str) -> Course:
        """The course if the actor may edit it. Raises NotFound, Forbidden."""
        course = Course.objects.filter(slug=slug, deleted_at=None).first()
        if course is None:
            raise NotFound
        self.check(Permission.COURSE_UPDATE, course)
        return course

    def outline_json(self, course: Course) -> dict[str, Any]:
        """The outline as it stands."""
        columns = ("id", "slug", "title", "status", "estimated_minutes", "outline_version")
        row = Course.objects.values(*columns).get(pk=course.pk)
        version = row.pop("outline_version")
        return {
            "course": row,
            "can_edit": manages(self.actor, Permission.COURSE_UPDATE, course.pk),
            "version": version,
            **queries.author_outline(course_id=course.pk, user_id=self.actor.user_id),
        }

    def answer(
        self,
        course: Course,
        change: OutlineChange | None,
        *,
        status: int = 200,
        merged: bool = False,
        lesson_id: int | None = None,
        module_id: int | None = None,
        target: dict[str, Any] | None = None,
    ) -> FastResponse:
        """What an act led to."""
        body = self.outline_json(course)
        return FastResponse(
            {
                "outline": body,
                "change": change_json(change),
                "merged": merged,
                "lesson_id": lesson_id,
                "module_id": module_id,
                "target": target,
            },
            status=status,
            headers={"ETag": f'"{body["tag"]}"'},
        )


def change_json(change: OutlineChange | None) -> dict[str, Any] | None:
    """A change by which it can be undone."""
    return None if change is None else {"uuid": change.uuid, "kind": change.kind, "count": change.count}


def invalid(pointer: str, code: str, detail: str) -> ValidationProblem:
    """A problem at one member of the body."""
    return ValidationProblem(errors=[FieldError(pointer=pointer, code=code, detail=detail)])


class StudioOutlineView(StudioBaseView):
    """The outline in the studio."""

    @schema(response=StudioOutlineSerializer, summary="Outline of a course for those who work on it")
    def get(self, request: Any, slug: str) -> FastResponse:
        """Hidden lessons too, drafts, what is empty, and minutes summed."""
        course = self.get_visible(Course.objects.filter(deleted_at=None), slug=slug)
        if not works_on(self.actor, course):
            raise Forbidden
        body = self.outline_json(course)
        return FastResponse(body, headers={"ETag": f'"{body["tag"]}"'})


class OutlineOrderView(StudioBaseView):
    """The order of everything."""

    key_scopes = {"put": Permission.COURSE_UPDATE}

    @schema(
        request=OutlineOrderSerializer,
        response=OutlineAnswerSerializer,
        needs_version=True,
        summary="Order all modules and lessons of a course at once",
    )
    def put(self, request: Any, slug: str) -> FastResponse:
        """If-Match names the tag of the outline seen; 409 outline-conflict when it is stale and no `base` is given."""
        course = self.course_of(slug)
        tag = request.META.get("HTTP_IF_MATCH", "").strip().strip('"')
        if not tag:
            raise PreconditionRequired
        body = self.validated(OutlineOrderSerializer)
        base = layout_of(body["base"], "/base") if "base" in body else None
        change, merged = outline.order_outline(
            course=course,
            by_id=self.actor.user_id,
            wanted=layout_of(body["modules"], "/modules"),
            tag=tag,
            base=base,
        )
        return self.answer(course, change, merged=merged)


def layout_of(places: list[dict[str, Any]], pointer: str) -> outline.Layout:
    """The order that a body names. Raises ValidationProblem for a module named twice."""
    layout = {place["id"]: list(place["lessons"]) for place in places}
    if len(layout) != len(places):
        raise invalid(pointer, "not-the-same", "Must name every module and lesson exactly once.")
    return layout


class OutlineModulesView(StudioBaseView):
    """New modules."""

    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(
        request=OutlineModuleAddSerializer,
        response=OutlineAnswerSerializer,
        status=201,
        summary="Add a module to the outline",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """Behind the module `after`, else at the end."""
        course = self.course_of(slug)
        values = self.validated(OutlineModuleAddSerializer)
        module, change = outline.add_outline_module(course=course, by_id=self.actor.user_id, **values)
        return self.answer(course, change, status=201, module_id=module.pk)


class OutlineLessonsView(StudioBaseView):
    """New lessons, and settings of many."""

    key_scopes = {"post": Permission.COURSE_UPDATE, "patch": Permission.COURSE_UPDATE}

    @schema(
        request=OutlineLessonAddSerializer,
        response=OutlineAnswerSerializer,
        status=201,
        summary="Add an empty lesson to the outline",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """Behind the lesson `after`, else at the module's end; unpublished where learners already read."""
        course = self.course_of(slug)
        values = self.validated(OutlineLessonAddSerializer)
        module = module_of(course, values.pop("module"))
        lesson, change = outline.add_outline_lesson(module=module, by_id=self.actor.user_id, **values)
        return self.answer(course, change, status=201, lesson_id=lesson.pk)

    @schema(
        request=OutlineSetSerializer,
        response=OutlineAnswerSerializer,
        summary="Set the same values on many lessons and modules",
    )
    def patch(self, request: Any, slug: str) -> FastResponse:
        """Titles, flags, weights and times; one act to undo."""
        course = self.course_of(slug)
        body = self.validated(OutlineSetSerializer)
        change = outline.set_outline_values(
            course=course,
            by_id=self.actor.user_id,
            lesson_ids=body.get("lessons", ()),
            module_ids=body.get("modules", ()),
            **body["values"],
        )
        return self.answer(course, change)


def module_of(course: Course, module_id: int, pointer: str = "/module") -> Module:
    """A live module of the course. Raises ValidationProblem."""
    modules = Module.objects.select_related("course").filter(course=course, deleted_at=None)
    module = modules.filter(pk=module_id).first()
    if module is None:
        raise invalid(pointer, "unknown-module", "No such module in this course.")
    return module


class OutlineDeletionsView(StudioBaseView):
    """Many deleted at once."""

    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(
        request=OutlineChoiceSerializer,
        response=OutlineAnswerSerializer,
        summary="Delete lessons and modules",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The rows stay, so that it can be undone."""
        course = self.course_of(slug)
        body = self.validated(OutlineChoiceSerializer)
        change = outline.delete_from_outline(
            course=course,
            by_id=self.actor.user_id,
            lesson_ids=body.get("lessons", ()),
            module_ids=body.get("modules", ()),
        )
        return self.answer(course, change)


class OutlineCopiesView(StudioBaseView):
    """Copies here, and copies or moves to another course."""

    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(
        request=OutlineCopySerializer,
        response=OutlineAnswerSerializer,
        status=201,
        summary="Copy lessons and modules, here or to another course",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """With all content. `course` names another course that the actor may edit; `is_move` deletes them here."""
        course = self.course_of(slug)
        body = self.validated(OutlineCopySerializer)
        chosen = {"lesson_ids": body.get("lessons", ()), "module_ids": body.get("modules", ())}
        by_id = self.actor.user_id
        outline.require_own(course, **chosen)
        if body.get("course") in (None, slug):
            change = outline.copy_in_outline(
                course=course, by_id=by_id, label=body.get("label", ""), **chosen
            )
            return self.answer(course, change, status=201)
        target = self.course_of(body["course"])
        module = module_of(target, body["module"]).pk if body.get("module") else None
        sent, left = outline.send_to_course(
            source=course,
            target=target,
            by_id=by_id,
            module_id=module,
            is_move=body.get("is_move", False),
            **chosen,
        )
        place = {"slug": target.slug, "title": target.title, "change": change_json(sent)}
        return self.answer(course, left, status=201, target=place)


class OutlineUndoView(StudioBaseView):
    """An act taken back."""

    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(response=OutlineAnswerSerializer, summary="Undo an act on the outline")
    def post(self, request: Any, slug: str, uuid: UUID) -> FastResponse:
        """What others did since stays; 409 outline-change-gone when it was undone already."""
        course = self.course_of(slug)
        change = self.change_of(course, uuid)
        outline.undo_change(change=change, by_id=self.actor.user_id)
        return self.answer(course, change)

    def change_of(self, course: Course, uuid: UUID) -> OutlineChange:
        """The change of the actor. Raises NotFound: another's acts are not ours to take back."""
        change = OutlineChange.objects.filter(course=course, uuid=uuid, made_by_id=self.actor.user_id).first()
        if change is None:
            raise NotFound
        return change


class OutlineRedoView(OutlineUndoView):
    """An act done again."""

    @schema(response=OutlineAnswerSerializer, summary="Redo an act on the outline")
    def post(self, request: Any, slug: str, uuid: UUID) -> FastResponse:
        """409 outline-change-gone when it stands."""
        course = self.course_of(slug)
        change = self.change_of(course, uuid)
        outline.redo_change(change=change, by_id=self.actor.user_id)
        return self.answer(course, change)
