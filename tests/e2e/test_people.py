"""People: found among many, suspended together, invited and come, asked for a fact of the school's own, merged."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.site import Site

ADMIN = "admin@demo.edusync.test"
NEW = "nila@example.org"


def search(page: Page, text: str) -> None:
    """Type into the search of the list of people and wait for the address to say so."""
    page.get_by_role("searchbox", name="Name, address, user name or number").fill(text)
    page.wait_for_url(lambda url: "search=" in url)


def open_person(page: Page, name: str) -> None:
    """Find somebody and open their page."""
    page.goto("/manage/people")
    search(page, name)
    page.get_by_role("link", name=re.compile(f"^{name}")).click()
    expect(page.get_by_role("heading", level=1, name=re.compile(name))).to_be_visible()


def test_somebody_is_found_among_many_and_the_view_is_kept(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/people")
    expect(page.get_by_text(re.compile(r"^\d+ people")).first).to_be_visible()
    search(page, "olgaard")
    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("link", name="Søren Ølgaard")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    page.get_by_label("Role", exact=True).select_option("instructor")
    expect(page.get_by_role("link", name="Amara Sundaram")).to_be_visible()
    page.get_by_role("button", name="Columns").click()
    page.get_by_label("Student number").check()
    expect(page.get_by_role("columnheader", name="Student number")).to_be_visible()
    page.keyboard.press("Escape")

    page.get_by_role("button", name="Saved views").click()
    page.get_by_label("Name of this view").fill("Who teaches")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("View Who teaches saved.").first).to_be_visible()
    page.goto("/manage/people")
    page.get_by_role("button", name="Saved views").click()
    page.get_by_role("button", name="Who teaches", exact=True).click()
    page.wait_for_url(lambda url: "role=instructor" in url)
    expect(page.get_by_role("columnheader", name="Student number")).to_be_visible()


def show_all_people(page: Page) -> None:
    """Page by page: a further click waits for the rows that the last one asked for."""
    more, rows = page.get_by_role("button", name="Load more"), page.get_by_role("row")
    while more.count():
        shown = rows.count()
        more.click()
        expect(rows).not_to_have_count(shown)


def test_several_are_suspended_together_and_the_report_names_who_was_not(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/people?order=name")
    page.get_by_role("checkbox", name="Choose all shown").wait_for()
    # Other journeys on this site brought people along: whoever is wanted may stand on the second page.
    show_all_people(page)
    for name in ("Adele Okafor", "Hiroshi Tanaka", "Fatima Siddiqui"):
        page.get_by_label(f"Choose {name}").check()
    bar = page.get_by_role("region", name="Act on the chosen people")
    expect(bar.get_by_text("3 people chosen").first).to_be_visible()
    bar.get_by_label("Act on the chosen people").select_option("suspend")
    bar.get_by_role("button", name="Go on").click()
    page.get_by_role("dialog", name="Suspend").get_by_role("button", name="Go on").click()
    report = page.get_by_role("dialog", name="What happened")
    expect(report.get_by_text("2 done, 0 unchanged, 1 refused.").first).to_be_visible()
    expect(report.get_by_role("row", name=re.compile("Adele Okafor.*own access"))).to_be_visible()
    report.get_by_role("button", name="Close").last.click()
    page.get_by_label("State", exact=True).select_option("suspended")
    expect(page.get_by_role("link", name="Hiroshi Tanaka")).to_be_visible()

    open_person(page, "Hiroshi Tanaka")
    page.get_by_role("button", name="Reactivate").click()
    expect(page.get_by_text("Hiroshi Tanaka can sign in again.").first).to_be_visible()


def test_an_invited_person_comes_in_by_the_link_of_the_mail(
    open_page: Callable[..., Page], sign_in: Callable[..., None], site: Site
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/invitations")
    page.get_by_role("button", name="Invite people").first.click()
    dialog = page.get_by_role("dialog", name="Invite people")
    dialog.get_by_label("E-mail addresses").fill(f"Nila Chandran <{NEW}>\nnonsense\n{ADMIN}")
    dialog.get_by_role("button", name="Send 3 invitations").click()
    expect(dialog.get_by_text("1 invitation is on its way.").first).to_be_visible()
    expect(dialog.get_by_role("row", name=re.compile("nonsense.*No e-mail address"))).to_be_visible()
    expect(dialog.get_by_role("row", name=re.compile("Is a member already"))).to_be_visible()

    other = open_page(width=390)
    other.goto(site.wait_for_link(NEW, r"/invitation/"))
    expect(other.get_by_role("heading", level=1, name="Welcome to Riverside Academy")).to_be_visible()
    expect(other.get_by_label("First name")).to_have_value("Nila")
    other.get_by_label("New password", exact=True).fill("a long walk by the sea 7")
    other.get_by_role("button", name="Accept the invitation").click()
    other.wait_for_url("**/home")

    page.reload()
    expect(page.get_by_role("row", name=re.compile(f"{NEW}.*Accepted"))).to_be_visible()


def test_a_field_of_the_schools_own_is_made_and_filled(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/custom-fields")
    page.get_by_role("button", name="Add a field").first.click()
    dialog = page.get_by_role("dialog", name="Add a field")
    dialog.get_by_label("Label").fill("Bus line")
    dialog.get_by_label("Kind").select_option("choice")
    dialog.get_by_label("Choices").fill("North\nSouth")
    dialog.get_by_label("Who sees it").select_option("person")
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_role("listitem").filter(has_text="Bus line")).to_be_visible()

    open_person(page, "Leila Haddad")
    page.get_by_role("button", name="Edit: Custom fields").click()
    page.get_by_label("Bus line").select_option("South")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("South").first).to_be_visible()
    page.get_by_role("button", name="Show personal facts").click()
    expect(page.get_by_label("Emergency contact", exact=True)).to_have_value("Farah Haddad")

    own = open_page()
    sign_in(own, "learner@demo.edusync.test")
    own.goto("/profile")
    expect(own.get_by_text("South").first).to_be_visible()
    own.get_by_label("Phone", exact=True).fill("+44 20 7946 0199")
    own.get_by_role("button", name="Save", exact=True).nth(1).click()
    expect(own.get_by_text("Saved.").first).to_be_visible()


def test_two_accounts_of_one_person_become_one(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    open_person(page, "Ingrid Haugen")
    expect(page.get_by_role("heading", name="Student profile")).to_be_visible()
    number = page.get_by_text(re.compile(r"^R-26\d\d$")).first.inner_text()
    open_person(page, "Ana Popescu")
    page.get_by_role("button", name="Edit: Student profile").click()
    page.get_by_label("Student number").fill(number.replace("-", " "))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text(number.replace("-", " ")).first).to_be_visible()

    page.goto("/manage/people/duplicates")
    pair = page.get_by_role("listitem").filter(has_text="Ingrid Haugen")
    expect(pair.get_by_text("Same student number").first).to_be_visible()
    pair.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", name="What moves")).to_be_visible()
    page.get_by_role("button", name="Merge accounts").click()
    page.get_by_role("dialog", name="Merge accounts").get_by_role("button", name="Merge accounts").click()
    page.wait_for_url(re.compile(r"/manage/people/\d+$"))
    page.goto("/manage/people?search=haugen")
    expect(page.get_by_text(re.compile("^(Nobody found|1 person)")).first).to_be_visible()
    page.goto("/manage/people/duplicates")
    expect(page.get_by_text("No duplicates found").first).to_be_visible()
