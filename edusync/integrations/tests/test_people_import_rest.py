"""Routes of people imports: who may, the steps by HTTP, pages and their budget."""

from typing import Any

import pytest

from edusync.integrations.models import UserImportJob
from edusync.integrations.testing import check_people, import_people, upload_people
from edusync.kernel.testing import run_worker

TEXT = b"email,first name\nada@x.example,Ada\nbroken,Bo\n"


def file_of(content: bytes = TEXT, name: str = "people.csv") -> Any:
    """A file to upload."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, content, "text/csv")


def test_from_upload_to_result(admin: Any, api: Any) -> None:
    client = api(admin)
    job = client.upload("/api/v1/people-imports", {"file": file_of()}).json()
    assert (job["state"], job["mapping"], job["rows_total"]) == ("mapping", ["email", "first_name"], 2)
    path = f"/api/v1/people-imports/{job['uuid']}"
    assert client.post(f"{path}/check", {"mapping": ["email", "first_name"]}).status_code == 202
    client.problem(client.post(f"{path}/start"), 409, "people-import-wrong-step")
    run_worker()
    assert client.get(path).json()["state"] == "checked"
    rows = client.get(f"{path}/rows?outcome=error").json()["results"]
    assert [(row["line"], row["problems"][0]["code"]) for row in rows] == [(3, "invalid-email")]
    assert client.post(f"{path}/start").status_code == 202
    run_worker()
    done = client.get(path).json()
    assert (done["state"], done["created_count"], done["error_count"]) == ("finished", 1, 1)
    errors = client.get(f"{path}/errors.csv")
    assert b"".join(errors.streaming_content).decode("utf-8-sig").splitlines() == [
        "email,first name,import_error",
        "broken,Bo,email: “broken” is no e-mail address.",
    ]


@pytest.mark.parametrize(
    ("who", "status"),
    [("admin", 200), ("learner", 403), ("instructor", 403), ("outsider", 404), (None, 401)],
)
def test_who_may_read_an_import(request: Any, api: Any, admin: Any, who: str | None, status: int) -> None:
    job = upload_people(TEXT, by=admin)
    client = api(request.getfixturevalue(who)) if who else api()
    for part in ("", "/rows", "/errors.csv"):
        assert client.get(f"/api/v1/people-imports/{job.uuid}{part}").status_code == status
    for step in ("check", "start", "cancel"):
        answer = client.post(f"/api/v1/people-imports/{job.uuid}/{step}", {})
        assert answer.status_code == status or who == "admin"


def test_only_who_manages_the_organization_permits_passwords(make_person: Any, admin: Any, api: Any) -> None:
    path = "/api/v1/people-import-choices"
    assert api(admin).put(path, {"are_passwords_allowed": True}).json()["are_passwords_allowed"] is True
    manager = make_person("mia", roles=("manager",))
    client = api(manager)
    assert client.get(path).json()["can_change_settings"] is False
    client.problem(client.put(path, {"are_passwords_allowed": False}), 403)
    assert "admin" not in client.get(path).json()["roles"]


@pytest.mark.parametrize(
    ("mapping", "code"),
    [
        (["email"], "invalid"),
        (["email", "email"], "field-twice"),
        (["email", "shoe_size"], "unknown-field"),
        (["first_name", "last_name"], "no-identity"),
    ],
)
def test_a_mapping_that_makes_no_sense(admin: Any, api: Any, mapping: list[str], code: str) -> None:
    job = upload_people(TEXT, by=admin)
    client = api(admin)
    answer = client.post(f"/api/v1/people-imports/{job.uuid}/check", {"mapping": mapping})
    assert client.problem(answer, 422)["errors"][0]["code"] == code
    assert UserImportJob.objects.get(pk=job.pk).state == "mapping"


def test_an_unknown_outcome_is_refused(admin: Any, api: Any) -> None:
    job = upload_people(TEXT, by=admin)
    client = api(admin)
    client.problem(client.get(f"/api/v1/people-imports/{job.uuid}/rows?outcome=great"), 422)


def test_pages_cost_the_same_however_long(admin: Any, api: Any, django_assert_max_num_queries: Any) -> None:
    text = "email\n" + "".join(f"p{number}@x.example\n" for number in range(60))
    job = check_people(upload_people(text, by=admin), by=admin)
    for number in range(8):
        upload_people(f"email\nq{number}@x.example\n", by=admin)
    client = api(admin)
    with django_assert_max_num_queries(5):
        page = client.get("/api/v1/people-imports?limit=5").json()
    assert len(page["results"]) == 5
    with django_assert_max_num_queries(6):
        page = client.get(f"/api/v1/people-imports/{job.uuid}/rows?limit=50").json()
    assert len(page["results"]) == 50
    last = client.get(f"/api/v1/people-imports/{job.uuid}/rows?limit=50&cursor={page['next']}").json()
    assert (len(last["results"]), last["next"]) == (10, None)


def test_imports_of_another_organization_are_not_listed(admin: Any, outsider: Any, api: Any) -> None:
    import_people("email\na@x.example\n", by=admin)
    assert api(outsider).get("/api/v1/people-imports").json()["results"] == []
