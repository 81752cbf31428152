"""A page with every kind of block, put together with the keyboard alone, read by a learner and on paper."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts
from tests.e2e.page_writing import (
    FILES,
    INSTRUCTOR,
    KINDS,
    LEARNER,
    Reader,
    catch_choosers,
    empty_lesson,
    expect_state,
    field_of,
    publish_by_screen,
    stored_blocks,
)

FOCUSED = "element => element === document.activeElement"
MOST_STEPS = 80


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the element has the focus, as somebody without a mouse does."""
    expect(target).to_be_visible()
    for _ in range(MOST_STEPS):
        if target.evaluate(FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {target}")


def insert(page: Page, words: str) -> None:
    """Choose a block from the menu by typing its name."""
    menu = page.get_by_role("listbox", name="Blocks")
    page.keyboard.type(f"/{words}")
    expect(menu).to_be_visible()
    page.keyboard.press("Enter")
    expect(menu).to_be_hidden()


def write_text(page: Page) -> None:
    """Blocks by the signs of Markdown: a list, a heading, a formula, a line, a quote and code."""
    keys = page.keyboard
    for words in ("- one", "two", "", "## A heading"):
        keys.type(words)
        keys.press("Enter")
    keys.type("$$ ")
    expect(field_of(page).get_by_label("LaTeX")).to_be_focused()
    keys.type("a^2")
    keys.press("Enter")
    keys.type("---")
    keys.type("> Inside the quote")
    keys.press("Control+Enter")
    keys.type("``` print(1)")
    keys.press("Control+Enter")


def write_boxes(page: Page) -> None:
    """A callout and a toggle, both left by Enter in an empty line, columns and a table."""
    keys = page.keyboard
    for name in ("callout", "toggle"):
        insert(page, name)
        keys.type(f"Inside the {name}")
        keys.press("Enter")
        keys.press("Enter")
    insert(page, "2 columns")
    keys.type("Left")
    keys.press("ArrowRight")
    keys.type("Right")
    keys.press("Escape")
    keys.press("Escape")
    keys.press("Control+Enter")
    insert(page, "table")
    keys.type("Kind")
    keys.press("Tab")
    keys.type("Number")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("Oak")
    keys.press("Control+Alt+ArrowDown")
    expect(field_of(page).get_by_role("table").get_by_role("row")).to_have_count(4)
    keys.press("Control+Enter")


def add_file(page: Page, words: str, kind: str) -> None:
    """An empty block from the menu, entered by Enter, its file chosen; the caret stays with the block."""
    insert(page, words)
    page.keyboard.press("Enter")
    button = field_of(page).get_by_role("button", name="Choose file")
    tab_to(page, button)
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(FILES[kind])
    expect(button).to_have_count(0)
    expect(field_of(page)).to_be_focused()


def add_media(page: Page) -> None:
    """A picture with its words, a film, a sound, a file, an embedded film and a card."""
    keys = page.keyboard
    field = field_of(page)
    add_file(page, "picture", "image")
    keys.press("Enter")
    expect(page.get_by_test_id("image-bar").get_by_label("Alternative text")).to_be_focused()
    keys.type("A green leaf")
    keys.press("Escape")
    expect(field).to_be_focused()
    keys.press("Control+Enter")
    for words, kind in (("film", "video"), ("podcast", "audio"), ("attachment", "file")):
        add_file(page, words, kind)
        keys.press("Control+Enter")
    insert(page, "vimeo")
    keys.press("Enter")
    expect(field.get_by_placeholder("Address of a YouTube or Vimeo film")).to_be_focused()
    keys.type("https://vimeo.com/76979871")
    keys.press("Enter")
    expect(field.get_by_text("Vimeo", exact=True)).to_be_visible()
    expect(field).to_be_focused()
    keys.press("Control+Enter")
    insert(page, "bookmark")
    keys.press("Enter")
    keys.type("A card")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("example.org/card")
    keys.press("Escape")
    keys.press("Control+Enter")


def add_questions(page: Page) -> None:
    """A question written in place, then the same one chosen from those of the course."""
    keys = page.keyboard
    field = field_of(page)
    dialog = page.get_by_role("dialog", name="Practice question")
    insert(page, "exercise")
    keys.press("Enter")
    keys.press("Enter")
    tab_to(page, dialog.get_by_role("button", name="Write a new one"))
    keys.press("Enter")
    tab_to(page, dialog.get_by_role("button", name=re.compile("^True or false")))
    keys.press("Enter")
    tab_to(page, dialog.get_by_label("Question", exact=True))
    keys.type("Is this asked?")
    tab_to(page, dialog.get_by_role("button", name="Put it into the page"))
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    expect(field.get_by_text("Is this asked?")).to_be_visible()
    expect(field).to_be_focused()
    keys.press("Control+Enter")
    insert(page, "exercise")
    keys.press("Enter")
    keys.press("Enter")
    tab_to(page, dialog.get_by_role("button", name=re.compile("Is this asked")))
    keys.press("Enter")
    expect(dialog).to_be_hidden()
    expect(field).to_be_focused()
    expect(field.get_by_text("Is this asked?")).to_have_count(2)


def test_every_kind_of_block_by_keys_is_read_and_printed(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    author, learner = open_page(), open_page()
    sign_in(author, INSTRUCTOR)
    catch_choosers(author)
    slug, lesson = empty_lesson(author, "Written by keys")
    author.goto(f"/teach/{slug}/build/{lesson}")
    tab_to(author, field_of(author))
    write_text(author)
    write_boxes(author)
    add_media(author)
    add_questions(author)
    stored = stored_blocks(author)
    assert {block["type"] for block in stored} == KINDS
    by_type = {block["type"]: block for block in stored}
    assert by_type["link_card"]["title"] == "A card"
    author.keyboard.press("Control+s")
    author.reload()
    expect(field_of(author).get_by_text("Is this asked?")).to_have_count(2)
    expect_state(author, "saved")
    publish_by_screen(author, slug)

    sign_in(learner, LEARNER)
    acts.enroll(learner, slug)
    reader = Reader(learner, stored)
    reader.expect_in_player()
    learner.goto(f"/learn/{slug}/print/{lesson}")
    reader.expect_on_paper()
