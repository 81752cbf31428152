"""The learner's home and calendar in the browser: landing, going on, what is due, own entries by keyboard, the feed."""

import datetime as dt
import re
import urllib.error
import urllib.request
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

PASSWORD = "quiet garden path 9"


@pytest.fixture
def learner(site: Site, open_page: Callable[..., Page], request: pytest.FixtureRequest) -> str:
    """A new learner; their address."""
    page = open_page()
    email = f"{request.node.name.replace('_', '-')[:40]}@example.test".lower()
    acts.sign_up(page, site, first_name="Hema", last_name="Home", email=email, password=PASSWORD)
    return email


def test_a_new_person_finds_one_next_act(open_page: Callable[..., Page], learner: str) -> None:
    page = open_page(width=390)
    acts.sign_in(page, learner, PASSWORD)
    page.wait_for_url("**/home")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello, Hema")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    assert acts.overflow(page) <= 0
    page.get_by_role("link", name="Find a course").click()
    page.wait_for_url("**/courses")


def test_home_leads_on_and_tells_why(open_page: Callable[..., Page], learner: str) -> None:
    page = open_page()
    acts.sign_in(page, learner, PASSWORD)
    acts.call(page, "POST", f"/api/v1/courses/{acts.SMALL_COURSE}/enroll", {})
    page.goto("/home")
    expect(page.get_by_test_id("why")).to_contain_text("have not begun yet")
    page.get_by_role("main").get_by_role("link", name="Begin", exact=True).click()
    page.wait_for_url(f"**/learn/{acts.SMALL_COURSE}/*")
    acts.complete_lesson(page)
    page.goto("/home")
    expect(page.get_by_test_id("why")).to_contain_text(
        re.compile("of the course is done|left until you have")
    )
    expect(page.get_by_role("heading", name="1 day in a row")).to_be_visible()
    ring = page.get_by_role("region", name="How far you are").get_by_role("progressbar")
    expect(ring).not_to_have_attribute("aria-valuenow", "0")


def test_minutes_for_the_days_of_the_week(open_page: Callable[..., Page], learner: str) -> None:
    page = open_page()
    acts.sign_in(page, learner, PASSWORD)
    page.goto("/home")
    week = page.get_by_role("region", name="This week")
    week.get_by_role("button", name="Set minutes for each day").click()
    week.get_by_label("Monday").fill("30")
    week.get_by_label("Sunday").fill("60")
    week.get_by_role("button", name="Save").click()
    expect(week.get_by_text("0 of 90 min")).to_be_visible()
    page.reload()
    expect(week.get_by_text("0 of 90 min")).to_be_visible()


def test_an_entry_written_and_taken_back_by_keyboard(open_page: Callable[..., Page], learner: str) -> None:
    page = open_page()
    acts.sign_in(page, learner, PASSWORD)
    page.goto("/calendar?day=2026-05-07")
    grid = page.get_by_role("grid", name="May 2026")
    cell = grid.get_by_role("gridcell", name="Thursday, May 7")
    cell.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile("day=2026-05-15"))
    expect(grid.get_by_role("gridcell", name="Friday, May 15")).to_be_focused()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New entry")
    dialog.get_by_label("What").fill("Read chapter 3")
    page.keyboard.press("Enter")
    expect(dialog).to_have_count(0)
    expect(grid.get_by_role("gridcell", name="Friday, May 15, 1 item")).to_be_visible()
    panel = page.get_by_role("region", name="Friday, May 15")
    expect(panel.get_by_text("Read chapter 3")).to_be_visible()
    remove = panel.get_by_role("button", name="Delete Read chapter 3")
    remove.focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Nothing on this day.")).to_be_visible()
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_text("Read chapter 3")).to_be_visible()


def test_a_phone_shows_the_month_as_a_list(open_page: Callable[..., Page], learner: str) -> None:
    page = open_page(width=390)
    acts.sign_in(page, learner, PASSWORD)
    entry = {"title": "A walk", "starts_at": "2026-05-20T00:00:00Z", "ends_at": "2026-05-21T00:00:00Z"}
    acts.call(page, "POST", "/api/v1/calendar/entries", {**entry, "is_all_day": True})
    page.goto("/calendar?day=2026-05-07")
    expect(page.get_by_role("heading", name="Wednesday, May 20")).to_be_visible()
    expect(page.get_by_role("grid")).to_have_count(0)
    assert acts.overflow(page) <= 0
    page.get_by_role("button", name="Change A walk").click()
    dialog = page.get_by_role("dialog", name="Change entry")
    expect(dialog.get_by_label("From day")).to_have_value("2026-05-20")
    dialog.get_by_label("What").fill("A long walk")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("A long walk", exact=True)).to_be_visible()


def test_a_calendar_program_reads_the_private_address(
    site: Site, open_page: Callable[..., Page], learner: str
) -> None:
    page = open_page()
    acts.sign_in(page, learner, PASSWORD)
    tomorrow = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    instant = tomorrow.strftime("%Y-%m-%dT09:00:00Z")
    entry = {"title": "Read; write, rest", "starts_at": instant, "ends_at": instant}
    acts.call(page, "POST", "/api/v1/calendar/entries", entry)
    page.goto("/calendar")
    page.get_by_role("button", name="Make the address").click()
    address = page.get_by_test_id("feed-address").inner_text()
    assert address.endswith(".ics")
    text = read(address)
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert "SUMMARY:Read\\; write\\, rest\r\n" in text
    assert f"DTSTART:{tomorrow:%Y%m%dT090000Z}\r\n" in text

    page.reload()
    expect(page.get_by_test_id("feed-address")).to_have_count(0)
    expect(page.get_by_text("Last read")).to_be_visible()
    page.get_by_role("button", name="Switch off").click()
    page.get_by_role("dialog").get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("button", name="Make the address")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        read(address)


def read(address: str) -> str:
    """What a program without a session gets there."""
    with urllib.request.urlopen(address, timeout=30) as answer:
        assert answer.headers.get_content_type() == "text/calendar"
        return str(answer.read().decode())
