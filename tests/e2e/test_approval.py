"""A course on request: asking, a no with its reason, a second try, a yes by one key."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.test_waitlist import new_course

LEARNER = "learner13@demo.edusync.test"
REASON = "This one builds on another course. Please take that first."


def ask(page: Page, slug: str, message: str) -> None:
    """Ask from the course's page."""
    page.goto(f"/courses/{slug}")
    page.get_by_label("A message to the instructors").fill(message)
    page.get_by_role("button", name="Ask to take part").click()
    expect(page.get_by_text("Your request is with the instructors")).to_be_visible()


def test_a_request_is_declined_with_a_reason_and_approved_at_the_second_try(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, learner = open_page(), open_page(width=390, height=844)
    sign_in(teacher, "instructor@demo.edusync.test")
    sign_in(learner, LEARNER)
    slug = new_course(teacher, "Only on request")
    teacher.goto(f"/teach/{slug}/settings")
    teacher.get_by_label("Whoever is approved").check()
    expect(teacher.get_by_text("a refusal needs a reason", exact=False)).to_be_visible()
    teacher.get_by_role("button", name="Save", exact=True).click()
    expect(teacher.get_by_text("Settings saved").first).to_be_visible()

    ask(learner, slug, "I have counted apples all my life.")
    assert acts.overflow(learner) <= 0
    teacher.goto("/teach/requests")
    row = teacher.get_by_role("listitem").filter(has_text="I have counted apples")
    expect(row.get_by_role("link", name="Only on request")).to_be_visible()
    row.get_by_role("button", name=re.compile("^Decline")).click()
    dialog = teacher.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Decline", exact=True)).to_be_disabled()
    dialog.get_by_label("Reason").fill(REASON)
    dialog.get_by_role("button", name="Decline", exact=True).click()
    expect(row).to_have_count(0)

    learner.goto("/my-learning")
    places = learner.get_by_role("region", name="Requests, lines and breaks")
    expect(places.get_by_text(REASON)).to_be_visible()
    ask(learner, slug, "Now I have taken it.")

    teacher.goto(f"/teach/{slug}/learners?view=requests")
    expect(teacher.get_by_text("Now I have taken it.")).to_be_visible()
    teacher.keyboard.press("a")
    expect(teacher.get_by_text("Nobody is asking")).to_be_visible()
    learner.reload()
    learner.get_by_role("link", name="Start the first lesson").click()
    learner.wait_for_url(re.compile(rf"/learn/{slug}"))
