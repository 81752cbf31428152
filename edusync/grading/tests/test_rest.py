"""The gradebook over HTTP: who may do what, windows, conflicts, files, and what learners see of it."""

import json
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from edusync.enrollment.testing import make_enrollment
from edusync.grading.models import Grade, GradeItem
from edusync.grading.services import change_item
from edusync.grading.testing import give, make_item, score_attempt

pytestmark = pytest.mark.django_db


@pytest.fixture
def base(course: Any, enrollment: Any) -> str:
    return f"/api/v1/courses/{course.slug}/gradebook"


@pytest.fixture
def own(course: Any) -> str:
    return f"/api/v1/my/courses/{course.slug}/grades"


def file_of(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("grades.csv", content, content_type="text/csv")


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
    request: Any, api: Any, base: str, essay: GradeItem, enrollment: Any, who: str, reads: int, writes: int
) -> None:
    client = api(request.getfixturevalue(who))
    for tail in (
        "",
        "/rows",
        "/matrix",
        f"/explain/{enrollment.pk}",
        f"/cells/{enrollment.pk}/{essay.pk}",
        "/export.csv",
    ):
        assert client.get(base + tail).status_code == reads, tail
    change = {"enrollment_id": enrollment.pk, "item_id": essay.pk, "points": 5, "version": 0}
    assert client.patch(f"{base}/grades", {"changes": [change]}).status_code == writes
    rules = {
        "row_version": 0,
        "aggregation": "points",
        "missing": "zero",
        "scheme_id": None,
        "categories": [],
    }
    assert client.put(base, rules).status_code == writes
    fill = client.post(f"/api/v1/grade-items/{essay.pk}/fill", {"act": "excuse"})
    assert fill.status_code == (200 if writes == 200 else 404)


def test_assistants_mark_and_auditors_look(
    api: Any, base: str, essay: GradeItem, enrollment: Any, make_person: Any
) -> None:
    auditor = api(make_person("otto", roles=("auditor",)))
    change = {"enrollment_id": enrollment.pk, "item_id": essay.pk, "points": 5, "version": 0}
    assert auditor.get(f"{base}/rows").status_code == 200
    assert auditor.patch(f"{base}/grades", {"changes": [change]}).status_code == 403
    assistant = api(make_person("asa", roles=("assistant",)))
    assert assistant.patch(f"{base}/grades", {"changes": [change]}).status_code == 200
    patch = assistant.patch(f"/api/v1/grade-items/{essay.pk}", {"row_version": 2, "is_posted": False})
    assert patch.status_code == 403


def test_a_window_shows_cells_and_costs_no_more_with_more_rows(
    api: Any, instructor: Any, base: str, course: Any, essay: GradeItem, make_person: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    for name in ("grace", "alan", "edsger", "barbara"):
        give(essay, make_enrollment(make_person(name), course), 5)
    client = api(instructor)
    client.get(f"{base}/rows")
    with django_assert_max_num_queries(12):
        body = client.get(f"{base}/rows?limit=200&items={essay.pk}").json()
    assert body["count"] == 5
    row = next(row for row in body["rows"] if row["cells"])
    assert row["cells"] == [[essay.pk, 5.0, 10.0, "graded", 1, False]]
    assert (row["current"], row["final"]) == (50.0, 50.0)
    assert len(client.get(f"{base}/rows?offset=3&limit=50").json()["rows"]) == 2


def test_the_matrix_has_every_row_in_one_answer(
    api: Any, instructor: Any, base: str, essay: GradeItem, enrollment: Any
) -> None:
    give(essay, enrollment, 7)
    answer = api(instructor).get(f"{base}/matrix")
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]
    assert lines[0] == [essay.pk]
    assert lines[1][0] == enrollment.pk
    assert lines[1][2:] == [70.0, 70.0, [[7.0, "graded", 1]]]


def test_a_conflict_names_the_cells_and_a_repeated_key_writes_once(
    api: Any, instructor: Any, base: str, essay: GradeItem, enrollment: Any
) -> None:
    client = api(instructor)
    change = {"enrollment_id": enrollment.pk, "item_id": essay.pk, "points": 5, "version": 0}
    headers = {"Idempotency-Key": "once"}
    first = client.patch(f"{base}/grades", {"changes": [change]}, headers=headers)
    assert client.patch(f"{base}/grades", {"changes": [change]}, headers=headers).json() == first.json()
    answer = client.patch(f"{base}/grades", {"changes": [{**change, "points": 6}]})
    body = client.problem(answer, 409, "grades-conflict")
    assert body["cells"][0]["cell"] == [essay.pk, 5.0, 10.0, "graded", 1, False]
    undone = client.post(f"{base}/undo", {"batch": first.json()["batch"]})
    assert undone.json() == {"undone": 1, "kept": 0}


def test_columns_are_made_changed_and_removed(
    api: Any, instructor: Any, base: str, column: GradeItem
) -> None:
    client = api(instructor)
    made = client.post(f"{base}/items", {"title": "Talk", "max_points": 20}).json()
    assert (made["is_shown"], made["source_kind"]) == (False, "custom")
    place = f"/api/v1/grade-items/{made['id']}"
    changed = client.patch(place, {"row_version": 1, "weight": "2.5", "is_posted": True}).json()
    assert (changed["weight"], changed["is_shown"], changed["row_version"]) == (2.5, True, 2)
    client.problem(client.patch(place, {"row_version": 1, "weight": "1"}), 412, "stale-version")
    of_quiz = f"/api/v1/grade-items/{column.pk}"
    client.problem(client.patch(of_quiz, {"row_version": 1, "title": "Mine"}), 409, "grade-item-has-source")
    client.problem(client.delete(of_quiz), 409, "grade-item-has-source")
    assert client.delete(place).status_code == 204
    assert [item["id"] for item in client.get(base).json()["items"]] == [column.pk]


def test_rules_categories_and_letters(
    api: Any, admin: Any, base: str, essay: GradeItem, enrollment: Any
) -> None:
    client = api(admin)
    bands = [{"letter": "Merit", "min_percent": 70}, {"letter": "Pass", "min_percent": 40}]
    scheme = client.post(
        "/api/v1/grading-schemes", {"name": "Levels", "pass_percent": 40, "bands": bands}
    ).json()
    category = {"name": "Papers", "weight": 2, "drop_lowest": 1}
    rules = {"row_version": 0, "aggregation": "weights", "missing": "ignored", "scheme_id": scheme["id"]}
    book = client.put(base, {**rules, "categories": [category]}).json()
    assert (book["categories"][0]["name"], book["row_version"]) == ("Papers", 1)
    client.problem(client.put(base, {**rules, "categories": []}), 412, "stale-version")
    give(essay, enrollment, 8)
    client.patch(
        f"/api/v1/grade-items/{essay.pk}", {"row_version": 2, "category_id": book["categories"][0]["id"]}
    )
    row = client.get(f"{base}/rows").json()["rows"][0]
    assert (row["current"], row["letter"]) == (80.0, "Merit")
    tree = client.get(f"{base}/explain/{enrollment.pk}").json()
    assert (tree["percent"], tree["letter"], tree["categories"][0]["counts_percent"]) == (
        80.0,
        "Merit",
        100.0,
    )


def test_a_cell_tells_its_story_down_to_the_answers(
    api: Any, instructor: Any, base: str, quiz: Any, column: GradeItem, enrollment: Any
) -> None:
    score_attempt(quiz, enrollment, 2)
    give(column, enrollment, 3, reason="Key was wrong.", by_id=instructor.pk)
    body = api(instructor).get(f"{base}/cells/{enrollment.pk}/{column.pk}").json()
    assert [(one["points_after"], one["reason"], one["by"]) for one in body["history"]] == [
        (3.0, "Key was wrong.", instructor.display_name),
        (2.0, "", None),
    ]
    assert [(one["number"], one["points"]) for one in body["works"]] == [(1, 2.0)]


def test_learners_see_nothing_that_is_not_posted_anywhere(
    api: Any, learner: Any, own: str, course: Any, enrollment: Any, essay: GradeItem, make_person: Any
) -> None:
    give(essay, enrollment, 6)
    give(make_item(course, "Unposted", is_posted=False), enrollment, "4.321", reason="SECRET-REASON")
    hidden = make_item(course, "Invisible")
    give(hidden, enrollment, "4.321", reason="SECRET-REASON")
    change_item(item=hidden, base_version=2, by_id=None, is_visible=False)
    client = api(learner)
    answers = [
        client.get(own),
        client.get("/api/v1/my/grades"),
        client.post(f"{own}/what-if", {"marks": [{"item_id": hidden.pk, "points": 1}]}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        text = answer.content.decode()
        assert not [word for word in ("4.321", "43.21", "SECRET", "Invisible") if word in text]
    assert answers[0].json()["percent"] == 60.0
    assert answers[1].json()[0]["percent"] == 60.0
    assert api(make_person("grace")).get(own).status_code == 404


def test_what_if_computes_and_stores_nothing(
    api: Any, learner: Any, own: str, course: Any, enrollment: Any, essay: GradeItem
) -> None:
    talk = make_item(course, "Talk")
    give(essay, enrollment, 6)
    answer = api(learner).post(f"{own}/what-if", {"marks": [{"item_id": talk.pk, "points": 10}]})
    assert answer.json()["percent"] == 80.0
    assert Grade.objects.count() == 1
    assert api(learner).get(own).json()["percent"] == 60.0


def test_a_file_goes_out_and_comes_back_with_a_preview(
    api: Any, instructor: Any, base: str, course: Any, essay: GradeItem, enrollment: Any, make_person: Any
) -> None:
    other = make_enrollment(make_person("grace"), course)
    give(essay, enrollment, 6)
    client = api(instructor)
    table = b"".join(client.get(f"{base}/export.csv").streaming_content)
    assert f"Essay [{essay.pk}]".encode() in table
    assert client.upload(f"{base}/preview", {"file": file_of(table)}).json()["change_count"] == 0
    lines = f"username;Essay [{essay.pk}];Odd\n{other.learner.username};7,5;\nnobody;3;\n{enrollment.learner.username};x;\n"
    body = client.upload(f"{base}/preview", {"file": file_of(lines.encode())}).json()
    assert (body["ignored"], body["change_count"]) == (["Odd"], 1)
    first, second, third = body["rows"]
    assert (first["changes"][0]["points"], first["changes"][0]["version"]) == (7.5, 0)
    assert (second["error"], third["bad_cells"]) == ("unknown-person", ["Essay: x"])
    book = client.get(f"{base}/export.xlsx")
    assert book.content.startswith(b"PK")


def test_a_book_of_the_past(api: Any, instructor: Any, base: str, essay: GradeItem, enrollment: Any) -> None:
    give(essay, enrollment, 6)
    answer = api(instructor).get(f"{base}/rows?items={essay.pk}&as_of=2020-01-01T00:00:00Z")
    assert answer.json()["rows"][0]["cells"] == []
    assert Grade.objects.get().points == Decimal(6)
