"""Attendance in the browser: a code on the wall, a learner's phone, everybody else by one key, and what the learner sees."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.test_waitlist import new_course

LEARNERS = ("learner16@demo.edusync.test", "learner17@demo.edusync.test")


def test_a_meeting_from_the_code_on_the_wall_to_the_learners_grades(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, learner, other = open_page(width=390, height=844), open_page(width=390, height=844), open_page()
    sign_in(teacher, "instructor@demo.edusync.test")
    slug = new_course(teacher, "Course with meetings")
    for page, person in zip((learner, other), LEARNERS, strict=True):
        sign_in(page, person)
        acts.enroll(page, slug)

    teacher.goto(f"/teach/{slug}/attendance")
    teacher.get_by_role("main").get_by_role("button", name="Add a meeting").first.click()
    dialog = teacher.get_by_role("dialog", name="Add a meeting")
    dialog.get_by_label("Topic").fill("First steps")
    dialog.get_by_role("button", name="Save meeting").click()
    expect(teacher.get_by_role("heading", name="First steps", level=1)).to_be_visible()
    meeting = teacher.url

    teacher.get_by_role("link", name="Code on the wall").click()
    teacher.get_by_role("button", name="Show the code").click()
    expect(teacher.get_by_role("img", name="QR code that opens the check-in page")).to_be_visible()
    session = meeting.rsplit("/", 1)[1]
    code = acts.call(teacher, "GET", f"/api/v1/attendance-sessions/{session}/check-in")["code"]
    learner.goto("/checkin")
    learner.get_by_label("Code").fill(code)
    learner.get_by_role("button", name="I am here").click()
    expect(learner.get_by_role("status").get_by_text("You are checked in", exact=True)).to_be_visible()
    # A guess counts for nothing.
    other.goto("/checkin")
    other.get_by_label("Code").fill("000000" if code != "000000" else "000001")
    other.get_by_role("button", name="I am here").click()
    expect(other.get_by_role("alert")).to_contain_text("This code does not count now.")

    teacher.goto(meeting)
    everybody = teacher.get_by_role("button", name="Everybody else present")
    everybody.click()
    expect(everybody).to_be_disabled()
    rows = teacher.get_by_role("main").get_by_role("listitem")
    expect(rows.get_by_role("button", name="Present", pressed=True)).to_have_count(2)
    rows.get_by_role("button", name="Late", exact=True).first.click()
    expect(rows.get_by_role("button", name="Late", pressed=True)).to_have_count(1)
    assert acts.overflow(teacher) <= 0

    learner.goto(f"/grades/{slug}")
    expect(learner.get_by_role("heading", name="Attendance")).to_be_visible()
    assert acts.overflow(learner) <= 0
