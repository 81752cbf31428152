"""A school head has a report come by mail, sends it at once, and opens the file by the link of the mail."""

import io
import re
from collections.abc import Callable

import pypdf
from playwright.sync_api import Page, expect

from tests.e2e.site import Site

ADMIN = "admin@demo.edusync.test"


def test_a_report_is_scheduled_sent_and_opened_by_the_mail(
    open_page: Callable[..., Page], sign_in: Callable[..., None], site: Site
) -> None:
    page = open_page(accept_downloads=True)
    sign_in(page, ADMIN)
    page.goto(f"{site.url}/reports/active_students")
    page.get_by_role("button", name="Send regularly").click()
    dialog = page.get_by_role("dialog", name="Send regularly")
    dialog.get_by_label("How often").select_option("daily")
    dialog.get_by_label("At", exact=True).select_option("6")
    expect(dialog.get_by_label("On", exact=True)).to_have_count(0)
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)

    page.goto(f"{site.url}/reports/schedules")
    row = page.get_by_role("listitem", name="Active learners", exact=True)
    expect(row.get_by_text("Every day at")).to_be_visible()
    row.get_by_role("button", name="Send now").click()
    expect(row.get_by_text("Sent", exact=True)).to_be_visible(timeout=60_000)

    link = site.wait_for_link(ADMIN, r"/reports/exports\?file=")
    mail = site.mails_to(ADMIN)[-1]
    assert mail["subject"] == "Active learners"
    attached = next(iter(mail.iter_attachments()))
    assert re.fullmatch(r"active-students-\d{4}-\d{2}-\d{2}\.pdf", attached.get_filename() or "")
    text = pypdf.PdfReader(io.BytesIO(attached.get_content())).pages[0].extract_text()
    assert "Active learners" in text

    page.goto(link)
    mine = page.locator("li[aria-current]")
    expect(mine.get_by_role("link", name=re.compile("^Download"))).to_be_visible()

    page.goto(f"{site.url}/reports/schedules")
    row.get_by_role("button", name="Pause").click()
    expect(row.get_by_text("Paused", exact=True)).to_be_visible()
    row.get_by_role("button", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(row).to_have_count(0)


def test_a_data_set_is_checked_and_made(
    open_page: Callable[..., Page], sign_in: Callable[..., None], site: Site
) -> None:
    page = open_page(accept_downloads=True)
    sign_in(page, ADMIN)
    page.goto(f"{site.url}/reports/research")
    ready = page.get_by_text("Ready", exact=True)
    # The one of the demo school.
    expect(ready).to_have_count(1)
    page.get_by_role("button", name="Check the groups").click()
    expect(page.get_by_text("who did not agree").filter(visible=True)).to_be_visible()
    page.get_by_role("button", name="Make the data set").click()
    expect(ready).to_have_count(2, timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^Download")).first.click()
    assert re.fullmatch(r"learning-\d{4}-\d{2}-\d{2}\.zip", download.value.suggested_filename)
