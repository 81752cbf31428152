"""An analyst writes a report, draws and shares it; an instructor, who may not write any, opens it and takes it along."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

ADMIN = "admin@demo.edusync.test"
INSTRUCTOR = "instructor@demo.edusync.test"
NAME = "Courses and their learners"


STATEMENT = "SELECT course, enrolled, SHARE(completed, enrolled) AS done\nFROM course_completion ORDER BY "


def see_a_refusal(page: Page) -> None:
    """What is not allowed is said with its place."""
    statement = page.get_by_role("textbox", name="Statement")
    statement.fill("SELECT course,\n  password\nFROM course_completion")
    statement.press("Control+Enter")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("There is no column password here.")
    alert.get_by_role("button", name="Line 2, column 3").click()
    chosen = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert statement.evaluate(chosen) == "password"


def write_a_report(page: Page) -> None:
    """A statement with a name put in by a click, and its chart."""
    statement = page.get_by_role("textbox", name="Statement")
    statement.fill(STATEMENT)
    page.get_by_role("region", name="What can be read").get_by_text("course_completion").first.click()
    page.get_by_role("button", name="Put in enrolled", exact=True).first.click()
    expect(statement).to_have_value(re.compile("ORDER BY enrolled$"))
    statement.press("Control+End")
    statement.press_sequentially(" DESC")
    statement.press("Control+Enter")
    expect(page.get_by_role("alert")).to_have_count(0)
    heads = page.get_by_role("table", name="Preview").get_by_role("columnheader")
    expect(heads).to_have_text(["Course", "Enrolled", "Done"])
    page.get_by_label("Kind", exact=True).select_option("line")
    page.get_by_label("Kind", exact=True).select_option("bar")
    expect(page.get_by_role("img", name=re.compile("^Chart: "))).to_be_visible(timeout=15_000)


def keep_it(page: Page) -> None:
    """Reloaded before it was saved, nothing is lost; then it is saved."""
    page.get_by_role("textbox", name="Name").fill(NAME)
    page.reload()
    expect(page.get_by_text("This is what you typed here last")).to_be_visible()
    expect(page.get_by_role("textbox", name="Statement")).to_have_value(re.compile("ORDER BY enrolled DESC$"))
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url(re.compile("/report-studio/[0-9a-f-]{36}$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    assert acts.rejected_rules(page) == ""


def share_it(page: Page, role: str) -> None:
    """With everybody who holds the role."""
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name=role, exact=True).click()
    assert acts.rejected_rules(page) == ""
    dialog.get_by_role("button", name="Share", exact=True).click()
    expect(dialog).to_have_count(0)


def rows_of_file(page: Page, folder: Path) -> list[list[str]]:
    """The report as CSV."""
    page.get_by_role("button", name="Download", exact=True).click()
    page.get_by_role("button", name="CSV", exact=True).click()
    link = page.get_by_role("link", name="Save CSV")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name.startswith("courses-and-their-learners-")
    return list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))


def narrow_and_sort(page: Page) -> None:
    """Readers put filters and an order of their own around it."""
    table = page.get_by_role("table", name=NAME, exact=True)
    names = table.get_by_role("rowheader").all_inner_texts()
    page.get_by_label("Course", exact=True).fill(names[0])
    expect(table.get_by_role("rowheader")).to_have_text([names[0]])
    page.get_by_role("button", name="Clear the filters").click()
    expect(table.get_by_role("rowheader")).to_have_text(names)
    table.get_by_role("columnheader", name="Course").get_by_role("button").click()
    expect(page).to_have_url(re.compile("order=-?course"))
    page.goto(page.url.split("?", maxsplit=1)[0])
    expect(table.get_by_role("rowheader")).to_have_text(names)


def send_it(page: Page, site: Site) -> None:
    """By mail, every day."""
    page.goto(page.url.replace("/report-studio/", "/reports/studio-"))
    page.get_by_role("button", name="Send regularly").click()
    dialog = page.get_by_role("dialog", name="Send regularly")
    dialog.get_by_label("How often").select_option("daily")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    page.goto("/reports/schedules")
    row = page.get_by_role("listitem", name=NAME, exact=True)
    row.get_by_role("button", name="Send now").click()
    expect(row.get_by_text("Sent", exact=True)).to_be_visible(timeout=60_000)
    site.wait_for_link(ADMIN, r"/reports/exports\?file=")
    assert site.mails_to(ADMIN)[-1]["subject"] == NAME


def test_a_report_is_written_drawn_shared_and_taken_along(
    open_page: Callable[..., Page], sign_in: Callable[..., None], tmp_path: Path, site: Site
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/reports")
    page.get_by_role("region", name="Written here").get_by_role("link", name="New report").click()
    page.wait_for_url("**/report-studio/new")
    page.get_by_role("button", name="Use the example").click()
    expect(page.get_by_role("table", name="Preview")).to_be_visible()
    see_a_refusal(page)
    write_a_report(page)
    keep_it(page)
    share_it(page, "Instructor")
    send_it(page, site)

    reader = open_page(accept_downloads=True)
    sign_in(reader, INSTRUCTOR)
    reader.goto("/reports")
    written = reader.get_by_role("region", name="Written here")
    expect(written.get_by_role("link", name=NAME, exact=True)).to_be_visible()
    expect(written.get_by_role("link", name="New report")).to_have_count(0)
    written.get_by_role("link", name=NAME, exact=True).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(NAME)
    expect(reader.get_by_role("img", name=re.compile("^Chart: "))).to_be_visible(timeout=15_000)
    expect(reader.get_by_text("your courses only")).to_be_visible()
    courses = reader.get_by_role("table", name=NAME, exact=True).get_by_role("rowheader").all_inner_texts()
    narrow_and_sort(reader)
    rows = rows_of_file(reader, tmp_path)
    assert rows[0] == ["Course", "Enrolled", "Done"]
    assert [row[0] for row in rows[1:]] == courses
    assert courses

    # Whoever only reads finds no way to write.
    reader.goto("/report-studio/new")
    expect(reader.get_by_role("heading", level=1)).to_be_visible()
    expect(reader.get_by_role("textbox", name="Statement")).to_have_count(0)
