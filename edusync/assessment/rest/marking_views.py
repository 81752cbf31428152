"""Routes by which work is marked."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db.models import F
from django.http import HttpResponse

from edusync.assessment.assignment_policy import (
    AssignmentPolicy,
    SubmissionPolicy,
    marked_courses,
    marks_course,
)
from edusync.assessment.assignment_queries import (
    Attached,
    late_policy_of,
    marking_load,
    queue_of,
    rubric_in_full,
)
from edusync.assessment.marker_desk import Desk, desk_of, marked_row, marks_of, plan_of
from edusync.assessment.models import Annotation, Assignment, Submission, SubmissionFile
from edusync.assessment.policy import reads_everything
from edusync.assessment.rest import assignment_serializers
from edusync.assessment.rest import marking_serializers as shapes
from edusync.assessment.rest.assignment_editing_views import named_version
from edusync.assessment.rest.assignment_json import annotation_json, queue_json, sheet_json, task_json
from edusync.assessment.rest.assignment_views import NO_STORE, SubmissionBaseView
from edusync.assessment.rest.double_marking_json import blind, own_line_json, own_sheet
from edusync.assessment.services import assignments as services
from edusync.assessment.services.assignments.double_marking import give_marker_mark
from edusync.assessment.services.assignments.marking import Mark, levels_from
from edusync.assessment.similarity_queries import most_alike
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema


def load_json(row: Assignment) -> dict[str, Any]:
    """An assignment with what waits; the counts are annotated."""
    return {
        "id": row.pk,
        "lesson_id": row.lesson_id,
        "title": row.lesson.title,
        "course_slug": row.course.slug,
        "course_title": row.course.title,
        "due_at": row.due_at,
        "is_anonymous": row.is_anonymous,
        **counts_json(row),
    }


def counts_json(row: Any) -> dict[str, int]:
    """How many wait, are marked, are posted."""
    names = ("waiting_count", "marked_count", "posted_count")
    return {name: getattr(row, name) for name in names}


class MarkingBaseView(ApiView):
    """A route about one assignment, for those who mark it or read all."""

    policy = AssignmentPolicy()
    needed = Permission.SUBMISSION_MARK

    def assignment_of(self, assignment_id: int, *, permission: str | None = None) -> Assignment:
        """The assignment, if the actor may. Raises NotFound, Forbidden."""
        rows = Assignment.objects.select_related("lesson", "course")
        assignment: Assignment = self.get_visible(rows, assignment_id)
        self.check(permission or self.needed, assignment)
        return assignment


class MarkingLoadView(ApiView):
    """What there is to mark, over all courses."""

    policy = AssignmentPolicy()
    permissions = {"get": Permission.SUBMISSION_MARK}

    @schema(
        response=shapes.MarkingLoadSerializer,
        paginated=True,
        query={"course": "Slug of one course.", "all": "1: also those where nothing waits."},
        summary="Assignments I mark, with what waits",
    )
    def get(self, request: Any) -> FastResponse:
        """Assignments of the courses the actor marks; only those where something waits unless all are wanted."""
        rows = Assignment.objects.filter(
            organization_id=self.actor.organization_id, lesson__deleted_at=None, course__deleted_at=None
        )
        if not reads_everything(self.actor):
            rows = rows.filter(course_id__in=marked_courses(self.actor))
        if slug := request.GET.get("course", ""):
            rows = rows.filter(course__slug=slug)
        rows = marking_load(rows).annotate(open_count=F("waiting_count") + F("marked_count"))
        if request.GET.get("all") != "1":
            rows = rows.filter(open_count__gt=0)
        page = keyset_page(rows, request=request, order=("-open_count", "id"), serialize=load_json)
        return FastResponse(page, headers=NO_STORE)


class MarkingTaskView(MarkingBaseView):
    """An assignment as its markers see it."""

    key_scopes = {"get": Permission.ATTEMPT_READ}

    @schema(response=shapes.MarkingTaskSerializer, summary="An assignment to mark")
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """The task with its rubric, and what waits."""
        self.assignment_of(assignment_id, permission=Permission.ATTEMPT_READ)
        row = marking_load(Assignment.objects.filter(pk=assignment_id)).get()
        task = task_json(
            row, brief=row.brief, policy=late_policy_of(row), rubric=rubric_in_full(row.rubric_id)
        )
        body = {
            "assignment": task,
            "course_slug": row.course.slug,
            "course_title": row.course.title,
            "due_at": row.due_at,
            **counts_json(row),
            "can_mark": marks_course(self.actor, row.course_id),
        }
        return FastResponse(body, headers=NO_STORE)


class MarkingQueueView(MarkingBaseView):
    """Submissions of one assignment."""

    key_scopes = {"get": Permission.ATTEMPT_READ}

    @schema(
        response=shapes.QueuedSubmissionSerializer,
        paginated=True,
        query={"state": "waiting, marked or posted."},
        summary="What was handed in for an assignment",
    )
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """The try of each learner that counts, first come first; anonymous ones in no order that tells anything."""
        assignment = self.assignment_of(assignment_id, permission=Permission.ATTEMPT_READ)
        rows = SubmissionPolicy().marked(queue_of(assignment), self.actor)
        state = request.GET.get("state", "")
        if state == "waiting":
            rows = rows.filter(state__in=(Submission.State.SUBMITTED, Submission.State.LATE))
        elif state == "marked":
            rows = rows.filter(state=Submission.State.GRADED, posted_at=None)
        elif state == "posted":
            rows = rows.filter(posted_at__isnull=False)
        order = ("alias_number", "id") if assignment.is_anonymous else ("submitted_at", "id")
        if assignment.is_similarity_checked:
            rows = rows.annotate(similarity_percent=most_alike())
        serialize: Callable[[Any], Any] = queue_json
        if plan := plan_of(assignment.pk):
            rows = rows.prefetch_related("marker_marks")
            serialize = partial(own_line_json, plan=plan, user_id=self.actor.user_id or 0)
        return FastResponse(
            keyset_page(rows, request=request, order=order, serialize=serialize), headers=NO_STORE
        )


class PostMarksView(MarkingBaseView):
    """All marks of an assignment."""

    permissions = {"post": Permission.SUBMISSION_MARK}

    @schema(response=shapes.PostedCountSerializer, summary="Post all marks that were given")
    @idempotent
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """How many learners see theirs now."""
        assignment = self.assignment_of(assignment_id)
        count = services.post_marks(assignment=assignment, by_id=self.actor.user_id or 0)
        return FastResponse({"posted": count})


class MarkerBaseView(SubmissionBaseView):
    """A route about one submission, for those who mark it."""

    def marked_one(self, submission_uuid: Any) -> Submission:
        """The submission if the actor marks it. Raises NotFound, Forbidden."""
        submission = self.submission_of(submission_uuid)
        self.check(Permission.SUBMISSION_MARK, submission)
        return submission

    def sheet(self, submission_uuid: Any) -> FastResponse:
        """The submission as it stands now."""
        submission = self.submission_of(submission_uuid)
        if self.is_own(submission):
            raise NotFound
        can_mark = self.required_policy().allows(self.actor, Permission.SUBMISSION_MARK, submission)
        attached = Attached([submission])
        desk = self.desk(submission, can_mark=can_mark)
        if desk is not None:
            blind(attached, submission, user_id=self.actor.user_id or 0, desk=desk)
        body = sheet_json(submission, attached, can_mark=can_mark)
        if desk is not None:
            body = own_sheet(body, submission, desk=desk, is_marked_here=can_mark)
        return FastResponse(body, headers={"ETag": f'"{body["row_version"]}"', **NO_STORE})

    def desk(self, submission: Submission, *, can_mark: bool) -> Desk | None:
        """The actor's place where two people mark; None where one does."""
        plan = plan_of(submission.assignment_id)
        if plan is None:
            return None
        marks = marks_of(marked_row(submission))
        return desk_of(
            plan=plan,
            submission=submission,
            marks=marks,
            user_id=self.actor.user_id or 0,
            may_mark=can_mark,
        )


class MarkingSheetView(MarkerBaseView):
    """A submission to mark."""

    key_scopes = {"get": Permission.ATTEMPT_READ}

    @schema(response=shapes.MarkingSheetSerializer, summary="A submission to mark")
    def get(self, request: Any, submission_uuid: Any) -> FastResponse:
        """Work, levels, comments and remarks on passages."""
        return self.sheet(submission_uuid)


class MarkView(MarkerBaseView):
    """The mark of a submission."""

    permissions = {"put": Permission.SUBMISSION_MARK}

    @schema(
        request=shapes.MarkWriteSerializer,
        response=shapes.MarkingSheetSerializer,
        needs_version=True,
        summary="Mark a submission",
    )
    @idempotent
    def put(self, request: Any, submission_uuid: Any) -> FastResponse:
        """The submission with its mark; the learner sees it once it is posted."""
        submission = self.marked_one(submission_uuid)
        version = named_version(request)
        values = self.validated(shapes.MarkWriteSerializer)
        mark = Mark(values["points"], levels_from(values["levels"]), values["is_late_waived"])
        by_id = self.actor.user_id or 0
        if plan := plan_of(submission.assignment_id):
            give_marker_mark(plan=plan, submission=submission, mark=mark, base_version=version, by_id=by_id)
        else:
            services.mark_submission(submission=submission, mark=mark, base_version=version, by_id=by_id)
        return self.sheet(submission_uuid)


class ReturnView(MarkerBaseView):
    """Work that goes back."""

    permissions = {"post": Permission.SUBMISSION_MARK}

    @schema(
        response=shapes.MarkingSheetSerializer, needs_version=True, summary="Give work back for another try"
    )
    @idempotent
    def post(self, request: Any, submission_uuid: Any) -> FastResponse:
        """The submission without a mark; the learner sees what was said about it."""
        submission = self.marked_one(submission_uuid)
        services.return_submission(
            submission=submission, base_version=named_version(request), by_id=self.actor.user_id or 0
        )
        return self.sheet(submission_uuid)


class PostMarkView(MarkerBaseView):
    """One mark."""

    permissions = {"post": Permission.SUBMISSION_MARK}

    @schema(response=shapes.MarkingSheetSerializer, summary="Post the mark of a submission")
    @idempotent
    def post(self, request: Any, submission_uuid: Any) -> FastResponse:
        """The learner sees it from now on."""
        submission = self.marked_one(submission_uuid)
        services.post_mark(submission=submission, by_id=self.actor.user_id or 0)
        return self.sheet(submission_uuid)


class AnnotationsView(MarkerBaseView):
    """Remarks on passages of a submission."""

    permissions = {"post": Permission.SUBMISSION_MARK}

    @schema(
        request=assignment_serializers.AnnotationSerializer,
        response=assignment_serializers.AnnotationSerializer,
        status=201,
        summary="Remark on a passage",
    )
    @idempotent
    def post(self, request: Any, submission_uuid: Any) -> FastResponse:
        """The remark; the learner sees it with the mark."""
        submission = self.marked_one(submission_uuid)
        values = self.validated(assignment_serializers.AnnotationSerializer)
        file = None
        if values["file"] is not None:
            file = SubmissionFile.objects.filter(submission=submission, uuid=values["file"]).first()
            if file is None:
                raise NotFound
        place = None
        if values["place_x"] is not None and values["place_y"] is not None:
            place = (values["place_x"], values["place_y"])
        row = services.add_annotation(
            submission=submission,
            author_id=self.actor.user_id or 0,
            text=values["text"],
            start=values["start"],
            end=values["end"],
            file=file,
            page=values["page"],
            place=place,
        )
        return FastResponse(annotation_json(row), status=201)


class AnnotationView(MarkerBaseView):
    """One remark."""

    permissions = {"delete": Permission.SUBMISSION_MARK}

    @schema(status=204, summary="Take a remark back")
    def delete(self, request: Any, submission_uuid: Any, annotation_uuid: Any) -> HttpResponse:
        """Nothing."""
        submission = self.marked_one(submission_uuid)
        row = Annotation.objects.filter(submission=submission, uuid=annotation_uuid).first()
        if row is None:
            raise NotFound
        services.drop_annotation(annotation=row)
        return HttpResponse(status=204)


class MarkedFilesView(MarkerBaseView, UploadView):
    """Files that go back with a submission."""

    permissions = {"post": Permission.SUBMISSION_MARK}

    @schema(
        request=shapes.MarkedFileWriteSerializer,
        response=shapes.MarkingSheetSerializer,
        status=201,
        media_type="multipart/form-data",
        summary="Give a marked file back",
    )
    def post(self, request: Any, submission_uuid: Any) -> FastResponse:
        """The submission with the file; the learner gets it with the mark."""
        submission = self.marked_one(submission_uuid)
        upload = self.validated(shapes.MarkedFileWriteSerializer)["file"]
        services.add_marked_file(
            submission=submission, content=upload, name=upload.name, by_id=self.actor.user_id or 0
        )
        response = self.sheet(submission_uuid)
        response.status_code = 201
        return response
