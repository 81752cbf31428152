"""The registry of what can be searched."""

import pytest

from edusync.kernel.policy import ANONYMOUS, Actor, Permission
from edusync.kernel.search import SearchQuery, SearchRow, SearchSource, answers, known_kinds, register_source
from edusync.kernel.search_text import Piece


def rows_of(actor, query):
    return [SearchRow(query.text, (Piece("A title", False),), "/", 1.0)]


def test_a_kind_belongs_to_one_source():
    with pytest.raises(ValueError, match="taken"):
        register_source(SearchSource("another", (known_kinds()[0],), rows_of))


def test_a_source_without_kinds_is_refused():
    with pytest.raises(ValueError, match="taken"):
        register_source(SearchSource("empty", (), rows_of))


def test_keys_are_answered_as_far_as_their_scopes_go_and_people_always():
    scoped = SearchSource("scoped", ("scoped",), rows_of, key_scope=Permission.COURSE_READ)
    private = SearchSource("private", ("private",), rows_of)
    key = Actor(user_id=1, ceiling=frozenset({"courses:course:read"}), credential="api-key")
    other = Actor(user_id=1, ceiling=frozenset({"files:file:read"}), credential="token")
    assert [answers(source, key) for source in (scoped, private)] == [True, False]
    assert [answers(source, other) for source in (scoped, private)] == [False, False]
    assert all(
        answers(source, actor) for source in (scoped, private) for actor in (ANONYMOUS, Actor(user_id=1))
    )


def test_words_are_taken_once_and_not_without_end():
    assert SearchQuery("a b a", frozenset(), 5).words == ["a", "b"]
    assert len(SearchQuery(" ".join(str(n) for n in range(50)), frozenset(), 5).words) == 8


def test_every_kind_is_known():
    assert set(known_kinds()) >= {
        *("course", "module", "lesson", "quiz", "transcript", "note", "file", "person", "group", "unit"),
    }
