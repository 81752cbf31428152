"""Whatever is allowed is visible; what is visible by query is what single checks say."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from edusync.courses import learner_facts, services
from edusync.courses.learner_facts import EnrollmentFacts
from edusync.courses.models import Course, Lesson
from edusync.courses.policy import CoursePolicy, LessonPolicy, ModulePolicy, opens_lesson, sees_course
from edusync.courses.testing import lessons_of, make_course, make_file, make_lesson, png
from edusync.files.policy import FilePolicy
from edusync.files.services import link_file
from edusync.kernel.policy import ANONYMOUS, Actor, Permission

pytestmark = pytest.mark.django_db

INSTRUCTOR = {
    "courses:course:update",
    "courses:course:publish",
    "courses:course:archive",
    "courses:course:read",
}
ASSISTANT = {"courses:course:read", "enrollment:enrollment:read"}
KEEPER = {str(permission) for permission in Permission}
COURSE_ACTS = [Permission.COURSE_READ, *CoursePolicy.offered]


class Enrolled:
    """Says that person 7 has an enrollment of the status in every course of the list."""

    def __init__(self, course_ids: list[int], status: str) -> None:
        self.course_ids, self.facts = course_ids, EnrollmentFacts(1, status, 0)

    def enrollments_of(self, *, course_ids: Any, user_id: int) -> dict[int, EnrollmentFacts]:
        return {course_id: self.facts for course_id in course_ids if course_id in self.course_ids}

    def enrolled_course_ids(self, *, user_id: int) -> list[int]:
        return self.course_ids if self.facts.opens_content else []


@pytest.fixture
def courses(organization: Any) -> list[Course]:
    made = [
        make_course(f"{status} {visibility}", modules=1, lessons=1, status=status, visibility=visibility)
        for status, visibility in (
            ("draft", "public"),
            ("published", "public"),
            ("published", "restricted"),
            ("published", "private"),
            ("archived", "private"),
        )
    ]
    for course in made:
        make_lesson(course=course, title="Preview", is_preview=True)
        make_lesson(course=course, title="Hidden", is_published=False)
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(
    base=st.sampled_from([set(), INSTRUCTOR, ASSISTANT, KEEPER]),
    duty=st.sampled_from([set(), INSTRUCTOR, ASSISTANT]),
    staffed=st.sets(st.integers(0, 4)),
    enrolled=st.sets(st.integers(0, 4)),
    status=st.sampled_from(["active", "completed", "withdrawn", "suspended"]),
    is_signed_in=st.booleans(),
    is_foreign=st.booleans(),
)
def test_allowed_is_visible_and_both_ways_agree(
    courses: list[Course],
    base: set[str],
    duty: set[str],
    staffed: set[int],
    enrolled: set[int],
    status: str,
    is_signed_in: bool,
    is_foreign: bool,
) -> None:
    organization_id = courses[0].organization_id + (1000 if is_foreign else 0)
    actor = Actor(organization_id=organization_id)
    if is_signed_in:
        actor = Actor(
            user_id=7,
            organization_id=organization_id,
            permissions=frozenset(base),
            course_permissions={courses[index].pk: frozenset(duty) for index in staffed},
        )
    provider = Enrolled([courses[index].pk for index in enrolled], status)
    before = learner_facts._enrollments
    learner_facts.register_enrollments(provider)
    try:
        check_courses(actor, courses)
        check_lessons(actor, courses)
    finally:
        learner_facts.register_enrollments(before)


def check_courses(actor: Actor, courses: list[Course]) -> None:
    policy = CoursePolicy()
    visible = set(policy.visible(Course.unscoped.all(), actor).values_list("pk", flat=True))
    for course in courses:
        allowed = [permission for permission in COURSE_ACTS if policy.allows(actor, permission, course)]
        assert not allowed or course.pk in visible
        assert policy.allows(actor, Permission.COURSE_READ, course) == (course.pk in visible)
        if actor.organization_id == course.organization_id:
            facts = learner_facts.enrollments_of(course_ids=[course.pk], user_id=actor.user_id).get(course.pk)
            assert sees_course(
                actor,
                course_id=course.pk,
                status=course.status,
                visibility=course.visibility,
                enrollment=facts,
            ) == (course.pk in visible)


def check_lessons(actor: Actor, courses: list[Course]) -> None:
    policy = LessonPolicy()
    visible = set(policy.visible(Lesson.unscoped.all(), actor).values_list("pk", flat=True))
    visibilities = {course.pk: course.visibility for course in courses}
    statuses = {course.pk: course.status for course in courses}
    for lesson in Lesson.unscoped.select_related("module"):
        for permission in policy.offered:
            assert not policy.allows(actor, permission, lesson) or lesson.pk in visible
        if actor.organization_id != lesson.organization_id:
            assert lesson.pk not in visible
            continue
        facts = learner_facts.enrollments_of(course_ids=[lesson.course_id], user_id=actor.user_id)
        enrollment = facts.get(lesson.course_id)
        opened = sees_course(
            actor,
            course_id=lesson.course_id,
            status=statuses[lesson.course_id],
            visibility=visibilities[lesson.course_id],
            enrollment=enrollment,
        ) and opens_lesson(
            actor,
            course_id=lesson.course_id,
            is_published=lesson.is_published and lesson.module.is_published,
            is_preview=lesson.is_preview,
            enrollment=enrollment,
        )
        assert opened == (lesson.pk in visible), (lesson.title, statuses[lesson.course_id])


def test_ceiling_caps_duties(courses: list[Course]) -> None:
    course = courses[0]
    actor = Actor(
        user_id=7,
        organization_id=course.organization_id,
        course_permissions={course.pk: frozenset(INSTRUCTOR)},
        ceiling=frozenset({"courses:course:read"}),
    )
    assert not CoursePolicy().allows(actor, Permission.COURSE_UPDATE, course)


def test_deleted_course_is_nobodys(courses: list[Course], admin: Any) -> None:
    services.delete_course(course=courses[0])
    actor = Actor(user_id=admin.pk, organization_id=courses[0].organization_id, permissions=frozenset(KEEPER))
    assert CoursePolicy().actions(actor, courses[0]) == []


def test_modules_are_for_the_staff(courses: list[Course]) -> None:
    module = courses[1].modules.get()
    teacher = Actor(
        user_id=7,
        organization_id=module.organization_id,
        course_permissions={courses[1].pk: frozenset(INSTRUCTOR)},
    )
    policy = ModulePolicy()
    assert policy.allows(teacher, Permission.COURSE_UPDATE, module)
    assert policy.sees(teacher, module)
    learner = Actor(user_id=8, organization_id=module.organization_id)
    assert not policy.sees(learner, module)


def test_files_of_lessons_follow_the_lesson(courses: list[Course], make_person: Callable[..., Any]) -> None:
    file = make_file()
    lesson = lessons_of(courses[1])[0]
    link_file(file=file, place="lesson", place_id=lesson.pk)
    organization_id = file.organization_id
    policy = FilePolicy()
    visitor = Actor(organization_id=organization_id)
    teacher = Actor(
        user_id=7, organization_id=organization_id, course_permissions={courses[1].pk: frozenset(ASSISTANT)}
    )
    assert not policy.allows(visitor, Permission.FILE_READ, file)
    assert policy.allows(teacher, Permission.FILE_READ, file)
    assert not policy.allows(ANONYMOUS, Permission.FILE_READ, file)
    services.update_lesson(lesson=lesson, is_preview=True)
    assert policy.allows(visitor, Permission.FILE_READ, file)


def test_course_images_are_public_and_overview_files_follow_the_course(organization: Any) -> None:
    image, paper = make_file(png(), "image.png"), make_file(name="paper.pdf")
    overview = {"blocks": [{"type": "file", "file": str(paper.uuid)}]}
    course = make_course(modules=1, lessons=1, status="draft", overview=overview)
    link_file(file=image, place="course_image", place_id=course.pk)
    visitor = Actor(organization_id=organization.pk)
    policy = FilePolicy()
    assert policy.allows(visitor, Permission.FILE_READ, image)
    assert not policy.allows(visitor, Permission.FILE_READ, paper)
    services.publish_course(course=course)
    assert policy.allows(visitor, Permission.FILE_READ, paper)
