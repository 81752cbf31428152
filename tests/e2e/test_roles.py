"""Roles: a copy made and changed, given for a week, and what its holder sees; the site seen as somebody else."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.site import Site

ADMIN = "admin@demo.edusync.test"
LEARNER = "learner@demo.edusync.test"


def open_role(page: Page, name: str) -> None:
    """Open a role from the list."""
    page.goto("/manage/roles")
    page.get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def test_a_role_is_copied_changed_given_for_a_week_and_opens_just_that(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    open_role(page, "Learner")
    expect(page.get_by_text("This role cannot be changed.").first).to_be_visible()
    page.get_by_role("button", name="Copy", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Front desk")
    dialog.get_by_role("button", name="Create role").click()
    expect(page.get_by_role("heading", level=1, name="Front desk")).to_be_visible()

    # Leaving with changes asks first.
    page.get_by_role("searchbox", name="Search permissions").fill("see roles")
    page.get_by_label("See roles", exact=True).check()
    expect(page.get_by_text("1 added, 0 taken away").first).to_be_visible()
    page.get_by_role("navigation", name="Pages of the management area").get_by_role(
        "link", name="Units"
    ).click()
    question = page.get_by_role("dialog", name="Leave without saving?")
    question.get_by_role("button", name="Cancel").click()
    page.get_by_role("region", name="Changes not saved").get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Changes not saved")).to_have_count(0)
    page.reload()
    expect(page.get_by_label("See roles", exact=True)).to_be_checked()

    # For a week.
    page.get_by_role("link", name=re.compile("^Who holds it")).click()
    page.get_by_role("button", name="Give this role").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("combobox", name="Person").fill("Leila")
    dialog.get_by_role("option", name=re.compile("Leila Haddad")).click()
    last_day = (datetime.now(UTC) + timedelta(days=7)).date().isoformat()
    dialog.get_by_label("Until, that day included").fill(last_day)
    dialog.get_by_role("button", name="Give role").click()
    holders = page.get_by_role("list", name="Now")
    expect(holders.get_by_text("Leila Haddad").first).to_be_visible()
    expect(holders.get_by_text(re.compile("^until ")).first).to_be_visible()

    # What it opens, and no more.
    other = open_page()
    sign_in(other, LEARNER)
    other.goto("/manage")
    expect(other.get_by_role("link", name=re.compile("^Roles"))).to_be_visible()
    expect(other.get_by_role("link", name=re.compile("^Organization"))).to_have_count(0)
    open_role(other, "Front desk")
    expect(other.get_by_role("button", name="Give this role")).to_have_count(0)
    expect(other.get_by_label("See roles", exact=True)).to_be_disabled()

    # Taken away, it stays as history.
    holders.get_by_role("button", name="Take away: Leila Haddad").click()
    page.get_by_role("dialog").get_by_role("button", name="Take away").click()
    expect(page.get_by_text("Nobody holds this role now").first).to_be_visible()
    page.get_by_role("button", name="History").click()
    expect(page.get_by_role("list", name="History").get_by_text("Leila Haddad").first).to_be_visible()
    other.goto("/manage")
    expect(other.get_by_role("link", name=re.compile("^Roles"))).to_have_count(0)


def test_who_can_do_this_and_what_another_role_may(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    open_role(page, "Course coordinator")
    page.get_by_role("combobox", name="Compare with another role").select_option(label="Manager")
    expect(page.get_by_text("Only Manager has it").first).to_be_visible()
    page.get_by_role("button", name="Who can do this: See people").click()
    found = page.get_by_role("list", name="Who can do this: See people")
    expect(found.get_by_text("Adele Okafor").first).to_be_visible()
    expect(found.get_by_text(re.compile("^Course coordinator")).first).to_be_visible()


def test_the_site_seen_as_somebody_else_and_back(
    open_page: Callable[..., Page], sign_in: Callable[..., None], site: Site
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/people?search=Noah")
    page.get_by_role("link", name=re.compile("Noah Brandt")).first.click()
    page.get_by_role("button", name="See the site as this person").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Why?").fill("Noah cannot find his course")
    dialog.get_by_role("button", name="Begin").click()
    banner = page.get_by_role("region", name="Seeing the site as another person")
    expect(banner).to_contain_text("You see the site as Noah Brandt.")
    expect(banner).to_contain_text(re.compile(r"(60|59) minutes left, Adele Okafor"))

    # On every page; and what is the person's own stays as it is.
    page.goto("/profile")
    expect(banner).to_be_visible()
    page.get_by_label("Headline").fill("Hacked")
    page.get_by_role("main").get_by_role("button", name="Save").first.click()
    expect(
        page.get_by_text("You cannot do this while you see the site as another person.").first
    ).to_be_visible()

    banner.get_by_role("button", name="Stop").click()
    expect(banner).to_have_count(0)
    page.goto("/manage/roles")
    expect(page.get_by_role("heading", level=1, name="Roles")).to_be_visible()
