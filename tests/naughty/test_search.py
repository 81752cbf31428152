"""Naughty strings as words to search for. Rows are committed: full-text indexes of InnoDB see nothing else."""

import re

import pytest

from edusync.courses.testing import make_course

pytestmark = pytest.mark.django_db(transaction=True)

TAG = re.compile(r"<(?!/?mark>)")


def test_every_search_is_answered_and_what_it_shows_is_harmless(api, organization, naughty_strings):
    for text in naughty_strings[::8]:
        if len(text.strip()) in range(1, 200) and text.isprintable():
            make_course(text, modules=1, lessons=1, tagline=text)
    client = api()
    found = 0
    for text in naughty_strings:
        answer = client.get("/api/v1/courses", query_params={"search": text})
        assert answer.status_code == 200, (text, answer.content)
        for card in answer.json()["results"]:
            found += 1
            assert not TAG.search((card.get("snippet") or {"html": ""})["html"]), card["snippet"]
    assert found > 100


@pytest.mark.parametrize(
    "word", ["nelumbo<script>alert(1)</script>", "नमस्ते<b>", "செல்வி'\"--", "محمد&amp;", "李小龍%_"]
)
def test_a_course_is_found_by_its_strange_title(api, organization, word):
    course = make_course(word, modules=1, lessons=1)
    results = api().get("/api/v1/courses", query_params={"search": word}).json()["results"]
    assert [card["slug"] for card in results] == [course.slug]
    assert results[0]["title"] == word


def test_a_search_for_half_a_character_is_answered(api, organization):
    assert api().get("/api/v1/courses?search=%ed%a0%80%ff%c3").status_code == 200
