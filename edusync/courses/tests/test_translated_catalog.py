"""The catalog in the reader's language: titles and taglines of cards, and words of translations.

Rows are committed: full-text indexes of InnoDB see nothing else.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from edusync.courses.models import Course
from edusync.courses.services.translations import offer_language, save_pieces
from edusync.courses.testing import make_course, page_document
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db(transaction=True)
Api = Callable[..., ApiClient]
TEXTS = {"title": "மண் அறிவியல்", "tagline": "நம் காலடி நிலம்", "overview/b2/html": "<p>புழுக்கள் தோண்டும்</p>"}


@pytest.fixture
def course(organization: Any, instructor: Any) -> Course:
    row = make_course(
        "Soil science",
        modules=1,
        lessons=1,
        tagline="The ground beneath",
        overview=page_document("Worms dig."),
        created_by_id=instructor.pk,
    )
    translate(row, TEXTS)
    offer_language(course=row, language="ta", is_offered=True, by_id=instructor.pk)
    return row


def translate(course: Course, texts: dict[str, str], *, state: str = "ready", row_version: int = 0) -> None:
    pieces = [
        {
            "entity": "course",
            "entity_id": course.pk,
            "field": field,
            "text": text,
            "state": state,
            "row_version": row_version,
        }
        for field, text in texts.items()
    ]
    save_pieces(course=course, language="ta", pieces=pieces, by_id=None)


def cards(client: ApiClient, **query: Any) -> list[tuple[str, str]]:
    results = client.get("/api/v1/courses", query).json()["results"]
    return [(card["title"], card["tagline"]) for card in results]


@pytest.mark.parametrize("query", [{}, {"search": "soil"}, {"sort": "title", "facets": "true"}])
def test_cards_speak_the_readers_language_where_the_course_does(
    api: Api, course: Course, query: dict[str, str]
):
    own = [("Soil science", "The ground beneath")]
    assert cards(api(), **query) == own
    assert cards(api(), reading="en", **query) == own
    assert cards(api(), reading="de", **query) == own
    assert cards(api(), reading="ta", **query) == [(TEXTS["title"], TEXTS["tagline"])]


def test_what_is_not_approved_or_not_offered_is_not_shown(api: Api, course: Course, instructor: Any):
    translate(course, {"tagline": "வரைவு"}, state="draft", row_version=1)
    assert cards(api(), reading="ta") == [(TEXTS["title"], "The ground beneath")]
    offer_language(course=course, language="ta", is_offered=False, by_id=instructor.pk)
    assert cards(api(), reading="ta") == [("Soil science", "The ground beneath")]


@pytest.mark.parametrize("words", ["மண்", "நிலம்", "புழுக்கள்"])
def test_a_course_is_found_by_the_words_of_its_translation(api: Api, course: Course, words: str):
    assert len(cards(api(), search=words)) == 1
    assert len(cards(api(), search="worms")) == 1
    groups = api().get("/api/v1/search", {"q": words, "language": "ta"}).json()["groups"]
    title = "".join(piece["text"] for piece in groups[0]["rows"][0]["title"])
    assert title == TEXTS["title"]


def test_words_that_are_no_longer_offered_find_nothing(api: Api, course: Course, instructor: Any):
    translate(course, {"title": "வேறு"}, state="draft", row_version=1)
    assert cards(api(), search="மண்") == []
    offer_language(course=course, language="ta", is_offered=False, by_id=instructor.pk)
    assert cards(api(), search="நிலம்") == []


def test_another_language_costs_no_query(api: Api, learner: Any, course: Course):
    client = api(learner)

    def queries(**query: Any) -> int:
        cards(client, **query)
        with CaptureQueriesContext(connection) as captured:
            cards(client, **query)
        return len(captured)

    assert queries(reading="ta") == queries() <= 5
    assert queries(search="soil", reading="ta") == queries(search="soil")
