"""Other ways to use the same screens: keyboard alone, a phone, other languages, other settings."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.conftest import PASSWORD


def tab_to(page: Page, name: str, limit: int = 60) -> None:
    """Press Tab until the focus is on a control whose name starts like this."""
    for _ in range(limit):
        page.keyboard.press("Tab")
        words = page.evaluate(
            "() => { const e = document.activeElement; return (e.getAttribute('aria-label') || e.labels?.[0]?.innerText || e.innerText || '').trim() }"
        )
        if words.startswith(name):
            return
    raise AssertionError(f"the keyboard never reached {name}")


def test_signing_in_by_keyboard_alone(page: Page) -> None:
    page.goto("/sign-in")
    page.get_by_role("heading", level=1).wait_for()
    tab_to(page, "E-mail or user name")
    page.keyboard.type("learner7@demo.edusync.test")
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    expect(page.get_by_role("heading", level=1, name=re.compile("^Hello, "))).to_be_visible()


def test_learning_by_keyboard_alone(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
    page = open_page()
    sign_in(page, "learner8@demo.edusync.test")
    acts.enroll(page, "safe-at-the-workbench") if page.request.get(
        "/api/v1/courses/safe-at-the-workbench"
    ).json()["enrollment"] is None else page.goto("/learn/safe-at-the-workbench")
    page.get_by_role("heading", level=1).wait_for()
    first = page.url
    page.keyboard.press("n")
    page.wait_for_url(lambda url: url != first)
    page.keyboard.press("p")
    page.wait_for_url(first)
    page.keyboard.press("f")
    expect(page.get_by_role("button", name="End focus")).to_be_visible()
    page.keyboard.press("f")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next lesson")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_skip_link_leads_to_the_content(page: Page) -> None:
    page.goto("/courses")
    page.get_by_role("heading", level=1).wait_for()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_phone_opens_the_outline_and_goes_to_a_lesson(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    sign_in(page, "learner@demo.edusync.test")
    page.goto(f"/learn/{acts.SHOWCASE}")
    page.get_by_role("button", name="Outline").tap()
    outline = page.get_by_role("navigation", name="Outline")
    expect(outline).to_be_visible()
    outline.get_by_text("Make it a habit").tap()
    outline.get_by_role("link", name=re.compile("Attention is the entrance fee")).tap()
    expect(page.get_by_role("heading", level=1, name="Attention is the entrance fee")).to_be_visible()
    assert acts.overflow(page) <= 0


def test_tamil_and_arabic_stay_chosen_and_arabic_runs_from_the_right(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/courses")
    page.evaluate("localStorage.setItem('edusync.locale', 'ta')")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("பாடநெறிகள்")
    expect(page.locator("html")).to_have_attribute("lang", "ta")
    page.evaluate("localStorage.setItem('edusync.locale', 'ar')")
    page.reload()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.get_by_role("heading", level=1)).to_have_text("الدورات")
    assert acts.overflow(page) <= 0
    assert not acts.rejected_rules(page)


def test_theme_chosen_in_the_settings_comes_along_to_another_device(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "learner9@demo.edusync.test")
    page.goto("/settings")
    with page.expect_response(lambda answer: "/me/settings" in answer.url):
        page.get_by_role("main").get_by_text("Dark", exact=True).click()
    expect(page.locator("html")).to_have_class(re.compile(r"\bdark\b"))
    other = open_page()
    sign_in(other, "learner9@demo.edusync.test")
    expect(other.locator("html")).to_have_class(re.compile(r"\bdark\b"))
