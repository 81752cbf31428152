"""Small things of the page editor that authors stumbled over."""

import base64
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts
from tests.e2e.page_writing import INSTRUCTOR, empty_lesson, expect_state, field_of, picture
from tests.e2e.test_editor import DROP

GAP = 40


@pytest.fixture
def author(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    """An author in an empty page, the caret in it."""
    page = open_page(height=720)
    sign_in(page, INSTRUCTOR)
    slug, lesson = empty_lesson(page, "Small things")
    page.goto(f"/teach/{slug}/build/{lesson}")
    field_of(page).locator("p").last.click()
    return page


def lessons_page(page: Page) -> tuple[str, int]:
    """Slug and lesson of the page in view."""
    found = re.search(r"/teach/([^/]+)/build/(\d+)", page.url)
    assert found
    return found[1], int(found[2])


def top_of(target: Locator) -> float:
    box = target.bounding_box()
    assert box
    return box["y"]


def bottom_of(target: Locator) -> float:
    box = target.bounding_box()
    assert box
    return box["y"] + box["height"]


def test_the_menu_of_blocks_stays_at_the_text_as_it_gets_shorter(author: Page) -> None:
    for _ in range(18):
        author.keyboard.press("Enter")
    author.keyboard.type("/")
    menu = author.get_by_role("listbox", name="Blocks")
    # The list scrolls in its frame.
    frame = menu.locator("xpath=..")
    expect(frame).to_be_visible()
    line = field_of(author).get_by_text("/", exact=True)
    assert bottom_of(frame) <= top_of(line) + 4
    author.keyboard.type("quot")
    line = field_of(author).get_by_text("/quot", exact=True)
    expect(menu.get_by_role("option")).to_have_count(1)
    assert top_of(line) - bottom_of(frame) < GAP
    author.keyboard.press("Escape")
    expect(menu).to_be_hidden()


def test_boxes_to_tick_become_check_marks(author: Page) -> None:
    author.keyboard.type("- [x] dig")
    author.keyboard.press("Enter")
    author.keyboard.type("[ ] sow")
    items = field_of(author).get_by_role("listitem")
    expect(items).to_have_text(["☑ dig", "☐ sow"])
    expect_state(author, "saved")
    author.reload()
    expect(items).to_have_text(["☑ dig", "☐ sow"])


def test_a_new_table_has_no_heading_that_says_nothing(author: Page) -> None:
    author.keyboard.type("/table")
    author.keyboard.press("Enter")
    headings = field_of(author).locator("th")
    expect(headings.first).to_have_attribute("role", "cell")
    assert not acts.rejected_rules(author)
    headings.first.click()
    author.keyboard.type("Kind")
    expect(headings.first).not_to_have_attribute("role", "cell")


def test_what_a_tall_picture_shows_is_asked_in_sight(author: Page) -> None:
    field_of(author).evaluate(DROP, base64.b64encode(picture(400, 1400)).decode())
    image = field_of(author).locator("figure img")
    expect(image).to_be_visible()
    image.click(position={"x": 60, "y": 300})
    expect(author.get_by_test_id("image-bar").get_by_role("textbox")).to_be_in_viewport(ratio=1)


def test_going_to_a_place_marks_its_block(author: Page) -> None:
    slug, lesson = lessons_page(author)
    blocks = [
        *({"id": f"t{n}", "type": "text", "html": f"<p>Paragraph {n}.</p>"} for n in range(30)),
        {"id": "deep", "type": "heading", "level": 4, "text": "Too deep"},
    ]
    page = acts.call(author, "GET", f"/api/v1/lessons/{lesson}/page")
    body = {"document": {"version": 1, "blocks": blocks}, "base_version": page["row_version"]}
    acts.call(author, "PUT", f"/api/v1/lessons/{lesson}/page", body)
    author.goto(f"/teach/{slug}/review")
    author.locator(f'a[href$="/build/{lesson}#block-deep"]').first.click()
    shown = field_of(author).locator(".editor-shown")
    expect(shown).to_have_text("Too deep")
    expect(shown).to_be_in_viewport()
