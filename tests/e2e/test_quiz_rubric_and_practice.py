"""Essays of a quiz are marked by keys with a rubric; answers of practice are checked one by one on a phone."""

import re
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e import acts
from tests.e2e.site import Site

INSTRUCTOR = "instructor@demo.edusync.test"
LEARNERS = 10
# Ten learners, one of them from the demonstration, write an essay each.
WRITE = """
from edusync.assessment.models import Quiz
from edusync.assessment.services import save_answer, start_attempt, submit_attempt
from edusync.assessment.sheets import sheet_of
from edusync.enrollment.services import enroll_learner
from edusync.identity.models import User
from edusync.identity.services import create_person, ensure_default_organization
from edusync.kernel.tenancy import organization_context
organization = ensure_default_organization()
with organization_context(organization.pk):
    quiz = Quiz.objects.get(lesson_id={lesson})
    people = [User.objects.get(email="learner@demo.edusync.test")]
    people += [
        create_person(email=f"essay{{number}}@example.org", first_name="Essay", last_name=f"Number {{number:02}}",
            roles=("learner",), organization_id=organization.pk, is_email_verified=True)
        for number in range(1, {count})
    ]
    for person in people:
        enrollment = enroll_learner(course_id=quiz.lesson.course_id, learner_id=person.pk)
        attempt = start_attempt(quiz=quiz, enrollment=enrollment)
        slot = sheet_of(attempt.edition).slots[0]
        save_answer(attempt=attempt, slot_id=slot.id, response={{"text": f"An essay of {{person.first_name}}."}})
        submit_attempt(attempt=attempt)
"""


def document(words: str) -> dict[str, Any]:
    """A block document of one paragraph."""
    return {"version": 1, "blocks": [{"id": "b1", "type": "text", "html": f"<p>{words}</p>"}]}


def choice(words: str, **fields: Any) -> dict[str, Any]:
    """A question whose first choice is right."""
    options = [{"html": "Right", "weight": "1"}, {"html": "Wrong", "weight": "0", "feedback": "Look again."}]
    question = {"kind": "single_choice", "points": "4", "stem": document(words), "settings": {}}
    return {**question, "options": options, "explanation": "<p>Because it is.</p>", **fields}


def quiz_course(page: Page, title: str) -> tuple[str, int]:
    """A draft with one empty quiz; its slug and the lesson's id."""
    course = acts.call(page, "POST", "/api/v1/courses", {"title": title})
    module = acts.call(page, "POST", f"/api/v1/courses/{course['id']}/modules", {"title": "Words"})
    body = {"kind": "quiz", "title": "In your own words"}
    lesson = acts.call(page, "POST", f"/api/v1/modules/{module['id']}/lessons", body)
    return str(course["slug"]), int(lesson["id"])


def make_rubric(page: Page, slug: str) -> None:
    """A rubric of the course: two criteria of four points each."""
    levels = [{"title": name, "points": points} for name, points in (("Good", 4), ("Fair", 2), ("Poor", 0))]
    criteria = [{"title": name, "levels": levels} for name in ("Thought", "Language")]
    acts.call(
        page, "POST", "/api/v1/rubrics", {"course": slug, "title": "How it is written", "criteria": criteria}
    )


def mark_all_by_keys(page: Page) -> None:
    """Two levels by number keys for each answer, `n` for the next one."""
    name = page.locator("[data-answer-of]")
    for number in range(1, LEARNERS + 1):
        expect(page.get_by_text(f"{number} of {LEARNERS}", exact=True)).to_be_visible()
        expect(page.locator("[data-criterion='1'].ring-1")).to_be_visible()
        page.keyboard.press("1")
        expect(page.locator("[data-criterion='2'].ring-1")).to_be_visible()
        page.keyboard.press("2" if number % 2 else "1")
        expect(page.locator("[data-shown-points]")).to_have_text(re.compile(r"^(7\.5|10) / 10$"))
        if number < LEARNERS:
            before = name.inner_text()
            page.keyboard.press("n")
            expect(name).not_to_have_text(before)
    expect(page.get_by_text(f"{LEARNERS} of {LEARNERS} marked", exact=True)).to_be_visible()
    expect(page.locator("[data-mark-state]")).to_have_text("Saved")


def test_essays_of_ten_learners_are_marked_by_keys_with_a_rubric(
    site: Site, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    slug, lesson = quiz_course(page, "Words that carry")
    make_rubric(page, slug)
    essay = {"kind": "essay", "points": "10", "stem": document("Why do we write?"), "settings": {}}
    acts.call(page, "PUT", f"/api/v1/lessons/{lesson}/quiz", {"questions": [essay]}, 0)
    page.goto(f"/teach/{slug}/build/{lesson}")
    page.get_by_role("button", name=re.compile("Why do we write")).click()
    page.get_by_role("combobox", name=re.compile("^\\s*Rubric")).select_option(label="How it is written")
    expect(page.get_by_text("Thought", exact=True)).to_be_visible()
    assert not acts.rejected_rules(page)
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Everything is saved.", exact=True)).to_be_visible()
    acts.publish(page, slug)
    site.manage("shell", "-c", WRITE.format(lesson=lesson, count=LEARNERS))
    quiz = acts.call(page, "GET", f"/api/v1/courses/{slug}/quizzes")["results"][0]["id"]
    page.goto(f"/teach/{slug}/quizzes/{quiz}/marking")
    page.get_by_role("link", name=re.compile("Why do we write")).click()
    expect(page.locator("[data-answer]")).to_be_visible()
    assert not acts.rejected_rules(page)
    mark_all_by_keys(page)
    learner = open_page(width=390, height=800)
    sign_in(learner, "learner@demo.edusync.test")
    learner.goto(f"/learn/{slug}/{lesson}")
    learner.get_by_role("button", name=re.compile("^Look at")).first.click()
    filled = learner.locator("[data-filled-rubric]")
    expect(filled.get_by_text("How it is written")).to_be_visible()
    expect(filled.get_by_text("Reached")).to_have_count(2)
    assert not acts.rejected_rules(learner)
    assert acts.overflow(learner) <= 0


def test_answers_of_practice_are_checked_on_a_phone(
    open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    slug, lesson = quiz_course(page, "Knots by heart")
    written = {"kind": "text", "points": "4", "stem": document("The knot of climbers?"), "options": []}
    written["settings"] = {"answers": [{"text": "bowline", "weight": 1}]}
    quiz = {
        "mode": "practice",
        "wrong_penalty_percent": 25,
        "questions": [choice("The king of knots?"), written],
    }
    acts.call(page, "PUT", f"/api/v1/lessons/{lesson}/quiz", quiz, 0)
    acts.publish(page, slug)
    phone = open_page(width=390, height=800)
    sign_in(phone, "learner7@demo.edusync.test")
    acts.enroll(phone, slug)
    phone.get_by_role("button", name="Start the quiz").click()
    first, second = (phone.locator("li[data-slot]").nth(place) for place in (0, 1))
    check = first.get_by_role("button", name="Check")
    expect(check).to_be_disabled()
    first.get_by_label("Wrong").check()
    check.click()
    expect(first.get_by_text("Not right yet")).to_be_visible()
    expect(first.get_by_text("Look again.")).to_be_visible()
    expect(first.get_by_text("Because it is.")).to_have_count(0)
    expect(first.get_by_text("25% of the points", exact=False)).to_be_visible()
    assert not acts.rejected_rules(phone)
    assert acts.overflow(phone) <= 0
    # What was told is there again after coming back.
    phone.reload()
    phone.get_by_role("button", name="Go on with the quiz").click()
    expect(first.get_by_text("Not right yet")).to_be_visible()
    first.get_by_label("Right").check()
    expect(first.get_by_text("Not right yet")).to_have_count(0)
    check.press("Enter")
    expect(first.get_by_text("Because it is.")).to_be_visible()
    expect(check).to_have_count(0)
    expect(first).to_be_focused()
    # Without a connection it says so, and the answer stays; Enter in the field checks it.
    field = second.get_by_role("textbox")
    field.fill("bowline")
    expect(phone.get_by_text("All answers saved")).to_be_visible()
    phone.context.set_offline(True)
    field.press("Enter")
    expect(
        second.get_by_text("No connection: your answer is kept on this device.", exact=False)
    ).to_be_visible()
    phone.context.set_offline(False)
    field.press("Enter")
    expect(second.get_by_text("Right", exact=True).first).to_be_visible()
    assert not acts.rejected_rules(phone)
    phone.get_by_role("button", name="Hand in", exact=True).click()
    # One of four points was lost by the wrong answer.
    expect(phone.get_by_text("7 of 8 points.")).to_be_visible()


def test_a_question_of_any_kind_stays_as_it_was_when_it_is_opened(
    site: Site, open_page: Callable[..., Page], sign_in: Callable[..., None]
) -> None:
    page = open_page()
    sign_in(page, INSTRUCTOR)
    slug, lesson = quiz_course(page, "One of each")
    site.manage(
        "shell",
        "-c",
        "from edusync.assessment.drafts import QuestionDraft\n"
        "from edusync.assessment.testing import drafts_of_every_kind, stem\n"
        "from edusync.assessment.services import create_quiz\n"
        "from edusync.courses.models import Lesson\n"
        "from edusync.identity.services import ensure_default_organization\n"
        "from edusync.kernel.tenancy import organization_context\n"
        "with organization_context(ensure_default_organization().pk):\n"
        "    by_hand = [QuestionDraft(kind=kind, stem=stem(kind)) for kind in ('essay', 'file', 'description')]\n"
        "    questions = [*drafts_of_every_kind(), *by_hand]\n"
        f"    create_quiz(lesson=Lesson.objects.get(pk={lesson}), questions=questions)\n",
    )
    page.goto(f"/teach/{slug}/build/{lesson}")
    cards = page.get_by_role("article", name=re.compile(r"^Question \d+$"))
    expect(cards.first).to_be_visible()
    total = cards.count()
    assert total == 17
    for place in range(total):
        cards.nth(place).get_by_role("button", expanded=False).first.click()
    expect(page.locator("article img")).not_to_have_count(0)
    acts.wait_until(page, "[...document.querySelectorAll('article img')].every(one => one.complete)")
    page.wait_for_timeout(500)
    expect(page.get_by_text("Everything is saved.", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Save the quiz")).to_be_disabled()
