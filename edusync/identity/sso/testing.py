"""An OpenID provider on loopback that says whatever a test wants it to say."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from allauth.core.internal.jwkkit import load_jwk_from_pem
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from edusync.identity.models import IdentityProvider

CLIENT_ID = "edusync"
START = "/api/v1/sign-in/providers/school-account/start"


def new_pem() -> str:
    """A private key."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


PEM = new_pem()


class TalkingProvider:
    """Answers discovery, keys, token and userinfo. Its attributes are what it will say."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.discovery: dict[str, Any] = {
            "issuer": address,
            "authorization_endpoint": address + "/auth",
            "token_endpoint": address + "/token",
            "jwks_uri": address + "/keys",
            "userinfo_endpoint": address + "/me",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "code_challenge_methods_supported": ["S256"],
        }
        self.keys: dict[str, Any] = {"keys": [load_jwk_from_pem(PEM)[0]]}
        self.person: dict[str, Any] = {
            "sub": "ada-1",
            "email": "ada@school.example",
            "email_verified": True,
            "given_name": "Ada",
            "family_name": "Lovelace",
        }
        self.userinfo: dict[str, Any] | None = None
        self.claims: dict[str, Any] = {}
        self.id_token: str | None = None
        self.signing: dict[str, Any] = {"key": PEM, "algorithm": "RS256"}
        self.status = 200
        self.asked: list[dict[str, str]] = []

    def token_for(self, nonce: str) -> str:
        """The ID token for a sign-in."""
        now = int(time.time())
        claims = {
            "iss": self.address,
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            **self.person,
            **self.claims,
        }
        headers = {"kid": load_jwk_from_pem(PEM)[0]["kid"]}
        return jwt.encode(claims, headers=headers, **self.signing)

    def answer(self, path: str, form: dict[str, str]) -> Any:
        """The JSON of one request."""
        if path == "/.well-known/openid-configuration":
            return self.discovery
        if path == "/keys":
            return self.keys
        if path == "/me":
            return self.person if self.userinfo is None else self.userinfo
        self.asked.append(form)
        id_token = self.id_token or self.token_for(form["code"].removeprefix("code-"))
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": id_token}


@contextmanager
def talking_provider() -> Iterator[TalkingProvider]:
    """The provider, running as long as the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self.respond({name: values[0] for name, values in parse_qs(body).items()})

        def respond(self, form: dict[str, str]) -> None:
            content = json.dumps(provider.answer(urlsplit(self.path).path, form)).encode()
            self.send_response(provider.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider = TalkingProvider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def make_provider(organization_id: int, address: str, **fields: Any) -> IdentityProvider:
    """An enabled service of the organization at that address."""
    values = {
        "protocol": "oidc",
        "name": "School account",
        "slug": "school-account",
        "client_id": CLIENT_ID,
        "client_secret": "a secret of tests",
        "email_domains": ["school.example"],
        "is_enabled": True,
        **fields,
    }
    return IdentityProvider.unscoped.create(organization_id=organization_id, address=address, **values)


def begin(client: Any, next_path: str = "") -> tuple[dict[str, str], str]:
    """Press the button of the sign-in page; what the service is asked, and where."""
    answer = client.post(START, {"next": next_path})
    assert answer.status_code == 200, answer.content
    address = answer.json()["url"]
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}, address


def finish(client: Any, asked: dict[str, str], **changes: str) -> str:
    """Come back from the service; where that leads."""
    query = {"code": "code-" + asked["nonce"], "state": asked["state"], **changes}
    answer = client.get("/sign-in/return/school-account", query)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def sign_in(client: Any, next_path: str = "") -> str:
    """All of it."""
    asked, _ = begin(client, next_path)
    return finish(client, asked)


def error_of(address: str) -> str:
    """What the page is to say."""
    return parse_qs(urlsplit(address).query).get("error", [""])[0]


def is_signed_in(client: Any) -> bool:
    """Whether somebody is."""
    return bool(client.get("/api/v1/me").status_code == 200)
