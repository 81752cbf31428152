"""A site without the demo school leads its first visitor through making the administrator."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.site import Site


@pytest.fixture
def empty_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A migrated site in which nobody has an account."""
    site = Site(data=tmp_path_factory.mktemp("empty"))
    site.migrate()
    site.start()
    yield site
    site.discard()


def test_the_first_visitor_becomes_the_administrator(empty_site: Site, browser: Browser) -> None:
    context = browser.new_context(base_url=empty_site.url, locale="en-US")
    page = context.new_page()
    page.goto("/")
    page.wait_for_url("**/setup")
    page.get_by_label("Name of your school or company").fill("Hill Street College")
    page.get_by_label("First name").fill("Ada")
    page.get_by_label("Last name").fill("Mensah")
    page.get_by_label("E-mail", exact=True).fill("ada@hill.example.test")
    page.get_by_label("Password", exact=True).fill("copper window 58 rain")
    page.get_by_role("button", name="Set up and sign in").click()
    page.wait_for_url(lambda url: "/setup" not in url)
    me = page.request.get("/api/v1/me").json()
    assert "admin" in me["roles"]
    assert me["organization"]["name"] == "Hill Street College"
    page.goto("/courses")
    expect(page.get_by_text("No courses yet").first).to_be_visible()
    context.close()


def test_setting_up_happens_once(open_page: Callable[..., Page]) -> None:
    page = open_page()
    answer = page.request.post(
        "/api/v1/setup",
        data={
            "email": "late@example.test",
            "password": "copper window 58 rain",
            "first_name": "Too",
            "last_name": "Late",
        },
        headers={"X-CSRFToken": "x"},
    )
    assert answer.status in {403, 409}
