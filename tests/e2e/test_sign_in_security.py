"""Journeys of signing in safely: second factor, recovery code, passkey, devices, step-up, codes by mail."""

import base64
import hashlib
import hmac
import json
import re
import struct
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PASSWORD
from tests.e2e.site import Site

SECURITY = "/account/security"
PERIOD = 30


@pytest.fixture(scope="module")
def people(site: Site) -> Callable[..., str]:
    """Makes a person with the password of the demo school; returns the address."""
    made = iter(range(1, 100))

    def make(*roles: str, mail: str = "") -> str:
        address = mail or f"safe{next(made)}@demo.edusync.test"
        code = (
            "from edusync.identity.services import create_person, ensure_default_organization as o;"
            "from edusync.kernel.tenancy import organization_context as c;"
            "g = o();\n"
            f"with c(g.pk): create_person(email={address!r}, first_name='Sara', last_name='Safe', password={PASSWORD!r},"
            f" roles={roles or ('learner',)!r}, organization_id=g.pk, is_email_verified=True)"
        )
        site.manage("shell", "--no-imports", "-c", code)
        return address

    return make


def totp(secret: str, shift: int = 0) -> str:
    """The code of an authenticator app (RFC 6238)."""
    key = base64.b32decode(secret.replace(" ", ""))
    counter = int(time.time()) // PERIOD + shift
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def set_up_app(page: Page) -> tuple[str, list[str]]:
    """Set up an authenticator app on the security page; its secret and the recovery codes."""
    page.goto(SECURITY)
    page.get_by_role("button", name="Set up", exact=True).click()
    expect(page.get_by_alt_text("QR code for the authenticator app")).to_be_visible()
    secret = page.get_by_test_id("totp-secret").inner_text()
    page.get_by_label("Six digits").fill(totp(secret))
    page.get_by_role("button", name="Turn on").click()
    codes = page.get_by_test_id("recovery-codes").get_by_role("listitem")
    expect(codes).to_have_count(10)
    return secret, codes.all_inner_texts()


def give_password(page: Page, email: str) -> None:
    """The first step of signing in."""
    page.goto("/sign-in")
    page.get_by_label("E-mail or user name").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()


def give_code(page: Page, code: str) -> None:
    """The second step."""
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Go on").click()


def sign_out(page: Page) -> None:
    """By the menu of the account."""
    page.get_by_role("button", name=re.compile("^Account of")).click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.wait_for_url(lambda url: url.endswith("/"))


def test_an_app_and_a_recovery_code_are_second_factors(
    open_page: Callable[..., Page], people: Callable[..., str], sign_in: Callable[..., None]
) -> None:
    email = people()
    page = open_page()
    sign_in(page, email)
    secret, codes = set_up_app(page)
    sign_out(page)

    give_password(page, email)
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    give_code(page, "000000" if totp(secret) != "000000" else "111111")
    expect(page.get_by_text("This code is not right.").first).to_be_visible()
    # The next code in time: the present one was used to set the app up.
    give_code(page, totp(secret, 1))
    page.wait_for_url("**/home")
    sign_out(page)

    give_password(page, email)
    give_code(page, codes[0])
    page.wait_for_url("**/home")
    page.goto(SECURITY)
    expect(page.get_by_text("9 codes left").first).to_be_visible()


def test_a_passkey_signs_in_without_a_password(
    site: Site, browser: Browser, people: Callable[..., str]
) -> None:
    """Passkeys want a name for the site, not a number: localhost."""
    email = people()
    address = f"http://localhost:{site.port}"
    context = browser.new_context(base_url=address, locale="en-US")
    page = context.new_page()
    page.set_default_timeout(15_000)
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    give_password(page, email)
    page.wait_for_url("**/home")
    page.goto(SECURITY)
    page.get_by_role("button", name="Add a passkey").click()
    page.get_by_label("Name", exact=True).fill("Work laptop")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("Work laptop").first).to_be_visible()
    sign_out(page)

    page.goto("/sign-in")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/home")
    page.goto(SECURITY)
    expect(page.get_by_text(re.compile("last used"))).to_have_count(2)
    page.get_by_role("button", name="Remove Work laptop").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(page.get_by_text("The passkey is removed.").first).to_be_visible()
    context.close()


def test_a_code_from_the_mailbox_signs_in(site: Site, page: Page, people: Callable[..., str]) -> None:
    email = people()
    page.goto("/sign-in")
    page.get_by_role("button", name="Send me a code").click()
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_role("button", name="Send me a code").click()
    expect(
        page.get_by_text(f"If there is an account for {email}, a code is on its way.").first
    ).to_be_visible()
    code = str(site.mails_to(email)[-1]["Subject"]).partition(" ")[0]
    page.get_by_label("Code from the mail").fill(code)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/home")


def test_a_device_that_is_signed_out_is_out(
    open_page: Callable[..., Page], people: Callable[..., str], sign_in: Callable[..., None]
) -> None:
    email = people()
    elsewhere, here = open_page(), open_page()
    sign_in(elsewhere, email)
    elsewhere.goto("/my-learning")
    sign_in(here, email)
    here.goto(SECURITY)
    devices = here.get_by_role("listitem").filter(has_text="last used")
    expect(devices).to_have_count(2)
    expect(devices.filter(has_text="This device")).to_have_count(1)
    here.get_by_role("button", name=re.compile("^Sign out Chrom")).click()
    expect(devices).to_have_count(1)
    elsewhere.goto("/settings")
    elsewhere.wait_for_url("**/sign-in?next=/settings")


def test_the_answer_to_a_mail_about_a_new_device_signs_everybody_out(
    site: Site, open_page: Callable[..., Page], people: Callable[..., str], sign_in: Callable[..., None]
) -> None:
    email = people()
    mine = open_page()
    sign_in(mine, email)
    thief = open_page(user_agent="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    sign_in(thief, email)
    link = site.wait_for_link(email, "/not-me/")
    page = open_page()
    page.goto(link)
    page.get_by_role("button", name="Sign everybody out").click()
    expect(page.get_by_role("heading", name="Everybody is signed out")).to_be_visible()
    thief.goto("/profile")
    thief.wait_for_url("**/sign-in?next=/profile")
    assert "/reset-password/" in site.wait_for_link(email, "/reset-password/")


def age_proofs(site: Site, email: str) -> None:
    """Let the sessions of a person look as if they had signed in an hour ago."""
    code = (
        "from django.contrib.sessions.models import Session\n"
        "from django.contrib.sessions.backends.db import SessionStore\n"
        "from edusync.identity.models import User\n"
        f"user = User.objects.get(email={email!r})\n"
        "for row in Session.objects.all():\n"
        "    if row.get_decoded().get('_auth_user_id') == str(user.pk):\n"
        "        store = SessionStore(row.session_key)\n"
        "        store['identity.proved_at'] -= 3600\n"
        "        store.save()\n"
    )
    site.manage("shell", "--no-imports", "-c", code)


def test_a_sensitive_act_asks_to_confirm_and_then_goes_on(
    site: Site, page: Page, people: Callable[..., str], sign_in: Callable[..., None]
) -> None:
    email = people()
    sign_in(page, email)
    age_proofs(site, email)
    page.goto(SECURITY)
    page.get_by_role("button", name="Set up", exact=True).click()
    dialog = page.get_by_role("dialog", name="Confirm that it is you")
    dialog.get_by_label("Password", exact=True).fill("not the password")
    dialog.get_by_role("button", name="Confirm").click()
    expect(dialog.get_by_text("This password is not right.").first).to_be_visible()
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Confirm").click()
    expect(page.get_by_test_id("totp-secret")).to_be_visible()


def test_confirming_can_be_declined(
    site: Site, page: Page, people: Callable[..., str], sign_in: Callable[..., None]
) -> None:
    email = people()
    sign_in(page, email)
    age_proofs(site, email)
    page.goto(SECURITY)
    page.get_by_role("button", name="Set up", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Please confirm that it is you first.").first).to_be_visible()


def test_a_role_that_needs_a_second_factor_leads_to_setting_it_up(
    site: Site, open_page: Callable[..., Page], people: Callable[..., str], sign_in: Callable[..., None]
) -> None:
    support = people("support")
    admin = open_page()
    sign_in(admin, "admin@demo.edusync.test")
    admin.goto("/manage/sign-in")
    expect(admin.get_by_text("No role needs a second factor here.").first).to_be_visible()
    admin.get_by_label("Support").check()
    admin.get_by_label("Days to set it up").fill("0")
    admin.get_by_role("button", name="Save").click()
    expect(admin.get_by_text("The rules for sign-in are saved.").first).to_be_visible()
    try:
        page = open_page()
        give_password(page, support)
        page.wait_for_url(f"**{SECURITY}")
        page.goto("/my-learning")
        page.wait_for_url(f"**{SECURITY}")
        set_up_app(page)
        page.goto("/my-learning")
        page.wait_for_url("**/my-learning")
    finally:
        admin.get_by_label("Support").uncheck()
        admin.get_by_label("Days to set it up").fill("7")
        admin.get_by_role("button", name="Save").click()
        expect(admin.get_by_text("No role needs a second factor here.").first).to_be_visible()


def test_the_pages_of_signing_in_send_nothing_but_what_they_say(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/sign-in")
    expect(page.get_by_role("button", name="Send me a code")).to_be_visible()
    # The parts for a second step come when they are needed.
    assert not [url for url in asked if re.search(r"SecondStep|CodeSignIn|StepUpDialog|passkey", url)], (
        json.dumps(asked)
    )
