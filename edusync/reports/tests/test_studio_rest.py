"""Reports of the studio over HTTP: tried out, kept, changed, shared, read, taken away."""

from collections.abc import Callable
from typing import Any

import pytest

from edusync.courses.testing import make_course
from edusync.identity.models import Role
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import run_worker
from edusync.reports.models import ReportDefinition, ReportExport, ReportSchedule
from edusync.reports.testing import make_course_figure

STATEMENT = 'SELECT course, enrolled, SHARE(completed, enrolled) AS "Done" FROM course_completion ORDER BY enrolled DESC'
CHART = {"kind": "bar", "label": "course", "values": ["enrolled"]}


@pytest.fixture
def figures(organization: Any, other_organization: Any) -> list[Any]:
    """Two courses here and one elsewhere."""
    found = [
        make_course_figure("Algebra", enrolled=30, completed=15),
        make_course_figure("Botany", enrolled=10),
    ]
    with organization_context(other_organization.pk):
        make_course_figure("Somebody else's", enrolled=99)
    return found


def kept(api: Callable[..., Any], person: Any, **values: Any) -> dict[str, Any]:
    """A report that the person keeps."""
    body = {"name": "Largest courses", "description": "By size", "statement": STATEMENT, "chart": CHART}
    response = api(person).post("/api/v1/report-definitions", {**body, **values})
    assert response.status_code == 201, response.content
    return dict(response.json())


def test_a_statement_is_tried_out_before_it_is_kept(
    api: Callable[..., Any], admin: Any, figures: Any
) -> None:
    answer = api(admin).post("/api/v1/report-studio/preview", {"statement": STATEMENT, "chart": CHART}).json()
    assert answer["rows"] == [["Algebra", 30, 50.0], ["Botany", 10, 100.0]]
    assert [(column["name"], column["kind"], column["title"]) for column in answer["columns"]] == [
        ("course", "course", "Course"),
        ("enrolled", "integer", "Enrolled"),
        ("done", "percent", "Done"),
    ]
    assert answer["chart"]["labels"] == ["Algebra", "Botany"]
    assert answer["chart"]["series"][0]["values"] == [30, 10]
    assert not answer["has_more"]
    assert ReportDefinition.objects.count() == 0


def test_a_chart_that_does_not_fit_keeps_no_rows_back(
    api: Callable[..., Any], admin: Any, figures: Any
) -> None:
    chart = {**CHART, "values": ["course"]}
    answer = api(admin).post("/api/v1/report-studio/preview", {"statement": STATEMENT, "chart": chart}).json()
    assert answer["chart"] is None
    assert answer["chart_problem"] == "/chart/values"
    assert len(answer["rows"]) == 2
    response = api(admin).post(
        "/api/v1/report-definitions", {"name": "No", "statement": STATEMENT, "chart": chart}
    )
    api(admin).problem(response, 422, "report-chart-invalid")


def test_a_refusal_names_reason_line_and_column(api: Callable[..., Any], admin: Any) -> None:
    response = api(admin).post(
        "/api/v1/report-studio/preview", {"statement": "SELECT course\nFROM identity_user"}
    )
    problem = api(admin).problem(response, 422, "report-statement-refused")
    assert (problem["reason"], problem["word"]) == ("relation-unknown", "identity_user")
    assert (problem["line"], problem["column"]) == (2, 6)
    assert problem["errors"][0]["pointer"] == "/statement"


def test_the_editor_is_told_what_can_be_read(api: Callable[..., Any], admin: Any, learner: Any) -> None:
    answer = api(admin).get("/api/v1/report-studio/relations").json()
    found = {relation["name"]: relation for relation in answer["relations"]}
    assert {"course_completion", "student_progress", "learning_days"} <= found.keys()
    column = next(each for each in found["course_completion"]["columns"] if each["name"] == "status")
    assert (column["kind"], column["choices"]["published"]) == ("choice", "Published")
    assert "SHARE" in answer["functions"]
    api(learner).problem(api(learner).get("/api/v1/report-studio/relations"), 403, "forbidden")


def test_a_kept_report_opens_like_a_built_in_one(api: Callable[..., Any], admin: Any, figures: Any) -> None:
    slug = kept(api, admin)["slug"]
    told = api(admin).get(f"/api/v1/reports/{slug}").json()
    assert (told["title"], told["summary"], told["chart_kinds"]) == ("Largest courses", "By size", ["bar"])
    first = api(admin).get(f"/api/v1/reports/{slug}/rows?limit=1").json()
    assert (first["rows"], first["total"]) == ([["Algebra", 30, 50.0]], 2)
    second = api(admin).get(f"/api/v1/reports/{slug}/rows?limit=1&after={first['next']}").json()
    assert (second["rows"], second["next"]) == ([["Botany", 10, 100.0]], None)
    chart = api(admin).get(f"/api/v1/reports/{slug}/chart").json()
    assert chart["labels"] == ["Algebra", "Botany"]
    assert api(admin).get(f"/api/v1/reports/{slug}/chart?chart=1").status_code == 404
    assert api(admin).get(f"/reports/{slug}/plain").status_code == 200


def test_a_change_names_the_version_that_was_read(api: Callable[..., Any], admin: Any) -> None:
    made = kept(api, admin)
    address = f"/api/v1/report-definitions/{made['uuid']}"
    client = api(admin)
    client.problem(client.patch(address, {"name": "New"}), 428, "version-required")
    version = f'"{made["row_version"]}"'
    changed = client.patch(address, {"name": "New", "chart": None}, headers={"If-Match": version}).json()
    assert (changed["name"], changed["chart"], changed["statement"]) == ("New", None, STATEMENT)
    late = client.patch(address, {"name": "Late"}, headers={"If-Match": version})
    client.problem(late, 412, "stale-version")
    refused = client.patch(
        address, {"statement": "SELECT 1"}, headers={"If-Match": f'"{changed["row_version"]}"'}
    )
    client.problem(refused, 422, "report-statement-refused")
    assert ReportDefinition.objects.get().statement == STATEMENT


def test_two_reports_of_a_person_have_two_names(api: Callable[..., Any], admin: Any) -> None:
    made = kept(api, admin)
    body = {"name": "Largest courses", "statement": STATEMENT}
    client = api(admin)
    client.problem(client.post("/api/v1/report-definitions", body), 409, "report-definition-name-taken")
    copies = [client.post(f"/api/v1/report-definitions/{made['uuid']}/copy").json() for _ in range(2)]
    assert [copy["name"] for copy in copies] == ["Largest courses (2)", "Largest courses (3)"]
    address = f"/api/v1/report-definitions/{copies[0]['uuid']}"
    taken = client.patch(address, {"name": "Largest courses"}, headers={"If-Match": "*"})
    client.problem(taken, 409, "report-definition-name-taken")


def test_a_report_is_shown_to_whom_it_is_shared_with(
    api: Callable[..., Any], admin: Any, make_person: Callable[..., Any], figures: Any
) -> None:
    made = kept(api, admin)
    auditor, manager = make_person("aud", roles=("auditor",)), make_person("man", roles=("manager",))
    rows = f"/api/v1/reports/{made['slug']}/rows"
    shares = f"/api/v1/report-definitions/{made['uuid']}/shares"
    assert api(auditor).get(rows).status_code == 404
    role = Role.objects.get(code="manager", organization=None)
    answer = api(admin).put(shares, {"is_shared": False, "people": [auditor.pk], "roles": [role.pk]}).json()
    assert [person["id"] for person in answer["people"]] == [auditor.pk]
    assert api(auditor).get(rows).json()["total"] == 2
    assert api(manager).get(rows).json()["total"] == 2
    seen = api(auditor).get("/api/v1/report-definitions").json()["results"]
    assert [(row["name"], row["is_mine"]) for row in seen] == [("Largest courses", False)]
    one = api(auditor).get(f"/api/v1/report-definitions/{made['uuid']}").json()
    assert (one["statement"], one["actions"]) == ("", [])
    assert api(manager).get(f"/api/v1/report-definitions/{made['uuid']}").json()["actions"] == ["copy"]
    assert api(manager).delete(f"/api/v1/report-definitions/{made['uuid']}").status_code == 403
    assert api(admin).put(shares, {"is_shared": False, "people": [], "roles": []}).status_code == 200
    assert api(auditor).get(rows).status_code == 404
    api(admin).put(shares, {"is_shared": True, "people": [], "roles": []})
    assert api(auditor).get(rows).status_code == 200


def test_nobody_of_another_organization_is_shared_with(
    api: Callable[..., Any], admin: Any, outsider: Any
) -> None:
    made = kept(api, admin)
    address = f"/api/v1/report-definitions/{made['uuid']}"
    response = api(admin).put(f"{address}/shares", {"is_shared": True, "people": [outsider.pk], "roles": []})
    api(admin).problem(response, 422, "report-receiver-invalid")
    for path in (address, f"{address}/shares", f"/api/v1/reports/{made['slug']}"):
        assert api(outsider).get(path).status_code == 404


def test_an_instructor_reads_the_rows_of_their_courses_only(
    api: Callable[..., Any], admin: Any, instructor: Any, figures: Any
) -> None:
    taught = make_course("Clay", created_by_id=instructor.pk, status="draft", modules=0)
    make_course_figure(course=taught, enrolled=10)
    by_course = kept(api, admin)
    about_all = kept(
        api, admin, name="People", statement="SELECT person, seconds FROM engagement_summary", chart=None
    )
    joined = kept(
        api,
        admin,
        name="Joined",
        statement="SELECT a.course, e.person FROM course_completion a JOIN engagement_summary e ON 1 = 1",
        chart=None,
    )
    for made in (by_course, about_all, joined):
        shares = f"/api/v1/report-definitions/{made['uuid']}/shares"
        api(admin).put(shares, {"is_shared": True, "people": [instructor.pk], "roles": []})
    assert api(instructor).get(f"/api/v1/reports/{by_course['slug']}/rows").json()["rows"] == [
        ["Clay", 10, 100.0]
    ]
    assert api(instructor).get(f"/api/v1/reports/{by_course['slug']}").json()["row_scope"] == "courses"
    for hidden in (about_all, joined):
        assert api(instructor).get(f"/api/v1/reports/{hidden['slug']}/rows").status_code == 404
    seen = api(instructor).get("/api/v1/report-definitions").json()["results"]
    assert [row["name"] for row in seen] == ["Largest courses"]


def test_a_learner_sees_nothing_of_the_studio(api: Callable[..., Any], admin: Any, learner: Any) -> None:
    made = kept(api, admin)
    shares = f"/api/v1/report-definitions/{made['uuid']}/shares"
    api(admin).put(shares, {"is_shared": True, "people": [learner.pk], "roles": []})
    client = api(learner)
    assert client.get("/api/v1/report-definitions").json()["results"] == []
    assert client.get(f"/api/v1/reports/{made['slug']}").status_code == 404
    assert client.post("/api/v1/report-studio/preview", {"statement": STATEMENT}).status_code == 403
    assert client.post("/api/v1/report-definitions", {"name": "x", "statement": STATEMENT}).status_code == 403


def test_a_deleted_report_is_gone_unless_it_is_still_sent(api: Callable[..., Any], admin: Any) -> None:
    made = kept(api, admin)
    definition = ReportDefinition.objects.get()
    schedule = ReportSchedule.objects.create(
        organization_id=definition.organization_id,
        definition=definition,
        cadence="daily",
        owner=admin,
        next_run_at="2026-12-01T07:00:00Z",
    )
    address = f"/api/v1/report-definitions/{made['uuid']}"
    api(admin).problem(api(admin).delete(address), 409, "report-definition-in-use")
    schedule.delete()
    assert api(admin).delete(address).status_code == 204
    assert api(admin).get(address).status_code == 404
    assert kept(api, admin)["name"] == "Largest courses"


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "pdf"])
def test_a_report_of_the_studio_is_taken_along(
    api: Callable[..., Any], admin: Any, figures: Any, file_format: str
) -> None:
    slug = kept(api, admin)["slug"]
    response = api(admin).post("/api/v1/report-exports", {"report": slug, "format": file_format})
    assert response.status_code == 202, response.content
    run_worker()
    done = api(admin).get(f"/api/v1/report-exports/{response.json()['uuid']}").json()
    assert (done["state"], done["report"], done["title"]) == ("completed", slug, "Largest courses")
    assert done["name"].startswith("largest-courses-")
    assert ReportExport.objects.get().definition is not None
    content = b"".join(api(admin).get(done["url"]).streaming_content)
    if file_format == "csv":
        assert content.decode("utf-8-sig").splitlines() == [
            "Course,Enrolled,Done",
            "Algebra,30,50.0",
            "Botany,10,100.0",
        ]


def test_the_list_costs_the_same_however_long_it_is(
    api: Callable[..., Any], admin: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        kept(api, admin, name=f"Report {number}", chart=None)
    client = api(admin)
    client.get("/api/v1/report-definitions")
    with django_assert_max_num_queries(12):
        assert len(client.get("/api/v1/report-definitions").json()["results"]) == 12


def test_people_and_roles_to_share_with_are_found(
    api: Callable[..., Any], admin: Any, make_person: Callable[..., Any], outsider: Any
) -> None:
    person = make_person("zenobia")
    answer = api(admin).get("/api/v1/report-studio/receivers?search=zenobia").json()
    assert [row["id"] for row in answer["people"]] == [person.pk]
    assert "Manager" in {row["name"] for row in answer["roles"]}
    assert api(admin).get("/api/v1/report-studio/receivers").json()["people"] == []
