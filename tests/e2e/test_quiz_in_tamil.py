"""A quiz is translated side by side and taken in Tamil: asked, scored and explained in the learner's language."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e import acts

QUESTIONS = [
    {
        "kind": "single_choice",
        "title": "",
        "points": "1",
        "stem": {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": "<p>What do worms do?</p>"}]},
        "options": [
            {"html": "They sleep", "weight": "0", "feedback": "Look again."},
            {"html": "They loosen soil", "weight": "1", "feedback": "Well seen."},
        ],
        "settings": {},
        "explanation": "Worms make air flow.",
    }
]
TAMIL = {
    "Text": "புழுக்கள் என்ன செய்கின்றன?",
    "Explanation": "புழுக்கள் காற்றோட்டத்தை உருவாக்குகின்றன.",
}
CHOICES = ["அவை தூங்குகின்றன", "அவை மண்ணைத் தளர்த்துகின்றன"]


def quiz_course(page: Page) -> tuple[str, int]:
    """A published course of one quiz; its slug and the lesson's id."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": "Worms"})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Ground"})
    body = {"kind": "quiz", "title": "About worms"}
    lesson = acts.call(page, "POST", f"/api/v1/modules/{module['id']}/lessons", body)
    quiz: dict[str, Any] = {"introduction": "<p>Think first.</p>", "questions": QUESTIONS}
    acts.call(page, "PUT", f"/api/v1/lessons/{lesson['id']}/quiz", quiz, 0)
    acts.publish(page, str(course["slug"]))
    return str(course["slug"]), int(lesson["id"])


def pieces(page: Page, label: str) -> Locator:
    """Texts of that kind beside their translations."""
    return page.get_by_role("article", name=re.compile(rf"^Text \d+: {label}$"))


def ready(row: Locator, words: str) -> None:
    """Write a translation and say that it is ready."""
    row.get_by_label("Translation").fill(words)
    row.get_by_label("Ready for learners").check()
    expect(row.get_by_text("Ready", exact=True)).to_be_visible()


def test_a_quiz_is_translated_and_taken_in_tamil(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    teacher, learner = open_page(), open_page()
    sign_in(teacher, "instructor@demo.edusync.test")
    slug, lesson = quiz_course(teacher)
    teacher.goto(f"/teach/{slug}/translations/ta?part=lesson-{lesson}")
    expect(teacher.get_by_role("heading", name="Question 1")).to_be_visible()
    for label, words in TAMIL.items():
        ready(pieces(teacher, label), words)
    for place, words in enumerate(CHOICES):
        ready(pieces(teacher, "Choice").nth(place), words)
    ready(pieces(teacher, "Said to this choice").nth(1), "நன்று.")
    expect(teacher.get_by_text("Saved", exact=True)).to_be_visible()
    teacher.get_by_role("switch", name=re.compile("^Offer the course in")).click()
    expect(teacher.get_by_role("switch", name=re.compile("^Offer the course in"))).to_be_checked()
    assert not acts.rejected_rules(teacher)

    sign_in(learner, "learner8@demo.edusync.test")
    acts.enroll(learner, slug)
    learner.get_by_role("button", name="Start the quiz").click()
    expect(learner.get_by_text("What do worms do?")).to_be_visible()
    # The same attempt is read in the other language; what was chosen stays chosen.
    learner.locator("label").filter(has_text="They loosen soil").click()
    expect(learner.get_by_text("All answers saved")).to_be_visible()
    learner.get_by_label("Language of the course").select_option("ta")
    learner.get_by_role("button", name="Go on with the quiz").click()
    expect(learner.get_by_text(TAMIL["Text"])).to_be_visible()
    expect(learner.get_by_role("radio", name=CHOICES[1])).to_be_checked()
    assert not acts.rejected_rules(learner)
    learner.get_by_role("button", name="Hand in", exact=True).click()
    expect(learner.get_by_text("நன்று.")).to_be_visible()
    expect(learner.get_by_text(TAMIL["Explanation"])).to_be_visible()
    expect(learner.get_by_text(CHOICES[0])).to_be_visible()
