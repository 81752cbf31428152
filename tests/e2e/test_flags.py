"""A feature is switched: for whom, how many that would be, off at once, and as it was."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from edusync.kernel.flags import LOOK_SECONDS
from tests.e2e import acts

FLAG = "/api/v1/site/flags/search"


def let_all_processes_look(page: Page) -> None:
    """Any of the site's processes may answer next, and each asks for decisions after so long: that is what is promised."""
    page.wait_for_timeout(LOOK_SECONDS * 1000 + 200)


@pytest.fixture
def office(page: Page, sign_in: Callable[..., None]) -> Iterator[Page]:
    """The page of who looks after the site; afterwards the search is as delivered again."""
    sign_in(page, "admin@demo.edusync.test")
    page.goto("/manage/flags")
    yield page
    known = acts.call(page, "GET", FLAG)
    acts.call(page, "PUT", FLAG, {"state": "default", "rules": []}, known["row_version"])
    let_all_processes_look(page)


def test_a_feature_is_taken_from_a_role_then_from_everybody(
    office: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    main = office.get_by_role("main")
    main.get_by_role("link", name=re.compile("^Search over everything")).click()
    expect(office.get_by_role("heading", level=1, name="Search over everything")).to_be_visible()
    expect(main.get_by_text("Nothing was decided yet: it is as delivered.", exact=True)).to_be_visible()

    main.get_by_role("radio", name="Step by step").check()
    main.get_by_label("Percent of the others", exact=True).fill("100")
    main.get_by_role("combobox", name="On or off", exact=True).select_option(label="Off for")
    main.get_by_role("combobox", name="Kind", exact=True).select_option(label="Role")
    main.get_by_role("combobox", name="For whom", exact=True).select_option("learner")
    main.get_by_role("button", name="Add", exact=True).click()
    reach = main.get_by_role("status").filter(has_text="would have it")
    expect(reach).to_have_text(re.compile(r"^[1-9]\d* of \d+ people would have it\.$"))
    main.get_by_label("Why", exact=True).fill("The index is built anew")
    main.get_by_role("button", name="Save", exact=True).click()
    history = main.get_by_role("listitem").filter(has_text="The index is built anew")
    expect(history).to_contain_text("On for 100% of the others; off for 1 role")

    let_all_processes_look(office)
    learner = open_page()
    sign_in(learner, "learner@demo.edusync.test")
    learner.goto("/certificates")
    expect(learner.get_by_role("heading", level=1)).to_be_visible()
    expect(learner.get_by_role("button", name="Search everything", exact=True)).to_be_hidden()
    learner.goto("/search?q=percent")
    learner.wait_for_url("**/error/missing**")
    # Who decided has it still.
    expect(office.get_by_role("button", name="Search everything", exact=True)).to_be_visible()

    main.get_by_role("button", name="Switch off now", exact=True).click()
    dialog = office.get_by_role("dialog", name="Switch this off for everybody?")
    dialog.get_by_role("button", name="Switch off now", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(main.get_by_role("button", name="Switch off now", exact=True)).to_be_hidden()
    let_all_processes_look(office)
    office.goto("/manage/flags")
    row = main.get_by_role("link", name=re.compile("^Search over everything"))
    expect(row).to_contain_text("Off for everybody")
    expect(office.get_by_role("button", name="Search everything", exact=True)).to_be_hidden()
