"""The page editor: blocks and files dragged, text from Word, two authors in one page, no network, a crash."""

import base64
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts

INSTRUCTOR = "instructor@demo.edusync.test"
# One red point.
POINT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
WORD = (
    "<html><body><!--StartFragment--><h1>Roots<o:p></o:p></h1>"
    "<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>Strong</b> words<o:p></o:p></p>"
    "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>·</span>item</p>"
    "<!--EndFragment--></body></html>"
)
PASTE = """(element, html) => {
  const data = new DataTransfer();
  data.setData('text/html', html);
  data.setData('text/plain', 'Roots');
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""
DROP = """(element, base64) => {
  const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
  const box = element.getBoundingClientRect();
  const at = { dataTransfer: data, bubbles: true, cancelable: true, clientX: box.left + 80, clientY: box.top + 8 };
  element.dispatchEvent(new DragEvent('drop', at));
}"""


def new_page(page: Page, title: str) -> Locator:
    """An empty page lesson in a course of its own, opened; its text field, with the caret in it."""
    page.goto("/teach")
    page.get_by_role("button", name="New course").first.click()
    dialog = page.get_by_role("dialog", name="New course")
    dialog.get_by_label("Title").fill(f"Course of {title}")
    dialog.get_by_role("button", name="Create and begin").click()
    page.get_by_role("button", name="Add the first module").click()
    page.get_by_label("Add module").fill("Module")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Stop adding").click()
    page.get_by_role("button", name="Add lesson to Module").click()
    page.get_by_label("Add lesson to Module").fill(title)
    page.keyboard.press("Enter")
    page.get_by_role("treeitem").get_by_role("link", name=title, exact=True).click()
    page.wait_for_url(re.compile(r"/build/\d+$"))
    return text_field(page)


def text_field(page: Page) -> Locator:
    """The text field of the page in view, the caret at its end."""
    field = page.get_by_role("textbox", name=re.compile("Content of"))
    field.locator("p").last.click()
    return field


def expect_state(page: Page, state: str) -> None:
    expect(page.get_by_test_id("save-state")).to_have_attribute("data-state", state)


def stored_blocks(page: Page) -> list[dict[str, Any]]:
    """What the server has of the page in view, blocks inside others after those around them."""
    expect_state(page, "saved")
    lesson = page.url.rsplit("/", 1)[1]
    found: list[dict[str, Any]] = []

    def collect(blocks: list[dict[str, Any]]) -> None:
        for block in blocks:
            found.append(block)
            collect(block.get("blocks", []))
            for column in block.get("columns", []):
                collect(column["blocks"])

    collect(page.request.get(f"/api/v1/lessons/{lesson}/page").json()["document"]["blocks"])
    return found


@pytest.fixture
def author(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    return page


def test_a_block_is_dragged_and_a_dropped_picture_is_stored(author: Page) -> None:
    field = new_page(author, "Moved about")
    author.keyboard.type("## Goes down")
    for words in ("Second", "Third"):
        author.keyboard.press("Enter")
        author.keyboard.type(words)
    field.get_by_role("heading", name="Goes down").hover()
    grip = author.get_by_role("button", name="Block menu")
    grip.drag_to(field.get_by_text("Third"), target_position={"x": 60, "y": 26})
    expect(field.locator("> *").nth(2)).to_have_text("Goes down")
    author.keyboard.press("Control+z")
    expect(field.locator("> *").first).to_have_text("Goes down")
    field.evaluate(DROP, base64.b64encode(POINT).decode())
    expect(field.locator("figure img")).to_be_visible()
    assert {block["type"] for block in stored_blocks(author)} == {"heading", "text", "image"}


def test_text_from_word_arrives_clean(author: Page) -> None:
    field = new_page(author, "From Word")
    field.evaluate(PASTE, WORD)
    expect(field.get_by_role("heading", name="Roots")).to_be_visible()
    expect(field.locator("strong", has_text="Strong")).to_be_visible()
    expect(field.get_by_role("listitem").filter(has_text="item").last).to_be_visible()
    assert "Mso" not in field.inner_html()
    assert "Mso" not in str(stored_blocks(author))


def test_two_authors_keep_the_text_of_both_and_choose_where_they_differ(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    first, second = open_page(), open_page()
    for page in (first, second):
        sign_in(page, INSTRUCTOR)
    one = new_page(first, "Written by two")
    first.keyboard.type("Common words")
    expect_state(first, "saved")
    second.goto(first.url)
    two = text_field(second)
    for page, words in ((first, "From the first author"), (second, "From the second author")):
        page.keyboard.press("Control+Enter")
        page.keyboard.type(words)
        expect_state(page, "saved")
    expect(two.get_by_text("From the first author")).to_be_visible()
    first.reload()
    expect(one.get_by_text("From the second author")).to_be_visible()
    expect(two.get_by_text("From the second author")).to_be_visible()

    # Now the same words.
    for page, field, words in ((second, two, " mine"), (first, one, " yours")):
        field.get_by_text("Common words").click()
        page.keyboard.press("End")
        page.context.set_offline(True)
        page.keyboard.type(words)
        expect_state(page, "offline")
    second.context.set_offline(False)
    expect_state(second, "saved")
    first.context.set_offline(False)
    expect_state(first, "conflict")
    first.get_by_role("button", name="Compare").click()
    dialog = first.get_by_role("dialog", name="Two versions")
    dialog.get_by_role("button", name="Keep the second").click()
    expect(dialog).to_be_hidden()
    expect_state(first, "saved")
    assert not [block for block in stored_blocks(first) if "conflict_of" in block]


def test_words_written_offline_are_saved_when_the_network_is_back(author: Page) -> None:
    field = new_page(author, "On a train")
    author.context.set_offline(True)
    author.keyboard.type("Written on a train")
    expect_state(author, "offline")
    author.context.set_offline(False)
    expect_state(author, "saved")
    author.reload()
    expect(field.get_by_text("Written on a train")).to_be_visible()


def test_words_survive_a_crash(author: Page, open_page: Callable[..., Page]) -> None:
    new_page(author, "Torn off")
    author.context.set_offline(True)
    author.keyboard.type("Not saved yet")
    expect_state(author, "offline")
    address = author.url
    author.close()
    after = open_page(context=author.context)
    after.context.set_offline(False)
    after.goto(address)
    after.get_by_role("button", name="Bring it back").click()
    expect(text_field(after).get_by_text("Not saved yet")).to_be_visible()
    assert "Not saved yet" in str(stored_blocks(after))


def test_a_draft_is_thrown_away_and_taken_back(author: Page) -> None:
    author.goto(f"/teach/{acts.SHOWCASE}/build")
    author.get_by_role("link", name=re.compile("Mixing: do not finish one thing first")).first.click()
    field = text_field(author)
    author.keyboard.press("Control+Enter")
    author.keyboard.type("Only in the draft")
    expect_state(author, "saved")
    author.get_by_role("button", name="Discard draft").click()
    expect(field.get_by_text("Only in the draft")).to_have_count(0)
    author.get_by_role("button", name="Undo", exact=True).last.click()
    expect(field.get_by_text("Only in the draft")).to_be_visible()
    expect_state(author, "saved")
    author.get_by_role("button", name="Discard draft").click()
    expect(field.get_by_text("Only in the draft")).to_have_count(0)
    assert "Only in the draft" not in str(stored_blocks(author))


def test_a_template_fills_the_page_and_markdown_changes_it(author: Page) -> None:
    field = new_page(author, "Begun from a template")
    author.get_by_role("button", name="More for this page").click()
    author.get_by_role("button", name="Start from a template").click()
    author.get_by_role("dialog", name="Start from a template").get_by_role("listitem").nth(1).get_by_role(
        "button"
    ).click()
    expect(field.get_by_role("heading").first).to_be_visible()
    author.get_by_role("button", name="More for this page").click()
    author.get_by_role("button", name="View as Markdown").click()
    dialog = author.get_by_role("dialog", name="View as Markdown")
    dialog.get_by_role("textbox").fill("## From Markdown\n\nWords")
    dialog.get_by_role("button", name="Replace the page").click()
    expect(field.get_by_role("heading", name="From Markdown")).to_be_visible()
    author.get_by_role("button", name="Preview").click()
    preview = author.get_by_role("dialog")
    expect(preview.get_by_role("heading", name="From Markdown")).to_be_visible()
    preview.get_by_role("button", name="Close").click()
    assert [block["type"] for block in stored_blocks(author)] == ["heading", "text"]
