"""A bank is made and filled, a quiz is built from it, and a learner takes it on a phone by keys alone."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts

INSTRUCTOR = "instructor@demo.edusync.test"
GIFT = """$CATEGORY: $course$/top/Knots

The bowline keeps its loop.{TRUE}

Match the rope with its use.{=anchor rope -> mooring =climbing rope -> falls = -> cooking}

Not for here. {}
"""


def tab_to(page: Page, target: Locator) -> None:
    """Go on by the tab key until the control has the focus."""
    for _ in range(150):
        if target.evaluate("control => control === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"never reached by the keyboard: {target}")


def fill_bank(page: Page) -> None:
    """A new bank with two questions of a file and one that is written."""
    page.goto("/teach/question-banks")
    page.get_by_role("button", name="New bank").click()
    page.get_by_label("Title of the bank").fill("Knots and ropes")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", level=1, name="Knots and ropes")).to_be_visible()

    page.get_by_role("button", name="Import", exact=True).click()
    dialog = page.get_by_role("dialog")
    file: Any = {"name": "knots.txt", "mimeType": "text/plain", "buffer": GIFT.encode()}
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_text("2 would come, 1 would not.")).to_be_visible()
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(dialog.get_by_text("2 came as drafts, 1 did not.")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(page.get_by_role("link", name="The bowline keeps its loop.")).to_be_visible()
    assert not acts.rejected_rules(page)


def write_order(page: Page) -> None:
    """An ordering question, written in the bank and tried."""
    page.get_by_role("link", name="New question").click()
    page.get_by_role("button", name=re.compile("^Order")).click()
    page.get_by_label("Question", exact=True).fill("From thin to thick.")
    for number, words in enumerate(("thread", "cord", "rope"), 1):
        page.get_by_label(f"Part {number}", exact=True).fill(words)
    page.get_by_role("button", name="Save the question").click()
    expect(page.get_by_text("No quiz asks it yet.")).to_be_visible()
    page.get_by_role("button", name="It is in order already").click()
    page.get_by_role("button", name="Score it").click()
    expect(page.get_by_text(re.compile(r"Earns \d+% of the points"))).to_be_visible()
    assert not acts.rejected_rules(page)


def build_quiz(page: Page) -> str:
    """A quiz of the three questions; the course's slug."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": "Ropes from the bank"})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Ground"})
    lesson = acts.call(
        page, "POST", f"/api/v1/modules/{module['id']}/lessons", {"kind": "quiz", "title": "What holds"}
    )
    page.goto(f"/teach/{course['slug']}/build/{lesson['id']}")
    page.get_by_role("button", name="From the question bank").click()
    dialog = page.get_by_role("dialog")
    bank = dialog.get_by_label("Bank", exact=True)
    bank.select_option(label=bank.locator("option", has_text="Knots and ropes").inner_text())
    expect(dialog.get_by_label("Choose “The bowline keeps its loop.”")).to_be_visible()
    for box in dialog.get_by_role("checkbox").all():
        box.check()
    dialog.get_by_role("button", name="Add 3 questions").click()
    expect(page.get_by_role("article", name=re.compile(r"^Question \d$"))).to_have_count(3)
    page.get_by_role("button", name="Save the quiz").click()
    expect(page.get_by_text("Everything is saved.", exact=True)).to_be_visible()
    acts.publish(page, course["slug"])
    return str(course["slug"])


def choose(page: Page, control: Locator, words: str) -> None:
    """Choose from a list by its keys."""
    tab_to(page, control)
    page.keyboard.type(words)


def take(page: Page) -> None:
    """Answer all three by keys and hand in."""
    start = page.get_by_role("button", name="Start the quiz")
    tab_to(page, start)
    page.keyboard.press("Enter")
    ordering = acts.question(page, "From thin to thick.")
    expect(ordering.get_by_role("button", name="It is in order already")).to_be_visible()
    expect(ordering.get_by_role("listitem")).to_have_count(3)
    order = ordering.get_by_role("listitem").all_inner_texts()
    wanted = ["thread", "cord", "rope"]
    names = [next(word for word in wanted if word in text) for text in order]
    # Each in its turn to the top: the last one moved stands first.
    for word in reversed(wanted):
        for _ in range(names.index(word)):
            up = ordering.get_by_role("button", name=f"Move “{word}” up")
            tab_to(page, up)
            page.keyboard.press("Enter")
        names.insert(0, names.pop(names.index(word)))
    if (as_it_is := ordering.get_by_role("button", name="It is in order already")).count():
        tab_to(page, as_it_is)
        page.keyboard.press("Enter")
    matching = acts.question(page, "Match the rope with its use.")
    choose(page, matching.get_by_label("anchor rope"), "mooring")
    choose(page, matching.get_by_label("climbing rope"), "falls")
    truth = acts.question(page, "The bowline keeps its loop.").get_by_label("True")
    tab_to(page, truth)
    page.keyboard.press("Space")
    expect(page.get_by_text("3 of 3 answered")).to_be_visible()
    expect(page.get_by_text("All answers saved")).to_be_visible()
    assert acts.overflow(page) <= 0
    assert not acts.rejected_rules(page)
    tab_to(page, page.get_by_role("button", name="Hand in", exact=True))
    page.keyboard.press("Enter")


def test_a_bank_becomes_a_quiz_that_is_taken_on_a_phone_by_keys(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    fill_bank(page)
    write_order(page)
    slug = build_quiz(page)

    learner = open_page(width=390, height=800)
    sign_in(learner, "learner8@demo.edusync.test")
    acts.enroll(learner, slug)
    take(learner)
    expect(learner.get_by_role("heading", name="Passed")).to_be_visible()
    expect(learner.get_by_text("3 of 3 points.")).to_be_visible()

    page.goto("/teach/question-banks")
    page.get_by_label("Find a bank").fill("knots and")
    page.get_by_role("link", name="Knots and ropes").click()
    expect(page.get_by_text("in 1 quiz", exact=True)).to_have_count(3)
