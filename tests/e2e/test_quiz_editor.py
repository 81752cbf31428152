"""A quiz with a question of each kind is written by keys alone, tried, saved, and taken by a learner."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts

INSTRUCTOR = "instructor@demo.edusync.test"
KINDS = ["One of several", "Several of several", "True or false", "List", "Short answer", "Number", "Formula"]


def quiz_course(page: Page, title: str) -> tuple[str, int]:
    """A draft of the person signed in with one empty quiz; its slug and the lesson's id."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": title})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Ground"})
    lesson = acts.call(
        page, "POST", f"/api/v1/modules/{module['id']}/lessons", {"kind": "quiz", "title": "What holds"}
    )
    return str(course["slug"]), int(lesson["id"])


def tab_to(page: Page, target: Locator, *, back: bool = False) -> None:
    """Go on by the tab key until the control has the focus."""
    for _ in range(150):
        if target.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"never reached by the keyboard: {target}")


def write(page: Page, field: Locator, text: str) -> None:
    """Write into a field, reached by the keyboard; what stands there goes."""
    tab_to(page, field)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def ask(page: Page, kind: str, stem: str, number: int) -> Locator:
    """Add a question of the kind by its button and write what it asks; its card."""
    tab_to(page, page.get_by_role("button", name=re.compile(f"^{kind}")))
    page.keyboard.press("Enter")
    card = page.get_by_role("article", name=f"Question {number}", exact=True)
    expect(card.get_by_label("Question", exact=True)).to_be_focused()
    page.keyboard.type(stem)
    return card


def write_choices(page: Page, card: Locator, *texts: str) -> None:
    """Write the choices in order."""
    for number, text in enumerate(texts, 1):
        write(page, card.get_by_role("textbox", name=f"Choice {number}", exact=True), text)


def mark_right(page: Page, card: Locator, number: int) -> None:
    """Say that a choice is right: the one choice by the arrows, one of several by the space bar."""
    mark = card.get_by_label(f"Choice {number} is right")
    if mark.get_attribute("type") == "checkbox":
        tab_to(page, mark, back=True)
        page.keyboard.press("Space")
    else:
        tab_to(page, card.get_by_label("Choice 1 is right"), back=True)
        for _ in range(number - 1):
            page.keyboard.press("ArrowDown")
    expect(mark).to_be_checked()


def write_all_kinds(page: Page) -> None:
    """One question of each kind."""
    one = ask(page, "One of several", "Which knot holds a ring?", 1)
    write_choices(page, one, "Granny", "Bowline", "Slip")
    mark_right(page, one, 2)
    several = ask(page, "Several of several", "Which are **fibers**?", 2)
    write_choices(page, several, "Hemp", "Steel", "Sisal")
    mark_right(page, several, 3)
    ask(page, "True or false", "A wet rope is weaker.", 3)
    listed = ask(page, "List", "Which sea is the saltiest?", 4)
    write_choices(page, listed, "Baltic", "North", "Dead")
    mark_right(page, listed, 3)
    short = ask(page, "Short answer", "What is a rope's end called?", 5)
    write(page, short.get_by_label("Answer", exact=True), "bitter end")
    number = ask(page, "Number", "How many inches are one foot?", 6)
    write(page, number.get_by_label("Number", exact=True), "12")
    formula = ask(page, "Formula", "What is the length of two ropes $x$?", 7)
    write(page, formula.get_by_label("Formula", exact=True), "2*x")


def try_answer(page: Page, card: Locator, text: str, verdict: str) -> None:
    """Try an answer of a written question before it is saved."""
    if not card.get_by_role("button", name="Score it").count():
        tab_to(page, card.get_by_role("button", name="Try an answer"))
        page.keyboard.press("Enter")
    write(page, card.get_by_label("An answer as a learner might write it"), text)
    page.keyboard.press("Enter")
    expect(card.get_by_text(verdict)).to_be_visible()


def take(learner: Page) -> None:
    """Answer all seven right and hand in."""
    learner.get_by_role("button", name="Start the quiz").click()
    expect(acts.question(learner, "Which knot holds a ring?")).to_be_visible()
    acts.answer(learner, "Which knot holds a ring?", "Bowline")
    acts.answer(learner, "Which are fibers?", "Hemp")
    acts.answer(learner, "Which are fibers?", "Sisal")
    # Where it is answered is loaded after the question.
    expect(acts.question(learner, "A wet rope is weaker.").get_by_label("True")).to_be_visible()
    acts.answer(learner, "A wet rope is weaker.", "True")
    acts.question(learner, "Which sea is the saltiest?").get_by_role("combobox").select_option(label="Dead")
    acts.answer(learner, "What is a rope's end called?", "Bitter End")
    acts.answer(learner, "How many inches are one foot?", "12.0")
    acts.answer(learner, "What is the length of two ropes", "x + x")
    expect(learner.get_by_text("7 of 7 answered")).to_be_visible()
    expect(learner.get_by_text("All answers saved")).to_be_visible()
    learner.get_by_role("button", name="Hand in", exact=True).click()


def test_each_kind_is_written_by_keys_tried_saved_and_taken(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    slug, lesson = quiz_course(page, "Ropes by keys")
    page.goto(f"/teach/{slug}/build/{lesson}")
    expect(page.get_by_text("No questions yet. Choose what to ask first.")).to_be_visible()
    for kind in KINDS:
        expect(page.get_by_role("button", name=re.compile(f"^{kind}"))).to_be_visible()
    write_all_kinds(page)

    formula = page.get_by_role("article", name="Question 7", exact=True)
    try_answer(page, formula, "x+x", "Earns 100% of the points")
    try_answer(page, formula, "x*x", "Earns 0% of the points")
    expect(page.get_by_text("7 questions, 7 points")).to_be_visible()
    expect(page.get_by_text("Not saved yet. This device keeps what you wrote.")).to_be_visible()
    assert not acts.rejected_rules(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Everything is saved.", exact=True)).to_be_visible()

    page.reload()
    expect(page.get_by_role("article", name=re.compile(r"^Question \d$"))).to_have_count(7)
    acts.publish(page, slug)
    learner = open_page()
    sign_in(learner, "learner7@demo.edusync.test")
    acts.enroll(learner, slug)
    take(learner)
    expect(learner.get_by_role("heading", name="Passed")).to_be_visible()
    expect(learner.get_by_text("7 of 7 points.")).to_be_visible()
    assert not acts.rejected_rules(learner)


def test_what_is_wrong_stands_at_its_question_and_nothing_is_lost(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    slug, lesson = quiz_course(page, "Ropes with a slip")
    page.goto(f"/teach/{slug}/build/{lesson}")
    number = ask(page, "Number", "How many?", 1)
    page.keyboard.press("Control+s")
    expect(number.get_by_text("Needs a look")).to_be_visible()
    expect(number.get_by_role("alert").first).to_be_visible()

    # What this device kept is offered after the page was closed in a hurry.
    page.reload()
    expect(page.get_by_text("This device has a version that was never saved.")).to_be_visible()
    page.get_by_role("button", name="Go on with it").click()
    page.get_by_role("button", name=re.compile("How many")).click()
    write(page, number.get_by_label("Number", exact=True), "3")
    page.get_by_role("button", name="Save the quiz").click()
    expect(page.get_by_text("Everything is saved.", exact=True)).to_be_visible()

    page.get_by_role("button", name="Duplicate question 1").click()
    page.get_by_role("button", name="Delete question 1").click()
    expect(page.get_by_role("article", name=re.compile(r"^Question \d$"))).to_have_count(1)
    page.get_by_role("button", name="Undo").last.click()
    expect(page.get_by_role("article", name=re.compile(r"^Question \d$"))).to_have_count(2)


def test_two_authors_of_one_quiz_are_told(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    mine, theirs = open_page(), open_page()
    sign_in(mine, INSTRUCTOR)
    sign_in(theirs, "admin@demo.edusync.test")
    slug, lesson = quiz_course(mine, "Ropes by two")
    for page in (mine, theirs):
        page.goto(f"/teach/{slug}/build/{lesson}")
    written: list[tuple[Page, Any]] = [(mine, "Mine?"), (theirs, "Theirs?")]
    for page, stem in written:
        card = ask(page, "Short answer", stem, 1)
        write(page, card.get_by_label("Answer", exact=True), "yes")
    theirs.keyboard.press("Control+s")
    expect(theirs.get_by_text("Everything is saved.", exact=True)).to_be_visible()
    mine.keyboard.press("Control+s")
    expect(mine.get_by_text("Nothing of yours is lost yet.")).to_be_visible()
    mine.get_by_role("button", name="Save mine over it").click()
    expect(mine.get_by_text("Everything is saved.", exact=True)).to_be_visible()
    theirs.reload()
    expect(theirs.get_by_role("button", name=re.compile("Mine"))).to_be_visible()
