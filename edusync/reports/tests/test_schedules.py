"""Reports that are sent regularly: when, to whom, what each may see, what fails, who leaves."""

import datetime as dt
import smtplib
import zoneinfo

import pytest
from django.core import mail
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.audit.models import AuditEvent
from edusync.courses.testing import make_course
from edusync.identity.services import update_settings
from edusync.kernel import clock
from edusync.kernel.testing import run_worker
from edusync.reports.models import (
    ReportDefinition,
    ReportDelivery,
    ReportExport,
    ReportReceiver,
    ReportSchedule,
)
from edusync.reports.services import deliveries
from edusync.reports.testing import make_course_figure
from edusync.reports.timing import Timing, next_run

BASE = "/api/v1/report-schedules"
BEGIN = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)
WEEKLY = {"cadence": "weekly", "weekday": 0, "hour": 7}


@pytest.fixture
def figures(organization):
    return [make_course_figure(f"Course {number}", enrolled=10 + number) for number in range(2)]


@pytest.fixture
def auditor(make_person):
    return make_person("audrey", roles=("auditor",))


def scheduled(client, **values):
    body = {"report": "course_completion", "format": "csv", **WEEKLY, **values}
    response = client.post(BASE, body)
    assert response.status_code == 201, response.content
    return response.json()


def change(client, schedule, **values):
    return client.patch(f"{BASE}/{schedule['uuid']}", values, HTTP_IF_MATCH=f'"{schedule["row_version"]}"')


def pass_time(**span):
    """The worker's next minute, so much later than the schedule's next run."""
    at = ReportSchedule.unscoped.order_by("next_run_at").values_list("next_run_at", flat=True)[0]
    return clock.frozen(at + dt.timedelta(**span))


def work():
    deliveries.run_due_schedules()
    run_worker()


def states():
    return dict(ReportDelivery.unscoped.values_list("user__username", "state"))


@pytest.mark.parametrize(
    ("timing", "after", "expected"),
    [
        (Timing("daily", 7), "2026-01-05T06:59", "2026-01-05T07:00"),
        (Timing("daily", 7), "2026-01-05T07:00", "2026-01-06T07:00"),
        (Timing("weekly", 7, weekday=0), "2026-01-05T08:00", "2026-01-12T07:00"),
        (Timing("monthly", 0, day_of_month=28), "2026-02-28T00:30", "2026-03-28T00:00"),
        # Clocks go forward on March 29: 2:00 does not exist and comes as 3:00; back on October 25: 2:00 comes once.
        (Timing("daily", 2), "2026-03-28T12:00", "2026-03-29T03:00"),
        (Timing("daily", 2), "2026-10-24T12:00", "2026-10-25T02:00"),
        (Timing("daily", 2), "2026-10-25T02:00", "2026-10-26T02:00"),
        (Timing("daily", 7), "2026-03-28T12:00", "2026-03-29T07:00"),
    ],
)
def test_the_next_run_is_in_local_hours(timing, after, expected):
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    begin = dt.datetime.fromisoformat(after).replace(tzinfo=zone).astimezone(dt.UTC)
    found = next_run(timing, begin, zone)
    assert found.astimezone(zone).replace(tzinfo=None) == dt.datetime.fromisoformat(expected)


@settings(max_examples=50, derandomize=True, deadline=None)
@given(
    st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: BEGIN + dt.timedelta(minutes=minutes)),
    st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"]),
    st.sampled_from(
        [
            *[Timing("weekly", 2, weekday=day) for day in range(7)],
            Timing("daily", 2),
            Timing("monthly", 3, None, 28),
        ]
    ),
)
def test_runs_come_one_after_the_other_and_never_early(after, name, timing):
    zone = zoneinfo.ZoneInfo(name)
    first = next_run(timing, after, zone)
    second = next_run(timing, first, zone)
    assert after < first < second
    assert second.astimezone(zone).date() > first.astimezone(zone).date()
    assert timing.fits(first.astimezone(zone).date())


def test_a_report_is_sent_when_it_is_due_and_not_before(api, admin, figures):
    client = api(admin)
    schedule = scheduled(client, filters={"minimum_enrolled": "11"}, order="enrolled")
    assert schedule["is_own"]
    assert [one["name"] for one in schedule["receivers"]] == [admin.display_name]
    with pass_time(seconds=-1):
        work()
        assert mail.outbox == []
    with pass_time(seconds=1):
        work()
        work()
    assert len(mail.outbox) == 1
    message = mail.outbox[0]
    assert message.to == [admin.email]
    assert message.subject == schedule["title"]
    name, content, _ = message.attachments[0]
    assert name.startswith("course-completion-")
    assert "Course 1" in str(content)
    assert "Course 0" not in str(content)
    export = ReportExport.objects.get()
    assert f"/reports/exports?file={export.uuid}" in message.body
    assert export.requested_by_id == admin.pk
    told = client.get(f"{BASE}/{schedule['uuid']}").json()
    assert told["next_run_at"] > schedule["next_run_at"]
    assert [(one["state"], one["export_uuid"]) for one in told["receivers"]] == [("sent", str(export.uuid))]
    file = client.get(f"/api/v1/report-exports/{export.uuid}/file")
    assert file.status_code == 200


def test_each_receiver_gets_what_they_may_see(api, admin, auditor, outsider, instructor, figures):
    client = api(admin)
    schedule = scheduled(client, receivers=[admin.pk, auditor.pk])
    auditor.role_assignments.update(closed_at=clock.now())
    with pass_time(seconds=1):
        work()
    assert states() == {admin.username: "sent", auditor.username: "no-access"}
    assert [message.to for message in mail.outbox] == [[admin.email]]
    assert list(ReportExport.objects.values_list("requested_by_id", flat=True)) == [admin.pk]
    told = client.get(f"{BASE}/{schedule['uuid']}").json()
    assert {one["id"]: one["state"] for one in told["receivers"]}[auditor.pk] == "no-access"
    # The file of one receiver is shown to nobody else.
    assert {one["id"]: bool(one["export_uuid"]) for one in told["receivers"]} == {
        admin.pk: True,
        auditor.pk: False,
    }


@pytest.mark.parametrize("who", ["learner", "outsider", "nobody"])
def test_nobody_is_put_on_the_list_who_may_not_see_it(api, admin, learner, outsider, figures, who):
    ids = {"learner": learner.pk, "outsider": outsider.pk, "nobody": 10**9}
    body = {"report": "course_completion", "format": "pdf", **WEEKLY, "receivers": [admin.pk, ids[who]]}
    client = api(admin)
    problem = client.problem(client.post(BASE, body), 422, "report-receiver-invalid")
    assert [error["pointer"] for error in problem["errors"]] == ["/receivers/1"]


def test_a_teacher_has_reports_of_their_courses_sent_to_themselves_only(api, instructor, admin, figures):
    make_course("Mine", created_by_id=instructor.pk)
    client = api(instructor)
    schedule = scheduled(client, report="student_progress")
    body = {"report": "student_progress", "format": "csv", **WEEKLY, "receivers": [admin.pk]}
    client.problem(client.post(BASE, body), 422, "report-receiver-invalid")
    client.problem(client.post(BASE, {**body, "report": "engagement_summary"}), 404, "not-found")
    people = client.get("/api/v1/report-receivers?report=student_progress").json()["results"]
    assert [one["id"] for one in people] == [instructor.pk]
    with pass_time(seconds=1):
        work()
    assert states() == {instructor.username: "sent"}
    assert client.get(f"{BASE}/{schedule['uuid']}").json()["receivers"][0]["state"] == "sent"


def test_a_large_file_is_linked_only(api, admin, figures, monkeypatch):
    monkeypatch.setattr(deliveries, "MOST_ATTACHED_BYTES", 10)
    scheduled(api(admin))
    with pass_time(seconds=1):
        work()
    assert mail.outbox[0].attachments == []
    assert "too large" in mail.outbox[0].body
    assert "/reports/exports?file=" in mail.outbox[0].body


def test_mails_speak_the_language_of_the_receiver(api, admin, figures):
    update_settings(user_id=admin.pk, changes={"language": "ta"})
    scheduled(api(admin))
    with pass_time(seconds=1):
        work()
    assert "வணக்கம்" in mail.outbox[0].body


def test_what_fails_is_tried_again_and_shown(api, admin, figures, monkeypatch):
    client = api(admin)
    schedule = scheduled(client)

    def refuse(**_values):
        raise smtplib.SMTPServerDisconnected

    with pass_time(seconds=1), monkeypatch.context() as patch:
        patch.setattr(deliveries, "send_mail_to", refuse)
        work()
        receiver = client.get(f"{BASE}/{schedule['uuid']}").json()["receivers"][0]
        assert receiver["state"] == "waiting"
        assert receiver["tries"] == 1
        assert receiver["problem"]["code"] == "report-mail-failed"
        assert receiver["next_try_at"] is not None
    first = ReportDelivery.objects.get()
    with clock.frozen(first.next_try_at - dt.timedelta(seconds=1)):
        work()
        assert mail.outbox == []
    with clock.frozen(first.next_try_at):
        work()
    assert states() == {admin.username: "sent"}
    # The file was made once.
    assert ReportExport.objects.count() == 1


def test_after_four_tries_it_has_failed(api, admin, figures, monkeypatch):
    scheduled(api(admin))

    def refuse(**_values):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(deliveries, "send_mail_to", refuse)
    with pass_time(seconds=1):
        work()
    for _ in range(3):
        row = ReportDelivery.objects.get()
        assert row.state == "waiting"
        with clock.frozen(row.next_try_at):
            work()
    row = ReportDelivery.objects.get()
    assert (row.state, row.tries) == ("failed", 4)
    assert row.problem["code"] == "report-mail-failed"


def test_a_delivery_that_nobody_finished_is_taken_up_again(api, admin, figures):
    scheduled(api(admin))
    with pass_time(seconds=1):
        deliveries.run_due_schedules()
        row = ReportDelivery.objects.get()
    with clock.frozen(row.next_try_at):
        work()
    assert states() == {admin.username: "sent"}
    assert len(mail.outbox) == 1


def test_missed_runs_are_made_up_for_once(api, admin, figures):
    scheduled(api(admin), cadence="daily")
    with pass_time(days=5):
        work()
        work()
    assert len(mail.outbox) == 1


def test_it_is_paused_changed_and_deleted_by_its_owner(api, admin, auditor, figures):
    client = api(admin)
    schedule = scheduled(client, receivers=[admin.pk, auditor.pk])
    response = change(client, schedule, is_on=False)
    assert response.status_code == 200
    paused = response.json()
    assert paused["next_run_at"] is None
    with pass_time(seconds=1):
        work()
    assert mail.outbox == []
    client.problem(change(client, schedule, is_on=True), 412)
    monthly = change(
        client, paused, cadence="monthly", day_of_month=1, is_on=True, receivers=[admin.pk]
    ).json()
    assert (monthly["weekday"], monthly["day_of_month"], len(monthly["receivers"])) == (None, 1, 1)
    client.problem(change(client, monthly, cadence="weekly", weekday=None), 422, "report-schedule-invalid")
    assert client.delete(f"{BASE}/{schedule['uuid']}").status_code == 204
    assert client.get(BASE).json()["results"] == []


def test_a_receiver_leaves_and_only_they_come_back(api, admin, auditor, figures):
    owner, receiver = api(admin), api(auditor)
    schedule = scheduled(owner, receivers=[admin.pk, auditor.pk])
    seen = receiver.get(BASE).json()["results"][0]
    assert (seen["is_own"], seen["actions"]) == (False, ["unsubscribe"])
    assert [one["id"] for one in seen["receivers"]] == [auditor.pk]
    path = f"{BASE}/{schedule['uuid']}/subscription"
    assert receiver.delete(path).json()["actions"] == ["subscribe"]
    again = owner.get(f"{BASE}/{schedule['uuid']}").json()
    assert change(owner, again, receivers=[admin.pk, auditor.pk]).status_code == 200
    with pass_time(seconds=1):
        work()
    assert states() == {admin.username: "sent"}
    assert receiver.put(path, {}).json()["actions"] == ["unsubscribe"]
    assert ReportReceiver.objects.get(user=auditor).unsubscribed_at is None


def test_it_is_run_now_once_at_a_time(api, admin, figures):
    client = api(admin)
    schedule = scheduled(client)
    path = f"{BASE}/{schedule['uuid']}/run"
    answer = client.post(path, {})
    assert answer.status_code == 202
    assert answer.json()["receivers"][0]["state"] == "waiting"
    client.problem(client.post(path, {}), 409, "report-schedule-running")
    run_worker()
    assert len(mail.outbox) == 1
    told = client.get(f"{BASE}/{schedule['uuid']}").json()
    assert told["next_run_at"] == schedule["next_run_at"]
    assert told["receivers"][0]["state"] == "sent"


@pytest.mark.parametrize(
    ("who", "read", "write"), [("receiver", 200, 403), ("other", 404, 404), ("outsider", 404, 404)]
)
def test_who_may_do_what(api, admin, auditor, outsider, make_person, figures, who, read, write):
    schedule = scheduled(api(admin), receivers=[admin.pk, auditor.pk])
    people = {"receiver": auditor, "other": make_person("odette", roles=("admin",)), "outsider": outsider}
    client, path = api(people[who]), f"{BASE}/{schedule['uuid']}"
    assert client.get(path).status_code == read
    assert change(client, schedule, is_on=False).status_code == write
    assert client.post(f"{path}/run", {}).status_code == write
    assert client.delete(path).status_code == write
    assert api().get(path).status_code == 401
    if who != "receiver":
        assert client.delete(f"{path}/subscription").status_code == 404


def test_it_stops_when_its_owner_is_gone(api, admin, auditor, figures):
    scheduled(api(admin), receivers=[admin.pk, auditor.pk])
    admin.is_active = False
    admin.save()
    with pass_time(seconds=1):
        work()
    assert mail.outbox == []
    assert not ReportSchedule.objects.get().is_on


def test_a_person_has_only_so_many(api, admin, figures, monkeypatch):
    monkeypatch.setattr("edusync.reports.services.schedules.MOST_SCHEDULES", 1)
    client = api(admin)
    scheduled(client)
    body = {"report": "course_completion", "format": "pdf", **WEEKLY}
    client.problem(client.post(BASE, body), 409, "report-schedules-too-many")


def test_a_report_of_the_studio_is_sent_to_those_with_whom_it_is_shared(api, admin, auditor, figures):
    client = api(admin)
    body = {"name": "Largest", "statement": "SELECT course, enrolled FROM course_completion"}
    definition = client.post("/api/v1/report-definitions", body).json()
    slug = f"studio-{definition['uuid']}"
    wanted = {"report": slug, "format": "csv", **WEEKLY, "receivers": [admin.pk, auditor.pk]}
    client.problem(client.post(BASE, wanted), 422, "report-receiver-invalid")
    ReportDefinition.objects.update(is_shared=True)
    schedule = scheduled(client, report=slug, receivers=[admin.pk, auditor.pk])
    assert (schedule["report"], schedule["title"]) == (slug, "Largest")
    ReportDefinition.objects.update(is_shared=False)
    with pass_time(seconds=1):
        work()
    assert states() == {admin.username: "sent", auditor.username: "no-access"}
    assert mail.outbox[0].attachments[0][0].startswith("largest-")


def test_people_are_suggested_by_the_words_of_their_names(api, admin, auditor, learner):
    client = api(admin)
    path = "/api/v1/report-receivers?report=course_completion"
    assert {one["id"] for one in client.get(path).json()["results"]} == {admin.pk, auditor.pk}
    found = client.get(f"{path}&search={auditor.first_name[:3]}").json()["results"]
    assert [one["id"] for one in found] == [auditor.pk]
    client.problem(client.get("/api/v1/report-receivers?report=nothing"), 404, "not-found")


def test_acts_are_audited(api, admin, figures):
    client = api(admin)
    schedule = scheduled(client)
    client.post(f"{BASE}/{schedule['uuid']}/run", {})
    run_worker()
    client.delete(f"{BASE}/{schedule['uuid']}")
    acts = AuditEvent.objects.filter(action__startswith="reports.").order_by("id")
    assert [act.action for act in acts] == [
        "reports.schedule.created",
        "reports.schedule.run",
        "reports.report.sent",
        "reports.schedule.deleted",
    ]


def test_the_list_costs_the_same_for_more_schedules(api, admin, figures, django_assert_max_num_queries):
    client = api(admin)
    scheduled(client)
    with django_assert_max_num_queries(9):
        assert len(client.get(BASE).json()["results"]) == 1
    for hour in range(5):
        scheduled(client, hour=hour)
    with django_assert_max_num_queries(9):
        assert len(client.get(BASE).json()["results"]) == 6
