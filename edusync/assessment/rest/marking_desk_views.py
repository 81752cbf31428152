"""Routes around marking: archives of work, more time, remarks kept for the next time."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes

from edusync.assessment.assignment_policy import CommentBankPolicy, SubmissionPolicy
from edusync.assessment.assignment_queries import queue_of
from edusync.assessment.models import AssignmentExtension, CommentBankEntry, Submission
from edusync.assessment.rest import marking_serializers as shapes
from edusync.assessment.rest.marking_views import MarkingBaseView
from edusync.assessment.services import assignments as services
from edusync.assessment.services import rubrics
from edusync.enrollment.queries import enrollments_of_course
from edusync.kernel import audit
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema

MOST_IN_ARCHIVE = 1_000


class WorkArchiveView(MarkingBaseView, UploadView):
    """The work of all learners as one archive, and the marked files on their way back."""

    permissions = {"get": Permission.SUBMISSION_MARK, "post": Permission.SUBMISSION_MARK}

    @schema(response=OpenApiTypes.BINARY, media_type="application/zip", summary="All work as a ZIP")
    def get(self, request: Any, assignment_id: int) -> HttpResponseBase:
        """A folder for each submission; without names while the assignment is anonymous."""
        assignment = self.assignment_of(assignment_id)
        rows = SubmissionPolicy().marked(queue_of(assignment), self.actor)
        order = ("alias_number",) if assignment.is_anonymous else ("submitted_at", "id")
        archive = services.work_archive(list(rows.order_by(*order)[:MOST_IN_ARCHIVE]))
        audit.record_read(
            "assessment.work.downloaded", actor=self.actor, target=("assignment", assignment.pk)
        )
        return FileResponse(
            archive,
            as_attachment=True,
            filename=f"assignment-{assignment.pk}.zip",
            content_type="application/zip",
        )

    @schema(
        request=shapes.MarkedFileWriteSerializer,
        response=shapes.ReturnedCountSerializer,
        media_type="multipart/form-data",
        summary="Marked files as a ZIP with the same folders",
    )
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """How many files came back; what the learner handed in unchanged is passed over."""
        assignment = self.assignment_of(assignment_id)
        content = self.validated(shapes.MarkedFileWriteSerializer)["file"]
        rows = SubmissionPolicy().marked(Submission.objects.filter(assignment=assignment), self.actor)
        count = services.read_marked_archive(content=content, submissions=rows, by_id=self.actor.user_id or 0)
        return FastResponse({"returned": count})


def extension_json(row: AssignmentExtension) -> dict[str, Any]:
    """More time for one learner; enrollment and learner are at hand."""
    return {
        "id": row.pk,
        "enrollment_id": row.enrollment_id,
        "name": row.enrollment.learner.display_name,
        "due_at": row.due_at,
        "reason": row.reason,
    }


class ExtensionsView(MarkingBaseView):
    """More time for single learners."""

    permissions = {"get": Permission.SUBMISSION_MARK, "post": Permission.SUBMISSION_MARK}

    @schema(
        response=shapes.AssignmentExtensionSerializer,
        paginated=True,
        summary="Who has more time for an assignment",
    )
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """The latest first."""
        assignment = self.assignment_of(assignment_id)
        rows = AssignmentExtension.objects.filter(assignment=assignment).select_related("enrollment__learner")
        return FastResponse(keyset_page(rows, request=request, order=("-id",), serialize=extension_json))

    @schema(
        request=shapes.AssignmentExtensionWriteSerializer,
        response=shapes.AssignmentExtensionSerializer,
        status=201,
        summary="Give a learner more time",
    )
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """The extension; it stands instead of one the learner had."""
        assignment = self.assignment_of(assignment_id)
        values = self.validated(shapes.AssignmentExtensionWriteSerializer)
        enrollment = (
            enrollments_of_course(assignment.course_id)
            .filter(pk=values["enrollment_id"], deleted_at=None)
            .select_related("learner")
            .first()
        )
        if enrollment is None:
            raise NotFound
        row = services.grant_extension(
            assignment=assignment,
            enrollment=enrollment,
            due_at=values["due_at"],
            reason=values["reason"],
            by_id=self.actor.user_id or 0,
        )
        row.enrollment = enrollment
        return FastResponse(extension_json(row), status=201)


class ExtensionView(MarkingBaseView):
    """More time for one learner."""

    permissions = {"delete": Permission.SUBMISSION_MARK}

    @schema(status=204, summary="Take the extra time back")
    def delete(self, request: Any, assignment_id: int, extension_id: int) -> HttpResponse:
        """Nothing."""
        assignment = self.assignment_of(assignment_id)
        rows = AssignmentExtension.objects.filter(assignment=assignment).select_related("enrollment")
        row = rows.filter(pk=extension_id).first()
        if row is None:
            raise NotFound
        services.drop_extension(extension=row, by_id=self.actor.user_id or 0)
        return HttpResponse(status=204)


def remark_json(row: CommentBankEntry) -> dict[str, Any]:
    """A remark."""
    return {"uuid": row.uuid, "text": row.text}


class RemarksView(ApiView):
    """The actor's remarks."""

    policy = CommentBankPolicy()
    permissions = {"get": Permission.SUBMISSION_MARK, "post": Permission.SUBMISSION_MARK}

    @schema(response=shapes.RemarkSerializer, paginated=True, summary="My kept remarks")
    def get(self, request: Any) -> FastResponse:
        """The newest first."""
        rows = CommentBankPolicy().visible(CommentBankEntry.objects.all(), self.actor)
        return FastResponse(keyset_page(rows, request=request, order=("-id",), serialize=remark_json))

    @schema(
        request=shapes.RemarkWriteSerializer,
        response=shapes.RemarkSerializer,
        status=201,
        summary="Keep a remark for the next time",
    )
    def post(self, request: Any) -> FastResponse:
        """The remark; the same words are kept once."""
        text = self.validated(shapes.RemarkWriteSerializer)["text"]
        row = rubrics.keep_remark(owner_id=self.actor.user_id or 0, text=text)
        return FastResponse(remark_json(row), status=201)


class RemarkView(ApiView):
    """One remark."""

    policy = CommentBankPolicy()
    permissions = {"delete": Permission.SUBMISSION_MARK}

    @schema(status=204, summary="Forget a remark")
    def delete(self, request: Any, remark_uuid: Any) -> HttpResponse:
        """Nothing."""
        rubrics.drop_remark(entry=self.get_visible(CommentBankEntry.objects.all(), uuid=remark_uuid))
        return HttpResponse(status=204)
