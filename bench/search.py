"""Search over a big school: `python -m bench.search --courses 5000 --lessons 10`.

On a new database (or the configured one): so many courses with so many lessons each, a learner in forty of them, a teacher
of twenty, an admin. Each asks for common, rare, unfinished, misspelled and missing words. Prints milliseconds and queries.
"""

import argparse
import os
import random
import tempfile
from typing import Any

ENROLLED = 40
TAUGHT = 20
ROUNDS = 25
WORDS_OF_TEXT = 60
# A long tail of words, as languages have it: the first is in every third text, the last in a few.
SYLLABLES = ("ba", "ke", "li", "mo", "nu", "ra", "si", "to", "vu", "za")
WORDS = ["soil", "water", "light", *(a + b + c for a in SYLLABLES for b in SYLLABLES for c in SYLLABLES)]
ASKED = {
    "a common word": "soil",
    "two words": "soil water",
    "a rare word": "zazaza",
    "an unfinished word": "zaz",
    "a misspelled word": "watre",
    "a word nobody has": "qqqqqq",
}


def main() -> None:
    """Read the options, prepare the database, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--courses", type=int, default=5000)
    parser.add_argument("--lessons", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("EDUSYNC_DATABASE_URL"):
            os.environ["EDUSYNC_DATA_DIR"] = folder
        os.environ |= {
            "EDUSYNC_LOG_LEVEL": "ERROR",
            "EDUSYNC_RATE_LIMITS": "false",
            "DJANGO_SETTINGS_MODULE": "edusync.config.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.courses, options.lessons)


def measure(courses: int, lessons: int) -> None:
    """Every question, asked by each of three people."""
    from bench.enrollment import timed
    from devtools.shell import say
    from edusync.identity.services import create_person, ensure_default_organization, ensure_system_roles
    from edusync.kernel.tenancy import organization_context
    from edusync.kernel.testing import ApiClient

    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        people = {
            role: create_person(
                email=f"{role}@example.com",
                password="bench-search-2026",
                roles=(role,),
                organization_id=organization.pk,
                is_email_verified=True,
            )
            for role in ("learner", "instructor", "admin")
        }
        fill(courses, lessons, people)
        for role, person in people.items():
            client = ApiClient()
            client.force_login(person)
            for name, words in ASKED.items():
                ask(client, words)
                say(f"{role}, {name}: {timed(lambda _n, q=words: ask(client, q), range(ROUNDS))}")  # type: ignore[misc] # noqa: B023


def ask(client: Any, words: str) -> Any:
    """One search; anything but an answer ends the measurement."""
    answer = client.get("/api/v1/search", {"q": words})
    if answer.status_code != 200:
        raise SystemExit(f"{answer.status_code}: {answer.content[:300]!r}")
    return answer


def fill(courses: int, lessons: int, people: dict[str, Any]) -> None:
    """Courses with lessons and their search documents; the same words in every run."""
    from edusync.courses.services import assign_staff
    from edusync.enrollment.testing import make_enrollment

    chance = random.Random(5)
    rows = insert_courses(chance, courses, lessons)
    made = insert_lessons(chance, rows, lessons)
    index(chance, [(row.pk, None, row.title) for row in rows])
    index(chance, [(row.course_id, row.pk, row.title) for row in made])
    for row in rows[:TAUGHT]:
        assign_staff(course=row, user_id=people["instructor"].pk, duty="instructor", by_id=None)
    for row in rows[TAUGHT : TAUGHT + ENROLLED]:
        make_enrollment(people["learner"], row)


def insert_courses(chance: random.Random, courses: int, lessons: int) -> list[Any]:
    """Published courses, written at once."""
    from bench.data.rows import ids_for, insert
    from edusync.courses.models import Course
    from edusync.kernel import clock
    from edusync.kernel.tenancy import current_organization_id

    ids, now, organization_id = ids_for(Course), clock.now(), current_organization_id()
    return insert(
        Course,
        (
            Course(
                organization_id=organization_id,
                pk=next(ids),
                title=title(chance, number),
                slug=f"bench-{number}",
                status="published",
                published_at=now,
                overview={},
                lesson_count=lessons,
            )
            for number in range(courses)
        ),
    )


def insert_lessons(chance: random.Random, courses: list[Any], lessons: int) -> list[Any]:
    """A module in each course, and its lessons."""
    from bench.data.rows import ids_for, insert
    from edusync.courses.models import Lesson, Module

    module_ids, lesson_ids = ids_for(Module), ids_for(Lesson)
    modules = [
        Module(
            organization_id=course.organization_id,
            pk=next(module_ids),
            course=course,
            title="Beginning",
            position=0,
        )
        for course in courses
    ]
    insert(Module, modules)
    made = (
        Lesson(
            organization_id=module.organization_id,
            pk=next(lesson_ids),
            course_id=module.course_id,
            module=module,
            kind="page",
            title=title(chance, place),
            position=place,
        )
        for module in modules
        for place in range(lessons)
    )
    return insert(Lesson, made)


def index(chance: random.Random, found: list[tuple[int, int | None, str]]) -> None:
    """The documents of courses and lessons."""
    from bench.data.rows import insert
    from edusync.courses.models import SearchDocument
    from edusync.courses.search.tokens import terms_of
    from edusync.kernel.tenancy import current_organization_id

    organization_id = current_organization_id()

    def documents() -> Any:
        for course_id, lesson_id, name in found:
            body = " ".join(text(chance, WORDS_OF_TEXT))
            terms = " ".join(terms_of(f"{name}\n{body}"))
            yield SearchDocument(
                organization_id=organization_id,
                course_id=course_id,
                lesson_id=lesson_id,
                title=name,
                body=body,
                terms=terms,
            )

    insert(SearchDocument, documents())


def text(chance: random.Random, length: int) -> list[str]:
    """Words of the long tail."""
    return [
        WORDS[min(int(chance.paretovariate(0.25)) - 1, chance.randrange(len(WORDS)))] for _ in range(length)
    ]


def title(chance: random.Random, number: int) -> str:
    """Three words and a number."""
    return f"{' '.join(text(chance, 3)).capitalize()} {number}"


if __name__ == "__main__":
    main()
