"""Cohorts and groups of learners as groups to be compared."""

from collections import defaultdict
from collections.abc import Collection

from edusync.enrollment.models import Cohort, Enrollment, LearnerGroup, LearnerGroupMember


def groups_of_enrollments(enrollment_ids: Collection[int]) -> dict[int, list[tuple[str, int]]]:
    """Cohort and groups of each enrollment, as kind (cohort, group) and id. Two queries."""
    ids = list(enrollment_ids)
    found: dict[int, list[tuple[str, int]]] = defaultdict(list)
    cohorts = Enrollment.unscoped.filter(pk__in=ids).exclude(cohort_id=None).order_by("pk")
    for enrollment_id, cohort_id in cohorts.values_list("pk", "cohort_id"):
        found[enrollment_id].append(("cohort", cohort_id))
    members = LearnerGroupMember.unscoped.filter(enrollment_id__in=ids, group__deleted_at=None)
    for enrollment_id, group_id in members.order_by("group_id").values_list("enrollment_id", "group_id"):
        found[enrollment_id].append(("group", group_id))
    return found


def names_of_groups(groups: Collection[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Names of such groups that are not deleted. Two queries."""
    names: dict[tuple[str, int], str] = {}
    for kind, table in (("cohort", Cohort), ("group", LearnerGroup)):
        ids = [group_id for found, group_id in groups if found == kind]
        rows = table.objects.filter(pk__in=ids, deleted_at=None).values_list("pk", "name")
        names |= {(kind, pk): name for pk, name in rows}
    return names
