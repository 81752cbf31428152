"""Reports over HTTP: who sees which, pages, filters, order, charts."""

import pytest

from edusync.courses.testing import make_course
from edusync.enrollment.models import Cohort, LearnerGroup, LearnerGroupMember
from edusync.enrollment.testing import make_enrollment
from edusync.grading.models import AttendanceRecord, AttendanceSession
from edusync.grading.testing import give, make_item
from edusync.identity.services.directory import index_stale_people
from edusync.kernel import clock
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import make_organization
from edusync.reports.engine import catalog
from edusync.reports.services.summaries import refresh_summaries

COURSE_REPORTS = {
    "active_students",
    "attendance",
    "course_completion",
    "course_popularity",
    "gradebook",
    "student_progress",
}
ALL_REPORTS = set(catalog.reports())


@pytest.fixture
def taught(instructor):
    """A course that the instructor owns."""
    return make_course("Pottery", created_by_id=instructor.pk)


@pytest.fixture
def others_course(admin):
    """A course of somebody else."""
    return make_course("Weaving", created_by_id=admin.pk)


def slugs(client):
    return {report["slug"] for report in client.get("/api/v1/reports").json()["results"]}


def cells(client, slug, query=""):
    """Rows as dicts."""
    answer = client.get(f"/api/v1/reports/{slug}/rows{query}")
    assert answer.status_code == 200, answer.content
    body = answer.json()
    return [dict(zip(body["columns"], row, strict=True)) for row in body["rows"]]


def test_each_role_sees_its_reports(api, make_person, admin, instructor, learner, taught):
    auditor, manager = make_person("auditor", roles=("auditor",)), make_person("manager", roles=("manager",))
    assert slugs(api(admin)) == slugs(api(auditor)) == slugs(api(manager)) == ALL_REPORTS
    assert slugs(api(instructor)) == COURSE_REPORTS
    assert slugs(api(learner)) == set()
    assert api().get("/api/v1/reports").status_code == 401


@pytest.mark.parametrize("slug", sorted(ALL_REPORTS))
@pytest.mark.parametrize("place", ["", "/rows", "/chart"])
def test_a_hidden_report_is_not_there(api, learner, instructor, taught, slug, place):
    client = api(learner)
    client.problem(client.get(f"/api/v1/reports/{slug}{place}"), 404, "not-found")
    answer = api(instructor).get(f"/api/v1/reports/{slug}{place}")
    assert answer.status_code == (200 if slug in COURSE_REPORTS else 404)


def test_an_unknown_report_is_not_there(api, admin):
    client = api(admin)
    for place in ("", "/rows", "/chart"):
        client.problem(client.get(f"/api/v1/reports/nothing{place}"), 404, "not-found")
    client.problem(client.get("/api/v1/reports/top_students/chart?chart=9"), 404, "not-found")


def test_an_instructor_sees_rows_of_their_courses_only(
    api, instructor, admin, taught, others_course, make_person
):
    for place, course in enumerate((taught, others_course)):
        row = make_enrollment(make_person(f"ada{place}"), course)
        give(make_item(course), row, 5)
        own = {"organization_id": course.organization_id}
        meeting = AttendanceSession.objects.create(course=course, starts_at=clock.now(), **own)
        AttendanceRecord.objects.create(session=meeting, enrollment=row, state="present", **own)
    refresh_summaries()
    for slug in COURSE_REPORTS - {"active_students"}:
        assert {row["course"] for row in cells(api(instructor), slug)} == {"Pottery"}, slug
        assert {row["course"] for row in cells(api(admin), slug)} == {"Pottery", "Weaving"}, slug
    mine = api(instructor).get("/api/v1/reports/student_progress").json()
    assert mine["row_scope"] == "courses"
    course = next(each for each in mine["filters"] if each["name"] == "course")
    assert [choice["title"] for choice in course["choices"]] == ["Pottery"]
    foreign = cells(api(instructor), "student_progress", f"?course={others_course.pk}")
    assert foreign == []


@pytest.fixture
def together(taught, others_course, make_person):
    """Ada in an autumn cohort, Bea in a group of herons, Cy in neither; Ada takes another course without a cohort."""
    own = {"organization_id": taught.organization_id}
    cohort = Cohort.objects.create(course=taught, name="Autumn 50 %", **own)
    group = LearnerGroup.objects.create(course=taught, name="Herons", **own)
    ada, bea, cy = (make_person(name) for name in ("ada", "bea", "cy"))
    places = [make_enrollment(ada, taught, cohort=cohort)]
    places += [make_enrollment(person, taught) for person in (bea, cy)]
    places.append(make_enrollment(ada, others_course))
    LearnerGroupMember.objects.create(group=group, enrollment=places[1], **own)
    for row in places:
        give(make_item(row.course), row, 5)
        values = {"course": row.course, "organization_id": row.organization_id}
        meeting = AttendanceSession.objects.create(starts_at=clock.now(), **values)
        AttendanceRecord.objects.create(
            session=meeting, enrollment=row, state="present", organization_id=row.organization_id
        )
    return {"ada": ada.pk, "bea": bea.pk, "cy": cy.pk}


@pytest.mark.parametrize("slug", ["attendance", "gradebook"])
@pytest.mark.parametrize(
    ("words", "found"), [("autumn", {"ada"}), ("eron", {"bea"}), ("50 %25", {"ada"}), ("%25x", set())]
)
def test_rows_of_a_cohort_or_group_by_its_name(api, admin, together, slug, words, found):
    rows = cells(api(admin), slug, f"?together={words}")
    assert {row["person_id"] for row in rows} == {together[name] for name in found}
    assert {row["course"] for row in rows} <= {"Pottery"}


def test_what_a_removed_cohort_was_called_finds_nobody(api, admin, together):
    Cohort.objects.update(deleted_at=clock.now())
    LearnerGroup.objects.update(deleted_at=clock.now())
    assert cells(api(admin), "gradebook", "?together=o") == []


def test_codes_of_a_report_are_told_in_words_though_nobody_filters_by_them(api, admin):
    columns = {each["name"]: each for each in api(admin).get("/api/v1/reports/attendance").json()["columns"]}
    assert columns["source"]["choices"] == {"staff": "By hand", "code": "By code", "file": "From a file"}
    assert columns["state"]["choices"]["late"] == "Late"
    assert columns["meeting"]["choices"] == {}


def test_no_report_shows_another_organization(api, admin, taught, make_person):
    elsewhere = make_organization("Far School")
    with organization_context(elsewhere.pk):
        stranger = make_person("zoe", organization_id=elsewhere.pk)
        make_enrollment(stranger, make_course("Hidden course"))
        refresh_summaries()
    make_enrollment(make_person("ada"), taught)
    refresh_summaries()
    client = api(admin)
    for slug in ALL_REPORTS:
        assert "Hidden" not in client.get(f"/api/v1/reports/{slug}/rows").content.decode()
        assert "Hidden" not in client.get(f"/api/v1/reports/{slug}").content.decode()
        for number in range(len(catalog.reports()[slug].charts)):
            answer = client.get(f"/api/v1/reports/{slug}/chart?chart={number}")
            assert answer.status_code == 200
            assert "Hidden" not in answer.content.decode()
    assert [row["course"] for row in cells(client, "student_progress")] == ["Pottery"]


def test_titles_are_in_the_readers_language(api, admin):
    admin.setting.language = "ta"
    admin.setting.save()
    described = api(admin).get("/api/v1/reports/course_completion").json()
    assert described["title"] == "பாட நிறைவு"
    assert {column["title"] for column in described["columns"]} >= {"பாடம்"}


def test_a_report_says_how_fresh_it_is(api, admin):
    client = api(admin)
    assert client.get("/api/v1/reports/top_students").json()["fresh_at"] is None
    run = refresh_summaries()
    fresh = client.get("/api/v1/reports/top_students").json()
    assert fresh["fresh_at"] == run.covered_until.isoformat().replace("+00:00", "Z")
    assert fresh["is_live"] is False
    assert client.get("/api/v1/reports/student_progress").json()["is_live"] is True


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("status=odd", "/status"),
        ("minimum_enrolled=many", "/minimum_enrolled"),
        ("minimum_enrolled=NaN", "/minimum_enrolled"),
        ("minimum_enrolled=1e99", "/minimum_enrolled"),
        (f"title={'x' * 101}", "/title"),
        ("order=course;DROP", "/order"),
        ("order=figure_id", "/order"),
        ("order=--enrolled", "/order"),
    ],
)
def test_odd_filters_are_refused_by_name(api, admin, query, pointer):
    client = api(admin)
    answer = client.get(f"/api/v1/reports/course_completion/rows?{query}")
    problem = client.problem(answer, 422, "report-filter-invalid")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


@pytest.mark.parametrize("value", ["2026-02-30", "0001-01-01", "9999-12-31", "yesterday"])
def test_odd_days_are_refused(api, admin, value):
    client = api(admin)
    answer = client.get(f"/api/v1/reports/active_students/rows?day_from={value}")
    client.problem(answer, 422, "report-filter-invalid")


@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 30, "1 OR 1=1"])
def test_odd_courses_are_refused(api, admin, value):
    client = api(admin)
    answer = client.get(f"/api/v1/reports/student_progress/rows?course={value}")
    client.problem(answer, 422, "report-filter-invalid")


def test_a_long_report_is_sorted_only_within_a_course(api, admin, taught):
    client = api(admin)
    problem = client.problem(
        client.get("/api/v1/reports/student_progress/rows?order=-percent"), 422, "report-filter-invalid"
    )
    assert problem["errors"][0]["code"] == "needs-filter"
    answer = client.get(f"/api/v1/reports/student_progress/rows?order=-percent&course={taught.pk}")
    assert answer.status_code == 200


def test_text_is_taken_as_it_is_written(api, admin):
    for title in ("100% wool", "100 sheep", "Under_score", "Underxscore", "Bang!"):
        make_course(title, status="draft", modules=0)
    refresh_summaries()
    client = api(admin)
    for text, expected in (
        ("100%25", {"100% wool"}),
        ("r_s", {"Under_score"}),
        ("g!", {"Bang!"}),
        ("SHEEP", {"100 sheep"}),
        ("%27 OR 1=1 --", set()),
    ):
        found = cells(client, "course_completion", f"?title={text}")
        assert {row["course"] for row in found} == expected, text


@pytest.mark.parametrize(
    "order", ["enrolled", "-enrolled", "median_days", "-median_days", "course", "-course"]
)
def test_pages_hold_every_row_once_in_order(api, admin, make_person, order):
    people = [make_person(f"ada{number}") for number in range(4)]
    for number in range(7):
        course = make_course(f"Course {number}", modules=1, lessons=1)
        for person in people[: number // 2]:
            make_enrollment(person, course)
    refresh_summaries()
    client = api(admin)
    found, after = [], ""
    while True:
        address = f"/api/v1/reports/course_completion/rows?limit=2&order={order}&after={after}"
        body = client.get(address).json()
        assert body["total"] == 7
        assert body["is_total_exact"] is True
        found += body["rows"]
        after = body["next"]
        if after is None:
            break
    whole = client.get(f"/api/v1/reports/course_completion/rows?order={order}").json()
    assert found == whole["rows"]
    assert len({row[0] for row in found}) == 7
    place = whole["columns"].index(order.removeprefix("-"))
    values = [row[place] for row in found]
    assert values == sorted(values, key=lambda value: (value is not None, value), reverse=order[0] == "-")


def test_a_cursor_of_another_order_is_refused(api, admin):
    for number in range(3):
        make_course(f"Course {number}", modules=1, lessons=1)
    refresh_summaries()
    client = api(admin)
    rows = "/api/v1/reports/course_completion/rows"
    after = client.get(f"{rows}?limit=1&order=enrolled").json()["next"]
    assert client.get(f"{rows}?limit=1&order=enrolled&after={after}").status_code == 200
    for query in (f"order=-enrolled&after={after}", "after=bm8", "after=%00"):
        assert client.get(f"{rows}?limit=1&{query}").status_code in {400, 422}


def test_people_are_found_by_the_beginnings_of_their_names(api, admin, make_person, taught):
    for first, last in (("Ada", "Lovelace"), ("Adam", "Stone"), ("Grace", "Hopper")):
        make_enrollment(make_person(first.lower() + last.lower(), first_name=first, last_name=last), taught)
    index_stale_people()
    client = api(admin)
    for text, expected in (
        ("ada", {"Ada Lovelace", "Adam Stone"}),
        ("ada love", {"Ada Lovelace"}),
        ("x", set()),
    ):
        found = cells(client, "student_progress", f"?name={text}")
        assert {row["person"] for row in found} == expected, text


@pytest.mark.parametrize("slug", sorted(ALL_REPORTS))
def test_queries_do_not_grow_with_rows(api, admin, make_person, slug, django_assert_max_num_queries):
    client = api(admin)
    counts = []
    for number in (1, 8):
        course = make_course(f"Course {number}", modules=1, lessons=1)
        for place in range(number):
            make_enrollment(make_person(f"p{number}x{place}"), course)
        refresh_summaries()
        client.get(f"/api/v1/reports/{slug}/rows")
        with django_assert_max_num_queries(20) as context:
            assert client.get(f"/api/v1/reports/{slug}/rows").status_code == 200
        counts.append(len(context))
        of_report = [query for query in context.captured_queries if f"report_{slug}" in query["sql"]]
        assert len(of_report) <= 3
    assert counts[0] == counts[1]
