"""Reports on accessibility: what they find, that they stay, who reads them."""

import pytest
from django.db import DatabaseError, connection, transaction

from edusync.courses.models import AccessibilityReport, Course, Lesson
from edusync.courses.services import publish_course, set_page_document
from edusync.courses.services.accessibility import record_report
from edusync.courses.testing import make_course
from edusync.kernel.testing import run_worker

FAULTY = {
    "blocks": [
        {"id": "b1", "type": "heading", "level": 4, "text": "Deep"},
        {"id": "b2", "type": "table", "header": [], "rows": [["a"]]},
        {"id": "b3", "type": "text", "html": '<p><a href="https://example.org">here</a></p>'},
        {"id": "b4", "type": "audio", "url": "https://example.org/a.mp3", "title": "Rain"},
    ]
}


@pytest.fixture
def course(organization, instructor):
    course = make_course("Soil", modules=1, lessons=2, created_by_id=instructor.pk)
    set_page_document(lesson=course.lessons.order_by("position").first(), document=FAULTY)
    return Course.objects.get(pk=course.pk)


def address(course):
    return f"/api/v1/courses/{course.slug}/accessibility"


def test_findings_name_their_criterion_and_their_place(api, instructor, course):
    body = api(instructor).get(address(course)).json()
    found = {(one["code"], one["criterion"], one["block_id"]) for one in body["findings"]}
    assert found >= {
        ("heading-skips", "1.3.1", "b1"),
        ("table-without-header", "1.3.1", "b2"),
        ("link-words-poor", "2.4.4", "b3"),
        ("audio-without-transcript", "1.2.1", "b4"),
    }
    assert {one["lesson_title"] for one in body["findings"]} == {Lesson.objects.order_by("pk").first().title}
    assert (body["standard"], body["lesson_count"], body["reports"]) == ("WCAG 2.2 AA", 2, [])


def test_a_report_counts_lessons_without_findings(api, instructor, course):
    answer = api(instructor).post(address(course), {})
    assert answer.status_code == 201
    report = answer.json()["reports"][0]
    assert (report["lesson_count"], report["clean_lesson_count"], report["occasion"]) == (2, 1, "asked")
    assert report["finding_count"] == len(answer.json()["findings"])


def test_publishing_leaves_a_report(instructor, course):
    publish_course(course=course, by_id=instructor.pk)
    run_worker()
    run_worker()
    assert AccessibilityReport.objects.filter(course=course, occasion="published").count() == 1


@pytest.mark.owner("the guard holds for the owner too; the application has not even the right")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE courses_accessibility_report SET finding_count = 0", "DELETE FROM courses_accessibility_report"],
)
def test_a_report_stays_as_it_was(instructor, course, statement):
    report = record_report(course=course, occasion="asked", by_id=instructor.pk)
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert AccessibilityReport.objects.get().finding_count == report.finding_count


def test_who_made_a_report_may_be_taken_out(instructor, course):
    record_report(course=course, occasion="asked", by_id=instructor.pk)
    AccessibilityReport.objects.update(made_by=None)
    assert AccessibilityReport.objects.get().made_by_id is None


def test_all_courses_worst_first_and_as_a_file(api, admin, instructor, course):
    record_report(course=course, occasion="asked", by_id=instructor.pk)
    clean = make_course("Clean", modules=1, lessons=1)
    record_report(course=clean, occasion="asked", by_id=instructor.pk)
    record_report(course=clean, occasion="asked", by_id=instructor.pk)
    rows = api(admin).get("/api/v1/accessibility-reports").json()["results"]
    assert [row["course_title"] for row in rows] == ["Soil", "Clean"]
    lines = (
        b"".join(api(admin).get("/api/v1/accessibility-reports.csv").streaming_content).decode().splitlines()
    )
    assert (len(lines), lines[1].split(",")[0]) == (3, "Soil")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("SOI", ["Soil"]),
        ("water soil", []),
        ("water  clean", ["Clean water"]),
        ("%", []),
        (" ", ["Soil", "Clean water"]),
    ],
)
def test_reports_are_found_by_words_of_the_course(api, admin, course, search, found):
    for one in (course, make_course("Clean water", modules=1, lessons=1)):
        record_report(course=one, occasion="asked", by_id=None)
    rows = api(admin).get("/api/v1/accessibility-reports", {"search": search}).json()["results"]
    assert [row["course_title"] for row in rows] == found


def test_who_sees_reports(api, instructor, learner, stranger, outsider, course):
    assert api(learner).get(address(course)).status_code == 403
    assert api(outsider).get(address(course)).status_code == 404
    assert api().get(address(course)).status_code in {401, 404}
    for person in (instructor, learner, stranger):
        assert api(person).get("/api/v1/accessibility-reports").status_code == 403


def test_the_list_costs_the_same_however_many_courses(api, admin, course, django_assert_max_num_queries):
    for number in range(12):
        record_report(course=make_course(f"C{number}", modules=1, lessons=1), occasion="asked", by_id=None)
    client = api(admin)
    client.get("/api/v1/accessibility-reports")
    with django_assert_max_num_queries(5):
        assert len(client.get("/api/v1/accessibility-reports").json()["results"]) == 12
