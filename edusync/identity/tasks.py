"""Background work of the app."""

from edusync.identity.adapter import MAILS
from edusync.kernel.mails import build_mail
from edusync.kernel.tasks import task


@task("identity.send_mail")
def send_mail(*, template: str, language: str, to: str, facts: dict[str, str]) -> None:
    """Send again what the mail server did not take during the request. Raises what the server answers."""
    build_mail(folder=MAILS, name=template, language=language, to=to, facts=facts).send()
