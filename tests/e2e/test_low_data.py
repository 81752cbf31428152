"""Saving data: what a lesson costs over the wire on a device that has nothing of the site yet."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.test_notes import LESSON, first_lesson

# Named by their content and kept for a year: they come once, whatever is read.
KEPT_FOR_A_YEAR = {"Script", "Stylesheet"}
MOST_BYTES = 50_000


def bytes_by_kind(page: Page) -> Counter[str]:
    """Fills while the page loads: what came over the wire, heads included, by kind of file."""
    found: Counter[str] = Counter()
    kinds: dict[str, str] = {}
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": False})

    def came(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def ended(event: dict[str, Any]) -> None:
        found[kinds.get(event["requestId"], "Other")] += int(event["encodedDataLength"])

    wire.on("Network.responseReceived", came)
    wire.on("Network.loadingFinished", ended)
    return found


def test_a_lesson_under_fifty_kilobytes_on_a_device_that_has_nothing_yet(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    known = open_page()
    sign_in(known, "learner12@demo.edusync.test")
    acts.call(known, "PATCH", "/api/v1/me/settings", {"is_data_saver_on": True})
    lesson = first_lesson(known)
    known.reload()
    acts.wait_until(known, "document.documentElement.hasAttribute('data-data-saver')")
    state = known.context.storage_state()

    # The session and the wish to save data, but nothing kept of the site.
    cold = open_page(width=390, height=844, storage_state=state)
    found = bytes_by_kind(cold)
    cold.goto(f"/learn/{acts.SHOWCASE}/{lesson}")
    expect(cold.get_by_role("heading", level=1, name=LESSON)).to_be_visible()
    cold.locator("article .block-document p").first.wait_for()
    cold.wait_for_load_state("networkidle")
    assert found["Document"]
    assert found["Fetch"] + found["XHR"]
    # Pictures, films and fonts wait until somebody asks for them.
    assert not found["Font"] + found["Image"] + found["Media"], found
    assert sum(number for kind, number in found.items() if kind not in KEPT_FOR_A_YEAR) < MOST_BYTES, found

    # The next lesson costs its text and no script of the site.
    found.clear()
    cold.get_by_role("link", name="Next lesson").first.click()
    expect(cold.get_by_role("heading", level=1, name=LESSON)).to_have_count(0)
    cold.wait_for_load_state("networkidle")
    assert found.total() < MOST_BYTES, found
    acts.call(known, "PATCH", "/api/v1/me/settings", {"is_data_saver_on": False})
