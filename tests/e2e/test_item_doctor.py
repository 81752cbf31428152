"""A learner reports a question; staff see what answers tell, answer, and decide on alike questions."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import acts

INSTRUCTOR = "instructor@demo.edusync.test"
LEARNER = "learner9@demo.edusync.test"
TWINS = "Which knot joins two ropes of one thickness?", "Which knot joins two ropes of the same thickness?"


def question(text: str) -> dict[str, Any]:
    """A single choice as the API takes it."""
    block = {"id": "b1", "type": "text", "html": f"<p>{text}</p>"}
    options = [
        {"html": "Reef knot", "weight": "1", "feedback": ""},
        {"html": "Clove hitch", "weight": "0", "feedback": ""},
    ]
    return {
        "points": "1",
        "settings": {},
        "kind": "single_choice",
        "title": text,
        "stem": {"version": 1, "blocks": [block]},
        "options": options,
    }


def make_course(page: Page) -> tuple[str, int]:
    """A published course whose quiz asks both twins; its slug and the quiz's lesson."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": "Knots for the doctor"})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Ground"})
    body = {"kind": "quiz", "title": "What joins"}
    lesson = acts.call(page, "POST", f"/api/v1/modules/{module['id']}/lessons", body)
    quiz = acts.call(page, "GET", f"/api/v1/lessons/{lesson['id']}/quiz")
    quiz["questions"] = [question(text) for text in TWINS]
    sent = {name: value for name, value in quiz.items() if name not in ("lesson_id", "row_version")}
    acts.call(page, "PUT", f"/api/v1/lessons/{lesson['id']}/quiz", sent, 0)
    acts.publish(page, course["slug"])
    return str(course["slug"]), int(lesson["id"])


def take_and_report(page: Page, slug: str) -> None:
    """Answer, say that a question is not clear, hand in."""
    acts.enroll(page, slug)
    page.get_by_role("button", name="Start the quiz").click()
    first = acts.question(page, TWINS[0])
    first.get_by_label("Reef knot").check()
    acts.question(page, TWINS[1]).get_by_label("Reef knot").check()
    expect(page.get_by_text("All answers saved")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Report a problem")).first.click()
    page.get_by_label("Say more, if you like").fill("Thickness of what?")
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("button", name=re.compile("^Change the report"))).to_be_visible()
    page.get_by_role("button", name="Hand in", exact=True).click()
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()


def test_what_answers_tell_is_seen_and_acted_on(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher = open_page()
    sign_in(teacher, INSTRUCTOR)
    slug, _ = make_course(teacher)
    learner = open_page(width=390, height=800)
    sign_in(learner, LEARNER)
    take_and_report(learner, slug)

    (quiz,) = acts.call(teacher, "GET", f"/api/v1/courses/{slug}/quizzes")["results"]
    teacher.goto(f"/teach/{slug}/quizzes/{quiz['id']}/doctor")
    expect(teacher.get_by_role("region", name="What learners report")).to_be_visible()
    # The worker may have been faster.
    if (count := teacher.get_by_role("button", name="Count now").first).is_visible():
        count.click()
    items = teacher.get_by_role("region", name="Questions", exact=True)
    expect(items.get_by_role("article")).to_have_count(2)
    card = items.get_by_role("article", name=TWINS[0])
    card.get_by_role("button", name="Show more").click()
    expect(card.get_by_role("rowheader", name="Reef knot")).to_be_visible()
    expect(card.get_by_text("Answers so far: 1. That is too few to tell.", exact=True)).to_be_visible()
    reports = teacher.get_by_role("region", name="What learners report")
    expect(reports.get_by_text("Thickness of what?", exact=True)).to_be_visible()
    reports.get_by_role("button", name="Answer", exact=True).click()
    reports.get_by_label("What the learner reads").fill("Of the ropes; the question says so now.")
    reports.get_by_role("button", name="Accept", exact=True).click()
    expect(reports.get_by_text("Accepted", exact=True)).to_be_visible()
    assert not acts.rejected_rules(teacher)

    learner.reload()
    learner.get_by_role("button", name=re.compile("^Look at it: attempt 1")).click()
    expect(learner.get_by_text("Your report was right.", exact=True)).to_be_visible()
    assert not acts.rejected_rules(learner)

    bank = acts.call(teacher, "GET", f"/api/v1/quizzes/{quiz['id']}/doctor")["items"][0]["bank_id"]
    teacher.goto(f"/teach/question-banks/{bank}/alike")
    one = teacher.get_by_role("region", name="Question 1", exact=True)
    expect(one.locator("mark")).to_have_text(["one"])
    assert not acts.rejected_rules(teacher)
    teacher.get_by_role("button", name="They are different").click()
    expect(teacher.get_by_text("No questions are alike", exact=True)).to_be_visible()
