"""Builds the demo school through the same services that people use."""

import datetime
from pathlib import Path
from typing import Any

import typst
from django.contrib.auth.hashers import make_password
from django.db import transaction

from edusync.assessment.services import create_quiz
from edusync.courses.models import Category, Course, Lesson
from edusync.courses.services import (
    add_lesson,
    add_module,
    assign_staff,
    create_course,
    publish_course,
    set_categories,
    set_tags,
    update_course,
)
from edusync.files.models import FileObject
from edusync.files.services import store_file
from edusync.identity.models import Organization, User
from edusync.identity.services import (
    create_person,
    ensure_default_organization,
    ensure_system_roles,
    second_factors,
)
from edusync.kernel import clock
from edusync.operations.demo.guardians import create_guardians
from edusync.operations.demo.markup import document_from_markdown
from edusync.operations.demo.organizations import create_second_organization, create_structure
from edusync.operations.demo.people_facts import create_people_facts
from edusync.operations.demo.privacy import create_privacy
from edusync.operations.demo.reader import DemoCourse, DemoLesson, questions_of, read_courses, read_people
from edusync.operations.demo.roles import create_roles

PASSWORD = "demo-school-2026"  # noqa: S105  a published password of a demo school
# The first course; the others follow, a day after the other.
AGE_DAYS = 60
MEDIA = Path(__file__).parent / "media"
CATEGORIES = (
    ("study-skills", "Study skills", "brain"),
    ("programming", "Programming", "code"),
    ("business", "Business", "briefcase"),
    ("mathematics", "Mathematics", "sigma"),
    ("workplace", "Workplace", "hard-hat"),
    ("languages", "Languages", "languages"),
)


@transaction.atomic
def create_people(organization: Organization, people: dict[str, Any]) -> dict[str, User]:
    """Staff and learners by key. One hash serves all: they share the password, and hashing is slow on purpose."""
    organization.name = people["organization"]
    organization.save(update_fields=["name", "updated_at"])
    password = make_password(PASSWORD)
    made: dict[str, User] = {}
    for person in [*people["staff"], *people["learners"]]:
        is_admin = "admin" in person["roles"]
        user = create_person(
            email=person["email"],
            first_name=person["first_name"],
            last_name=person["last_name"],
            roles=person["roles"],
            organization_id=organization.pk,
            is_email_verified=True,
            is_staff=is_admin,
            is_superuser=is_admin,
        )
        User.objects.filter(pk=user.pk).update(password=password)
        user.profile.headline = person.get("headline", "")
        user.profile.bio = person.get("bio", "")
        user.profile.save(update_fields=["headline", "bio", "updated_at"])
        made[person["key"]] = user
    return made


def create_categories() -> None:
    """The catalog's subjects."""
    for position, (slug, name, icon) in enumerate(CATEGORIES):
        Category.objects.create(slug=slug, name=name, icon=icon, position=position)


@transaction.atomic
def create_demo_course(source: DemoCourse, people: dict[str, User]) -> Course:
    """One course with modules, lessons and quizzes, published."""
    return publish_course(course=build_course(source, people))


@transaction.atomic
def build_course(source: DemoCourse, people: dict[str, User]) -> Course:
    """One course with modules, lessons and quizzes, a draft."""
    facts = source.facts
    teacher = people[facts["instructor"]]
    course = create_course(title=facts["title"], created_by_id=teacher.pk, slug=source.slug)
    minutes = sum(lesson.minutes for _, _, lessons in source.modules for lesson in lessons)
    update_course(
        course=course,
        tagline=facts["tagline"],
        overview=document_from_markdown(facts["overview"]),
        outcomes=facts["outcomes"],
        level=facts["level"],
        language=facts.get("language", "en"),
        estimated_minutes=minutes,
        is_featured=facts.get("is_featured", False),
    )
    set_categories(course=course, slugs=[facts["category"]])
    set_tags(course=course, names=facts["tags"])
    assign_staff(course=course, user_id=teacher.pk, duty="owner")
    for title, summary, lessons in source.modules:
        module = add_module(course=course, title=title, summary=summary)
        for lesson in lessons:
            _create_lesson(module, lesson, teacher)
    return course


def _create_lesson(module: Any, source: DemoLesson, teacher: User) -> Lesson:
    is_quiz = source.kind == "quiz"
    lesson = add_lesson(
        module=module,
        kind=source.kind,
        title=source.title,
        detail=_DETAILS[source.kind](source, teacher),
        estimated_minutes=source.minutes,
        is_preview=source.is_preview,
        completion="score" if is_quiz else "manual",
        completion_value=source.facts.get("pass_percent", 60) if is_quiz else 0,
    )
    if is_quiz:
        create_quiz(
            lesson=lesson,
            questions=questions_of(source),
            pass_percent=source.facts["pass_percent"],
            introduction=source.facts["introduction"],
            attempts_allowed=source.facts.get("attempts_allowed"),
        )
    return lesson


def _page(source: DemoLesson, _teacher: User) -> dict[str, Any]:
    return {"document": document_from_markdown(source.facts["body"])}


def _video(source: DemoLesson, teacher: User) -> dict[str, Any]:
    facts = source.facts
    return {
        "provider": "file",
        "file": _stored(facts["file"], teacher),
        "poster_file": _stored(facts["poster"], teacher),
        "duration_seconds": facts["duration_seconds"],
        "transcript": facts["transcript"],
        "captions": [{**track, "file": _stored(track["file"], teacher)} for track in facts["captions"]],
    }


def _document(source: DemoLesson, teacher: User) -> dict[str, Any]:
    return {"file": _stored(source.facts["file"], teacher), "summary": source.facts["summary"]}


def _link(source: DemoLesson, _teacher: User) -> dict[str, Any]:
    return {"url": source.facts["url"], "summary": source.facts["summary"]}


_DETAILS = {"page": _page, "video": _video, "document": _document, "link": _link, "quiz": lambda *_: {}}


def _stored(name: str, teacher: User) -> FileObject:
    """A media file in the store; a PDF is compiled from the Typst source of the same name."""
    path = MEDIA / name
    content = typst.compile(str(path.with_suffix(".typ"))) if path.suffix == ".pdf" else path.read_bytes()
    return store_file(content=content, name=name, uploaded_by_id=teacher.pk)


def _made_before(source: DemoCourse, people: dict[str, User], number: int) -> Course:
    """A course that was there before the first learner came."""
    with clock.frozen(clock.now() - datetime.timedelta(days=AGE_DAYS - number)):
        return create_demo_course(source, people)


def build_school() -> tuple[Organization, dict[str, User], list[Course]]:
    """Organization, people by key and courses. The caller has set the organization in context."""
    organization = ensure_default_organization()
    ensure_system_roles()
    # Whoever looks around here has no second factor; the page of sign-in rules says so.
    second_factors.change_sign_in_policy(
        policy=second_factors.sign_in_policy(organization.pk),
        changes={"second_factor_roles": []},
        changed_by=None,
    )
    people = create_people(organization, read_people())
    create_roles(organization, people)
    create_guardians(organization, people)
    create_structure(organization, people)
    create_people_facts(organization, people)
    create_privacy(people)
    create_categories()
    # The catalog shows the newest first, so the showcase is published last.
    courses = [_made_before(source, people, number) for number, source in enumerate(reversed(read_courses()))]
    create_second_organization(people, password=PASSWORD)
    return organization, people, courses[::-1]
