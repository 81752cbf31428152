"""An instructor publishes twice, reads what changed, and goes back while a learner is under way; a backup becomes a new course."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts

COURSE = acts.SMALL_COURSE
API = """async ([method, url, body, headers]) => {
  const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
  const answer = await fetch(url, { method, body: body && JSON.stringify(body), headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token, ...headers } });
  return { status: answer.status, tag: answer.headers.get('ETag'), body: await answer.json().catch(() => null) };
}"""


@pytest.fixture
def teacher(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    """The instructor's page."""
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    return page


def ask(page: Page, method: str, url: str, body: Any = None, **headers: str) -> dict[str, Any]:
    """Another client of the same person, as an editor in another window is."""
    answer: dict[str, Any] = page.evaluate(API, [method, url, body, headers])
    assert answer["status"] < 300, answer
    return answer


def rename(page: Page, lesson_id: int, title: str) -> None:
    """Give a lesson another title."""
    tag = ask(page, "GET", f"/api/v1/lessons/{lesson_id}")["tag"]
    ask(page, "PATCH", f"/api/v1/lessons/{lesson_id}", {"title": title}, **{"If-Match": tag})


def test_an_old_version_comes_back_while_a_learner_is_under_way(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    learner = open_page()
    sign_in(learner, "learner6@demo.edusync.test")
    acts.enroll(learner, COURSE)
    acts.complete_lesson(learner)

    teacher.goto(f"/teach/{COURSE}/versions")
    teacher.get_by_role("button", name="Save a version").click()
    teacher.get_by_label("What is special about this state?").fill("As taught in spring")
    teacher.get_by_role("main").locator("form").get_by_role("button", name="Save a version").click()
    expect(teacher.get_by_text("As taught in spring")).to_be_visible()
    number = acts.percent(teacher.get_by_role("heading", level=2).first.inner_text())

    course = ask(teacher, "GET", f"/api/v1/courses/{COURSE}/outline")["body"]
    lesson = course["modules"][0]["lessons"][0]
    rename(teacher, lesson["id"], "Percent, newly told")
    ask(teacher, "POST", f"/api/v1/courses/{COURSE}/versions", {"notes": "After the holidays"})
    teacher.reload()
    newest = teacher.get_by_role("article").first
    expect(newest).to_contain_text(f"Lesson “{lesson['title']}” renamed to “Percent, newly told”")

    teacher.get_by_role("button", name=f"Compare version {number}").click()
    expect(teacher.get_by_role("heading", name="1 change")).to_be_visible()

    teacher.get_by_role("button", name=f"Restore version {number}").click()
    dialog = teacher.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(r"learners? (is|are) under way"))).to_be_visible()
    expect(dialog.get_by_text("renamed to")).to_be_visible()
    dialog.get_by_role("button", name="Restore").click()
    expect(teacher.get_by_text(f"Version {number} restored").first).to_be_visible()
    assert ask(teacher, "GET", f"/api/v1/lessons/{lesson['id']}")["body"]["title"] == lesson["title"]

    learner.goto(f"/learn/{COURSE}/{lesson['id']}")
    expect(learner.get_by_text("Completed", exact=True).first).to_be_visible()
    expect(learner.get_by_role("heading", name=lesson["title"]).first).to_be_visible()


def test_a_version_is_read_as_it_was(teacher: Page) -> None:
    teacher.goto(f"/teach/{acts.SHOWCASE}/versions")
    teacher.get_by_role("link", name="Look at it").last.click()
    expect(teacher.get_by_role("navigation", name="Outline of this version")).to_be_visible()
    teacher.get_by_role("button", name="Take in, store, bring back").click()
    expect(teacher.locator(".block-document").first).to_be_visible()


def test_a_backup_becomes_a_new_course(teacher: Page, tmp_path: Path) -> None:
    teacher.goto(f"/teach/{COURSE}/export")
    teacher.get_by_role("button", name="Backup: Make the file").click()
    link = teacher.get_by_role("link", name=re.compile(r"\.edusync\.zip"))
    expect(link).to_be_visible(timeout=60_000)
    with teacher.expect_download() as download:
        link.click()
    package = tmp_path / "backup.edusync.zip"
    package.write_bytes(Path(download.value.path()).read_bytes())

    teacher.goto("/teach/import")
    teacher.get_by_label("Course package").set_input_files(package)
    teacher.get_by_role("button", name="Import", exact=True).click()
    teacher.wait_for_url(re.compile(r"/teach/import/[0-9a-f-]{36}"))
    expect(teacher.get_by_text("Finished").first).to_be_visible(timeout=60_000)
    expect(teacher.get_by_text("EduSync backup").first).to_be_visible()
    expect(teacher.get_by_role("button", name=re.compile(r"Left out.*\b0\b|0.*Left out"))).to_be_visible()


def test_course_as_code_goes_out_and_comes_back(teacher: Page, tmp_path: Path) -> None:
    teacher.goto(f"/teach/{COURSE}/export")
    teacher.get_by_role("button", name="Course as code: Make the file").click()
    link = teacher.get_by_role("link", name=re.compile(r"-code\.zip"))
    expect(link).to_be_visible(timeout=60_000)
    with teacher.expect_download() as download:
        link.click()
    package = tmp_path / "code.zip"
    package.write_bytes(Path(download.value.path()).read_bytes())

    teacher.get_by_label("Packed folder of the course").set_input_files(package)
    expect(teacher.get_by_role("heading", name="Nothing would change")).to_be_visible(timeout=30_000)
