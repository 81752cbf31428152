"""CSV files of people to bring into a course: good ones, bad ones, half-done ones."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.models import Course
from edusync.courses.testing import make_course
from edusync.enrollment import csv_table
from edusync.enrollment.csv_table import read_people_table
from edusync.enrollment.models import Cohort, Enrollment, EnrollmentImport, EnrollmentImportRow
from edusync.enrollment.problems import CsvRefused
from edusync.enrollment.services import csv_import
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import StudentProfile
from edusync.kernel.testing import run_worker


@pytest.fixture
def course(instructor):
    return make_course(created_by_id=instructor.pk)


@pytest.fixture
def teacher(api, instructor):
    return api(instructor)


@pytest.fixture
def ada(make_person):
    return make_person("ada")


@pytest.fixture
def bob(make_person):
    return make_person("bob")


def upload(client, course, content, name="people.csv"):
    raw = content if isinstance(content, bytes) else content.encode()
    fields = {"file": SimpleUploadedFile(name, raw, content_type="text/csv")}
    return client.upload(f"/api/v1/courses/{course.slug}/enrollment-imports", fields)


def rows_of(client, job, result=""):
    return client.get(f"/api/v1/enrollment-imports/{job['uuid']}/rows?result={result}").json()["results"]


def run(client, job):
    assert client.post(f"/api/v1/enrollment-imports/{job['uuid']}/run").status_code == 202
    run_worker()
    return client.get(f"/api/v1/enrollment-imports/{job['uuid']}").json()


def test_a_file_is_tried_first_and_enrolls_nobody(teacher, course, ada, bob):
    job = upload(teacher, course, "email\nada@example.com\nbob@example.com\n").json()
    assert (job["state"], job["row_count"], job["error_count"]) == ("checked", 2, 0)
    assert not Enrollment.objects.exists()
    done = run(teacher, job)
    assert (done["state"], done["done_count"]) == ("done", 2)
    assert set(Enrollment.objects.values_list("source", "status")) == {("import", "active")}


def test_an_import_says_whose_course_it_is_for(teacher, course, ada):
    job = upload(teacher, course, "email\nada@example.com\n").json()
    shown = teacher.get(f"/api/v1/enrollment-imports/{job['uuid']}").json()
    assert shown["course_slug"] == course.slug


def test_people_are_named_by_address_user_name_or_number(teacher, course, ada, bob, learner):
    StudentProfile.objects.create(user=bob, student_number="S-007")
    job = upload(teacher, course, f"number\nADA@example.com\ns-007\n{learner.username}\n").json()
    assert job["error_count"] == 0, rows_of(teacher, job)
    run(teacher, job)
    assert set(Enrollment.objects.values_list("learner_id", flat=True)) == {ada.pk, bob.pk, learner.pk}


def test_a_file_withdraws_chooses_cohorts_and_sets_due_dates(teacher, course, ada, bob):
    make_enrollment(ada, course)
    cohort = Cohort.objects.create(course=course, name="Spring")
    text = "E-mail;Action;Cohort;Due date\nada@example.com;withdraw;;\nbob@example.com;;SPRING;2030-03-31\n"
    run(teacher, upload(teacher, course, text).json())
    assert Enrollment.objects.get(learner=ada).status == "withdrawn"
    row = Enrollment.objects.get(learner=bob)
    assert (row.cohort_id, row.due_at.isoformat()) == (cohort.pk, "2030-03-31T23:59:59+00:00")


def test_every_fault_names_its_line_its_column_and_its_code(teacher, course, ada, bob, make_person):
    carl = make_person("carl")
    make_enrollment(carl, course)
    lines = [
        "Mail,Action,Cohort,Due",
        "nobody@example.com,,,",
        ",enroll,,",
        "ada@example.com,dance,,",
        "ada@example.com,,Autumn,",
        '"ada@example.com",,,"31.\n3.2030"',
        "ada@example.com,,,2001-01-01",
        "ada@example.com,,,,too,many",
        "ada@example.com,,,",
        "ADA@example.com,,,",
        "carl@example.com,,,",
        "bob@example.com,withdraw,,",
    ]
    job = upload(teacher, course, "\n".join(lines)).json()
    assert [(row["line"], row["column"], row["code"]) for row in rows_of(teacher, job, "error")] == [
        (2, "Mail", "person-unknown"),
        (3, "Mail", "person-missing"),
        (4, "Action", "act-unknown"),
        (5, "Cohort", "cohort-unknown"),
        (6, "Due", "due-not-a-date"),
        (8, "Due", "due-over"),
        (9, "", "too-many-cells"),
        (11, "Mail", "person-twice"),
    ]
    skipped = [(row["line"], row["code"]) for row in rows_of(teacher, job, "skipped")]
    assert skipped == [(12, "already-enrolled"), (13, "not-enrolled")]
    assert [row["line"] for row in rows_of(teacher, job, "ready")] == [10]


def test_the_rows_that_failed_are_a_file_to_mend_and_upload_again(teacher, course, ada):
    job = upload(teacher, course, "email,due\nada@example.com,soon\n=cmd()@x.test,\n").json()
    answer = teacher.get(f"/api/v1/enrollment-imports/{job['uuid']}/errors.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["line"], row["column"], row["error"]) for row in rows] == [
        ("2", "due", "due-not-a-date"),
        ("3", "email", "person-unknown"),
    ]
    assert not rows[1]["person"].startswith("=")
    again = upload(teacher, course, text.replace("soon", "2030-01-01")).json()
    assert (again["row_count"], again["error_count"]) == (2, 1)


def test_the_same_file_twice_enrolls_nobody_twice(teacher, course, ada):
    for expected in (1, 0):
        job = upload(teacher, course, "email\nada@example.com\n").json()
        assert run(teacher, job)["done_count"] == expected
    assert Enrollment.objects.count() == 1


def test_an_import_runs_once(teacher, course, ada):
    job = upload(teacher, course, "email\nada@example.com\n").json()
    run(teacher, job)
    answer = teacher.post(f"/api/v1/enrollment-imports/{job['uuid']}/run")
    assert teacher.problem(answer, 409, "enrollment-import-state")["state"] == "done"


def test_a_run_that_broke_off_goes_on_where_it_stopped(monkeypatch, teacher, course, make_person):
    monkeypatch.setattr(csv_import, "BATCH", 2)
    names = [f"p{number}" for number in range(5)]
    for name in names:
        make_person(name)
    job = upload(teacher, course, "email\n" + "\n".join(f"{name}@example.com" for name in names)).json()
    real, calls = csv_import.enroll_learner, []

    def breaks_at_the_fourth(**values):
        calls.append(values)
        if len(calls) == 4:
            raise RuntimeError("power cut")
        return real(**values)

    monkeypatch.setattr(csv_import, "enroll_learner", breaks_at_the_fourth)
    assert run(teacher, job)["state"] == "failed"
    # The batch in which it broke is undone as a whole.
    assert Enrollment.objects.count() == 2
    assert run(teacher, job)["state"] == "done"
    assert Enrollment.objects.count() == 5
    assert EnrollmentImport.objects.get().done_count == 5


def test_a_course_that_fills_up_meanwhile_is_a_fault_of_the_row(teacher, course, ada, bob):
    job = upload(teacher, course, "email\nada@example.com\nbob@example.com\n").json()
    Course.objects.filter(pk=course.pk).update(capacity=1)
    done = run(teacher, job)
    assert (done["done_count"], done["error_count"]) == (1, 1)
    assert [row["code"] for row in rows_of(teacher, job, "error")] == ["course-full"]


@pytest.mark.parametrize(
    "content",
    [
        "email\nada@example.com\n",
        "\ufeffemail\nada@example.com\n",
        "email;name\nada@example.com;Ada\n",
        "email\tname\nada@example.com\tAda\n",
        'name,email\n"Love\nlace, ""Ada""",ada@example.com\n',
        "email\r\nada@example.com\r\n\r\n",
        "\ufeffemail\nada@example.com\n".encode("utf-16-le"),
        "name;email\nJosé;ada@example.com\n".encode("cp1252"),
    ],
)
def test_files_of_every_spreadsheet_are_read(content):
    raw = content if isinstance(content, bytes) else content.encode()
    table = read_people_table(raw)
    assert [row.cells["person"] for row in table.rows] == ["ada@example.com"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"email\n", "no-rows"),
        (b"name,cohort\nAda,Spring\n", "no-person-column"),
        (b"email,email\na,b\n", "column-twice"),
        (b"email,due,due date\na,b,c\n", "column-twice"),
        (b'email\n"ada@example.com\n', "quotes"),
        (b"PK\x03\x04rest of a workbook", "spreadsheet"),
        (b"email\nada\x00@example.com\n", "encoding"),
        (b"\xff\xfee\x00m\x00a", "encoding"),
        (b"email\n" + b"x" * 2000 + b"\n", "too-large"),
    ],
)
def test_what_is_no_list_of_people_is_refused_with_the_reason(content, why):
    with pytest.raises(CsvRefused) as caught:
        read_people_table(content)
    assert caught.value.facts["why"] == why


def test_a_file_of_50_mb_is_refused_before_it_is_read_whole(teacher, course):
    answer = upload(teacher, course, b"email\n" + b"a@example.com\n" * (50 * (1 << 20) // 14))
    assert teacher.problem(answer, 422, "enrollment-csv-refused")["why"] == "too-large"
    assert not EnrollmentImport.objects.exists()


def test_more_rows_than_allowed_are_refused(monkeypatch):
    monkeypatch.setattr(csv_table, "MAX_ROWS", 3)
    assert len(read_people_table(b"email\n1\n2\n3\n").rows) == 3
    with pytest.raises(CsvRefused) as caught:
        read_people_table(b"email\n1\n2\n3\n4\n")
    assert caught.value.facts["why"] == "too-many-rows"


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(content):
    rows, why = [], ""
    try:
        rows = read_people_table(content).rows
    except CsvRefused as refused:
        why = refused.facts["why"]
    assert bool(rows) != bool(why)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=20), min_size=1, max_size=9
    )
)
def test_whatever_stands_in_the_cells_comes_back_line_by_line(cells):
    target = io.StringIO()
    writer = csv.writer(target, quoting=csv.QUOTE_ALL)
    writer.writerow(["email", "note"])
    writer.writerows((f"p{number}@x.test", cell) for number, cell in enumerate(cells))
    table = read_people_table(target.getvalue().encode())
    assert [row.cells["person"] for row in table.rows] == [f"p{n}@x.test" for n in range(len(cells))]
    assert [row.line for row in table.rows] == list(range(2, len(cells) + 2))


@pytest.mark.parametrize(
    ("who", "listed", "one"),
    [
        ("nobody", 401, 401),
        ("stranger", 403, 404),
        ("learner", 403, 404),
        ("instructor", 200, 200),
        ("admin", 200, 200),
        ("outsider", 404, 404),
    ],
)
def test_who_may_import(request, api, teacher, course, ada, who, listed, one):
    job = upload(teacher, course, "email\nada@example.com\n").json()
    client = api(None if who == "nobody" else request.getfixturevalue(who))
    assert client.get(f"/api/v1/courses/{course.slug}/enrollment-imports").status_code == listed
    made = upload(client, course, "email\nada@example.com\n").status_code
    assert made == (201 if listed == 200 else listed)
    address = f"/api/v1/enrollment-imports/{job['uuid']}"
    for path in ("", "/rows", "/errors.csv"):
        assert client.get(f"{address}{path}").status_code == one
    assert client.post(f"{address}/run").status_code == (202 if one == 200 else one)


def test_people_of_another_organization_are_unknown(teacher, course, outsider):
    job = upload(teacher, course, f"email\n{outsider.email}\n").json()
    assert rows_of(teacher, job)[0]["code"] == "person-unknown"
    assert EnrollmentImportRow.objects.get().learner_id is None


def test_rows_and_imports_are_listed_at_the_same_cost_however_many(
    teacher, course, ada, django_assert_max_num_queries
):
    job = upload(teacher, course, "email\nada@example.com\n" + "x@example.com\n" * 18).json()
    upload(teacher, course, "email\nada@example.com\n")
    with django_assert_max_num_queries(8):
        assert len(rows_of(teacher, job)) == 19
    with django_assert_max_num_queries(7):
        listed = teacher.get(f"/api/v1/courses/{course.slug}/enrollment-imports").json()["results"]
    assert len(listed) == 2


def test_a_file_of_many_rows_is_checked_with_few_queries(
    course, ada, instructor, django_assert_max_num_queries
):
    from edusync.identity.testing import actor_of_person

    content = io.BytesIO(b"email\n" + b"".join(b"p%d@example.com\n" % n for n in range(400)))
    with django_assert_max_num_queries(20):
        job = csv_import.request_enrollment_import(
            course_id=course.pk, content=content, name="people.csv", by=actor_of_person(instructor)
        )
    assert (job.row_count, job.error_count) == (400, 400)
