"""The door of a course over HTTP: may I, requests, the line, offers, breaks. The tables say who may do what."""

import datetime

import pytest

from edusync.courses.models import Course
from edusync.courses.services import assign_staff
from edusync.courses.testing import make_course
from edusync.enrollment import queries, services
from edusync.enrollment.models import Cohort, Enrollment, WaitlistEntry, WaitlistOffer
from edusync.enrollment.testing import make_enrollment
from edusync.kernel import clock
from edusync.kernel.problems import Problem


@pytest.fixture
def course(instructor):
    return make_course(modules=1, lessons=1, created_by_id=instructor.pk, access="approval")


@pytest.fixture
def people(course, learner, stranger, instructor, admin, make_person):
    """The actors of the tables, by name."""
    assistant, author = make_person("assi"), make_person("auth")
    assign_staff(course=course, user_id=assistant.pk, duty="assistant")
    assign_staff(course=course, user_id=author.pk, duty="author")
    return {
        "nobody": None,
        "learner": learner,
        "stranger": stranger,
        "author": author,
        "assistant": assistant,
        "instructor": instructor,
        "admin": admin,
    }


def door(api, person, course):
    return api(person).get(f"/api/v1/courses/{course.slug}/enrollment").json()


@pytest.mark.parametrize(
    ("actor", "log", "approve", "reject", "pause"),
    [
        ("nobody", 401, 401, 401, 401),
        ("stranger", 404, 404, 404, 404),
        ("author", 404, 404, 404, 404),
        ("learner", 200, 403, 403, 200),
        ("assistant", 200, 403, 403, 403),
        ("instructor", 200, 200, 200, 403),
        ("admin", 200, 200, 200, 403),
    ],
)
def test_who_may_do_what_with_a_request(api, people, course, actor, log, approve, reject, pause):
    row = services.enroll_learner(course_id=course.pk, learner_id=people["learner"].pk)
    client, address = api(people[actor]), f"/api/v1/enrollments/{row.pk}"
    assert client.get(f"{address}/transitions").status_code == log
    assert client.post(f"{address}/approve", {}).status_code == approve
    Enrollment.objects.filter(pk=row.pk, status="active").update(status="withdrawn")
    Enrollment.objects.filter(pk=row.pk).update(status="pending")
    assert client.post(f"{address}/reject", {"reason": "Full of nurses."}).status_code == reject
    Enrollment.objects.filter(pk=row.pk, status="rejected").update(status="pending")
    Enrollment.objects.update(status="active", approved_at=clock.now(), approved_by=people["admin"])
    assert client.post(f"{address}/pause", {}).status_code == pause
    assert client.delete(f"{address}/pause").status_code == pause


@pytest.mark.parametrize(
    ("actor", "seen", "changed"),
    [
        ("nobody", 401, 401),
        ("stranger", 403, 404),
        ("author", 403, 404),
        ("learner", 403, 404),
        ("assistant", 200, 403),
        ("instructor", 200, 200),
        ("admin", 200, 200),
    ],
)
def test_who_sees_and_moves_the_line(api, people, course, make_person, actor, seen, changed):
    Course.objects.filter(pk=course.pk).update(access="open", capacity=1, is_waitlist_on=True)
    make_enrollment(make_person("first"), course)
    services.enroll_learner(course_id=course.pk, learner_id=people["learner"].pk)
    client = api(people[actor])
    for part in ("requests", "waitlist"):
        assert client.get(f"/api/v1/courses/{course.slug}/{part}").status_code == seen
    entry = WaitlistEntry.objects.get()
    assert client.patch(f"/api/v1/waitlist/{entry.pk}", {"priority": 5}).status_code == changed
    body = {"enrollment_ids": [entry.enrollment_id], "act": "withdraw"}
    bulk = client.post(f"/api/v1/courses/{course.slug}/learners/bulk", body)
    assert bulk.status_code == (200 if changed == 200 else seen if seen != 200 else 403)


def test_the_door_of_an_open_course_says_come_in(api, learner):
    course = make_course(modules=1, lessons=1, capacity=3)
    body = door(api, learner, course)
    assert body == {
        "can": {
            "is_allowed": True,
            "act": "enroll",
            "reasons": [],
            "seats_left": 3,
            "waitlist_length": 0,
            "cohorts": [],
        },
        "mine": None,
    }


def test_the_door_tells_the_place_in_line_and_the_offer(api, learner, stranger, make_person):
    course = make_course(modules=1, lessons=1, capacity=1, is_waitlist_on=True)
    first = make_enrollment(make_person("first"), course)
    client = api(learner)
    path = f"/api/v1/courses/{course.slug}/enroll"
    client.problem(client.post(path, {}), 409, "course-full")
    assert door(api, learner, course)["can"]["act"] == "join_waitlist"
    services.enroll_learner(course_id=course.pk, learner_id=stranger.pk)
    answer = client.post(path, {"join_waitlist": True})
    assert (answer.status_code, answer.json()["status"]) == (201, "waitlisted")
    mine = door(api, learner, course)["mine"]
    assert (mine["waitlist"]["position"], mine["waitlist"]["length"], mine["offer"]) == (2, 2, None)
    services.withdraw(enrollment=first, by_id=first.learner_id)
    assert door(api, learner, course)["mine"]["waitlist"]["position"] == 1
    offer = door(api, stranger, course)["mine"]["offer"]
    assert offer["id"] == WaitlistOffer.objects.get().pk
    # It is the stranger's alone.
    client.problem(client.post(f"/api/v1/offers/{offer['id']}/accept"), 404, "not-found")
    taken = api(stranger).post(f"/api/v1/offers/{offer['id']}/accept").json()
    assert (taken["status"], taken["course_slug"]) == ("active", course.slug)
    (row,) = api(stranger).get("/api/v1/enrollments").json()["results"]
    assert (row["status"], row["offer"]) == ("active", None)


def test_an_offer_stands_in_the_learners_own_list(api, learner, stranger):
    course = make_course(modules=1, lessons=1, capacity=1, is_waitlist_on=True)
    first = make_enrollment(stranger, course)
    services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    services.withdraw(enrollment=first, by_id=stranger.pk)
    (row,) = api(learner).get("/api/v1/enrollments?status=waitlisted").json()["results"]
    assert row["offer"]["id"] == WaitlistOffer.objects.get().pk
    answer = api(learner).post(f"/api/v1/offers/{row['offer']['id']}/decline").json()
    assert answer["status"] == "withdrawn"


def situation(name, course, learner, admin):
    """Bring the learner and the course into a situation."""
    if name in {"active", "paused", "suspended", "completed", "withdrawn", "expired"}:
        done = {"completed_at": clock.now()} if name == "completed" else {}
        make_enrollment(learner, course, status=name, **done)
    elif name in {"invited", "pending", "rejected"}:
        make_enrollment(learner, course, status=name)
    elif name == "closed cohort":
        return {"cohort": Cohort.objects.create(course=course, name="C", is_open=False)}
    else:
        values = {
            "restricted": {"access": "restricted"},
            "approval": {"access": "approval"},
            "archived": {"status": "archived"},
            "too early": {"enrollment_opens_at": clock.now() + datetime.timedelta(days=1)},
            "too late": {"enrollment_closes_at": clock.now() - datetime.timedelta(days=1)},
        }.get(name, {})
        if name.startswith("full"):
            row = Enrollment.objects.create(
                course=course, learner=admin, enrolled_at=clock.now(), status="active"
            )
            values = {"capacity": 1, "is_waitlist_on": name == "full with a line"}
            assert row.pk
        Course.objects.filter(pk=course.pk).update(**values)
        course.refresh_from_db()
    return {}


@pytest.mark.parametrize(
    ("name", "act", "code"),
    [
        ("nothing", "enroll", ""),
        ("active", "none", "already-enrolled"),
        ("paused", "none", "already-enrolled"),
        ("completed", "none", "already-enrolled"),
        ("suspended", "none", "enrollment-suspended"),
        ("expired", "none", "enrollment-expired"),
        ("pending", "none", "enrollment-requested"),
        ("rejected", "enroll", ""),
        ("withdrawn", "enroll", ""),
        ("invited", "enroll", ""),
        ("restricted", "none", "course-not-open"),
        ("archived", "none", "course-not-open"),
        ("too early", "none", "enrollment-not-open-now"),
        ("too late", "none", "enrollment-not-open-now"),
        ("closed cohort", "none", "cohort-not-open"),
        ("approval", "request", ""),
        ("full", "none", "course-full"),
        ("full with a line", "join_waitlist", "course-full"),
    ],
)
def test_the_answer_is_what_happens(learner, admin, name, act, code):
    course = make_course(modules=1, lessons=1)
    more = situation(name, course, learner, admin)
    row = queries.enrollment_of(course_id=course.pk, learner_id=learner.pk)
    answer = queries.can_enroll(course, learner.pk, enrollment=row, **more)
    assert (answer.act, answer.is_allowed) == (act, act != "none")
    assert [reason.code for reason in answer.reasons] == ([code] if code else [])
    cohort_id = more["cohort"].pk if more else None
    try:
        after = services.enroll_learner(
            course_id=course.pk, learner_id=learner.pk, cohort_id=cohort_id
        ).status
    except Problem as problem:
        after = problem.code
    wanted = {"enroll": "active", "request": "pending", "join_waitlist": "waitlisted", "none": code}
    assert after == wanted[act]


@pytest.mark.parametrize("number", [1, 8])
def test_the_door_costs_few_queries(api, learner, number, make_person, django_assert_max_num_queries):
    course = make_course(modules=1, lessons=1, capacity=1, is_waitlist_on=True)
    make_enrollment(make_person("first"), course)
    for each in range(number):
        services.enroll_learner(course_id=course.pk, learner_id=make_person(f"p{each}").pk)
        Cohort.objects.create(course=course, name=f"Cohort {each}")
    services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    client = api(learner)
    with django_assert_max_num_queries(8):
        body = client.get(f"/api/v1/courses/{course.slug}/enrollment").json()
    assert body["mine"]["waitlist"]["position"] == number + 1
    assert len(body["can"]["cohorts"]) == number


@pytest.mark.parametrize("number", [1, 9])
def test_lists_of_staff_cost_few_queries(
    api, course, instructor, number, make_person, django_assert_max_num_queries
):
    for each in range(number):
        row = services.enroll_learner(course_id=course.pk, learner_id=make_person(f"p{each}").pk)
        assert row.status == "pending"
    client = api(instructor)
    for path, most in ((f"/api/v1/courses/{course.slug}/requests", 5), ("/api/v1/teaching/requests", 5)):
        with django_assert_max_num_queries(most):
            body = client.get(path).json()
        assert body["results"][0]["learner"]["display_name"] == "P0 Example"
        assert len(body["results"]) == number
    assert body["count"] == number
    Course.objects.filter(pk=course.pk).update(access="open", capacity=1, is_waitlist_on=True)
    make_enrollment(make_person("seated"), course)
    for each in range(number):
        services.enroll_learner(course_id=course.pk, learner_id=make_person(f"w{each}").pk)
    with django_assert_max_num_queries(5):
        body = client.get(f"/api/v1/courses/{course.slug}/waitlist").json()
    assert [row["learner"]["display_name"] for row in body["results"]] == [
        f"W{each} Example" for each in range(number)
    ]
    (log,) = client.get(f"/api/v1/enrollments/{row.pk}/transitions").json()["results"]
    assert (log["from_status"], log["to_status"], log["by_name"]) == ("", "pending", row.learner.display_name)


def test_requests_of_other_courses_are_not_mine(api, course, learner, make_person):
    services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    other = make_person("otto", roles=("instructor",))
    make_course("Else", modules=1, lessons=1, created_by_id=other.pk)
    body = api(other).get("/api/v1/teaching/requests").json()
    assert (body["count"], body["results"]) == (0, [])
    assert api(learner).get("/api/v1/teaching/requests").json()["count"] == 0


def test_a_refusal_over_http_needs_a_reason(api, course, learner, instructor):
    row = services.enroll_learner(course_id=course.pk, learner_id=learner.pk)
    client = api(instructor)
    client.problem(client.post(f"/api/v1/enrollments/{row.pk}/reject", {}), 422, "invalid-input")
    client.post(f"/api/v1/enrollments/{row.pk}/reject", {"reason": "For nurses only."})
    mine = door(api, learner, course)["mine"]
    assert (mine["status"], mine["rejection_reason"]) == ("rejected", "For nurses only.")


def test_acts_on_many_over_http(api, course, learner, stranger, instructor):
    Course.objects.filter(pk=course.pk).update(access="open")
    rows = [make_enrollment(person, course) for person in (learner, stranger)]
    cohort = Cohort.objects.create(course=course, name="Autumn", ends_at=clock.now() + datetime.timedelta(9))
    client, path = api(instructor), f"/api/v1/courses/{course.slug}/learners/bulk"
    ids = [row.pk for row in rows]
    moved = client.post(path, {"enrollment_ids": ids, "act": "move", "cohort_id": cohort.pk}).json()
    assert moved == {"done": ids, "refused": []}
    until = (clock.now() + datetime.timedelta(days=30)).isoformat()
    assert client.post(path, {"enrollment_ids": ids, "act": "extend", "until": until}).json()["done"] == ids
    shown = client.get(f"/api/v1/courses/{course.slug}/learners?cohort={cohort.pk}").json()["results"]
    assert {row["cohort"]["name"] for row in shown} == {"Autumn"}
    assert {row["due_at"][:16] for row in shown} == {until[:16]}
    again = client.post(path, {"enrollment_ids": ids, "act": "resume"}).json()
    assert {row["code"] for row in again["refused"]} == {"enrollment-state"}
    client.problem(client.post(path, {"enrollment_ids": [], "act": "move"}), 422, "invalid-input")
    client.problem(client.post(path, {"enrollment_ids": ids, "act": "odd"}), 422, "invalid-input")
    client.problem(client.get(f"/api/v1/courses/{course.slug}/learners?cohort=x"), 422, "invalid-input")


def test_a_break_closes_the_lessons_and_keeps_the_seat(api, learner):
    course = make_course(modules=1, lessons=1, capacity=1)
    row = make_enrollment(learner, course)
    client, lesson = api(learner), course.modules.get().lessons.get()
    assert client.get(f"/api/v1/lessons/{lesson.pk}").status_code == 200
    assert client.post(f"/api/v1/enrollments/{row.pk}/pause").json()["status"] == "paused"
    assert client.get(f"/api/v1/lessons/{lesson.pk}").status_code == 403
    course.refresh_from_db()
    assert course.seats_taken == 1
    assert client.delete(f"/api/v1/enrollments/{row.pk}/pause").json()["status"] == "active"
    assert client.get(f"/api/v1/lessons/{lesson.pk}").status_code == 200


def test_how_people_come_in_is_set_with_the_course(api, course, instructor, learner):
    client, path = api(instructor), f"/api/v1/courses/{course.slug}"
    values = {
        "access": "open",
        "capacity": 2,
        "is_waitlist_on": True,
        "offer_hours": 24,
        "enrollment_opens_at": "2026-01-01T08:00:00Z",
        "enrollment_closes_at": "2099-01-01T08:00:00Z",
        "access_days": 90,
        "due_days": 60,
        "recertify_days": 365,
    }

    def patch(body):
        match = client.get(path)["ETag"]
        return client.patch(path, body, HTTP_IF_MATCH=match)

    assert patch(values).status_code == 200
    shown = client.get(path).json()
    for name, value in values.items():
        assert str(shown[name]).replace("+00:00", "Z") == str(value)
    client.problem(patch({"enrollment_closes_at": "2025-01-01T08:00:00Z"}), 422, "invalid-input")
    client.problem(patch({"offer_hours": 0}), 422, "invalid-input")
    make_enrollment(learner, course)
    make_enrollment(instructor, course)
    client.problem(patch({"capacity": 1}), 409, "capacity-below-seats")


def test_my_list_shows_the_present_attempt_alone(api, learner):
    course = make_course(modules=1, lessons=1, recertify_days=1)
    done = clock.now() - datetime.timedelta(days=2)
    make_enrollment(learner, course, status="completed", completed_at=done)
    assert services.renew_due_enrollments() == 1
    rows = api(learner).get("/api/v1/enrollments").json()["results"]
    assert [(row["status"], row["attempt_number"]) for row in rows] == [("active", 2)]
