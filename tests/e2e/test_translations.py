"""A course is translated side by side, offered, and read in Tamil and Arabic; what changed at its source says so."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts

BLOCKS = [
    {"id": "b1", "type": "heading", "level": 2, "text": "Alive"},
    {"id": "b2", "type": "text", "html": "<p>Soil is <strong>alive</strong>.</p>"},
]
TAMIL_TITLE, TAMIL_TEXT = "மண் என்றால் என்ன?", "மண் **உயிருள்ளது**."
ARABIC_TITLE, ARABIC_TEXT = "ما هي التربة؟", "التربة **حية**."


@pytest.fixture
def teacher(open_page: Callable[..., Page], sign_in: Callable[..., None]) -> Page:
    """The instructor's page."""
    page = open_page()
    sign_in(page, "instructor@demo.edusync.test")
    return page


def soil_course(page: Page, title: str) -> tuple[str, int]:
    """A published course of one lesson; its slug and the lesson's id."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": title})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Ground"})
    lesson = acts.call(
        page,
        "POST",
        f"/api/v1/modules/{module['id']}/lessons",
        {
            "kind": "page",
            "title": "What is soil?",
            "detail": {"document": {"version": 1, "blocks": BLOCKS}},
        },
    )
    slug = str(course["slug"])
    acts.publish(page, slug)
    return slug, int(lesson["id"])


def piece(page: Page, label: str) -> Locator:
    """A text beside its translation."""
    return page.get_by_role("article", name=re.compile(rf"^Text \d+: {label}$"))


def translate(page: Page, title: str, text: str) -> None:
    """Translate the lesson's title and text, each marked as ready, and offer the course."""
    for label, words in (("Title", title), ("Text", text)):
        row = piece(page, label)
        row.get_by_label("Translation").fill(words)
        row.get_by_label("Ready for learners").check()
        expect(row.get_by_text("Ready", exact=True)).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.get_by_role("switch", name=re.compile("^Offer the course in")).click()
    expect(page.get_by_role("switch", name=re.compile("^Offer the course in"))).to_be_checked()


def test_tamil_side_by_side_then_a_learner_switches(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug, lesson = soil_course(teacher, "Soil in Tamil")
    teacher.goto(f"/teach/{slug}/translations")
    expect(teacher.get_by_text("Only in its own language so far")).to_be_visible()
    teacher.get_by_label("Choose a language").select_option("ta")
    teacher.get_by_role("button", name="Begin").click()
    teacher.wait_for_url(re.compile(r"/translations/ta"))
    teacher.get_by_role("navigation", name="Parts of the course").get_by_role(
        "button", name=re.compile("What is soil")
    ).click()
    expect(piece(teacher, "Text")).to_contain_text("Soil is alive.")
    translate(teacher, TAMIL_TITLE, TAMIL_TEXT)
    assert not acts.rejected_rules(teacher)
    teacher.reload()
    expect(piece(teacher, "Text").get_by_label("Translation")).to_have_value(TAMIL_TEXT)

    learner = open_page()
    sign_in(learner, "learner8@demo.edusync.test")
    acts.enroll(learner, slug)
    expect(learner.get_by_role("heading", level=1, name="What is soil?")).to_be_visible()
    learner.get_by_label("Language of the course").select_option("ta")
    expect(learner.get_by_role("heading", level=1, name=TAMIL_TITLE)).to_be_visible()
    article = learner.locator("article").first
    expect(article).to_have_attribute("lang", "ta")
    expect(article).to_contain_text("உயிருள்ளது")
    expect(article).to_contain_text("Alive")
    learner.reload()
    expect(learner.get_by_role("heading", level=1, name=TAMIL_TITLE)).to_be_visible()

    version = acts.call(teacher, "GET", f"/api/v1/lessons/{lesson}")["row_version"]
    acts.call(teacher, "PATCH", f"/api/v1/lessons/{lesson}", {"title": "What is earth?"}, version)
    teacher.reload()
    row = piece(teacher, "Title")
    expect(row.get_by_text("Outdated", exact=True)).to_be_visible()
    expect(row).to_contain_text("What is earth?")
    assert not acts.rejected_rules(teacher)
    teacher.goto(f"/teach/{slug}/translations")
    expect(teacher.get_by_role("listitem").filter(has_text="Tamil")).to_contain_text("Outdated")
    learner.reload()
    expect(learner.get_by_role("heading", level=1, name=TAMIL_TITLE)).to_be_visible()

    teacher.goto(f"/teach/{slug}/translations/ta?part=lesson-{lesson}")
    piece(teacher, "Title").get_by_role("button", name="It still fits").click()
    expect(piece(teacher, "Title").get_by_text("Ready", exact=True)).to_be_visible()


def test_arabic_is_written_and_read_from_right_to_left(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug, lesson = soil_course(teacher, "Soil in Arabic")
    teacher.goto(f"/teach/{slug}/translations/ar?part=lesson-{lesson}")
    field = piece(teacher, "Title").get_by_label("Translation")
    assert field.evaluate("field => getComputedStyle(field).direction") == "rtl"
    translate(teacher, ARABIC_TITLE, ARABIC_TEXT)

    learner = open_page()
    sign_in(learner, "learner8@demo.edusync.test")
    acts.enroll(learner, slug)
    learner.get_by_label("Language of the course").select_option("ar")
    expect(learner.get_by_role("heading", level=1, name=ARABIC_TITLE)).to_be_visible()
    article = learner.locator("article").first
    expect(article).to_have_attribute("dir", "rtl")
    text = article.get_by_text("حية").first
    assert text.evaluate("text => getComputedStyle(text).direction") == "rtl"
    # The interface around it stays in the learner's own language.
    assert learner.evaluate("document.documentElement.dir") == "ltr"
    assert not acts.rejected_rules(learner)
    assert acts.overflow(learner) <= 0


def test_two_translators_do_not_overwrite_each_other(
    teacher: Page, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    slug, lesson = soil_course(teacher, "Soil by two")
    second = open_page()
    sign_in(second, "admin@demo.edusync.test")
    for page in (teacher, second):
        page.goto(f"/teach/{slug}/translations/ta?part=lesson-{lesson}")
        expect(piece(page, "Title")).to_be_visible()
    piece(second, "Title").get_by_label("Translation").fill("இரண்டு")
    expect(second.get_by_text("Saved", exact=True)).to_be_visible()
    expect(second.get_by_text("Not saved yet")).to_have_count(0)
    piece(teacher, "Title").get_by_label("Translation").fill("ஒன்று")
    expect(teacher.get_by_role("button", name="Load the other version")).to_be_visible()
    teacher.get_by_role("button", name="Load the other version").click()
    expect(piece(teacher, "Title").get_by_label("Translation")).to_have_value("இரண்டு")
