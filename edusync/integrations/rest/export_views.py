"""Exports of a course, and course as code over HTTP."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse
from django.http.response import HttpResponseBase

from edusync.courses.models import Course
from edusync.courses.policy import CoursePolicy
from edusync.courses.queries import live_course
from edusync.files.urls import file_url
from edusync.integrations.exports import exporters
from edusync.integrations.formats.archive import opened_package
from edusync.integrations.models import ContentExportJob
from edusync.integrations.rest import export_serializers as shapes
from edusync.integrations.services import code, exporting
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema

SHOWN = 20


def export_json(job: ContentExportJob) -> dict[str, Any]:
    """The export as CourseExportSerializer describes it; `file` must be selected."""
    file = job.file
    return {
        **{name: getattr(job, name) for name in ("uuid", "code", "state", "done", "total")},
        "url": None if file is None else file_url(file),
        "name": None if file is None else file.name,
        "size_bytes": None if file is None else file.size_bytes,
        **{
            name: getattr(job, name)
            for name in ("created_at", "finished_at", "expires_at", "losses", "problem")
        },
    }


def course_of(view: ApiView, slug: str, permission: Permission) -> Course:
    """The course if the actor may do this with it. Raises NotFound, Forbidden."""
    course = live_course(slug=slug)
    if course is None:
        raise NotFound
    view.check(permission, course)
    return course


class CourseExportsView(ApiView):
    """What a course can be exported as."""

    policy = CoursePolicy()
    key_scopes = {"get": Permission.COURSE_EXPORT}

    @schema(response=shapes.CourseExportsSerializer, summary="Exports of a course, and my own of it")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """The twenty newest of one's own."""
        course = course_of(self, slug, Permission.COURSE_EXPORT)
        rows = ContentExportJob.objects.filter(course=course, requested_by_id=self.actor.user_id)
        kinds = [
            {"code": one.code, "ending": one.ending, "title": one.title, "summary": one.summary}
            for one in exporters()
        ]
        jobs = rows.select_related("file").order_by("-id")[:SHOWN]
        return FastResponse({"exporters": kinds, "results": [export_json(job) for job in jobs]})


class CourseExportView(ApiView):
    """One export: asked for by its kind, then looked at until it is done."""

    policy = CoursePolicy()
    key_scopes = {"get": Permission.COURSE_EXPORT, "post": Permission.COURSE_EXPORT}
    rate_limits = {"post": "export"}

    @schema(response=shapes.CourseExportSerializer, status=202, summary="Export a course")
    @idempotent
    def post(self, request: Any, slug: str, code: str) -> HttpResponseBase:
        """The export, waiting for the worker."""
        course = course_of(self, slug, Permission.COURSE_EXPORT)
        job = exporting.request_export(course=course, code=code, by_id=self.actor.user_id)
        return FastResponse(export_json(job), status=202)

    @schema(response=shapes.CourseExportSerializer, summary="My newest export of this kind")
    def get(self, request: Any, slug: str, code: str) -> HttpResponseBase:
        """How far it is."""
        course = course_of(self, slug, Permission.COURSE_EXPORT)
        rows = ContentExportJob.objects.filter(course=course, code=code, requested_by_id=self.actor.user_id)
        job = rows.select_related("file").order_by("-id").first()
        if job is None:
            raise NotFound
        return FastResponse(export_json(job))


class CourseCodeView(UploadView):
    """A course as a folder of Markdown and YAML, there and back."""

    policy = CoursePolicy()
    key_scopes = {"get": Permission.COURSE_EXPORT, "post": Permission.COURSE_UPDATE}
    rate_limits = {"get": "export"}

    @schema(media_type="application/zip", summary="The course as code, a zip file")
    def get(self, request: Any, slug: str) -> HttpResponseBase:
        """Written on the way out."""
        course = course_of(self, slug, Permission.COURSE_EXPORT)
        target = tempfile.TemporaryFile(prefix="edusync-code-")  # noqa: SIM115 - the answer closes it
        code.write_code_zip(course, target)
        target.seek(0)
        return FileResponse(
            target, as_attachment=True, filename=f"{course.slug}-code.zip", content_type="application/zip"
        )

    @schema(
        request=shapes.CodePushSerializer,
        response=shapes.CodePushedSerializer,
        media_type="multipart/form-data",
        summary="Bring a changed folder back into the course",
    )
    def post(self, request: Any, slug: str) -> HttpResponseBase:
        """What changed; with `is_dry_run`, what would."""
        course = course_of(self, slug, Permission.COURSE_UPDATE)
        values = self.validated(shapes.CodePushSerializer)
        with tempfile.TemporaryDirectory(prefix="edusync-push-") as place:
            package = Path(place) / "package"
            with package.open("wb") as target:
                for chunk in values["file"].chunks():
                    target.write(chunk)
            with opened_package(package) as folder:
                pushed = code.push_code(
                    course=course,
                    folder=code.inner_folder(folder),
                    by_id=self.actor.user_id,
                    is_dry_run=values["is_dry_run"],
                    is_forced=values["is_forced"],
                )
        entries = [entry.as_json() for entry in pushed.entries]
        body = {"is_dry_run": pushed.is_dry_run, "version": pushed.version, "count": len(entries)}
        return FastResponse({**body, "entries": entries})
