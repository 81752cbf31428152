"""Imports over HTTP: upload, progress, report, and who may."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from edusync.files.models import FileObject
from edusync.integrations.models import ContentImportJob
from edusync.integrations.testing import import_package, zip_of
from edusync.integrations.tests.olx_sample import FILES
from edusync.integrations.tests.test_services import LESSONS
from edusync.kernel.testing import run_worker

URL = "/api/v1/imports"


def upload(client, content=None, name="small.zip", **fields):
    content = zip_of(LESSONS) if content is None else content
    return client.upload(URL, {"file": SimpleUploadedFile(name, content), **fields})


def test_an_upload_becomes_a_course(api, instructor):
    client = api(instructor)
    answer = upload(client)
    assert answer.status_code == 202
    job = answer.json()
    assert (job["state"], job["source_name"], job["course"], job["duplicates"]) == (
        "waiting",
        "small.zip",
        None,
        [],
    )
    run_worker()
    job = client.get(f"{URL}/{job['uuid']}").json()
    assert (job["state"], job["format"], job["nodes_done"], job["nodes_total"]) == (
        "finished",
        "markdown",
        4,
        4,
    )
    assert job["imported_count"] + job["lossy_count"] + job["skipped_count"] == 4
    assert job["course"] == {"slug": "small", "title": "Small"}
    assert job["actions"] == ["integrations:import:read", "integrations:import:run"]
    assert client.get("/api/v1/courses/small").status_code == 200


def test_a_dry_run_shows_what_is_there_already(api, instructor):
    import_package(zip_of(LESSONS), by=instructor)
    client = api(instructor)
    job = upload(client, is_dry_run="true").json()
    run_worker()
    job = client.get(f"{URL}/{job['uuid']}").json()
    assert (job["state"], job["is_dry_run"], job["course"]) == ("finished", True, None)
    assert [duplicate["slug"] for duplicate in job["duplicates"]] == ["small"]


def test_the_same_package_again_offers_a_copy(api, instructor):
    client = api(instructor)
    upload(client)
    run_worker()
    problem = client.problem(upload(client), 409, "import-duplicate")
    assert problem["duplicates"][0]["title"] == "Small"
    assert problem["differences"]
    assert upload(client, is_copy_wanted="true").status_code == 202


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [(b"hello", 422, "import-not-an-archive"), (b"", 422, "import-not-an-archive")],
)
def test_bad_uploads_are_refused_at_once(api, instructor, content, status, code):
    client = api(instructor)
    client.problem(upload(client, content), status, code)
    assert ContentImportJob.objects.count() == FileObject.objects.count() == 0


def test_an_upload_without_file_is_invalid(api, instructor):
    client = api(instructor)
    problem = client.problem(client.upload(URL, {}), 422, "invalid-input")
    assert problem["errors"][0]["pointer"] == "/file"


def test_a_bad_source_shows_its_problem(api, instructor):
    client = api(instructor)
    job = upload(client, zip_of({"course.xml": "<course"})).json()
    run_worker()
    job = client.get(f"{URL}/{job['uuid']}").json()
    assert (job["state"], job["problem"]["code"]) == ("failed", "import-broken-xml")
    client.problem(client.post(f"{URL}/{job['uuid']}/retry"), 409, "import-not-repeatable")


@pytest.fixture
def job(organization, instructor):
    return import_package(zip_of(FILES), by=instructor)


def test_the_report_is_read_page_by_page(api, instructor, job):
    client = api(instructor)
    seen, cursor = [], ""
    while True:
        page = client.get(f"{URL}/{job.uuid}/nodes?limit=20&cursor={cursor}").json()
        seen += page["results"]
        cursor = page["next"]
        if cursor is None:
            break
    assert [node["position"] for node in seen] == list(range(1, job.nodes_total + 1))
    lesson = next(node["lesson"] for node in seen if node["path"] == "html/intro.html")
    assert lesson["title"] == "Mixed"


def test_the_report_is_filtered_by_outcome(api, instructor, job):
    client = api(instructor)
    page = client.get(f"{URL}/{job.uuid}/nodes?outcome=lossy&limit=100").json()
    assert len(page["results"]) == job.lossy_count
    assert {node["outcome"] for node in page["results"]} == {"lossy"}
    client.problem(client.get(f"{URL}/{job.uuid}/nodes?outcome=lost"), 422, "invalid-input")


def test_the_report_comes_as_csv(api, instructor, job):
    job.nodes.filter(position=1).update(title="=HYPERLINK(1)")
    answer = api(instructor).get(f"{URL}/{job.uuid}/report.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == job.nodes_total
    assert rows[0]["title"] == "'=HYPERLINK(1)"
    assert {row["outcome"] for row in rows} == {"imported", "lossy", "skipped"}


@pytest.mark.parametrize(
    ("who", "listed", "read", "asked"),
    [
        (None, 401, 401, 401),
        ("learner", 403, 403, 403),
        ("other_author", 200, 404, 202),
        ("instructor", 200, 200, 202),
        ("admin", 200, 200, 202),
        ("outsider", 200, 404, 202),
    ],
)
def test_who_may_do_what(api, job, request, make_person, who, listed, read, asked):
    if who == "other_author":
        person = make_person("olga", roles=("instructor",))
    else:
        person = request.getfixturevalue(who) if who else None
    client = api(person)
    answer = client.get(URL)
    assert answer.status_code == listed
    if listed == 200:
        assert [row["uuid"] for row in answer.json()["results"]] == ([str(job.uuid)] if read == 200 else [])
    for address in ("", "/nodes", "/report.csv"):
        assert client.get(f"{URL}/{job.uuid}{address}").status_code == read
    retried = client.post(f"{URL}/{job.uuid}/retry").status_code
    assert retried == (409 if read == 200 else read)
    assert upload(client, is_dry_run="true").status_code == asked


@pytest.mark.parametrize("address", [URL, URL + "/{uuid}/nodes?limit=100"])
def test_lists_cost_the_same_however_long(api, instructor, job, address, django_assert_max_num_queries):
    client = api(instructor)
    for number in range(4):
        import_package(
            zip_of({**LESSONS, "episodes/x.md": f"text {number}"}), by=instructor, is_copy_wanted=True
        )
    client.get(URL)
    with django_assert_max_num_queries(5):
        answer = client.get(address.format(uuid=job.uuid))
    assert len(answer.json()["results"]) >= 5
