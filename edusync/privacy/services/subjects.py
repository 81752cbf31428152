"""A person as export and erasure need them: keys, addresses and names."""

from allauth.account.models import EmailAddress

from edusync.kernel.personal_data import Subject
from edusync.privacy import queries


def subject_of(*, user_id: int, organization_id: int) -> Subject:
    """The person on behalf of an organization. Their account is included where no other organization has them."""
    user = queries.account_of(user_id)
    addresses = {
        user.email or "",
        *EmailAddress.objects.filter(user_id=user_id).values_list("email", flat=True),
    }
    full_name = f"{user.first_name} {user.last_name}".strip()
    return Subject(
        user_id=user_id,
        organization_id=organization_id,
        addresses=tuple(sorted(address for address in addresses if address)),
        names=tuple(name for name in (user.username, full_name) if name),
        is_account_included=not queries.other_memberships(user_id=user_id, organization_id=organization_id),
    )
