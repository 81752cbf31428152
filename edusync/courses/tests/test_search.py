"""Search through the engine's own index. Rows are committed: full-text indexes of InnoDB see nothing else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses import services
from edusync.courses.models import Course, SearchDocument
from edusync.courses.queries import matching_courses
from edusync.courses.search.engine import FTS_TABLE, FULLTEXT_INDEX, TABLE, install_index
from edusync.courses.testing import lessons_of, make_course, make_lesson, page_document
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db(transaction=True)
Api = Callable[..., ApiClient]

NAUGHTY = [
    "'; DROP TABLE courses_course; --",
    '" OR 1=1 --',
    "<script>alert(1)</script>",
    "zq* AND NEAR(a b)",
    "+(-*)~<>@\"'",
    "田中さんにあげて下さい",
    "👩‍👩‍👧‍👦 family",
    "הָיְתָהtestالصفحات",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "ÅÍÎÏ˝ÓÔÒÚÆ☃",
    "%00%s{{7*7}}",
    "İstanbul ﬁ",
]


def titles(query: str, courses: Any = None) -> list[str]:
    courses = Course.objects.filter(status="published") if courses is None else courses
    names = dict(Course.objects.values_list("id", "title"))
    return [names[hit.course_id] for hit in matching_courses(courses, query)]


def test_finds_and_ranks_alike_on_every_engine(organization: Any) -> None:
    soil = make_course(
        "Soil science", modules=1, lessons=1, tagline="The ground beneath", outcomes=["Read maps"]
    )
    make_lesson(
        course=soil, title="Python for soils", detail={"document": page_document("Use loops to average.")}
    )
    python = make_course(
        "Programming with Python", modules=1, lessons=1, overview=page_document("Learn looping.")
    )
    make_lesson(
        course=python, title="Loops", detail={"document": page_document("The python eats the apple.")}
    )
    make_course("பைதான் அறிமுகம்", modules=1, lessons=1, language="ta")
    make_course("机器学习入门", modules=1, lessons=1, language="zh", overview=page_document("用 Python 学习"))
    make_course("Hidden python", status="draft")
    expected = {
        "python": ["Programming with Python", "Soil science", "机器学习入门"],
        "pyth": ["Programming with Python", "Soil science", "机器学习入门"],
        "loops python": ["Programming with Python", "Soil science"],
        "the": ["Soil science", "Programming with Python"],
        "map": ["Soil science"],
        "ground": ["Soil science"],
        "பைதான்": ["பைதான் அறிமுகம்"],
        "学习": ["机器学习入门"],
        "习": ["机器学习入门"],
        "nothing": [],
        "python nothing": [],
        "   ": [],
    }
    assert {query: titles(query) for query in expected} == expected


def test_index_follows_every_change(organization: Any, other_organization: Any) -> None:
    course = make_course("Soil", modules=1, lessons=1)
    lesson = lessons_of(course)[0]
    services.set_page_document(lesson=lesson, document=page_document("Earthworms dig."))
    assert titles("earthworm") == ["Soil"]
    services.set_page_document(lesson=lesson, document=page_document("Moles dig."))
    assert (titles("earthworm"), titles("mole")) == ([], ["Soil"])
    services.update_course(course=Course.objects.get(pk=course.pk), title="Ground")
    assert (titles("soil"), titles("ground")) == ([], ["Ground"])
    lesson.refresh_from_db()
    services.delete_lesson(lesson=lesson)
    assert titles("mole") == []
    with organization_context(other_organization.pk):
        make_course("Ground elsewhere", modules=1, lessons=1)
    assert titles("ground") == ["Ground"]
    SearchDocument.objects.all().delete()
    assert titles("ground") == []
    call_command("rebuild_search", verbosity=0)
    assert titles("ground") == ["Ground"]
    assert install_index() is False


def drop_index() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER search_fts_on_insert")
            cursor.execute(f"DROP TABLE {FTS_TABLE}")
        else:
            cursor.execute(f"ALTER TABLE {TABLE} DROP INDEX {FULLTEXT_INDEX}")


@pytest.mark.owner("drops and makes the index")
def test_lost_index_is_made_again(organization: Any) -> None:
    make_course("Soil", modules=1, lessons=1)
    drop_index()
    assert install_index() is True
    assert titles("soil") == ["Soil"]
    make_course("Clay", modules=1, lessons=1)
    assert titles("clay") == ["Clay"]


def test_naughty_strings_are_kept_and_found(organization: Any, api: Api) -> None:
    for title in NAUGHTY:
        course = services.create_course(title=title, created_by_id=None)
        module = services.add_module(course=course, title=title)
        services.add_lesson(module=module, kind="page", title=title, detail={})
        services.publish_course(course=course)
    client = api()
    listed = {card["title"] for card in client.get("/api/v1/courses").json()["results"]}
    assert listed == {title.strip() for title in NAUGHTY}
    for title in NAUGHTY:
        response = search(client, title)
        found = [card["title"] for card in response["results"]]
        assert title in found, title
        for card in response["results"]:
            html = (card["snippet"] or {"html": ""})["html"]
            assert "<" not in html.replace("<mark>", "").replace("</mark>", "")


def search(client: ApiClient, query: str, **more: str) -> dict[str, Any]:
    from urllib.parse import urlencode

    response = client.get("/api/v1/courses?" + urlencode({"search": query, **more}))
    assert response.status_code == 200, response.content
    return response.json()


def test_search_pages_filters_and_hides(organization: Any, api: Api, instructor: Any, learner: Any) -> None:
    for number in range(5):
        make_course(f"Soil {number}", modules=1, lessons=1, level="beginner" if number else "advanced")
    make_course("Soil draft", modules=1, lessons=1, status="draft", created_by_id=instructor.pk)
    client, seen, cursor = api(learner), [], ""
    while cursor is not None:
        body = search(client, "soil", limit="2", cursor=cursor)
        seen += [card["title"] for card in body["results"]]
        cursor = body["next"]
    assert seen == [f"Soil {number}" for number in range(5)]
    assert [card["title"] for card in search(client, "soil", level="advanced")["results"]] == ["Soil 0"]
    assert "Soil draft" in {
        card["title"] for card in search(api(instructor), "soil", mine="teaching")["results"]
    }
    client.problem(client.get("/api/v1/courses?search=soil&cursor=bad!"), 400, "invalid-cursor")


def test_lesson_text_is_quoted_only_to_those_who_may_read_it(
    organization: Any, api: Api, instructor: Any, learner: Any
) -> None:
    course = make_course("Soil", modules=1, lessons=1, created_by_id=instructor.pk)
    make_lesson(
        course=course, title="Deep", detail={"document": page_document("Secret earthworms dig here.")}
    )
    outside = search(api(learner), "earthworms")["results"][0]["snippet"]
    inside = search(api(instructor), "earthworms")["results"][0]["snippet"]
    assert (outside["html"], outside["lesson"]["title"]) == ("", "Deep")
    assert "<mark>earthworms</mark> dig here." in inside["html"]


def test_search_costs_the_same_whatever_the_rows(organization: Any, api: Api, learner: Any) -> None:
    client = api(learner)
    counts = []
    for number in range(2):
        for place in range(1 + 6 * number):
            make_course(f"Soil {number} {place}", modules=1, lessons=2)
        # The first one reads the changed catalog into memory.
        search(client, "soil")
        with CaptureQueriesContext(connection) as captured:
            search(client, "soil")
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 7
