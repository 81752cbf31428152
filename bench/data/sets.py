"""The data sets: Frappe-like, Moodle-like M and S. Names of courses tell the scenarios where they are."""

import dataclasses
import time
from collections.abc import Callable

from django.db import transaction

from bench.data.courses import LessonPlan, make_course
from bench.data.learning import complete, enroll, lesson_ids, open_attempts
from bench.data.marking import pile
from bench.data.people import make_people
from bench.names import CLASS, FRAPPE, MOODLE_M, MOODLE_S, PAGES_LEFT, PRACTICE
from edusync.assessment.models import Quiz
from edusync.courses.models import Course
from edusync.identity.models import Organization, User
from edusync.identity.services import ensure_default_organization, ensure_system_roles
from edusync.kernel.tenancy import organization_context

SMALL_COURSES = 5
CLASS_LEARNERS = 250
CLASS_LESSONS = 13


@dataclasses.dataclass(frozen=True)
class Scale:
    """How large a data set is."""

    name: str
    learners: int
    small_learners: int
    catalog: int
    large_modules: int
    quizzes: int


FULL = Scale("full", learners=1000, small_learners=100, catalog=50, large_modules=100, quizzes=3)
TINY = Scale("tiny", learners=6, small_learners=2, catalog=35, large_modules=100, quizzes=2)


def generate(scale: Scale, *, say: Callable[[str], None] = lambda _line: None) -> float:
    """Write the data set; returns seconds taken. Raises ValueError when it is there already."""
    began = time.perf_counter()
    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        if Course.objects.filter(slug=FRAPPE).exists():
            raise ValueError("the data set is there already")
        _write(organization, scale, say)
    return time.perf_counter() - began


def _write(organization: Organization, scale: Scale, say: Callable[[str], None]) -> None:
    with transaction.atomic():
        instructors = make_people(organization, kind="instructor", role_code="instructor", count=5)
        learners = make_people(organization, kind="learner", role_code="learner", count=scale.learners)
    say(f"{len(learners)} learners, {len(instructors)} instructors")
    for part in (_catalog, _frappe, _practice, _moodle_m, _moodle_s, _class):
        with transaction.atomic():
            part(scale, instructors, learners)
        say(part.__name__.strip("_"))


def _catalog(scale: Scale, instructors: list[User], learners: list[User]) -> None:
    """Small courses that fill the catalog; every learner takes a few."""
    for number in range(1, scale.catalog):
        plans = [[LessonPlan("page", f"Lesson {place}") for place in (1, 2, 3)] for _ in (1, 2)]
        course = make_course(
            slug=f"bench-catalog-{number}",
            title=f"Catalog course {number}",
            owner_id=instructors[number % 5].pk,
            modules=plans,
        )
        chosen = [learner for place, learner in enumerate(learners) if (place + number) % 12 == 0]
        complete(course, enroll(course, chosen), lesson_ids(course), share=0.5)


def _frappe(scale: Scale, instructors: list[User], learners: list[User]) -> None:
    """Ten modules of five lessons of ten paragraphs, taken by everybody."""
    plans = [
        [LessonPlan("page", f"Lesson {module}.{place}", paragraphs=10) for place in range(1, 6)]
        for module in range(1, 11)
    ]
    course = make_course(slug=FRAPPE, title="Frappe-like course", owner_id=instructors[0].pk, modules=plans)
    pages = lesson_ids(course)
    complete(course, enroll(course, learners), pages[:-PAGES_LEFT], share=0.6)


def _practice(scale: Scale, instructors: list[User], learners: list[User]) -> None:
    """Quizzes of ten questions, with an answered open attempt of every learner in each."""
    plans = [[LessonPlan("quiz", f"Quiz {place}", questions=10)] for place in range(1, scale.quizzes + 1)]
    plans.append([LessonPlan("page", "Closing words")])
    course = make_course(slug=PRACTICE, title="Practice", owner_id=instructors[1].pk, modules=plans)
    enrollments = enroll(course, learners)
    complete(course, enrollments, [])
    for quiz in Quiz.objects.filter(lesson__course=course).order_by("lesson_id"):
        open_attempts(quiz, enrollments)


def _moodle_m(scale: Scale, instructors: list[User], learners: list[User]) -> None:
    """308 activities in 101 modules; one graded result of every learner in each of the 100 assignments."""
    # Assignments come with a later issue; until then a page stands for each, its grade for the assignment's.
    assignments = [LessonPlan("page", f"Assignment {number}") for number in range(1, 101)]
    others = [LessonPlan("page", f"Page {number}") for number in range(1, 201)]
    others += [LessonPlan("document", f"File {number}") for number in range(1, 7)]
    plans: list[list[LessonPlan]] = [[LessonPlan("link", "Forum"), LessonPlan("quiz", "Quiz", questions=10)]]
    plans += [[] for _ in range(scale.large_modules)]
    for number, plan in enumerate(assignments + others):
        plans[1 + number % scale.large_modules].append(plan)
    course = make_course(
        slug=MOODLE_M, title="Moodle-like course M", owner_id=instructors[2].pk, modules=plans
    )
    graded = lesson_ids_titled(course, "Assignment")
    complete(course, enroll(course, learners), graded)


def _moodle_s(scale: Scale, instructors: list[User], learners: list[User]) -> None:
    """Five courses of 65 activities in eleven modules, a hundred learners each."""
    for number in range(1, SMALL_COURSES + 1):
        plans: list[list[LessonPlan]] = [
            [LessonPlan("link", "Forum"), LessonPlan("quiz", "Quiz", questions=10)]
        ]
        plans += [[] for _ in range(10)]
        items = [LessonPlan("page", f"Assignment {place}") for place in range(1, 11)]
        items += [LessonPlan("page", f"Page {place}") for place in range(1, 51)]
        items += [LessonPlan("document", f"File {place}") for place in range(1, 4)]
        for place, plan in enumerate(items):
            plans[1 + place % 10].append(plan)
        course = make_course(
            slug=f"{MOODLE_S}-{number}",
            title=f"Moodle-like course S {number}",
            owner_id=instructors[3].pk,
            modules=plans,
        )
        chosen = learners[(number - 1) * scale.small_learners :][: scale.small_learners] or learners
        if number == 1:
            chosen = learners[: max(scale.small_learners, min(40, scale.learners))]
        complete(course, enroll(course, chosen), lesson_ids_titled(course, "Assignment"))


def _class(scale: Scale, instructors: list[User], learners: list[User]) -> None:
    """Thirteen lessons, learned by 250 whose own pages no scenario asks for; the same author as the large course."""
    plans = [
        [LessonPlan("page", f"Item {place}") for place in range(1, CLASS_LESSONS + 1) if place % 3 == module]
        for module in range(3)
    ]
    course = make_course(slug=CLASS, title="A class of 250", owner_id=instructors[2].pk, modules=plans)
    enrollments = enroll(course, learners[-CLASS_LEARNERS:])
    complete(course, enrollments, lesson_ids(course), share=0.9)
    pile(course, enrollments)


def lesson_ids_titled(course: Course, start: str) -> list[int]:
    """Ids of the pages whose title begins so, in the order of the course."""
    lessons = course.lessons.filter(title__startswith=start)
    return list(lessons.order_by("module__position", "position").values_list("id", flat=True))
