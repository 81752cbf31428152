"""What waits for those who mark, write quizzes or invigilate."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Exists, F, Min, Q, Sum
from django.db.models.functions import Coalesce

from edusync.assessment.assignment_queries import TO_MARK, earlier_of_group
from edusync.assessment.duties import managed_courses, manages_any
from edusync.assessment.flag_queries import FlagPolicy
from edusync.assessment.marker_desk import desk_of
from edusync.assessment.models import (
    Assignment,
    Exam,
    ExamBehavior,
    ProctorSession,
    QuestionFlag,
    Quiz,
    QuizAttempt,
    Submission,
)
from edusync.assessment.policy import own_enrollments
from edusync.kernel.policy import Actor, Permission
from edusync.kernel.waiting import WaitingCourse, WaitingRow, WaitingSource, register_waiting

SUBMISSIONS, UNPOSTED, ANSWERS = "submissions", "unposted-marks", "answers"
REPORTS, VERDICTS = "question-reports", "exam-verdicts"


def find_marking(actor: Actor) -> Iterator[WaitingRow]:
    """Works without a mark, marks that learners do not see yet, and answers; two queries, and two where two people mark."""
    courses = managed_courses(actor, Permission.SUBMISSION_MARK)
    yield from _works(actor, courses)
    yield from _answers(actor, courses)


def find_quiz_care(actor: Actor) -> Iterator[WaitingRow]:
    """Learners' reports on questions (one query)."""
    rows = FlagPolicy().visible(QuestionFlag.objects.filter(state=QuestionFlag.State.OPEN), actor)
    courses = managed_courses(actor, Permission.QUIZ_MANAGE)
    rows = _within(rows, actor, courses, lesson="attempt__quiz__lesson__")
    place = _quiz_place("attempt__quiz__lesson__", quiz="attempt__quiz_id")
    for row in rows.order_by().values(**place).annotate(n=Count("pk"), since=Min("created_at")):
        yield _quiz_row(row, REPORTS, "/teach/{slug}/quizzes/{quiz}/doctor")


def find_verdicts(actor: Actor) -> Iterator[WaitingRow]:
    """Exams that a person has to look at: what was noticed, and ways of writing that stand out (two queries)."""
    courses = managed_courses(actor, Permission.EXAM_INVIGILATE)
    exams = _within(Exam.objects.all(), actor, courses, lesson="quiz__lesson__").values("pk")
    noticed = ProctorSession.unscoped.filter(exam__in=exams, state=ProctorSession.State.REVIEW)
    unusual = ExamBehavior.unscoped.filter(
        exam__in=exams, is_marked=True, session__state=ProctorSession.State.ENDED
    )
    # Nobody looks at their own.
    own = own_enrollments(actor)
    place = _quiz_place("exam__quiz__lesson__", quiz="exam__quiz_id")
    found: dict[int, dict[str, Any]] = {}
    # Asked one after the other: each has an index. Neither reads the attempts to know when they ended.
    for rows, since in (
        (noticed.exclude(enrollment__in=own), Coalesce("last_beat_at", "created_at")),
        (unusual.exclude(session__enrollment__in=own), Coalesce("compared_at", "created_at")),
    ):
        for row in rows.order_by().values(**place).annotate(n=Count("pk"), since=Min(since)):
            before = found.get(row["quiz_number"])
            if before:
                row |= {"n": row["n"] + before["n"], "since": min(row["since"], before["since"])}
            found[row["quiz_number"]] = row
    for row in found.values():
        yield _quiz_row(row, VERDICTS, "/teach/{slug}/exams/{quiz}?state=review")


def _works(actor: Actor, courses: Sequence[int] | None) -> Iterator[WaitingRow]:
    graded = Submission.State.GRADED
    assignments = _within(Assignment.objects.all(), actor, courses, lesson="lesson__")
    # By assignment and state, which has an index: not through all works of an organization.
    rows = Submission.unscoped.filter(
        assignment__in=assignments.values("pk"),
        state__in=(*TO_MARK, graded),
        posted_at=None,
        is_current=True,
    )
    rows = rows.exclude(enrollment__in=own_enrollments(actor))
    rows = rows.exclude(Q(assignment__is_group_work=True) & Exists(earlier_of_group())).order_by()
    # By two people is marked what has a plan; what of it waits for this one is found below.
    waits = Q(state__in=TO_MARK, assignment__marking_plan=None)
    place = _place("assignment__lesson__")
    counted = rows.values("assignment_id", **place).annotate(
        n=Count("pk", filter=waits),
        since=Min("submitted_at", filter=waits),
        of_two=Count("pk", filter=Q(state__in=TO_MARK, assignment__marking_plan__isnull=False)),
        marked=Count("pk", filter=Q(state=graded)),
        marked_since=Min("graded_at", filter=Q(state=graded)),
    )
    found = list(counted)
    desks = _own_desks(rows, actor, [row["assignment_id"] for row in found if row["of_two"]])
    for row in found:
        path = f"/marking/{row['assignment_id']}"
        if own := desks.get(row["assignment_id"]):
            row |= {"n": len(own), "since": min(own)}
        if row["n"]:
            yield _row(row, SUBMISSIONS, path)
        if row["marked"]:
            yield _row({**row, "n": row["marked"], "since": row["marked_since"]}, UNPOSTED, path)


def _own_desks(rows: Any, actor: Actor, assignments: Sequence[int]) -> dict[int, list[Any]]:
    """By assignment, when the works came that two people mark and that wait for this one."""
    if not assignments:
        return {}
    found: dict[int, list[Any]] = {}
    works = rows.filter(assignment__in=assignments, state__in=TO_MARK)
    for work in works.select_related("assignment__marking_plan").prefetch_related("marker_marks"):
        marks = sorted(work.marker_marks.all(), key=lambda one: one.place)
        plan = work.assignment.marking_plan
        desk = desk_of(plan=plan, submission=work, marks=marks, user_id=actor.user_id or 0, may_mark=True)
        if desk.can_mark and (desk.own is None or desk.own.raw_points is None):
            found.setdefault(work.assignment_id, []).append(work.submitted_at)
    return found


def _answers(actor: Actor, courses: Sequence[int] | None) -> Iterator[WaitingRow]:
    quizzes = _within(Quiz.objects.all(), actor, courses, lesson="lesson__")
    rows = QuizAttempt.unscoped.filter(quiz__in=quizzes.values("pk"), marking_flag=1)
    # Nobody marks their own.
    rows = rows.exclude(enrollment__in=own_enrollments(actor))
    place = _quiz_place("quiz__lesson__", quiz="quiz_id")
    counted = rows.order_by().values(**place).annotate(n=Sum("needs_marking"), since=Min("submitted_at"))
    for row in counted:
        yield _quiz_row(row, ANSWERS, "/teach/{slug}/quizzes/{quiz}/marking")


def _within(rows: Any, actor: Actor, courses: Sequence[int] | None, *, lesson: str) -> Any:
    """Those in these courses (None: in all of the organization) that are not deleted. `lesson` leads to the lesson."""
    rows = rows.filter(
        **{
            f"{lesson}organization_id": actor.organization_id,
            f"{lesson}deleted_at": None,
            f"{lesson}module__deleted_at": None,
            f"{lesson}course__deleted_at": None,
        }
    )
    return rows if courses is None else rows.filter(**{f"{lesson}course_id__in": courses})


def _place(lesson: str) -> dict[str, Any]:
    names = {"about": "title", "slug": "course__slug", "course_title": "course__title"}
    return {name: F(f"{lesson}{path}") for name, path in names.items()}


def _quiz_place(lesson: str, *, quiz: str) -> dict[str, Any]:
    return {**_place(lesson), "quiz_number": F(quiz)}


def _row(row: dict[str, Any], kind: str, path: str) -> WaitingRow:
    course = WaitingCourse(slug=row["slug"], title=row["course_title"])
    return WaitingRow(kind, row["n"], row["since"], path, course, row["about"])


def _quiz_row(row: dict[str, Any], kind: str, path: str) -> WaitingRow:
    return _row(row, kind, path.format(slug=row["slug"], quiz=row["quiz_number"]))


def _source(code: str, kinds: tuple[str, ...], find: Any, permission: Permission) -> None:
    register_waiting(WaitingSource(code, kinds, find, lambda actor: manages_any(actor, permission)))


_source("marking", (SUBMISSIONS, UNPOSTED, ANSWERS), find_marking, Permission.SUBMISSION_MARK)
_source("quiz-care", (REPORTS,), find_quiz_care, Permission.QUIZ_MANAGE)
_source("invigilation", (VERDICTS,), find_verdicts, Permission.EXAM_INVIGILATE)
