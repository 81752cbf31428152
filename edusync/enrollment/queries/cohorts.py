"""Reads about cohorts, groups of learners, keys, rules and imports."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from edusync.enrollment.models import (
    Cohort,
    Enrollment,
    EnrollmentExtension,
    EnrollmentImport,
    EnrollmentImportRow,
    EnrollmentKey,
    EnrollmentRule,
    LearnerGroup,
    LearnerGroupMember,
)
from edusync.enrollment.states import ENDED, IN_GROUPS

# For statements over views: course and learner of those whose cohort, or group, has a name like one parameter.
IN_COHORT_NAMED = (
    "SELECT te.course_id, te.learner_id FROM enrollment_cohort tc"
    " JOIN enrollment_enrollment te ON te.cohort_id = tc.id WHERE tc.deleted_at IS NULL AND tc.name LIKE %s ESCAPE '!'"
)
IN_GROUP_NAMED = (
    "SELECT te.course_id, te.learner_id FROM enrollment_learner_group tg"
    " JOIN enrollment_learner_group_member tm ON tm.group_id = tg.id"
    " JOIN enrollment_enrollment te ON te.id = tm.enrollment_id"
    " WHERE tg.deleted_at IS NULL AND tg.name LIKE %s ESCAPE '!'"
)


def cohorts() -> Any:
    """Cohorts that are not deleted, with their course."""
    return Cohort.objects.filter(deleted_at=None).select_related("course")


def learners_by_cohort(cohort_ids: list[int]) -> dict[int, int]:
    """How many are in these cohorts, whether learning, waiting or asked for, in one query."""
    rows = Enrollment.objects.filter(cohort_id__in=cohort_ids, deleted_at=None).exclude(status__in=ENDED)
    counted = rows.order_by().values("cohort_id").annotate(number=Count("id"))
    return {row["cohort_id"]: row["number"] for row in counted}


def learner_groups() -> Any:
    """Groups that are not deleted, with their course and `member_count`."""
    rows = LearnerGroup.objects.filter(deleted_at=None).select_related("course")
    return rows.annotate(member_count=Count("members"))


def members_of_group(group_id: int) -> Any:
    """Memberships of a group with the person."""
    rows = LearnerGroupMember.objects.filter(group_id=group_id)
    return rows.select_related("enrollment__learner")


def newest_group_of(enrollment: Enrollment) -> LearnerGroup | None:
    """The group of the learner in the course that was made last."""
    rows = LearnerGroup.objects.filter(members__enrollment=enrollment, deleted_at=None).order_by("-id")
    group: LearnerGroup | None = rows.first()
    return group


def group_ids_of(enrollment_id: int) -> Any:
    """Ids of the groups that the learner is in, as a subquery."""
    rows = LearnerGroupMember.objects.filter(enrollment_id=enrollment_id, group__deleted_at=None)
    return rows.values("group_id")


def members_among(group_id: int) -> Any:
    """Ids of the enrollments that are in the group, as a subquery."""
    return LearnerGroupMember.objects.filter(group_id=group_id).values("enrollment_id")


def working_members_of(group: LearnerGroup) -> Any:
    """Enrollments of a group's members who can work in it."""
    members = LearnerGroupMember.objects.filter(group=group).values("enrollment_id")
    return Enrollment.objects.filter(pk__in=members, status__in=IN_GROUPS, deleted_at=None)


def keys() -> Any:
    """Keys and links with their course."""
    return EnrollmentKey.objects.filter(course__deleted_at=None).select_related("course", "cohort")


def rules() -> Any:
    """Rules that are not deleted, with their course."""
    return EnrollmentRule.objects.filter(deleted_at=None).select_related("course", "cohort")


def imports() -> Any:
    """Imports with their course."""
    return EnrollmentImport.objects.filter(course__deleted_at=None).select_related("course")


def import_rows(job_id: int, *, result: str = "") -> Any:
    """Rows of an import with the person found."""
    rows = EnrollmentImportRow.objects.filter(job_id=job_id).select_related("learner")
    return rows.filter(result=result) if result else rows


def extensions_of(enrollment_id: int) -> Any:
    """Extensions of an enrollment."""
    return EnrollmentExtension.objects.filter(enrollment_id=enrollment_id)


def groups_by_enrollment(enrollment_ids: Iterable[int]) -> dict[int, set[int]]:
    """The live groups of each of these enrollments."""
    rows = LearnerGroupMember.objects.filter(enrollment__in=list(enrollment_ids), group__deleted_at=None)
    found: dict[int, set[int]] = {}
    for enrollment_id, group_id in rows.values_list("enrollment_id", "group_id"):
        found.setdefault(enrollment_id, set()).add(group_id)
    return found
