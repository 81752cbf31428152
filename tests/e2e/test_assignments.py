"""Work is handed in on a phone; thirty-one pieces are marked with a rubric by keys alone, posted, and seen."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

INSTRUCTOR = "instructor@demo.edusync.test"
LEARNER = "learner@demo.edusync.test"
OTHERS = 30
# What thirty others handed in, through the services.
HAND_IN = """
from edusync.assessment.models import Assignment
from edusync.assessment.services import assignments
from edusync.enrollment.services import enroll_learner
from edusync.identity.services import create_person, ensure_default_organization
from edusync.kernel.tenancy import organization_context
organization = ensure_default_organization()
with organization_context(organization.pk):
    row = Assignment.objects.select_related("lesson", "course").get(pk={pk})
    for number in range({count}):
        person = create_person(email=f"pile{{number}}@example.org", first_name="Pile", last_name=f"Number {{number:02}}",
            roles=("learner",), organization_id=organization.pk, is_email_verified=True)
        place = enroll_learner(course_id=row.course_id, learner_id=person.pk)
        assignments.save_draft(assignment=row, enrollment=place, base_version=None, text=f"Work {{number}}")
        assignments.submit_work(assignment=row, enrollment=place)
"""


def level(title: str, points: int) -> dict[str, Any]:
    """A level of a rubric."""
    return {"title": title, "description": "", "points": points}


def set_up(teacher: Page) -> tuple[str, int, int]:
    """A published course with an assignment that is marked by a rubric; its slug, lesson and assignment."""
    course, lesson = acts.new_lesson(teacher, course="Handing in", kind="assignment", title="A letter")
    slug = course["slug"]
    rubric = acts.call(
        teacher,
        "POST",
        "/api/v1/rubrics",
        {
            "title": "Letters",
            "course": slug,
            "criteria": [
                {"title": title, "description": "", "levels": [level("Good", 5), level("Fair", 3)]}
                for title in ("Content", "Form")
            ],
        },
    )
    brief = {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": "<p>Write a letter.</p>"}]}
    body = {"brief": brief, "points": "10", "rubric": rubric["uuid"], "accepts_files": True}
    saved = acts.call(teacher, "PUT", f"/api/v1/lessons/{lesson['id']}/assignment", body, 0)
    acts.publish(teacher, slug)
    return str(slug), int(lesson["id"]), int(saved["id"])


def hand_in_on_a_phone(phone: Page, slug: str, lesson: int) -> None:
    """Write, see that it is kept, come back, add a file, look once more, hand in."""
    acts.enroll(phone, slug)
    phone.goto(f"/learn/{slug}/{lesson}")
    field = phone.get_by_role("textbox", name="Your text", exact=True)
    field.fill("Dear friend, this is my letter.")
    expect(phone.get_by_text("Draft saved", exact=True)).to_be_visible()
    phone.reload()
    expect(field).to_have_value("Dear friend, this is my letter.")
    phone.locator("input[type=file]").set_input_files(
        {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"My letter as a file."}
    )
    expect(phone.get_by_role("link", name="letter.txt", exact=True)).to_be_visible()
    assert not acts.rejected_rules(phone)
    assert acts.overflow(phone) <= 0
    phone.get_by_role("button", name="Hand in", exact=True).click()
    phone.get_by_role("button", name="Hand in now", exact=True).click()
    expect(phone.get_by_text(re.compile("^Received "))).to_be_visible()
    expect(phone.get_by_text("Handed in", exact=True).first).to_be_visible()


def mark_by_keys(teacher: Page, assignment: int) -> None:
    """Two number keys for each, and n for the next one; then all are posted from the keyboard."""
    teacher.goto(f"/marking/{assignment}")
    name = teacher.locator("[data-learner]")
    total = OTHERS + 1
    for number in range(1, total + 1):
        line = teacher.get_by_role("complementary", name="Submissions").locator("button[aria-current=true]")
        expect(line).to_have_count(1)
        expect(name).to_have_text(line.locator("span[dir=auto]").inner_text())
        expect(teacher.locator("[data-criterion='1'].ring-1")).to_be_visible()
        teacher.keyboard.press("1")
        expect(teacher.locator("[data-criterion='2'].ring-1")).to_be_visible()
        teacher.keyboard.press("2" if number % 2 else "1")
        expect(teacher.locator("[data-shown-mark]")).to_have_text(re.compile(r"^(8|10) / 10$"))
        if number < total:
            before = name.inner_text()
            teacher.keyboard.press("n")
            expect(name).not_to_have_text(before)
    expect(teacher.locator("[data-mark-state]")).to_have_text("Saved")
    post = teacher.get_by_role("button", name=f"Post {total} marks", exact=True)
    expect(post).to_be_enabled()
    post.focus()
    teacher.keyboard.press("Enter")
    expect(teacher.get_by_text(f"{total} learners see their marks now", exact=True).first).to_be_visible()


def test_handed_in_on_a_phone_marked_by_keys_and_seen(
    site: Site, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher = open_page()
    sign_in(teacher, INSTRUCTOR)
    slug, lesson, assignment = set_up(teacher)
    phone = open_page(width=390, height=800)
    sign_in(phone, LEARNER)
    hand_in_on_a_phone(phone, slug, lesson)
    site.manage("shell", "-c", HAND_IN.format(pk=assignment, count=OTHERS))
    mark_by_keys(teacher, assignment)
    phone.reload()
    expect(phone.get_by_text("8 of 10 points", exact=True).first).to_be_visible()


def test_a_draft_waits_on_the_device_until_there_is_a_connection(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher = open_page()
    sign_in(teacher, INSTRUCTOR)
    slug, lesson, _ = set_up(teacher)
    page = open_page()
    sign_in(page, LEARNER)
    acts.enroll(page, slug)
    page.goto(f"/learn/{slug}/{lesson}")
    field = page.get_by_role("textbox", name="Your text", exact=True)
    expect(field).to_be_visible()
    page.context.set_offline(True)
    field.fill("Written on the train.")
    expect(page.get_by_text(re.compile("^Offline: kept on this device"))).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Draft saved", exact=True)).to_be_visible()


def test_an_assignment_is_written_in_the_studio(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    # High enough for all of it: nothing is half under the bar at the bottom.
    page = open_page(height=2600)
    sign_in(page, INSTRUCTOR)
    slug, lesson, _ = set_up(page)
    page.goto(f"/teach/{slug}/build/{lesson}")
    page.get_by_role("checkbox", name=re.compile("^Mark without names")).check()
    page.get_by_role("spinbutton", name="Tries", exact=True).fill("2")
    page.get_by_role("spinbutton", name="Tries", exact=True).press("Tab")
    page.get_by_role("button", name="Save assignment", exact=True).click()
    expect(page.get_by_role("button", name="Save assignment", exact=True)).to_be_disabled()
    assert not acts.rejected_rules(page)
    saved = acts.call(page, "GET", f"/api/v1/lessons/{lesson}/assignment")
    assert (saved["is_anonymous"], saved["attempts_allowed"]) == (True, 2)
