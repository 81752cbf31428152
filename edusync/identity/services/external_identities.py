"""Who a person is whom another service vouches for: known, to be linked, to be created, or refused.

The rules stand in one place because each is a door:

* an address links or creates only if the provider says it is proved (or the organization trusts it to have proved it)
  and it lies in one of the provider's domains;
* linking needs an address that the person proved here, too: else whoever typed a stranger's address first would be
  given that stranger's sign-in;
* nobody is linked by address who could do more than the organization may give: superusers, and members of another
  organization, sign in as they always did.
"""

import dataclasses

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from edusync.identity import lockout
from edusync.identity.models import IdentityProvider, OrganizationMembership, User
from edusync.identity.problems import EmailTaken
from edusync.identity.services.people import create_person
from edusync.kernel import audit
from edusync.kernel.tenancy import organization_context


class ExternalSignInRefused(Exception):
    """The person stays out. `code` is shown in words by the sign-in page (`account.by_service.error.<code>`)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclasses.dataclass(frozen=True, slots=True)
class ToldPerson:
    """What the provider told of somebody."""

    email: str = ""
    is_email_verified: bool = False
    first_name: str = ""
    last_name: str = ""


def is_in_domains(provider: IdentityProvider, email: str) -> bool:
    """Whether the address lies in one of the provider's domains (not in one below it)."""
    domain = email.rpartition("@")[2].lower()
    return bool(domain) and domain in provider.email_domains


def person_for(*, provider: IdentityProvider, told: ToldPerson) -> tuple[User, bool]:
    """The person to link with, and whether they were created now. Raises ExternalSignInRefused."""
    if not told.email:
        raise ExternalSignInRefused("no_email")
    if not is_in_domains(provider, told.email):
        raise ExternalSignInRefused("domain_not_allowed")
    if not told.is_email_verified and not provider.vouches_for_email:
        raise ExternalSignInRefused("email_not_verified")
    known = User.objects.filter(email=told.email.lower()).first()
    if known is not None:
        refuse_linking(provider=provider, person=known)
        return known, False
    if not provider.creates_people:
        raise ExternalSignInRefused("not_known")
    return _create(provider, told), True


def refuse_linking(*, provider: IdentityProvider, person: User) -> None:
    """Raise ExternalSignInRefused unless the rules above let this account be linked by its address."""
    if not provider.links_people:
        raise ExternalSignInRefused("not_linked")
    is_proved = EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists()
    if not is_proved or person.is_superuser or person.is_staff:
        raise ExternalSignInRefused("not_linked")
    organizations = set(
        OrganizationMembership.unscoped.filter(user=person).values_list("organization_id", flat=True)
    )
    if organizations != {provider.organization_id}:
        raise ExternalSignInRefused("not_linked")


def _create(provider: IdentityProvider, told: ToldPerson) -> User:
    try:
        return create_person(
            email=told.email,
            first_name=told.first_name[:100],
            last_name=told.last_name[:100],
            roles=(provider.default_role,),
            organization_id=provider.organization_id,
            is_email_verified=True,
        )
    except EmailTaken as error:
        # Somebody took the address between the two looks.
        raise ExternalSignInRefused("not_linked") from error


@transaction.atomic
def link_account(*, account: SocialAccount, person: User, provider: IdentityProvider, is_new: bool) -> None:
    """Remember that this external account is this person."""
    account.user = person
    account.save()
    with organization_context(provider.organization_id):
        audit.record(
            "identity.external_account.linked",
            actor=person.pk,
            target=("user", person.pk),
            facts={"provider": provider.slug, "way": "created" if is_new else "by-email"},
        )


def refuse_closed(*, provider: IdentityProvider, person: User) -> None:
    """Raise ExternalSignInRefused unless the person may work in the provider's organization now."""
    membership = OrganizationMembership.unscoped.filter(
        user=person, organization_id=provider.organization_id, status=OrganizationMembership.Status.ACTIVE
    )
    if not person.is_active or person.deleted_at is not None or not membership.exists():
        raise ExternalSignInRefused("account_closed")
    # Who may use the platform's own pages is nobody's to vouch for but the platform's.
    if person.is_superuser or person.is_staff:
        raise ExternalSignInRefused("not_linked")
    if lockout.is_locked(user=person, login=person.username):
        raise ExternalSignInRefused("account_locked")
