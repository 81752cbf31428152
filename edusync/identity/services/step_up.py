"""Step-up: before a sensitive act a session proves again who it is.

Signing in counts as proof for 15 minutes (`STEP_UP_SECONDS`), and so does confirming by password, second factor or
passkey on allauth's pages `auth/reauthenticate`, `auth/2fa/reauthenticate` and `auth/webauthn/reauthenticate`.

A view asks for it by naming its methods: `needs_step_up = frozenset({"post", "delete"})`. Meant for granting of roles,
change of password, address and second factor, exports of people and of the audit log, seeing the site as another
person, keys for machines. Requests with an API key or token are not asked: their key is the proof.
"""

from django.conf import settings
from django.http import HttpRequest

from edusync.identity.problems import StepUpNeeded
from edusync.kernel import clock

SESSION_KEY = "identity.proved_at"


def note_proof(request: HttpRequest) -> None:
    """Remember that the session proved now who it is."""
    request.session[SESSION_KEY] = int(clock.now().timestamp())


def is_recent(request: HttpRequest) -> bool:
    """Whether the session proved itself within the last `STEP_UP_SECONDS`."""
    proved_at = request.session.get(SESSION_KEY, 0)
    return bool(clock.now().timestamp() - proved_at < settings.STEP_UP_SECONDS)


def require_recent_sign_in(request: HttpRequest) -> None:
    """Raise StepUpNeeded unless the session proved itself within the last `STEP_UP_SECONDS`."""
    if not is_recent(request):
        raise StepUpNeeded
