"""The API: REST framework, its schema, limits of requests."""

from edusync.config.settings.apps import ENV

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["edusync.kernel.rest.responses.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["edusync.kernel.rest.parsers.OrjsonParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": ["edusync.kernel.rest.authentication.RequestUser"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_SCHEMA_CLASS": "edusync.kernel.rest.openapi.HouseSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "EduSync API",
    "DESCRIPTION": "Every failure is an RFC 9457 problem; `code` is the contract.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "SORT_OPERATIONS": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
    "POSTPROCESSING_HOOKS": [
        "edusync.kernel.rest.openapi.finish",
    ],
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Requests a minute by address and by session, counted in each process: they cost a request nothing.
RATE_LIMITS_ON = ENV.rate_limits
RATE_LIMIT_PER_ADDRESS = 3000
RATE_LIMIT_PER_USER = 1200
# Strict limits by what is asked, counted for all processes together. By address for visitors, else by person or key.
# Those of sign-in, sign-up, reset and code are in `accounts`.
RATE_LIMITS = {
    "search": "120/m",
    # Reviews of courses written or reported, and votes on them.
    "review": "30/h",
    "vote": "120/h",
    "export": "30/h",
    "lookup": "60/m",
    "invite": "60/h",
    # Invitations that a directory may have sent to people of other domains, for its organization.
    "provisioning-invitation": "2000/d",
    # Readings of one private calendar address, whoever reads.
    "calendar-feed": "240/h",
    # Codes of a meeting tried by one person: a guess of six digits has no hope.
    "check-in": "10/m",
}
REDIS_URL = ENV.redis_url
