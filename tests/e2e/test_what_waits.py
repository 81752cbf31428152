"""A work is handed in: the teacher's home says that it waits, leads to it, and says no more of it once it is marked."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts
from tests.e2e.test_assignments import INSTRUCTOR, LEARNER, hand_in_on_a_phone

TITLE = "Evening letters"


def set_up(teacher: Page) -> tuple[str, int, int]:
    """A published course with an assignment worth 10 points; its slug, lesson and assignment."""
    course, lesson = acts.new_lesson(teacher, course=TITLE, kind="assignment", title="A letter")
    slug = course["slug"]
    brief = {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": "<p>Write a letter.</p>"}]}
    body = {"brief": brief, "points": "10", "accepts_files": True}
    saved = acts.call(teacher, "PUT", f"/api/v1/lessons/{lesson['id']}/assignment", body, 0)
    acts.publish(teacher, slug)
    return str(slug), int(lesson["id"]), int(saved["id"])


def rows(page: Page) -> Locator:
    """What home says of the course, with everything shown."""
    page.goto("/home")
    card = page.get_by_role("region", name="What waits")
    expect(card.get_by_role("link").or_(card.get_by_text("Nothing waits for you")).first).to_be_visible()
    more = card.get_by_role("button", name=re.compile("^Show all"))
    if more.count():
        more.click()
        expect(more).to_have_count(0)
    return card.get_by_role("link").filter(has_text=TITLE)


def test_what_was_handed_in_waits_at_home_until_it_is_marked(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher = open_page()
    sign_in(teacher, INSTRUCTOR)
    slug, lesson, assignment = set_up(teacher)
    expect(rows(teacher)).to_have_count(0)

    phone = open_page(width=390, height=800)
    sign_in(phone, LEARNER)
    hand_in_on_a_phone(phone, slug, lesson)
    # For who learns only, nothing of the kind is there.
    phone.goto("/home")
    expect(phone.get_by_role("heading", name="This week")).to_be_visible()
    expect(phone.get_by_role("heading", name="What waits")).to_have_count(0)

    row = rows(teacher)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("1 submission to mark")
    expect(row).to_contain_text("A letter · today")
    assert not acts.rejected_rules(teacher)

    teacher.goto("/teach")
    link = teacher.get_by_role("link", name=f"1 waits in {TITLE}")
    expect(link).to_have_attribute("href", f"/marking/{assignment}")

    # By the keyboard from home to the work, and through it.
    rows(teacher).focus()
    teacher.keyboard.press("Enter")
    teacher.wait_for_url(re.compile(f"/marking/{assignment}\\b"))
    expect(teacher.get_by_text("Dear friend, this is my letter.")).to_be_visible()
    teacher.keyboard.press("m")
    expect(teacher.get_by_label("Points", exact=True)).to_be_focused()
    with teacher.expect_response(re.compile(r"/api/v1/submissions/[^/]+/mark$")) as kept:
        teacher.keyboard.type("8")
        teacher.keyboard.press("Enter")
    assert kept.value.ok
    expect(rows(teacher)).to_contain_text("1 mark to post")
    rows(teacher).click()
    teacher.get_by_role("button", name="Post 1 mark", exact=True).click()
    expect(teacher.get_by_text("1 learner sees the mark now").first).to_be_visible()
    expect(rows(teacher)).to_have_count(0)


def test_a_teacher_reads_what_waits_on_a_phone(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    phone = open_page(width=390, height=800)
    sign_in(phone, INSTRUCTOR)
    rows(phone)
    assert acts.overflow(phone) <= 0
    assert not acts.rejected_rules(phone)
