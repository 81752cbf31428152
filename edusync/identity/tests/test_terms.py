import datetime as dt

import pytest

from edusync.identity.services.terms import create_term
from edusync.kernel.policy import Actor

pytestmark = pytest.mark.django_db
TERMS = "/api/v1/terms"
YEAR = {"name": "2026/27", "kind": "year", "starts_on": "2026-08-01", "ends_on": "2027-07-31"}


@pytest.fixture
def client(api, admin):
    return api(admin)


@pytest.fixture
def year(client):
    return client.post(TERMS, YEAR).json()


def add(client, year, name, starts_on, ends_on, kind="term"):
    body = {
        "name": name,
        "kind": kind,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "parent_id": year["id"],
    }
    return client.post(TERMS, body)


@pytest.mark.parametrize(("who", "reading", "writing"), [("learner", 403, 403), ("outsider", 200, 201)])
def test_who_sees_and_makes_terms(api, request, who, reading, writing, year):
    client = api(request.getfixturevalue(who))
    answer = client.get(TERMS)
    assert answer.status_code == reading
    if reading == 200:
        assert answer.json()["results"] == []
    assert client.post(TERMS, YEAR).status_code == writing


def test_terms_lie_in_their_year(client, year):
    assert add(client, year, "Autumn", "2026-08-01", "2026-12-18").status_code == 201
    problem = client.problem(add(client, year, "Late", "2027-07-01", "2027-08-01"), 422, "term-outside-year")
    assert (problem["starts_on"], problem["ends_on"]) == ("2026-08-01", "2027-07-31")
    problem = client.problem(add(client, year, "Odd", "2026-12-01", "2026-11-01"), 422)
    assert problem["errors"][0]["pointer"] == "/ends_on"
    client.problem(client.post(TERMS, {**YEAR, "parent_id": 987654321}), 404)


def test_a_year_is_not_shortened_below_its_terms(client, year):
    add(client, year, "Autumn", "2026-08-01", "2026-12-18")
    path = f"{TERMS}/{year['id']}"
    tag = client.get(path)["ETag"]
    body = {"ends_on": "2026-11-30"}
    client.problem(client.patch(path, body, headers={"if-match": tag}), 422, "term-outside-year")
    row = client.patch(path, {"ends_on": "2027-06-30"}, headers={"if-match": tag}).json()
    assert row["ends_on"] == "2027-06-30"
    client.problem(client.patch(path, body, headers={"if-match": tag}), 412)


def test_overlaps_are_told_not_refused(client, year):
    first = add(client, year, "Autumn", "2026-08-01", "2026-12-18").json()
    second = add(client, year, "Spring", "2026-12-18", "2027-03-31").json()
    part = add(client, year, "Period 1", "2026-08-01", "2026-10-01", kind="grading-period").json()
    assert (second["overlaps"], part["overlaps"]) == ([first["id"]], [])
    rows = {row["name"]: row for row in client.get(TERMS).json()["results"]}
    assert rows["Autumn"]["overlaps"] == [second["id"]]
    assert rows["2026/27"]["overlaps"] == []


def test_a_year_goes_once_it_is_empty(client, year):
    term = add(client, year, "Autumn", "2026-08-01", "2026-12-18").json()
    client.problem(client.delete(f"{TERMS}/{year['id']}"), 409, "term-not-empty")
    assert client.delete(f"{TERMS}/{term['id']}").status_code == 204
    assert client.delete(f"{TERMS}/{year['id']}").status_code == 204
    assert client.get(TERMS).json()["results"] == []


def test_the_list_costs_the_same_with_more_terms(client, admin, organization, django_assert_max_num_queries):
    actor = Actor(user_id=admin.pk, organization_id=organization.pk)
    client.get(TERMS)
    for round_ in range(2):
        for number in range(10):
            day = dt.date(2000 + round_ * 10 + number, 1, 1)
            create_term(name="Y", kind="year", starts_on=day, ends_on=day, created_by=actor)
        with django_assert_max_num_queries(3):
            client.get(TERMS)
