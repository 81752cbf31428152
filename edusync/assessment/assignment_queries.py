"""Reads of assignments and submissions, permission-free."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from edusync.assessment.assignment_content import BRIEF
from edusync.assessment.models import (
    Annotation,
    Assignment,
    AssignmentExtension,
    LatePolicy,
    Rubric,
    RubricAssessment,
    RubricScore,
    Submission,
    SubmissionComment,
    SubmissionFile,
)
from edusync.courses.learner_facts import EnrollmentFacts
from edusync.courses.translation import Place, in_document

TO_MARK = (Submission.State.SUBMITTED, Submission.State.LATE)


class AssignmentDetail:
    """Tells the lesson view about an assignment, in two queries; the due date is the learner's own."""

    def lesson_detail(
        self,
        *,
        lesson_id: int,
        user_id: int | None,
        enrollment: EnrollmentFacts | None,
        texts: Mapping[Place, str] | None = None,
    ) -> dict[str, Any] | None:
        """Value of the key `assignment` in a lesson; None while nothing was said about it."""
        extensions = AssignmentExtension.unscoped.filter(
            assignment=OuterRef("pk"), enrollment_id=enrollment.id if enrollment else 0
        )
        row = (
            Assignment.objects.filter(lesson_id=lesson_id)
            .annotate(extended_to=Subquery(extensions.values("due_at")[:1]))
            .first()
        )
        if row is None:
            return None
        state = None
        if enrollment is not None:
            tries = Submission.objects.filter(assignment=row, enrollment_id=enrollment.id)
            newest = tries.order_by("-number").only("state", "posted_at", "late_seconds").first()
            state = learner_state(newest) if newest else None
        return {
            "id": row.pk,
            "brief": in_language(row.brief, texts, lesson_id),
            "points": float(row.points),
            "due_at": row.extended_to or row.due_at,
            "state": state,
        }


def in_language(brief: dict[str, Any], texts: Mapping[Place, str] | None, lesson_id: int) -> dict[str, Any]:
    """The brief as it reads with these texts."""
    if not texts:
        return brief
    own = {place.field: text for place, text in texts.items() if place[:2] == ("lesson", lesson_id)}
    return in_document(brief, own, prefix=BRIEF)


def learner_state(submission: Submission) -> str:
    """The state as the learner may know it: a mark that is not posted has not been given."""
    if submission.state == Submission.State.GRADED and submission.posted_at is None:
        return str(Submission.State.LATE if submission.late_seconds else Submission.State.SUBMITTED)
    return submission.state


def is_feedback_shown(submission: Submission) -> bool:
    """Whether the learner sees what markers said: once the mark is posted, or the work came back."""
    return submission.posted_at is not None or submission.state == Submission.State.RETURNED


def assignments_in_full(rows: Any) -> Any:
    """The assignments with lesson and course, in one query."""
    return rows.select_related("lesson", "course", "peer_plan")


def late_policy_of(assignment: Assignment) -> LatePolicy | None:
    """What being late costs, if anything."""
    row: LatePolicy | None = LatePolicy.objects.filter(assignment=assignment).first()
    return row


def rubric_in_full(rubric_id: int | None) -> Rubric | None:
    """A rubric with criteria and levels, in three queries."""
    if rubric_id is None:
        return None
    row: Rubric | None = Rubric.objects.filter(pk=rubric_id).prefetch_related("criteria__levels").first()
    return row


class Attached:
    """Files, comments, annotations and scores of some submissions, in a query each."""

    def __init__(self, submissions: Sequence[Submission]) -> None:
        ids = [row.pk for row in submissions]
        self.files = _grouped(
            SubmissionFile.objects.filter(submission__in=ids, file__isnull=False)
            .select_related("file")
            .order_by("position")
        )
        self.comments = _grouped(
            SubmissionComment.objects.filter(submission__in=ids)
            .select_related("author", "audio")
            .order_by("id")
        )
        self.annotations = _grouped(
            Annotation.objects.filter(submission__in=ids)
            .select_related("author", "file")
            .order_by("start", "id")
        )
        assessments = RubricAssessment.objects.filter(submission__in=ids)
        scores = RubricScore.objects.filter(assessment__in=assessments)
        self.scores: dict[int, list[RubricScore]] = {}
        for score in scores.select_related("assessment", "criterion", "level").order_by(
            "criterion__position"
        ):
            self.scores.setdefault(score.assessment.submission_id, []).append(score)


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.submission_id, []).append(row)
    return found


def queue_of(assignment: Assignment) -> Any:
    """What there is to mark: the try of each learner that counts; of a group one for all."""
    rows = Submission.objects.filter(assignment=assignment, is_current=True, submitted_at__isnull=False)
    if assignment.is_group_work:
        rows = rows.exclude(Exists(earlier_of_group()))
    return rows.select_related("assignment", "group", "enrollment__learner")


def earlier_of_group(work: str = "") -> Any:
    """The same work in the row of another member of the group, who comes before. `work` leads from the outer row to the work."""
    # Of the same assignment, and so of the same organization: naming that leads SQLite through all of its works.
    return Submission.unscoped.filter(
        assignment_id=OuterRef(f"{work}assignment_id"),
        group_id=OuterRef(f"{work}group_id"),
        submitted_at=OuterRef(f"{work}submitted_at"),
        id__lt=OuterRef(f"{work}id"),
    )


def marking_load(assignments: Any) -> Any:
    """Assignments with how many submissions wait for a mark, are marked but not posted, are posted; of a group one for all."""
    once = Q(is_group_work=False) | ~Exists(earlier_of_group("submissions__"))
    current = Q(submissions__is_current=True) & once
    return assignments.select_related("lesson", "course", "peer_plan").annotate(
        waiting_count=Count("submissions", filter=current & Q(submissions__state__in=TO_MARK)),
        marked_count=Count(
            "submissions",
            filter=current
            & Q(submissions__state=Submission.State.GRADED, submissions__posted_at__isnull=True),
        ),
        posted_count=Count("submissions", filter=current & Q(submissions__posted_at__isnull=False)),
    )
