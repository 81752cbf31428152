"""Learning time in the browser: what the privacy switch leaves, a connection that drops, two devices at once."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

PASSWORD = "steady river stone 5"
PHONE = "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"
SWITCH = "Record details of my sessions"
# A slow network as on a train: 400 kbit/s, 400 ms there and back.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 25_000}
# Beats that the device has not told yet.
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('edusync.beats.')).flatMap(key => JSON.parse(localStorage[key])).length"


@pytest.fixture
def learner(site: Site, open_page: Callable[..., Page], request: pytest.FixtureRequest) -> str:
    """A new learner of the small course; their address."""
    page = open_page()
    email = f"{request.node.name.replace('_', '-')[:40]}@example.test".lower()
    acts.sign_up(page, site, first_name="Tara", last_name="Time", email=email, password=PASSWORD)
    acts.call(page, "POST", f"/api/v1/courses/{acts.SMALL_COURSE}/enroll", {})
    return email


def device(open_page: Callable[..., Page], email: str, **options: Any) -> Page:
    """Another device of the learner."""
    page = open_page(**options)
    acts.sign_in(page, email, PASSWORD)
    return page


def learn(page: Page) -> None:
    """Open the course where it is to be gone on with, until the server has heard of it."""
    with page.expect_response(re.compile(r"/lessons/\d+/progress$")):
        page.goto(f"/learn/{acts.SMALL_COURSE}")
    expect(page.get_by_role("heading", level=1).first).to_be_visible()


def until_kept(page: Page, is_reached: Callable[[int], bool]) -> None:
    """Wait until so many beats are kept on the device. The page's own clock stands still, so ours is used."""
    deadline = time.monotonic() + 20
    while not is_reached(page.evaluate(KEPT)):
        assert time.monotonic() < deadline, page.evaluate(KEPT)
        time.sleep(0.2)


def sessions(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = acts.call(page, "GET", "/api/v1/my/sessions")["results"]
    return found


def set_switch(page: Page, *, is_on: bool) -> None:
    page.goto("/my-learning/time")
    switch = page.get_by_role("switch", name=SWITCH)
    expect(switch).to_be_visible()
    with page.expect_response(re.compile(r"/me/settings$")):
        switch.set_checked(is_on)
    expect(switch).to_be_checked(checked=is_on)


def test_the_privacy_switch_off_and_on_again(open_page: Callable[..., Page], learner: str) -> None:
    page = device(open_page, learner)
    learn(page)
    assert sessions(page)[0]["device_type"] == "desktop"
    page.goto("/my-learning/time")
    expect(page.get_by_text("Computer").first).to_be_visible()
    set_switch(page, is_on=False)
    learn(page)
    row = sessions(page)[0]
    assert (row["device_type"], row["network"], row["browser"]) == ("unknown", "", "")
    set_switch(page, is_on=True)
    learn(page)
    assert sessions(page)[0]["device_type"] == "desktop"
    # What was recorded before the switch is off is erased on demand; the time of it stays.
    set_switch(page, is_on=False)
    before = sessions(page)[0]
    assert before["device_type"] == "desktop"
    page.get_by_role("button", name="Erase the details recorded so far").click()
    dialog = page.get_by_role("dialog")
    assert not acts.rejected_rules(page)
    dialog.get_by_role("button", name="Erase the details recorded so far").click()
    expect(page.get_by_text("The details of 1 session are erased.").first).to_be_visible()
    expect(page.get_by_text("Computer")).to_have_count(0)
    after = sessions(page)[0]
    assert (after["device_type"], after["seconds"]) == ("unknown", before["seconds"])


def test_a_phone_on_a_slow_network_that_drops_once(open_page: Callable[..., Page], learner: str) -> None:
    page = device(open_page, learner, width=390, user_agent=PHONE)
    page.clock.install()
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    learn(page)
    page.context.set_offline(True)
    page.clock.run_for(95_000)
    until_kept(page, lambda number: number >= 3)
    page.context.set_offline(False)
    until_kept(page, lambda number: number == 0)
    rows = sessions(page)
    assert rows[0]["device_type"] == "mobile"
    # A minute and a half was claimed late; no more counts than really passed meanwhile.
    assert rows[0]["seconds"] < 90
    assert acts.overflow(page) <= 0
    page.clock.run_for(40_000)
    until_kept(page, lambda number: number == 0)


def test_two_devices_at_once_are_one_learner(open_page: Callable[..., Page], learner: str) -> None:
    laptop = device(open_page, learner)
    phone = device(open_page, learner, width=390, user_agent=PHONE)
    for page in (laptop, phone):
        page.clock.install()
        learn(page)
    for page in (laptop, phone, laptop, phone):
        with page.expect_response(re.compile(r"/lessons/\d+/progress$")):
            page.clock.run_for(61_000)
    rows = sessions(laptop)
    assert sorted(row["device_type"] for row in rows) == ["desktop", "mobile"]
    total = acts.call(laptop, "GET", "/api/v1/my/time")["total_seconds"]
    assert total == sum(row["seconds"] for row in rows)
    # Four minutes were claimed while seconds passed: the server's clock decides, for both devices together.
    assert 0 < total < 120
    laptop.goto("/my-learning/time")
    expect(laptop.get_by_text("Phone").first).to_be_visible()
    expect(laptop.get_by_text("Computer").first).to_be_visible()


def test_staff_see_the_hours_and_why_a_score_is_what_it_is(
    open_page: Callable[..., Page], sign_in: Callable[..., None], learner: str
) -> None:
    own = device(open_page, learner)
    learn(own)
    own.goto(f"/my-learning/time/{acts.SMALL_COURSE}")
    expect(own.get_by_role("heading", name="Engagement", exact=True)).to_be_visible()
    expect(own.get_by_text("Regularity").first).to_be_visible()
    assert not acts.rejected_rules(own)
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    found = acts.call(page, "GET", f"/api/v1/courses/{acts.SMALL_COURSE}/learners?search={learner}")[
        "results"
    ]
    page.goto(f"/teach/{acts.SMALL_COURSE}/learners/{found[0]['enrollment_id']}/time")
    expect(page.get_by_role("heading", level=1, name="Tara Time")).to_be_visible()
    expect(page.get_by_text("Computer").first).to_be_visible()
    assert not acts.rejected_rules(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("day,started_at,ended_at,hours")
    assert len(lines) == 2
