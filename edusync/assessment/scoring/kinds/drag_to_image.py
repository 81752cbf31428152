"""Drag to image: labels to be put onto places of a picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring import shapes
from edusync.assessment.scoring.kinds.base import (
    Change,
    QuestionKind,
    Settings,
    by_key,
    key_of,
    objects,
    scoring_faults,
    shared,
    text_at,
    texts_in,
)
from edusync.assessment.scoring.outcome import Choice, Outcome, ResponseRefused, SettingsFault, Solution

MAX_PARTS = 40
MAX_TOLERANCE = 20


class DragToImage(QuestionKind):
    """`{"items": [{"html": "…"}], "places": [{"shape": …, "item": 1, "label": "…"}], "shows_places": true, "tolerance": 2}`.

    Areas are those of `hotspot`; `item` is the number of the item that belongs there, from 1, and an item may belong to
    one place only. With `shows_places` the empty places are seen, else an item is put down anywhere, and `tolerance`
    percent of the picture's width beside an area still count. `label` names a place for those who cannot see it.
    """

    name = "drag_to_image"
    needs_picture = True

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Items with words, places on the picture, to each place an item of its own."""
        items, places = objects(settings, "items"), objects(settings, "places")
        if not (1 <= len(items) <= MAX_PARTS and 1 <= len(places) <= MAX_PARTS):
            detail = f"Give 1 to {MAX_PARTS} labels and places."
            return [SettingsFault("/settings/items", "wrong-count", detail)]
        faults = [
            SettingsFault(f"/settings/items/{place}/html", "blank", "A label has a text.")
            for place, item in enumerate(items)
            if not text_at(item, "html").strip()
        ]
        wanted = [one.get("item") for one in places]
        for place, area in enumerate(places):
            faults += shapes.shape_faults(area, f"/settings/places/{place}")
            if wanted[place] not in range(1, len(items) + 1) or isinstance(wanted[place], bool):
                pointer = f"/settings/places/{place}/item"
                faults.append(SettingsFault(pointer, "unknown-value", "Say which label belongs there."))
        if len(set(map(str, wanted))) < len(wanted):
            faults.append(SettingsFault("/settings/places", "twice", "A label belongs to one place only."))
        tolerance = settings.get("tolerance", 0)
        if not (shapes.is_number(tolerance) and 0 <= tolerance <= MAX_TOLERANCE):
            detail = f"From 0 to {MAX_TOLERANCE} percent."
            faults.append(SettingsFault("/settings/tolerance", "out-of-range", detail))
        return faults + scoring_faults(settings)

    def arrange(self, settings: Settings) -> dict[str, Any]:
        """Keys for items and places. Of two items with the same words each has its own."""
        seen: dict[str, int] = {}
        items = []
        for one in objects(settings, "items"):
            text = text_at(one, "html")
            seen[text] = seen.get(text, 0) + 1
            items.append({"html": text, "key": key_of("item", f"{text}\0{seen[text]}")})
        places = [
            {
                **shapes.shape_only(one),
                "item": one.get("item"),
                "label": text_at(one, "label"),
                "key": key_of("place", f"{shapes.shape_only(one)}"),
            }
            for one in objects(settings, "places")
        ]
        return {**settings, "items": items, "places": places, "ratio": shapes.ratio_of(settings)}

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"places": {key of the item: key of the place}, "points": {key of the item: [x, y]}}`; both may be left out."""
        items = {str(one["key"]) for one in objects(settings, "items")}
        given = texts_in(response, "places") if "places" in response else {}
        points = response.get("points", {})
        if not isinstance(points, dict) or not ("places" in response or "points" in response):
            raise ResponseRefused("wrong-shape", 'Expected {"points": {"…": [x, y]}}.')
        named = {item: place for item, place in given.items() if place}
        known = {one["key"] for one in _offered(settings)}
        if not (named.keys() <= items and points.keys() <= items and set(named.values()) <= known):
            raise ResponseRefused("unknown-option", "A part does not belong to this question.")
        free = {item: shapes.place_in(at) for item, at in points.items() if item not in named}
        return {"places": named, "points": free}

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """By how many places have their label; labels with the same words stand for each other."""
        places, words = objects(settings, "places"), _words(settings)
        put = _put(settings, response)
        right = sum(
            any(words.get(item) == _wanted(settings, place) for item in put.get(place["key"], ()))
            for place in places
        )
        placed = len({*(response.get("places") or {}), *(response.get("points") or {})})
        wrong = max(0, placed - right)
        return Outcome(shared(settings, right=right, wrong=wrong, total=len(places)))

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """Every label in the middle of its place."""
        items = objects(settings, "items")
        points = {
            items[place["item"] - 1]["key"]: [round(part, 2) for part in shapes.center(place)]
            for place in objects(settings, "places")
        }
        return Solution(response={"places": {}, "points": points})

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """The labels in no order; of the places as much as is shown."""
        is_shown = bool(settings.get("shows_places"))
        places = [
            {
                "key": one["key"],
                "label": text_at(one, "label"),
                **(shapes.shape_only(one) if is_shown else {}),
            }
            for one in sorted(_offered(settings), key=lambda one: str(one["key"]))
        ]
        return {
            "items": by_key(objects(settings, "items")),
            "places": places,
            "shows_places": is_shown,
            "ratio": shapes.ratio_of(settings),
        }

    def present(
        self, settings: Settings, stem: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], dict[str, Any] | None]:
        """The picture goes to the answer."""
        return shapes.with_picture(stem, self.inputs(settings))

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """Labels and names of places."""
        items = [
            {**one, "html": change(f"items/{place}", "item", text_at(one, "html"))}
            for place, one in enumerate(objects(settings, "items"), 1)
        ]
        places = [
            {**one, "label": change(f"places/{place}", "region", text_at(one, "label"))}
            for place, one in enumerate(objects(settings, "places"), 1)
        ]
        return {**settings, "items": items, "places": places}


def _words(settings: Settings) -> dict[str, str]:
    return {one["key"]: one["html"] for one in objects(settings, "items")}


def _wanted(settings: Settings, place: Mapping[str, Any]) -> str:
    """The words that belong to the place."""
    items = objects(settings, "items")
    return str(items[place["item"] - 1]["html"])


def _offered(settings: Settings) -> list[dict[str, Any]]:
    """Places that can be named in a response: those that are seen, else all when each has a name."""
    places = objects(settings, "places")
    is_named = settings.get("shows_places") or all(text_at(one, "label") for one in places)
    return places if is_named else []


def _put(settings: Settings, response: Mapping[str, Any]) -> dict[str, list[str]]:
    """The items by the place they were put on; one that lies on two is on the nearer one."""
    ratio, tolerance = shapes.ratio_of(settings), float(settings.get("tolerance") or 0)
    found: dict[str, list[str]] = {}
    for item, key in (response.get("places") or {}).items():
        found.setdefault(key, []).append(item)
    for item, at in (response.get("points") or {}).items():
        near = [(shapes.distance(one, at, ratio), one["key"]) for one in objects(settings, "places")]
        away, key = min(near)
        if away <= tolerance + 1e-9:
            found.setdefault(key, []).append(item)
    return found


KINDS = (DragToImage(),)
