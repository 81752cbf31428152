"""Choices, a copy, erasure with its receipt, a new version of a policy, a look at retention."""

import json
import re
import zipfile

from playwright.sync_api import Page, expect

from tests.e2e import acts

PEOPLE = {"leaver": "learner3@demo.edusync.test", "reader": "learner4@demo.edusync.test"}


def open_privacy(page: Page) -> None:
    page.goto("/account/privacy")
    expect(page.get_by_role("heading", name="What you agree to")).to_be_visible()


def test_consent_is_given_and_taken_back(page, sign_in):
    sign_in(page, "learner@demo.edusync.test")
    open_privacy(page)
    assert acts.rejected_rules(page) == ""
    photos = page.get_by_role("switch", name="Photos of me on the school's pages")
    expect(photos).not_to_be_checked()
    photos.click()
    expect(page.get_by_text("You agreed", exact=True).first).to_be_visible()
    expect(photos).to_be_checked()
    photos.click()
    expect(page.get_by_text("You no longer agree", exact=True).first).to_be_visible()
    expect(photos).not_to_be_checked()
    page.get_by_role("button", name="What I decided before").click()
    expect(page.get_by_text("Said no: Photos of me on the school's pages (version 1)").first).to_be_visible()


def test_a_copy_is_made_downloaded_and_read(page, sign_in, tmp_path):
    sign_in(page, "learner@demo.edusync.test")
    open_privacy(page)
    page.get_by_role("button", name="Download my data").click()
    link = page.get_by_role("link", name=re.compile("^Download \\("))
    expect(link).to_be_visible()
    with page.expect_download() as download:
        link.click()
    path = tmp_path / "my-data.zip"
    download.value.save_as(path)
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        people = json.loads(archive.read("data/identity.json"))
        assert people["identity.User"][0]["email"] == "learner@demo.edusync.test"
        page_text = archive.read("index.html").decode()
    (tmp_path / "index.html").write_text(page_text)
    assert "What is kept about you" in page_text


def test_erasure_from_request_to_receipt(open_page, sign_in, site):
    person = open_page()
    sign_in(person, PEOPLE["leaver"])
    open_privacy(person)
    person.get_by_role("button", name="Ask for erasure").click()
    dialog = person.get_by_role("dialog")
    expect(dialog.get_by_text("For 7 days nothing happens").first).to_be_visible()
    dialog.get_by_label("I understand").check()
    dialog.get_by_role("button", name="Ask for erasure").click()
    expect(person.get_by_text("Nothing happens before").first).to_be_visible()
    person.get_by_role("button", name="Take it back").click()
    expect(person.get_by_text("Taken back", exact=True).first).to_be_visible()
    person.get_by_role("button", name="Ask for erasure").click()
    dialog.get_by_label("I understand").check()
    dialog.get_by_role("button", name="Ask for erasure").click()
    expect(person.get_by_text("Open", exact=True).first).to_be_visible()

    staff = open_page()
    sign_in(staff, "admin@demo.edusync.test")
    staff.goto("/manage/privacy/requests?kind=erase")
    staff.get_by_role("button", name="Approve").click()
    staff.get_by_role("dialog").get_by_role("button", name="Approve").click()
    expect(staff.get_by_text("Approved", exact=True).first).to_be_visible()
    end_cooling_off(site)
    staff.reload()
    staff.get_by_role("button", name="Erase now").click()
    staff.get_by_role("dialog").get_by_role("button", name="Erase now").click()
    receipt = site.wait_for_link(PEOPLE["leaver"], r"/privacy/receipts/")

    reader = open_page()
    reader.goto(receipt)
    expect(reader.get_by_role("heading", name="Receipt of an erasure")).to_be_visible()
    expect(reader.get_by_role("heading", name="What stays, and why")).to_be_visible()
    assert acts.rejected_rules(reader) == ""
    reader.goto("/sign-in")
    reader.get_by_label("E-mail or user name").fill(PEOPLE["leaver"])
    reader.get_by_label("Password", exact=True).fill("demo-school-2026")
    with reader.expect_response(lambda answer: answer.url.endswith("/auth/login")) as refused:
        reader.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    assert refused.value.status == 400
    expect(reader.get_by_role("heading", name="Welcome back")).to_be_visible()


def end_cooling_off(site) -> None:
    """Let the time for second thoughts be over."""
    site.manage(
        "shell",
        "-v0",
        "-c",
        "from edusync.kernel import clock; from edusync.privacy.models import DataSubjectRequest as R; "
        "R.unscoped.filter(kind='erase').update(not_before=clock.now())",
    )


def test_a_new_version_of_a_policy_is_read_and_accepted(open_page, sign_in, site):
    """Runs on one person's membership; the version is taken back at the end, so that no other journey meets it."""
    staff = open_page()
    sign_in(staff, "admin@demo.edusync.test")
    staff.goto("/manage/privacy/consent")
    staff.get_by_role("button", name="Write a policy").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_label("Policy", exact=True).select_option("ai")
    dialog.get_by_label("Title").fill("Rules for using AI")
    dialog.get_by_label("Text", exact=True).fill("Say where a machine helped you.")
    dialog.get_by_role("button", name="Save the draft").click()
    draft = staff.get_by_role("listitem").filter(has_text="Rules for using AI")
    draft.get_by_role("button", name="Publish", exact=True).click()
    try:
        draft.get_by_role("button", name="Publish now").click()
        expect(draft.get_by_text("In force").first).to_be_visible()
        person = open_page()
        sign_in(person, PEOPLE["reader"])
        person.goto("/my-learning")
        expect(person.get_by_role("heading", name="Please read: the rules have changed")).to_be_visible()
        expect(person.get_by_text("Say where a machine helped you.").first).to_be_visible()
        assert acts.rejected_rules(person) == ""
        person.get_by_role("button", name="Accept and go on").click()
        expect(person.get_by_role("heading", level=1, name="My learning")).to_be_visible()
        person.reload()
        expect(person.get_by_role("heading", level=1, name="My learning")).to_be_visible()
        # Who published it is asked as well.
        staff.goto("/manage/privacy/consent")
        staff.get_by_role("button", name="Accept and go on").click()
        expect(staff.get_by_text("2 people accepted").first).to_be_visible()
    finally:
        forget_new_version(site)


def forget_new_version(site) -> None:
    """Let nobody else be asked."""
    site.manage(
        "shell",
        "-v0",
        "-c",
        "from edusync.identity.models import Organization; Organization.objects.update(policies_version=0); "
        "from edusync.privacy.models import PolicyDocument as P; P.unscoped.filter(kind='ai').update(state='replaced')",
    )


def test_retention_is_looked_at_before_it_runs(page, sign_in):
    sign_in(page, "admin@demo.edusync.test")
    page.goto("/manage/privacy/retention")
    rule = page.get_by_role("listitem").filter(has_text="Notes of mails sent")
    rule.get_by_role("button", name="What would go").click()
    expect(rule.get_by_text("0 rows would be deleted now.").first).to_be_visible()
    assert acts.rejected_rules(page) == ""
    rule.get_by_role("spinbutton").fill("400")
    rule.get_by_role("button", name="Save").click()
    expect(rule.get_by_text("Deleted after 400 days").first).to_be_visible()


def test_the_data_map_is_searched(page, sign_in):
    sign_in(page, "admin@demo.edusync.test")
    page.goto("/manage/privacy/data-map")
    page.get_by_role("searchbox").fill("emergency")
    expect(page.get_by_text("1 table", exact=True).first).to_be_visible()
    expect(page.get_by_text("identity.UserProfile").first).to_be_visible()
