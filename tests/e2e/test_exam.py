"""An exam in the browser: set up, registration, check-in, a reminder, an invigilator's word, evidence and verdict."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.test_waitlist import new_course

LEARNER = "learner16@demo.edusync.test"
PASTE = "document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true }))"


def as_exam(teacher: Page, slug: str) -> tuple[int, int]:
    """The course's quiz becomes an exam; its lesson and quiz."""
    outline = acts.call(teacher, "GET", f"/api/v1/courses/{slug}")
    lessons: list[dict[str, Any]] = [one for module in outline["modules"] for one in module["lessons"]]
    lesson_id = next(one["id"] for one in lessons if one["kind"] == "quiz")
    quiz = acts.call(teacher, "GET", f"/api/v1/lessons/{lesson_id}/quiz")
    body = {**quiz, "mode": "exam", "navigation": "all"}
    acts.call(teacher, "PUT", f"/api/v1/lessons/{lesson_id}/quiz", body, quiz["row_version"])
    exams = acts.call(teacher, "GET", f"/api/v1/courses/{slug}/exams")["results"]
    return lesson_id, int(exams[0]["quiz_id"])


def test_an_exam_from_registration_to_verdict(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, learner = open_page(), open_page(width=390, height=844)
    sign_in(teacher, "instructor@demo.edusync.test")
    slug = new_course(teacher, "Course with an exam")
    lesson_id, quiz_id = as_exam(teacher, slug)
    set_up(teacher, slug, quiz_id)
    sign_in(learner, LEARNER)
    acts.enroll(learner, slug)
    learner.goto(f"/learn/{slug}/{lesson_id}")
    come_in(learner)
    watch(teacher, learner, slug, quiz_id)
    decide(teacher, learner)


def set_up(teacher: Page, slug: str, quiz_id: int) -> None:
    """What the exam asks for, by its screen, and a sitting that runs."""
    teacher.goto(f"/teach/{slug}/exams")
    teacher.get_by_role("link", name="Set up").click()
    main = teacher.get_by_role("main")
    main.get_by_label("Registration needed").check()
    main.get_by_label("How candidates show who they are").select_option("statement")
    main.get_by_label("Reminder after: Pasted").fill("1")
    main.get_by_label("Review after: Pasted").fill("1")
    main.get_by_role("button", name="Save", exact=True).click()
    expect(main.get_by_role("heading", name="Sittings")).to_be_visible()
    assert not acts.rejected_rules(teacher)
    now = dt.datetime.now(dt.UTC)
    sitting = {
        "starts_at": (now - dt.timedelta(hours=1)).isoformat(),
        "ends_at": (now + dt.timedelta(hours=3)).isoformat(),
        "seats": 1,
        "title": "Room 4",
    }
    acts.call(teacher, "POST", f"/api/v1/quizzes/{quiz_id}/exam/sittings", sitting)


def come_in(learner: Page) -> None:
    """Register, agree, check in, begin."""
    desk = learner.get_by_role("region", name="Exam", exact=True)
    desk.get_by_role("radio").check()
    desk.get_by_role("button", name="Register", exact=True).click()
    expect(desk.get_by_text("Machines decide nothing")).to_be_visible()
    assert not acts.rejected_rules(learner)
    assert acts.overflow(learner) <= 0
    desk.get_by_label("I have read this, and I agree.").check()
    desk.get_by_label("Your full name").fill("Noor Sixteen")
    desk.get_by_role("button", name="Check in").click()
    learner.get_by_role("main").get_by_role("button", name="Start the quiz").click()
    expect(learner.get_by_text("What happens to this page is noted while the exam runs.")).to_be_visible()


def watch(teacher: Page, learner: Page, slug: str, quiz_id: int) -> None:
    """Pasting reminds the candidate and shows in the live view; the invigilator's words arrive."""
    learner.evaluate(PASTE)
    expect(learner.get_by_text("A reminder: pasting, once so far", exact=True)).to_be_visible()
    teacher.goto(f"/teach/{slug}/exams/{quiz_id}")
    row = teacher.get_by_role("main").get_by_role("listitem").filter(has=teacher.get_by_role("progressbar"))
    expect(row.get_by_text("Writing", exact=True)).to_be_visible()
    expect(row.get_by_text("Pasted: 1", exact=True)).to_be_attached()
    assert not acts.rejected_rules(teacher)
    row.get_by_role("link").first.click()
    main = teacher.get_by_role("main")
    main.get_by_label("Words to the candidate").fill("Please close the other window.")
    main.get_by_role("button", name="Send", exact=True).click()
    expect(
        learner.get_by_role("main").get_by_text("Please close the other window.", exact=True)
    ).to_be_visible(timeout=30_000)
    assert not acts.rejected_rules(teacher)


def decide(teacher: Page, learner: Page) -> None:
    """Handed in, it waits for a person, who decides with a reason that the candidate reads."""
    acts.answer_small_quiz(learner)
    learner.get_by_role("button", name="Hand in").click()
    expect(learner.get_by_text("A person will look at what was noted during the exam.")).to_be_visible()
    teacher.reload()
    main = teacher.get_by_role("main")
    main.get_by_role("radio", name="Accepted").check()
    main.get_by_label("Reason", exact=True).fill("The text was her own.")
    main.get_by_role("button", name="Decide", exact=True).click()
    expect(main.get_by_text("Decided", exact=True)).to_be_visible()
    assert not acts.rejected_rules(teacher)
    teacher.get_by_role("link", name="Print").click()
    expect(teacher.get_by_role("heading", name="What was noticed and done")).to_be_visible()
    assert not acts.rejected_rules(teacher)
    learner.reload()
    expect(learner.get_by_text("The exam was accepted.", exact=True)).to_be_visible()
