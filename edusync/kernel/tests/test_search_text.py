"""Words of a search in texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.kernel.search_text import Piece, contains_any, excerpt, marked, title_score


def test_a_whole_title_is_better_than_its_beginning_and_that_than_a_word_in_it():
    titles = ["Soil", "Soil science", "About soil", "Topsoil", "Water"]
    scores = [title_score(title, ["soil"]) for title in titles]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == 1
    assert scores[-1] == 0


@pytest.mark.parametrize(
    ("title", "word"), [("Ångström", "angstrom"), ("CAFÉ", "cafe"), ("தமிழ் பாடம்", "தமிழ்")]
)
def test_accents_and_capitals_do_not_matter(title, word):
    assert title_score(title, [word]) > 0.8


def test_found_words_are_marked_and_nothing_is_lost():
    pieces = marked("Loops in Python, and more loops", contains_any(["loop"]))
    assert pieces == (
        Piece("Loops", True),
        Piece(" in Python, and more ", False),
        Piece("loops", True),
    )


def test_an_excerpt_is_taken_around_the_first_word():
    text = "filler " * 100 + "needle " + "filler " * 100
    pieces = excerpt(text, contains_any(["needle"]))
    assert Piece("needle", True) in pieces
    assert pieces[0] == Piece("… ", False)
    assert pieces[-1] == Piece(" …", False)
    assert sum(len(piece.text) for piece in pieces) < 200


def test_there_is_no_excerpt_of_what_does_not_have_the_words():
    assert excerpt("nothing here", contains_any(["needle"])) == ()


@given(st.text(max_size=300), st.text(min_size=1, max_size=8))
def test_marking_keeps_every_character(text, word):
    assert "".join(piece.text for piece in marked(text, contains_any([word]))) == text


@given(st.text(max_size=600), st.text(min_size=1, max_size=4))
def test_an_excerpt_is_part_of_the_text(text, word):
    pieces = excerpt(text, contains_any([word]))
    inner = "".join(piece.text for piece in pieces if piece.text not in ("… ", " …"))
    assert inner in " ".join(text.split())
