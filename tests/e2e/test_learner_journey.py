"""From a stranger on the landing page to a certificate that another stranger verifies."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site


def test_a_visitor_becomes_a_learner_with_a_verified_certificate(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Learning you can prove.")
    page.get_by_role("link", name="Browse courses").click()
    page.get_by_label("Search", exact=True).fill("percentages")
    page.get_by_role("link", name="Percentages without fear").click()
    expect(page.get_by_role("heading", level=1, name="Percentages without fear")).to_be_visible()

    email = "nila.journey@example.test"
    acts.sign_up(
        page, site, first_name="நிலா", last_name="Journey", email=email, password="lamp post river 92"
    )
    acts.enroll(page, acts.SMALL_COURSE)
    expect(page.get_by_role("heading", level=1, name="A percentage is a factor")).to_be_visible()
    acts.complete_lesson(page)
    acts.next_lesson(page, "The way back")
    acts.complete_lesson(page)
    acts.next_lesson(page, "Calculate")
    page.get_by_role("button", name="Start the quiz").click()
    acts.answer_small_quiz(page)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    expect(page.get_by_text("100%").first).to_be_visible()

    expect(page.get_by_role("heading", name="You finished this course")).to_be_visible()
    expect(page.get_by_text(re.compile("is ready, and anyone can verify it")).first).to_be_visible(
        timeout=30_000
    )
    page.get_by_role("link", name="See the certificate").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download PDF").click()
    assert download.value.suggested_filename.endswith(".pdf")
    address = page.get_by_role("link", name="Verify", exact=True).get_attribute("href") or ""
    assert site.wait_for_link(email, r"/verify/")

    stranger = open_page()
    stranger.goto(address)
    expect(stranger.get_by_role("heading", name="This certificate is genuine")).to_be_visible()
    expect(stranger.get_by_text("நிலா Journey").first).to_be_visible()
    expect(stranger.get_by_text("Percentages without fear").first).to_be_visible()


def test_an_invented_code_is_not_a_certificate(page: Page) -> None:
    page.goto("/verify")
    page.get_by_label("Code of the certificate").fill("AAAA-BBBB-CCCC-DDDD")
    page.get_by_role("button", name="Check").click()
    expect(page.get_by_role("heading", name="No certificate has this code")).to_be_visible()


def test_a_forgotten_password_is_set_anew_and_the_link_works_once(
    site: Site, open_page: Callable[..., Page]
) -> None:
    page = open_page()
    email = "forgetful@example.test"
    acts.sign_up(
        page, site, first_name="For", last_name="Getful", email=email, password="quiet table 41 blue"
    )
    other = open_page()
    other.goto("/forgot-password")
    other.get_by_label("E-mail", exact=True).fill(email)
    other.get_by_role("button", name="Send the link").click()
    link = site.wait_for_link(email, r"/reset-password/")
    other.goto(link)
    other.get_by_label("New password", exact=True).fill("brand new lantern 7")
    other.get_by_role("button", name="Save the password").click()
    expect(other.get_by_text("Your new password is saved.").first).to_be_visible()

    again = open_page()
    again.goto(link)
    expect(again.get_by_text("This link does not work any more").first).to_be_visible()
    acts.sign_in(again, email, "brand new lantern 7")


def test_every_kind_of_lesson_opens_in_the_player(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "learner@demo.edusync.test")
    page.goto("/my-learning")
    page.get_by_role("link", name="Go on learning").click()
    page.wait_for_url(re.compile(r"/learn/"))
    outline = page.get_by_role("navigation", name="Outline")
    titles = [
        "Why rereading feels good and fails",
        "The forgetting curve in one minute",
        "Spacing: come back later",
        "Your four-week planner",
        "Further reading: spaced repetition",
        "Final quiz: would it work?",
    ]
    outline.get_by_role("link").nth(1).wait_for()
    outline.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    for title in titles:
        outline.get_by_role("link", name=re.compile(re.escape(title))).click()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    outline.get_by_role("link", name=re.compile("forgetting curve")).click()
    film = page.locator("video")
    film.evaluate("film => film.play()")
    film.evaluate("film => { film.isTheSame = true }")
    expect(page.locator("media-play-button")).to_be_visible()
    assert film.evaluate("film => film.isTheSame")
    acts.wait_until(page, "document.querySelector('video').currentTime > 0.2")
    assert page.locator("video track[kind=captions]").count() == 2
    outline.get_by_role("link", name=re.compile("planner")).click()
    page.get_by_role("button", name="Read it here").click()
    expect(page.locator("figure canvas").first).to_be_visible()
    expect(page.locator("figcaption").first).to_contain_text("Four-week review planner", timeout=20_000)
