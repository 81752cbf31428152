"""Which apps run, and Django's basics."""

from edusync.config import env as _env
from edusync.config.secret import encryption_keys as _encryption_keys
from edusync.config.secret import secret_key as _secret_key

ENV = _env.load()
SECRET_KEY = _secret_key(ENV.secret_key, ENV.data_dir)
# Keys of sealed columns, the present one first: `<id>:<32 bytes in base64url>,...`.
ENCRYPTION_KEYS = _encryption_keys(ENV.encryption_keys, ENV.data_dir)
BASE_DIR = _env.ROOT
DEBUG = ENV.debug
ALLOWED_HOSTS = [host.strip() for host in ENV.allowed_hosts.split(",") if host.strip()]
ROOT_URLCONF = "edusync.config.urls"
WSGI_APPLICATION = "edusync.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.User"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True
APPEND_SLASH = False
CSRF_FAILURE_VIEW = "edusync.kernel.rest.failures.csrf_failure"
INSTALLED_APPS = [
    "unfold",
    "edusync.config.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.idp.oidc",
    "allauth.headless",
    "edusync.kernel",
    "edusync.identity",
    "edusync.audit",
    "edusync.privacy",
    "edusync.files",
    "edusync.courses",
    "edusync.enrollment",
    "edusync.progress",
    "edusync.assessment",
    "edusync.grading",
    "edusync.credentials",
    "edusync.communication",
    "edusync.integrations",
    "edusync.reports",
    "edusync.operations",
]
MIDDLEWARE = [
    "edusync.kernel.rest.request_ids.RequestIdMiddleware",
    "edusync.identity.rest.hosts.HostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "edusync.operations.rest.content_policy.ContentPolicyMiddleware",
    "edusync.operations.rest.early.EarlyMiddleware",
    "edusync.operations.rest.static.StaticFilesMiddleware",
    "edusync.kernel.rest.compression.JsonGzipMiddleware",
    "edusync.identity.rest.session_cookie.SessionCookieMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "edusync.identity.rest.session_guards.SessionLifeMiddleware",
    "edusync.kernel.rest.rate_limits.RateLimitMiddleware",
    "edusync.kernel.rest.actor.ActorMiddleware",
    "edusync.identity.rest.view_as_middleware.ViewAsMiddleware",
    "edusync.kernel.rest.rate_limits.CredentialLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "edusync.identity.rest.session_guards.AccountGuardMiddleware",
    "edusync.identity.rest.sign_in_bodies.SignInBodyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "edusync.kernel.rest.failures.ProblemMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
