"""Learners review each other: staff give works out, a learner reviews without names, staff take the proposed mark."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site
from tests.e2e.test_assignments import INSTRUCTOR, LEARNER, set_up

# Three learners hand in the same words; the one who signs in reviews another.
HAND_IN = """
from edusync.assessment.models import Assignment
from edusync.assessment.services import assignments
from edusync.enrollment.services import enroll_learner
from edusync.identity.models import User
from edusync.identity.services import create_person, ensure_default_organization
from edusync.kernel.tenancy import organization_context
organization = ensure_default_organization()
with organization_context(organization.pk):
    row = Assignment.objects.select_related("lesson", "course").get(pk={pk})
    people = [User.objects.get(email="{learner}")]
    for name in ("Quilla", "Ramon"):
        people.append(create_person(email=f"{{name}}@example.org", first_name=name, last_name="Writer",
            roles=("learner",), organization_id=organization.pk, is_email_verified=True))
    for person in people:
        place = enroll_learner(course_id=row.course_id, learner_id=person.pk)
        assignments.save_draft(assignment=row, enrollment=place, base_version=None, text="Dear friend, a letter.")
        assignments.submit_work(assignment=row, enrollment=place)
"""


def give_out(teacher: Page, assignment: int) -> None:
    """Set the rules, give works out."""
    teacher.goto(f"/marking/{assignment}/reviews")
    teacher.get_by_role("spinbutton", name="Reviews by each learner", exact=True).fill("1")
    assert not acts.rejected_rules(teacher)
    teacher.get_by_role("button", name="Save the rules", exact=True).click()
    teacher.get_by_role("button", name="Give works out", exact=True).click()
    expect(teacher.get_by_role("heading", name="Who reviewed whom", exact=True)).to_be_visible()
    expect(teacher.get_by_role("button", name="Take late works in", exact=True)).to_be_visible()


def review_on_a_phone(phone: Page, slug: str, lesson: int) -> None:
    """Open the work from the lesson, judge it, send."""
    phone.goto(f"/learn/{slug}/{lesson}")
    link = phone.get_by_role("link", name=re.compile("^Write the review"))
    expect(link).to_have_count(1)
    link.click()
    expect(phone.get_by_role("heading", name=re.compile(r"^Work \d$"), level=1)).to_be_visible()
    form = phone.get_by_role("form", name="Your review", exact=True)
    expect(form).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text("Writer")
    for criterion in ("Content", "Form"):
        form.get_by_role("group", name=criterion, exact=True).get_by_role(
            "radio", name=re.compile("^Good")
        ).check()
    form.get_by_role("textbox", name="What is good, and what would make it better", exact=True).fill(
        "A warm one."
    )
    assert not acts.rejected_rules(phone)
    assert acts.overflow(phone) <= 0
    form.get_by_role("button", name="Send the review", exact=True).click()
    expect(phone.get_by_role("link", name=re.compile("^See the review"))).to_be_visible()


def test_a_review_without_names_becomes_a_mark(
    site: Site, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher = open_page()
    sign_in(teacher, INSTRUCTOR)
    slug, lesson, assignment = set_up(teacher)
    site.manage("shell", "-c", HAND_IN.format(pk=assignment, learner=LEARNER))
    give_out(teacher, assignment)
    phone = open_page(width=390, height=800)
    sign_in(phone, LEARNER)
    review_on_a_phone(phone, slug, lesson)
    teacher.reload()
    expect(teacher.get_by_text("Proposed: 10 of 10", exact=True)).to_have_count(1)
    teacher.get_by_role("checkbox", name="All", exact=True).check()
    teacher.get_by_role("button", name="Take 1 proposed mark", exact=True).click()
    expect(teacher.get_by_text("Marked: 10", exact=True)).to_be_visible()
    assert not acts.rejected_rules(teacher)
