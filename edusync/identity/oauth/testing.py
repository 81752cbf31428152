"""A program that signs people in here, for tests: it does what a real one does, by the same addresses."""

import base64
import hashlib
import re
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.test import Client as Browser

from edusync.identity.models import Application, User
from edusync.identity.services.applications import create_application
from edusync.kernel.policy import Actor

RETURN = "https://program.example/return"
VERIFIER = "a-verifier-of-more-than-forty-three-characters-0123456789"


def challenge_of(verifier: str) -> str:
    """PKCE's S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


class Program:
    """One application with its secret, and a browser of its own for what it asks the server itself."""

    def __init__(self, *, organization_id: int, owner: User, **values: Any) -> None:
        given = {
            "name": "Timetable",
            "description": "",
            "is_confidential": True,
            "redirect_uris": [RETURN],
            "grant_types": ["authorization_code", "refresh_token"],
            "scopes": ["openid", "profile", "email", "learning:read"],
            **values,
        }
        actor = Actor(user_id=owner.pk, organization_id=organization_id)
        self.application, self.secret = create_application(
            values=given, organization_id=organization_id, actor=actor
        )
        self.server = Browser()

    @property
    def client_id(self) -> str:
        """As the program knows itself."""
        return str(self.application.client_id)

    def reload(self) -> Application:
        """The application as it is stored now."""
        self.application = Application.unscoped.get(pk=self.application.pk)
        return self.application

    def request(self, **changes: Any) -> str:
        """The address to which the program sends a person."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": RETURN,
            "scope": "openid profile email learning:read",
            "state": "a-state",
            "nonce": "a-nonce",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **changes,
        }
        return "/oauth/authorize?" + urlencode({name: value for name, value in query.items() if value})

    def ask(self, person: User, **changes: Any) -> Any:
        """The consent page as the person sees it, or where they are led instead."""
        browser = Browser()
        browser.force_login(person)
        answer: Any = browser.get(self.request(**changes))
        answer.browser = browser
        return answer

    def allow(self, person: User, *, scopes: list[str] | None = None, **changes: Any) -> dict[str, str]:
        """Let the person say yes; what comes back to the program."""
        page = self.ask(person, **changes)
        assert page.status_code == 200, (page.status_code, page.headers, page.content[:300])
        text = page.content.decode()
        signed = re.search(r'name="request" value="([^"]+)"', text)
        assert signed is not None, text
        shown = scopes or re.findall(r'name="scopes" value="([^"]+)"', text)
        answer = page.browser.post(
            "/oauth/authorize", {"request": signed[1], "scopes": shown, "action": "grant"}
        )
        assert answer.status_code == 302, (answer.status_code, answer.content[:500])
        return query_of(answer["Location"])

    def post(self, path: str, is_known: bool = True, **form: Any) -> Any:
        """A request of the program's own server."""
        if is_known:
            form["client_id"] = self.client_id
            if self.secret:
                form["client_secret"] = self.secret
        return self.server.post(path, urlencode(form), content_type="application/x-www-form-urlencoded")

    def redeem(self, code: str, **changes: Any) -> Any:
        """Tokens for a code."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": RETURN,
            "code_verifier": VERIFIER,
            **changes,
        }
        return self.post("/oauth/token", **{name: value for name, value in form.items() if value})

    def refresh(self, refresh_token: str, **changes: Any) -> Any:
        """Tokens for a refresh token."""
        return self.post("/oauth/token", grant_type="refresh_token", refresh_token=refresh_token, **changes)

    def tokens_of(self, person: User, **changes: Any) -> dict[str, Any]:
        """All at once: consent, code, tokens."""
        answer = self.redeem(self.allow(person, **changes)["code"])
        assert answer.status_code == 200, answer.content
        return answer.json()  # type: ignore[no-any-return]

    def call(self, token: str, path: str = "/api/v1/courses", method: str = "get", **more: Any) -> Any:
        """The API with a token."""
        return getattr(self.server, method)(path, HTTP_AUTHORIZATION=f"Bearer {token}", **more)


def query_of(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
