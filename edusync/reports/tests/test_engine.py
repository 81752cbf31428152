"""A report is added by files alone; declarations that make no sense are refused; words fall back."""

import pytest
from django.db import connection

from edusync.courses.testing import make_course
from edusync.enrollment.testing import make_enrollment
from edusync.kernel.sqlobjects import ObjectFile, drop_object, install_object
from edusync.reports.engine import Chart, Column, Drill, Filter, Report, catalog
from edusync.reports.engine.words import plain_title, words_of

VIEW = """CREATE VIEW report_places_taken AS
SELECT c.organization_id, c.id AS course_id, c.title AS course, c.seats_taken
FROM courses_course c WHERE c.deleted_at IS NULL"""
DECLARATION = '''"""How many seats are taken."""

from edusync.reports.engine import Chart, Column, Filter, Report

REPORT = Report(
    slug="places_taken",
    view="report_places_taken",
    key="course_id",
    order="-seats_taken",
    columns=(
        Column("course_id", "integer", is_shown=False),
        Column("course", "course", is_sortable=True),
        Column("seats_taken", "integer", is_sortable=True),
    ),
    filters=(Filter("minimum", "minimum", "seats_taken"),),
    charts=(Chart("bar", "course", ("seats_taken",), order="-seats_taken"),),
)
'''


@pytest.fixture
def added_report(tmp_path, monkeypatch, db):
    """The three files of a new report in a place of their own."""
    for folder in ("catalog", "words"):
        (tmp_path / folder).mkdir()
    (tmp_path / "catalog" / "places_taken.py").write_text(DECLARATION)
    (tmp_path / "words" / "places_taken.en.json").write_text('{"title": "Seats"}')
    monkeypatch.setattr(catalog, "HERE", tmp_path)
    file = ObjectFile("reports", "report_places_taken", "view", VIEW)
    install_object(connection, file)
    yield
    drop_object(connection, "view", file.name)


@pytest.mark.owner("makes a view and takes it away")
@pytest.mark.django_db(transaction=True)
def test_a_report_is_added_by_files_alone(added_report, api, admin, make_person):
    for number in range(3):
        course = make_course(f"Course {number}", modules=1, lessons=1)
        for place in range(number):
            make_enrollment(make_person(f"ada{number}{place}"), course)
    client = api(admin)
    assert [each["slug"] for each in client.get("/api/v1/reports").json()["results"]] == ["places_taken"]
    described = client.get("/api/v1/reports/places_taken").json()
    assert described["title"] == "Seats"
    assert [column["title"] for column in described["columns"]] == ["Course Id", "Course", "Seats Taken"]
    body = client.get("/api/v1/reports/places_taken/rows?minimum=1").json()
    assert [row[1:] for row in body["rows"]] == [["Course 2", 2], ["Course 1", 1]]
    chart = client.get("/api/v1/reports/places_taken/chart").json()
    assert chart["labels"] == ["Course 2", "Course 1", "Course 0"]
    assert chart["series"] == [{"title": "Seats Taken", "kind": "integer", "values": [2, 1, 0]}]


def declared(**values):
    facts = {
        "slug": "odd",
        "view": "report_odd",
        "key": "id",
        "order": "id",
        "columns": (Column("id", "integer"), Column("name")),
        **values,
    }
    return Report(**facts)


@pytest.mark.parametrize(
    "values",
    [
        {"slug": "Odd"},
        {"view": "report_odd; DROP TABLE x"},
        {"key": "other"},
        {"order": "-missing"},
        {"columns": (Column("id"), Column("id"))},
        {"filters": (Filter("x", "text", "missing"),)},
        {"charts": (Chart("bar", "name", ("missing",), order="id"),)},
        {"drills": (Drill("name", "other", (("x", "missing"),)),)},
        {"scope": "course"},
    ],
)
def test_a_declaration_must_fit_together(values):
    assert declared().shown
    with pytest.raises(ValueError, match=r"no name|no column|declared twice"):
        declared(**values)


def test_parts_of_a_declaration_are_checked():
    with pytest.raises(ValueError, match="choices"):
        Filter("x", "choice", "x")
    with pytest.raises(ValueError, match="choices"):
        Filter("x", "text", "x", choices=("a",))
    with pytest.raises(ValueError, match="points"):
        Chart("bar", "x", ("y",), order="x", limit=51)
    with pytest.raises(ValueError, match="no name"):
        Column("1 AS x")


def test_a_file_must_hold_the_report_of_its_name(tmp_path):
    (tmp_path / "other.py").write_text("REPORT = None\n")
    with pytest.raises(ValueError, match="other"):
        catalog.reports_in(tmp_path)


def test_what_has_no_word_is_called_after_its_column():
    assert plain_title("course_completion_rate") == "Course Completion Rate"
    words = words_of("course_completion", "de-CH")
    assert words.title == "Course completion"
    assert words.column("never_heard") == "Never Heard"
    assert words_of("course_completion", "../../x").title == "Course completion"


@pytest.mark.parametrize("slug", sorted(catalog.reports()))
@pytest.mark.parametrize("language", ["en", "ta"])
def test_every_part_of_every_report_has_words(slug, language):
    report = catalog.reports()[slug]
    path = catalog.words_folder() / f"{slug}.{language}.json"
    words = words_of(slug, language)
    assert path.is_file()
    assert words.title
    assert words.summary
    shown = [column.name for column in report.shown]
    shown += [name for chart in report.charts for name in (chart.label, *chart.values)]
    for name in shown:
        assert words._find("columns", name), name
    for each in report.filters:
        has_column_title = each.name in shown
        assert has_column_title or words._find("filters", each.name), each.name
        for value in each.choices:
            assert words._find("choices", each.column, value), value
    for place in range(len(report.charts)):
        assert words._find("charts", str(place)), place


@pytest.mark.parametrize("slug", sorted(catalog.reports()))
def test_drill_downs_lead_to_filters_that_are_there(slug):
    for drill in catalog.reports()[slug].drills:
        target = catalog.reports()[drill.report]
        assert all(target.filter_named(name) for name, _ in drill.filters)
