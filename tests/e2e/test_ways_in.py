"""Coming into a course by a link and by a rule."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

NEWCOMER = "newcomer@example.test"
NEW_PASSWORD = "a-long-walk-by-the-river-7"


@pytest.fixture
def teacher(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    return page


def new_course(page: Page, title: str, **settings: Any) -> str:
    """A published copy of a short course with these settings; its slug."""
    made = acts.call(page, "POST", f"/api/v1/courses/{acts.SMALL_COURSE}/copies", {"title": title})
    slug = str(made["course"]["slug"])
    if settings:
        course = acts.call(page, "GET", f"/api/v1/courses/{slug}")
        acts.call(page, "PATCH", f"/api/v1/courses/{slug}", settings, course["row_version"])
    acts.publish(page, slug)
    return slug


def test_a_new_person_signs_up_by_a_link_and_is_in_the_course(
    teacher: Page, open_page: Callable[..., Page], site: Site
) -> None:
    slug = new_course(teacher, "By invitation only", access="restricted")
    teacher.goto(f"/teach/{slug}/ways-in")
    teacher.get_by_role("button", name="New link or key").click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Open day")
    dialog.get_by_label("How many people").fill("1")
    dialog.get_by_role("button", name="New link or key").click()
    address = dialog.get_by_test_id("secret").inner_text()
    expect(dialog.get_by_role("img", name="QR code of the link")).to_be_visible()
    dialog.get_by_role("button", name="Done").click()
    expect(teacher.get_by_text("0 of 1 uses")).to_be_visible()
    assert address not in teacher.content()

    newcomer = open_page(width=390, height=844)
    path = address[address.index("/join/") :]
    newcomer.goto(path)
    expect(newcomer.get_by_role("heading", name="By invitation only")).to_be_visible()
    assert acts.overflow(newcomer) <= 0
    newcomer.get_by_role("link", name="Create an account").click()
    newcomer.get_by_label("First name").fill("Nila")
    newcomer.get_by_label("Last name").fill("Newcomer")
    newcomer.get_by_label("E-mail", exact=True).fill(NEWCOMER)
    newcomer.get_by_label("Password", exact=True).fill(NEW_PASSWORD)
    newcomer.get_by_role("main").get_by_role("button", name="Create account").click()
    expect(newcomer.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    newcomer.goto(site.wait_for_link(NEWCOMER, r"/verify-email/"))
    expect(newcomer.get_by_role("heading", name="Your e-mail is verified")).to_be_visible()
    expect(newcomer.get_by_role("button", name="Start learning")).to_be_visible()
    newcomer.goto(path)
    newcomer.get_by_role("button", name="Join the course").click()
    newcomer.wait_for_url(re.compile(rf"/learn/{slug}"))

    teacher.reload()
    expect(teacher.get_by_text("1 of 1 uses")).to_be_visible()
    expect(teacher.get_by_text("Used up")).to_be_visible()


def test_a_key_opens_a_restricted_course_on_its_page(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug = new_course(teacher, "By key only", access="restricted")
    made = acts.call(teacher, "POST", f"/api/v1/courses/{slug}/keys", {"kind": "key", "label": "Class 7b"})
    learner = open_page(width=390, height=844)
    sign_in(learner, "learner9@demo.edusync.test")
    learner.goto(f"/courses/{slug}")
    learner.get_by_text("I have an enrollment key").click()
    learner.get_by_label("Enrollment key").fill("not-this-one")
    learner.get_by_role("button", name="Come in by key").click()
    expect(learner.get_by_role("alert").filter(has_text="key")).to_be_visible()
    assert not acts.rejected_rules(learner)
    learner.get_by_label("Enrollment key").fill(made["secret"])
    learner.get_by_role("button", name="Come in by key").click()
    learner.wait_for_url(re.compile(rf"/learn/{slug}"))


def test_a_rule_says_who_would_come_and_brings_them(teacher: Page) -> None:
    slug = new_course(teacher, "For everybody here")
    teacher.goto(f"/teach/{slug}/ways-in")
    teacher.get_by_role("button", name="New rule").click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("Whom it brings").select_option("email_domain")
    dialog.get_by_label("Domain").fill("demo.edusync.test")
    dialog.get_by_role("button", name="Who would come?").click()
    told = dialog.get_by_text(re.compile(r"^\d+ people would come$"))
    expect(told).to_be_visible()
    number = int(re.sub(r"\D", "", told.inner_text()))
    assert number > 10
    dialog.get_by_role("button", name="Make the rule").click()
    expect(dialog).to_be_hidden()
    row = teacher.get_by_test_id("rule")
    expect(row.get_by_text("Everybody with an address at demo.edusync.test")).to_be_visible()
    for _ in range(30):
        teacher.get_by_role("button", name="Refresh").click()
        teacher.wait_for_timeout(500)
        if row.get_by_text(f"{number} enrolled").count():
            break
    expect(row.get_by_text(f"{number} enrolled")).to_be_visible()
