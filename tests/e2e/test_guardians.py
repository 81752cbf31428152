"""A learner asks a guardian, who comes by the link and sees what the learner shares, and no more."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PASSWORD
from tests.e2e.site import Site

ADDRESS = "nadia.brandt@example.test"
LEARNER = "learner2@demo.edusync.test"


def test_guardian_from_invitation_to_home(
    site: Site, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    learner, guardian = open_page(), open_page(width=390)
    sign_in(learner, LEARNER)
    learner.goto("/account/family")
    learner.get_by_role("button", name="Invite a guardian").click()
    form = learner.get_by_role("dialog")
    form.get_by_label("E-mail address").fill(ADDRESS)
    form.get_by_label("First name").fill("Nadia")
    form.get_by_label("Relation").select_option("mother")
    form.get_by_role("button", name="Send invitation").click()
    expect(learner.get_by_text("Not accepted yet").first).to_be_visible()

    guardian.goto(site.wait_for_link(ADDRESS, r"/invitation/"))
    guardian.get_by_label("New password").fill("copper window 58 rain")
    guardian.get_by_role("button", name="Accept the invitation").click()
    guardian.wait_for_url(lambda url: "/invitation/" not in url)
    guardian.goto("/family")
    expect(guardian.get_by_text("Not shared with you").first).to_be_visible()
    expect(guardian.get_by_role("heading", name="Courses")).to_have_count(0)

    learner.reload()
    learner.get_by_role("switch", name="Progress").click()
    expect(learner.get_by_text("Shared since").first).to_be_visible()
    guardian.reload()
    expect(guardian.get_by_role("heading", name="Courses")).to_be_visible()
    expect(guardian.get_by_role("heading", name="Results")).to_have_count(0)

    learner.goto("/account/data-access")
    expect(learner.get_by_text("looked at a child's learning").first).to_be_visible()
    learner.goto("/account/family")
    learner.get_by_role("switch", name="Progress").click()
    expect(learner.get_by_text("Shared since")).to_have_count(0)
    guardian.reload()
    expect(guardian.get_by_text("Not shared with you").first).to_be_visible()
    expect(guardian.get_by_role("heading", name="Courses")).to_have_count(0)


def test_staff_share_with_the_family_s_word_and_end_it(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    staff, guardian = open_page(), open_page()
    sign_in(staff, "admin@demo.edusync.test", PASSWORD)
    staff.goto("/manage/guardians?search=Noah")
    staff.get_by_role("button", name="Farah Haddad").click()
    staff.get_by_role("switch", name="Attendance").click()
    dialog = staff.get_by_role("dialog")
    dialog.get_by_role("button", name="Share", exact=True).click()
    expect(
        dialog.get_by_text("Please fill this in").or_(dialog.locator("[aria-invalid=true]")).first
    ).to_be_visible()
    dialog.get_by_label("By what do you know of the consent?").fill("Signed form of May 4")
    dialog.get_by_role("button", name="Share", exact=True).click()
    expect(staff.get_by_text("By: Signed form of May 4").first).to_be_visible()

    sign_in(guardian, "guardian@demo.edusync.test")
    guardian.goto("/family")
    guardian.get_by_role("button", name="Noah Brandt").click()
    expect(guardian.get_by_role("heading", name="Noah Brandt")).to_be_visible()
    guardian.get_by_role("button", name="I no longer look after this learner").click()
    guardian.get_by_role("dialog").get_by_role("button", name="I no longer look after this learner").click()
    expect(guardian.get_by_role("heading", name="Leila Haddad")).to_be_visible()
    expect(guardian.get_by_role("button", name="Noah Brandt")).to_have_count(0)
