"""Versions of a course for those who work on it."""

from typing import Any

from edusync.courses.models import Course, CourseVersion
from edusync.courses.policy import CoursePolicy, is_staff
from edusync.courses.rest import version_serializers as shapes
from edusync.courses.services import versions
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, Forbidden, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema


def version_json(version: CourseVersion) -> dict[str, Any]:
    """The version as CourseVersionSerializer describes it; `author` must be selected."""
    author = version.author
    return {
        "number": version.number,
        "reason": version.reason,
        "notes": version.notes,
        "author": None if author is None else {"id": author.pk, "name": author.display_name},
        "created_at": version.created_at,
        "lesson_count": version.lesson_count,
        "changes": version.changes,
    }


class VersionBaseView(ApiView):
    """A route about the versions of one course."""

    policy = CoursePolicy()

    def course_of(self, slug: str, permission: Permission | None = None) -> Course:
        """The course, if the actor works on it, and may do this with it. Raises NotFound, Forbidden."""
        course = Course.objects.filter(slug=slug, deleted_at=None).first()
        if course is None:
            raise NotFound
        self.check(Permission.COURSE_READ, course)
        if not is_staff(self.actor, course.pk):
            raise Forbidden
        if permission is not None:
            self.check(permission, course)
        return course

    def version_of(self, course: Course, number: int) -> CourseVersion:
        """The version of that number. Raises NotFound."""
        rows = CourseVersion.objects.filter(course=course, number=number)
        version: CourseVersion | None = rows.select_related("author", "snapshot").first()
        if version is None:
            raise NotFound
        return version


class VersionsView(VersionBaseView):
    """The timeline."""

    key_scopes = {"get": Permission.COURSE_READ, "post": Permission.COURSE_UPDATE}

    @schema(
        response=shapes.CourseVersionSerializer, paginated=True, summary="Versions of a course, newest first"
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """Newest first."""
        rows = CourseVersion.objects.filter(course=self.course_of(slug)).select_related("author")
        return FastResponse(keyset_page(rows, request=request, order=("-number",), serialize=version_json))

    @schema(
        request=shapes.VersionWriteSerializer,
        response=shapes.CourseVersionSerializer,
        status=201,
        summary="Save a version",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The course as it is now, with a note."""
        course = self.course_of(slug, Permission.COURSE_UPDATE)
        notes = self.validated(shapes.VersionWriteSerializer)["notes"]
        version = versions.record_version(
            course=course, reason=CourseVersion.Reason.SAVED, by_id=self.actor.user_id, notes=notes
        )
        return FastResponse(version_json(version), status=201)


class VersionView(VersionBaseView):
    """One version."""

    key_scopes = {"get": Permission.COURSE_READ}

    @schema(response=shapes.VersionOutlineSerializer, summary="A version of a course and its structure")
    def get(self, request: Any, slug: str, number: int) -> FastResponse:
        """Modules and lessons as they were."""
        version = self.version_of(self.course_of(slug), number)
        snapshot = versions.snapshot_of(version)
        modules = [
            {
                **{name: module[name] for name in ("uuid", "title", "is_published")},
                "lessons": [
                    {name: lesson[name] for name in ("uuid", "title", "kind", "is_published")}
                    for lesson in module["lessons"]
                ],
            }
            for module in snapshot["modules"]
        ]
        return FastResponse(
            {"version": version_json(version), "title": snapshot["course"]["title"], "modules": modules}
        )


class VersionLessonView(VersionBaseView):
    """A lesson as it was."""

    key_scopes = {"get": Permission.COURSE_READ}

    @schema(response=shapes.VersionLessonSerializer, summary="A lesson as a version has it")
    def get(self, request: Any, slug: str, number: int, lesson_uuid: Any) -> FastResponse:
        """Content by kind; the text that authors saw."""
        version = self.version_of(self.course_of(slug), number)
        lesson = versions.lesson_of(versions.snapshot_of(version), str(lesson_uuid))
        if lesson is None:
            raise NotFound
        content = lesson.get("content", {})
        body = {name: lesson[name] for name in ("uuid", "title", "kind")}
        document = content.get("draft") or content.get("document")
        return FastResponse({**body, "document": document, "content": content})


class VersionCompareView(VersionBaseView):
    """Two versions beside each other."""

    key_scopes = {"get": Permission.COURSE_READ}

    @schema(
        response=shapes.ComparisonSerializer,
        query={
            "from": "number of the old version",
            "to": "number of the new one; the present state without it",
        },
        summary="What differs between two versions, in words",
    )
    def get(self, request: Any, slug: str) -> FastResponse:
        """Entries in the order of the course."""
        course = self.course_of(slug)
        start = self._number("from")
        if start is None:
            raise ValidationProblem(errors=[FieldError("/from", "blank", "Name a version.")])
        end = self._number("to")
        old = versions.snapshot_of(self.version_of(course, start))
        if end is None:
            new = versions.present_snapshot(course)
        else:
            new = versions.snapshot_of(self.version_of(course, end))
        entries = [entry.as_json() for entry in versions.changes_between(old, new)]
        return FastResponse({"start": start, "end": end, "count": len(entries), "entries": entries})

    def _number(self, name: str) -> int | None:
        text = self.request.GET.get(name, "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValidationProblem(errors=[FieldError(f"/{name}", "invalid", "The number of a version.")])
        return int(text)


class VersionRestoreView(VersionBaseView):
    """Back to a version."""

    key_scopes = {"get": Permission.COURSE_READ, "post": Permission.COURSE_UPDATE}

    @schema(response=shapes.RestorePreviewSerializer, summary="What restoring a version would do")
    def get(self, request: Any, slug: str, number: int) -> FastResponse:
        """Changes against the present state, and how many learners are under way."""
        course = self.course_of(slug)
        return FastResponse(versions.restore_preview(course=course, version=self.version_of(course, number)))

    @schema(
        request=shapes.RestoreWriteSerializer, response=shapes.RestoredSerializer, summary="Restore a version"
    )
    @idempotent
    def post(self, request: Any, slug: str, number: int) -> FastResponse:
        """The whole course, or the lessons named."""
        course = self.course_of(slug, Permission.COURSE_UPDATE)
        version = self.version_of(course, number)
        names = self.validated(shapes.RestoreWriteSerializer).get("lessons")
        before = versions.restore_version(
            version=version,
            by_id=self.actor.user_id,
            only_lessons=None if names is None else {str(name) for name in names},
        )
        return FastResponse({"restored": version.number, "undo": before.number})
