"""Logs: one line a record, with the request id; JSON when EDUSYNC_LOG_FORMAT says so."""

from typing import Any as _Any

import structlog as _structlog

from edusync.config.settings.apps import ENV
from edusync.kernel.log_secrets import hide_shapes as _hide_shapes
from edusync.kernel.log_secrets import hide_values as _hide_values

_SHARED: list[_Any] = [
    _structlog.contextvars.merge_contextvars,
    _structlog.stdlib.add_logger_name,
    _structlog.stdlib.add_log_level,
    _structlog.processors.TimeStamper(fmt="iso", utc=True),
    _hide_values,
]
_IS_JSON = ENV.log_format == "json"
_LAST: list[_Any] = (
    [_structlog.processors.format_exc_info, _structlog.processors.JSONRenderer()]
    if _IS_JSON
    else [_structlog.dev.ConsoleRenderer(colors=False, exception_formatter=_structlog.dev.plain_traceback)]
)
_LAST.append(_hide_shapes)
_structlog.configure(
    processors=[
        _structlog.stdlib.filter_by_level,
        *_SHARED,
        _structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=_structlog.stdlib.LoggerFactory(),
    wrapper_class=_structlog.stdlib.BoundLogger,
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "lines": {
            "()": _structlog.stdlib.ProcessorFormatter,
            "processors": [_structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_LAST],
            "foreign_pre_chain": _SHARED,
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "root": {"handlers": ["console"], "level": ENV.log_level},
    "loggers": {
        "django": {"handlers": ["console"], "level": ENV.log_level, "propagate": False},
        # Refused requests are the visitor's business; 5xx still come as errors.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}
