"""Routes by which learners do assignments."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes

from edusync.assessment.assignment_dates import dates_of
from edusync.assessment.assignment_policy import AssignmentPolicy, SubmissionPolicy
from edusync.assessment.assignment_queries import (
    Attached,
    assignments_in_full,
    in_language,
    is_feedback_shown,
    late_policy_of,
    rubric_in_full,
)
from edusync.assessment.marking_names import file_name
from edusync.assessment.models import Assignment, Submission, SubmissionComment, SubmissionFile
from edusync.assessment.problems import NoLearnerGroup
from edusync.assessment.queries import learner_enrollment
from edusync.assessment.rest import assignment_serializers as shapes
from edusync.assessment.rest.assignment_json import author_of, comment_json, dates_json, own_json, task_json
from edusync.assessment.rest.languages import LANGUAGE_HELP
from edusync.assessment.services import assignments as services
from edusync.assessment.services.assignments.drafts import extension_of, may_try_again, tries_of
from edusync.assessment.services.assignments.submitting import group_of
from edusync.courses.policy import require_unlocked
from edusync.courses.problems import EnrollFirst
from edusync.courses.queries.translations import course_texts
from edusync.enrollment.models import Enrollment
from edusync.files.models import FileObject
from edusync.files.rest.download import content_response, usable
from edusync.kernel import clock
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema

NO_STORE = {"Cache-Control": "no-store"}
OPEN = ("active", "completed")


class WorkBaseView(ApiView):
    """A route about the actor's own work in one assignment."""

    policy = AssignmentPolicy()

    def own_place(self, assignment_id: int) -> tuple[Assignment, Enrollment]:
        """The assignment and the actor's enrollment. Raises NotFound, EnrollFirst, LessonLocked."""
        assignment = self.get_visible(assignments_in_full(Assignment.objects), assignment_id)
        enrollment = learner_enrollment(course_id=assignment.course_id, learner_id=self.actor.user_id)
        if enrollment is None or enrollment.status not in OPEN:
            raise EnrollFirst(course_slug=assignment.course.slug)
        require_unlocked(self.actor, course_id=assignment.course_id, lesson_id=assignment.lesson_id)
        return assignment, enrollment


def draft_json(submission: Submission) -> dict[str, Any]:
    """One own try with what hangs on it."""
    return own_json(submission, Attached([submission]))


class WorkView(WorkBaseView):
    """The actor's work in an assignment."""

    @schema(
        response=shapes.AssignmentWorkSerializer,
        query={"language": LANGUAGE_HELP},
        summary="An assignment with what I wrote and handed in",
    )
    def get(self, request: Any, assignment_id: int) -> FastResponse:
        """The task, its dates for the actor, the draft and all tries; staff without enrollment see the task alone."""
        assignment = self.get_visible(assignments_in_full(Assignment.objects), assignment_id)
        require_unlocked(self.actor, course_id=assignment.course_id, lesson_id=assignment.lesson_id)
        enrollment = learner_enrollment(course_id=assignment.course_id, learner_id=self.actor.user_id)
        tries = tries_of(assignment, enrollment) if enrollment else []
        attached = Attached(tries)
        dates = dates_of(assignment, extension_of(assignment, enrollment) if enrollment else None)
        texts = course_texts(assignment.course_id, request.GET.get("language", "")[:16])
        brief = in_language(assignment.brief, texts, assignment.lesson_id)
        drafts = [own_json(row, attached) for row in tries if row.state == Submission.State.DRAFT]
        body = {
            "assignment": task_json(
                assignment,
                brief=brief,
                policy=late_policy_of(assignment),
                rubric=rubric_in_full(assignment.rubric_id),
            ),
            "dates": dates_json(dates),
            "server_time": clock.now(),
            "can_submit": enrollment is not None and enrollment.status in OPEN,
            "can_try_again": may_try_again(assignment, tries),
            "group": group_name(assignment, enrollment),
            "draft": drafts[0] if drafts else None,
            "submissions": [own_json(row, attached) for row in tries if row.submitted_at is not None],
        }
        return FastResponse(body, headers=NO_STORE)


def group_name(assignment: Assignment, enrollment: Enrollment | None) -> str | None:
    """Name of the learner's group where groups hand in; empty while they are in none."""
    if enrollment is None or not assignment.is_group_work:
        return None
    try:
        group = group_of(assignment, enrollment)
    except NoLearnerGroup:
        return ""
    return group.name if group else None


class DraftView(WorkBaseView):
    """The actor's draft."""

    permissions = {"put": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.DraftWriteSerializer,
        response=shapes.OwnSubmissionSerializer,
        summary="Keep what I wrote so far",
    )
    def put(self, request: Any, assignment_id: int) -> FastResponse:
        """The draft; when this answers, it is on disk."""
        values = self.validated(shapes.DraftWriteSerializer)
        assignment, enrollment = self.own_place(assignment_id)
        draft = services.save_draft(
            assignment=assignment,
            enrollment=enrollment,
            base_version=values["base_version"],
            text=values.get("text"),
            url=values.get("url"),
        )
        return FastResponse(draft_json(draft), headers=NO_STORE)


class DraftFilesView(WorkBaseView, UploadView):
    """Files of the actor's draft."""

    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.DraftFileWriteSerializer,
        response=shapes.OwnSubmissionSerializer,
        status=201,
        media_type="multipart/form-data",
        summary="Put a file into my draft",
    )
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """The draft with the file."""
        values = self.validated(shapes.DraftFileWriteSerializer)
        assignment, enrollment = self.own_place(assignment_id)
        row = services.add_draft_file(
            assignment=assignment,
            enrollment=enrollment,
            content=values["file"],
            name=values.get("name") or values["file"].name,
            is_recording=values["is_recording"],
        )
        return FastResponse(draft_json(row.submission), status=201, headers=NO_STORE)


class DraftFileView(WorkBaseView):
    """One file of the actor's draft."""

    permissions = {"delete": Permission.ATTEMPT_TAKE}

    @schema(status=204, summary="Take a file out of my draft")
    def delete(self, request: Any, assignment_id: int, file_uuid: Any) -> HttpResponse:
        """Nothing."""
        assignment, enrollment = self.own_place(assignment_id)
        services.drop_draft_file(assignment=assignment, enrollment=enrollment, public_id=file_uuid)
        return HttpResponse(status=204)


class SubmitWorkView(WorkBaseView):
    """Hand in. With the same Idempotency-Key it is handed in once, and the receipt comes again."""

    permissions = {"post": Permission.ATTEMPT_TAKE}

    @schema(response=shapes.OwnSubmissionSerializer, status=201, summary="Hand in my draft")
    @idempotent
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """The receipt: the try with its instant, and the digest of what came in."""
        assignment, enrollment = self.own_place(assignment_id)
        submission = services.submit_work(assignment=assignment, enrollment=enrollment)
        return FastResponse(draft_json(submission), status=201, headers=NO_STORE)


class SubmissionBaseView(ApiView):
    """A route about one submission."""

    policy = SubmissionPolicy()

    def submission_of(self, submission_uuid: Any) -> Submission:
        """The submission if the actor may see it. Raises NotFound."""
        rows = Submission.objects.select_related(
            "assignment__lesson", "assignment__course", "group", "enrollment__learner"
        )
        row: Submission = self.get_visible(rows, uuid=submission_uuid)
        return row

    def is_own(self, submission: Submission) -> bool:
        """Whether it is the actor's own work."""
        return submission.enrollment.learner_id == self.actor.user_id


def sent(request: Any, file: FileObject, name: str) -> HttpResponseBase:
    """The content under a name of our own; a row that is not saved."""
    file.name = name
    response = content_response(request, usable(file))
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


class SubmissionFileView(SubmissionBaseView):
    """The content of a file of a submission."""

    key_scopes = {"get": Permission.ATTEMPT_READ}

    @schema(
        response=OpenApiTypes.BINARY, media_type="application/octet-stream", summary="A file of a submission"
    )
    def get(self, request: Any, submission_uuid: Any, file_uuid: Any) -> HttpResponseBase:
        """For the learner, and for those who mark; what markers give back comes with the mark."""
        submission = self.submission_of(submission_uuid)
        row = (
            SubmissionFile.objects.filter(submission=submission, uuid=file_uuid)
            .select_related("file")
            .first()
        )
        if row is None or row.file is None:
            raise NotFound
        if not self.is_own(submission):
            return sent(request, row.file, file_name(submission, row))
        if row.role == SubmissionFile.Role.MARKED and not is_feedback_shown(submission):
            raise NotFound
        return sent(request, row.file, row.name)


class CommentAudioView(SubmissionBaseView):
    """A recorded comment."""

    key_scopes = {"get": Permission.ATTEMPT_READ}

    @schema(response=OpenApiTypes.BINARY, media_type="audio/webm", summary="A recorded comment")
    def get(self, request: Any, submission_uuid: Any, comment_uuid: Any) -> HttpResponseBase:
        """For whoever sees the comment."""
        submission = self.submission_of(submission_uuid)
        rows = SubmissionComment.objects.filter(submission=submission, uuid=comment_uuid)
        comment = rows.select_related("audio").first()
        if comment is None or comment.audio is None:
            raise NotFound
        if self.is_own(submission) and not (comment.is_from_learner or is_feedback_shown(submission)):
            raise NotFound
        return sent(request, comment.audio, comment.audio.name)


class CommentsView(SubmissionBaseView, UploadView):
    """Comments on a submission."""

    key_scopes = {"post": Permission.ATTEMPT_TAKE}

    @schema(
        request=shapes.SubmissionCommentWriteSerializer,
        response=shapes.SubmissionCommentSerializer,
        status=201,
        media_type="multipart/form-data",
        summary="Say something about a submission",
    )
    def post(self, request: Any, submission_uuid: Any) -> FastResponse:
        """Of the learner at once; of a marker with the mark."""
        values = self.validated(shapes.SubmissionCommentWriteSerializer)
        submission = self.submission_of(submission_uuid)
        is_own = self.is_own(submission)
        self.check(Permission.ATTEMPT_TAKE if is_own else Permission.SUBMISSION_MARK, submission)
        comment = services.add_comment(
            submission=submission,
            author_id=self.actor.user_id or 0,
            is_from_learner=is_own,
            text=values["text"],
            audio=values.get("audio"),
            transcript=values["transcript"],
        )
        body = comment_json(comment, author=author_of(comment), submission=submission)
        return FastResponse(body, status=201)
