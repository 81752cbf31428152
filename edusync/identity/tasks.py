"""Background work of the app."""

from edusync.identity.adapter import MAILS
from edusync.identity.services import invitations, tokens
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
