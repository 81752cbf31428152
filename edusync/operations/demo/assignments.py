"""An assignment of the demo school with a rubric: some work waits for its mark, one mark is posted, learners review."""

import datetime
from decimal import Decimal
from typing import Any

from edusync.assessment.models import Assignment, PeerReview, RubricLevel
from edusync.assessment.services import assignments, rubrics
from edusync.assessment.services.assignments.comparing import compare_work
from edusync.assessment.services.assignments.marking import GivenLevel, Mark
from edusync.assessment.services.assignments.peer_planning import allocate_reviews, save_peer_plan
from edusync.assessment.services.assignments.peer_reviewing import write_review
from edusync.courses.models import Course
from edusync.courses.services import add_lesson, add_module
from edusync.enrollment.models import Enrollment
from edusync.identity.models import User
from edusync.kernel import clock
from edusync.operations.demo.markup import document_from_markdown

BRIEF = """
Choose something you want to know in a month from now, and plan how you will keep it.

- Say **what** you will learn, and how you will notice that you know it.
- Plan the days on which you will **recall** it without looking.
- Say what you will do on a day on which you forget.

One page is enough. Write for a friend who has not taken this course.
"""
RUBRIC: dict[str, Any] = {
    "title": "A plan that holds",
    "description": "For plans of learning, whatever the subject.",
    "criteria": [
        {
            "title": "Goal",
            "description": "Is it clear when the goal is reached?",
            "levels": [
                {"title": "Anyone could check it", "description": "", "points": 4},
                {"title": "Nearly clear", "description": "", "points": 2},
                {"title": "A wish", "description": "", "points": 0},
            ],
        },
        {
            "title": "Recall",
            "description": "Are there days on which it is brought to mind, further and further apart?",
            "levels": [
                {"title": "Spaced and without looking", "description": "", "points": 4},
                {"title": "Some repetition", "description": "", "points": 2},
                {"title": "Reading again", "description": "", "points": 1},
                {"title": "None", "description": "", "points": 0},
            ],
        },
        {
            "title": "Language",
            "description": "Would a friend understand it?",
            "levels": [
                {"title": "At once", "description": "", "points": 2},
                {"title": "With questions", "description": "", "points": 1},
                {"title": "Hardly", "description": "", "points": 0},
            ],
        },
    ],
}
PLANS = (
    "I want to name forty birds of our river by their song. On Mondays I listen to five new ones. On Tuesday, Friday"
    " and the Friday after I play them without looking and write down what I hear. If I miss one twice, it comes back"
    " the next day.",
    "In four weeks I will read a timetable in Tamil aloud without stopping. Ten signs a week, five minutes each"
    " morning from memory, then I check. On a bad day I only do the signs I got wrong.",
    "My goal is to learn a lot about statistics. I will read the chapter again every evening and mark what matters.",
    "I will be able to draw the circuit of our bench supply from memory and explain each part. I draw it on day 1, 2,"
    " 4, 8 and 16. My sister asks why each part is there; if I cannot say it, I draw that part three times.",
    "I would like to know the main dates of the river trade. Ten dates a week, five minutes each morning from memory,"
    " then I check. On a bad day I only do the ones I got wrong.",
)
REVIEWS = (
    "I could follow this plan tomorrow. Say what you do in the week you are away.",
    "A clear goal. How will you notice that you know it?",
    "The days are good. Try to recall before you look, not after.",
)


def furnish_assignments(people: dict[str, User], courses: list[Course], *, until: datetime.datetime) -> None:
    """After the learners have learned: work of six of them, one already marked."""
    course, learner = courses[0], people["learner"]
    author_id = course.created_by_id or 0
    module = add_module(course=course, title="Your turn")
    lesson = add_lesson(
        module=module,
        kind="assignment",
        title="Plan how you will keep it",
        is_required=False,
        estimated_minutes=30,
    )
    rubric = rubrics.create_rubric(data=RUBRIC, course_id=course.pk, by_id=author_id)
    data = {
        "brief": document_from_markdown(BRIEF),
        "points": Decimal(20),
        "accepts_files": True,
        "file_types": "pdf, docx, odt",
        "due_at": until.replace(hour=16, minute=0, second=0, microsecond=0) + datetime.timedelta(days=3),
        "late_policy": {"period": "day", "percent_per_period": Decimal(10), "floor_percent": Decimal(50)},
        "rubric": rubric.uuid,
        "is_similarity_checked": True,
    }
    assignments.save_assignment(lesson=lesson, data=data, base_version=0, by_id=author_id)
    assignment = Assignment.objects.select_related("lesson", "course").get(lesson=lesson)
    rows = Enrollment.objects.filter(course=course, status__in=("active", "completed"), deleted_at=None)
    mine = rows.get(learner=learner)
    for hours, (enrollment, text) in enumerate(
        zip([mine, *rows.exclude(pk=mine.pk).order_by("id")[: len(PLANS) - 1]], PLANS, strict=False), start=1
    ):
        with clock.frozen(until - datetime.timedelta(hours=30 - 4 * hours)):
            assignments.save_draft(assignment=assignment, enrollment=enrollment, base_version=None, text=text)
            submission = assignments.submit_work(assignment=assignment, enrollment=enrollment)
        compare_work(submission_id=submission.pk)
        if enrollment.pk == mine.pk:
            with clock.frozen(until - datetime.timedelta(hours=2)):
                _mark(submission, rubric, author_id)
    _let_review(assignment, mine, author_id, until=until)


def _let_review(
    assignment: Assignment, mine: Enrollment, author_id: int, *, until: datetime.datetime
) -> None:
    """Learners review two works each; those of others are sent, the demo learner's wait."""
    rules = {
        "reviews_each": 2,
        "has_self_review": False,
        "self_review_percent": 0,
        "opens_at": None,
        "due_at": until + datetime.timedelta(days=5),
        "hides_authors": True,
        "hides_reviewers": True,
    }
    plan = save_peer_plan(assignment=assignment, values=rules, by_id=author_id)
    # The same allocation in every demo school.
    plan.seed = 7
    plan.save(update_fields=["seed"])
    allocate_reviews(plan=plan, by_id=author_id)
    levels = list(
        RubricLevel.objects.filter(criterion__rubric=assignment.rubric, position__lte=2)
        .select_related("criterion")
        .order_by("criterion__position", "position")
    )
    rows = PeerReview.objects.filter(plan=plan).exclude(reviewer=mine).order_by("number", "reviewer_id")
    for place, review in enumerate(rows.filter(number=1)):
        chosen = levels[place % 2 :: 2]
        write_review(
            review=review,
            levels=[GivenLevel(level.criterion.uuid, level.uuid) for level in chosen],
            comment=REVIEWS[place % len(REVIEWS)],
            is_final=True,
            base_version=review.row_version,
        )


def _mark(submission: Any, rubric: Any, author_id: int) -> None:
    best = RubricLevel.objects.filter(criterion__rubric=rubric, position=1).select_related("criterion")
    levels = [GivenLevel(level.criterion.uuid, level.uuid) for level in best]
    assignments.add_comment(
        submission=submission,
        author_id=author_id,
        is_from_learner=False,
        text="A goal one can hear! Tell me in a month which bird was the hardest.",
    )
    passage = submission.text.index("If I miss one twice")
    assignments.add_annotation(
        submission=submission,
        author_id=author_id,
        text="This is the line that makes the plan work.",
        start=passage,
        end=len(submission.text) - 1,
    )
    assignments.mark_submission(
        submission=submission,
        mark=Mark(levels=levels),
        base_version=submission.row_version,
        by_id=author_id,
    )
    assignments.post_mark(submission=submission, by_id=author_id)
    rubrics.keep_remark(owner_id=author_id, text="Say how you will notice that you know it.")
    rubrics.keep_remark(owner_id=author_id, text="Try it without looking first, then check.")
