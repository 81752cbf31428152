"""Questions answered on a picture: where an area ends, what counts twice, and what a learner is given."""

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edusync.assessment.scoring import (
    check_settings,
    clean_response,
    presented,
    score_response,
    stem_faults,
    stored_settings,
)
from edusync.assessment.scoring.shapes import center, contains, distance
from edusync.assessment.testing import drafts_with_parts, stem

DRAFTS = {draft.kind: draft for draft in drafts_with_parts()}
HOTSPOT = stored_settings("hotspot", DRAFTS["hotspot"].settings, str)
DRAG = stored_settings("drag_to_image", DRAFTS["drag_to_image"].settings, str)

percents = st.floats(0, 100)
places = st.tuples(percents, percents)
circles = st.builds(lambda x, y, radius: {"shape": "circle", "x": x, "y": y, "radius": radius},
                    percents, percents, st.floats(0.1, 100))  # fmt: skip
rectangles = st.builds(
    lambda x, y, width, height: {"shape": "rectangle", "x": x, "y": y, "width": width, "height": height},
    percents, percents, st.floats(0.1, 100), st.floats(0.1, 100),
)  # fmt: skip
polygons = st.lists(places, min_size=3, max_size=6).map(lambda at: {"shape": "polygon", "corners": at})


def share(kind: str, response: dict[str, Any], **changes: Any) -> Fraction:
    rules = {**(HOTSPOT if kind == "hotspot" else DRAG), **changes}
    return score_response(kind, rules, [], clean_response(kind, [], response, settings=rules)).share


@given(area=st.one_of(circles, rectangles, polygons), at=places, ratio=st.floats(0.1, 4))
@settings(max_examples=50, derandomize=True, deadline=None)
def test_an_area_holds_its_middle_and_grows_with_the_tolerance(area: Any, at: Any, ratio: float) -> None:
    assert contains(area, center(area), ratio, 1e-6)
    away = distance(area, at, ratio)
    assert away >= 0
    assert contains(area, at, ratio, away)
    assert contains(area, at, ratio) == (away <= 1e-9)


@pytest.mark.parametrize(
    ("at", "is_inside"), [([25, 20], True), ([20, 30], True), ([20, 31], False), ([26, 20], False)]
)
def test_a_circle_is_round_on_a_picture_that_is_not_square(at: list[float], is_inside: bool) -> None:
    # Half as high as wide: ten percent of the height are as long as five of the width.
    assert (share("hotspot", {"points": [at]}) > 0) is is_inside


def test_marking_one_place_twice_finds_it_once() -> None:
    assert share("hotspot", {"points": [[20, 20], [21, 20]]}) == Fraction(1, 2)
    assert share("hotspot", {"points": [[20, 20], [75, 65]]}) == 1


def test_wrong_places_take_away_where_the_question_says_so() -> None:
    response = {"points": [[20, 20], [50, 5]]}
    assert share("hotspot", response) == Fraction(1, 2)
    assert share("hotspot", response, scoring="less_wrong") == 0


def test_regions_with_names_can_be_chosen_without_seeing_the_picture() -> None:
    inputs = presented("hotspot", HOTSPOT, {})[1] or {}
    keys = {one["html"]: one["key"] for one in inputs["choices"]}
    assert set(keys) == {"Left", "Right", "Foot"}
    assert share("hotspot", {"regions": [keys["Left"], keys["Right"]]}) == 1
    assert share("hotspot", {"regions": [keys["Left"], keys["Foot"]]}) == Fraction(1, 2)
    only_right = {**HOTSPOT, "regions": HOTSPOT["regions"][:2]}
    assert (presented("hotspot", only_right, {})[1] or {})["choices"] == []


def test_a_label_beside_its_place_counts_within_the_tolerance() -> None:
    keys = {item["html"]: item["key"] for item in DRAG["items"]}
    right = {keys["Rhine"]: [15, 15], keys["Elbe"]: [71.5, 15]}
    assert share("drag_to_image", {"points": right}) == 1
    assert share("drag_to_image", {"points": right}, tolerance=1) == Fraction(1, 2)
    swapped = {keys["Rhine"]: [65, 15], keys["Elbe"]: [15, 15]}
    assert share("drag_to_image", {"points": swapped}) == 0


def test_labels_with_the_same_words_stand_for_each_other() -> None:
    drawn = DRAFTS["drag_to_image"].settings
    twice = {**drawn, "items": [{"html": "Rhine"}, {"html": "Rhine"}], "shows_places": True}
    assert check_settings("drag_to_image", twice, []) == []
    stored = stored_settings("drag_to_image", twice, str)
    first, second = (one["key"] for one in stored["items"])
    left, right = (one["key"] for one in stored["places"])
    assert share("drag_to_image", {"places": {second: left, first: right}}, **stored) == 1


def test_hidden_places_are_not_given_away_and_the_picture_goes_to_the_answer() -> None:
    asked, inputs = presented("drag_to_image", DRAG, DRAFTS["drag_to_image"].stem)
    assert [block["type"] for block in asked["blocks"]] == ["text"]
    assert inputs is not None
    assert (inputs["picture"]["alt"], inputs["places"]) == ("A map", [])
    assert '"x"' not in json.dumps(inputs)
    hotspot = presented("hotspot", HOTSPOT, {})[1]
    assert "is_right" not in json.dumps(hotspot)


def test_a_question_about_a_picture_needs_one() -> None:
    assert [fault.code for fault in stem_faults("hotspot", stem("Where?"))] == ["picture-missing"]
    assert stem_faults("hotspot", DRAFTS["hotspot"].stem) == []
    assert stem_faults("matching", stem("Who?")) == []
