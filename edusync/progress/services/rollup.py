"""Sums of an enrollment, made from its facts in the transaction that changed them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from edusync.enrollment import services as enrollments
from edusync.kernel import clock
from edusync.progress.grade_facts import is_passed
from edusync.progress.models import Completion, ModuleProgress
from edusync.progress.queries import ModuleSums, module_sums

if TYPE_CHECKING:
    from edusync.enrollment.models import Enrollment

NOTHING = ModuleSums(required=0, done=0)


def roll_up(enrollment: "Enrollment", *, module_id: int) -> None:
    """Bring module and enrollment in line with the facts. The enrollment must be locked.

    Sums are read anew rather than added to: a weight changed meanwhile is then counted as it is now.
    """
    sums = module_sums(enrollment_id=enrollment.pk, course_id=enrollment.course_id)
    _write_module(enrollment, module_id, sums.get(module_id, NOTHING))
    take_sums(enrollment, sums)


def take_sums(enrollment: "Enrollment", sums: Mapping[int, ModuleSums]) -> None:
    """Set an enrollment's weights to the sums of its modules, and note which share of them, and which grade, completes the course."""
    enrollment.done_weight = sum(module.done for module in sums.values())
    enrollment.required_weight = sum(module.required for module in sums.values())
    row: Any = enrollment
    row.needed_percent = next((module.needed_percent for module in sums.values()), 100)
    row.needed_score = next((module.needed_score for module in sums.values()), None)


def _write_module(enrollment: "Enrollment", module_id: int, sums: ModuleSums) -> None:
    """Store a module's sums. The first instant of completion stays: what was completed once is announced once."""
    now = clock.now()
    is_newly_done = 0 < sums.required <= sums.done and not sums.is_announced
    if sums.has_row:
        ModuleProgress.objects.filter(enrollment_id=enrollment.pk, module_id=module_id).update(
            done_weight=sums.done,
            required_weight=sums.required,
            updated_at=now,
            **({"completed_at": now} if is_newly_done else {}),
        )
    elif sums.done:
        ModuleProgress.objects.create(
            organization_id=enrollment.organization_id,
            enrollment_id=enrollment.pk,
            module_id=module_id,
            done_weight=sums.done,
            required_weight=sums.required,
            completed_at=now if is_newly_done else None,
        )


def save_sums(enrollment: "Enrollment", *fields: str) -> None:
    """Write the sums and the named fields of the locked enrollment; complete it when all is done for the first time."""
    enrollment.save(update_fields=["done_weight", "required_weight", "updated_at", *fields])
    if is_newly_complete(enrollment):
        finish(enrollment)


def is_newly_complete(enrollment: "Enrollment") -> bool:
    """Whether an active enrollment, whose sums were taken, has the weight and the grade that complete its course."""
    needed = enrollment.required_weight * getattr(enrollment, "needed_percent", 100)
    is_done = enrollment.status == "active" and 0 < needed <= enrollment.done_weight * 100
    return is_done and is_passed(enrollment, getattr(enrollment, "needed_score", None))


def finish(enrollment: "Enrollment") -> None:
    """Complete the enrollment; a second completion of the same enrollment leaves the first record."""
    enrollments.mark_completed(enrollment=enrollment)
    if not Completion.objects.filter(enrollment_id=enrollment.pk).exists():
        Completion.objects.create(
            organization_id=enrollment.organization_id,
            enrollment_id=enrollment.pk,
            completed_at=enrollment.completed_at,
            done_weight=enrollment.done_weight,
            required_weight=enrollment.required_weight,
        )


def newly_complete(needed_percent: int) -> Q:
    """The weight alone, for rows of one course, as a condition."""
    return Q(status="active", required_weight__gt=0, percent__gte=needed_percent)
