"""The catalog: facets, orders, mended spelling, meaning, visibility, and what it costs."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import CatalogChange, Course, CourseReview
from edusync.courses.queries.catalog_index import catalog_version
from edusync.courses.services.catalog_upkeep import KEEP, prune_catalog_changes
from edusync.courses.services.taxonomy import feature_courses
from edusync.courses.testing import make_category, make_course
from edusync.courses.tests.conftest import ToldFacts
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db(transaction=True)
Api = Callable[..., ApiClient]


def page(client: ApiClient, **wanted: Any) -> dict[str, Any]:
    response = client.get("/api/v1/courses?" + urlencode(wanted))
    assert response.status_code == 200, response.content
    return response.json()  # type: ignore[no-any-return]


def titles(found: dict[str, Any]) -> list[str]:
    return [card["title"] for card in found["results"]]


def counts(found: dict[str, Any], facet: str) -> dict[str, int]:
    return {entry["value"]: entry["count"] for entry in found["facets"][facet]}


@pytest.fixture
def shelf(organization: Any) -> dict[str, Course]:
    science = make_category()
    make_category("Soil science", "soil-science", parent=science)
    make_category("Arts", "arts")
    facts: list[dict[str, Any]] = [
        {"title": "Soil and roots", "level": "beginner", "categories": ["soil-science"], "tags": ["garden"],
         "estimated_minutes": 60},
        {"title": "Stars at night", "level": "advanced", "categories": ["science"], "tags": ["sky"],
         "estimated_minutes": 200},
        {"title": "Drawing hands", "level": "beginner", "categories": ["arts"], "tags": ["garden", "pencil"],
         "estimated_minutes": 1500, "languages": ["ta"]},
        {"title": "Programming with Python", "level": "beginner", "language": "ta", "access": "approval"},
    ]  # fmt: skip
    return {item["title"]: make_course(modules=1, lessons=1, **item) for item in facts}


def test_facets_count_what_each_further_choice_would_show(shelf: Any, api: Api) -> None:
    found = page(api(), facets="true")
    assert found["count"] == 4
    assert counts(found, "category") == {"science": 2, "soil-science": 1, "arts": 1}
    assert counts(found, "level") == {"beginner": 3, "advanced": 1}
    assert counts(found, "duration") == {"short": 1, "medium": 1, "very_long": 1}
    assert counts(found, "language") == {"en": 3, "ta": 2}
    assert counts(found, "tag") == {"garden": 2, "pencil": 1, "sky": 1}
    assert counts(found, "access") == {"open": 3, "approval": 1}
    parents = {entry["value"]: entry["parent_id"] for entry in found["facets"]["category"]}
    ids = {entry["value"]: entry["id"] for entry in found["facets"]["category"]}
    assert parents["soil-science"] == ids["science"]

    found = page(api(), facets="true", level="beginner", tag="garden")
    assert set(titles(found)) == {"Soil and roots", "Drawing hands"}
    assert counts(found, "level") == {"beginner": 2}
    assert counts(found, "tag") == {"garden": 2, "pencil": 1}
    assert counts(found, "category") == {"science": 1, "soil-science": 1, "arts": 1}

    both = page(api(), level="beginner,advanced", category="science")
    assert set(titles(both)) == {"Soil and roots", "Stars at night"}
    none = page(api(), facets="true", level="intermediate")
    assert none["results"] == []
    assert counts(none, "level") == {"beginner": 3, "advanced": 1}


@pytest.mark.parametrize(
    "wanted",
    [
        {"sort": "luck"},
        {"duration": "ages"},
        {"rating": "6"},
        {"facets": "some"},
        {"level": "beginner,wizard"},
    ],
)
def test_bad_choices_are_named(shelf: Any, api: Api, wanted: dict[str, str]) -> None:
    client = api()
    problem = client.problem(client.get("/api/v1/courses?" + urlencode(wanted)), 422)
    assert problem["errors"][0]["pointer"] == f"/{next(iter(wanted))}"


@pytest.mark.parametrize("sort", ["newest", "title", "rating", "popular", "featured"])
def test_every_order_goes_on_where_the_page_ended(shelf: Any, api: Api, sort: str) -> None:
    client, cursor, seen = api(), "", []
    whole = titles(page(client, sort=sort, facets="true"))
    while True:
        found = page(client, sort=sort, limit=1, level="beginner,advanced,intermediate,all", cursor=cursor)
        seen += titles(found)
        if not (cursor := found["next"] or ""):
            break
    assert seen == whole
    assert len(seen) == 4
    for bad in ("bad!", "e30", "WyJ0aXRsZSIse31d"):
        client.problem(
            client.get(f"/api/v1/courses?sort={sort}&facets=true&cursor={bad}"), 400, "invalid-cursor"
        )


def test_orders_by_rating_popularity_and_choice(shelf: Any, api: Api, make_person: Any) -> None:
    people = [make_person(f"rater{number}") for number in range(3)]
    for person, stars in zip(people, (4, 5, 4), strict=True):
        CourseReview.objects.create(course=shelf["Stars at night"], author=person, stars=stars)
    CourseReview.objects.create(course=shelf["Drawing hands"], author=people[0], stars=2)
    Course.objects.filter(pk=shelf["Soil and roots"].pk).update(seats_taken=9)
    feature_courses(ids=[shelf["Drawing hands"].pk, shelf["Soil and roots"].pk], by_id=None)

    found = page(api(), sort="rating")
    assert titles(found)[:2] == ["Stars at night", "Drawing hands"]
    assert found["results"][0]["rating"] == 4.3
    assert found["results"][0]["rating_count"] == 3
    assert titles(page(api(), rating="4")) == ["Stars at night"]
    assert titles(page(api(), sort="popular"))[0] == "Soil and roots"
    assert titles(page(api(), featured="true", facets="true")) == ["Drawing hands", "Soil and roots"]
    feature_courses(ids=[shelf["Stars at night"].pk], by_id=None)
    assert titles(page(api(), featured="true")) == ["Stars at night"]


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("pyhton", "python"),
        ("programing wiht pyton", "programing with python"),
        ("drawin hnads", "drawing hands"),
        ("தோட்டகலை", "தோட்டக்கலை"),
        ("الرياضات", "الرياضيات"),
    ],
)
def test_misspelled_words_are_mended_in_any_script(shelf: Any, api: Api, typed: str, mended: str) -> None:
    make_course("தோட்டக்கலை அறிமுகம்", modules=1, lessons=1)
    make_course("الرياضيات للجميع", modules=1, lessons=1)
    found = page(api(), search=typed)
    assert found["searched"] == mended
    assert set(mended.split()) <= set(
        found["results"][0]["title"].lower().replace("programming", "programing").split()
    )


def test_right_words_are_left_alone(shelf: Any, api: Api) -> None:
    for words in ("python", "pyth", "drawing"):
        found = page(api(), search=words)
        assert found["searched"] is None
        assert len(found["results"]) == 1
    nothing = page(api(), search="zebra crossing", facets="true")
    assert nothing["results"] == []
    assert nothing["searched"] is None
    assert nothing["count"] == 0


def test_words_of_hidden_courses_are_never_suggested(shelf: Any, api: Api) -> None:
    make_course("Kryptonite", modules=1, lessons=1, visibility="private")
    found = page(api(), search="kryptonit")
    assert found["results"] == []
    assert found["searched"] is None


# A query and the course that somebody who asks so means. No word of it stands in the course.
MEANT = [
    ("coding", "Programming with Python"),
    ("software development", "Programming with Python"),
    ("நிரலாக்கம்", "Programming with Python"),
    ("برمجة", "Programming with Python"),
    ("maths", "Mathematics for everyone"),
    ("கணிதம்", "Mathematics for everyone"),
    ("horticulture", "Gardening through the year"),
    ("cookery", "Cooking at home"),
    ("numeracy", "Arithmetic from the start"),
    ("excel", "Spreadsheets you can trust"),
    ("carpentry", "Woodworking basics"),
    ("poems", "Verse and rhyme"),
]


def test_meaning_finds_what_words_miss(shelf: Any, api: Api) -> None:
    for title in {title for _, title in MEANT} - {"Programming with Python"}:
        make_course(title, modules=1, lessons=1)
    client = api()
    first = [titles(page(client, search=query))[:1] == [title] for query, title in MEANT]
    assert sum(first) == len(MEANT)
    # Words come before meaning.
    make_course("Coding in rhyme", modules=1, lessons=1)
    assert titles(page(client, search="coding"))[0] == "Coding in rhyme"


def test_the_index_follows_every_change(shelf: Any, api: Api) -> None:
    client, course = api(), shelf["Soil and roots"]
    assert len(page(client, facets="true")["results"]) == 4
    services.update_course(course=Course.objects.get(pk=course.pk), title="Ground")
    assert "Ground" in titles(page(client, facets="true"))
    services.update_course(course=Course.objects.get(pk=course.pk), tags=["deep"])
    assert counts(page(client, facets="true"), "tag")["deep"] == 1
    services.update_course(course=Course.objects.get(pk=course.pk), visibility="private")
    found = page(client, facets="true")
    assert "Ground" not in titles(found)
    assert "deep" not in counts(found, "tag")
    services.archive_course(course=Course.objects.get(pk=shelf["Stars at night"].pk))
    assert len(page(client, facets="true")["results"]) == 2
    # No change of what the catalog shows, no new mark.
    before = catalog_version()
    Course.objects.filter(pk=course.pk).update(seats_taken=3)
    assert catalog_version() == before


def test_old_marks_go_and_the_catalog_stays_right(shelf: Any, api: Api) -> None:
    course = shelf["Soil and roots"]
    for number in range(KEEP * 2 + 1):
        Course.objects.filter(pk=course.pk).update(title=f"Soil {number}")
    assert prune_catalog_changes() > KEEP
    assert CatalogChange.objects.count() == KEEP
    assert f"Soil {KEEP * 2}" in titles(page(api(), facets="true"))


@pytest.mark.parametrize("wanted", [{}, {"facets": "true"}, {"search": "shared"}, {"sort": "title"}])
def test_visibility_says_who_finds_a_course(
    api: Api,
    learner: Any,
    stranger: Any,
    instructor: Any,
    admin: Any,
    told: ToldFacts,
    wanted: dict[str, str],
) -> None:
    made = {
        visibility: make_course(
            f"Shared {visibility}", modules=1, lessons=1, visibility=visibility, created_by_id=instructor.pk
        )
        for visibility in ("public", "restricted", "private")
    }
    told.enroll(made["private"], learner)
    seen = {
        None: {"public"},
        stranger: {"public", "restricted"},
        learner: {"public", "restricted", "private"},
        instructor: {"public", "restricted", "private"},
        admin: {"public", "restricted", "private"},
    }
    for person, expected in seen.items():
        client = api(person) if person else api()
        assert {title.split()[1] for title in titles(page(client, **wanted))} == expected
        for visibility, course in made.items():
            for path in ("", "/outline", "/similar", "/reviews"):
                status = client.get(f"/api/v1/courses/{course.slug}{path}").status_code
                assert status == (200 if visibility in expected else 404), (person, visibility, path)


def test_templates_are_never_listed(api: Api, admin: Any) -> None:
    course = make_course("Pattern", modules=1, lessons=1, status="draft")
    Course.objects.filter(pk=course.pk).update(is_template=True)
    for wanted in ({}, {"facets": "true"}, {"search": "pattern"}):
        assert page(api(admin), **wanted)["results"] == []


@pytest.mark.parametrize(
    "wanted",
    [{}, {"facets": "true"}, {"level": "beginner", "sort": "popular"}, {"tag": "garden", "facets": "true"}],
)
def test_the_catalog_costs_five_queries_whatever_the_rows(
    shelf: Any, api: Api, learner: Any, wanted: dict[str, str]
) -> None:
    client, numbers = api(learner), []
    for more in (0, 8):
        for number in range(more):
            make_course(f"Filler {number}", modules=1, lessons=1, level="beginner", tags=["garden"])
        page(client, **wanted)
        with CaptureQueriesContext(connection) as captured:
            page(client, **wanted)
        numbers.append(len(captured))
    assert numbers[0] == numbers[1] <= 5


@pytest.mark.parametrize(
    ("sql", "indexes"),
    [
        ("status = 'published' ORDER BY published_at DESC, id DESC LIMIT 5",
         {"course_catalog_idx", "course_created_idx"}),
        ("title = 'x'", {"course_title_idx"}),
        ("slug = 'x'", {"course_org_slug_uniq", "SEARCH"}),
        ("status = 'draft' ORDER BY created_at, id LIMIT 5", {"course_created_idx", "course_catalog_idx"}),
        ("access = 'open' AND status = 'published' AND capacity = 5", {"course_access_idx"}),
    ],
)  # fmt: skip
def test_indexes_of_courses_are_used(shelf: Any, organization: Any, sql: str, indexes: set[str]) -> None:
    assert indexes & used_keys(
        f"SELECT id FROM courses_course WHERE organization_id = {organization.pk} AND {sql}"
    )


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        ("SELECT id FROM courses_category WHERE organization_id = {0} AND kind = 'grade' AND name = 'x'", "category_kind_name_idx"),
        ("SELECT id FROM courses_category WHERE parent_id = 1 ORDER BY position, id", "category_tree_idx"),
        ("SELECT course_id FROM courses_course_staff WHERE user_id = 1 AND duty = 'owner'", "course_staff_user_idx"),
        ("SELECT course_id FROM courses_course_category WHERE category_id = 1", "course_category_course_idx"),
    ],
)  # fmt: skip
def test_indexes_of_the_tree_are_used(shelf: Any, organization: Any, sql: str, index: str) -> None:
    assert index in used_keys(sql.format(organization.pk))


def used_keys(sql: str) -> set[str]:
    """Indexes the engine takes or could take: with few rows it may well prefer another of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return {word.strip("()") for row in cursor.fetchall() for word in str(row[3]).split()}
        cursor.execute(f"EXPLAIN FORMAT=TRADITIONAL {sql}")
        names = [column[0] for column in cursor.description]
        return {
            key
            for row in cursor.fetchall()
            for key in str(dict(zip(names, row, strict=True))["possible_keys"]).split(",")
        }
