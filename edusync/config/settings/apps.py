"""Which apps run, and Django's basics."""

from edusync.config import env as _env

ENV = _env.load()
SECRET_KEY = ENV.secret_key or "development-only-key-of-sufficient-length-0123456789"
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts.split(",")
ROOT_URLCONF = "edusync.config.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.User"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
USE_I18N = True
STATIC_URL = "/static/"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "edusync.kernel",
    "edusync.identity",
    "edusync.audit",
    "edusync.files",
    "edusync.courses",
    "edusync.enrollment",
    "edusync.progress",
    "edusync.assessment",
    "edusync.credentials",
    "edusync.communication",
    "edusync.integrations",
    "edusync.operations",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
