"""The review of the own work in the mark: as much as the assignment says, told to the learner."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from edusync.assessment.models import PeerPlan, Submission
from edusync.assessment.peer_weights import with_own_share
from edusync.assessment.tests import test_peer_reviews
from edusync.assessment.tests.test_marking import levels_of
from edusync.assessment.tests.test_peer_reviews import path, tasks_of, write
from edusync.grading.models import GradeItem

people, reviewed = test_peer_reviews.people, test_peer_reviews.reviewed


def of_own_work(staff: Any, people: list[Any], assignment: Any, api: Any, percent: int) -> Any:
    """All judge one other work as good, and their own as fair; the overview of staff."""
    plan = {"reviews_each": 1, "has_self_review": True, "self_review_percent": percent}
    assert staff.put(path(assignment, "plan"), plan).status_code == 200
    staff.post(path(assignment, "allocation"))
    for person in people:
        client = api(person)
        for task in tasks_of(client, assignment):
            title = "Fair" if task["is_own_work"] else "Good"
            assert write(client, task, levels_of(assignment, title)).status_code == 200
    return staff.get(path(assignment, "works")).json()["results"]


@pytest.mark.django_db
@pytest.mark.parametrize(("percent", "proposed"), [(0, 10), (20, 9), (100, 5)])
def test_the_own_review_counts_as_much_as_the_assignment_says(
    api: Any, reviewed: Any, people: list[Any], instructor: Any, percent: int, proposed: float
) -> None:
    works = of_own_work(api(instructor), people, reviewed, api, percent)
    assert {(work["proposed_points"], work["counted"], work["self_percent"]) for work in works} == {
        (proposed, 1, percent)
    }
    assert api(people[0]).get(path(reviewed, "reviews")).json()["self_review_percent"] == percent


@pytest.mark.django_db
def test_the_learner_reads_how_reviews_made_the_mark_until_staff_changes_it(
    api: Any, course: Any, reviewed: Any, people: list[Any], instructor: Any
) -> None:
    staff = api(instructor)
    work = of_own_work(staff, people, reviewed, api, 20)[0]
    own = next(one for one in work["reviews"] if one["kind"] == "self")
    assert staff.post(path(reviewed, "proposals"), {"submissions": [work["submission"]]}).json() == {
        "count": 1
    }
    row = Submission.objects.get(uuid=work["submission"])
    author = api(row.enrollment.learner)
    column = GradeItem.objects.get(source_kind="assignment", source_id=reviewed.pk)
    address = f"/api/v1/my/courses/{course.slug}/grades/{column.pk}"
    posted = staff.post(f"/api/v1/assignments/{reviewed.pk}/post-marks")
    assert posted.status_code == 200
    assert author.get(address).json()["works"][0]["reviews"] == {
        "points": 9,
        "count": 1,
        "others_points": 10,
        "own_points": 5,
        "own_percent": 20,
    }
    # A review that staff leave out afterwards no longer tells how this mark came about.
    answer = staff.put(f"/api/v1/peer-reviews/{own['uuid']}/left-out", {"is_left_out": True})
    assert answer.status_code == 204
    assert author.get(address).json()["works"][0]["reviews"] is None


@pytest.mark.django_db
def test_an_own_review_that_nobody_writes_or_nobody_balances_counts_nothing(
    api: Any, reviewed: Any, instructor: Any
) -> None:
    staff = api(instructor)
    plan = {"reviews_each": 2, "has_self_review": False, "self_review_percent": 20}
    problem = staff.problem(staff.put(path(reviewed, "plan"), plan), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == "/self_review_percent"
    alone = {"reviews_each": 0, "has_self_review": True, "self_review_percent": 20}
    problem = staff.problem(staff.put(path(reviewed, "plan"), alone), 422, "invalid-input")
    assert problem["errors"][0]["code"] == "nobody-else"
    over = {**alone, "self_review_percent": 101}
    staff.problem(staff.put(path(reviewed, "plan"), over), 422, "invalid-input")
    assert staff.put(path(reviewed, "plan"), {**alone, "self_review_percent": 100}).status_code == 200


@pytest.mark.parametrize(
    ("others", "own", "percent", "share"),
    [
        ("0.8", "0.4", 25, "0.7"),
        ("0.8", "0.4", 0, "0.8"),
        ("0.8", "0.4", 100, "0.4"),
        ("0.8", None, 100, "0.8"),
        (None, "0.4", 50, None),
        (None, "0.4", 100, "0.4"),
        (None, None, 100, None),
    ],
)
def test_others_and_the_author_are_weighed(
    others: str | None, own: str | None, percent: int, share: str | None
) -> None:
    def exact(value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value)

    assert with_own_share(exact(others), exact(own), percent) == exact(share)


@pytest.mark.django_db
def test_no_share_over_the_whole_is_stored(reviewed: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PeerPlan.objects.filter(assignment=reviewed).update(self_review_percent=101)
