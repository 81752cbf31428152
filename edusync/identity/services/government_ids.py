"""Government ids: sealed in the database, found by a blind index, and every look at one is on record."""

import re

from django.db import transaction

from edusync.identity.models import OrganizationMembership, UserProfile
from edusync.kernel import audit
from edusync.kernel.crypto import blind_index
from edusync.kernel.policy import Actor

PURPOSE = "identity_user_profile.government_id"
_BETWEEN = re.compile(r"[\s./-]+")


def index_of(government_id: str) -> str:
    """By which an id is found, however it was written; empty for none."""
    tidy = _BETWEEN.sub("", government_id).upper()
    return blind_index(tidy, purpose=PURPOSE) if tidy else ""


@transaction.atomic
def read_government_id(*, user_id: int, read_by: Actor) -> str:
    """A person's government id, empty if unknown."""
    found = UserProfile.objects.filter(pk=user_id).values_list("government_id", flat=True).first() or ""
    audit.record(
        "identity.government_id.read",
        actor=read_by,
        target=("user", user_id),
        facts={"is_known": bool(found)},
    )
    return found


@transaction.atomic
def change_government_id(*, user_id: int, government_id: str, changed_by: Actor) -> None:
    """Store or clear a government id; the audit log keeps that it changed, not what it is."""
    text = government_id.strip()
    UserProfile.objects.update_or_create(
        user_id=user_id, defaults={"government_id": text, "government_id_index": index_of(text)}
    )
    audit.record(
        "identity.government_id.changed",
        actor=changed_by,
        target=("user", user_id),
        facts={"is_known": bool(text)},
    )


@transaction.atomic
def people_with_government_id(*, government_id: str, asked_by: Actor) -> list[int]:
    """Ids of members of the organization in context who have this government id."""
    index = index_of(government_id)
    if not index:
        return []
    members = OrganizationMembership.objects.values("user_id")
    found = UserProfile.objects.filter(government_id_index=index, user_id__in=members)
    people = list(found.order_by("user_id").values_list("user_id", flat=True))
    for user_id in people:
        audit.record("identity.government_id.found", actor=asked_by, target=("user", user_id))
    return people
