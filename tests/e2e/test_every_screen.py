"""Every screen: accessible, as wide as the window, in both widths and themes, light in weight."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.e2e import acts
from tests.e2e.screens import screens
from tests.e2e.site import Site
from tests.e2e.stillness import Stillness

PEOPLE = screens()
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
OTHER_WIDTH = {1280: 390, 390: 1280}
OTHER_THEME = {"light": "dark", "dark": "light"}
# What a change of colors alone can break.
COLOR_RULES = ["color-contrast", "link-in-text-block"]


def shares() -> Iterator[Any]:
    """A quarter of each person's screens is opened in each look, and turned to the three others from there."""
    for person, pages in PEOPLE.items():
        for number, (width, theme) in enumerate(LOOKS):
            if names := list(pages)[number :: len(LOOKS)]:
                yield pytest.param(person, width, theme, names, id=f"{person}-{width}-{theme}")


@pytest.fixture(scope="module")
def signed_in(site: Site, browser: Browser) -> Callable[[str], Any]:
    """What a browser keeps of a person who has signed in, once for each."""
    kept: dict[str, Any] = {"visitor": None}

    def state_of(person: str) -> Any:
        if person not in kept:
            context = browser.new_context(base_url=site.url, locale="en-US")
            context.set_default_timeout(15_000)
            acts.sign_in(context.new_page(), f"{person}@demo.edusync.test", "demo-school-2026")
            kept[person] = context.storage_state()
            context.close()
        return kept[person]

    return state_of


def faults_of(page: Page, rules: list[str]) -> list[str]:
    """What axe rejects, and by how much the page is too wide."""
    found = acts.rejected_rules(page, rules)
    wider = acts.overflow(page)
    return [*([found] if found else []), *([f"{wider} px wider than the window"] if wider > 0 else [])]


@pytest.mark.parametrize(("person", "width", "theme", "names"), list(shares()))
def test_screens_are_accessible_and_fit(
    open_page: Callable[..., Page],
    signed_in: Callable[[str], Any],
    person: str,
    width: int,
    theme: str,
    names: list[str],
) -> None:
    """All rules once at each width; in the other theme the page is the same but for its colors."""
    page = open_page(
        width=width, color_scheme=theme, reduced_motion="reduce", storage_state=signed_in(person)
    )
    stillness = Stillness(page)
    faults = []
    for name in names:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)
        page.goto(PEOPLE[person][name])
        page.get_by_role("heading", level=1).first.wait_for()
        turns = [
            (width, theme, acts.AXE_RULES),
            (width, OTHER_THEME[theme], COLOR_RULES),
            (OTHER_WIDTH[width], OTHER_THEME[theme], acts.AXE_RULES),
            (OTHER_WIDTH[width], theme, COLOR_RULES),
        ]
        for wide, look, rules in turns:
            page.set_viewport_size({"width": wide, "height": 800})
            page.emulate_media(color_scheme=look)
            stillness.wait()
            faults += [f"{name} at {wide} px, {look}: {fault}" for fault in faults_of(page, rules)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["landing", "catalog", "course", "home", "my-learning", "player"])
def test_first_load_is_light(
    open_page: Callable[..., Page], signed_in: Callable[[str], Any], name: str
) -> None:
    """At most 12 files and 200 kB beside the pictures and data, on an empty cache."""
    person = "learner" if name in PEOPLE["learner"] else "visitor"
    page = open_page(storage_state=signed_in(person))
    seen: list[Response] = []

    def note(answer: Response) -> None:
        seen.append(answer)

    page.on("response", note)
    page.goto(PEOPLE[person][name])
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_load_state("networkidle")
    # Letters beyond Latin-1, as in a name, bring a second font file when a page shows one: it is the content's, not the page's.
    files = [
        item for item in seen if urlsplit(item.url).path.startswith("/static/") and "-ext-" not in item.url
    ]
    weight = sum(int(item.headers.get("content-length", 0)) for item in files)
    assert len(files) <= 12, [item.url for item in files]
    assert 0 < weight <= 200_000, weight
