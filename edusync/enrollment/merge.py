"""What becomes of enrollments when two accounts of one person are merged."""

from django.db.models import Q

from edusync.enrollment.models import Enrollment, WaitlistEntry
from edusync.enrollment.services import withdraw
from edusync.enrollment.states import LEAVABLE
from edusync.identity.services import MergeCount, register_merge
from edusync.kernel.policy import Actor

# Beyond every real number of tries: the place of a row while two change owners.
ASIDE = 32_000


def merge_enrollments(keep_id: int, drop_id: int, actor: Actor) -> list[MergeCount]:
    """Give the survivor the other's enrollments. Of two in one course they get the one that is further on.

    The other one stays with the closed account, withdrawn, so that it holds no seat and no place in line. Places in
    line go with their enrollment.
    """
    count = MergeCount("enrollment.Enrollment")
    mine = {
        (row.course_id, row.attempt_number): row
        for row in Enrollment.unscoped.filter(learner_id=keep_id, deleted_at__isnull=True)
    }
    theirs = Enrollment.unscoped.filter(Q(learner_id=drop_id), deleted_at__isnull=True).order_by("id")
    for row in theirs:
        rival = mine.get((row.course_id, row.attempt_number))
        if rival is None:
            _give(row, keep_id)
            count.moved += 1
            continue
        is_swapped = _rank(row) > _rank(rival)
        # Out of the line first: nobody stands in it twice, not even between two statements.
        left = rival if is_swapped else row
        if left.status in LEAVABLE:
            withdraw(enrollment=left, by_id=actor.user_id, reason="merged accounts")
        if is_swapped:
            _swap(row, rival)
            count.moved += 1
        count.stayed += 1
    return [count]


def _rank(row: Enrollment) -> tuple[bool, bool, int, int]:
    return (
        row.status == Enrollment.Status.COMPLETED,
        row.status in {Enrollment.Status.ACTIVE, Enrollment.Status.PAUSED},
        row.done_weight,
        -row.pk,
    )


def _give(row: Enrollment, learner_id: int) -> None:
    Enrollment.unscoped.filter(pk=row.pk).update(learner_id=learner_id)
    WaitlistEntry.unscoped.filter(enrollment_id=row.pk).update(learner_id=learner_id)
    row.learner_id = learner_id


def _swap(row: Enrollment, rival: Enrollment) -> None:
    """Three steps, because the key allows no moment with two of one learner."""
    drop_id, keep_id, number = row.learner_id, rival.learner_id, row.attempt_number
    Enrollment.unscoped.filter(pk=rival.pk).update(attempt_number=ASIDE)
    _give(row, keep_id)
    _give(rival, drop_id)
    Enrollment.unscoped.filter(pk=rival.pk).update(attempt_number=number)


register_merge("enrollment", merge_enrollments, labels=("enrollment.Enrollment", "enrollment.WaitlistEntry"))
