"""A child asked for under another parent is not there, also for who may see both."""

from importlib import import_module
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from edusync.courses.testing import make_course
from edusync.grading.models import AttendanceSession
from edusync.kernel.problems import Problem
from tests.permissions_all import samples
from tests.permissions_all.addresses import MISSING, PARAMETER, address_of, all_cases, plain
from tests.permissions_all.samples.grading import a_meeting
from tests.permissions_all.walking import walk

pytestmark = pytest.mark.django_db

# The last part names no row of its own, but a word or a number that means something within its parent.
WITHIN_THE_PARENT = {"scope", "offset", "number", "language", "key", "slug", "code", "name"}
# People are nobody's children: one may be in the team of two courses, or in two units.
PEOPLE = {"user_id"}


def nested(route: str) -> list[str]:
    """Names of the parameters, when the last of several names a row by itself; else nothing."""
    names = [found.group("name") or found.group("group") for found in PARAMETER.finditer(route)]
    return names if len(names) > 1 and names[-1] not in WITHIN_THE_PARENT | PEOPLE else []


CASES = [(route, method) for route, method, _ in all_cases() if nested(route)]


def second_rows(school: samples.School) -> dict[str, str]:
    """The samples once more, as far as a school can have them twice."""
    found: dict[str, str] = {}
    for file in sorted(Path(samples.__file__).parent.glob("[a-z]*.py")):
        try:
            with transaction.atomic():
                found |= import_module(f"{samples.__package__}.{file.stem}").ids(school)
        except (IntegrityError, Problem):
            continue
    return found | {
        "/api/v1/people/:user_id": str(school.instructor.pk),
        "/api/v1/attendance-sessions/:session_id": str(another_meeting(school).pk),
    }


def another_meeting(school: samples.School) -> AttendanceSession:
    """A meeting of a course that the samples' learner does not take."""
    course = make_course("Elsewhere", modules=1, lessons=1, created_by_id=school.instructor.pk)
    return a_meeting(course, school)


def crossed(route: str, parents: dict[str, str], child: dict[str, str] | None) -> str:
    """The route with all but its last part from `parents`; without `child` the last names nothing."""
    last = [*PARAMETER.finditer(route)][-1]
    start = plain(address_of(route[: last.start()], parents))
    if child is None:
        return start + MISSING[last.group("kind")] + plain(route[last.end() :])
    value = child.get(f"{route[: last.start()]}:{last.group('name')}") or child[last.group("name")]
    return start + value + plain(route[last.end() :])


@pytest.fixture
def school(organization, learner, instructor, admin):
    return samples.School(organization=organization, learner=learner, instructor=instructor, admin=admin)


def test_a_child_of_another_parent_is_not_there(api, admin, learner, school):
    mine, other = samples.ids_of(school), second_rows(school)
    clients = [api(admin), api(learner)]
    tried = []

    def is_not_there(route, method):
        start = route[: [*PARAMETER.finditer(route)][-1].start()]
        own, foreign = address_of(start, mine), address_of(start, {**mine, **other})
        assert own != foreign, "there is no second parent: let the samples make one"
        tried.append(route)
        for client in clients:
            headers = {"if-match": '"1"'}
            found = getattr(client, method)(crossed(route, {**mine, **other}, mine), headers=headers)
            missing = getattr(client, method)(crossed(route, {**mine, **other}, None), headers=headers)
            assert found.status_code >= 400, (found.status_code, found.content[:200])
            assert found.status_code == missing.status_code, (found.status_code, missing.status_code)

    walk(CASES, is_not_there, client=clients[0])
    assert len(set(tried)) > 15
