"""An API key from its making in the browser to its end, used by a program; a directory that is connected."""

import re

import httpx
from playwright.sync_api import Page, expect

from tests.e2e.site import Site

ADMIN = "admin@demo.edusync.test"


def ask(site: Site, secret: str, path: str) -> httpx.Response:
    """What a program with the key is answered."""
    return httpx.get(site.url + path, headers={"Authorization": f"Bearer {secret}"}, timeout=30)


def secret_shown(page: Page) -> str:
    """The secret of the key just made, and the dialog closed."""
    dialog = page.get_by_role("dialog")
    field = dialog.get_by_label(re.compile("^Key “"))
    expect(field).to_have_value(re.compile("^esk_[0-9A-Za-z]{49}$"))
    secret = field.input_value()
    dialog.get_by_role("button", name="I have stored it").click()
    expect(dialog).to_have_count(0)
    return secret


def test_a_key_works_until_it_is_revoked(site, page, sign_in):
    sign_in(page, ADMIN)
    page.goto("/manage/api-keys")
    page.get_by_role("button", name="New key").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Time table")
    dialog.get_by_role("checkbox", name="Change one's own profile").check()
    dialog.get_by_role("button", name="Make key").click()
    secret = secret_shown(page)

    assert ask(site, secret, "/api/v1/me").json()["email"] == ADMIN
    refused = ask(site, secret, "/api/v1/people")
    assert (refused.status_code, refused.json()["code"]) == (403, "out-of-scope")

    page.reload()
    row = page.get_by_role("listitem").filter(has_text="Time table")
    expect(row).to_contain_text("Last used")
    expect(row).not_to_contain_text(secret)
    row.get_by_role("button", name="Revoke “Time table”").click()
    page.get_by_role("dialog").get_by_role("button", name="Revoke key").click()
    expect(row).to_have_count(0)
    assert ask(site, secret, "/api/v1/me").status_code == 401
    page.get_by_label("Show ended keys too").check()
    expect(row).to_contain_text("Revoked")


def test_a_directory_is_connected_and_told_of(site, page, sign_in):
    sign_in(page, ADMIN)
    page.goto("/manage/provisioning")
    address = page.get_by_label("Address").input_value()
    page.get_by_role("button", name="Make key").click()
    page.get_by_role("dialog").get_by_role("button", name="Make key").click()
    secret = secret_shown(page)

    user = {"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": "noor@directory.example"}
    headers = {"Authorization": f"Bearer {secret}"}
    made = httpx.post(f"{address}/Users", json=user, headers=headers, timeout=30)
    assert made.status_code == 201
    assert httpx.post(f"{address}/Users", json=user, headers=headers, timeout=30).status_code == 409

    page.reload()
    events = page.get_by_role("region", name="What the directory changed")
    expect(events).to_contain_text("noor@directory.example")
    expect(events).to_contain_text(
        "Refused: another person or group of the directory has this name or address."
    )
