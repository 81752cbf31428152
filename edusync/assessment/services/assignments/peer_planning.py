"""Planning of reviews by learners: the rules, giving works out, taking late comers in."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Max

from edusync.assessment.assignment_content import fault
from edusync.assessment.events import PeerReviewsAllocated
from edusync.assessment.models import Assignment, PeerPlan, PeerReview, PeerSample, PeerScore, Submission
from edusync.assessment.peer_allocation import Pair, Reviewer, allocate, take_in
from edusync.assessment.peer_queries import peer_plan_of, reviewed_works
from edusync.assessment.problems import NotMarkedByRubric, PeerReviewsBegun
from edusync.assessment.services.assignments.submitting import OPEN_STATUSES
from edusync.enrollment.queries import enrollments_of_course
from edusync.enrollment.queries.cohorts import groups_by_enrollment
from edusync.kernel import audit, clock
from edusync.kernel.events import publish
from edusync.kernel.locking import save_versioned
from edusync.kernel.transactions import retry_deadlocks

FIELDS = (
    "reviews_each",
    "has_self_review",
    "self_review_percent",
    "opens_at",
    "due_at",
    "hides_authors",
    "hides_reviewers",
)


@transaction.atomic
def save_peer_plan(*, assignment: Assignment, values: dict[str, Any], by_id: int) -> PeerPlan:
    """Let learners review works, by these values; `samples` are public ids of works with a mark.

    What was given out stays; a new number holds for what is given out from now on. Raises NotMarkedByRubric,
    ValidationProblem.
    """
    if assignment.rubric_id is None:
        raise NotMarkedByRubric
    if not values["reviews_each"] and not values["has_self_review"]:
        raise fault("/reviews_each", "nothing-to-do", "At least one review, of others' work or the own.")
    _check_self_review(values)
    if values["opens_at"] and values["due_at"] and values["due_at"] <= values["opens_at"]:
        raise fault("/due_at", "before-opening", "Must be after the opening.")
    row = PeerPlan.objects.select_for_update().filter(assignment=assignment).first()
    fields = {name: values[name] for name in FIELDS}
    if row is None:
        row = PeerPlan.objects.create(
            organization_id=assignment.organization_id,
            assignment=assignment,
            seed=secrets.randbelow(2**31),
            **fields,
        )
    else:
        for name, value in fields.items():
            setattr(row, name, value)
        save_versioned(row, FIELDS)
    _keep_samples(row, values.get("samples", ()))
    audit.record("assessment.peer_plan.saved", actor=by_id, target=("assignment", assignment.pk))
    return row


def _check_self_review(values: dict[str, Any]) -> None:
    percent = values["self_review_percent"]
    if percent and not values["has_self_review"]:
        raise fault(
            "/self_review_percent", "no-self-review", "Nobody judges the own work, so it counts nothing."
        )
    if not values["reviews_each"] and 0 < percent < 100:
        raise fault(
            "/self_review_percent",
            "nobody-else",
            "Nobody else reviews: the own review counts 0 or 100 percent.",
        )


def _keep_samples(plan: PeerPlan, wanted: Iterable[Any]) -> None:
    ids = set(wanted)
    rows = reviewed_works(plan.assignment).filter(uuid__in=ids, raw_points__isnull=False)
    found = {row.uuid: row for row in rows}
    if ids - set(found):
        raise fault("/samples", "not-marked", "A sample is a work of this assignment with a mark.")
    PeerSample.objects.filter(plan=plan).exclude(submission__in=list(found.values())).delete()
    known = set(PeerSample.objects.filter(plan=plan).values_list("submission_id", flat=True))
    for row in found.values():
        if row.pk not in known:
            PeerSample.objects.create(organization_id=plan.organization_id, plan=plan, submission=row)


@transaction.atomic
def drop_peer_plan(*, plan: PeerPlan, by_id: int) -> None:
    """Learners review no more. Raises PeerReviewsBegun once one of them has sent a review."""
    rows = PeerReview.objects.select_for_update().filter(plan=plan)
    if rows.filter(submitted_at__isnull=False).exists():
        raise PeerReviewsBegun
    rows.delete()
    plan.delete()
    audit.record("assessment.peer_plan.dropped", actor=by_id, target=("assignment", plan.assignment_id))


@retry_deadlocks
@transaction.atomic
def allocate_reviews(*, plan: PeerPlan, by_id: int | None) -> int:
    """Give works out: to all who handed in, what they lack. Again: late comers get theirs. Returns how many are new."""
    plan = PeerPlan.objects.select_for_update().select_related("assignment").get(pk=plan.pk)
    field = _Field(plan)
    made = _put_late_works_in(field) if plan.allocated_at else 0
    made += field.give(allocate(**field.task()), PeerReview.Kind.PEER)
    samples = [
        Pair(reviewer.id, work)
        for reviewer in field.reviewers
        for work in sorted(field.samples - reviewer.own)
        if Pair(reviewer.id, work) not in field.known
    ]
    made += field.give(samples, PeerReview.Kind.SAMPLE)
    if plan.has_self_review:
        own = [Pair(row.enrollment_id, row.pk) for row in field.works.values()]
        made += field.give([pair for pair in own if pair not in field.known], PeerReview.Kind.SELF)
    if plan.allocated_at is None:
        plan.allocated_at = clock.now()
        save_versioned(plan, ["allocated_at"])
    audit.record("assessment.peer_reviews.allocated", actor=by_id, target=("assignment", plan.assignment_id))
    return made


class _Field:
    """Works, reviewers and reviews of one assignment, as they stand under the plan's lock."""

    def __init__(self, plan: PeerPlan) -> None:
        self.plan = plan
        self.works: dict[int, Submission] = {row.pk: row for row in reviewed_works(plan.assignment)}
        rows = PeerSample.objects.filter(plan=plan).values_list("submission_id", flat=True)
        self.samples = set(rows) & set(self.works)
        self.reviewers = _reviewers(plan.assignment, self.works)
        self.read_reviews()

    def read_reviews(self) -> None:
        """What was given out by now."""
        self.reviews = list(PeerReview.objects.filter(plan=self.plan))
        self.known = {Pair(row.reviewer_id, row.submission_id) for row in self.reviews}

    def unbegun(self) -> dict[Pair, PeerReview]:
        """Reviews of others' work that nobody wrote a word of."""
        begun = set(PeerScore.objects.filter(review__plan=self.plan).values_list("review_id", flat=True))
        return {
            Pair(row.reviewer_id, row.submission_id): row
            for row in self.reviews
            if row.kind == PeerReview.Kind.PEER and row.submitted_at is None
            if row.pk not in begun and not row.comment
        }

    def task(self) -> dict[str, Any]:
        """What `allocate` needs. Samples are judged by all, so they are given to nobody besides."""
        given = [
            Pair(row.reviewer_id, row.submission_id)
            for row in self.reviews
            if row.kind == PeerReview.Kind.PEER
        ]
        return {
            "works": [pk for pk in self.works if pk not in self.samples],
            "reviewers": self.reviewers,
            "each": self.plan.reviews_each,
            "seed": self.plan.seed,
            "given": given,
        }

    def give(self, pairs: list[Pair], kind: str) -> int:
        """Store reviews to be written; each reviewer numbers theirs in an order that tells nothing."""
        last = dict(
            PeerReview.objects.filter(plan=self.plan).values_list("reviewer_id").annotate(last=Max("number"))
        )
        if pairs:
            reviewers = sorted({pair.reviewer for pair in pairs})
            publish(PeerReviewsAllocated(self.plan.assignment_id, reviewers), needs_listener=True)
        for pair in pairs:
            last[pair.reviewer] = last.get(pair.reviewer, 0) + 1
            PeerReview.objects.create(
                organization_id=self.plan.organization_id,
                plan=self.plan,
                submission_id=pair.work,
                reviewer_id=pair.reviewer,
                kind=kind,
                number=last[pair.reviewer],
            )
        return len(pairs)


def _reviewers(assignment: Assignment, works: dict[int, Submission]) -> list[Reviewer]:
    """Who reviews: everybody who handed in and takes the course. Own is what they, or their groups, handed in."""
    handed_in = Submission.objects.filter(
        assignment=assignment, is_current=True, submitted_at__isnull=False
    ).exclude(state=Submission.State.RETURNED)
    enrolled = enrollments_of_course(assignment.course_id).filter(
        pk__in=handed_in.values("enrollment_id"), status__in=OPEN_STATUSES, deleted_at=None
    )
    ids = sorted(enrolled.values_list("pk", flat=True))
    authors = {row.enrollment_id for row in works.values()}
    groups = groups_by_enrollment({*ids, *authors})
    return [
        Reviewer(
            enrollment_id,
            frozenset(pk for pk, row in works.items() if _is_own(row, enrollment_id, groups)),
        )
        for enrollment_id in ids
    ]


def _is_own(work: Submission, enrollment_id: int, groups: dict[int, set[int]]) -> bool:
    mine = groups.get(enrollment_id, set())
    is_of_group = work.group_id is not None and work.group_id in mine
    return (
        work.enrollment_id == enrollment_id
        or is_of_group
        or bool(mine & groups.get(work.enrollment_id, set()))
    )


@retry_deadlocks
@transaction.atomic
def take_late_comer(*, submission: Submission) -> int:
    """Give a work that came after the allocation its place: reviews to write, and reviewers. Returns how many are new.

    Of a new try the reviews that nobody began look at it in place of the one before. Reviews that were begun stay.
    """
    plan = peer_plan_of(submission.assignment_id)
    if plan is None or plan.allocated_at is None or not submission.is_current:
        return 0
    plan = PeerPlan.objects.select_for_update().select_related("assignment").get(pk=plan.pk)
    _follow_new_try(plan, submission)
    return allocate_reviews(plan=plan, by_id=None)


def _put_late_works_in(field: "_Field") -> int:
    """Let works that came late change places with pairs nobody began; returns how many reviews are new."""
    made = 0
    for work in sorted(field.works.values(), key=lambda row: row.pk):
        reviewer = next((one for one in field.reviewers if one.id == work.enrollment_id), None)
        has_place = any(
            work.pk == row.submission_id or work.enrollment_id == row.reviewer_id for row in field.reviews
        )
        if reviewer is None or has_place:
            continue
        free = field.unbegun()
        own = {one.id: one.own for one in field.reviewers}
        swaps = take_in(
            work=work.pk,
            reviewer=reviewer,
            open_pairs=[(pair, own.get(pair.reviewer, frozenset())) for pair in free],
            each=field.plan.reviews_each,
            seed=field.plan.seed,
        )
        for pair in swaps:
            PeerReview.objects.filter(pk=free[pair].pk).update(
                submission=work, row_version=F("row_version") + 1
            )
        made += field.give([Pair(reviewer.id, pair.work) for pair in swaps], PeerReview.Kind.PEER)
        field.read_reviews()
    return made


def _follow_new_try(plan: PeerPlan, submission: Submission) -> None:
    """Reviews not begun of an earlier try turn to the new one."""
    earlier = PeerReview.objects.filter(
        plan=plan,
        submission__enrollment_id=submission.enrollment_id,
        submission__is_current=False,
        submitted_at=None,
    ).exclude(scores__isnull=False)
    ids = list(earlier.values_list("pk", flat=True))
    PeerReview.objects.filter(pk__in=ids).update(submission=submission, row_version=F("row_version") + 1)
