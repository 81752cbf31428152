"""Copies of courses, templates, and copies that follow a blueprint."""

import uuid
from typing import Any

from django.http import HttpResponse

from edusync.courses.copy_policy import BlueprintLinkPolicy, CopyPolicy
from edusync.courses.models import BlueprintLink, BlueprintSync, Course, CourseCopy
from edusync.courses.policy import CoursePolicy
from edusync.courses.rest import copies_serializers as shapes
from edusync.courses.rest.copies_json import copy_json, course_json, link_json, sync_json
from edusync.courses.rest.rules_views import CourseRulesBaseView
from edusync.courses.services import blueprints, copies
from edusync.files.urls import file_address
from edusync.identity.queries import people_named
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import Forbidden, NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, schema

TEMPLATE_COLUMNS = (
    "id", "uuid", "slug", "title", "tagline", "language_id", "lesson_count", "estimated_minutes",
    "image_file__uuid", "image_file__name", "created_at",
)  # fmt: skip


def links() -> Any:
    """Ties with both courses."""
    return BlueprintLink.objects.select_related("blueprint", "copy")


def source_of(view: CourseRulesBaseView, slug: str) -> Course:
    """The course if the actor may copy it: by duty, or since it is a template. Raises NotFound, Forbidden."""
    if not view.actor.has(Permission.COURSE_CREATE):
        raise Forbidden(permission=str(Permission.COURSE_CREATE))
    template = Course.objects.filter(slug=slug, deleted_at=None, is_template=True).first()
    return template or view.course_for(Permission.COURSE_COPY, slug)


class CopiesView(CourseRulesBaseView):
    """What was copied from a course."""

    key_scopes = {"get": Permission.COURSE_COPY, "post": Permission.COURSE_COPY}

    @schema(response=shapes.CourseCopyRowSerializer, paginated=True, summary="Courses copied from a course")
    def get(self, request: Any, slug: str) -> FastResponse:
        """Newest first, with the tie of those that follow."""
        course = self.course_for(Permission.COURSE_COPY, slug)
        rows = Course.objects.filter(cloned_from=course, deleted_at=None)
        page = keyset_page(rows, request=request, order=("-id",))
        ties = {link.copy_id: link for link in links().filter(copy__in=[row.pk for row in page["results"]])}
        page["results"] = [
            {
                **course_json(row),
                "created_at": row.created_at,
                "link": link_json(ties[row.pk], self.actor) if row.pk in ties else None,
            }
            for row in page["results"]
        ]
        return FastResponse(page)

    @schema(
        request=shapes.CopyWriteSerializer,
        response=shapes.CopySerializer,
        status=201,
        summary="Copy a course",
    )
    @idempotent
    def post(self, request: Any, slug: str) -> FastResponse:
        """The copy, or its progress where the course is large: ask again under its UUID."""
        source = source_of(self, slug)
        options = copies.copy_options(self.validated(shapes.CopyWriteSerializer))
        if options.follows:
            self.check(Permission.COURSE_COPY, source)
        copy = copies.request_copy(source=source, options=options, by_id=self.actor.user_id)
        return FastResponse(copy_json(copy), status=201)


class CopyDatesView(CourseRulesBaseView):
    """The dates that a copy would move."""

    key_scopes = {"get": Permission.COURSE_COPY}

    @schema(response=shapes.CourseDatesSerializer, summary="Dates of a course that a copy would move")
    def get(self, request: Any, slug: str) -> FastResponse:
        """The first of them and how many there are: what a new beginning is reckoned from."""
        return FastResponse(copies.course_dates(source_of(self, slug)))


class CopyView(ApiView):
    """The making of one copy."""

    policy = CopyPolicy()

    @schema(response=shapes.CopySerializer, summary="How far a copy is")
    def get(self, request: Any, copy_uuid: uuid.UUID) -> FastResponse:
        """Its state; the course once it is done."""
        copy = self.get_visible(CourseCopy.objects.select_related("result"), uuid=copy_uuid)
        return FastResponse(copy_json(copy))


class CopyingView(CourseRulesBaseView):
    """What a course is among copies."""

    key_scopes = {"get": Permission.COURSE_UPDATE}

    @schema(response=shapes.CopyingSerializer, summary="Template, blueprint and origin of a course")
    def get(self, request: Any, slug: str) -> FastResponse:
        """Where it came from and what it follows."""
        course = self.course_for(Permission.COURSE_UPDATE, slug)
        link = links().filter(copy=course).first()
        origin = Course.objects.filter(pk=course.cloned_from_id, deleted_at=None).first()
        return FastResponse(
            {
                "is_template": course.is_template,
                "blueprint": link_json(link, self.actor) if link else None,
                "copied_from": course_json(origin) if origin else None,
            }
        )


class TemplateView(CourseRulesBaseView):
    """Whether courses are made from a course."""

    key_scopes = {"put": Permission.COURSE_COPY}

    @schema(request=shapes.TemplateWriteSerializer, status=204, summary="Make a course a template, or not")
    def put(self, request: Any, slug: str) -> HttpResponse:
        """409 course-state for published ones."""
        course = self.course_for(Permission.COURSE_COPY, slug)
        values = self.validated(shapes.TemplateWriteSerializer)
        copies.set_template(course=course, by_id=self.actor.user_id, **values)
        return HttpResponse(status=204)


class TemplatesView(ApiView):
    """Templates that a new course may be made from."""

    policy = CoursePolicy()
    permissions = {"get": Permission.COURSE_CREATE}

    @schema(response=shapes.CourseTemplateSerializer, paginated=True, summary="Templates for new courses")
    def get(self, request: Any) -> FastResponse:
        """Of the organization, newest first."""
        rows = Course.objects.filter(is_template=True, deleted_at=None).values(*TEMPLATE_COLUMNS)
        page = keyset_page(rows, request=request, order=("-created_at", "-id"))
        page["results"] = [self.shown(row) for row in page["results"]]
        return FastResponse(page)

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        """A template as JSON."""
        image, name = row.pop("image_file__uuid"), row.pop("image_file__name")
        return {
            **row,
            "language": row.pop("language_id"),
            "image_url": file_address(image, name) if image else None,
        }


class LinkBaseView(ApiView):
    """A route about the tie between a blueprint and a copy."""

    policy = BlueprintLinkPolicy()

    def link_for(self, permission: str, link_id: int) -> BlueprintLink:
        """The tie if the actor may do this with it. Raises NotFound, Forbidden."""
        link: BlueprintLink = self.get_visible(links(), link_id)
        self.check(permission, link)
        return link


class LinkView(LinkBaseView):
    """One tie."""

    key_scopes = {"patch": Permission.COURSE_COPY, "delete": Permission.COURSE_COPY}

    @schema(
        request=shapes.LockedPartsSerializer,
        response=shapes.BlueprintLinkSerializer,
        summary="Lock parts of a copy",
    )
    def patch(self, request: Any, link_id: int) -> FastResponse:
        """The tie after that."""
        link = self.link_for(Permission.COURSE_COPY, link_id)
        parts = self.validated(shapes.LockedPartsSerializer)["locked_parts"]
        blueprints.set_locked_parts(link=link, parts=parts, by_id=self.actor.user_id)
        return FastResponse(link_json(links().get(pk=link.pk), self.actor))

    @schema(status=204, summary="Let a copy go its own way")
    def delete(self, request: Any, link_id: int) -> HttpResponse:
        """What the copy has stays."""
        link = self.link_for(Permission.COURSE_COPY, link_id)
        blueprints.stop_following(link=link, by_id=self.actor.user_id)
        return HttpResponse(status=204)


class PreviewView(LinkBaseView):
    """What a sync would do."""

    key_scopes = {"get": Permission.COURSE_COPY}

    @schema(response=shapes.SyncPreviewSerializer, summary="What bringing changes into a copy would do")
    def get(self, request: Any, link_id: int) -> FastResponse:
        """Steps and changes; nothing is written."""
        return FastResponse(blueprints.preview_sync(self.link_for(Permission.COURSE_UPDATE, link_id)))


class SyncsView(LinkBaseView):
    """Syncs of a copy."""

    key_scopes = {"get": Permission.COURSE_COPY, "post": Permission.COURSE_COPY}

    @schema(response=shapes.BlueprintSyncSerializer, paginated=True, summary="Changes brought into a copy")
    def get(self, request: Any, link_id: int) -> FastResponse:
        """Newest first."""
        link = self.link_for(Permission.COURSE_UPDATE, link_id)
        rows = BlueprintSync.objects.filter(link=link).defer("before", "parts_before")
        page = keyset_page(rows, request=request, order=("-id",))
        names = people_named(row.by_id for row in page["results"] if row.by_id)
        page["results"] = [sync_json(row, names) for row in page["results"]]
        return FastResponse(page)

    @schema(
        response=shapes.BlueprintSyncSerializer,
        status=201,
        summary="Bring the blueprint's changes into a copy",
    )
    @idempotent
    def post(self, request: Any, link_id: int) -> FastResponse:
        """What was done; 409 nothing-to-sync when nothing was to do."""
        link = self.link_for(Permission.COURSE_UPDATE, link_id)
        sync = blueprints.sync_copy(link=link, by_id=self.actor.user_id)
        names = people_named([sync.by_id] if sync.by_id else [])
        return FastResponse(sync_json(sync, names), status=201)


class UndoView(LinkBaseView):
    """Taking the latest sync back."""

    key_scopes = {"post": Permission.COURSE_COPY}

    @schema(status=204, summary="Undo the latest change from the blueprint")
    def post(self, request: Any, link_id: int, sync_id: int) -> HttpResponse:
        """409 sync-outdated for an older one."""
        link = self.link_for(Permission.COURSE_UPDATE, link_id)
        sync = BlueprintSync.objects.filter(pk=sync_id, link=link).first()
        if sync is None:
            raise NotFound
        blueprints.undo_sync(sync=sync, by_id=self.actor.user_id)
        return HttpResponse(status=204)
