"""The words of a report in the reader's language; what has none is named after its column."""

import functools
from pathlib import Path
from typing import Any

import orjson

from edusync.reports.engine import catalog

FALLBACK = "en"


def words_of(slug: str, language: str) -> "Words":
    """The words in the language, its base language, else English."""
    return _read(catalog.words_folder(), slug, language)


@functools.lru_cache(maxsize=256)
def _read(folder: Path, slug: str, language: str) -> "Words":
    layers = []
    for code in dict.fromkeys((language, language.partition("-")[0], FALLBACK)):
        path = folder / f"{slug}.{code}.json"
        # A language comes from a person's settings; a name with a slash in it leads nowhere.
        if code.replace("-", "").isalnum() and path.is_file():
            layers.append(orjson.loads(path.read_bytes()))
    return Words(slug, layers)


def plain_title(name: str) -> str:
    """A title made of a name: underscores become spaces, words begin with capital letters."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split("_"))


class Words:
    """What a report and its parts are called."""

    def __init__(self, slug: str, layers: list[dict[str, Any]]) -> None:
        self._slug = slug
        self._layers = layers

    def _find(self, *path: str) -> str | None:
        for layer in self._layers:
            place: Any = layer
            for step in path:
                place = place.get(step) if isinstance(place, dict) else None
            if isinstance(place, str):
                return place
        return None

    @property
    def title(self) -> str:
        """Title of the report."""
        return self._find("title") or plain_title(self._slug)

    @property
    def summary(self) -> str:
        """What it tells, in a sentence."""
        return self._find("summary") or ""

    def column(self, name: str) -> str:
        """Head of a column."""
        return self._find("columns", name) or plain_title(name)

    def filter(self, name: str) -> str:
        """Label of a filter; one that is called like a column has its title."""
        return self._find("filters", name) or self.column(name)

    def choice(self, column: str, value: str) -> str:
        """A value of a choice."""
        return self._find("choices", column, value) or plain_title(value)

    def choices(self, column: str) -> list[str]:
        """The codes of a column that have words, in their order."""
        return [code for layer in self._layers[-1:] for code in layer.get("choices", {}).get(column, {})]

    def chart(self, place: int) -> str:
        """Title of a chart."""
        return self._find("charts", str(place)) or self.title
