"""People of a course: acts on many with a result for each, one person's history, a break and its end."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.test_waitlist import new_course

TWO = ("learner14@demo.edusync.test", "learner15@demo.edusync.test")


def test_acts_on_many_tell_what_became_of_each(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher = open_page()
    sign_in(teacher, "instructor@demo.edusync.test")
    slug = new_course(teacher, "People of all kinds")
    for email in TWO:
        learner = open_page()
        sign_in(learner, email)
        acts.enroll(learner, slug)
    teacher.goto(f"/teach/{slug}/learners")
    table = teacher.get_by_role("table", name="People")
    first = table.get_by_role("row").filter(has_text=TWO[0])
    first.get_by_role("checkbox").check()
    bar = teacher.get_by_role("toolbar", name="Acts on the chosen people")
    bar.get_by_role("button", name="Suspend").click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("Exam week")
    dialog.get_by_role("button", name="Suspend").click()
    expect(dialog.get_by_text("Done for 1 person.")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()
    expect(first.get_by_text("Suspended")).to_be_visible()

    teacher.get_by_label("Choose all 2 shown").check()
    bar.get_by_role("button", name="Suspend").click()
    dialog.get_by_role("button", name="Suspend").click()
    expect(dialog.get_by_text("Done for 1 person.")).to_be_visible()
    expect(dialog.get_by_text("Not possible for 1 person:").first).to_be_visible()
    expect(dialog.get_by_text("The state of this place in the course does not allow that.")).to_be_visible()
    dialog.get_by_role("button", name="Close").last.click()

    first.get_by_role("button").filter(has_text=TWO[0]).click()
    drawer = teacher.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name="History")).to_be_visible()
    expect(drawer.get_by_text("Exam week")).to_be_visible()
    drawer.get_by_role("button", name="Open again").click()
    expect(drawer.get_by_role("button", name="Suspend")).to_be_visible()


def test_a_break_and_its_end(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
    teacher, learner = open_page(), open_page(width=390, height=844)
    sign_in(teacher, "instructor@demo.edusync.test")
    slug = new_course(teacher, "Course with a break")
    sign_in(learner, TWO[0])
    acts.enroll(learner, slug)
    learner.goto("/my-learning")
    learner.get_by_role("button", name="More for Course with a break").click()
    learner.get_by_role("button", name="Take a break").click()
    places = learner.get_by_role("region", name="Requests, lines and breaks")
    places.get_by_role("button", name="Go on learning: Course with a break").click()
    expect(learner.get_by_role("button", name="More for Course with a break")).to_be_visible()

    # Leaving a course that anybody may take is undone by one click.
    learner.goto(f"/courses/{slug}")
    learner.get_by_role("button", name=re.compile("^Leave the course")).click()
    expect(learner.get_by_role("button", name="Enroll for free")).to_be_visible()
    learner.get_by_role("button", name="Undo").click()
    expect(
        learner.get_by_role("link", name=re.compile("Start the first lesson|Go on learning"))
    ).to_be_visible()
