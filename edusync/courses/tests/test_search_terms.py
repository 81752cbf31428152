"""Search terms by script, and snippets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.search.snippets import snippet
from edusync.courses.search.stems import arabic_stem, english_stem
from edusync.courses.search.tokens import QueryTerm, encoded, query_terms, terms_of


def finds(query: str, text: str) -> bool:
    """What an engine's index does: each word of the query must be among the terms."""
    own = set(terms_of(text))
    wanted = query_terms(query)
    return bool(wanted) and all(
        not own.isdisjoint(term.terms) or (term.prefix and any(word.startswith(term.prefix) for word in own))
        for term in wanted
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("migration", "Database migrations"),
        ("migrations", "one migration"),
        ("loops", "Looping over lists"),
        ("PYTHON", "Programming with Python"),
        ("prog", "Programming with Python"),
        ("python prog", "Programming with Python"),
        ("a", "Vitamin A"),
        ("the", "The Iliad"),
        ("c++", "C++ for beginners"),
        ("cafe", "Café culture"),
        ("Café", "cafe culture"),
        ("grosse", "Größe"),
        ("ångström", "Angstrom"),
        ("еж", "Ёж в тумане"),
        ("机器", "机器学习入门"),
        ("学习", "机器学习入门"),
        ("器", "机器学习入门"),
        ("機械学習", "やさしい機械学習の本"),
        ("파이썬", "파이썬을 배우자"),
        ("ภาษาไทย", "เรียนภาษาไทยง่าย"),
        ("हिन्दी", "हिन्दी सीखें"),
        ("பைதான்", "பைதான் அறிமுகம்"),
        ("பைத", "பைதான் அறிமுகம்"),
        ("كتاب", "الكِتَابُ المفيد"),
        ("الكتاب", "كتاب مفيد"),
        ("مدرسه", "المدرسة"),
        ("שלום", "שָׁלוֹם עולם"),
        ("ｐｙｔｈｏｎ", "python"),
        ("python入门", "Python 入门教程"),
        ("2024", "Edition 2024"),
    ],
)
def test_finds(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("java ", "JavaScript basics"),
        ("learning machines", "machine translation"),
        ("学机", "机器学习"),
        ("कल", "कला"),
        ("art", "party"),
        ("", "anything"),
        ("!?", "anything"),
    ],
)
def test_does_not_find(query: str, text: str) -> None:
    assert not finds(query + (" " if query.strip() and not query.endswith(" ") else ""), text)


def test_unfinished_word_is_only_the_last() -> None:
    first, last = query_terms("prog pyth")
    assert (first.prefix, last.prefix) == ("", encoded("pyth"))
    assert query_terms("pyth ")[0].prefix == ""
    assert query_terms("p")[0].prefix == ""


def test_query_is_bounded() -> None:
    assert len(query_terms("word " * 500)) <= 8
    assert len(query_terms("学" * 500)) <= 8


@given(st.text(max_size=60))
def test_terms_are_words_for_every_engine(text: str) -> None:
    for term in terms_of(text):
        assert term.isascii()
        assert term.isalnum()
        assert 3 <= len(term) <= 80


@given(st.text(alphabet=st.characters(categories=["L", "M", "N"]), min_size=1, max_size=12))
def test_every_word_finds_itself(word: str) -> None:
    if terms_of(word):
        assert finds(word, f"before {word} after")


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("classes", "class"),
        ("studies", "study"),
        ("running", "run"),
        ("looped", "loop"),
        ("is", "is"),
        ("glass", "glass"),
        ("x2", "x2"),
    ],
)
def test_english_stems(word: str, stem: str) -> None:
    assert english_stem(word) == stem


def test_arabic_stem_keeps_short_words() -> None:
    assert arabic_stem("الان") == "الان"


def test_snippet_marks_and_escapes() -> None:
    text = "Intro. " * 60 + "Here <script>loops</script> & Looping over <b> lists. " + "End. " * 80
    html = snippet(text, query_terms("loop "))
    assert "<script>" not in html
    assert "<mark>&lt;script&gt;loops&lt;/script&gt;</mark> &amp; <mark>Looping</mark>" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(html) < 600


def test_snippet_of_unspaced_text_marks_the_run() -> None:
    assert "<mark>机器学习入门</mark>" in snippet("机器学习入门", query_terms("学习"))


def test_snippet_without_a_hit_is_empty() -> None:
    assert snippet("nothing here", [QueryTerm((encoded("else"),))]) == ""


@given(st.text(max_size=80), st.text(max_size=20))
def test_snippet_never_lets_markup_through(text: str, query: str) -> None:
    html = snippet(text, query_terms(query))
    assert "<" not in html.replace("<mark>", "").replace("</mark>", "")
