"""Gives the studio's and the catalog's screens something to show: reviews, rules, prerequisites, a waiting draft."""

import datetime
import random

from edusync.assessment.models import Quiz
from edusync.courses.learner_facts import enrollments_of
from edusync.courses.models import Course, Lesson
from edusync.courses.services import assign_staff, feedback, submit_course
from edusync.courses.services.lifecycle_comments import write_comment
from edusync.courses.services.prerequisites import set_prerequisites
from edusync.courses.services.rules import set_rule
from edusync.enrollment.models import Enrollment
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.operations.demo.activity import SEED, take_course
from edusync.operations.demo.quizzes import add_drawn_quiz
from edusync.operations.demo.reader import read_draft
from edusync.operations.demo.school import build_course

SHOWCASE = "learn-anything-and-keep-it"
SPREADSHEETS = "spreadsheets-you-can-trust"
# Stars and words by course; learners who have done enough of it say them in turn.
REVIEWS: dict[str, tuple[tuple[int, str], ...]] = {
    SHOWCASE: (
        (
            5,
            "I closed the book after every chapter and wrote down what was left. It was frightening, and it works.",
        ),
        (4, "The planner alone was worth it. I would have liked a second video."),
        (5, "மறதி வளைவு பற்றிய படம் என் படிக்கும் முறையையே மாற்றியது."),
        (3, "Good, but the last module is short."),
    ),
    "first-steps-in-python": (
        (5, "After the first quiz I could read my colleague's script."),
        (4, "Clear examples. More exercises, please!"),
    ),
    "percentages-without-fear": ((5, "Thirty years of formulas, and it was one factor all along."),),
    "safe-at-the-workbench": ((4, "Short, and I look at my saw differently now."),),
}
ADVERT = "Cheap laptops for students at laptops.example, use the code STUDY!"


def furnish_studio(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """After six weeks of learning: what learners say, what opens when, and what waits for a reviewer."""
    by_slug = {course.slug: course for course in courses}
    _fill_showcase(by_slug[SHOWCASE], people, until)
    for slug, said in REVIEWS.items():
        _review(by_slug[slug], said, people, until)
    _set_rules(by_slug, people)
    _hand_in_draft(people, until)


def _fill_showcase(course: Course, people: dict[str, User], until: datetime.datetime) -> None:
    """The course that visitors open first has a class that went far."""
    dice = random.Random(SEED)  # noqa: S311  a script for actors, not a secret
    taken = set(Enrollment.objects.filter(course=course).values_list("learner_id", flat=True))
    free = [user for key, user in people.items() if key.startswith("learner") and user.pk not in taken]
    for days, learner in enumerate(free[-6:], 12):
        start = until - datetime.timedelta(days=days)
        take_course(learner, course, share=0.8, start=start, until=until, dice=dice)


def _review(
    course: Course, said: tuple[tuple[int, str], ...], people: dict[str, User], until: datetime.datetime
) -> None:
    authors = _who_may_review(course, but_not=people["learner"])
    for number, ((stars, text), author) in enumerate(zip(said, authors, strict=False)):
        with clock.frozen(until - datetime.timedelta(days=2 + 3 * number, hours=number)):
            review = _write(course, author, stars, text)
            for voter in authors[number + 1 :][: len(said) - number]:
                feedback.vote_review(review=review, voter_id=voter.pk)
        if not number:
            feedback.answer_review(
                review=review, text="Thank you! That is the whole idea.", by_id=course.created_by_id
            )
    if course.slug == SHOWCASE and len(authors) > len(said):
        advert = _write(course, authors[len(said)], 5, ADVERT)
        feedback.report_review(
            review=advert, reporter_id=people["noah"].pk, reason="spam", note="This is no review."
        )


def _who_may_review(course: Course, *, but_not: User) -> list[User]:
    rows = Enrollment.objects.filter(course=course).exclude(learner=but_not).select_related("learner")
    return [row.learner for row in rows.order_by("learner_id") if row.percent >= feedback.MIN_PERCENT]


def _write(course: Course, author: User, stars: int, text: str) -> feedback.CourseReview:
    facts = enrollments_of(course_ids=[course.pk], user_id=author.pk)[course.pk]
    return feedback.write_review(course=course, author_id=author.pk, enrollment=facts, stars=stars, text=text)


def _set_rules(by_slug: dict[str, Course], people: dict[str, User]) -> None:
    """Percentages come before spreadsheets, whose second module opens by a good quiz, its last lesson a week later."""
    course, amara = by_slug[SPREADSHEETS], people["amara"]
    assign_staff(course=course, user_id=people["ines"].pk, duty="instructor")
    set_prerequisites(course=course, wanted=[(by_slug["percentages-without-fear"].pk, 50)], by_id=amara.pk)
    quiz = Quiz.objects.get(lesson__course=course)
    last = Lesson.objects.filter(course=course).order_by("-module__position", "-position")[0]
    score = {"type": "lesson-score", "lesson_id": quiz.lesson_id, "percent": 60}
    set_rule(target=last.module, tree={"type": "all", "of": [score]}, by_id=amara.pk)
    week = {"type": "days-after-enrollment", "days": 7}
    set_rule(target=last, tree={"type": "all", "of": [week]}, by_id=amara.pk)


def _hand_in_draft(people: dict[str, User], until: datetime.datetime) -> None:
    """A course that Amara has handed in, with a question of her colleague and an empty lesson in it."""
    with clock.frozen(until - datetime.timedelta(days=1, hours=3)):
        course = build_course(read_draft("bread-explained"), people)
        add_drawn_quiz(course, people["amara"])
        assign_staff(course=course, user_id=people["ines"].pk, duty="author")
        lesson = Lesson.objects.filter(course=course).order_by("module__position", "position")[0]
        write_comment(
            course=course,
            author_id=people["ines"].pk,
            lesson_id=lesson.pk,
            body="Shall we say how one finds the protein on the packet?",
        )
        submit_course(course=course, by_id=people["amara"].pk, note="The oven lesson follows tonight.")
