"""Groups of learners inside one course: put together by hand, or dealt out at random."""

import random
from collections.abc import Iterable, Sequence

from django.db import IntegrityError, transaction

from edusync.courses import services as courses
from edusync.enrollment.models import Enrollment, LearnerGroup, LearnerGroupMember
from edusync.enrollment.problems import LearnerGroupNameTaken
from edusync.enrollment.services.cohorts import cohort_of_course
from edusync.enrollment.states import IN_GROUPS
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem

MOST_GROUPS = 200
MOST_LEARNERS = 5000


@transaction.atomic
def create_learner_group(
    *, course_id: int, name: str, by: Actor, cohort_id: int | None = None
) -> LearnerGroup:
    """Make an empty group. Raises LearnerGroupNameTaken, CohortNotOpen."""
    cohort_of_course(course_id=course_id, cohort_id=cohort_id)
    group = _insert(course_id, name, cohort_id)
    _record("created", group, by, name=name)
    return group


def _insert(course_id: int, name: str, cohort_id: int | None) -> LearnerGroup:
    try:
        with transaction.atomic():
            row: LearnerGroup = LearnerGroup.objects.create(
                course_id=course_id, name=name, cohort_id=cohort_id
            )
    except IntegrityError as error:
        raise LearnerGroupNameTaken from error
    return row


@transaction.atomic
def rename_learner_group(*, group: LearnerGroup, name: str, by: Actor) -> LearnerGroup:
    """Give a group another name. Raises LearnerGroupNameTaken."""
    before, group.name = group.name, name
    try:
        with transaction.atomic():
            group.save(update_fields=["name", "updated_at"])
    except IntegrityError as error:
        raise LearnerGroupNameTaken from error
    _record("changed", group, by, before=before, name=name)
    return group


@transaction.atomic
def remove_learner_group(*, group: LearnerGroup, by: Actor) -> None:
    """Take a group away; its learners stay in the course."""
    LearnerGroupMember.objects.filter(group=group).delete()
    group.deleted_at = clock.now()
    group.save(update_fields=["deleted_at", "updated_at"])
    _record("removed", group, by, name=group.name)


@transaction.atomic
def set_group_members(*, group: LearnerGroup, enrollment_ids: Iterable[int], by: Actor) -> list[int]:
    """Let exactly these enrollments be in the group; their ids. Those of other courses or that ended are passed over."""
    wanted = set(
        Enrollment.objects.filter(
            pk__in=set(enrollment_ids), course_id=group.course_id, deleted_at=None, status__in=IN_GROUPS
        ).values_list("id", flat=True)
    )
    members = LearnerGroupMember.objects.filter(group=group)
    present = set(members.values_list("enrollment_id", flat=True))
    members.filter(enrollment_id__in=present - wanted).delete()
    _add(group, sorted(wanted - present))
    if wanted != present:
        _record("members_changed", group, by, added=len(wanted - present), removed=len(present - wanted))
    return sorted(wanted)


@transaction.atomic
def split_into_groups(
    *,
    course_id: int,
    by: Actor,
    prefix: str,
    count: int | None = None,
    size: int | None = None,
    cohort_id: int | None = None,
    is_only_ungrouped: bool = True,
    shuffle: random.Random | None = None,
) -> list[LearnerGroup]:
    """Deal the learners out at random into `count` new groups, or into as many as `size` people each need.

    Sizes differ by one at most. Raises ValidationProblem (nobody to deal out, too many groups, neither or both of
    count and size), LearnerGroupNameTaken, CohortNotOpen.
    """
    cohort_of_course(course_id=course_id, cohort_id=cohort_id)
    courses.lock_course(course_id)
    people = _to_deal(course_id, cohort_id, is_only_ungrouped=is_only_ungrouped)
    number = _number_of_groups(len(people), count, size)
    (shuffle or random.SystemRandom()).shuffle(people)
    groups = []
    for position in range(number):
        group = _insert(course_id, f"{prefix} {position + 1}"[:120], cohort_id)
        _add(group, people[position::number])
        groups.append(group)
    audit.record(
        "enrollment.learner_group.dealt",
        actor=by,
        target=("course", course_id),
        facts={"groups": number, "learners": len(people), "cohort_id": cohort_id},
    )
    return groups


def _to_deal(course_id: int, cohort_id: int | None, *, is_only_ungrouped: bool) -> list[int]:
    rows = Enrollment.objects.filter(course_id=course_id, deleted_at=None, status__in=IN_GROUPS)
    if cohort_id is not None:
        rows = rows.filter(cohort_id=cohort_id)
    if is_only_ungrouped:
        grouped = LearnerGroupMember.objects.filter(group__course_id=course_id, group__deleted_at=None)
        rows = rows.exclude(pk__in=grouped.values("enrollment_id"))
    people = list(rows.order_by("id").values_list("id", flat=True)[: MOST_LEARNERS + 1])
    if not people or len(people) > MOST_LEARNERS:
        raise ValidationProblem(
            errors=[FieldError("/cohort_id", "nobody-to-split", f"1 to {MOST_LEARNERS} learners are needed.")]
        )
    return people


def _number_of_groups(people: int, count: int | None, size: int | None) -> int:
    if (count is None) == (size is None):
        raise ValidationProblem(errors=[FieldError("/count", "one-of-two", "Say count or size.")])
    number = count if count is not None else -(-people // (size or 1))
    if not 0 < number <= min(MOST_GROUPS, people):
        field = "/count" if count is not None else "/size"
        raise ValidationProblem(
            errors=[FieldError(field, "too-many-groups", f"1 to {min(MOST_GROUPS, people)} groups.")]
        )
    return number


def _add(group: LearnerGroup, enrollment_ids: Sequence[int]) -> None:
    LearnerGroupMember.objects.bulk_create(
        LearnerGroupMember(organization_id=group.organization_id, group=group, enrollment_id=enrollment_id)
        for enrollment_id in enrollment_ids
    )


def _record(act: str, group: LearnerGroup, by: Actor, **facts: object) -> None:
    audit.record(
        f"enrollment.learner_group.{act}",
        actor=by,
        target=("learner-group", group.pk),
        facts={"course_id": group.course_id, **facts},
    )
