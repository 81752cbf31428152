"""The outline editor: a course built by mouse and again by keys alone, taken back, and two authors at once."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e.site import Site

INSTRUCTOR = "instructor@demo.edusync.test"
ADMIN = "admin@demo.edusync.test"


def new_course(page: Page, title: str) -> None:
    """Make an empty course by the button of the list; ends in its outline."""
    page.goto("/teach")
    page.get_by_role("button", name="New course").first.click()
    dialog = page.get_by_role("dialog", name="New course")
    dialog.get_by_label("Title").fill(title)
    dialog.get_by_role("button", name="Create and begin").click()
    page.wait_for_url(re.compile(r"/teach/[a-z0-9-]+/build$"))
    expect(page.get_by_text("Begin with a module")).to_be_visible()


def item(page: Page, title: str) -> Locator:
    """A module's or lesson's row."""
    return page.get_by_role("treeitem", name=re.compile(f"^{re.escape(title)}(,|$)"))


def expect_outline(page: Page, *titles: str) -> None:
    """The modules and lessons stand in this order."""
    rows = page.get_by_role("treeitem")
    expect(rows).to_have_count(len(titles))
    for index, title in enumerate(titles):
        expect(rows.nth(index)).to_have_attribute("aria-label", re.compile(f"^{re.escape(title)}(,|$)"))


def write(page: Page, field: str, *titles: str) -> None:
    """Add one after the other, each by Enter."""
    for title in titles:
        page.get_by_label(field).fill(title)
        page.keyboard.press("Enter")
        expect(item(page, title)).to_be_visible()
        expect(page.get_by_label(field)).to_be_focused()


def drag(page: Page, grip: Locator, onto: Locator) -> None:
    """Drag by the grip to the lower edge of another row."""
    grip.hover()
    start, end = grip.bounding_box(), onto.bounding_box()
    assert start is not None
    assert end is not None
    page.mouse.down()
    page.mouse.move(start["x"] + 12, start["y"] + 24, steps=4)
    page.mouse.move(end["x"] + 60, end["y"] + end["height"] - 3, steps=12)
    page.mouse.up()


def test_a_course_is_built_by_mouse(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    new_course(page, "Knots by mouse")
    page.get_by_role("button", name="Add the first module").click()
    write(page, "Add module", "First knots", "Splices")
    page.get_by_role("button", name="Stop adding").click()
    page.get_by_role("button", name="Add lesson to First knots").click()
    write(page, "Add lesson to First knots", "Bowline", "Sheet bend")
    page.get_by_role("button", name="Kind of lesson: Reading").click()
    page.get_by_role("button", name=re.compile("^Video")).click()
    write(page, "Add lesson to First knots", "Clove hitch in motion")
    page.get_by_role("button", name="Stop adding").click()
    expect_outline(page, "First knots", "Bowline", "Sheet bend", "Clove hitch in motion", "Splices")

    drag(page, item(page, "Bowline").locator("[data-grip]"), item(page, "Sheet bend"))
    expect_outline(page, "First knots", "Sheet bend", "Bowline", "Clove hitch in motion", "Splices")
    drag(page, item(page, "Bowline").locator("[data-grip]"), item(page, "Splices").get_by_role("group"))
    expect_outline(page, "First knots", "Sheet bend", "Clove hitch in motion", "Splices", "Bowline")

    # Several at once, and back again.
    page.get_by_label("Choose Sheet bend").check()
    page.get_by_label("Choose Bowline").check()
    bar = page.get_by_role("toolbar", name="Acts on the chosen lessons")
    bar.get_by_role("button", name="Optional").click()
    expect(item(page, "Bowline")).to_have_attribute("aria-label", re.compile("Optional"))
    bar.get_by_role("button", name="Delete").click()
    expect_outline(page, "First knots", "Clove hitch in motion", "Splices")
    page.get_by_role("button", name="Undo").first.click()
    expect_outline(page, "First knots", "Sheet bend", "Clove hitch in motion", "Splices", "Bowline")

    # The menu of a row; what it did is there after a reload, and can still be undone.
    item(page, "Bowline").get_by_role("button", name="More for Bowline").click()
    page.get_by_role("button", name="Duplicate").click()
    expect_outline(
        page, "First knots", "Sheet bend", "Clove hitch in motion", "Splices", "Bowline", "Bowline (copy)"
    )
    page.reload()
    expect(item(page, "Bowline (copy)")).to_be_visible()
    page.get_by_role("button", name="Undo").first.click()
    expect_outline(page, "First knots", "Sheet bend", "Clove hitch in motion", "Splices", "Bowline")

    page.get_by_role("link", name="Sheet bend").click()
    page.wait_for_url(re.compile(r"/build/\d+$"))
    page.get_by_role("button", name="Settings", exact=True).click()
    drawer = page.get_by_role("dialog", name="Settings of the lesson")
    drawer.get_by_label("Estimated minutes").fill("12")
    expect(drawer.get_by_text("Saved", exact=True)).to_be_visible()
    drawer.get_by_role("button", name="Close").click()
    page.get_by_role("link", name="Whole outline").first.click()
    expect(page.get_by_text("12 min").first).to_be_visible()


def test_a_course_is_built_by_keys_alone(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    new_course(page, "Knots by keys")
    keys = page.keyboard
    page.get_by_role("button", name="Add the first module").focus()
    keys.press("Enter")
    write(page, "Add module", "One", "Two")
    keys.press("Escape")
    expect(item(page, "Two")).to_be_focused()
    keys.press("Home")
    keys.press("n")
    write(page, "Add lesson to One", "Alpha", "Beta", "Gamma")
    keys.press("Escape")
    expect(item(page, "One")).to_be_focused()

    keys.press("ArrowDown")
    expect(item(page, "Alpha")).to_be_focused()
    keys.press("Alt+ArrowDown")
    expect_outline(page, "One", "Beta", "Alpha", "Gamma", "Two")
    expect(item(page, "Alpha")).to_be_focused()
    keys.press("Alt+PageDown")
    expect_outline(page, "One", "Beta", "Gamma", "Two", "Alpha")
    expect(item(page, "Alpha")).to_be_focused()
    keys.press("Control+z")
    expect_outline(page, "One", "Beta", "Alpha", "Gamma", "Two")
    keys.press("Control+Shift+z")
    expect_outline(page, "One", "Beta", "Gamma", "Two", "Alpha")

    # Choose two, move them together, rename one, delete it, take that back.
    item(page, "Beta").focus()
    keys.press("Space")
    keys.press("ArrowDown")
    keys.press("Space")
    keys.press("Alt+PageDown")
    expect_outline(page, "One", "Two", "Alpha", "Beta", "Gamma")
    keys.press("Escape")
    item(page, "Gamma").focus()
    keys.press("F2")
    expect(page.get_by_label("Title of Gamma")).to_be_focused()
    keys.press("Control+a")
    keys.type("Delta")
    keys.press("Enter")
    expect(item(page, "Delta")).to_be_focused()
    keys.press("Delete")
    expect_outline(page, "One", "Two", "Alpha", "Beta")
    keys.press("Control+z")
    expect_outline(page, "One", "Two", "Alpha", "Beta", "Delta")

    item(page, "Two").focus()
    keys.press("Alt+ArrowUp")
    expect_outline(page, "Two", "Alpha", "Beta", "Delta", "One")
    keys.press("ArrowDown")
    keys.press("Enter")
    page.wait_for_url(re.compile(r"/build/\d+$"))
    expect(page.get_by_role("heading", level=2, name="Alpha")).to_be_visible()


def test_two_authors_move_lessons_at_once_and_both_moves_stand(
    site: Site, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    mine, theirs = open_page(), open_page()
    sign_in(mine, INSTRUCTOR)
    sign_in(theirs, ADMIN)
    new_course(mine, "Knots by two")
    mine.get_by_role("button", name="Add the first module").click()
    write(mine, "Add module", "One", "Two")
    mine.get_by_role("button", name="Stop adding").click()
    mine.get_by_role("button", name="Add lesson to One").click()
    write(mine, "Add lesson to One", "Alpha", "Beta", "Gamma")
    mine.keyboard.press("Escape")
    theirs.goto(mine.url)
    expect_outline(theirs, "One", "Alpha", "Beta", "Gamma", "Two")

    item(theirs, "Gamma").focus()
    theirs.keyboard.press("Alt+PageDown")
    expect_outline(theirs, "One", "Alpha", "Beta", "Two", "Gamma")
    expect(theirs.get_by_text("Saving…")).to_have_count(0)

    # This screen still shows the old order.
    item(mine, "Alpha").focus()
    mine.keyboard.press("Alt+ArrowDown")
    expect(mine.get_by_text("Both changes are kept.").first).to_be_visible()
    expect_outline(mine, "One", "Beta", "Alpha", "Two", "Gamma")
    theirs.reload()
    expect_outline(theirs, "One", "Beta", "Alpha", "Two", "Gamma")


def test_two_people_change_the_same_settings_and_see_it(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    mine, theirs = open_page(), open_page()
    sign_in(mine, INSTRUCTOR)
    sign_in(theirs, ADMIN)
    new_course(mine, "Settings by two")
    settings = mine.url.replace("/build", "/settings")
    mine.goto(settings)
    theirs.goto(settings)
    mine.get_by_label("In one sentence").fill("Mine")
    theirs.get_by_label("In one sentence").fill("Theirs")
    theirs.get_by_label("Keywords").fill("rope")
    theirs.get_by_role("button", name="Save", exact=True).click()
    expect(theirs.get_by_role("region", name="Changes not saved")).to_have_count(0)
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.get_by_text("Somebody else changed the same at the same time: sentence.")).to_be_visible()
    expect(mine.get_by_label("In one sentence")).to_have_value("Mine")
    expect(mine.get_by_label("Keywords")).to_have_value("rope")
    mine.get_by_role("button", name="Save", exact=True).click()
    expect(mine.get_by_role("region", name="Changes not saved")).to_have_count(0)
    mine.reload()
    expect(mine.get_by_label("In one sentence")).to_have_value("Mine")


def test_the_owner_of_a_draft_deletes_it(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    new_course(page, "Knots not needed")
    page.goto(page.url.replace("/build", "/settings"))
    page.get_by_role("main").get_by_role("button", name="Delete", exact=True).click()
    dialog = page.get_by_role("dialog", name="Delete Knots not needed?")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    page.wait_for_url(re.compile(r"/teach$"))
    expect(page.get_by_text("Knots not needed is deleted").first).to_be_visible()
    expect(page.get_by_role("link", name="Knots not needed")).to_have_count(0)
