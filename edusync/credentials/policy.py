"""Who may see and do what with certificates: the holder, the course's staff, administrators."""

from typing import Any

from edusync.credentials.models import Certificate
from edusync.enrollment.policy import courses_with_learners_seen, teaches
from edusync.files.policy import register_place
from edusync.kernel.policy import Actor, Permission, Policy


class CertificatePolicy(Policy):
    """The holder and staff of the course read; administrators revoke."""

    key_scope = Permission.CERTIFICATE_READ
    offered = (Permission.CERTIFICATE_READ, Permission.CERTIFICATE_REVOKE)

    def visible(self, queryset: Any, actor: Actor) -> Any:
        """Own ones, those of courses taught, or all of the organization."""
        if not actor.is_authenticated:
            return queryset.none()
        queryset = queryset.filter(organization_id=actor.organization_id)
        if actor.has(Permission.CERTIFICATE_READ):
            return queryset
        own = queryset.filter(enrollment__learner_id=actor.user_id)
        taught = courses_with_learners_seen(actor, Permission.CERTIFICATE_READ)
        return own | queryset.filter(enrollment__course_id__in=taught) if taught else own

    def allows(self, actor: Actor, permission: str, target: Any) -> bool:
        """`target` is a certificate with its enrollment selected, or None for one's own list."""
        if not actor.is_authenticated:
            return False
        if target is None:
            return permission == Permission.CERTIFICATE_READ or actor.has(permission)
        if target.organization_id != actor.organization_id:
            return False
        if permission == Permission.CERTIFICATE_READ:
            course_id = target.enrollment.course_id
            is_holder = target.enrollment.learner_id == actor.user_id
            return is_holder or actor.has(permission, course_id) or teaches(actor, course_id)
        return permission == Permission.CERTIFICATE_REVOKE and actor.has(permission)


def visible_places(actor: Actor, place_ids: set[int]) -> set[int]:
    """Certificates whose document the actor may fetch as a file."""
    rows = Certificate.objects.filter(pk__in=place_ids, state=Certificate.State.ISSUED)
    return set(CertificatePolicy().visible(rows, actor).values_list("pk", flat=True))


register_place("certificate", visible=visible_places)
