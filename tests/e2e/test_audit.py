"""An auditor finds an act, checks the log and takes it away."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect


def test_an_admin_narrows_checks_and_downloads_the_log(
    open_page: Callable[..., Page], sign_in: Callable[..., None], tmp_path: Path
) -> None:
    page = open_page(accept_downloads=True)
    sign_in(page, "admin@demo.edusync.test")
    page.goto("/manage/audit")
    page.get_by_label("Area", exact=True).select_option("courses")
    page.wait_for_url("**action=courses.**")
    row = page.get_by_role("button", name="published a course").first
    row.click()
    expect(page.get_by_text("courses.course.published").first).to_be_visible()
    page.get_by_role("button", name="All about this thing").click()
    expect(page.get_by_role("button", name="Remove: About course", exact=False)).to_be_visible()
    page.get_by_role("button", name="Clear all").click()

    page.get_by_role("button", name="Check now").click()
    expect(page.get_by_text("The log is complete and unchanged").first).to_be_visible(timeout=60_000)

    with page.expect_download() as download:
        page.get_by_role("link", name="Download as CSV").click()
    file = tmp_path / "audit.csv"
    download.value.save_as(file)
    lines = file.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("id,created_at,kind,action")
    assert len(lines) > 10
