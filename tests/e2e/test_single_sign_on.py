"""Signing in with another service, and a program that signs people in here: both with real other sides."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from playwright.sync_api import expect

from edusync.identity.oauth.testing import VERIFIER, challenge_of
from tests.e2e.site import free_port
from tests.single_sign_on.counterparts import openid_provider, require_counterparts

ADMIN = "admin@demo.edusync.test"
LEARNER = "learner@demo.edusync.test"
PEOPLE = {
    "nila": {
        "email": "nila@college.example",
        "email_verified": True,
        "name": "Nila Raman",
        "given_name": "Nila",
        "family_name": "Raman",
    },
    "eve": {"email": "eve@elsewhere.example", "email_verified": True, "name": "Eve"},
}


def sign_in_at_provider(page, login):
    """The provider's own pages: sign in, then consent."""
    # The sign-in page here has fields of the same names.
    page.wait_for_url("**/interaction/**")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill("any")
    page.locator("button[type=submit]").click()
    page.locator("input[name=prompt][value=consent]").wait_for(state="attached")
    page.locator("button[type=submit]").click()


def test_people_sign_in_with_another_service(site, page, browser, sign_in):
    require_counterparts()
    port = free_port()
    sign_in(page, ADMIN)
    page.goto("/manage/sign-in")
    page.get_by_role("link", name="Add a service").click()
    page.get_by_label("Name").first.fill("College account")
    page.get_by_label("Address of the issuer").fill(f"http://127.0.0.1:{port}")
    page.get_by_label("Client id").fill("edusync")
    page.get_by_label("Client secret").fill("a secret that both sides know")
    page.get_by_label("Domains of e-mail addresses").fill("college.example")
    page.get_by_label("Create accounts for new people").click()
    page.get_by_label("Switched on").click()
    page.get_by_role("button", name="Save", exact=True).click()
    callback = page.get_by_role("textbox", name="Callback address").input_value()
    assert callback.startswith(f"{site.url}/sign-in/return/college-account-")

    page.get_by_role("button", name="Test the connection").click()
    expect(page.get_by_text("The test failed").first).to_be_visible()
    client = {
        "client_id": "edusync",
        "client_secret": "a secret that both sides know",
        "redirect_uris": [callback],
    }
    with openid_provider([client], PEOPLE, port=port) as issuer:
        page.get_by_role("button", name="Test the connection").click()
        expect(page.get_by_text("It answers").first).to_be_visible()
        expect(page.get_by_text(issuer, exact=True).first).to_be_visible()

        # The pages of the other side are not ours to judge: this browser is not watched.
        context = browser.new_context(base_url=site.url)
        visitor = context.new_page()
        visitor.goto("/sign-in?next=/settings")
        visitor.get_by_role("button", name="Go on with College account").click()
        sign_in_at_provider(visitor, "nila")
        visitor.wait_for_url(re.compile("/settings$"))
        visitor.goto("/profile")
        expect(visitor.get_by_label("First name")).to_have_value("Nila")
        context.close()

        context = browser.new_context(base_url=site.url)
        visitor = context.new_page()
        visitor.goto("/sign-in")
        visitor.get_by_role("button", name="Go on with College account").click()
        sign_in_at_provider(visitor, "eve")
        expect(visitor.get_by_role("alert")).to_contain_text("not one of those that may sign in")
        visitor.get_by_role("link", name="Back to sign-in").click()
        expect(visitor.get_by_label("E-mail or user name")).to_be_visible()
        context.close()

    page.reload()
    expect(page.get_by_text("People sign in with it. Switch it off instead.").first).to_be_visible()
    page.get_by_label("Switched on").click()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The service is saved.").first).to_be_visible()


@contextmanager
def program() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A program's own site: the address to return to, and what came back to it."""
    came: list[dict[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/return":
                came.append({name: values[0] for name, values in parse_qs(parts.query).items()})
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<!doctype html><title>Timetable</title><h1>Back at the timetable</h1>")

        def log_message(self, *_args: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/return", came
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def test_a_program_signs_people_in_until_they_take_it_back(site, page, browser, open_page, sign_in):
    with program() as (address, came):
        sign_in(page, ADMIN)
        page.goto("/manage/applications")
        page.get_by_role("link", name="Add a program").click()
        page.get_by_label("Name").first.fill("Timetable of the browser test")
        page.get_by_label("Addresses to return to").fill(address)
        page.get_by_role("checkbox", name="See courses, lessons, progress").check()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text("It is shown only now").first).to_be_visible()
        secret = page.get_by_role("textbox", name="Client secret").input_value()
        client_id = page.get_by_role("textbox", name="Client id").input_value()

        query = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": address,
            "scope": "openid profile learning:read",
            "state": "of-the-program",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
        }
        context = browser.new_context(base_url=site.url)
        visitor = context.new_page()
        visitor.goto("/oauth/authorize?" + urlencode(query))
        visitor.get_by_label("E-mail or user name").fill(LEARNER)
        visitor.get_by_label("Password", exact=True).fill("demo-school-2026")
        visitor.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        expect(visitor.get_by_role("heading", name="Allow Timetable of the browser test?")).to_be_visible()
        expect(visitor.get_by_text("See your courses, lessons, progress").first).to_be_visible()
        visitor.get_by_role("button", name="Allow", exact=True).click()
        expect(visitor.get_by_role("heading", name="Back at the timetable")).to_be_visible()
        assert came[-1]["state"] == "of-the-program"

        def token(**form: str) -> httpx.Response:
            known = {"client_id": client_id, "client_secret": secret}
            return httpx.post(f"{site.url}/oauth/token", data={**known, **form}, timeout=30)

        redeemed = token(
            grant_type="authorization_code",
            code=came[-1]["code"],
            redirect_uri=address,
            code_verifier=VERIFIER,
        )
        assert redeemed.status_code == 200, redeemed.text
        tokens = redeemed.json()
        header = {"Authorization": f"Bearer {tokens['access_token']}"}
        assert httpx.get(f"{site.url}/api/v1/courses", headers=header, timeout=30).status_code == 200
        assert httpx.get(f"{site.url}/api/v1/people", headers=header, timeout=30).status_code == 403

        visitor.goto("/account/security")
        visitor.get_by_role("button", name="Take back what Timetable of the browser test may do").click()
        visitor.get_by_role("dialog").get_by_role("button", name="Take back").click()
        expect(visitor.get_by_text("may do nothing more for you").first).to_be_visible()
        assert httpx.get(f"{site.url}/api/v1/courses", headers=header, timeout=30).status_code == 401
        refused = token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
        assert refused.json()["error"] == "invalid_grant"
        context.close()
