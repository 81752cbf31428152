"""Lessons that open by doing, modules that open week by week, courses that come first, copies that follow."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts


def copy_of(page: Page, source: str, title: str, **options: Any) -> str:
    """A published copy of a course; its slug."""
    made = acts.call(page, "POST", f"/api/v1/courses/{source}/copies", {"title": title, **options})
    slug = str(made["course"]["slug"])
    acts.publish(page, slug)
    return slug


def lessons(page: Page, slug: str) -> list[dict[str, Any]]:
    """All lessons of a course in order."""
    rules = acts.call(page, "GET", f"/api/v1/courses/{slug}/rules")
    return [lesson for module in rules["modules"] for lesson in module["lessons"]]


@pytest.fixture
def teacher(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    return page


def test_a_locked_lesson_says_what_is_missing_and_opens_by_doing(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug = copy_of(teacher, acts.SMALL_COURSE, "Percentages with rules")
    first, second = lessons(teacher, slug)[:2]
    teacher.goto(f"/teach/{slug}/rules")
    teacher.get_by_role("button", name=f"Rule of {second['title']}").click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_role("button", name="Condition", exact=True).click()
    dialog.get_by_label("Kind of condition").select_option("lesson-done")
    dialog.get_by_label("Lesson", exact=True).select_option(label=first["title"])
    dialog.get_by_role("button", name="Save rule").click()
    expect(dialog).to_be_hidden()
    expect(teacher.get_by_text(f"Finish “{first['title']}” first").first).to_be_visible()

    learner = open_page()
    sign_in(learner, "learner4@demo.edusync.test")
    acts.enroll(learner, slug)
    outline = learner.get_by_role("navigation", name="Outline")
    expect(outline.get_by_text(f"Finish “{first['title']}” first")).to_be_visible()
    learner.goto(f"/learn/{slug}/{second['id']}")
    expect(learner.get_by_role("heading", level=1, name="This lesson is not open yet")).to_be_visible()
    learner.get_by_role("main").get_by_role(
        "link", name=f"Finish “{first['title']}” first", exact=True
    ).click()
    expect(learner.get_by_role("heading", level=1, name=first["title"])).to_be_visible()
    mark = learner.get_by_role("button", name="Mark as completed")
    expect(mark.or_(learner.get_by_text("Completed", exact=True)).first).to_be_visible()
    if mark.count():
        acts.complete_lesson(learner)
    expect(outline.get_by_text(f"Finish “{first['title']}” first")).to_have_count(0)
    learner.goto(f"/learn/{slug}/{second['id']}")
    expect(learner.get_by_role("heading", level=1, name=second["title"])).to_be_visible()


def test_modules_open_week_by_week(teacher: Page) -> None:
    slug = copy_of(teacher, acts.SHOWCASE, "Week by week")
    teacher.goto(f"/teach/{slug}/rules")
    teacher.get_by_role("button", name="Apply", exact=True).click()
    expect(teacher.get_by_text("Opens 7 days after you enroll").first).to_be_visible()
    teacher.get_by_role("button", name="Open all at once").click()
    expect(teacher.get_by_text("Opens 7 days after you enroll")).to_have_count(0)


def test_what_comes_first_holds_up_enrollment_until_it_is_done(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    first = copy_of(teacher, acts.SMALL_COURSE, "First things")
    then = copy_of(teacher, acts.SMALL_COURSE, "Second things")
    teacher.goto(f"/teach/{then}/rules")
    teacher.get_by_role("button", name="Add a course").click()
    teacher.get_by_label("Search courses").fill("First things")
    picker = teacher.get_by_label("Course", exact=True)
    expect(picker.locator("option", has_text="First things")).to_have_count(1)
    picker.select_option(label="First things")
    expect(teacher.get_by_role("group", name="Picture of the prerequisites")).to_be_visible()

    learner = open_page()
    sign_in(learner, "learner4@demo.edusync.test")
    learner.goto(f"/courses/{then}")
    expect(learner.get_by_role("heading", name="Comes first")).to_be_visible()
    expect(learner.get_by_text("you have not begun it")).to_be_visible()
    expect(learner.get_by_role("button", name="Enroll for free")).to_be_disabled()
    acts.enroll(learner, first)
    for lesson in lessons(teacher, first):
        if lesson["completion"] in ("manual", "view") and lesson["kind"] != "quiz":
            acts.call(learner, "POST", f"/api/v1/lessons/{lesson['id']}/complete", {})
    rows = [{"course_id": course_id(teacher, first), "minimum_percent": 10}]
    acts.call(teacher, "PUT", f"/api/v1/courses/{then}/prerequisites", {"prerequisites": rows})
    acts.enroll(learner, then)


def course_id(page: Page, slug: str) -> int:
    """Id of a course."""
    return int(acts.call(page, "GET", f"/api/v1/courses/{slug}")["id"])


def test_a_copy_follows_its_blueprint_and_keeps_what_it_changed(teacher: Page) -> None:
    blueprint = copy_of(teacher, acts.SMALL_COURSE, "Blueprint of percentages")
    teacher.goto(f"/teach/{blueprint}/copies")
    teacher.get_by_role("button", name="Copy the course").click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Class 7b follows")
    dialog.get_by_label("Follow this course").check()
    dialog.get_by_role("button", name="Make the copy").click()
    expect(teacher.get_by_role("link", name="Class 7b follows")).to_be_visible()
    expect(teacher.get_by_text("Up to date")).to_be_visible()

    copies = acts.call(teacher, "GET", f"/api/v1/courses/{blueprint}/copies")["results"]
    theirs, ours = lessons(teacher, blueprint), lessons(teacher, copies[0]["slug"])
    rename(teacher, theirs[0]["id"], "Per cent, told anew")
    rename(teacher, theirs[1]["id"], "Their second title")
    rename(teacher, ours[1]["id"], "Our second title")
    teacher.goto(f"/teach/{blueprint}/copies")
    expect(teacher.get_by_text("Changes to bring in")).to_be_visible()
    teacher.get_by_role("button", name="Bring changes in").click()
    expect(dialog.get_by_text("“Per cent, told anew”", exact=False)).to_be_visible()
    expect(dialog.get_by_text("was changed here and stays", exact=False)).to_be_visible()
    dialog.get_by_role("button", name="Bring changes in").click()
    expect(dialog).to_be_hidden()
    titles = [lesson["title"] for lesson in lessons(teacher, copies[0]["slug"])]
    assert titles[:2] == ["Per cent, told anew", "Our second title"]


def rename(page: Page, lesson_id: int, title: str) -> None:
    """Give a lesson another title."""
    script = """async ([id, title]) => {
      const csrf = document.cookie.match(/csrftoken=([^;]+)/)?.[1] ?? '';
      const found = await fetch(`/api/v1/lessons/${id}`);
      const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': csrf, 'If-Match': found.headers.get('etag') };
      return (await fetch(`/api/v1/lessons/${id}`, { method: 'PATCH', headers, body: JSON.stringify({ title }) })).status;
    }"""
    assert page.evaluate(script, [lesson_id, title]) == 200
