import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.identity import colors

hexes = st.tuples(*[st.integers(0, 255)] * 3).map(lambda rgb: "#{:02x}{:02x}{:02x}".format(*rgb))


@pytest.mark.parametrize(
    ("first", "second", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffffff", "#ffffff", 1.0),
    ],
)
def test_ratios_are_those_of_wcag(first, second, ratio):
    assert round(colors.contrast(first, second), 2) == ratio
    assert colors.contrast(second, first) == colors.contrast(first, second)


@given(hexes)
def test_every_color_has_a_dark_one_that_can_be_read(color):
    assert colors.is_legible(colors.dark_of(color), "dark")


@given(hexes)
def test_what_is_legible_is_so_on_every_ground(color):
    for theme, grounds in colors.BACKGROUNDS.items():
        if colors.is_legible(color, theme):
            assert all(colors.contrast(color, ground) >= 4.5 for ground in grounds)


@given(hexes)
def test_a_palette_goes_from_light_to_dark_through_the_color(color):
    steps = colors.palette(color)
    assert steps[600] == color
    brightness = [colors.luminance(steps[step]) for step in sorted(steps)]
    assert all(lighter >= darker - 0.002 for lighter, darker in itertools.pairwise(brightness))


def test_the_sites_own_colors_pass_their_own_rule():
    assert colors.is_legible("#4338ca", "light")
    assert colors.is_legible("#0369a1", "light")


def test_no_color_no_style():
    assert colors.style_sheet(colors.look_of(primary="", primary_dark="", accent="", accent_dark="")) == ""


def test_a_style_sheet_holds_both_themes():
    look = colors.look_of(primary="#9a3412", primary_dark="", accent="#155e75", accent_dark="#22d3ee")
    light, dark = colors.style_sheet(look).splitlines()
    assert light.startswith("html:root{")
    assert "--ui-primary:#9a3412" in light
    assert "--color-brand-600:#9a3412" in light
    assert dark == f"html:root.dark{{--ui-primary:{look.primary_dark};--ui-secondary:#22d3ee}}"
