"""Background work of the app."""

from edusync.identity import queries
from edusync.identity.adapter import MAILS, organization_name
from edusync.identity.services import (
    alarms,
    application_grants,
    directory,
    invitations,
    provisioning_reads,
    sessions,
    tokens,
)
from edusync.kernel.mails import build_mail
from edusync.kernel.tasks import periodic, task


@task("identity.send_mail")
def send_mail(*, template: str, language: str, to: str, facts: dict[str, str]) -> None:
    """Send again what the mail server did not take during the request. Raises what the server answers."""
    build_mail(folder=MAILS, name=template, language=language, to=to, facts=facts).send()


@task("identity.send_invitation")
def send_invitation(*, invitation_id: int) -> None:
    """Send the mail of an invitation, with a link of its own. Raises what the mail server answers."""
    invitations.send_invitation(invitation_id)


@periodic("identity.purge_tokens", every_seconds=3600)
def purge_tokens() -> None:
    """Drop tokens that are over, and mark invitations that nobody accepted in time."""
    invitations.expire_invitations()
    tokens.purge_tokens()


@periodic("identity.purge_provisioning", every_seconds=86400)
def purge_provisioning() -> None:
    """Forget what directories did long ago; the audit log keeps it."""
    provisioning_reads.purge_provisioning_events()


@task("identity.send_new_device_mail")
def send_new_device_mail(*, session_id: int) -> None:
    """Tell a person of a sign-in on a device they never used. Raises what the mail server answers."""
    found = alarms.new_device_facts(session_id)
    if found is None:
        return
    user, facts = found
    build_mail(
        folder=MAILS,
        name="new_device",
        language=queries.language_of(user.pk),
        to=str(user.email),
        facts={"organization": organization_name(), **facts},
    ).send()


@periodic("identity.tidy_sessions", every_seconds=3600)
def tidy_sessions() -> None:
    """Mark sessions that ran out, and drop those that ended long ago."""
    sessions.tidy_sessions()


@periodic("identity.index_people", every_seconds=60)
def index_people() -> None:
    """Make the words of people whose names were written past the services."""
    directory.index_stale_people()


@periodic("identity.purge_application_tokens", every_seconds=3600)
def purge_application_tokens() -> None:
    """Drop codes and tokens of programs that ended a while ago."""
    application_grants.purge_tokens()
