"""Where browsers reach the listener of live news."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest

OFF = "off"
PATH = "/live"


def listener_address(request: HttpRequest) -> str:
    """Address of the stream for this request; empty where there is none.

    The setting names it, or it is the site's own host on the next port. A proxy in front hides that port, so there only
    the setting counts.
    """
    given: str = settings.ENV.live_url
    if given == OFF:
        return ""
    if given:
        return given
    if settings.ENV.behind_proxy:
        return ""
    parts = urlsplit(f"//{request.get_host()}")
    port = parts.port or (443 if request.is_secure() else 80)
    host = f"[{parts.hostname}]" if parts.hostname and ":" in parts.hostname else parts.hostname
    return f"{request.scheme}://{host}:{port + 1}{PATH}"


def listener_origin(request: HttpRequest) -> str:
    """Origin of that address for `connect-src`; empty where it is the site's own or there is none."""
    parts = urlsplit(listener_address(request))
    origin = f"{parts.scheme}://{parts.netloc}"
    return "" if not parts.netloc or origin == f"{request.scheme}://{request.get_host()}" else origin
