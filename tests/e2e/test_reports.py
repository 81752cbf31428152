"""A school head picks a report, narrows it, sees the chart, and takes the numbers along in every form."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdf
import pytest
from defusedxml import ElementTree
from playwright.sync_api import Page, expect

ADMIN = "admin@demo.edusync.test"
REPORT = "/reports/course_completion"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def opened_report(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    """The report of course completion, picked from the list."""
    page = open_page(accept_downloads=True)
    sign_in(page, ADMIN)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
    page.wait_for_url("**/reports")
    page.get_by_role("main").get_by_role("link", name="Course completion", exact=True).click()
    page.wait_for_url(f"**{REPORT}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Course completion")
    return page


def saved(page: Page, name: str, folder: Path) -> bytes:
    """The report as a file, made in the background and saved."""
    page.get_by_role("button", name="Download").click()
    page.get_by_role("button", name=name, exact=True).click()
    link = page.get_by_role("link", name=f"Save {name}")
    expect(link).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        link.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    assert re.fullmatch(r"course-completion-\d{4}-\d{2}-\d{2}\.\w+", file.name)
    return file.read_bytes()


def test_a_report_is_picked_filtered_sorted_and_drawn(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = opened_report(open_page, sign_in)
    table = page.get_by_role("table", name="Course completion")
    expect(table).to_be_visible()
    picture = page.get_by_role("img", name=re.compile("^Chart: "))
    expect(picture).to_be_visible()
    assert picture.evaluate("canvas => canvas.toDataURL().length") > 5_000
    page.get_by_text("Numbers of this chart").click()
    expect(page.get_by_role("table", name=re.compile("^Numbers of the chart"))).to_be_visible()

    expect(page.get_by_label("Report", exact=True)).to_have_value("course_completion")
    page.get_by_role("columnheader", name="Course").get_by_role("button").click()
    page.wait_for_url("**order=course")
    expect(page.get_by_role("columnheader", name="Course", exact=True)).to_have_attribute(
        "aria-sort", "ascending"
    )
    before = table.get_by_role("row").count()
    first = table.get_by_role("rowheader").first.inner_text()
    page.get_by_role("search", name="Filter the report").get_by_role("searchbox").first.fill(first[:12])
    page.wait_for_url("**title=**")
    expect(table.get_by_role("rowheader").first).to_have_text(first)
    expect(table.get_by_role("row")).not_to_have_count(before)

    page.reload()
    expect(table.get_by_role("rowheader").first).to_have_text(first)
    table.get_by_role("rowheader").first.get_by_role("link").click()
    page.wait_for_url("**/reports/student_progress?course=*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Learner progress")


def test_a_report_is_taken_along_as_csv_excel_and_pdf(
    open_page: Callable[..., Page], sign_in: Callable[..., None], tmp_path: Path
) -> None:
    page = opened_report(open_page, sign_in)
    before = len(page.request.get("/api/v1/report-exports").json()["results"])
    table = page.get_by_role("table", name="Course completion")
    table.get_by_role("rowheader").first.wait_for()
    courses = table.get_by_role("rowheader").all_inner_texts()
    assert courses

    rows = list(csv.reader(io.StringIO(saved(page, "CSV", tmp_path).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == courses

    with zipfile.ZipFile(io.BytesIO(saved(page, "Excel", tmp_path))) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    lines = list(sheet.iter(f"{SHEET}row"))
    assert ["".join(next(line.iter(f"{SHEET}c")).itertext()) for line in lines[1:]] == courses

    reader = pypdf.PdfReader(io.BytesIO(saved(page, "PDF", tmp_path)))
    text = " ".join("\n".join(found.extract_text() for found in reader.pages).split())
    assert "Course completion" in text
    # Readers of PDF give back scripts that stack letters in the order of their glyphs.
    assert [course for course in courses if course.isascii() and course not in text] == []
    assert "Page 1 of" in text

    page.get_by_role("button", name="Download").click()
    page.get_by_role("link", name="My files").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My files")
    files = page.get_by_role("main").get_by_role("listitem")
    # Those of the demo school stand below the new ones.
    expect(files).to_have_count(before + 3)
    expect(files.get_by_text("Ready", exact=True)).to_have_count(before + 3)
    page.get_by_role("button", name=re.compile("^Remove: .*CSV")).first.click()
    expect(files).to_have_count(before + 2)


def test_a_report_is_read_without_any_script(
    open_page: Callable[..., Page], sign_in: Callable[..., None], tmp_path: Path
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    plain = open_page(
        java_script_enabled=False, accept_downloads=True, storage_state=page.context.storage_state()
    )
    plain.goto("/reports/plain")
    plain.get_by_role("navigation").get_by_role("link", name="Course completion", exact=True).click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Course completion")
    expect(plain.get_by_role("img")).to_be_visible()
    rows = plain.get_by_role("row")
    all_rows = rows.count()
    first = plain.get_by_role("rowheader").first.inner_text()
    plain.get_by_role("searchbox").first.fill(first)
    plain.get_by_role("button", name="Apply").click()
    expect(plain.get_by_role("rowheader").first).to_have_text(first)
    assert rows.count() < all_rows
    with plain.expect_download() as download:
        plain.get_by_role("link", name="Download as PDF").click()
    download.value.save_as(tmp_path / "report.pdf")
    assert first in " ".join(pypdf.PdfReader(tmp_path / "report.pdf").pages[0].extract_text().split())

    plain.get_by_role("searchbox").first.fill("nothing is called so")
    plain.get_by_role("button", name="Apply").click()
    expect(plain.get_by_role("status")).to_contain_text("No rows match")
    expect(plain.get_by_role("table")).to_have_count(0)


def test_an_empty_report_says_what_to_do(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto(f"{REPORT}?title=nothing-is-called-so")
    expect(page.get_by_text("No rows match")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Clear the filters").last.click()
    expect(page.get_by_role("table", name="Course completion")).to_be_visible()
    page.wait_for_url(lambda url: "title" not in url)


@pytest.mark.parametrize("kind", ["active_students", "instructor_effectiveness", "top_students"])
def test_lines_and_radars_are_drawn(
    open_page: Callable[..., Page], sign_in: Callable[..., None], kind: str
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto(f"/reports/{kind}")
    charts = page.get_by_role("group", name="Chart").get_by_role("button")
    picture = page.get_by_role("img", name=re.compile("^Chart: "))
    expect(picture).to_be_visible()
    for place in range(charts.count()):
        charts.nth(place).click()
        expect(charts.nth(place)).to_have_attribute("aria-pressed", "true")
        expect(picture).to_be_visible()
        assert picture.evaluate("canvas => canvas.toDataURL().length") > 3_000


def test_learners_find_no_reports(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
    page = open_page()
    sign_in(page, "learner@demo.edusync.test")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Reports")).to_have_count(0)
    page.goto("/reports")
    expect(page.get_by_text("There are no reports for you")).to_be_visible()
    page.goto(REPORT)
    expect(page.get_by_role("table")).to_have_count(0)
    expect(page.get_by_text("There is nothing at this address")).to_be_visible()
