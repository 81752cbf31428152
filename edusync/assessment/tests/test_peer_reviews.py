"""Learners review each other's work: who gets what, who knows whom, and what becomes of it."""

import datetime as dt
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.models import PeerReview, Submission
from edusync.assessment.peer_allocation import Pair, Reviewer, allocate
from edusync.assessment.peer_weights import weight_of, weighted_share
from edusync.assessment.services import assignments
from edusync.assessment.services.assignments.peer_reminding import tend_peer_reviews
from edusync.assessment.tests.assignment_rows import hand_in, make_assignment, make_rubric
from edusync.assessment.tests.test_marking import give, levels_of, queue
from edusync.courses.testing import PDF
from edusync.enrollment.services import enroll_learner
from edusync.kernel import clock
from edusync.kernel.testing import run_worker

PLAN: dict[str, Any] = {"reviews_each": 2}


@given(count=st.integers(2, 24), each=st.integers(1, 5), seed=st.integers(0, 2**31))
@settings(max_examples=40)
def test_all_works_are_reviewed_alike_and_none_by_its_author(count: int, each: int, seed: int) -> None:
    reviewers = [Reviewer(number, frozenset({100 + number})) for number in range(count)]
    works = [100 + number for number in range(count)]
    pairs = allocate(works=works, reviewers=reviewers, each=each, seed=seed)
    wanted = min(each, count - 1)
    assert len(set(pairs)) == len(pairs)
    assert all(pair.work != 100 + pair.reviewer for pair in pairs)
    for number in range(count):
        assert sum(pair.reviewer == number for pair in pairs) == wanted
        assert sum(pair.work == 100 + number for pair in pairs) == wanted
    assert pairs == allocate(works=works[::-1], reviewers=reviewers[::-1], each=each, seed=seed)


@given(
    sizes=st.lists(st.integers(1, 4), min_size=3, max_size=8), each=st.integers(1, 3), seed=st.integers(0, 99)
)
@settings(max_examples=40)
def test_nobody_reviews_the_own_group(sizes: list[int], each: int, seed: int) -> None:
    works = list(range(len(sizes)))
    people = [work for work, size in enumerate(sizes) for _ in range(size)]
    reviewers = [Reviewer(1000 + at, frozenset({work})) for at, work in enumerate(people)]
    pairs = allocate(works=works, reviewers=reviewers, each=each, seed=seed)
    assert all(people[pair.reviewer - 1000] != pair.work for pair in pairs)
    assert len(pairs) == len(people) * min(each, len(sizes) - 1)


def test_what_was_given_out_stays() -> None:
    reviewers = [Reviewer(number, frozenset({number})) for number in range(5)]
    first = allocate(works=range(4), reviewers=reviewers[:4], each=2, seed=7)
    more = allocate(works=range(5), reviewers=reviewers, each=2, seed=7, given=first)
    assert {pair.reviewer for pair in more} == {4}
    assert not set(more) & set(first)
    assert Pair(4, 4) not in more


def test_who_judges_like_staff_counts_more() -> None:
    assert weight_of([]) == 1
    assert weight_of([Decimal(0), Decimal("0.1")]) == Decimal("0.9")
    assert weight_of([Decimal("0.7")]) == Decimal("0.1")
    assert weighted_share([(Decimal(1), Decimal(1)), (Decimal(0), Decimal("0.25"))]) == Decimal("0.8")
    assert weighted_share([]) is None


@pytest.fixture
def people(make_person: Any) -> list[Any]:
    """Four learners."""
    return [make_person(name, roles=("learner",)) for name in ("amal", "bela", "caro", "dilip")]


@pytest.fixture
def reviewed(api: Any, course: Any, people: list[Any], instructor: Any) -> Any:
    """An assignment that four learners handed in, with a plan of two reviews each."""
    assignment = make_assignment(course=course, rubric=make_rubric(course), accepts_files=True)
    for person in people:
        enroll_learner(course_id=course.pk, learner_id=person.pk)
        submit(api, assignment, person)
    assert api(instructor).put(path(assignment, "plan"), PLAN).status_code == 200
    return assignment


def submit(api: Any, assignment: Any, person: Any) -> None:
    """A text and a file that bears its author's name."""
    own = api(person)
    body = {"file": io.BytesIO(PDF)}
    body["file"].name = f"{person.username}.pdf"
    assert own.upload(f"/api/v1/assignments/{assignment.pk}/draft/files", body).status_code == 201
    own.put(f"/api/v1/assignments/{assignment.pk}/draft", {"text": "A work."})
    assert own.post(f"/api/v1/assignments/{assignment.pk}/submit").status_code == 201


def path(assignment: Any, what: str) -> str:
    return f"/api/v1/assignments/{assignment.pk}/peer-{what}"


def allocate_now(api: Any, instructor: Any, assignment: Any) -> int:
    answer = api(instructor).post(path(assignment, "allocation"))
    assert answer.status_code == 200
    return int(answer.json()["count"])


def write(client: Any, task: dict[str, Any], levels: Any, **fields: Any) -> Any:
    """Send a review of one work."""
    address = f"/api/v1/peer-reviews/{task['uuid']}"
    sheet = client.get(address).json()
    body = {"levels": levels, "comment": "Well argued.", "is_final": True, **fields}
    return client.put(address, body, HTTP_IF_MATCH=f'"{sheet["row_version"]}"')


def tasks_of(client: Any, assignment: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(path(assignment, "reviews")).json()["tasks"]
    return found


@pytest.mark.django_db
def test_reviews_become_a_mark_that_staff_confirm(
    api: Any, reviewed: Any, people: list[Any], instructor: Any
) -> None:
    assert allocate_now(api, instructor, reviewed) == 8
    for person in people:
        client = api(person)
        for task, title in zip(tasks_of(client, reviewed), ("Good", "Fair"), strict=True):
            assert write(client, task, levels_of(reviewed, title)).status_code == 200
    staff = api(instructor)
    works = staff.get(path(reviewed, "works")).json()["results"]
    assert [len(work["reviews"]) for work in works] == [2] * 4
    assert {work["proposed_points"] for work in works} <= {5, 7.5, 10}
    body = {"submissions": [works[0]["submission"]]}
    assert staff.post(path(reviewed, "proposals"), body).json() == {"count": 1}
    marked = Submission.objects.get(uuid=works[0]["submission"])
    assert (marked.state, float(marked.raw_points or 0)) == ("graded", works[0]["proposed_points"])
    assert marked.posted_at is None


@pytest.mark.django_db
def test_reviewer_and_author_do_not_learn_who_the_other_is(
    api: Any, reviewed: Any, people: list[Any], instructor: Any
) -> None:
    allocate_now(api, instructor, reviewed)
    for person in people:
        client = api(person)
        said = []
        for task in tasks_of(client, reviewed):
            sheet = client.get(f"/api/v1/peer-reviews/{task['uuid']}").json()
            file = client.get(sheet["files"][0]["url"])
            assert file.status_code == 200
            said += [task, sheet, file["Content-Disposition"]]
            assert write(client, task, levels_of(reviewed, "Good")).status_code == 200
        text = json.dumps(said, default=str)
        for other in people:
            for word in (other.username, other.first_name or other.username, other.email):
                assert word not in text
    assert api(people[0]).get(path(reviewed, "reviews")).json()["received"] == []
    assert api(instructor).post(path(reviewed, "release")).status_code == 204
    answer = api(people[0]).get(path(reviewed, "reviews"))
    assert [row["reviewer"] for row in answer.json()["received"]] == ["", ""]
    for other in people:
        assert other.username not in answer.content.decode()


@pytest.mark.django_db
def test_only_the_reviewer_writes_and_staff_steer(
    api: Any, reviewed: Any, people: list[Any], instructor: Any, stranger: Any, outsider: Any
) -> None:
    allocate_now(api, instructor, reviewed)
    task = tasks_of(api(people[0]), reviewed)[0]
    address = f"/api/v1/peer-reviews/{task['uuid']}"
    for person in (people[1], people[2], people[3], stranger, outsider, instructor):
        assert api(person).get(address).status_code == 404
    out = f"{address}/left-out"
    assert api(people[0]).put(out, {"is_left_out": True}).status_code == 403
    assert write(api(people[0]), task, levels_of(reviewed, "Good")).status_code == 200
    assert api(instructor).put(out, {"is_left_out": True}).status_code == 204
    assert PeerReview.objects.get(uuid=task["uuid"]).is_left_out
    for person in (people[0], stranger, outsider):
        for what in ("plan", "works"):
            assert api(person).get(path(reviewed, what)).status_code in (403, 404)


@pytest.mark.django_db
def test_a_late_work_gets_reviewers_and_its_author_works_to_review(
    api: Any, course: Any, reviewed: Any, make_person: Any, instructor: Any
) -> None:
    allocate_now(api, instructor, reviewed)
    late = make_person("esra", roles=("learner",))
    enroll_learner(course_id=course.pk, learner_id=late.pk)
    submit(api, reviewed, late)
    run_worker()
    assert len(tasks_of(api(late), reviewed)) == 2
    work = Submission.objects.get(enrollment__learner=late)
    assert PeerReview.objects.filter(submission=work).count() == 2
    for row in Submission.objects.filter(assignment=reviewed):
        assert PeerReview.objects.filter(submission=row).count() == 2
        assert PeerReview.objects.filter(reviewer=row.enrollment).count() == 2


@pytest.mark.django_db
def test_samples_weigh_reviewers_and_look_like_any_work(
    api: Any, reviewed: Any, people: list[Any], instructor: Any
) -> None:
    staff = api(instructor)
    line = queue(staff, reviewed)[0]
    give(staff, line, {"levels": levels_of(reviewed, "Good")})
    plan = {**PLAN, "reviews_each": 1, "samples": [line["uuid"]]}
    assert staff.put(path(reviewed, "plan"), plan).status_code == 200
    allocate_now(api, instructor, reviewed)
    sample = Submission.objects.get(uuid=line["uuid"])
    judges = [row.reviewer_id for row in PeerReview.objects.filter(submission=sample, kind="sample")]
    assert len(judges) == 3
    for person in people:
        client = api(person)
        for task in tasks_of(client, reviewed):
            assert not {"kind", "is_sample"} & set(task)
            assert write(client, task, levels_of(reviewed, "Fair")).status_code == 200
    works = staff.get(path(reviewed, "works")).json()["results"]
    weights = {row["weight"] for work in works for row in work["reviews"] if row["kind"] == "sample"}
    # Half of the points off: max(0.1, 1 - 2 * 0.5).
    assert weights == {0.1}


@pytest.mark.django_db
def test_reviews_open_close_and_remind_by_their_dates(
    api: Any, reviewed: Any, people: list[Any], instructor: Any
) -> None:
    now = clock.now()
    opens, due = now - dt.timedelta(hours=1), now + dt.timedelta(hours=5)
    dates = {"opens_at": opens.isoformat(), "due_at": due.isoformat()}
    assert api(instructor).put(path(reviewed, "plan"), {**PLAN, **dates}).status_code == 200
    tend_peer_reviews()
    assert PeerReview.objects.count() == 8
    assert not PeerReview.objects.filter(reminded_at=None).exists()
    client = api(people[0])
    task = tasks_of(client, reviewed)[0]
    half = levels_of(reviewed, "Good")[:1]
    client.problem(write(client, task, half), 422, "invalid-input")
    assert write(client, task, half, is_final=False).status_code == 200
    with clock.frozen(now + dt.timedelta(hours=6)):
        assert api(people[0]).get(f"/api/v1/peer-reviews/{task['uuid']}").status_code == 404
        tend_peer_reviews()


@pytest.mark.django_db
def test_a_plan_needs_a_rubric_and_holds_once_reviews_came(
    api: Any, course: Any, reviewed: Any, people: list[Any], instructor: Any
) -> None:
    staff = api(instructor)
    plain = make_assignment(course=course)
    staff.problem(staff.put(path(plain, "plan"), PLAN), 409, "not-marked-by-rubric")
    staff.problem(staff.put(path(reviewed, "plan"), {"reviews_each": 0}), 422, "invalid-input")
    allocate_now(api, instructor, reviewed)
    client = api(people[0])
    write(client, tasks_of(client, reviewed)[0], levels_of(reviewed, "Good"))
    staff.problem(staff.delete(path(reviewed, "plan")), 409, "peer-reviews-begun")


@pytest.mark.django_db
def test_own_work_is_reviewed_where_that_is_wanted(
    api: Any, reviewed: Any, people: list[Any], instructor: Any
) -> None:
    api(instructor).put(path(reviewed, "plan"), {"reviews_each": 1, "has_self_review": True})
    assert allocate_now(api, instructor, reviewed) == 8
    tasks = tasks_of(api(people[0]), reviewed)
    assert sorted(task["is_own_work"] for task in tasks) == [False, True]


@pytest.mark.django_db
def test_where_authors_are_numbers_to_markers_reviewers_are_too(
    api: Any, course: Any, people: list[Any], instructor: Any
) -> None:
    assignment = make_assignment(course=course, rubric=make_rubric(course), is_anonymous=True)
    for person in people:
        hand_in(assignment, enroll_learner(course_id=course.pk, learner_id=person.pk))
    staff = api(instructor)
    staff.put(path(assignment, "plan"), {**PLAN, "hides_authors": False})
    allocate_now(api, instructor, assignment)
    seen = (
        staff.get(path(assignment, "works")).content.decode()
        + staff.get(path(assignment, "plan")).content.decode()
    )
    told = json.dumps([tasks_of(api(person), assignment) for person in people])
    for person in people:
        assert person.username not in seen + told
        assert person.display_name not in seen + told


@pytest.mark.django_db
def test_the_overview_costs_the_same_for_many(
    api: Any, reviewed: Any, instructor: Any, django_assert_max_num_queries: Any
) -> None:
    allocate_now(api, instructor, reviewed)
    staff = api(instructor)
    with django_assert_max_num_queries(12):
        assert len(staff.get(path(reviewed, "works")).json()["results"]) == 4


@pytest.mark.django_db
def test_a_new_try_takes_over_reviews_that_nobody_began(
    api: Any, reviewed: Any, people: list[Any], instructor: Any
) -> None:
    allocate_now(api, instructor, reviewed)
    row = Submission.objects.filter(enrollment__learner=people[0]).get()
    assignments.save_draft(assignment=reviewed, enrollment=row.enrollment, base_version=None, text="Better.")
    assignments.submit_work(assignment=reviewed, enrollment=row.enrollment)
    run_worker()
    fresh = Submission.objects.get(enrollment=row.enrollment, is_current=True)
    assert PeerReview.objects.filter(submission=fresh).count() == 2
    assert not PeerReview.objects.filter(submission=row).exists()
