"""A full course, the line for it, an offered seat: three people in three browsers."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts

FIRST, SECOND, THIRD = (f"learner{number}@demo.edusync.test" for number in (10, 11, 12))


@pytest.fixture
def teacher(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    return page


def new_course(page: Page, title: str, **settings: Any) -> str:
    """A published copy of a short course with these settings; its slug."""
    made = acts.call(page, "POST", f"/api/v1/courses/{acts.SMALL_COURSE}/copies", {"title": title})
    slug = str(made["course"]["slug"])
    course = acts.call(page, "GET", f"/api/v1/courses/{slug}")
    acts.call(page, "PATCH", f"/api/v1/courses/{slug}", settings, course["row_version"])
    acts.publish(page, slug)
    return slug


def join_line(page: Page, slug: str) -> None:
    """Stand in line from the course's page."""
    page.goto(f"/courses/{slug}")
    expect(page.get_by_text("All seats are taken.")).to_be_visible()
    page.get_by_role("button", name="Join the line").click()
    expect(page.get_by_text("You are in line", exact=True)).to_be_visible()


def test_from_a_full_course_to_an_accepted_offer(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug = new_course(teacher, "One seat only", capacity=1, is_waitlist_on=True)
    seated, next_one, last = open_page(), open_page(), open_page(width=390, height=844)
    for page, email in ((seated, FIRST), (next_one, SECOND), (last, THIRD)):
        sign_in(page, email)
    acts.enroll(seated, slug)
    join_line(next_one, slug)
    expect(next_one.get_by_text("You are next, of 1 in line.")).to_be_visible()
    join_line(last, slug)
    expect(last.get_by_text("You are number 2 of 2 in line.")).to_be_visible()
    assert acts.overflow(last) <= 0

    seated.goto(f"/courses/{slug}")
    seated.get_by_role("button", name=re.compile("^Leave the course")).click()
    dialog = seated.get_by_role("dialog")
    expect(dialog.get_by_text("Your seat becomes free for somebody else.", exact=False)).to_be_visible()
    dialog.get_by_role("button", name="Leave the course").click()
    expect(seated.get_by_role("button", name="Join the line")).to_be_visible()

    next_one.goto("/my-learning")
    offer = next_one.get_by_role("region", name="Seat offered in One seat only")
    expect(offer.get_by_text("A seat is free for you in “One seat only”")).to_be_visible()
    expect(offer.get_by_text(re.compile(r"\d+ hours left\."))).to_be_visible()
    offer.get_by_role("button", name=re.compile("^Take the seat")).click()
    next_one.wait_for_url(re.compile(rf"/learn/{slug}"))
    last.goto(f"/courses/{slug}")
    expect(last.get_by_text("You are next, of 1 in line.")).to_be_visible()


def test_a_seat_that_is_let_go_goes_to_the_next(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug = new_course(teacher, "Seat to let go", capacity=1, is_waitlist_on=True)
    seated, first, second = open_page(), open_page(), open_page()
    for page, email in ((seated, FIRST), (first, SECOND), (second, THIRD)):
        sign_in(page, email)
    acts.enroll(seated, slug)
    join_line(first, slug)
    join_line(second, slug)

    teacher.goto(f"/teach/{slug}/learners?view=line")
    line = teacher.get_by_role("list", name="The line for a seat")
    expect(line.get_by_role("listitem")).to_have_count(2)
    line.get_by_role("listitem").nth(1).get_by_role("button", name=re.compile("to the front$")).click()
    expect(teacher.get_by_text("The order of the line is saved.").first).to_be_visible()
    expect(line.get_by_role("listitem").first).to_contain_text(THIRD)
    first.reload()
    expect(first.get_by_text("You are number 2 of 2 in line.")).to_be_visible()

    mine = acts.call(seated, "GET", f"/api/v1/courses/{slug}/enrollment")["mine"]
    acts.call(seated, "POST", f"/api/v1/enrollments/{mine['id']}/withdraw", {})
    second.goto(f"/courses/{slug}")
    second.get_by_role("button", name="Let it go").click()
    second.get_by_role("dialog").get_by_role("button", name="Let it go").click()
    expect(second.get_by_role("button", name="Join the line")).to_be_visible()
    first.reload()
    expect(first.get_by_role("button", name="Take the seat")).to_be_visible()
    teacher.reload()
    expect(teacher.get_by_role("region", name="A seat is on offer")).to_contain_text(SECOND)
