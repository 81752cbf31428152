"""Where files lie: the built front end, static files, the data folder; and the cache."""

from pathlib import Path as _Path
from typing import Any as _Any

from edusync.config import env as _env
from edusync.config.settings.apps import DEBUG, ENV

DATA_DIR = _Path(ENV.data_dir)
MEDIA_ROOT = DATA_DIR / "files"
FILE_MAX_MEGABYTES = ENV.file_max_megabytes
FILE_IMAGE_MAX_MEGABYTES = ENV.image_max_megabytes
FILE_SCANNER = ENV.file_scanner
FILE_STORE_URL = ENV.file_store_url
FILE_ORGANIZATION_QUOTA_MEGABYTES = ENV.organization_quota_megabytes
FILE_PERSON_QUOTA_MEGABYTES = ENV.person_quota_megabytes
FILE_UNUSED_DAYS = ENV.unused_file_days
CHECK_LINKS_ON = ENV.check_links

# In a checkout the build is in web/dist, in an installed package inside the package.
_PACKAGED = _Path(_env.__file__).resolve().parents[1] / "web_dist"
WEB_DIST = _PACKAGED if _PACKAGED.is_dir() else _env.ROOT / "web" / "dist"

STATIC_URL = "/static/"
STATIC_ROOT = str(DATA_DIR / "static")
STATICFILES_DIRS = [("app", WEB_DIST)] if WEB_DIST.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "edusync.operations.static_storage.BuildFirstStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_MAX_AGE = 3600

# What every process must see alike (limits of sign-in) is in Redis, or in a table where there is none.
CACHES: dict[str, dict[str, _Any]]
if ENV.redis_url:
    _REDIS = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": ENV.redis_url}
    CACHES = {"default": _REDIS, "shared": _REDIS}
else:
    CACHES = {
        "default": {
            "BACKEND": "edusync.kernel.caches.PartlySharedCache",
            "LOCATION": "edusync",
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        },
        "shared": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "kernel_shared_value",
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        },
    }
# Beginnings of the keys that `default` keeps in `shared`.
SHARED_CACHE_KEYS = (
    "allauth:rl:",
    "allauth.mfa.",
    "allauth.idp.oidc.",
    "revoked-token:",
    "sign-in-failures:",
    "route-limit:",
    "verify:",
)
