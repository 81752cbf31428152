"""A film is brought, captioned and watched; a file is replaced everywhere; a PDF is read in the page."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts

FILM = Path(__file__).parent / "data" / "film.webm"
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


@pytest.fixture
def teacher(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    return page


def make_course(page: Page, title: str, kind: str) -> tuple[str, int]:
    """Slug of a new course with one lesson of the kind, and that lesson's id."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": title})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Only module"})
    lesson = acts.call(
        page, "POST", f"/api/v1/modules/{module['id']}/lessons", {"kind": kind, "title": title}
    )
    return course["slug"], lesson["id"]


def test_a_film_is_brought_captioned_and_watched(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug, lesson = make_course(teacher, "Loops on film", "video")
    teacher.goto(f"/teach/{slug}/build/{lesson}")
    teacher.get_by_role("button", name="Choose a film").click()
    teacher.get_by_role("dialog").locator("input[type=file]").set_input_files(FILM)
    expect(teacher.get_by_text("Length: 0:12")).to_be_visible()
    teacher.get_by_label("Add a language…").select_option("en")
    teacher.get_by_role("button", name="Add a piece", exact=True).click()
    teacher.get_by_label("Words of piece 1").fill("Hello loops")
    teacher.get_by_label("Words of piece 1").press("Control+Enter")
    teacher.get_by_label("Words of piece 2").fill("Loops say goodbye")
    teacher.get_by_role("button", name="Save captions").click()
    expect(teacher.get_by_text("Saved", exact=True).first).to_be_visible()
    teacher.get_by_role("switch", name="No jumping ahead").check()
    teacher.get_by_role("button", name="Add a chapter where the film is").click()
    acts.wait_until(
        teacher,
        f"fetch('/api/v1/lessons/{lesson}').then(a => a.json()).then(l => l.video.is_seek_locked && l.video.chapters.length === 1)",
    )
    acts.publish(teacher, slug)

    learner = open_page()
    sign_in(learner, "learner5@demo.edusync.test")
    acts.enroll(learner, slug)
    learner.goto(f"/learn/{slug}/{lesson}")
    learner.get_by_text("Transcript", exact=True).click()
    learner.get_by_label("Search in the transcript").fill("goodbye")
    expect(learner.get_by_text("1 place", exact=True)).to_be_visible()
    expect(learner.locator("mark")).to_have_text("goodbye")
    learner.get_by_label("Search in the transcript").fill("")
    expect(learner.get_by_role("button", name=re.compile("Chapter 1"))).to_be_visible()
    # Jumping to the end brings back to what was watched.
    acts.wait_until(learner, "document.querySelector('video').readyState >= 1")
    learner.evaluate("document.querySelector('video').currentTime = 11")
    acts.wait_until(learner, "document.querySelector('video').currentTime < 2")
    learner.evaluate(
        "(() => { const film = document.querySelector('video'); film.muted = true; return film.play(); })()"
    )
    acts.wait_until(learner, "document.querySelector('video').currentTime > 1")
    expect(learner.locator("li[aria-current=true]")).to_contain_text("Hello loops")
    learner.evaluate("document.querySelector('video').pause()")
    acts.wait_until(
        learner,
        f"fetch('/api/v1/lessons/{lesson}').then(a => a.json()).then(l => l.progress.watched.length === 1)",
    )


def test_a_file_replaced_is_new_everywhere_and_can_come_back(teacher: Page) -> None:
    slug, _ = make_course(teacher, "Papers to replace", "document")
    teacher.goto(f"/teach/{slug}/files")
    paper = {"name": "paper.pdf", "mimeType": "application/pdf", "buffer": PDF}
    teacher.get_by_label("Choose files").set_input_files(paper)
    # The line of the upload has a button of that name, too: it would cancel.
    teacher.get_by_role("list", name="Files", exact=True).get_by_role(
        "button", name=re.compile("paper.pdf")
    ).click()
    dialog = teacher.get_by_role("dialog")
    expect(dialog.get_by_text("Nowhere.")).to_be_visible()
    newer = {"name": "newer.pdf", "mimeType": "application/pdf", "buffer": PDF + b"% newer\n"}
    dialog.locator("input[type=file]").set_input_files(newer)
    expect(dialog.get_by_role("heading", name="Earlier contents")).to_be_visible()
    dialog.get_by_role("button", name="Bring back").click()
    expect(dialog.get_by_text("newer.pdf").first).to_be_visible()
    dialog.get_by_role("button", name="Delete").click()
    expect(teacher.get_by_text("No files yet")).to_be_visible()


def test_a_pdf_is_read_in_the_page(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug, lesson = make_course(teacher, "One page to read", "document")
    teacher.goto(f"/teach/{slug}/build/{lesson}")
    teacher.get_by_role("button", name="Add a file").click()
    page_of_paper = {"name": "page.pdf", "mimeType": "application/pdf", "buffer": PDF + b"% page\n"}
    teacher.get_by_role("dialog").locator("input[type=file]").set_input_files(page_of_paper)
    teacher.get_by_label("Title of file 1").fill("The page")
    acts.wait_until(
        teacher,
        f"fetch('/api/v1/lessons/{lesson}').then(a => a.json()).then(l => l.document.files[0]?.title === 'The page')",
    )
    acts.publish(teacher, slug)
    learner = open_page()
    sign_in(learner, "learner6@demo.edusync.test")
    acts.enroll(learner, slug)
    learner.goto(f"/learn/{slug}/{lesson}")
    learner.get_by_role("button", name="Read it here").click()
    expect(learner.locator("canvas")).to_have_count(1)
