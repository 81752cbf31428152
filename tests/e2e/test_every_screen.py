"""Every screen: accessible, as wide as the window, in both widths and themes, light in weight."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response

from tests.e2e import acts
from tests.e2e.screens import screens

PEOPLE = screens()
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


def settle(page: Page, path: str) -> None:
    page.goto(path)
    page.get_by_role("heading", level=1).first.wait_for()
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("person", list(PEOPLE))
@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_screens_are_accessible_and_fit(
    open_page: Callable[..., Page], sign_in: Callable[..., None], person: str, width: int, theme: str
) -> None:
    page = open_page(width=width, color_scheme=theme, reduced_motion="reduce")
    if person != "visitor":
        sign_in(page, f"{person}@demo.edusync.test")
    faults = []
    for name, path in PEOPLE[person].items():
        settle(page, path)
        if found := acts.rejected_rules(page):
            faults.append(f"{name}: {found}")
        if (wider := acts.overflow(page)) > 0:
            faults.append(f"{name}: {wider} px wider than the window")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("name", ["landing", "catalog", "course", "home", "my-learning", "player"])
def test_first_load_is_light(open_page: Callable[..., Page], sign_in: Callable[..., None], name: str) -> None:
    """At most 12 files and 200 kB beside the pictures and data, on an empty cache."""
    page = open_page()
    if name in PEOPLE["learner"]:
        sign_in(page, "learner@demo.edusync.test")
        page = open_page(storage_state=page.context.storage_state())
    seen: list[Response] = []

    def note(answer: Response) -> None:
        seen.append(answer)

    page.on("response", note)
    settle(page, {**PEOPLE["visitor"], **PEOPLE["learner"]}[name])
    # Letters beyond Latin-1, as in a name, bring a second font file when a page shows one: it is the content's, not the page's.
    files = [
        item for item in seen if urlsplit(item.url).path.startswith("/static/") and "-ext-" not in item.url
    ]
    weight = sum(int(item.headers.get("content-length", 0)) for item in files)
    assert len(files) <= 12, [item.url for item in files]
    assert 0 < weight <= 200_000, weight
