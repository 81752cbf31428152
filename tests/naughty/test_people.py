"""Naughty strings as names and texts of people."""

import pytest

from edusync.identity.models import User
from edusync.identity.testing import PASSWORD, AccountPages

pytestmark = pytest.mark.django_db


def test_sign_up_keeps_each_name_or_refuses_it(api, naughty_strings, expected):
    people, pages = {}, AccountPages(api())
    for number, text in enumerate(naughty_strings[::4]):
        pages.client.cookies.clear()
        email = f"n{number}@example.com"
        answer = pages.sign_up(email=email, password=PASSWORD, first_name=text, last_name=text)
        name = expected(text, 100)
        if name is None:
            assert answer.status_code == 400, text
            assert {error["param"] for error in answer.json()["errors"]} == {"first_name", "last_name"}
        else:
            assert answer.status_code == 401, (text, answer.content)
            people[email] = (name, name)
    stored = {
        email: (first, last)
        for email, first, last in User.objects.values_list("email", "first_name", "last_name")
    }
    assert stored == people
    assert len(people) > 100


def test_the_profile_keeps_each_text_or_refuses_it(api, learner, naughty_strings, expected):
    client = api(learner)
    kept = 0
    for text in naughty_strings:
        wanted = {"headline": expected(text, 160), "bio": expected(text, 2000, allowed="\n\t")}
        for field, value in wanted.items():
            answer = client.patch("/api/v1/me", {field: text})
            if value is None:
                assert [e["pointer"] for e in client.problem(answer, 422)["errors"]] == [f"/{field}"]
                continue
            assert answer.status_code == 200, text
            assert answer.json()[field] == value
            kept += 1
        if None not in wanted.values():
            me = client.get("/api/v1/me").json()
            assert {field: me[field] for field in wanted} == wanted
    assert kept > 900


@pytest.mark.parametrize("text", ["a\0b", "a\x1b[31mb", "a\x7fb", "a\x85b"])
@pytest.mark.parametrize("field", ["first_name", "last_name", "headline", "bio"])
def test_control_characters_in_the_profile_are_refused_by_name(api, learner, field, text):
    client = api(learner)
    errors = client.problem(client.patch("/api/v1/me", {field: text}), 422, "invalid-input")["errors"]
    assert [error["pointer"] for error in errors] == [f"/{field}"]
