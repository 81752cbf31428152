"""The catalog: found in spite of a slip, narrowed, saved, reviewed, moderated, and hidden from whom it is not for."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

ADMIN = "admin@demo.edusync.test"
LEARNER = "learner@demo.edusync.test"


def test_a_course_is_found_in_spite_of_a_slip_and_narrowed_by_facets(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/courses")
    page.get_by_role("searchbox", name="Search").fill("pyhton")
    expect(page.get_by_text("Showing results for “python”")).to_be_visible()
    expect(page.get_by_role("link", name="First steps in Python")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    facets = page.get_by_role("complementary", name="Filters")
    facets.get_by_label("Tamil").check()
    expect(page).to_have_url(re.compile("language=ta"))
    expect(page.get_by_text("1 course", exact=True)).to_be_visible()
    page.get_by_role("button", name="Remove filter Tamil").click()
    page.get_by_role("combobox", name="Order").select_option("title")
    expect(page).to_have_url(re.compile("sort=title"))
    page.goto("/courses?search=zzzzz")
    expect(page.get_by_role("heading", name="Nothing matches")).to_be_visible()
    expect(page.get_by_role("heading", name="What others like")).to_be_visible()


def test_a_course_is_saved_and_found_on_the_wish_list(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, LEARNER)
    page.goto(f"/courses/{acts.SHOWCASE}")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("button", name="Saved")).to_have_attribute("aria-pressed", "true")
    page.goto("/saved")
    expect(page.get_by_role("link", name="Learn anything, and keep it")).to_be_visible()
    page.get_by_role("button", name="Save Learn anything, and keep it").click()
    page.reload()
    expect(page.get_by_role("heading", name="Nothing saved yet")).to_be_visible()


def test_the_tree_is_moved_by_keys(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/categories")
    page.get_by_role("button", name="New category").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Crafts")
    dialog.get_by_role("button", name="New category").click()
    item = page.get_by_role("treeitem", name="Crafts")
    expect(item).to_have_attribute("aria-level", "1")
    item.focus()
    item.press("Alt+ArrowRight")
    expect(item).to_have_attribute("aria-level", "2")
    page.get_by_role("button", name="Delete").click()
    expect(item).to_have_count(0)


def test_the_catalog_reads_from_right_to_left(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    page.goto("/courses")
    page.evaluate("localStorage.setItem('edusync:locale', JSON.stringify('ar'))")
    page.context.add_cookies([{"name": "edusync_locale", "value": "ar", "url": site.url}])
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
