"""Nothing acknowledged is lost, nor what reached the device: reload, back, two tabs, a killed server, no network."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

PASSWORD = "steady river stone 5"


@pytest.fixture
def in_quiz(site: Site, open_page: Callable[..., Page], request: pytest.FixtureRequest) -> Page:
    """A new learner who has just started the small course's quiz."""
    page = open_page()
    email = f"{request.node.name.replace('_', '-')[:40]}@example.test".lower()
    acts.sign_up(page, site, first_name="Inter", last_name="Rupted", email=email, password=PASSWORD)
    acts.enroll(page, acts.SMALL_COURSE)
    acts.next_lesson(page, "The way back")
    acts.next_lesson(page, "Calculate")
    page.get_by_role("button", name="Start the quiz").click()
    expect(acts.question(page, "What is 15 %").get_by_role("textbox")).to_be_visible()
    return page


def reopen_quiz(page: Page) -> None:
    page.get_by_role("button", name="Go on with the quiz").click()


def test_reload_and_back_keep_the_answers(in_quiz: Page) -> None:
    page = in_quiz
    acts.answer(page, "What is 15 %", "36")
    acts.answer(page, "A party rises", "5 percentage points")
    expect(page.get_by_text("All answers saved").first).to_be_visible()
    page.reload()
    reopen_quiz(page)
    expect(page.get_by_text("2 of 4 answered").first).to_be_visible()
    expect(acts.question(page, "What is 15 %").get_by_role("textbox")).to_have_value("36")
    page.get_by_role("link", name=re.compile("^Previous lesson")).click()
    expect(page.get_by_role("heading", level=1, name="The way back")).to_be_visible()
    page.go_back()
    reopen_quiz(page)
    expect(page.get_by_text("2 of 4 answered").first).to_be_visible()


def test_two_tabs_share_one_attempt(in_quiz: Page, open_page: Callable[..., Page]) -> None:
    acts.answer(in_quiz, "What is 15 %", "36")
    expect(in_quiz.get_by_text("All answers saved").first).to_be_visible()
    other = open_page(context=in_quiz.context)
    other.goto(in_quiz.url)
    reopen_quiz(other)
    expect(acts.question(other, "What is 15 %").get_by_role("textbox")).to_have_value("36")
    acts.answer_small_quiz(other)
    other.get_by_role("button", name="Hand in").click()
    expect(other.get_by_role("heading", name="Passed")).to_be_visible()
    acts.answer(in_quiz, "What is 15 %", "37")
    expect(acts.question(in_quiz, "What is 15 %").get_by_role("status")).to_be_visible()
    in_quiz.reload()
    expect(in_quiz.get_by_text("Attempt 1", exact=True).first).to_be_visible()
    expect(in_quiz.get_by_text("100%").first).to_be_visible()


def test_a_killed_server_costs_no_acknowledged_answer(site: Site, in_quiz: Page) -> None:
    page = in_quiz
    acts.answer(page, "What is 15 %", "36")
    expect(page.get_by_text("All answers saved").first).to_be_visible()
    site.stop(kill=True)
    acts.answer(page, "After a rise of 8 %", "650")
    expect(page.get_by_text("No connection: your answers are on this device")).to_be_visible()
    site.start()
    expect(page.get_by_text("All answers saved").first).to_be_visible(timeout=30_000)
    page.reload()
    reopen_quiz(page)
    expect(acts.question(page, "What is 15 %").get_by_role("textbox")).to_have_value("36")
    expect(acts.question(page, "After a rise of 8 %").get_by_role("textbox")).to_have_value("650")


def test_answers_on_the_device_reach_the_server_from_any_page(
    in_quiz: Page, open_page: Callable[..., Page]
) -> None:
    address, context = in_quiz.url, in_quiz.context
    context.set_offline(True)
    acts.answer(in_quiz, "What is 15 %", "36")
    expect(in_quiz.get_by_text("No connection: your answers are on this device")).to_be_visible()
    in_quiz.close()
    context.set_offline(False)
    page = open_page(context=context)
    page.goto("/home")
    acts.wait_until(page, "Object.keys(localStorage).every(key => !key.startsWith('edusync.owed-answers'))")
    page.goto(address)
    reopen_quiz(page)
    expect(acts.question(page, "What is 15 %").get_by_role("textbox")).to_have_value("36")


def test_an_answer_that_comes_after_the_end_is_on_record(
    in_quiz: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    # Two devices, of which one loses its network.
    email = acts.call(in_quiz, "GET", "/api/v1/me")["email"]
    other = open_page()
    acts.sign_in(other, email, PASSWORD)
    other.goto(in_quiz.url)
    reopen_quiz(other)
    in_quiz.context.set_offline(True)
    acts.answer(in_quiz, "What is 15 %", "36")
    expect(in_quiz.get_by_text("No connection: your answers are on this device")).to_be_visible()
    other.get_by_role("button", name="Hand in").click()
    other.get_by_role("button", name="Hand in all the same").click()
    expect(other.get_by_role("heading", name="Not yet")).to_be_visible()
    in_quiz.context.set_offline(False)
    expect(acts.question(in_quiz, "What is 15 %").get_by_role("status")).to_contain_text(
        "arrived after the end"
    )
    teacher = open_page()
    sign_in(teacher, "instructor@demo.edusync.test")
    teacher.goto(f"/teach/{acts.SMALL_COURSE}/quizzes")
    teacher.get_by_role("link", name=re.compile("^Calculate")).click()
    teacher.get_by_role("button", name="With late answers").click()
    teacher.get_by_role("button", name="Let them count: late answers of Inter Rupted").click()
    dialog = teacher.get_by_role("dialog", name="Let late answers count?")
    dialog.get_by_label("Reason").fill("The network of room 3 was down.")
    dialog.get_by_role("button", name="Let them count").click()
    expect(teacher.get_by_text("The late answers of Inter Rupted count: 1 of 4.").first).to_be_visible()
    teacher.get_by_role("button", name="Handed in").click()
    teacher.get_by_role("button", name="History of attempt 1 of Inter Rupted").click()
    expect(teacher.get_by_role("dialog").get_by_text("The network of room 3 was down.")).to_be_visible()
