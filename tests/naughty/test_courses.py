"""Naughty strings as titles of courses."""

import pytest

from edusync.courses.models import Course
from edusync.courses.testing import make_course

pytestmark = pytest.mark.django_db


def test_each_title_is_kept_or_refused(api, instructor, naughty_strings, expected):
    client = api(instructor)
    titles = {}
    for text in naughty_strings[::2]:
        answer = client.post("/api/v1/courses", {"title": text})
        title = expected(text, 200, is_blank_allowed=False)
        if title is None:
            assert [e["pointer"] for e in client.problem(answer, 422)["errors"]] == ["/title"]
            continue
        assert answer.status_code == 201, (text, answer.content)
        assert answer.json()["title"] == title
        titles[answer.json()["slug"]] = title
    assert dict(Course.objects.values_list("slug", "title")) == titles
    assert len(titles) > 200
    for slug, title in list(titles.items())[::10]:
        assert client.get(f"/api/v1/courses/{slug}").json()["title"] == title


def test_the_catalog_shows_each_title_as_given(api, organization, naughty_strings, expected):
    wanted = [expected(text, 200, is_blank_allowed=False) for text in naughty_strings[::8]]
    titles = sorted(title for title in wanted if title is not None)
    for title in titles:
        make_course(title, modules=1, lessons=1)
    client, shown, cursor = api(), [], ""
    while cursor is not None:
        page = client.get("/api/v1/courses", query_params={"cursor": cursor}).json()
        shown += [card["title"] for card in page["results"]]
        cursor = page["next"]
    assert sorted(shown) == titles


@pytest.mark.parametrize("text", ["a\0b", "a\x1b[31mb", "a\x7fb", "a\nb"])
@pytest.mark.parametrize("field", ["title", "tagline"])
def test_control_characters_on_a_course_are_refused_by_name(api, instructor, field, text):
    client = api(instructor)
    answer = client.post("/api/v1/courses", {"title": "Knots", field: text})
    assert [e["pointer"] for e in client.problem(answer, 422, "invalid-input")["errors"]] == [f"/{field}"]
    assert not Course.objects.exists()


def test_a_lone_surrogate_is_no_text(api, instructor):
    client = api(instructor)
    answer = client.generic("POST", "/api/v1/courses", '{"title": "a\\ud800b"}')
    assert answer.status_code in {400, 422}
    assert not Course.objects.exists()
