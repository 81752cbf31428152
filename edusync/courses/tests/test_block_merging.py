"""Two authors at once: nobody's words are lost."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.courses.blocks import clean_document, document_text, merge_documents
from edusync.courses.blocks.word_merge import MAX_TOKENS, merge_text
from edusync.courses.tests.document_strategies import documents, edited


def text(name: str, words: str) -> dict[str, Any]:
    return {"id": name, "type": "text", "html": f"<p>{words}</p>"}


def document_of(*blocks: dict[str, Any]) -> dict[str, Any]:
    return clean_document({"version": 1, "blocks": list(blocks)})


def merged_words(base: Any, mine: Any, theirs: Any) -> list[str]:
    return document_text(merge_documents(base, mine, theirs).document).split("\n")


def words_of(document: dict[str, Any]) -> set[str]:
    return set(re.findall(r"\w+", document_text(document)))


@given(st.data())
def test_a_merge_loses_nobodys_words(data: Any) -> None:
    base = data.draw(documents)
    mine, theirs = data.draw(edited(base)), data.draw(edited(base))
    merged = merge_documents(base, mine, theirs).document
    assert clean_document(merged) == merged
    assert (words_of(mine) | words_of(theirs)) - words_of(base) <= words_of(merged)
    assert merge_documents(theirs, merged, theirs).document == merged


@given(st.data())
def test_what_one_side_left_alone_is_the_other_side(data: Any) -> None:
    base = data.draw(documents)
    changed = data.draw(edited(base))
    assert merge_documents(base, changed, base).document == changed
    assert merge_documents(base, base, changed).document == changed
    assert merge_documents(base, changed, changed).document == changed


def test_different_blocks_and_different_words_come_together() -> None:
    base = document_of(text("a", "one two three four"), text("b", "five"))
    mine = document_of(text("a", "ONE two three four"), text("b", "five"), text("n1", "mine"))
    theirs = document_of(text("n2", "theirs"), text("a", "one two three FOUR"), text("b", "five"))
    result = merge_documents(base, mine, theirs)
    assert document_text(result.document).split("\n") == ["theirs", "ONE two three FOUR", "five", "mine"]
    assert result.conflicts == ()


def test_the_same_words_changed_by_both_stand_twice_and_say_so() -> None:
    base = document_of(text("a", "The soil is dry"))
    result = merge_documents(
        base, document_of(text("a", "The soil is wet")), document_of(text("a", "The soil is cold"))
    )
    first, second = result.document["blocks"]
    assert (first["html"], second["html"]) == ("<p>The soil is cold</p>", "<p>The soil is wet</p>")
    assert second["conflict_of"] == "a"
    assert [(one.block, one.copy) for one in result.conflicts] == [("a", second["id"])]


def test_what_one_changed_survives_that_the_other_deleted_it() -> None:
    base = document_of(text("a", "keep"), text("b", "old"))
    mine, theirs = document_of(text("a", "keep")), document_of(text("a", "keep"), text("b", "new"))
    assert merged_words(base, mine, theirs) == ["keep", "new"]
    assert merged_words(base, theirs, mine) == ["keep", "new"]
    assert merged_words(base, mine, base) == ["keep"]


def test_blocks_of_the_same_name_made_by_both_are_both_kept() -> None:
    base = document_of(text("b1", "base"))
    mine, theirs = (
        document_of(text("b1", "base"), text("b2", "mine")),
        document_of(text("b1", "base"), text("b2", "theirs")),
    )
    assert sorted(merged_words(base, mine, theirs)) == ["base", "mine", "theirs"]


def test_moves_of_one_and_changes_of_the_other_both_hold() -> None:
    base = document_of(text("a", "1"), text("b", "2"), text("c", "3"))
    mine = document_of(text("c", "3"), text("a", "1"), text("b", "2"))
    theirs = document_of(text("a", "1"), text("b", "two"), text("d", "4"), text("c", "3"))
    assert merged_words(base, mine, theirs) == ["3", "1", "two", "4"]


def test_blocks_inside_blocks_are_merged_one_by_one() -> None:
    def toggle(*inner: dict[str, Any]) -> dict[str, Any]:
        return {"id": "t", "type": "toggle", "title": "T", "blocks": list(inner)}

    base = document_of(toggle(text("a", "1"), text("b", "2")))
    mine = document_of(toggle(text("a", "one"), text("b", "2")))
    theirs = document_of(toggle(text("a", "1"), text("b", "two"), text("c", "3")))
    assert merged_words(base, mine, theirs) == ["T", "one", "two", "3"]


def test_a_settled_conflict_stays_settled() -> None:
    doubt = {**text("b", "mine"), "conflict_of": "a"}
    base = document_of(text("a", "theirs"), doubt)
    mine = document_of(text("a", "theirs"), text("b", "mine"))
    theirs = document_of(text("a", "theirs, longer"), doubt)
    assert all("conflict_of" not in block for block in merge_documents(base, mine, theirs).document["blocks"])


def test_cells_of_a_table_are_merged_each_by_itself() -> None:
    def table(*cells: str) -> dict[str, Any]:
        return document_of({"id": "t", "type": "table", "header": ["h", "k"], "rows": [list(cells)]})

    assert merged_words(table("1", "2"), table("one", "2"), table("1", "two")) == ["h k", "one two"]


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a b c", "a x b c", "a b c y", "a x b c y"),
        ("a b c", "b c", "a b", "b"),
        ("a b c", "a x c", "a y c", None),
        ("", "mine", "theirs", None),
        ("<p>a</p>", "<p>a</p><p>b</p>", "<p>x</p>", "<p>x</p><p>b</p>"),
        ("same", "other", "other", "other"),
    ],
)
def test_words_are_merged_unless_they_meet(base: str, mine: str, theirs: str, merged: str | None) -> None:
    assert merge_text(base, mine, theirs) == merged


def test_texts_too_long_to_compare_are_not_compared() -> None:
    many = " ".join(str(number) for number in range(MAX_TOKENS))
    assert merge_text(many, many[::-1], f"x{many}y") is None
