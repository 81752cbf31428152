"""A quiz with rules: parts and a draw are made in the editor, a learner passes its door and goes through it one by one."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import acts

INSTRUCTOR = "instructor@demo.edusync.test"


def choice(words: str) -> dict[str, Any]:
    """A question whose first choice is right."""
    stem = {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": f"<p>{words}</p>"}]}
    options = [{"html": "Right", "weight": "1"}, {"html": "Wrong", "weight": "0"}]
    return {"kind": "single_choice", "points": "1", "stem": stem, "settings": {}, "options": options}


def make_course(page: Page) -> tuple[str, int, int]:
    """A course with a quiz of five questions behind a password, and a bank of three approved ones; slug, lesson, bank."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": "Signals at sea"})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Flags"})
    body = {"kind": "quiz", "title": "Flags by heart"}
    lesson = acts.call(page, "POST", f"/api/v1/modules/{module['id']}/lessons", body)
    questions = [choice(f"Signal number {number}") for number in range(1, 6)]
    rules = {"questions": questions, "navigation": "one_by_one", "password": "anchor", "pass_percent": 50}
    acts.call(page, "PUT", f"/api/v1/lessons/{lesson['id']}/quiz", rules, 0)
    bank = acts.call(page, "POST", "/api/v1/question-banks", {"kind": "organization", "title": "Pennants"})
    made = [
        acts.call(
            page,
            "POST",
            f"/api/v1/question-banks/{bank['id']}/questions",
            {"question": choice(f"Pennant {number}")},
        )
        for number in (1, 2, 3)
    ]
    approve = {"act": "state", "questions": [one["uuid"] for one in made], "state": "approved"}
    acts.call(page, "POST", f"/api/v1/question-banks/{bank['id']}/acts", approve)
    return str(course["slug"]), int(lesson["id"]), int(bank["id"])


def add_part_and_draw(page: Page, bank: int) -> None:
    """A part at the end that draws two of three; the editor says how many fit."""
    page.get_by_role("button", name="Begin a part").click()
    part = page.get_by_role("region", name=re.compile("^Part"))
    part.get_by_label("Title of the part").fill("Pennants")
    page.get_by_role("button", name="Draw questions at random").click()
    draw = page.get_by_role("region", name=re.compile("at random$"))
    draw.get_by_label("From the bank").select_option(value=str(bank))
    draw.get_by_label("How many").fill("4")
    draw.get_by_label("How many").press("Tab")
    expect(draw.get_by_text("3 approved questions fit.")).to_be_visible()
    expect(page.get_by_text("The banks do not have enough approved questions")).to_be_visible()
    draw.get_by_label("How many").fill("2")
    draw.get_by_label("How many").press("Tab")
    expect(page.get_by_text("The banks do not have enough approved questions")).to_have_count(0)
    expect(page.get_by_text("7 questions, 7 points")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Everything is saved.", exact=True)).to_be_visible()


def pass_the_door(learner: Page) -> None:
    """The password is asked; a wrong one is said at its field."""
    word = learner.get_by_label("Password of the quiz")
    word.fill("buoy")
    learner.get_by_role("button", name="Start the quiz").click()
    expect(learner.get_by_text("This is not the password of the quiz.")).to_be_visible()
    word.fill("anchor")
    learner.get_by_role("button", name="Start the quiz").click()


def go_through(learner: Page) -> None:
    """Six of seven questions, one marked to be seen again; what is open is one press away before handing in."""
    cards = learner.locator("form section").filter(has_text=re.compile(r"Question \d of 7"))
    for number in range(1, 7):
        expect(learner.get_by_role("heading", name=f"Question {number} of 7")).to_be_visible()
        expect(cards).to_have_count(1)
        cards.get_by_label("Right").check()
        learner.get_by_role("button", name="Next question").click()
    expect(learner.get_by_role("heading", name="Question 7 of 7")).to_be_visible()
    expect(learner.get_by_text("Pennants", exact=True)).to_be_visible()
    cards.get_by_role("button", name=re.compile("^See again")).click()
    assert not acts.rejected_rules(learner)
    learner.get_by_role("navigation", name="All questions").get_by_role(
        "button", name=re.compile("^Question 2, answered")
    ).click()
    expect(learner.get_by_role("heading", name="Question 2 of 7")).to_be_visible()
    learner.get_by_role("button", name="Hand in", exact=True).click()
    before = learner.get_by_role("region", name="Before you hand in")
    expect(before.get_by_text("One question has no answer yet.")).to_be_visible()
    before.get_by_role("button", name="Question 7").first.click()
    cards.get_by_label("Right").check()
    cards.get_by_role("button", name=re.compile("^See again")).click()
    expect(learner.get_by_text("7 of 7 answered")).to_be_visible()
    expect(learner.get_by_text("All answers saved")).to_be_visible()
    learner.get_by_role("button", name="Hand in", exact=True).click()
    expect(learner.get_by_role("heading", name="Passed")).to_be_visible()
    expect(learner.get_by_text("7 of 7 points.")).to_be_visible()


def test_a_quiz_with_a_door_parts_and_a_draw(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    slug, lesson, bank = make_course(page)
    page.goto(f"/teach/{slug}/build/{lesson}")
    add_part_and_draw(page, bank)
    assert not acts.rejected_rules(page)
    acts.publish(page, slug)
    learner = open_page()
    sign_in(learner, "learner9@demo.edusync.test")
    acts.enroll(learner, slug)
    pass_the_door(learner)
    go_through(learner)
