"""Data sets for research: who is in them, that nobody can be found, what comes out, who may have them."""

import csv
import datetime as dt
import io
import json
import zipfile
from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.audit.models import AuditEvent
from edusync.courses.testing import make_course
from edusync.enrollment.models import Enrollment
from edusync.enrollment.testing import make_enrollment
from edusync.identity.models import UserProfile
from edusync.kernel import clock
from edusync.kernel.testing import run_worker
from edusync.privacy.services import record_consent, retire_purpose
from edusync.privacy.testing import make_purpose
from edusync.reports.models import ResearchExport
from edusync.reports.research import columns
from edusync.reports.research.anonymity import Fact, check_groups
from edusync.reports.services import research

BASE = "/api/v1/research-exports"
DAY = dt.date(2026, 3, 2)

facts_of_people = st.lists(
    st.tuples(
        st.integers(1, 25),
        st.sampled_from(["algebra", "biology", "chemistry"]),
        st.integers(0, 120),
        st.sampled_from([None, 11, 16, 22, 40, 70]),
        st.sampled_from(["en", "ta", "ar"]),
    ),
    max_size=80,
    unique_by=lambda row: row[:2],
)


def as_facts(rows):
    """Age and language are the learner's: those of their first row."""
    first = {}
    for learner, _, _, age, language in rows:
        first.setdefault(learner, (age, language))
    return [
        Fact(number, learner, course, DAY + dt.timedelta(days=days), *first[learner])
        for number, (learner, course, days, _, _) in enumerate(rows)
    ]


@settings(max_examples=50, derandomize=True, deadline=None)
@given(facts_of_people, st.integers(5, 8))
def test_no_group_is_smaller_than_asked_for(rows, size):
    facts = as_facts(rows)
    check = check_groups(facts, size)
    by_id = {fact.enrollment_id: fact for fact in facts}
    members = defaultdict(set)
    records = defaultdict(list)
    for enrollment_id, group in check.groups.items():
        fact = by_id[enrollment_id]
        members[group].add(fact.learner_id)
        is_linked = fact.learner_id in check.linked
        records[fact.learner_id, "" if is_linked else fact.course].append(group)
    assert all(len(learners) >= size for learners in members.values())
    # What a pseudonym stands for as a whole is shared by as many.
    alike = Counter(tuple(sorted(groups)) for groups in records.values())
    assert all(count >= size for count in alike.values())
    assert check.numbers["rows_kept"] + check.numbers["rows_left_out"] == len(facts)
    assert check.numbers["smallest_group"] == min(map(len, members.values()), default=0)


def test_groups_are_coarsened_before_rows_are_left_out():
    facts = [
        Fact(number, number, "algebra", DAY + dt.timedelta(weeks=number % 4), 20 + number % 2, "en")
        for number in range(20)
    ]
    check = check_groups(facts, 10)
    assert check.numbers["rows_left_out"] == 0
    assert check.levels == (1, 0, 0)
    assert set(check.groups.values()) == {("algebra", "2026-03", "18-24", "en")}


def test_rows_stay_connected_only_where_enough_have_the_same():
    both = [
        Fact(n * 2 + place, n, course, DAY, None, "en") for n in range(5) for place, course in enumerate("ab")
    ]
    more = [Fact(100 + n, 50 + n, "a", DAY, None, "en") for n in range(5)]
    assert check_groups([*both, *more], 5).linked == set(range(5))
    # Four who only have the one would be found by that: so the rows of the others are parted.
    check = check_groups([*both, *more[:4]], 5)
    assert (check.linked, check.numbers["rows_left_out"], check.numbers["people_parted"]) == (set(), 0, 5)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([columns.percent_band(value) for value in (None, 0, 0.5, 20, 20.5, 80, 81, 99.9, 100)],
         ["", "0", "1-20", "1-20", "21-40", "61-80", "81-99", "81-99", "100"]),
        ([columns.hours_band(value) for value in (0, 1, 3600, 5 * 3600 - 1, 5 * 3600, 60 * 3600)],
         ["0", "<1", "1-4", "1-4", "5-9", "50+"]),
        ([columns.days_band(value) for value in (0, 1, 2, 9, 20)], ["0", "1", "2-4", "5-9", "20+"]),
    ],
)  # fmt: skip
def test_measures_come_in_bands(told, expected):
    assert told == expected


@pytest.fixture
def purpose(organization):
    return make_purpose("research")


@pytest.fixture
def school(organization, purpose, make_person):
    """Two courses; six people who agreed in the first, two in the second; one who withdrew, one who was never asked."""
    algebra, biology = make_course("Algebra"), make_course("Biology")
    people = [make_person(f"ada{number}") for number in range(8)]
    for person in people[:7]:
        record_consent(user_id=person.pk, code="research", is_granted=True, recorded_by=person.pk)
    record_consent(user_id=people[6].pk, code="research", is_granted=False, recorded_by=people[6].pk)
    for person in people:
        make_enrollment(person, algebra)
    for person in people[:2]:
        make_enrollment(person, biology)
    Enrollment.objects.update(enrolled_at=dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC))
    UserProfile.objects.filter(user=people[0]).update(birth_date=dt.date(2000, 1, 1))
    return people, algebra, biology


def made(client, **values):
    response = client.post(BASE, {"group_size": 5, **values})
    assert response.status_code == 202, response.content
    run_worker()
    return client.get(f"{BASE}/{response.json()['uuid']}").json()


def package_of(client, export):
    response = client.get(f"{BASE}/{export['uuid']}/file")
    assert response.status_code == 200, response.content
    return zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content)))


def table(package, name):
    return list(csv.DictReader(io.StringIO(package.read(name).decode("utf-8-sig"))))


def test_only_who_agreed_is_in_it_and_nobody_is_named(api, admin, school):
    people, algebra, _ = school
    client = api(admin)
    export = made(client)
    assert export["state"] == "completed"
    assert export["check_report"]["people_found"] == 6
    assert export["check_report"]["people_without_consent"] == 2
    assert export["check_report"]["courses_kept"] == 1
    assert export["rows_done"] == 6
    package = package_of(client, export)
    assert package.namelist() == ["data.csv", "codebook.csv", "check.json", "README.txt"]
    rows = table(package, "data.csv")
    assert list(rows[0]) == list(columns.COLUMNS)
    assert {(row["course"], row["course_title"], row["enrolled"]) for row in rows} == {
        (str(algebra.uuid), "Algebra", "2026-W10")
    }
    assert len({row["learner"] for row in rows}) == 6
    content = b"".join(package.read(name) for name in package.namelist()).decode()
    for person in people:
        for fact in (person.username, person.email, person.display_name, str(person.uuid)):
            assert fact not in content
    assert [line["column"] for line in table(package, "codebook.csv")] == list(columns.COLUMNS)
    assert json.loads(package.read("check.json"))["smallest_group"] == 6


def test_no_two_data_sets_share_a_pseudonym(api, admin, school):
    client = api(admin)
    first, second = (
        {row["learner"] for row in table(package_of(client, made(client)), "data.csv")} for _ in "ab"
    )
    assert len(first) == len(second) == 6
    assert not first & second


def test_who_withdraws_is_in_no_later_data_set(api, admin, school):
    people, _, _ = school
    client = api(admin)
    record_consent(user_id=people[0].pk, code="research", is_granted=False, recorded_by=people[0].pk)
    assert made(client)["rows_done"] == 5
    record_consent(user_id=people[1].pk, code="research", is_granted=False, recorded_by=people[1].pk)
    export = made(client)
    assert (export["state"], export["problem"]["code"]) == ("failed", "research-groups-too-small")


def test_an_organization_that_does_not_ask_gives_nothing_away(api, admin, school, purpose):
    client = api(admin)
    retire_purpose(purpose_id=purpose.pk, retired_by=None)
    preview = client.post(f"{BASE}/preview", {}).json()
    assert (preview["is_asked_for"], preview["rows_found"]) == (False, 0)
    assert made(client)["problem"]["code"] == "research-not-agreed"


def test_the_preview_says_what_the_data_set_will_be(api, admin, school):
    _, algebra, biology = school
    client = api(admin)
    preview = client.post(f"{BASE}/preview", {"courses": [algebra.pk]}).json()
    assert (preview["rows_kept"], preview["smallest_group"], preview["is_asked_for"]) == (6, 6, True)
    assert preview["levels"]["enrolled"] == "week"
    assert [column["column"] for column in preview["columns"]] == list(columns.COLUMNS)
    assert client.post(f"{BASE}/preview", {"courses": [biology.pk]}).json()["rows_kept"] == 0
    assert client.post(f"{BASE}/preview", {"enrolled_from": "2026-03-05"}).json()["rows_found"] == 0
    assert client.post(f"{BASE}/preview", {"enrolled_to": "2026-03-04"}).json()["rows_kept"] == 6
    client.problem(client.post(f"{BASE}/preview", {"group_size": 4}), 422)
    days = {"enrolled_from": "2026-03-05", "enrolled_to": "2026-03-04"}
    client.problem(client.post(f"{BASE}/preview", days), 422)
    assert ResearchExport.objects.count() == 0
    assert [one["title"] for one in client.get(f"{BASE}/courses").json()["results"]] == ["Algebra", "Biology"]


def test_it_is_nobody_elses_and_needs_the_permission(api, admin, school, make_person, learner, instructor):
    export = made(api(admin))
    path = f"{BASE}/{export['uuid']}"
    other = api(make_person("odette", roles=("admin",)))
    for answer in (other.get(path), other.get(f"{path}/file"), other.delete(path)):
        other.problem(answer, 404, "not-found")
    assert other.get(BASE).json()["results"] == []
    for person in (learner, instructor, make_person("audrey", roles=("auditor",))):
        client = api(person)
        for answer in (
            client.get(BASE),
            client.post(BASE, {}),
            client.post(f"{BASE}/preview", {}),
            client.get(path),
        ):
            client.problem(answer, 403, "forbidden")
    assert api().get(BASE).status_code == 401


def test_who_lost_the_permission_meanwhile_gets_nothing(api, admin, school):
    client = api(admin)
    assert client.post(BASE, {}).status_code == 202
    admin.role_assignments.update(closed_at=clock.now())
    run_worker()
    row = ResearchExport.objects.get()
    assert (row.state, row.problem["code"], row.storage_key) == ("failed", "forbidden", "")


def test_one_at_a_time_and_gone_after_a_week(api, admin, school):
    client = api(admin)
    waiting = client.post(BASE, {}).json()
    client.problem(client.post(BASE, {}), 409, "research-export-running")
    client.problem(client.get(f"{BASE}/{waiting['uuid']}/file"), 409, "research-export-not-ready")
    run_worker()
    ResearchExport.objects.update(expires_at=clock.now() - dt.timedelta(seconds=1))
    assert research.drop_expired_data_sets() == 1
    client.problem(client.get(f"{BASE}/{waiting['uuid']}/file"), 410, "research-export-expired")
    assert client.delete(f"{BASE}/{waiting['uuid']}").status_code == 204
    ResearchExport.objects.create(
        requested_by=admin, state="processing", started_at=clock.now() - dt.timedelta(hours=2)
    )
    ResearchExport.objects.update(updated_at=clock.now() - dt.timedelta(hours=2))
    research.drop_expired_data_sets()
    assert ResearchExport.objects.get().problem["code"] == "research-export-failed"


def test_asking_and_fetching_are_audited(api, admin, school):
    client = api(admin)
    package_of(client, made(client))
    acts = AuditEvent.objects.filter(action__startswith="reports.research").order_by("id")
    assert [act.action for act in acts] == ["reports.research.requested", "reports.research.downloaded"]


def test_more_people_cost_no_more_queries(api, admin, school, make_person, django_assert_max_num_queries):
    client, (_, algebra, _) = api(admin), school
    client.post(f"{BASE}/preview", {})
    with django_assert_max_num_queries(15):
        client.post(f"{BASE}/preview", {})
    for number in range(6):
        person = make_person(f"bea{number}")
        record_consent(user_id=person.pk, code="research", is_granted=True, recorded_by=person.pk)
        make_enrollment(person, algebra)
    with django_assert_max_num_queries(15):
        assert client.post(f"{BASE}/preview", {}).json()["people_found"] == 12
