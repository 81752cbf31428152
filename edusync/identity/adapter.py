"""How allauth's sign-up, sign-in and mails work here."""

from pathlib import Path
from smtplib import SMTPException
from typing import Any

import structlog
from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as request_context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.headless.internal.restkit.response import ErrorResponse
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from edusync.identity import lockout, queries, services, sign_in_log
from edusync.identity.models import User
from edusync.identity.services import alarms, application_grants, sessions, step_up
from edusync.identity.services.domains import organization_for_sign_up
from edusync.identity.services.sign_up_steps import run_sign_up_steps
from edusync.identity.standing import standing_of
from edusync.kernel import audit, clock
from edusync.kernel.mails import build_mail
from edusync.kernel.problems import Conflict
from edusync.kernel.tasks import enqueue
from edusync.kernel.tenancy import current_organization_id

logger = structlog.get_logger(__name__)
MAILS = Path(__file__).parent / "mails"
# Mails about a change that only the person should have made: their button says "this was not me".
ALARMING = frozenset(
    {"totp_activated", "totp_deactivated", "recovery_codes_generated", "webauthn_added", "webauthn_removed"}
)
RESET_HOURS = settings.PASSWORD_RESET_TIMEOUT // 3600


class AccountAdapter(DefaultAccountAdapter):
    """Connects allauth with organizations, roles, lock-out, the audit log and our mails."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the organization takes people in by themselves. The first account is made by the set-up page."""
        organization = queries.visited_organization()
        return organization is not None and organization.is_sign_up_open

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Store the person with everything that belongs to them, or nothing."""
        # The slow hash comes before the transaction: SQLite has one writer at a time.
        user = super().save_user(request, user, form, commit=False)  # type: ignore[assignment]
        organization = organization_for_sign_up(email=user.email or "", visited_id=current_organization_id())
        if not commit or organization is None:
            return user
        language = form.cleaned_data.get("language") or preferred_language(request)
        try:
            with transaction.atomic():
                user.save()
                services.complete_sign_up(user=user, organization_id=organization.pk, language=language)
                run_sign_up_steps(user=user, organization_id=organization.pk, facts=form.cleaned_data)
        except IntegrityError as error:
            # Somebody took the address or the name while this password was hashed.
            raise Conflict from error
        return user

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell that sign-in is closed; the back end refuses it anyway."""
        super().pre_authenticate(request, **credentials)
        login = str(credentials.get("email") or credentials.get("username") or "")
        person = queries.person_by_login(login)
        if lockout.is_locked(user=person, login=login):
            sign_in_log.record_refused_sign_in(request=request, user=person, method="password")
            raise self.validation_error("too_many_login_attempts")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person; whoever proved to be one whose access ended is told so."""
        user: Any = super().authenticate(request, **credentials)
        if user is not None and not standing_of(user).is_member:
            raise self.validation_error("account_inactive")
        return user

    def pre_login(self, request: HttpRequest, user: Any, **details: Any) -> HttpResponse | None:
        """Keep out people whose access ended, with allauth's answer for inactive accounts."""
        if user.is_active and not standing_of(user).is_member:
            user.is_active = False
        if user.is_active and self._is_shut_out(request, user):
            raise ImmediateHttpResponse(
                ErrorResponse(request, exception=self.validation_error("too_many_login_attempts"))
            )
        return super().pre_login(request, user, **details)  # type: ignore[no-any-return]

    def _is_shut_out(self, request: HttpRequest, user: Any) -> bool:
        """A code from a mail does not open a locked account: it could be guessed too. A passkey cannot."""
        if sessions.method_of(request, user) != "code" or not lockout.is_locked(user=user, login=""):
            return False
        sign_in_log.record_refused_sign_in(request=request, user=user, method="code")
        return True

    def is_reauthentication_required(self, *, app: str, **_more: Any) -> bool:
        """Allauth's own question before sensitive acts: answered by our step-up, for which signing in is proof too."""
        return not step_up.is_recent(request_context.request)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Sign-up of a known address takes as long as that of an unknown one, whose password is hashed."""
        make_password(email)
        super().send_account_already_exists_mail(email)

    def get_login_stages(self) -> list[str]:
        """The library's, but a trusted sign-in service may have asked for the second factor already."""
        own = {"allauth.mfa.stages.AuthenticateStage": "edusync.identity.sso.stages.SecondFactorStage"}
        return [own.get(name, name) for name in super().get_login_stages()]

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Note when the address was proved."""
        is_confirmed = bool(super().confirm_email(request, email_address))
        if is_confirmed:
            User.objects.filter(pk=email_address.user_id).update(email_verified_at=clock.now())
            audit.record(
                "identity.email.verified", actor=email_address.user_id, target=("user", email_address.user_id)
            )
        return is_confirmed

    def set_password(self, user: Any, password: str) -> None:
        """Store a new password: every other session and every reset link ends, a locked account opens."""
        user.set_password(password)
        with transaction.atomic():
            user.save(update_fields=["password", "updated_at"])
            lockout.clear(user_id=user.pk)
            sessions.end_other_sessions(
                user_id=user.pk, keep_id=own_session_id(request_context.request, user), ended_by=user.pk
            )
            application_grants.end_grants_of_person(user_id=user.pk, reason="credentials-changed")
            audit.record("identity.password.changed", actor=user.pk, target=("user", user.pk))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of our mails in the person's language."""
        name = template_prefix.rpartition("/")[2]
        # Allauth does not say whom a code is for; unknown addresses get another mail.
        user = context.get("user") or (queries.person_by_email(email) if "code" in context else None)
        facts = {
            "name": user.display_name if user is not None else "",
            "email": email,
            "organization": organization_name(),
            "address": alarms.alarm_address(user.pk)
            if user is not None and name in ALARMING
            else address_in(context),
            "days": account_settings.EMAIL_CONFIRMATION_EXPIRE_DAYS,
            "hours": RESET_HOURS,
            "minutes": account_settings.LOGIN_BY_CODE_TIMEOUT // 60,
            "code": context.get("code", ""),
        }
        language = language_for(user, email, request_context.request)
        mail = build_mail(folder=MAILS, name=name, language=language, to=email, facts=facts)
        try:
            mail.send()
        except (OSError, SMTPException):
            # The person is told the same as ever; the worker tries until the server takes it.
            logger.warning("mail_postponed", template=name, exc_info=True)
            enqueue(
                "identity.send_mail", delay_seconds=5, template=name, language=language, to=email, facts=facts
            )

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a person that something about their account changed."""
        super().send_notification_mail(template_prefix, user, {"user": user, **(context or {})}, email)


def own_session_id(request: HttpRequest | None, user: Any) -> int:
    """Id of the session in which the person acts, which a new password leaves alone; 0 where they are signed out."""
    if request is None or request.user.pk != user.pk:
        return 0
    return int(request.session.get(sessions.ROW) or 0)


def address_in(context: dict[str, Any]) -> str:
    """The page a mail leads to, from allauth's context."""
    for name in ("activate_url", "password_reset_url", "signup_url"):
        if context.get(name):
            return str(context[name])
    return str(settings.SITE_URL)


def organization_name() -> str:
    """Name under which mails are sent."""
    organization = queries.visited_organization()
    return organization.name if organization is not None else "EduSync"


def language_for(user: Any, email: str, request: HttpRequest | None) -> str:
    """Language of the person, of whoever has the address, or of the browser that asks."""
    user = user or queries.person_by_email(email)
    if user is not None and user.pk:
        return queries.language_of(user.pk)
    return preferred_language(request)


def preferred_language(request: HttpRequest | None) -> str:
    """First language in the browser's list."""
    accepted = request.headers.get("Accept-Language", "") if request is not None else ""
    return services.known_language(accepted.partition(",")[0].partition(";")[0])
