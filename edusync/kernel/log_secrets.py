"""Keeps secrets out of the logs: by the names of values, and by the shape of texts that slipped into a message."""

import re
from collections.abc import MutableMapping
from typing import Any

HIDDEN = "[hidden]"
# Names of values that are secrets, whatever they hold.
_NAMES = re.compile(
    r"pass(word|phrase|wd)|secret|token|authorization|cookie|api_?key|signature|recovery|otp|session_?key",
    re.I,
)
# What stays in front of the secret is the first group.
_SHAPES = (
    # API keys of this site, JSON web tokens, sealed columns.
    re.compile(r"\b()esk_[A-Za-z0-9_-]{8,}"),
    re.compile(r"\b()eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*"),
    re.compile(r"\b()v1\.\w+\.[A-Za-z0-9_=-]{24,}"),
    re.compile(r"(Bearer )\S+"),
    re.compile(r"(Basic )[A-Za-z0-9+/=]{8,}"),
    # user:password@host, and links that work by what is in them.
    re.compile(r"(://)[^\s/@:]+:[^\s/@]+(?=@)"),
    re.compile(r"(/(?:invitation|reset-password|verify-email|not-me|calendar/feeds)/)[\w:.-]{16,}"),
    re.compile(r"([?&](?:token|code|state|signature|key)=)[^&\s\"']{8,}", re.I),
    re.compile(r"((?:sessionid|csrftoken)=)\w{8,}", re.I),
    # name='value' and "name": "value" in a message or a traceback's line.
    re.compile(r"((?:password|secret|token)[\"']?\s*[:=]\s*[\"'])[^\"']{4,}(?=[\"'])", re.I),
)


def hide_values(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Processor: hide what is named like a secret."""
    for name, value in event.items():
        event[name] = _hidden(name, value)
    return event


def _hidden(name: str, value: Any) -> Any:
    if _NAMES.search(name):
        return HIDDEN
    if isinstance(value, dict):
        return {key: _hidden(str(key), inner) for key, inner in value.items()}
    return value


def hide_shapes(_logger: Any, _method: str, line: str) -> str:
    """Last processor: hide what looks like a secret in the finished line, tracebacks included."""
    for shape in _SHAPES:
        line = shape.sub(rf"\g<1>{HIDDEN}", line)
    return line
