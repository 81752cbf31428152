"""Colors of an organization: legible by WCAG 2.2 in both themes, and the style sheet made from them."""

import dataclasses
import re

HEX = re.compile(r"#[0-9a-f]{6}")
# Success criterion 1.4.3 for text of normal size.
NEEDED_RATIO = 4.5
# Page and raised area of each theme, as in the front end's tokens; text in a brand color stands on both.
BACKGROUNDS = {"light": ("#ffffff", "#f1f5f9"), "dark": ("#0f172a", "#1e293b")}
# Share of the color in the tint behind badges and the current entry of a navigation.
TINT = 0.1
WHITE, BLACK = "#ffffff", "#000000"
# Steps of the palette: toward white (positive) or black (negative), by share.
STEPS = {
    50: 0.92, 100: 0.84, 200: 0.7, 300: 0.5, 400: 0.3, 500: 0.12, 600: 0.0,
    700: -0.12, 800: -0.26, 900: -0.4, 950: -0.6,
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class Look:
    """Colors in use: the given ones, dark ones made where none is given, empty where the site's own stay."""

    primary: str
    primary_dark: str
    accent: str
    accent_dark: str


def channels(color: str) -> tuple[int, int, int]:
    """Red, green, blue from 0 to 255 of `#rrggbb`."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def luminance(color: str) -> float:
    """Relative luminance from 0 to 1 (WCAG 2.2, definition of "relative luminance")."""
    linear = [
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(color))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Contrast ratio from 1 to 21 (WCAG 2.2, definition of "contrast ratio")."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def mix(color: str, other: str, share: float) -> str:
    """The color with that share of the other."""
    pairs = zip(channels(color), channels(other), strict=True)
    return "#" + "".join(f"{round(mine + (theirs - mine) * share):02x}" for mine, theirs in pairs)


def ratio_in(color: str, theme: str) -> float:
    """The least contrast that the color has on the theme's pages, areas and its own tint, rounded down to 0.01."""
    grounds = [*BACKGROUNDS[theme], *(mix(ground, color, TINT) for ground in BACKGROUNDS[theme][:1])]
    return int(min(contrast(color, ground) for ground in grounds) * 100) / 100


def is_legible(color: str, theme: str) -> bool:
    """Whether text in the color can be read in the theme, and text in the page's color on it."""
    return ratio_in(color, theme) >= NEEDED_RATIO


def dark_of(color: str) -> str:
    """The color, lightened as far as the dark theme needs. White is legible there, so this ends."""
    for percent in range(0, 101, 2):
        lighter = mix(color, WHITE, percent / 100)
        if is_legible(lighter, "dark"):
            return lighter
    return WHITE


def look_of(*, primary: str, primary_dark: str, accent: str, accent_dark: str) -> Look:
    """The colors in use."""
    return Look(
        primary=primary,
        primary_dark=primary_dark or (dark_of(primary) if primary else ""),
        accent=accent,
        accent_dark=accent_dark or (dark_of(accent) if accent else ""),
    )


def palette(color: str) -> dict[int, str]:
    """Eleven steps from nearly white to nearly black around the color, which is step 600."""
    return {step: mix(color, WHITE if share >= 0 else BLACK, abs(share)) for step, share in STEPS.items()}


def style_sheet(look: Look) -> str:
    """The front end's color variables for both themes; empty when the site's own colors are in use."""
    light: dict[str, str] = {}
    dark: dict[str, str] = {}
    if look.primary:
        light |= {f"--color-brand-{step}": color for step, color in palette(look.primary).items()}
        light |= {"--ui-primary": look.primary, "--app-logo": look.primary}
        dark["--ui-primary"] = look.primary_dark
    if look.accent:
        light |= {"--ui-secondary": look.accent, "--app-logo-mark": mix(look.accent, WHITE, 0.45)}
        dark["--ui-secondary"] = look.accent_dark
    # The doubled selectors win over the front end's own, whichever sheet comes first.
    return _rule("html:root", light) + _rule("html:root.dark", dark)


def _rule(selector: str, values: dict[str, str]) -> str:
    if not values:
        return ""
    return f"{selector}{{{';'.join(f'{name}:{value}' for name, value in values.items())}}}\n"
