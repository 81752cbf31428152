"""Several organizations: made, given a look, built of units by keyboard, and gone between."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts

ADMIN = "admin@demo.edusync.test"
BOTH = "instructor@demo.edusync.test"
FIRST, SECOND = "Riverside Academy", "Northwind Training"


def switch_to(page: Page, name: str) -> None:
    """Choose an organization in the person's menu; the page is loaded anew."""
    page.get_by_role("button", name=re.compile("^Account of")).click()
    with page.expect_navigation():
        page.get_by_role("group", name="Organization").get_by_role("button", name=name).click()
    expect(page.get_by_role("banner").get_by_role("link", name=f"{name}, home")).to_be_visible()


def courses(page: Page) -> list[str]:
    """Titles in the catalog."""
    page.goto("/courses")
    return acts.settled_texts(page, page.get_by_role("main").get_by_role("heading", level=2))


def test_a_person_of_two_organizations_goes_between_them(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, BOTH)
    here = courses(page)
    assert "First day in the warehouse" not in here
    switch_to(page, SECOND)
    assert courses(page) == ["First day in the warehouse"]
    # Its colors come as a style sheet of the site, before and after a reload.
    acts.wait_until(
        page, "getComputedStyle(document.documentElement).getPropertyValue('--ui-primary') === '#9a3412'"
    )
    page.reload()
    acts.wait_until(
        page, "getComputedStyle(document.documentElement).getPropertyValue('--ui-primary') === '#9a3412'"
    )
    expect(page.get_by_role("link", name="Teaching")).to_have_count(0)
    switch_to(page, FIRST)
    assert courses(page) == here
    expect(page.get_by_role("banner").get_by_role("link", name="Teaching")).to_be_visible()


def test_a_platform_admin_makes_an_organization_and_gives_it_a_look(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/organizations")
    table = page.get_by_role("table", name="All organizations")
    expect(table.get_by_role("row").filter(has_text=SECOND)).to_be_visible()
    page.get_by_role("button", name="New organization").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Harbor College")
    expect(dialog.get_by_label("Short name")).to_have_value("harbor-college")
    dialog.get_by_role("button", name="New organization").click()
    expect(table.get_by_role("row").filter(has_text="Harbor College")).to_contain_text("You work here")

    switch_to(page, "Harbor College")
    page.goto("/manage/organization?section=look")
    color = page.get_by_label("Main color", exact=True)
    color.fill("#facc15")
    expect(page.get_by_text(re.compile(r"Contrast 1\.\d+:1, too weak")).first).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(
        page.get_by_text("This color cannot be read well enough: a contrast of 4.5:1 is needed.")
    ).to_be_visible()
    color.fill("#14532d")
    expect(page.get_by_text(re.compile(r"Contrast \d+\.?\d*:1, readable")).first).to_be_visible()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved", exact=True).first).to_be_visible()
    acts.wait_until(
        page, "getComputedStyle(document.documentElement).getPropertyValue('--ui-primary') === '#14532d'"
    )


def test_units_are_built_and_moved_by_keyboard(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "admin@northwind.edusync.test")
    page.goto("/manage/units")
    # An admin of this organization alone has nothing to do with the others.
    expect(page.get_by_role("link", name="Groups")).to_be_visible()
    expect(page.get_by_role("link", name="All organizations")).to_have_count(0)
    for name in ("Office", "Payroll"):
        page.get_by_role("button", name="New unit", exact=True).focus()
        page.keyboard.press("Enter")
        page.get_by_role("dialog").get_by_label("Name", exact=True).fill(name)
        page.keyboard.press("Enter")
        expect(page.get_by_role("treeitem", name=name)).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)
    payroll = page.get_by_role("treeitem", name="Payroll")
    payroll.focus()
    page.keyboard.press("Alt+ArrowRight")
    expect(payroll).to_have_attribute("aria-level", "2")
    expect(page.get_by_role("treeitem", name="Office")).to_have_attribute("aria-expanded", "true")
    expect(payroll).to_be_focused()
    page.keyboard.press("Alt+ArrowLeft")
    expect(payroll).to_have_attribute("aria-level", "1")
    expect(payroll).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect(payroll).to_have_attribute("aria-posinset", "2")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Payroll", exact=True)).to_be_visible()
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_role("treeitem", name="Payroll")).to_have_count(0)


def test_a_group_by_rule_says_whom_it_names(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/groups")
    page.get_by_role("button", name="New group").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("Teachers")
    dialog.get_by_role("radio", name="By rule").click()
    dialog.get_by_role("button", name="New group").click()
    expect(page.get_by_role("heading", level=1, name="Teachers")).to_be_visible()
    line = page.get_by_role("group", name="Condition 1")
    line.get_by_role("combobox", name="Value").select_option(label="Instructor")
    page.get_by_role("button", name="See whom it names").click()
    expect(page.get_by_text(re.compile(r"It names \d+ people now\.")).first).to_be_visible()
    expect(page.get_by_text("the role is Instructor").last).to_be_visible()
    page.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_text(re.compile(r"^\d+ people$")).first).to_be_visible()
    expect(page.get_by_text("Inês Carvalho").first).to_be_visible()
