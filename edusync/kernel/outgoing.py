"""Requests to other servers: never into this site's own network, bounded in time and size.

An address given by a person (an identity provider, a web hook, a link) may point inwards: to the database, to the
cloud's metadata service, to this very server. The name is resolved once, every answer is checked, and the connection
goes to the checked number, so that a second answer of the name server changes nothing (DNS rebinding).
"""

import ipaddress
import socket
import time
from collections.abc import Iterator
from typing import Any, ClassVar

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

DEFAULT_TIMEOUT_SECONDS = 10
DEFAULT_MAX_BYTES = 2 * 1024 * 1024
MAX_REDIRECTS = 3
_CHUNK_BYTES = 64 * 1024
# Addresses that carry an IPv4 address inside: the inner one must be public, too.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class OutgoingRefused(requests.exceptions.ConnectionError):
    """The address is none that this site may ask: not public, not https, or nowhere."""


class ReplyTooLarge(requests.exceptions.RequestException):
    """The other server sent more than the caller wanted to read, or took too long over it."""


def is_allowed_host(host: str) -> bool:
    """Whether the installation's owner named the host as one to be asked wherever it is."""
    return host.strip("[]").lower() in settings.OUTGOING_ALLOWED_HOSTS


def is_public(address: str) -> bool:
    """Whether a numeric address is on the open internet."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
    return ip.is_global and not ip.is_multicast


def reachable(host: str, port: int) -> Iterator[Any]:
    """Checked addresses of a name, as `getaddrinfo` gives them. Raises OutgoingRefused."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise OutgoingRefused(f"{host} has no address") from error
    if not is_allowed_host(host) and not all(is_public(str(entry[4][0])) for entry in found):
        raise OutgoingRefused(f"{host} is not on the open internet")
    yield from found


def _connect(connection: HTTPConnection) -> socket.socket:
    refusal: Exception = OutgoingRefused(f"{connection.host} did not answer")
    timeout = connection.timeout if isinstance(connection.timeout, int | float) else DEFAULT_TIMEOUT_SECONDS
    for family, kind, protocol, _name, address in reachable(connection.host, connection.port or 0):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(timeout)
            sock.connect(address)
        except OSError as error:
            sock.close()
            refusal = OutgoingRefused(f"{connection.host} did not answer")
            refusal.__cause__ = error
        else:
            return sock
    raise refusal


class _GuardedHttp(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _GuardedHttps(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _connect(self)


class _HttpPool(HTTPConnectionPool):
    ConnectionCls: ClassVar[Any] = _GuardedHttp  # type: ignore[misc]


class _HttpsPool(HTTPSConnectionPool):
    ConnectionCls: ClassVar[Any] = _GuardedHttps  # type: ignore[misc]


class _GuardedAdapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        pools: PoolManager = self.poolmanager
        pools.pool_classes_by_scheme = {"http": _HttpPool, "https": _HttpsPool}


class OutgoingSession(requests.Session):
    """A `requests` session that stays outside. Proxies and netrc of the environment are not used."""

    def __init__(self, *, timeout_seconds: float, max_bytes: int) -> None:
        super().__init__()
        self.trust_env = False
        self.max_redirects = MAX_REDIRECTS
        self.timeout_seconds = timeout_seconds
        self.max_bytes = max_bytes
        self.adapters.clear()
        for scheme in ("https://", "http://"):
            self.mount(scheme, _GuardedAdapter())

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Send one request, also each redirect. Raises OutgoingRefused, ReplyTooLarge and what `requests` raises."""
        host = requests.utils.urlparse(request.url or "").hostname or ""  # type: ignore[attr-defined]
        if not str(request.url).startswith("https://") and not is_allowed_host(host):
            raise OutgoingRefused(f"{host} must be asked by https")
        deadline = time.monotonic() + self.timeout_seconds
        kwargs["timeout"] = min(kwargs.get("timeout") or self.timeout_seconds, self.timeout_seconds)
        try:
            response = super().send(request, **{**kwargs, "stream": True})
        except requests.exceptions.ConnectionError as error:
            raise _refusal_in(error) or error from error
        if not response._content_consumed:  # type: ignore[attr-defined]
            response._content = _bounded(response, self.max_bytes, deadline)  # type: ignore[attr-defined]
            response._content_consumed = True  # type: ignore[attr-defined]
        return response


def _refusal_in(error: BaseException) -> OutgoingRefused | None:
    """Our own refusal inside what urllib3 and requests wrapped around it."""
    inside = [error, *error.args]
    inside += [argument for found in inside for argument in getattr(found, "args", ())]
    return next((found for found in inside if isinstance(found, OutgoingRefused)), None)


def _bounded(response: requests.Response, max_bytes: int, deadline: float) -> bytes:
    found = bytearray()
    with response:
        for chunk in response.iter_content(_CHUNK_BYTES):
            found += chunk
            if len(found) > max_bytes:
                raise ReplyTooLarge(f"more than {max_bytes} bytes")
            if time.monotonic() > deadline:
                raise ReplyTooLarge("the answer took too long")
    return bytes(found)


def session(
    *, timeout_seconds: float = DEFAULT_TIMEOUT_SECONDS, max_bytes: int = DEFAULT_MAX_BYTES
) -> OutgoingSession:
    """A session for requests to other servers; close it after use (`with`)."""
    return OutgoingSession(timeout_seconds=timeout_seconds, max_bytes=max_bytes)
