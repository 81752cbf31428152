"""Comments begun at blocks: a reviewer speaks about a place, the author sees the mark, goes there, answers and resolves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts
from tests.e2e.page_writing import INSTRUCTOR, empty_lesson, expect_state, field_of

REVIEWER = "amara@demo.edusync.test"


def marks(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Comments at the places of the page")


def panel(page: Page) -> Locator:
    return page.get_by_test_id("comment-panel")


@pytest.fixture
def people(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> tuple[Page, Page, str]:
    """An author and a reviewer of a course with one written page, each in a browser of their own; its address."""
    author, reviewer = open_page(), open_page()
    sign_in(author, INSTRUCTOR)
    slug, lesson = empty_lesson(author, "Spoken about")
    address = f"/teach/{slug}/build/{lesson}"
    author.goto(address)
    field_of(author).locator("p").last.click()
    author.keyboard.type("## Leaves")
    author.keyboard.press("Enter")
    author.keyboard.type("Leaves breathe at night.")
    author.keyboard.press("Enter")
    author.keyboard.type("Roots drink.")
    expect_state(author, "saved")
    author.goto(f"/teach/{slug}/team")
    author.get_by_label("Name or mail address").fill("Sundaram")
    author.get_by_label("Duty", exact=True).select_option("reviewer")
    author.get_by_role("button", name=re.compile("^Add .*Sundaram")).first.click()
    expect(author.get_by_role("list", name="Team")).to_contain_text("Sundaram")
    sign_in(reviewer, REVIEWER)
    return author, reviewer, address


def test_a_reviewer_comments_at_a_block_and_the_author_answers_and_resolves(
    people: tuple[Page, Page, str],
) -> None:
    author, reviewer, address = people
    reviewer.goto(address)
    page_text = reviewer.get_by_test_id("page-editor")
    page_text.get_by_text("Leaves breathe at night.").hover()
    marks(reviewer).get_by_role("button", name="Comment on: Leaves breathe at night.").click()
    box = panel(reviewer).get_by_role("textbox", name="Comment on this place")
    expect(box).to_be_focused()
    box.fill("By day, too?")
    assert not acts.rejected_rules(reviewer)
    panel(reviewer).get_by_role("button", name="Comment", exact=True).click()
    expect(panel(reviewer).get_by_role("article")).to_contain_text("By day, too?")
    expect(
        marks(reviewer).get_by_role("button", name="1 open comment: Leaves breathe at night.")
    ).to_be_visible()

    author.goto(address)
    mark = marks(author).get_by_role("button", name="1 open comment: Leaves breathe at night.")
    expect(mark).to_be_visible()
    mark.click()
    thread = panel(author).get_by_role("article")
    thread.get_by_role("button", name="Go to the place").click()
    expect(field_of(author)).to_be_focused()
    author.keyboard.press("End")
    author.keyboard.type(" By day they eat light.")
    expect_state(author, "saved")
    thread.get_by_role("button", name="Answer").click()
    thread.get_by_role("textbox", name="Answer").fill("Said now.")
    thread.get_by_role("button", name="Comment", exact=True).click()
    expect(thread.get_by_role("list", name="Answers")).to_contain_text("Said now.")
    assert not acts.rejected_rules(author)
    thread.get_by_role("button", name="Resolve").click()
    expect(marks(author).get_by_role("button", name=re.compile("open comment"))).to_have_count(0)
    expect(panel(author).get_by_text("No open comments.")).to_be_visible()
    expect(field_of(author)).to_contain_text("Leaves breathe at night. By day they eat light.")


def test_comments_are_reached_begun_and_left_by_keys(people: tuple[Page, Page, str]) -> None:
    author, reviewer, address = people
    reviewer.goto(address)
    first = marks(reviewer).get_by_role("button").first
    expect(first).to_be_attached()
    for _ in range(80):
        if first.evaluate("element => element === document.activeElement"):
            break
        reviewer.keyboard.press("Tab")
    reviewer.keyboard.press("End")
    last = marks(reviewer).get_by_role("button", name="Comment on: Roots drink.")
    expect(last).to_be_focused()
    reviewer.keyboard.press("Enter")
    expect(panel(reviewer).get_by_role("textbox")).to_be_focused()
    reviewer.keyboard.press("Escape")
    expect(panel(reviewer)).to_have_count(0)
    expect(last).to_be_focused()
    reviewer.keyboard.press("Enter")
    reviewer.keyboard.type("What do they drink?")
    reviewer.keyboard.press("Control+Enter")
    expect(panel(reviewer).get_by_role("article")).to_contain_text("What do they drink?")

    author.goto(address)
    field_of(author).locator("h2").click()
    author.keyboard.press("Home")
    author.keyboard.press("Shift+End")
    author.keyboard.press("Control+Alt+m")
    expect(panel(author).get_by_role("textbox", name="Comment on this place")).to_be_focused()
    expect(panel(author).locator("blockquote")).to_have_text("Leaves")
    author.keyboard.type("A better title?")
    author.keyboard.press("Control+Enter")
    expect(panel(author).get_by_role("article")).to_have_count(2)
    expect(panel(author).get_by_role("article").first).to_contain_text("A better title?")
    author.keyboard.press("Escape")
    expect(panel(author)).to_have_count(0)
    expect(field_of(author)).to_be_focused()
    # The list of all comments of the lesson leads to the place, too.
    author.get_by_role("button", name=re.compile("^Comments")).click()
    dialog = author.get_by_role("dialog")
    dialog.get_by_role("article").filter(has_text="What do they drink?").get_by_role(
        "button", name="Go to the place"
    ).click()
    expect(dialog).to_be_hidden()
    author.wait_for_url(re.compile("#block-"))
    expect(field_of(author)).to_be_focused()
