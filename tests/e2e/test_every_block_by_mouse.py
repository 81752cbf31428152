"""A page with every kind of block, put together with the mouse, read by a learner and on paper."""

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
    field_of,
    publish_by_screen,
    stored_blocks,
)


def add(page: Page, name: str) -> None:
    """Click into the last line, then choose a block from the menu of its "+"."""
    field_of(page).locator("> p").last.click()
    page.get_by_role("button", name="Add a block below").click()
    page.get_by_role("option", name=re.compile(rf"^{name}\b")).first.click()


def choose_file(page: Page, kind: str) -> None:
    """Choose a file for the empty block, and wait until it is stored."""
    button = field_of(page).get_by_role("button", name="Choose file")
    with page.expect_file_chooser() as chooser:
        button.click()
    chooser.value.set_files(FILES[kind])
    expect(button).to_have_count(0)


def write_text(page: Page) -> None:
    """A list, a heading, boxes, code, a table, columns, a line and a formula."""
    keys = page.keyboard
    add(page, "Bulleted list")
    keys.type("one")
    keys.press("Enter")
    keys.type("two")
    for name, words in (
        ("Heading", "A heading"), ("Callout", "Inside the callout"), ("Quote", "Inside the quote"),
        ("Toggle", "Inside the toggle"), ("Code", "print(1)"),
    ):  # fmt: skip
        add(page, name)
        keys.type(words)
    add(page, "Table")
    keys.type("Kind")
    table = field_of(page).get_by_role("table")
    # A heading without words names no column: it is a cell until it has some.
    table.locator("th").nth(1).click()
    keys.type("Number")
    table.locator("td").first.click()
    keys.type("Oak")
    page.get_by_role("toolbar", name="Table").get_by_role("button", name="Row below").click()
    expect(table.get_by_role("row")).to_have_count(4)
    # The bar of the table leaves the line below it free.
    add(page, "2 columns")
    keys.type("Left")
    field_of(page).locator("[data-column]").nth(1).click()
    keys.type("Right")
    add(page, "Divider")
    add(page, "Formula")
    field_of(page).get_by_label("LaTeX").fill("a^2")


def add_media(page: Page) -> None:
    """A picture with its words, a film, a sound, a file, an embedded film and a card."""
    field = field_of(page)
    add(page, "Image")
    choose_file(page, "image")
    expect(field.get_by_text("No alternative text")).to_be_visible()
    field.locator("figure img").click()
    page.get_by_test_id("image-bar").get_by_label("Alternative text").fill("A green leaf")
    expect(field.get_by_text("No alternative text")).to_have_count(0)
    for name, kind in (("Video", "video"), ("Audio", "audio"), ("File", "file")):
        add(page, name)
        choose_file(page, kind)
    add(page, "Embed")
    field.get_by_placeholder("Address of a YouTube or Vimeo film").fill("https://vimeo.com/76979871")
    field.get_by_role("button", name="Embed").click()
    expect(field.get_by_text("Vimeo", exact=True)).to_be_visible()
    add(page, "Link card")
    card = field.locator("[data-block-id]").filter(has=page.get_by_label("Summary"))
    card.get_by_label("Title").fill("A card")
    card.get_by_label("Address").fill("https://example.org/card")


def add_questions(page: Page) -> None:
    """A question written in place, then the same one chosen from those of the course."""
    field = field_of(page)
    dialog = page.get_by_role("dialog", name="Practice question")
    add(page, "Practice question")
    field.get_by_role("button", name="Choose question").click()
    expect(dialog.get_by_text("This course has no questions yet.")).to_be_visible()
    dialog.get_by_role("button", name="Write a new one").click()
    dialog.get_by_role("button", name=re.compile("^True or false")).click()
    dialog.get_by_label("Question", exact=True).fill("Is this asked?")
    dialog.get_by_role("button", name="Put it into the page").click()
    expect(dialog).to_be_hidden()
    expect(field.get_by_text("Is this asked?")).to_be_visible()
    add(page, "Practice question")
    field.get_by_role("button", name="Choose question").click()
    dialog.get_by_role("button", name=re.compile("Is this asked")).click()
    expect(field.get_by_text("Is this asked?")).to_have_count(2)


def expect_no_lies(field: Locator) -> None:
    """Nothing that was chosen is still asked for."""
    for name in ("Choose file", "Choose question", "Embed"):
        expect(field.get_by_role("button", name=name)).to_have_count(0)


def test_every_kind_of_block_by_mouse_is_read_and_printed(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    author, learner = open_page(), open_page()
    sign_in(author, INSTRUCTOR)
    catch_choosers(author)
    slug, lesson = empty_lesson(author, "Written by mouse")
    author.goto(f"/teach/{slug}/build/{lesson}")
    write_text(author)
    add_media(author)
    add_questions(author)
    expect_no_lies(field_of(author))
    stored = stored_blocks(author)
    assert {block["type"] for block in stored} == KINDS
    assert len([block for block in stored if block["type"] == "question"]) == 2
    publish_by_screen(author, slug)

    sign_in(learner, LEARNER)
    acts.enroll(learner, slug)
    reader = Reader(learner, stored)
    reader.expect_in_player()
    reader.answer_the_question()
    assert not acts.rejected_rules(learner)
    learner.goto(f"/learn/{slug}/print/{lesson}")
    reader.expect_on_paper()
