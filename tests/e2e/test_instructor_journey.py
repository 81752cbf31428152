"""An instructor brings a course along, publishes it, and sees how learners do."""

import os
import re
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import ROOT, Site

INPUTS = Path(os.environ.get("EDUSYNC_INPUTS") or ROOT.parent / "shared" / "inputs")
OLX = INPUTS / "courses" / "openedx-demo-course-olx" / "demo-course" / "course"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The Open edX demo course as a tar.gz, as the studio there exports it."""
    if not OLX.is_dir():
        pytest.skip("the Open edX demo course is not here: set EDUSYNC_INPUTS to the folder of sample inputs")
    path = tmp_path / "course.tar.gz"
    with tarfile.open(path, "w:gz", compresslevel=1) as archive:
        archive.add(OLX, arcname="course")
    return path


def test_an_open_edx_course_comes_in_and_a_learner_takes_it(
    site: Site, package: Path, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    page.goto("/teach")
    page.get_by_role("link", name="Import a course").first.click()
    page.get_by_label("Course package").set_input_files(package)
    page.get_by_role("button", name="Import", exact=True).click()
    page.wait_for_url(re.compile(r"/teach/import/[0-9a-f-]{36}"))
    expect(page.get_by_text("Finished").first).to_be_visible(timeout=90_000)
    expect(page.get_by_text("The course is a draft now.").first).to_be_visible()
    page.get_by_role("button", name=re.compile("Left out")).click()
    expect(page.get_by_role("table", name="Import report")).to_contain_text("Left out")
    with page.expect_download() as download:
        page.get_by_role("link", name="Report as CSV").click()
    lines = Path(download.value.path()).read_text("utf-8").splitlines()
    title = page.get_by_role("heading", level=1).inner_text()
    total = acts.percent(page.get_by_role("button", name=re.compile("Parts of the source")).inner_text())
    assert len(lines) >= total > 400

    page.goto("/teach")
    row = page.get_by_role("article").filter(has_text=title)
    found = re.search(
        r"/(?:teach|courses)/([^/?#]+)", row.get_by_role("link", name=title).first.get_attribute("href") or ""
    )
    assert found
    slug = found.group(1)
    page.goto(f"/teach/{slug}/review")
    page.get_by_role("main").get_by_role("button", name="Publish", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Publish all the same").check()
    dialog.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_text("The course stands in the catalog.")).to_be_visible()

    learner = open_page()
    sign_in(learner, "learner5@demo.edusync.test")
    acts.enroll(learner, slug)
    expect(learner.get_by_role("navigation", name="Outline")).to_be_visible()
    acts.complete_lesson(learner)

    page.goto(f"/teach/{slug}/learners")
    table = page.get_by_role("table", name="People")
    expect(table.get_by_role("row").filter(has_text="learner5@demo.edusync.test")).to_be_visible()
    page.get_by_label("Search", exact=True).fill("nobody of that name")
    expect(page.get_by_text("Nobody matches").first).to_be_visible()

    page.goto("/teach/import")
    page.get_by_label("Course package").set_input_files(package)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name=re.compile("^What differs"))).to_be_visible(timeout=30_000)
    expect(page.get_by_role("button", name="Import as a new copy")).to_be_visible()


def test_what_is_no_package_is_refused_in_words(
    tmp_path: Path, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    fake = tmp_path / "course.zip"
    fake.write_bytes(b"this is no archive" * 50)
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    page.goto("/teach/import")
    page.get_by_label("Course package").set_input_files(fake)
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("zip", re.IGNORECASE))


def test_a_learner_does_not_get_into_teaching(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "learner@demo.edusync.test")
    page.goto("/teach")
    expect(page.get_by_role("heading", name="This is not open to you")).to_be_visible()
