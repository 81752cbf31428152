"""Safe Exam Browser: its settings file, the Config Key of settings, and the header by which it proves them.

Follows the developers' page of Safe Exam Browser, "Config Key": the key is the SHA-256 of the settings as JSON without
spaces or escapes, dictionaries sorted by name regardless of case, without `originatorVersion` and empty dictionaries.
Each request carries SHA-256(address without fragment + key), both as lower-case hexadecimal digits.
"""

import base64
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any
from xml.sax.saxutils import escape

HEADER = "X-SafeExamBrowser-ConfigKeyHash"
NOT_HASHED = "originatorVersion"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n'
)


def settings_for(*, start_url: str, title: str) -> dict[str, Any]:
    """The settings with which an exam of ours is taken: one page, nothing beside it, and the key in every request."""
    return {
        "originatorVersion": "EduSync",
        "sebConfigPurpose": 0,
        "startURL": start_url,
        "sendBrowserExamKey": True,
        "examSessionClearCookiesOnStart": False,
        "browserViewMode": 1,
        # The rules of the key escape nothing, but the program for Windows escapes quotes: none, and the keys agree.
        "browserWindowTitleSuffix": title.replace('"', "”"),
        "allowQuit": True,
        "ignoreExitKeys": True,
        "allowSwitchToApplications": False,
        "allowSpellCheck": False,
        "allowDictionaryLookup": False,
        "allowPreferencesWindow": False,
        "enableRightMouse": False,
        "enablePrintScreen": False,
        "enablePrivateClipboard": True,
        "newBrowserWindowByLinkPolicy": 0,
        "newBrowserWindowByLinkBlockForeign": True,
        "URLFilterEnable": False,
    }


def write_settings(settings: Mapping[str, Any]) -> bytes:
    """The settings as the property list in XML that Safe Exam Browser opens."""
    return f'{HEAD}<plist version="1.0">\n{_element(settings)}\n</plist>\n'.encode()


def _element(value: Any) -> str:
    if isinstance(value, bool):
        return "<true/>" if value else "<false/>"
    if isinstance(value, int):
        return f"<integer>{value}</integer>"
    if isinstance(value, float):
        return f"<real>{value!r}</real>"
    if isinstance(value, bytes):
        return f"<data>{base64.b64encode(value).decode()}</data>"
    if isinstance(value, dt.datetime):
        return f"<date>{_instant(value)}</date>"
    if isinstance(value, Mapping):
        items = "".join(f"<key>{escape(name)}</key>{_element(one)}" for name, one in value.items())
        return f"<dict>{items}</dict>"
    if isinstance(value, list | tuple):
        return f"<array>{''.join(_element(one) for one in value)}</array>"
    return f"<string>{escape(str(value))}</string>"


def _instant(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def settings_json(settings: Mapping[str, Any]) -> str:
    """The settings as the text that is hashed."""
    kept = {name: value for name, value in settings.items() if name != NOT_HASHED}
    return _json(kept)


def _json(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, bytes):
        return f'"{base64.b64encode(value).decode()}"'
    if isinstance(value, dt.datetime):
        return f'"{_instant(value)}"'
    if isinstance(value, Mapping):
        names = sorted(value, key=lambda name: (name.casefold(), name))
        items = [f'"{name}":{_json(value[name])}' for name in names if not _is_empty_dictionary(value[name])]
        return "{" + ",".join(items) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_json(one) for one in value) + "]"
    # Nothing is escaped, by the rules of the key.
    return f'"{value}"'


def _is_empty_dictionary(value: Any) -> bool:
    return isinstance(value, Mapping) and not value


def config_key(settings: Mapping[str, Any]) -> str:
    """The Config Key of settings."""
    return hashlib.sha256(settings_json(settings).encode()).hexdigest()


def request_hash(address: str, key: str) -> str:
    """What a request to the address carries when the settings have the key."""
    return hashlib.sha256((address.partition("#")[0] + key).encode()).hexdigest()


def is_proved(*, address: str, given: str, keys: Iterable[str]) -> bool:
    """Whether the header of a request to the address proves one of the keys."""
    given = given.strip().lower()
    if len(given) != 64 or not given.isascii():
        return False
    return any(hmac.compare_digest(given, request_hash(address, key)) for key in keys)
