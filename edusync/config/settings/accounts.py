"""Sign-up, sign-in, passwords, sessions and mail."""

from datetime import timedelta
from pathlib import Path as _Path
from urllib.parse import parse_qsl as _parse_qsl
from urllib.parse import unquote as _unquote
from urllib.parse import urlsplit as _urlsplit

from edusync.config.settings.apps import ENV

AUTHENTICATION_BACKENDS = ["edusync.identity.backends.AccountBackend"]

# The first is used for new passwords; one stored by another is hashed again at the next sign-in.
_BCRYPT = "django.contrib.auth.hashers.BCryptSHA256PasswordHasher"
_ARGON2ID = "django.contrib.auth.hashers.Argon2PasswordHasher"
PASSWORD_HASHERS = [_ARGON2ID, _BCRYPT] if ENV.password_hasher == "argon2id" else [_BCRYPT, _ARGON2ID]  # noqa: S105
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _VALIDATION + "MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "edusync.identity.common_passwords.CommonPasswordValidator"},
    {"NAME": _VALIDATION + "NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=2).total_seconds())
# So many wrong passwords in a row close an account (or an address nobody has: both answer alike) for so long.
SIGN_IN_ATTEMPTS = 10
SIGN_IN_LOCK_SECONDS = int(timedelta(minutes=15).total_seconds())

# So long a sign-in (or confirming who one is) counts as proof for sensitive acts.
STEP_UP_SECONDS = int(timedelta(minutes=15).total_seconds())
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_SECONDS

# The admin's own form would let people past their second factor.
UNFOLD = {"LOGIN": {"form": "edusync.identity.admin_sign_in.AdminSignInForm"}}

SITE_URL = ENV.site_url.rstrip("/")
_IS_SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = _IS_SECURE
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = _IS_SECURE
CSRF_TRUSTED_ORIGINS = [SITE_URL]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"

LANGUAGES = [("en", "English"), ("ta", "தமிழ்"), ("ar", "العربية")]

HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": SITE_URL + "/verify-email/{key}",
    "account_reset_password": SITE_URL + "/forgot-password",
    "account_reset_password_from_key": SITE_URL + "/reset-password/{key}",
    "account_signup": SITE_URL + "/sign-up",
}
# Second factors: codes of an authenticator app, passkeys, recovery codes. A passkey alone signs in, too.
MFA_ADAPTER = "edusync.identity.mfa_adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# A code by mail instead of the password; three tries, five minutes.
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = int(timedelta(minutes=5).total_seconds())
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_ADAPTER = "edusync.identity.adapter.AccountAdapter"
ACCOUNT_SIGNUP_FORM_CLASS = "edusync.identity.signup_form.SignUpForm"
ACCOUNT_SIGNUP_FIELDS = ["email*", "username", "password1*"]
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USERNAME_VALIDATORS = "edusync.identity.validators.username_validators"
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_DISPLAY = "edusync.identity.queries.display_name_of"
ACCOUNT_SESSION_REMEMBER = True
# Wide enough for a class that signs in behind one address; guessing is stopped by the lock-out of the account.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip",
    "signup": "60/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "60/m/ip,3/m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "confirm_email": "2/m/key,10/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.behind_proxy else 0
if not ENV.rate_limits:
    ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
    MFA_RATE_LIMITS = False  # type: ignore[assignment]

DEFAULT_FROM_EMAIL = ENV.mail_sender
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILBOX_FOLDER = _Path(ENV.data_dir) / "mail"
EMAIL_TIMEOUT = 10
if ENV.email_url:
    _mail = _urlsplit(ENV.email_url)
    _options = dict(_parse_qsl(_mail.query))
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 25)
    EMAIL_HOST_USER = _unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = _unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _options.get("tls") == "1"
else:
    EMAIL_BACKEND = "edusync.communication.mailbox.MailboxBackend"
# Whoever reads the mailbox can take any account: it is shown on this machine's own address only.
MAILBOX_SHOWN = (
    ENV.development_mailbox
    and not ENV.email_url
    and _urlsplit(SITE_URL).hostname in {"localhost", "127.0.0.1", "::1"}
)
