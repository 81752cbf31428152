"""Files of reports over HTTP: asked for, made, fetched, private, gone after a week."""

import csv
import datetime as dt
import io

import pypdf
import pytest

from edusync.audit.models import AuditEvent
from edusync.identity.testing import key_of
from edusync.kernel import clock
from edusync.kernel.testing import run_worker
from edusync.reports.models import ReportExport
from edusync.reports.services import exports
from edusync.reports.testing import make_course_figure

BASE = "/api/v1/report-exports"


@pytest.fixture
def figures(organization):
    return [make_course_figure(f"Course {number}", enrolled=10 + number) for number in range(3)]


def asked(client, **values):
    body = {"report": "course_completion", "format": "csv", **values}
    response = client.post(BASE, body)
    assert response.status_code == 202, response.content
    return response.json()


def content_of(client, export):
    response = client.get(f"{BASE}/{export['uuid']}/file")
    assert response.status_code == 200, response.content
    return response, b"".join(response.streaming_content)


def csv_rows(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def moved(export, **values):
    ReportExport.unscoped.filter(uuid=export["uuid"]).update(**values)


def test_a_file_is_made_in_the_background_and_fetched(api, admin, figures):
    client = api(admin)
    export = asked(client)
    assert export["state"] == "waiting"
    assert export["url"] is None
    run_worker()
    done = client.get(f"{BASE}/{export['uuid']}").json()
    assert (done["state"], done["rows_done"], done["rows_total"]) == ("completed", 3, 3)
    response, content = content_of(client, export)
    rows = csv_rows(content)
    assert [row[0] for row in rows[1:]] == ["Course 2", "Course 1", "Course 0"]
    assert len(content) == done["size_bytes"] == int(response["Content-Length"])
    assert response["Content-Disposition"].startswith('attachment; filename="course-completion-')
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_filters_and_order_are_those_of_the_address(api, admin, figures):
    client = api(admin)
    export = asked(client, filters={"minimum_enrolled": "11", "unknown": "x"}, order="enrolled")
    assert export["filters"] == {"minimum_enrolled": "11"}
    assert export["order"] == "enrolled"
    run_worker()
    _, content = content_of(client, export)
    assert [row[0] for row in csv_rows(content)[1:]] == ["Course 1", "Course 2"]


@pytest.mark.parametrize(("file_format", "start"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_other_formats(api, admin, figures, file_format, start):
    client = api(admin)
    export = asked(client, format=file_format)
    run_worker()
    _, content = content_of(client, export)
    assert content.startswith(start)
    if file_format == "pdf":
        text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
        assert "Course 2" in text


def test_an_empty_report_makes_a_file_that_says_so(api, admin):
    client = api(admin)
    export = asked(client)
    run_worker()
    _, content = content_of(client, export)
    assert len(csv_rows(content)) == 1


def test_what_the_report_does_not_have_is_refused(api, admin):
    client = api(admin)
    wrong = {"report": "course_completion", "format": "csv", "filters": {"minimum_enrolled": "many"}}
    client.problem(client.post(BASE, wrong), 422, "report-filter-invalid")
    wrong = {"report": "course_completion", "format": "csv", "order": "median"}
    client.problem(client.post(BASE, wrong), 422, "report-filter-invalid")
    client.problem(client.post(BASE, {"report": "course_completion", "format": "doc"}), 422)
    client.problem(client.post(BASE, {"report": "nothing", "format": "csv"}), 404, "not-found")


def test_learners_ask_for_nothing(api, learner, figures):
    client = api(learner)
    client.problem(client.post(BASE, {"report": "course_completion", "format": "csv"}), 404, "not-found")


def test_a_file_is_nobody_elses(api, admin, instructor, outsider, make_person, figures):
    export = asked(api(admin))
    run_worker()
    other_admin = make_person("odette", roles=("admin",))
    for person in (instructor, outsider, other_admin):
        client = api(person)
        for path in (f"{BASE}/{export['uuid']}", f"{BASE}/{export['uuid']}/file"):
            client.problem(client.get(path), 404, "not-found")
        client.problem(client.delete(f"{BASE}/{export['uuid']}"), 404, "not-found")
        assert client.get(BASE).json()["results"] == []


def test_keys_and_visitors_get_none(api, admin, figures):
    key = key_of(admin, "reports:report:read")
    client = api()
    answer = client.get(BASE, HTTP_AUTHORIZATION=f"Bearer {key}")
    client.problem(answer, 403, "out-of-scope")
    client.problem(client.get(BASE), 401, "not-authenticated")


def test_asked_twice_while_it_waits_is_one(api, admin, figures):
    client = api(admin)
    assert asked(client)["uuid"] == asked(client)["uuid"]
    assert asked(client, format="pdf")["uuid"] != asked(client)["uuid"]


def test_the_same_key_gets_the_same_answer(api, admin, figures):
    client = api(admin)
    body = {"report": "course_completion", "format": "csv"}
    first = client.post(BASE, body, HTTP_IDEMPOTENCY_KEY="k1").json()
    run_worker()
    assert client.post(BASE, body, HTTP_IDEMPOTENCY_KEY="k1").json() == first
    assert ReportExport.objects.count() == 1


def test_not_more_than_five_wait(api, admin, figures):
    client = api(admin)
    for least in range(exports.MOST_OPEN):
        asked(client, filters={"minimum_enrolled": str(least)})
    body = {"report": "course_completion", "format": "pdf"}
    client.problem(client.post(BASE, body), 409, "report-exports-too-many")


def test_a_file_that_is_not_made_yet_is_not_ready(api, admin, figures):
    client = api(admin)
    export = asked(client)
    client.problem(client.get(f"{BASE}/{export['uuid']}/file"), 409, "report-export-not-ready")
    client.problem(client.post(f"{BASE}/{export['uuid']}/retry"), 409, "report-export-not-retryable")


def test_after_a_week_the_file_is_gone_and_can_be_made_again(api, admin, figures):
    client = api(admin)
    export = asked(client)
    run_worker()
    moved(export, expires_at=clock.now() - dt.timedelta(seconds=1))
    assert exports.drop_expired_exports() == 1
    assert exports.drop_expired_exports() == 0
    client.problem(client.get(f"{BASE}/{export['uuid']}/file"), 410, "report-export-expired")
    assert client.get(BASE).json()["results"][0]["state"] == "expired"
    again = client.post(f"{BASE}/{export['uuid']}/retry")
    assert again.status_code == 202
    assert again.json()["state"] == "waiting"
    run_worker()
    content_of(client, export)


def test_equal_files_do_not_share_their_fate(api, admin, figures):
    client = api(admin)
    first = asked(client)
    run_worker()
    second = asked(client)
    run_worker()
    assert first["uuid"] != second["uuid"]
    assert client.delete(f"{BASE}/{first['uuid']}").status_code == 204
    client.problem(client.get(f"{BASE}/{first['uuid']}"), 404, "not-found")
    content_of(client, second)


def test_who_lost_access_meanwhile_gets_no_file(api, admin, organization, figures):
    client = api(admin)
    export = asked(client)
    admin.role_assignments.update(closed_at=clock.now())
    run_worker()
    row = ReportExport.objects.get(uuid=export["uuid"])
    assert row.state == "failed"
    assert row.problem["code"] == "not-found"
    assert row.storage_key == ""


def test_a_failed_file_is_told_and_tried_again(api, admin, figures):
    client = api(admin)
    export = asked(client)
    moved(export, filters={"minimum_enrolled": "many"})
    run_worker()
    told = client.get(f"{BASE}/{export['uuid']}").json()
    assert told["state"] == "failed"
    assert told["problem"]["code"] == "report-filter-invalid"
    moved(export, filters={})
    assert client.post(f"{BASE}/{export['uuid']}/retry").status_code == 202
    run_worker()
    assert client.get(f"{BASE}/{export['uuid']}").json()["state"] == "completed"


def test_what_is_stuck_fails_and_what_is_old_is_forgotten(api, admin, figures):
    client = api(admin)
    export = asked(client)
    moved(export, state="processing", updated_at=clock.now() - dt.timedelta(hours=2))
    exports.drop_expired_exports()
    assert client.get(f"{BASE}/{export['uuid']}").json()["problem"]["code"] == "report-export-failed"
    moved(export, updated_at=clock.now() - dt.timedelta(days=31))
    exports.drop_expired_exports()
    assert client.get(BASE).json()["results"] == []


def test_a_second_delivery_changes_nothing(api, admin, figures):
    client = api(admin)
    export = asked(client)
    run_worker()
    row = ReportExport.objects.get(uuid=export["uuid"])
    exports.run_export(row.pk)
    again = ReportExport.objects.get(uuid=export["uuid"])
    assert (again.storage_key, again.finished_at) == (row.storage_key, row.finished_at)


def test_asking_and_fetching_are_audited(api, admin, figures):
    client = api(admin)
    export = asked(client, filters={"minimum_enrolled": "11"})
    run_worker()
    content_of(client, export)
    acts = AuditEvent.objects.filter(action__startswith="reports.").order_by("id")
    assert [act.action for act in acts] == ["reports.report.exported", "reports.export.downloaded"]
    assert {act.actor_id for act in acts} == {admin.pk}


def test_the_list_costs_the_same_for_more_files(api, admin, figures, django_assert_max_num_queries):
    client = api(admin)
    for _ in range(3):
        asked(client)
        run_worker()
    with django_assert_max_num_queries(6):
        assert len(client.get(BASE).json()["results"]) == 3
    for _ in range(5):
        asked(client)
        run_worker()
    with django_assert_max_num_queries(6):
        assert len(client.get(BASE).json()["results"]) == 8
