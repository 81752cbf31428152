"""The palette by keys alone, the page of results, and who finds whom."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts

LESSON = "Why rereading feels good and fails"


def palette(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Search and commands")


def open_palette(page: Page) -> Locator:
    """By keys; the field has the focus."""
    page.wait_for_load_state("networkidle")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("combobox", name="What are you looking for?")).to_be_focused()
    return palette(page)


def walk_to(page: Page, option: Locator) -> None:
    """Arrow keys until the option is the chosen one."""
    expect(option).to_be_visible()
    for _ in range(40):
        if option.get_attribute("aria-selected") == "true":
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("the arrow keys do not reach it")


def test_a_learner_opens_a_lesson_by_keys_alone(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in(page, "learner@demo.edusync.test")
    page.goto("/certificates")
    box = open_palette(page)
    page.keyboard.type("rereading")
    option = box.get_by_role("group", name="Lessons").get_by_role("option", name=LESSON)
    walk_to(page, option)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/learn/{acts.SHOWCASE}/\d+"))
    expect(page.get_by_role("heading", level=1, name=LESSON)).to_be_visible()
    # What was opened stands first next time; Esc gives the focus back.
    page.get_by_role("button", name="Search everything").focus()
    box = open_palette(page)
    expect(box.get_by_role("group", name="Opened last").get_by_role("option")).to_contain_text([LESSON])
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(page.get_by_role("button", name="Search everything")).to_be_focused()


def test_places_and_acts_are_at_hand_and_what_was_opened_leaves_with_the_person(
    page: Page, sign_in: Callable[..., None]
) -> None:
    sign_in(page, "learner@demo.edusync.test")
    page.goto("/certificates")
    box = open_palette(page)
    page.keyboard.type("my notes")
    walk_to(page, box.get_by_role("group", name="Go to").get_by_role("option", name="My notes"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/my-notes")
    box = open_palette(page)
    page.keyboard.type("dark theme")
    walk_to(page, box.get_by_role("group", name="Do").get_by_role("option", name="Dark theme"))
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_class(re.compile("dark"))
    box = open_palette(page)
    page.keyboard.type("sign out")
    walk_to(page, box.get_by_role("group", name="Do").get_by_role("option", name="Sign out"))
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == "/")
    expect(page.get_by_role("banner").get_by_role("link", name="Sign in")).to_be_visible()
    box = open_palette(page)
    expect(box.get_by_role("group", name="Do")).to_be_visible()
    expect(box.get_by_role("group", name="Opened last")).to_have_count(0)


def test_the_page_of_results_keeps_words_and_kind_in_its_address(
    page: Page, sign_in: Callable[..., None]
) -> None:
    sign_in(page, "learner@demo.edusync.test")
    page.goto("/certificates")
    box = open_palette(page)
    page.keyboard.type("rereading")
    walk_to(page, box.get_by_role("option", name="All results for"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=rereading")
    main = page.get_by_role("main")
    expect(main.get_by_role("link", name=LESSON)).to_be_visible()
    expect(main.locator("mark").first).to_have_text(re.compile("rereading", re.IGNORECASE))
    main.get_by_role("navigation", name="Kinds of results").get_by_role("link", name="Lessons").click()
    page.wait_for_url(lambda url: parse_qs(urlsplit(url).query) == {"q": ["rereading"], "kind": ["lesson"]})
    page.reload()
    expect(main.get_by_role("link", name=LESSON)).to_be_visible()
    expect(main.get_by_role("heading", level=2)).to_have_text(["Lessons"])


def test_staff_finds_a_person_and_a_learner_finds_nobody(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "admin@demo.edusync.test")
    name = page.request.get("/api/v1/people", params={"search": "learner"}).json()["results"][0][
        "display_name"
    ]
    page.goto("/certificates")
    box = open_palette(page)
    page.keyboard.type(name)
    walk_to(page, box.get_by_role("group", name="People").get_by_role("option", name=name).first)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/manage/people/\d+"))
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
    other = open_page()
    sign_in(other, "learner@demo.edusync.test")
    other.goto(f"/search?q={name}")
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    other.wait_for_load_state("networkidle")
    expect(other.get_by_role("heading", level=2, name="People")).to_have_count(0)


def test_without_network_it_says_so_and_still_leads_around(page: Page, sign_in: Callable[..., None]) -> None:
    sign_in(page, "learner@demo.edusync.test")
    page.goto("/my-learning")
    box = open_palette(page)
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    box = open_palette(page)
    page.keyboard.type("certificates")
    expect(box.get_by_text("You are offline.").first).to_be_visible()
    expect(
        box.get_by_role("group", name="Go to").get_by_role("option", name="Certificates").first
    ).to_be_visible()
    page.context.set_offline(False)


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_the_palette_is_accessible_and_fills_a_phone(
    open_page: Callable[..., Page], sign_in: Callable[..., None], width: int, theme: str
) -> None:
    page = open_page(width=width, color_scheme=theme, reduced_motion="reduce")
    sign_in(page, "learner@demo.edusync.test")
    page.goto("/certificates")
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Search everything").click()
    box = palette(page)
    expect(box.get_by_role("option").first).to_be_visible()
    assert acts.rejected_rules(page) == ""
    page.keyboard.type("rereading")
    expect(box.get_by_role("option", name=LESSON)).to_be_visible()
    assert acts.rejected_rules(page) == ""
    assert acts.overflow(page) <= 0
    size = box.bounding_box()
    assert size is not None
    assert (size["width"] == width) is (width == 390)
