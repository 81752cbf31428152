"""The catalog: found in spite of a slip, narrowed, saved, reviewed, moderated, and hidden from whom it is not for."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

ADMIN = "admin@demo.edusync.test"
LEARNER = "learner@demo.edusync.test"
INSTRUCTOR = "instructor@demo.edusync.test"


def make_course(page: Page, title: str) -> str:
    """A published course of the person signed in, with two lessons to read; its slug."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": title})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Only module"})
    for name in ("One", "Two"):
        document = {
            "version": 1,
            "blocks": [{"id": "b1", "type": "text", "html": f"<p>Words of {name}.</p>"}],
        }
        lesson = {"kind": "page", "title": name, "detail": {"document": document}}
        acts.call(page, "POST", f"/api/v1/modules/{module['id']}/lessons", lesson)
    acts.publish(page, course["slug"])
    return str(course["slug"])


def notice(page: Page, words: str) -> None:
    """Wait for the notice at the foot of the page."""
    expect(page.get_by_role("region", name="Notices")).to_contain_text(words)


def test_a_course_is_found_in_spite_of_a_slip_and_narrowed_by_facets(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/courses")
    page.get_by_role("searchbox", name="Search").fill("pyhton")
    expect(page.get_by_text("Showing results for “python”")).to_be_visible()
    expect(page.get_by_role("link", name="First steps in Python")).to_be_visible()
    page.get_by_role("button", name="Clear filters").click()
    facets = page.get_by_role("complementary", name="Filters")
    facets.get_by_label("Tamil").check()
    expect(page).to_have_url(re.compile("language=ta"))
    expect(page.get_by_role("main").get_by_text("1 course", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Remove filter Tamil").click()
    page.get_by_role("combobox", name="Order").select_option("title")
    expect(page).to_have_url(re.compile("sort=title"))
    page.goto("/courses?search=zzzzz")
    expect(page.get_by_text("Nothing matches", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="What others like")).to_be_visible()


def test_a_course_is_saved_and_found_on_the_wish_list(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, LEARNER)
    page.goto(f"/courses/{acts.SHOWCASE}")
    page.get_by_role("button", name="Save for later").click()
    expect(page.get_by_role("button", name="Saved")).to_have_attribute("aria-pressed", "true")
    notice(page, "Learn anything, and keep it is saved.")
    page.goto("/saved")
    expect(page.get_by_role("link", name="Learn anything, and keep it")).to_be_visible()
    page.get_by_role("button", name="Save Learn anything, and keep it").click()
    notice(page, "Learn anything, and keep it is no longer saved.")
    page.reload()
    expect(page.get_by_text("Nothing saved yet", exact=True)).to_be_visible()


def test_a_review_is_written_answered_reported_and_hidden(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, learner, reader, moderator = (open_page() for _ in range(4))
    sign_in(teacher, INSTRUCTOR)
    slug = make_course(teacher, "Knots for the kitchen")

    sign_in(learner, "learner7@demo.edusync.test")
    acts.enroll(learner, slug)
    learner.goto(f"/courses/{slug}")
    learner.get_by_role("heading", name="What learners say").scroll_into_view_if_needed()
    expect(learner.get_by_text("once you have done 20% of it")).to_be_visible()
    learner.get_by_role("link", name="Start the first lesson").click()
    acts.complete_lesson(learner)
    learner.goto(f"/courses/{slug}")
    learner.get_by_role("button", name="Rate this course").click()
    expect(learner.get_by_role("button", name="Publish review")).to_be_disabled()
    learner.get_by_role("radio", name="4 stars").check(force=True)
    learner.get_by_label("Your words (optional)").fill("Buy my ropes at ropes.example")
    learner.get_by_role("button", name="Publish review").click()
    notice(learner, "Your review helps others choose.")
    expect(learner.get_by_role("heading", name="Your review")).to_be_visible()
    assert not acts.rejected_rules(learner)

    sign_in(reader, "learner8@demo.edusync.test")
    reader.goto(f"/courses/{slug}")
    review = reader.get_by_role("article").filter(has_text="Buy my ropes")
    review.get_by_role("button", name="Helpful").click()
    expect(review.get_by_role("button", name="Helpful (1)")).to_have_attribute("aria-pressed", "true")
    review.get_by_role("button", name="Report").click()
    dialog = reader.get_by_role("dialog")
    dialog.get_by_label("It advertises something").check()
    dialog.get_by_role("button", name="Send report").click()
    notice(reader, "A moderator will look at it.")
    expect(review.get_by_role("button", name="Reported")).to_be_disabled()

    sign_in(moderator, ADMIN)
    moderator.goto("/manage/ratings")
    queued = moderator.get_by_role("article").filter(has_text="Buy my ropes")
    expect(queued).to_contain_text("Advertises something")
    queued.get_by_role("button", name="Hide").click()
    queued.get_by_label("Words for the author (optional)").fill("No adverts, please.")
    assert not acts.rejected_rules(moderator)
    queued.get_by_role("button", name="Hide").click()
    notice(moderator, "The review is hidden.")
    expect(queued).to_have_count(0)

    reader.reload()
    expect(reader.get_by_text("No reviews yet.")).to_be_visible()
    learner.reload()
    expect(learner.get_by_text("Hidden by a moderator: it advertises something.")).to_be_visible()
    expect(learner.get_by_text("No adverts, please.")).to_be_visible()


def test_who_finds_a_course_is_its_teachers_choice(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, visitor, member, enrolled = (open_page() for _ in range(4))
    sign_in(teacher, INSTRUCTOR)
    sign_in(member, "learner8@demo.edusync.test")
    sign_in(enrolled, "learner7@demo.edusync.test")
    slug = make_course(teacher, "Secret gardens")
    acts.enroll(enrolled, slug)
    sees(slug, visitor, member, enrolled)

    choose_who_finds(teacher, slug, "People of the organization")
    sees_not(slug, visitor)
    sees(slug, member, enrolled)

    choose_who_finds(teacher, slug, "Only who is enrolled")
    sees_not(slug, visitor, member)
    sees(slug, enrolled)


def choose_who_finds(page: Page, slug: str, choice: str) -> None:
    """Set the visibility of a course in its settings."""
    page.goto(f"/teach/{slug}/settings")
    page.get_by_label(choice).check()
    page.get_by_role("button", name="Save", exact=True).click()
    notice(page, "Settings saved")


def sees(slug: str, *pages: Page) -> None:
    """Each of them opens the course and finds it in the catalog."""
    for page in pages:
        page.goto(f"/courses/{slug}")
        expect(page.get_by_role("heading", level=1, name="Secret gardens")).to_be_visible()
        page.goto("/courses?search=secret+gardens")
        expect(page.get_by_role("link", name="Secret gardens")).to_be_visible()


def sees_not(slug: str, *pages: Page) -> None:
    """None of them opens the course or finds it in the catalog."""
    for page in pages:
        page.goto(f"/courses/{slug}")
        expect(page.get_by_role("heading", level=1, name="There is nothing at this address")).to_be_visible()
        page.goto("/courses?search=secret+gardens")
        expect(page.get_by_text("Nothing matches", exact=True)).to_be_visible()
        expect(page.get_by_role("link", name="Secret gardens")).to_have_count(0)


def test_the_tree_is_moved_by_keys(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> None:
    page = open_page()
    sign_in(page, ADMIN)
    page.goto("/manage/categories")
    page.get_by_role("button", name="New category").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Crafts")
    dialog.get_by_role("button", name="New category").click()
    item = page.get_by_role("treeitem", name="Crafts")
    expect(item).to_have_attribute("aria-level", "1")
    item.focus()
    item.press("Alt+ArrowRight")
    expect(item).to_have_attribute("aria-level", "2")
    page.get_by_role("button", name="Delete").click()
    expect(item).to_have_count(0)


def test_the_catalog_reads_from_right_to_left(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    page.goto("/courses")
    page.evaluate("localStorage.setItem('edusync:locale', JSON.stringify('ar'))")
    page.context.add_cookies([{"name": "edusync_locale", "value": "ar", "url": site.url}])
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
