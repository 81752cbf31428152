"""Hotspot: places to be found on a picture."""

from collections.abc import Mapping, Sequence
from typing import Any

from edusync.assessment.scoring import shapes
from edusync.assessment.scoring.kinds.base import (
    Change,
    QuestionKind,
    Settings,
    key_of,
    objects,
    scoring_faults,
    shared,
    text_at,
)
from edusync.assessment.scoring.outcome import Choice, Outcome, ResponseRefused, SettingsFault, Solution

MAX_REGIONS = 40


class Hotspot(QuestionKind):
    """`{"regions": [{"shape": "circle", "x": 50, "y": 50, "radius": 5, "is_right": true, "label": "…"}], "ratio": 0.75}`.

    Other shapes: `rectangle` (`x`, `y`, `width`, `height`) and `polygon` (`corners`: `[[x, y], …]`), in percent of the
    picture; a radius is percent of its width, `ratio` its height by its width. The picture is the first one of the stem.
    As many places are marked as there are right regions. Where right and wrong regions all have a `label`, learners may
    choose among the labels instead, which needs no picture.
    """

    name = "hotspot"
    needs_picture = True

    def check(self, settings: Settings, choices: Sequence[Choice]) -> list[SettingsFault]:
        """Regions on the picture, at least one of them right."""
        regions = objects(settings, "regions")
        if not 1 <= len(regions) <= MAX_REGIONS:
            return [SettingsFault("/settings/regions", "wrong-count", f"Give 1 to {MAX_REGIONS} regions.")]
        faults = [
            fault
            for place, region in enumerate(regions)
            for fault in shapes.shape_faults(region, f"/settings/regions/{place}")
        ]
        if not any(one.get("is_right") for one in regions):
            faults.append(SettingsFault("/settings/regions", "no-right-option", "One region must be right."))
        labels = [label for one in regions if (label := text_at(one, "label").strip())]
        if len(set(labels)) < len(labels):
            faults.append(SettingsFault("/settings/regions", "twice", "Two regions have the same name."))
        return faults + scoring_faults(settings)

    def arrange(self, settings: Settings) -> dict[str, Any]:
        """Keys for the regions."""
        regions = [
            {
                **shapes.shape_only(one),
                "is_right": bool(one.get("is_right")),
                "label": text_at(one, "label"),
                # A number of its own for regions without a name; only names are ever given to learners.
                "key": key_of("region", text_at(one, "label") or f"#{place}"),
            }
            for place, one in enumerate(objects(settings, "regions"))
        ]
        return {**settings, "regions": regions, "ratio": shapes.ratio_of(settings)}

    def clean_response(
        self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`{"points": [[x, y], …]}`, or `{"regions": [keys]}` where the regions have names."""
        most = len(_right(settings))
        if "regions" in response:
            given = response["regions"]
            if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
                raise ResponseRefused("wrong-shape", 'Expected {"regions": ["…"]}.')
            known = {one["key"] for one in _named(settings)}
            if not set(given) <= known:
                raise ResponseRefused("unknown-option", "A region does not belong to this question.")
            chosen = list(dict.fromkeys(given))
            if len(chosen) > most:
                raise ResponseRefused("too-many-options", f"Choose at most {most}.")
            return {"regions": chosen}
        points = response.get("points")
        if not isinstance(points, list):
            raise ResponseRefused("wrong-shape", 'Expected {"points": [[x, y], …]}.')
        if len(points) > most:
            raise ResponseRefused("too-many-options", f"Mark at most {most} places.")
        return {"points": [shapes.place_in(one) for one in points]}

    def score(self, settings: Settings, choices: Sequence[Choice], response: Mapping[str, Any]) -> Outcome:
        """By how many right regions were found; marking one twice finds it once."""
        regions = _right(settings)
        if "regions" in response:
            given = set(response["regions"])
            right = sum(one["key"] in given for one in regions)
            wrong = len(given) - right
        else:
            ratio, points = shapes.ratio_of(settings), response.get("points") or []
            right = sum(any(shapes.contains(one, at, ratio) for at in points) for one in regions)
            wrong = sum(not any(shapes.contains(one, at, ratio) for one in regions) for at in points)
        return Outcome(shared(settings, right=right, wrong=wrong, total=len(regions)))

    def solution(self, settings: Settings, choices: Sequence[Choice]) -> Solution:
        """The middle of every right region, and their names."""
        regions = _right(settings)
        names = " / ".join(label for one in regions if (label := text_at(one, "label")))
        points = [[round(part, 2) for part in shapes.center(one)] for one in regions]
        return Solution(text=names, response={"points": points})

    def inputs(self, settings: Settings) -> dict[str, Any]:
        """How many places, and the names in no order where there are wrong ones among them."""
        named = sorted(({"key": one["key"], "html": one["label"]} for one in _named(settings)), key=_by_key)
        return {"count": len(_right(settings)), "choices": named, "ratio": shapes.ratio_of(settings)}

    def present(
        self, settings: Settings, stem: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], dict[str, Any] | None]:
        """The picture goes to the answer."""
        return shapes.with_picture(stem, self.inputs(settings))

    def map_texts(self, settings: Settings, change: Change) -> dict[str, Any]:
        """The names of the regions."""
        regions = [
            {**one, "label": change(f"regions/{place}", "region", text_at(one, "label"))}
            for place, one in enumerate(objects(settings, "regions"), 1)
        ]
        return {**settings, "regions": regions}


def _by_key(one: Mapping[str, str]) -> str:
    return one["key"]


def _right(settings: Settings) -> list[dict[str, Any]]:
    return [one for one in objects(settings, "regions") if one.get("is_right")]


def _named(settings: Settings) -> list[dict[str, Any]]:
    """All regions where each has a name and some are wrong: else a list of names would be the answer."""
    regions = objects(settings, "regions")
    is_list = all(text_at(one, "label") for one in regions) and len(_right(settings)) < len(regions)
    return regions if is_list else []


KINDS = (Hotspot(),)
