"""Attendance: meetings, who was there, the code on the wall, what reaches the book, the learner and the guardian."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.utils import DatabaseError

from edusync.courses.testing import make_course
from edusync.enrollment.models import Cohort, Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.grading import services
from edusync.grading.engine.codes import STEP_SECONDS, code_of, is_code_of, window_of
from edusync.grading.models import AttendanceEvent, AttendanceRecord, AttendanceSession, Grade, GradeItem
from edusync.grading.queries.attendance import attendance_works, plan_of
from edusync.grading.services import Presence
from edusync.identity.testing import make_guardianship
from edusync.kernel import clock

pytestmark = pytest.mark.django_db
NINE = datetime.datetime(2027, 3, 1, 9, tzinfo=datetime.UTC)
PHONE, OTHER_PHONE = "phone-of-ada-0001", "phone-of-bob-0002"


def plan(course: Any, **values: Any) -> Any:
    wanted = {
        "present_percent": 100,
        "late_percent": 50,
        "absent_percent": 0,
        "late_after_minutes": 10,
        **values,
    }
    return services.save_plan(
        course=course,
        base_version=plan_of(course.pk).row_version,
        by_id=None,
        is_graded=wanted.pop("is_graded", True),
        title="Attendance",
        max_points=wanted.pop("max_points", Decimal(10)),
        **wanted,
    )


def meet(course: Any, *, hours: int = 0, **values: Any) -> AttendanceSession:
    return services.save_session(
        course=course,
        by_id=None,
        kind="lecture",
        title="",
        place="Hall 2",
        starts_at=NINE + datetime.timedelta(hours=hours),
        minutes=90,
        **{"cohort_id": None, **values},
    )


def take(session: AttendanceSession, enrollment: Any, state: str, **values: Any) -> int:
    return services.take_attendance(
        session=session, presences=[Presence(enrollment.pk, state)], by_id=None, **values
    )


def cell(enrollment: Any) -> Grade:
    found: Grade = Grade.objects.get(enrollment=enrollment, item__source_kind="attendance")
    return found


def code_now(session: AttendanceSession) -> str:
    return code_of(str(session.uuid), window_of(clock.now()))


def test_the_cell_follows_every_record_in_the_same_transaction(course: Any, enrollment: Any) -> None:
    plan(course)
    first, second, third = meet(course), meet(course, hours=1), meet(course, hours=2)
    take(first, enrollment, "present")
    assert (cell(enrollment).points, cell(enrollment).state) == (Decimal(10), "graded")
    take(second, enrollment, "late")
    assert cell(enrollment).points == Decimal("7.5")
    take(third, enrollment, "absent")
    assert cell(enrollment).points == Decimal(5)
    take(third, enrollment, "excused")
    assert cell(enrollment).points == Decimal("7.5")
    assert cell(enrollment).max_points == Decimal(10)


def test_triggers_and_services_come_to_the_same(course: Any, enrollment: Any) -> None:
    item = GradeItem.objects.get(source_kind="attendance", source_id=plan(course, max_points=Decimal(7)).pk)
    for hours, state in enumerate(["present", "late", "absent", "present", "excused", "absent", "late"]):
        take(meet(course, hours=hours), enrollment, state)
        [work] = attendance_works(item.source_id or 0)
        assert cell(enrollment).points == work.points
    assert services.refill_item(item=item) == 0


def test_only_excused_meetings_leave_no_mark(course: Any, enrollment: Any) -> None:
    plan(course)
    take(meet(course), enrollment, "excused")
    assert (cell(enrollment).points, cell(enrollment).state) == (None, "none")


def test_other_weights_and_meetings_taken_back_count_at_once(course: Any, enrollment: Any) -> None:
    plan(course)
    first, second = meet(course), meet(course, hours=1)
    take(first, enrollment, "late")
    take(second, enrollment, "absent")
    plan(course, late_percent=80, max_points=Decimal(20))
    assert (cell(enrollment).points, cell(enrollment).max_points) == (Decimal(8), Decimal(20))
    services.remove_session(session=second, by_id=None)
    assert cell(enrollment).points == Decimal(16)


def test_attendance_that_is_not_graded_fills_nothing(course: Any, enrollment: Any) -> None:
    plan(course, is_graded=False)
    take(meet(course), enrollment, "present")
    assert not GradeItem.objects.filter(source_kind="attendance").exists()
    # Switched on late, what was written before counts.
    plan(course)
    assert cell(enrollment).points == Decimal(10)
    plan(course, is_graded=False)
    assert not GradeItem.objects.filter(source_kind="attendance", deleted_at__isnull=True).exists()


def test_every_change_is_in_the_history_and_stays_there(
    course: Any, enrollment: Any, instructor: Any
) -> None:
    session = meet(course)
    take(session, enrollment, "absent")
    take(session, enrollment, "absent")
    services.take_attendance(
        session=session, presences=[Presence(enrollment.pk, "excused", "Ill")], by_id=instructor.pk
    )
    found = AttendanceEvent.objects.order_by("id").values_list("state_before", "state_after", "by_id")
    assert list(found) == [("", "absent", None), ("absent", "excused", instructor.pk)]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE grading_attendance_event SET source = 'x'", "DELETE FROM grading_attendance_event"],
)
def test_the_history_cannot_be_changed(course: Any, enrollment: Any, statement: str) -> None:
    take(meet(course), enrollment, "present")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_everybody_present_then_the_exceptions_then_the_rest_absent(
    api: Any, course: Any, enrollment: Any, instructor: Any, make_person: Any
) -> None:
    make_enrollment(make_person("bea"), course)
    client, session = api(instructor), meet(course)
    base = f"/api/v1/attendance-sessions/{session.pk}"
    record = {"enrollment_id": enrollment.pk, "state": "late", "note": "Bus"}
    client.post(f"{base}/records", {"records": [record]})
    places = client.post(f"{base}/fill", {"state": "present"}).json()["places"]
    assert sorted(place["state"] for place in places) == ["late", "present"]
    make_enrollment(make_person("cai"), course)
    answer = client.post(f"{base}/close").json()
    assert sorted(place["state"] for place in answer["places"]) == ["absent", "late", "present"]
    assert answer["session"]["closed_at"] is not None
    [change] = client.get(f"{base}/history/{enrollment.pk}").json()
    assert (change["state_after"], change["by"]) == ("late", instructor.display_name)


def test_who_came_to_the_course_after_a_meeting_was_not_absent(
    course: Any, enrollment: Any, make_person: Any
) -> None:
    later = make_enrollment(make_person("cai"), course)
    Enrollment.objects.filter(pk=enrollment.pk).update(enrolled_at=NINE + datetime.timedelta(minutes=89))
    Enrollment.objects.filter(pk=later.pk).update(enrolled_at=NINE + datetime.timedelta(minutes=90))
    session = meet(course)
    services.close_session(session=session, by_id=None)
    assert [row.enrollment_id for row in session.records.all()] == [enrollment.pk]


def test_codes_change_every_half_minute_and_are_worth_nothing_later(course: Any) -> None:
    session = str(meet(course).uuid)
    code = code_of(session, window_of(NINE))
    step = datetime.timedelta(seconds=STEP_SECONDS)
    assert len(code) == 6
    assert is_code_of(session, code, NINE + step / 2)
    assert is_code_of(session, code, NINE + step)
    assert not is_code_of(session, code, NINE + 2 * step)
    assert not is_code_of(session, code, NINE - step)


def test_a_learner_checks_in_by_code_on_time_or_late(
    api: Any, course: Any, enrollment: Any, learner: Any, instructor: Any
) -> None:
    session = meet(course)
    base = f"/api/v1/attendance-sessions/{session.pk}/check-in"
    with clock.frozen(NINE):
        shown = api(instructor).post(base, {"minutes": 30}).json()
        assert (shown["here_count"], shown["learner_count"]) == (0, 1)
        answer = api(learner).post("/api/v1/my/check-in", {"code": shown["code"], "device": PHONE})
        assert (answer.status_code, answer.json()["state"]) == (200, "present")
        assert api(instructor).get(base).json()["here_count"] == 1
        # Again, and by another device: the same answer.
        again = api(learner).post("/api/v1/my/check-in", {"code": shown["code"], "device": OTHER_PHONE})
        assert again.json() == answer.json()
        assert api(instructor).delete(base).status_code == 204
        api(instructor).problem(api(instructor).get(base), 409, "check-in-closed")
        refused = api(learner).post("/api/v1/my/check-in", {"code": shown["code"], "device": PHONE})
        api(learner).problem(refused, 422, "check-in-code-wrong")
    with clock.frozen(NINE + datetime.timedelta(minutes=11)):
        other = meet(course)
        services.open_checkin(session=other, minutes=5, by_id=None)
        row = services.check_in(learner_id=learner.pk, code=code_now(other), device=PHONE)
        assert row.state == "late"


def test_the_code_of_a_meeting_is_not_told_under_another_course(
    api: Any, course: Any, instructor: Any
) -> None:
    session, other = meet(course), make_course("Elsewhere", created_by_id=instructor.pk)
    base = f"/api/v1/attendance-sessions/{session.pk}/check-in"
    teacher = api(instructor)
    assert teacher.post(f"{base}?course={other.slug}", {"minutes": 5}).status_code == 404
    session.refresh_from_db()
    assert session.checkin_until is None
    assert teacher.post(f"{base}?course={course.slug}", {"minutes": 5}).status_code == 200
    assert teacher.get(f"{base}?course={course.slug}").status_code == 200
    assert teacher.get(f"{base}?course={other.slug}").status_code == 404
    assert teacher.delete(f"{base}?course={other.slug}").status_code == 404
    assert teacher.get(base).status_code == 200


def test_what_staff_wrote_stays(course: Any, enrollment: Any, learner: Any) -> None:
    session = meet(course)
    take(session, enrollment, "absent")
    with clock.frozen(NINE):
        services.open_checkin(session=session, minutes=5, by_id=None)
        assert (
            services.check_in(learner_id=learner.pk, code=code_now(session), device=PHONE).state == "absent"
        )


def test_one_device_checks_in_one_person(
    api: Any, course: Any, enrollment: Any, learner: Any, make_person: Any
) -> None:
    friend = make_person("fay")
    make_enrollment(friend, course)
    session = meet(course)
    with clock.frozen(NINE):
        services.open_checkin(session=session, minutes=5, by_id=None)
        body = {"code": code_now(session), "device": PHONE}
        assert api(learner).post("/api/v1/my/check-in", body).status_code == 200
        answer = api(friend).post("/api/v1/my/check-in", body)
        api(friend).problem(answer, 409, "device-checked-in-already")
        assert api(friend).post("/api/v1/my/check-in", {**body, "device": OTHER_PHONE}).status_code == 200
    session.refresh_from_db()
    assert session.refused_count == 1
    assert AttendanceRecord.objects.filter(session=session).count() == 2


def test_codes_of_other_courses_and_cohorts_and_guesses_count_nothing(
    api: Any, course: Any, enrollment: Any, learner: Any, stranger: Any
) -> None:
    cohort = Cohort.objects.create(course=course, name="Spring")
    whole, part = meet(course), meet(course, cohort_id=cohort.pk)
    with clock.frozen(NINE):
        for session in (whole, part):
            services.open_checkin(session=session, minutes=5, by_id=None)
        url = "/api/v1/my/check-in"
        wrong = str((int(code_now(whole)) + 1) % 10**6).zfill(6)
        for who, code in ((learner, code_now(part)), (stranger, code_now(whole)), (learner, wrong)):
            api(who).problem(api(who).post(url, {"code": code, "device": PHONE}), 422, "check-in-code-wrong")
    assert not AttendanceRecord.objects.exists()


def test_guessing_is_slowed_down(api: Any, enrollment: Any, learner: Any, settings: Any) -> None:
    settings.RATE_LIMITS_ON = True
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "check-in": "2/m"}
    body = {"code": "000000", "device": PHONE}
    with clock.frozen(NINE):
        answers = [api(learner).post("/api/v1/my/check-in", body).status_code for _ in range(3)]
    assert answers == [422, 422, 429]


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("instructor", 200, 200),
        ("admin", 200, 200),
        ("learner", 403, 403),
        ("stranger", 403, 403),
        ("outsider", 404, 404),
    ],
)
def test_who_may_do_what(
    request: Any, api: Any, course: Any, enrollment: Any, who: str, reads: int, writes: int
) -> None:
    client, session = api(request.getfixturevalue(who)), meet(course)
    place = f"/api/v1/courses/{course.slug}/attendance"
    assert client.get(f"{place}/plan").status_code == reads
    assert client.get(f"{place}/sessions").status_code == reads
    one = f"/api/v1/attendance-sessions/{session.pk}"
    hidden = 200 if reads == 200 else 404
    assert client.get(one).status_code == hidden
    assert client.post(f"{one}/fill", {"state": "present"}).status_code == hidden
    assert client.get(f"{one}/history/{enrollment.pk}").status_code == hidden
    assert client.post(f"{one}/check-in", {"minutes": 5}).status_code == hidden
    body = {
        "row_version": 0,
        "present_percent": 100,
        "late_percent": 50,
        "absent_percent": 0,
        "late_after_minutes": 5,
        "is_graded": True,
        "title": "Attendance",
        "max_points": 10,
    }
    assert client.put(f"{place}/plan", body).status_code == writes


def test_meetings_are_listed_with_counts_and_cost_no_more_with_more(
    api: Any, course: Any, enrollment: Any, instructor: Any, django_assert_max_num_queries: Any
) -> None:
    place = f"/api/v1/courses/{course.slug}/attendance/sessions"
    for hours in range(12):
        take(meet(course, hours=hours), enrollment, "present" if hours else "excused")
    client = api(instructor)
    client.get(place)
    with django_assert_max_num_queries(9):
        rows = client.get(place).json()["results"]
    assert len(rows) == 12
    assert (rows[0]["present_count"], rows[-1]["excused_count"]) == (1, 1)


def test_a_file_is_looked_at_first(
    api: Any, course: Any, enrollment: Any, learner: Any, instructor: Any
) -> None:
    session, client = meet(course), api(instructor)
    base = f"/api/v1/attendance-sessions/{session.pk}"
    content = f"email,state,note\n{learner.email},L,Bus\nnobody@example.org,P,\n{learner.email},P,\n"
    file = SimpleUploadedFile("meeting.csv", content.encode(), content_type="text/csv")
    seen = client.upload(f"{base}/preview", {"file": file}).json()
    assert [row["error"] for row in seen["rows"]] == ["", "unknown-person", "twice"]
    assert (seen["change_count"], seen["rows"][0]["state"]) == (1, "late")
    assert not AttendanceRecord.objects.exists()
    record = {"enrollment_id": enrollment.pk, "state": "late", "note": "Bus"}
    client.post(f"{base}/records", {"records": [record], "source": "file"})
    row = AttendanceRecord.objects.get()
    assert (row.state, row.source, row.note) == ("late", "file", "Bus")
    file.seek(0)
    assert client.upload(f"{base}/preview", {"file": file}).json()["change_count"] == 0


def test_learners_see_their_own(
    api: Any, course: Any, enrollment: Any, learner: Any, make_person: Any
) -> None:
    other = make_enrollment(make_person("gil"), course)
    for hours, state in enumerate(["present", "late", "excused"]):
        session = meet(course, hours=hours)
        take(session, enrollment, state)
        take(session, other, "absent")
    answer = api(learner).get(f"/api/v1/my/courses/{course.slug}/attendance").json()
    assert (answer["present"], answer["late"], answer["excused"], answer["absent"]) == (1, 1, 1, 0)
    assert answer["percent"] == 75
    assert [meeting["state"] for meeting in answer["meetings"]] == ["excused", "late", "present"]


def test_somebody_of_another_course_is_refused(
    api: Any, course: Any, instructor: Any, make_person: Any
) -> None:
    foreign = make_enrollment(make_person("hal"), make_course(title="Elsewhere"))
    record = {"enrollment_id": foreign.pk, "state": "present"}
    answer = api(instructor).post(
        f"/api/v1/attendance-sessions/{meet(course).pk}/records", {"records": [record]}
    )
    assert answer.status_code == 422


def test_guardians_see_it_with_consent_only(
    api: Any, course: Any, enrollment: Any, learner: Any, make_person: Any
) -> None:
    mother, uncle = make_person("mona"), make_person("ulf")
    make_guardianship(learner, mother, scopes=("attendance",))
    make_guardianship(learner, uncle, scopes=("grades",))
    services.take_attendance(
        session=meet(course), presences=[Presence(enrollment.pk, "absent", "Flu")], by_id=None
    )
    url = f"/api/v1/me/children/{learner.pk}/attendance"
    [row] = api(mother).get(url).json()["results"]
    assert (row["course_title"], row["state"]) == ("Algebra", "absent")
    assert "Flu" not in str(row)
    assert api(uncle).get(url).status_code == 403
