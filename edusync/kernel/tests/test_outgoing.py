"""Requests to other servers stay outside and end."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from edusync.kernel import outgoing


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
            self.end_headers()
            return
        body = b"x" * int(self.path.rsplit("/", 1)[-1])
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    """A server on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


@pytest.fixture
def allowed(settings):
    """The owner named this machine."""
    settings.OUTGOING_ALLOWED_HOSTS = frozenset({"127.0.0.1"})


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "ff02::1",
    ],
)
def test_addresses_inside_are_not_public(address):
    assert not outgoing.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]
)
def test_addresses_of_the_internet_are_public(address):
    assert outgoing.is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/1",
        "https://localhost/1",
        "https://[::1]/1",
        "https://2130706433/1",
        "https://0x7f.1/1",
        "http://93.184.216.34/1",
        "https://no-such-name.invalid/1",
    ],
)
def test_what_is_inside_or_plain_is_refused(url):
    with outgoing.session() as session, pytest.raises(outgoing.OutgoingRefused):
        session.get(url)


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://93.184.216.34/x", "gopher://93.184.216.34/x"])
def test_other_schemes_are_refused(url):
    with outgoing.session() as session, pytest.raises(outgoing.requests.RequestException):
        session.get(url)


def test_a_named_host_is_asked(server, allowed):
    with outgoing.session() as session:
        assert session.get(f"{server}/3").content == b"xxx"


def test_a_redirect_inwards_is_refused(server, allowed):
    with outgoing.session() as session, pytest.raises(outgoing.OutgoingRefused):
        session.get(f"{server}/to/http://localhost:1/1")


def test_redirects_end(server, allowed):
    loop = f"{server}/to/" * 6 + f"{server}/1"
    with outgoing.session() as session, pytest.raises(outgoing.requests.TooManyRedirects):
        session.get(loop)


def test_a_large_answer_is_not_read_to_its_end(server, allowed):
    with outgoing.session(max_bytes=1000) as session, pytest.raises(outgoing.ReplyTooLarge):
        session.get(f"{server}/1000000")


def test_an_answer_as_large_as_allowed_is_read(server, allowed):
    with outgoing.session(max_bytes=1000) as session:
        assert len(session.get(f"{server}/1000").content) == 1000


def test_proxies_of_the_environment_are_not_used(server, allowed, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with outgoing.session() as session:
        assert session.get(f"{server}/1").status_code == 200
