"""Texts of lessons that apps above own: they register how theirs are found, for courses imports none of them."""

from collections.abc import Mapping
from typing import Any, Protocol

from edusync.courses.translation.pieces import Kind

Found = tuple[str, Kind, str, str]


class TextSource(Protocol):
    """Implemented by an app that keeps texts of lessons."""

    def __call__(
        self, *, kinds: Mapping[int, str], documents: Mapping[int, dict[str, Any]]
    ) -> Mapping[int, list[Found]]:
        """Field, kind, label and text of each piece by lesson id, in reading order and a fixed number of queries.

        `kinds` are those of the lessons by id, `documents` the pages: texts may belong to what stands in them.
        """
        ...


_sources: list[TextSource] = []


def register_texts(source: TextSource) -> None:
    """Lessons have these texts, too. An app calls it when it is ready."""
    if source not in _sources:
        _sources.append(source)


def texts_of_others(
    kinds: Mapping[int, str], documents: Mapping[int, dict[str, Any]]
) -> dict[int, list[Found]]:
    """What all sources found, by lesson id."""
    found: dict[int, list[Found]] = {}
    for source in _sources:
        for lesson_id, texts in source(kinds=kinds, documents=documents).items():
            found.setdefault(lesson_id, []).extend(texts)
    return found
