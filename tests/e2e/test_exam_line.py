"""The line of a full sitting in the browser: waiting, the number in line, the offer, and what staff see."""

import datetime as dt
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.test_exam import as_exam
from tests.e2e.test_waitlist import new_course

FIRST, SECOND = "learner17@demo.edusync.test", "learner18@demo.edusync.test"


def test_waiting_for_a_seat_and_taking_it(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, first, second = open_page(), open_page(), open_page(width=390, height=844)
    sign_in(teacher, "instructor@demo.edusync.test")
    slug = new_course(teacher, "Course with a full sitting")
    lesson_id, quiz_id = as_exam(teacher, slug)
    rules = {"is_registration_needed": True, "identity": "none"}
    acts.call(teacher, "PUT", f"/api/v1/quizzes/{quiz_id}/exam/settings", rules, 0)
    start = dt.datetime.now(dt.UTC) + dt.timedelta(days=3)
    times = {"starts_at": start.isoformat(), "ends_at": (start + dt.timedelta(hours=2)).isoformat()}
    sitting = acts.call(
        teacher, "POST", f"/api/v1/quizzes/{quiz_id}/exam/sittings", {**times, "seats": 1, "title": "Room 4"}
    )
    sign_in(first, FIRST)
    acts.enroll(first, slug)
    acts.call(first, "PUT", f"/api/v1/quizzes/{quiz_id}/exam/registration", {"sitting": sitting["uuid"]})
    wait(second, sign_in, slug, lesson_id)
    staff_sees(teacher, slug, quiz_id)
    first.goto(f"/learn/{slug}/{lesson_id}")
    first.get_by_role("button", name="Give the place back").click()
    expect(first.get_by_role("radio")).to_be_visible()
    second.reload()
    desk = second.get_by_role("region", name="Exam", exact=True)
    line = desk.get_by_role("group", name="Waiting for a seat")
    expect(line.get_by_text("A seat is free for you", exact=True)).to_be_visible()
    assert not acts.rejected_rules(second)
    line.get_by_role("button", name="Take the seat").click()
    expect(desk.get_by_text("You are registered", exact=True)).to_be_visible()
    expect(line).to_be_hidden()
    cancel(teacher, slug, quiz_id)
    second.reload()
    expect(desk.get_by_text("You are registered", exact=True)).to_be_hidden()


def wait(second: Page, sign_in: Callable[..., None], slug: str, lesson_id: int) -> None:
    """On a phone: the sitting is full, one press joins its line."""
    sign_in(second, SECOND)
    acts.enroll(second, slug)
    second.goto(f"/learn/{slug}/{lesson_id}")
    desk = second.get_by_role("region", name="Exam", exact=True)
    desk.get_by_role("radio").check()
    desk.get_by_role("button", name="Wait for a seat").click()
    expect(desk.get_by_text("You are number 1 in line", exact=True)).to_be_visible()
    expect(desk.get_by_role("button", name="Register", exact=True)).to_be_hidden()
    assert not acts.rejected_rules(second)
    assert acts.overflow(second) <= 0


def staff_sees(teacher: Page, slug: str, quiz_id: int) -> None:
    """The line stands with its sitting."""
    teacher.goto(f"/teach/{slug}/exams/{quiz_id}/settings")
    main = teacher.get_by_role("main")
    main.get_by_role("button", name="Line of the sitting").click()
    expect(main.get_by_role("button", name="Move up:")).to_be_visible()
    assert not acts.rejected_rules(teacher)


def cancel(teacher: Page, slug: str, quiz_id: int) -> None:
    """The sitting does not take place, with a reason."""
    teacher.goto(f"/teach/{slug}/exams/{quiz_id}/settings")
    teacher.get_by_role("button", name="Cancel the sitting of").click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("Reason, as candidates read it").fill("The room has no heating.")
    dialog.get_by_role("button", name="Cancel it and tell everybody").click()
    expect(teacher.get_by_text("Canceled: The room has no heating.", exact=True)).to_be_visible()
