"""An admin brings a list of people in: errors, the file of errors mended, people there, an invitation followed."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

PEOPLE = """E-mail;First name;Last name;Role;Cohort 1
asha@import.example;Asha;Rao;learner;Stargazers
ben@import.example;Ben;Oduya;instructor;
not-an-address;Cleo;Stone;learner;
dev@import.example;Dev;Nair;wizard;
asha@import.example;Asha;Twice;learner;
"""


def upload(page: Page, path: Path) -> None:
    """Choose a file on the screen of imports and go on."""
    page.goto("/manage/people-imports")
    page.get_by_label("File of people").set_input_files(path)
    page.get_by_role("button", name="Upload and look").click()
    page.wait_for_url(re.compile(r"/manage/people-imports/[0-9a-f-]{36}"))


def test_a_list_with_errors_is_mended_and_everybody_comes(
    site: Site, tmp_path: Path, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    path = tmp_path / "people.csv"
    path.write_text(PEOPLE, "utf-8")
    page = open_page()
    sign_in(page, "admin@demo.edusync.test")
    upload(page, path)

    expect(page.get_by_label("Field of the column E-mail")).to_have_value("email")
    expect(page.get_by_label("Field of the column Cohort 1")).to_have_value("groups")
    assert acts.rejected_rules(page) == ""
    page.get_by_role("switch", name="Make missing groups").check()
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("3 rows have an error").first).to_be_visible(timeout=60_000)
    page.get_by_role("group", name="Outcome").get_by_role("button", name=re.compile("Error")).click()
    table = page.get_by_role("table", name="Report")
    expect(table.get_by_role("row")).to_have_count(4)
    expect(table).to_contain_text("“not-an-address” is no e-mail address.")
    expect(table).to_contain_text("There is no role “wizard”.")
    expect(table).to_contain_text("Line 2 has the same value.")

    assert acts.rejected_rules(page) == ""
    page.set_viewport_size({"width": 390, "height": 844})
    assert acts.overflow(page) == 0
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.get_by_text("Rows with errors were left out.").first).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Rows with errors as CSV").click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    assert text.splitlines()[0] == "E-mail,First name,Last name,Role,Cohort 1,import_error"
    mended = tmp_path / "mended.csv"
    mended.write_text(
        text.replace("not-an-address", "cleo@import.example")
        .replace("wizard", "learner")
        .replace("asha@import.example,Asha,Twice", "ann@import.example,Ann,Other"),
        "utf-8",
    )

    upload(page, mended)
    expect(page.get_by_label("Field of the column import_error")).to_have_value("")
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Import 3 rows").click(timeout=60_000)
    expect(page.get_by_text("Every row went through.").first).to_be_visible(timeout=60_000)

    found = page.request.get("/api/v1/people?search=import.example").json()["results"]
    assert sorted(person["email"] for person in found) == [
        f"{name}@import.example" for name in ("ann", "asha", "ben", "cleo", "dev")
    ]
    link = site.wait_for_link("asha@import.example", r"/invitation/")
    assert "/invitation/" in link


def test_what_is_no_list_is_refused_in_words(
    tmp_path: Path, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, "admin@demo.edusync.test")
    page.goto("/manage/people-imports")
    for name, content, words in (
        ("people.xlsx", b"PK\x03\x04" + b"\0" * 99, "Save it as CSV"),
        ("people.csv", b'email\n"never closed', "never closed"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        page.get_by_label("File of people").set_input_files(path)
        page.get_by_role("button", name="Upload and look").click()
        expect(page.get_by_text(words).first).to_be_visible()
