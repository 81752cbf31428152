"""From review to catalog with a checklist in between, a team that grows, and comments on a draft."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site


def draft(page: Page, title: str, *lessons: str) -> str:
    """A draft of the person signed in with lessons of those titles, the last of them empty; its slug."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": title})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Ground"})
    for number, name in enumerate(lessons, 1):
        text = "" if number == len(lessons) else "<p>Clay holds water.</p>"
        blocks = [{"id": "b1", "type": "text", "html": text}] if text else []
        acts.call(
            page,
            "POST",
            f"/api/v1/modules/{module['id']}/lessons",
            {"kind": "page", "title": name, "detail": {"document": {"version": 1, "blocks": blocks}}},
        )
    return str(course["slug"])


def step(page: Page, name: str, words: str = "", *, accepts: bool = False) -> None:
    """Take a step on the review page by its dialog."""
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    if accepts:
        dialog.get_by_label("Publish all the same").check()
    if words:
        dialog.get_by_role("textbox").fill(words)
    dialog.get_by_role("button", name=name, exact=True).click()
    expect(dialog).to_be_hidden()


@pytest.fixture
def people(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> tuple[Page, Page]:
    """An instructor and an admin, each in a browser of their own."""
    instructor, admin = open_page(), open_page()
    sign_in(instructor, "instructor@demo.edusync.test")
    sign_in(admin, "admin@demo.edusync.test")
    return instructor, admin


def test_review_to_publish_with_a_failed_checklist_in_between(site: Site, people: tuple[Page, Page]) -> None:
    author, reviewer = people
    slug = draft(author, "Soil and water", "Clay", "Sand")
    author.goto(f"/teach/{slug}/review")
    expect(author.get_by_role("list", name="Checklist")).to_contain_text("The lesson is empty.")
    assert not acts.rejected_rules(author)
    step(author, "Hand in for review", "Please look at clay.")
    expect(author.get_by_text("The course waits for a reviewer.")).to_be_visible()

    reviewer.goto("/manage/course-reviews")
    assert not acts.rejected_rules(reviewer)
    reviewer.get_by_role("link", name="Review: Soil and water").click()
    expect(reviewer.get_by_text("Please look at clay.").first).to_be_visible()
    step(reviewer, "Ask for changes", "Sand is empty.")
    site.wait_for_link("instructor@demo.edusync.test", rf"/teach/{slug}/review")

    author.reload()
    expect(author.get_by_text("Sand is empty.").first).to_be_visible()
    author.get_by_role("link", name="Go there: Sand").click()
    author.wait_for_url(re.compile(rf"/teach/{slug}/build/\d+"))
    author.goto(f"/teach/{slug}/review")
    step(author, "Hand in for review")

    reviewer.reload()
    step(reviewer, "Approve")
    author.reload()
    expect(author.get_by_text("The course is approved and can be published.")).to_be_visible()
    author.get_by_role("button", name="Publish", exact=True).click()
    dialog = author.get_by_role("dialog")
    expect(dialog.get_by_role("button", name="Publish", exact=True)).to_be_disabled()
    author.keyboard.press("Escape")
    step(author, "Publish", accepts=True)
    expect(author.get_by_text("The course stands in the catalog.")).to_be_visible()
    expect(
        author.get_by_text("4 warnings accepted").or_(author.get_by_text("warnings accepted"))
    ).to_be_visible()
    author.goto(f"/courses/{slug}")
    expect(author.get_by_role("heading", level=1, name="Soil and water")).to_be_visible()


def test_a_team_grows_and_a_draft_is_discussed(site: Site, people: tuple[Page, Page]) -> None:
    owner, admin = people
    slug = draft(owner, "Air and light", "Wind", "Sun")
    owner.goto(f"/teach/{slug}/team")
    owner.get_by_label("Name or mail address").fill("Okafor")
    owner.get_by_label("Duty", exact=True).select_option("reviewer")
    owner.get_by_role("button", name=re.compile("^Add .*Okafor")).first.click()
    expect(owner.get_by_role("list", name="Team")).to_contain_text("Okafor")
    owner.get_by_label("Name or mail address").fill("writer@else.example")
    owner.get_by_role("button", name="Send an invitation").click()
    expect(owner.get_by_role("list", name="Asked, not answered yet")).to_contain_text("writer@else.example")
    site.wait_for_link("writer@else.example", r"/invitation/")
    assert not acts.rejected_rules(owner)

    admin.goto(f"/teach/{slug}/review")
    admin.get_by_label("Comment on the course").fill("Where does the wind come from?")
    admin.get_by_role("button", name="Comment", exact=True).click()
    owner.goto(f"/teach/{slug}/review#comments")
    thread = owner.get_by_role("article").filter(has_text="Where does the wind come from?")
    thread.get_by_role("button", name="Answer").click()
    thread.get_by_role("textbox", name="Answer").fill("From the sun.")
    thread.get_by_role("button", name="Comment", exact=True).click()
    expect(thread.get_by_role("list", name="Answers")).to_contain_text("From the sun.")
    thread.get_by_role("button", name="Resolve").click()
    expect(owner.get_by_text("No open comments.")).to_be_visible()
    assert not acts.rejected_rules(owner)
