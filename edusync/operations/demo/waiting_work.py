"""A second assignment of the demo school, past its date: marks that are told, marks that wait, work that is late."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from edusync.assessment.models import Assignment, Submission
from edusync.assessment.services import assignments
from edusync.assessment.services.assignments.comparing import compare_work
from edusync.assessment.services.assignments.marking import Mark
from edusync.courses.models import Course
from edusync.courses.services import add_lesson
from edusync.enrollment.models import Enrollment
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.operations.demo.markup import document_from_markdown

TITLE = "Explain it in two hundred words"
BRIEF = """
Explain to somebody who has not taken this course **why recalling works better than reading again**.

- Use an example of your own, not one of the lessons.
- No more than two hundred words.
"""
WORDS = (
    "When my brother learned the bus map he stared at it every evening and got lost every morning. Then I took the map"
    " away and asked him to draw it. He drew four stops. The next day nine. To look for something in your head is the"
    " exercise; to look at it is only looking.",
    "A path through a meadow is not made by a map of the path. It is made by walking. Each time I try to remember the"
    " names of the bones I walk the path again, and each time I only read them I look at the map.",
    "I cook. After reading a recipe ten times I still open the book. After cooking it twice from memory, with one"
    " mistake each time, I do not need the book. The mistake showed me what I did not know.",
    "Reading again feels easy, so we think that we know it. Asking ourselves feels hard, so we think that we do not."
    " Both feelings are wrong.",
    "Our choir learns a song in two rehearsals since we put the sheets away after the first verse. We sing what we"
    " have, stop where it ends, and look only then.",
    "It works because you remember it better when you remember it. I noticed this when learning for my licence.",
    "A password that I type from memory each day stays. One that I copy from a note never does, though I have seen it"
    " a hundred times.",
    "I tried both with the capitals of Africa: ten by reading, ten by covering the column with my hand. A week later I"
    " had three of the first ten and eight of the others.",
    "The brain keeps what it is asked for. What it is only shown it lets go.",
)
# Of those who hand in, in this order: points and whether the learner knows them; nothing for what waits.
MARKED: Sequence[tuple[int, bool]] = ((9, True), (10, True), (6, True), (7, False))
REMARKS = (
    "The map that is taken away says it all. Shorten the last sentence.",
    "A picture that one keeps. Nothing to add.",
    "The mistake is the point: say why it helps.",
    "True and short. What would convince somebody who does not believe you?",
)
# Hours before the date; what is below zero came after it.
EARLY = (30, 26, 24, 20, 9, 7, 3, -20, -44)
DUE_DAYS_AGO = 8
EXTRA_DAYS = 11


def furnish_waiting_work(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """In the first course, after its cohort has come: nine hand in, two of them late, one more has longer time."""
    course = courses[0]
    author_id = course.created_by_id or 0
    due = until.replace(hour=16, minute=0, second=0, microsecond=0) - datetime.timedelta(days=DUE_DAYS_AGO)
    assignment = _assignment(course, author_id, due)
    places = _places(course, people["learner"])
    for place, text, hours in zip(places, WORDS, EARLY, strict=False):
        with clock.frozen(due - datetime.timedelta(hours=hours)):
            assignments.save_draft(assignment=assignment, enrollment=place, base_version=None, text=text)
            submission = assignments.submit_work(assignment=assignment, enrollment=place)
        compare_work(submission_id=submission.pk)
    _mark(assignment, author_id, due)
    with clock.frozen(due - datetime.timedelta(days=1)):
        assignments.grant_extension(
            assignment=assignment,
            enrollment=places[len(WORDS)],
            due_at=due + datetime.timedelta(days=EXTRA_DAYS),
            reason="Away with the orchestra until then.",
            by_id=author_id,
        )


def _assignment(course: Course, author_id: int, due: datetime.datetime) -> Assignment:
    module = course.modules.get(title="Your turn")
    with clock.frozen(due - datetime.timedelta(days=14)):
        lesson = add_lesson(
            module=module, kind="assignment", title=TITLE, is_required=False, estimated_minutes=20
        )
        data = {
            "brief": document_from_markdown(BRIEF),
            "points": Decimal(10),
            "due_at": due,
            "late_policy": {
                "period": "day",
                "percent_per_period": Decimal(10),
                "floor_percent": Decimal(50),
            },
            "is_similarity_checked": True,
        }
        assignments.save_assignment(lesson=lesson, data=data, base_version=0, by_id=author_id)
    return Assignment.objects.select_related("lesson", "course").get(lesson=lesson)


def _places(course: Course, learner: User) -> list[Enrollment]:
    """The demo learner first, then those of the cohort: the others have enough to do with the first assignment."""
    rows = Enrollment.objects.filter(
        course=course, status__in=("active", "completed"), deleted_at=None
    ).order_by("id")
    return [rows.get(learner=learner), *rows.exclude(cohort=None)]


def _mark(assignment: Assignment, author_id: int, due: datetime.datetime) -> None:
    rows = Submission.objects.filter(assignment=assignment, is_current=True).order_by("id")
    for number, (submission, (points, is_told)) in enumerate(zip(rows, MARKED, strict=False)):
        with clock.frozen(due + datetime.timedelta(days=1, hours=number)):
            assignments.add_comment(
                submission=submission, author_id=author_id, is_from_learner=False, text=REMARKS[number]
            )
            marked = assignments.mark_submission(
                submission=submission,
                mark=Mark(points=Decimal(points)),
                base_version=submission.row_version,
                by_id=author_id,
            )
        if is_told:
            with clock.frozen(due + datetime.timedelta(days=2)):
                assignments.post_mark(submission=marked, by_id=author_id)
