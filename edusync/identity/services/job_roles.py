"""Roles at work, by which training is assigned: the list, and who works in them."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from edusync.identity.events import announce_people_moved
from edusync.identity.models import JobRole, JobRoleAssignment
from edusync.identity.problems import NameTaken
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, NotFound
from edusync.kernel.tenancy import current_organization_id


@transaction.atomic
def save_job_role(*, job_role: JobRole | None, name: str, code: str, saved_by: Actor) -> JobRole:
    """Make a job role, or change one. Raises NameTaken."""
    is_new = job_role is None
    row = job_role or JobRole(organization_id=current_organization_id())
    row.name, row.code = name, code
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise NameTaken(errors=[FieldError("/name", "name-taken", NameTaken.title)]) from error
    action = "identity.job_role.created" if is_new else "identity.job_role.changed"
    audit.record(action, actor=saved_by, target=("job-role", row.pk), facts={"name": name})
    return row


@transaction.atomic
def archive_job_role(*, job_role: JobRole, archived_by: Actor) -> None:
    """Nobody can be put into it any more; who worked in it stays known."""
    job_role.deleted_at = clock.now()
    job_role.save(update_fields=["deleted_at", "updated_at"])
    audit.record("identity.job_role.archived", actor=archived_by, target=("job-role", job_role.pk))


@transaction.atomic
def set_job_roles(*, user_id: int, job_role_ids: Sequence[int], set_by: Actor) -> None:
    """Let the person work in exactly these. Raises NotFound for one that is not there."""
    wanted = set(job_role_ids)
    known = set(JobRole.objects.filter(pk__in=wanted, deleted_at__isnull=True).values_list("pk", flat=True))
    if known != wanted:
        raise NotFound
    mine = JobRoleAssignment.objects.filter(user_id=user_id)
    held = set(mine.values_list("job_role_id", flat=True))
    mine.exclude(job_role_id__in=wanted).delete()
    JobRoleAssignment.objects.bulk_create(
        JobRoleAssignment(organization_id=current_organization_id(), user_id=user_id, job_role_id=job_role_id)
        for job_role_id in sorted(wanted - held)
    )
    if wanted != held:
        audit.record(
            "identity.person.job_roles_changed",
            actor=set_by,
            target=("user", user_id),
            facts={"job_roles": sorted(wanted)},
        )
        announce_people_moved([user_id], organization_id=current_organization_id())
