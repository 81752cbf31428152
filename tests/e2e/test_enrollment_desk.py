"""The desk of a course: people invited by their addresses, a course opened again, a list from a file, cohorts and groups."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site
from tests.e2e.test_waitlist import new_course

INVITED, LISTED, OTHER = (f"learner{number}@demo.edusync.test" for number in (16, 17, 19))
OUTSIDER = "visiting-weaver@example.test"


@pytest.fixture
def teacher(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    return page


def test_people_are_invited_by_their_addresses_and_come_by_themselves(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None], site: Site
) -> None:
    slug = new_course(teacher, "By word of mouth", access="restricted")
    teacher.goto(f"/teach/{slug}/learners")
    teacher.get_by_role("button", name="Invite", exact=True).click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("E-mail addresses").fill(f"{INVITED}\nVisiting Weaver <{OUTSIDER}>, nonsense")
    dialog.get_by_label("A word to them").fill("The loom is free on Friday.")
    dialog.get_by_role("button", name="Invite 3 people").click()
    expect(dialog.get_by_text("2 people are invited.")).to_be_visible()
    expect(dialog.get_by_role("listitem").filter(has_text="nonsense")).to_contain_text("no e-mail address")
    assert not acts.rejected_rules(teacher)
    dialog.get_by_role("button", name="Close").last.click()
    table = teacher.get_by_role("table", name="People")
    expect(table.get_by_role("row").filter(has_text=INVITED)).to_contain_text("Invited")

    member = open_page(width=390, height=844)
    sign_in(member, INVITED)
    member.goto("/my-learning")
    member.get_by_role("link", name="To the course page: By word of mouth").click()
    expect(member.get_by_text("You are invited", exact=True)).to_be_visible()
    expect(member.get_by_role("button", name="No, thank you")).to_be_visible()
    assert acts.overflow(member) <= 0
    member.get_by_role("button", name="Enroll for free").click()
    member.wait_for_url(re.compile(rf"/learn/{slug}"))

    visitor = open_page()
    visitor.goto(site.wait_for_link(OUTSIDER, r"/invitation/"))
    visitor.get_by_label("First name").fill("Wanda")
    visitor.get_by_label("New password", exact=True).fill("a long walk by the sea 7")
    visitor.get_by_role("button", name="Accept the invitation").click()
    visitor.wait_for_url(lambda url: "/invitation/" not in url)
    visitor.goto("/my-learning")
    expect(visitor.get_by_role("link", name="By word of mouth").first).to_be_visible()


def test_who_is_through_goes_on_when_staff_want_it(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug = new_course(teacher, "Once more with care")
    learner = open_page()
    sign_in(learner, OTHER)
    acts.call(learner, "POST", f"/api/v1/courses/{slug}/enroll", {})
    outline = acts.call(learner, "GET", f"/api/v1/courses/{slug}/outline")
    for lesson in [lesson for module in outline["modules"] for lesson in module["lessons"]]:
        path = f"/api/v1/lessons/{lesson['id']}"
        if lesson["kind"] == "quiz":
            version = acts.call(teacher, "GET", path)["row_version"]
            acts.call(teacher, "PATCH", path, {"is_required": False}, version)
        else:
            acts.call(learner, "POST", f"{path}/complete", {})
    teacher.goto(f"/teach/{slug}/learners")
    row = teacher.get_by_role("table", name="People").get_by_role("row").filter(has_text=OTHER)
    expect(row).to_contain_text("Completed")
    row.get_by_role("button").filter(has_text=OTHER).click()
    drawer = teacher.get_by_role("dialog")
    drawer.get_by_role("button", name="Have them go on").click()
    drawer.get_by_label("Reason").fill("Lesson two is new.")
    drawer.get_by_role("button", name=re.compile("^Have them go on: ")).click()
    expect(drawer.get_by_text("Lesson two is new.")).to_be_visible()
    expect(row).to_contain_text("Learning")


def test_a_list_is_checked_row_by_row_and_then_done(teacher: Page, tmp_path: Path) -> None:
    slug = new_course(teacher, "A whole class at once")
    acts.call(teacher, "POST", f"/api/v1/courses/{slug}/cohorts", {"name": "Autumn"})
    file = tmp_path / "class.csv"
    file.write_text(
        f"email,cohort,due\n{LISTED},Autumn,2031-03-31\n{OTHER},,\nnobody@example.test,,\n{LISTED},,\n{INVITED},Spring,\n",
        encoding="utf-8",
    )
    teacher.goto(f"/teach/{slug}/enroll-import")
    teacher.locator("input[type=file]").set_input_files(file)
    teacher.get_by_role("button", name="Check the file").click()
    expect(
        teacher.get_by_text("3 rows have errors and will be left out. Nobody is enrolled yet.")
    ).to_be_visible()
    table = teacher.get_by_role("table", name="Row by row")
    for address, told in (
        ("nobody@example.test", "nobody here is called that."),
        (INVITED, "Column “cohort”: the course has no such cohort."),
    ):
        expect(table.get_by_role("row").filter(has_text=address)).to_contain_text(told)
    expect(table.get_by_role("row").filter(has_text="the person stands in an earlier row.")).to_have_count(1)
    assert acts.call(teacher, "GET", f"/api/v1/courses/{slug}/learners")["results"] == []
    teacher.get_by_role("button", name="Do it").click()
    expect(teacher.get_by_text("2 rows done.")).to_be_visible()
    with teacher.expect_download() as download:
        teacher.get_by_role("link", name="Errors as CSV").click()
    assert "nobody@example.test" in download.value.path().read_text(encoding="utf-8-sig")
    teacher.goto(f"/teach/{slug}/learners")
    people = teacher.get_by_role("table", name="People")
    expect(people.get_by_role("row").filter(has_text=LISTED)).to_contain_text("Mar 31, 2031")
    expect(people.get_by_role("row").filter(has_text=OTHER)).to_be_visible()


def test_a_cohort_is_chosen_by_a_learner_and_a_group_made_of_it(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug = new_course(teacher, "In the company of others")
    teacher.goto(f"/teach/{slug}/cohorts")
    teacher.get_by_role("button", name="New cohort").first.click()
    dialog = teacher.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Evening class")
    dialog.get_by_label("Seats").fill("1")
    dialog.get_by_role("button", name="Save").click()
    card = teacher.get_by_role("listitem").filter(has_text="Evening class")
    expect(card.get_by_text("0 of 1 seats taken").first).to_be_visible()

    learner = open_page(width=390, height=844)
    sign_in(learner, LISTED)
    learner.goto(f"/courses/{slug}")
    expect(learner.get_by_text("Evening class").first).to_be_visible()
    learner.get_by_role("button", name="Enroll for free").click()
    learner.wait_for_url(re.compile(rf"/learn/{slug}"))
    teacher.reload()
    expect(card.get_by_text("1 of 1 seats taken").first).to_be_visible()
    card.get_by_role("link", name="1 learner").click()
    expect(
        teacher.get_by_role("table", name="People").get_by_role("row").filter(has_text=LISTED)
    ).to_be_visible()

    teacher.goto(f"/teach/{slug}/groups")
    teacher.get_by_role("button", name="New group").click()
    dialog.get_by_label("Name").fill("Table by the window")
    dialog.get_by_role("button", name="Save").click()
    teacher.get_by_role("button", name="Members of Table by the window").click()
    dialog.get_by_role("checkbox").check()
    dialog.get_by_role("button", name="Save").click()
    group = teacher.get_by_role("listitem").filter(has_text="Table by the window")
    expect(group.get_by_text("1 learner", exact=True)).to_be_visible()
    # A cohort somebody takes the course with is not removed.
    teacher.goto(f"/teach/{slug}/cohorts")
    teacher.get_by_role("button", name="Remove Evening class").click()
    teacher.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(teacher.get_by_role("dialog").get_by_role("alert")).to_contain_text("learners")
