"""Own dates in the browser: an instructor grants time and another closing date; a guardian sees what a child has to keep."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.test_quiz_rules import choice

LEARNER = "learner@demo.edusync.test"
GUARDIAN = "guardian@demo.edusync.test"
NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)


def in_days(days: int) -> str:
    return (NOW + dt.timedelta(days=days)).isoformat()


def make_course(teacher: Page, title: str) -> tuple[str, int, int]:
    """A published course with a quiz of an hour that closes in two days, and an assignment; slug, lessons."""
    course = acts.call(teacher, "POST", "/api/v1/courses", {"title": title})
    module = acts.call(teacher, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Tides"})
    lessons: list[Any] = [
        acts.call(teacher, "POST", f"/api/v1/modules/{module['id']}/lessons", {"kind": kind, "title": name})
        for kind, name in (("quiz", f"Quiz of {title}"), ("assignment", f"Log of {title}"))
    ]
    quiz = {
        "questions": [choice(f"Tide number {number}") for number in (1, 2)],
        "time_limit_seconds": 3600,
        "closes_at": in_days(2),
        "pass_percent": 50,
    }
    acts.call(teacher, "PUT", f"/api/v1/lessons/{lessons[0]['id']}/quiz", quiz, 0)
    brief = {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": "<p>Write a log.</p>"}]}
    work = {"brief": brief, "points": 10, "due_at": in_days(3)}
    acts.call(teacher, "PUT", f"/api/v1/lessons/{lessons[1]['id']}/assignment", work, 0)
    acts.publish(teacher, course["slug"])
    return str(course["slug"]), int(lessons[0]["id"]), int(lessons[1]["id"])


def grant(teacher: Page, slug: str) -> None:
    """Half as much time again and a later closing date for Leila, by the screen."""
    teacher.goto(f"/teach/{slug}/quizzes/accommodations")
    teacher.get_by_role("button", name="Add an accommodation").first.click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("Find a learner").fill("Leila")
    dialog.get_by_label("Leila Haddad").check()
    dialog.get_by_label("More time, in percent").fill("50")
    dialog.get_by_label("Closes").fill((NOW + dt.timedelta(days=9)).strftime("%Y-%m-%dT10:00"))
    dialog.get_by_role("button", name="Save").click()
    expect(teacher.get_by_text(re.compile("^50 % more time|^50% more time"))).to_be_visible()


def test_time_and_a_date_that_were_granted_show_in_calendar_and_clock(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, learner = open_page(), open_page(width=390, height=844)
    sign_in(teacher, "instructor@demo.edusync.test")
    slug, quiz, _ = make_course(teacher, "Tides for one")
    sign_in(learner, LEARNER)
    acts.enroll(learner, slug)
    grant(teacher, slug)
    acts.call(learner, "GET", "/api/v1/home")
    [own] = [
        item
        for item in acts.call(
            learner, "GET", f"/api/v1/calendar?from={in_days(8)[:10]}&until={in_days(11)[:10]}"
        )["items"]
        if item["kind"] == "quiz-closes" and item["course"]["slug"] == slug
    ]
    assert own["is_own_date"]
    learner.goto("/home")
    due = learner.get_by_role("region", name="Due and coming up")
    row = due.get_by_role("listitem").filter(has_text="Quiz of Tides for one")
    expect(row.get_by_text("Your own date")).to_be_visible()
    assert not acts.rejected_rules(learner)
    assert acts.overflow(learner) <= 0
    learner.goto(f"/learn/{slug}/{quiz}")
    learner.get_by_role("main").get_by_role("button", name="Start the quiz").click()
    # An hour, and half of it.
    expect(learner.get_by_role("timer")).to_contain_text(re.compile(r"1:(30:00|29:\d\d)|(90:00|89:\d\d)"))


def test_a_guardian_sees_a_childs_deadlines_with_its_own_dates(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, learner, guardian = open_page(), open_page(), open_page(width=390, height=844)
    sign_in(teacher, "instructor@demo.edusync.test")
    slug, _, _ = make_course(teacher, "Tides for two")
    sign_in(learner, LEARNER)
    acts.enroll(learner, slug)
    sign_in(guardian, GUARDIAN)
    guardian.goto("/family")
    expect(guardian.get_by_role("heading", name="Deadlines", exact=True)).to_be_visible()
    card = guardian.get_by_role("main")
    row = card.get_by_role("listitem").filter(has_text="Quiz of Tides for two")
    expect(row.get_by_text("Open", exact=True)).to_be_visible()
    expect(row.get_by_text("Own date")).to_have_count(0)
    grant(teacher, slug)
    guardian.reload()
    more = card.get_by_role("button", name=re.compile("^Show all"))
    expect(row).to_be_visible()
    if more.count():
        more.click()
    expect(row.get_by_text("Own date")).to_be_visible()
    assert not acts.rejected_rules(guardian)
    assert acts.overflow(guardian) <= 0
    learner.goto("/account/family")
    switch = learner.get_by_role("switch", name="Deadlines").first
    switch.click()
    expect(switch).not_to_be_checked()
    guardian.reload()
    expect(guardian.get_by_text("Not shared with you").first).to_be_visible()
    expect(guardian.get_by_role("heading", name="Deadlines", exact=True)).to_have_count(0)
    switch.click()
    expect(switch).to_be_checked()
