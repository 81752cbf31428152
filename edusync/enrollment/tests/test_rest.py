"""Enrollments over HTTP. The tables here are the documentation of who may do what."""

import csv
import io

import pytest

from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment


@pytest.fixture
def course(instructor):
    return make_course(created_by_id=instructor.pk)


@pytest.fixture
def people(request, course, learner, stranger, instructor, admin, make_person):
    """The actors of the tables, by name."""
    assistant, author = make_person("assi"), make_person("auth")
    assign_staff(course=course, user_id=assistant.pk, duty="assistant")
    assign_staff(course=course, user_id=author.pk, duty="author")
    other_teacher = make_person("otto", roles=("instructor",))
    make_course("Something else", created_by_id=other_teacher.pk)
    return {
        "nobody": None,
        "learner": learner,
        "stranger": stranger,
        "other teacher": other_teacher,
        "author": author,
        "assistant": assistant,
        "instructor": instructor,
        "admin": admin,
    }


@pytest.mark.parametrize(
    ("actor", "read", "withdraw", "suspend"),
    [
        ("nobody", 401, 401, 401),
        ("stranger", 404, 404, 404),
        ("other teacher", 404, 404, 404),
        ("author", 404, 404, 404),
        ("learner", 200, 200, 403),
        ("assistant", 200, 403, 403),
        ("instructor", 200, 200, 200),
        ("admin", 200, 200, 200),
    ],
)
def test_who_may_do_what_with_an_enrollment(api, people, course, actor, read, withdraw, suspend):
    enrollment = make_enrollment(people["learner"], course)
    client = api(people[actor])
    address = f"/api/v1/enrollments/{enrollment.pk}"
    assert client.get(address).status_code == read
    assert client.post(f"{address}/suspension", {}).status_code == suspend
    Enrollment.objects.update(status="active")
    assert client.post(f"{address}/withdraw", {}).status_code == withdraw


@pytest.mark.parametrize(
    ("actor", "status", "bring_in"),
    [
        ("nobody", 401, 401),
        ("stranger", 403, 403),
        ("learner", 403, 403),
        ("other teacher", 403, 403),
        ("author", 403, 403),
        ("assistant", 200, 403),
        ("instructor", 200, 201),
        ("admin", 200, 201),
    ],
)
def test_who_sees_the_learners_of_a_course(api, people, course, make_person, actor, status, bring_in):
    make_enrollment(people["learner"], course)
    client = api(people[actor])
    assert client.get(f"/api/v1/courses/{course.slug}/learners").status_code == status
    assert client.get(f"/api/v1/courses/{course.slug}/learners.csv").status_code == status
    newcomer = make_person("nina")
    answer = client.post(f"/api/v1/courses/{course.slug}/learners", {"learner_id": newcomer.pk})
    assert answer.status_code == bring_in


def test_enrolling_answers_the_enrollment(api, course, learner):
    answer = api(learner).post(f"/api/v1/courses/{course.slug}/enroll")
    assert answer.status_code == 201
    body = answer.json()
    assert (body["course_slug"], body["status"], body["percent"]) == (course.slug, "active", 0)
    assert "enrollment:enrollment:withdraw" in body["actions"]
    assert "enrollment:enrollment:manage" not in body["actions"]


def test_enrolling_twice_names_the_first(api, course, learner):
    client = api(learner)
    first = client.post(f"/api/v1/courses/{course.slug}/enroll").json()
    body = client.problem(client.post(f"/api/v1/courses/{course.slug}/enroll"), 409, "already-enrolled")
    assert body["enrollment_id"] == first["id"]


def test_a_repeated_enrollment_with_one_key_gets_the_first_answer(api, course, learner):
    client, path = api(learner), f"/api/v1/courses/{course.slug}/enroll"
    first, again = (client.post(path, HTTP_IDEMPOTENCY_KEY="enroll-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json()["id"] == first.json()["id"]


def test_guests_sign_in_first(api, course):
    client = api()
    client.problem(client.post(f"/api/v1/courses/{course.slug}/enroll"), 401, "not-authenticated")


def test_hidden_courses_do_not_exist(api, learner, organization):
    make_course("Secret plans", status="draft")
    client = api(learner)
    client.problem(client.post("/api/v1/courses/secret-plans/enroll"), 404, "not-found")
    client.problem(client.get("/api/v1/courses/secret-plans/learners"), 404, "not-found")


def test_my_enrollments_are_mine(api, course, learner, stranger):
    mine = make_enrollment(learner, course)
    make_enrollment(stranger, course)
    found = api(learner).get("/api/v1/enrollments").json()["results"]
    assert [row["id"] for row in found] == [mine.pk]
    assert api(learner).get("/api/v1/enrollments?status=completed").json()["results"] == []
    client = api(learner)
    client.problem(client.get("/api/v1/enrollments?status=odd"), 422, "invalid-input")


@pytest.mark.parametrize("search", ["nora", "NORA example", "nora@example.com", "exam nor"])
def test_learners_are_found_by_name_and_address(api, course, instructor, make_person, search):
    make_enrollment(make_person("nora"), course)
    make_enrollment(make_person("pia"), course)
    found = (
        api(instructor).get(f"/api/v1/courses/{course.slug}/learners", {"search": search}).json()["results"]
    )
    assert [row["learner"]["email"] for row in found] == ["nora@example.com"]


def test_learners_are_filtered_by_status(api, course, instructor, make_person):
    make_enrollment(make_person("nora"), course, status="suspended")
    make_enrollment(make_person("pia"), course)
    found = api(instructor).get(f"/api/v1/courses/{course.slug}/learners?status=suspended").json()["results"]
    assert [row["status"] for row in found] == ["suspended"]


def test_pages_of_learners_follow_each_other(api, course, instructor, make_person):
    for number in range(5):
        make_enrollment(make_person(f"person{number}"), course)
    client, seen, cursor = api(instructor), [], ""
    while cursor is not None:
        page = client.get(f"/api/v1/courses/{course.slug}/learners", {"limit": 2, "cursor": cursor}).json()
        seen += [row["enrollment_id"] for row in page["results"]]
        cursor = page["next"]
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == 5


@pytest.mark.parametrize("number", [1, 12])
def test_a_page_of_learners_costs_six_queries_at_most(
    api, course, instructor, make_person, number, django_assert_max_num_queries
):
    for each in range(number):
        make_enrollment(make_person(f"person{each}"), course)
    client = api(instructor)
    with django_assert_max_num_queries(6):
        assert len(client.get(f"/api/v1/courses/{course.slug}/learners").json()["results"]) == number


def test_the_file_of_learners_runs_no_formula(api, course, instructor, make_person):
    make_enrollment(make_person("evil", first_name="=HYPERLINK(1)", last_name="x"), course)
    answer = api(instructor).get(f"/api/v1/courses/{course.slug}/learners.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == ["'=HYPERLINK(1) x"]
    assert (rows[0]["email"], rows[0]["status"], rows[0]["percent"]) == ("evil@example.com", "active", "0")


@pytest.mark.parametrize("number", [1, 6])
def test_courses_i_teach_come_with_their_numbers(
    api, instructor, learner, stranger, number, django_assert_max_num_queries
):
    courses = [make_course(f"Course {each}", created_by_id=instructor.pk) for each in range(number)]
    make_enrollment(learner, courses[0], done_weight=3)
    make_enrollment(stranger, courses[0])
    make_course("Not mine")
    client = api(instructor)
    with django_assert_max_num_queries(4):
        found = client.get("/api/v1/teaching/courses").json()["results"]
    assert len(found) == number
    numbers = next(row for row in found if row["slug"] == courses[0].slug)
    assert (numbers["learner_count"], numbers["completed_count"], numbers["average_percent"]) == (2, 0, 25)


def test_courses_i_teach_are_found_by_state_and_words(api, instructor):
    for title, status in (("Algebra one", "draft"), ("Algebra two", "published"), ("Botany", "published")):
        make_course(title, status=status, created_by_id=instructor.pk)
    client = api(instructor)

    def titles(query):
        return [row["title"] for row in client.get(f"/api/v1/teaching/courses?{query}").json()["results"]]

    assert titles("search=algebra") == ["Algebra two", "Algebra one"]
    assert titles("status=published&search=two alg") == ["Algebra two"]
    assert titles("status=archived") == []


def test_an_author_finds_the_course_without_its_learners(api, course, learner, make_person):
    make_enrollment(learner, course)
    author = make_person("ann")
    assign_staff(course=course, user_id=author.pk, duty="author", by_id=None)
    (row,) = api(author).get("/api/v1/teaching/courses").json()["results"]
    assert (row["slug"], row["learner_count"], row["sees_learners"]) == (course.slug, 0, False)


def test_another_organization_sees_nothing(api, course, learner, make_person, other_organization):
    enrollment = make_enrollment(learner, course)
    outsider = make_person("olga", roles=("admin",), organization_id=other_organization.pk)
    client = api(outsider)
    for address in (f"/api/v1/enrollments/{enrollment.pk}", f"/api/v1/courses/{course.slug}/learners"):
        client.problem(client.get(address), 404, "not-found")
    client.problem(client.post(f"/api/v1/courses/{course.slug}/enroll"), 404, "not-found")


def test_leaving_needs_no_words(api, course, learner):
    enrollment = make_enrollment(learner, course)
    body = api(learner).post(f"/api/v1/enrollments/{enrollment.pk}/withdraw").json()
    assert (body["status"], body["course_slug"]) == ("withdrawn", course.slug)


def test_only_people_of_the_organization_are_brought_in(api, course, instructor, outsider):
    client = api(instructor)
    for learner_id in (outsider.pk, 999_999):
        answer = client.post(f"/api/v1/courses/{course.slug}/learners", {"learner_id": learner_id})
        client.problem(answer, 422, "invalid-input")
    assert not Enrollment.objects.exists()
