"""Writes docs/tour.md: every screen of the demo school in both themes, some on a phone too. By `./dev look --tour`."""

import io
import json
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import BrowserContext, Page, sync_playwright

from devtools.look_browser import (
    Sight,
    chosen_screens,
    csrf_token,
    find_facts,
    listen,
    open_screen,
    pressed,
    start_browser,
)
from devtools.look_screens import ASIDE, PHONE, Screen
from devtools.paths import ROOT, VAR
from devtools.tour_words import PEOPLE, WORDS
from edusync.operations.demo.reader import FOLDER as DEMO
from tests.e2e.site import Site

PICTURES = ROOT / "docs" / "tour"
PAGE = ROOT / "docs" / "tour.md"
# A picture shows what fits on one and a half screens; long pages are cut there.
MOST_HIGH = {"wide": 1200, "phone": 1300}
# So much is shown above what was pressed, where that is farther down than the first screen.
ABOVE, FIRST_SCREEN = 320, 800
WIDTH = {"wide": 840, "phone": 390}
QUALITY = 66
NOTES = (
    ("Ask Noah to quiz me on this on Sunday, without the page in front of me.", "yellow"),
    ("The curve is steepest on the first day: so the first recall is tomorrow, not next week.", "green"),
    ("Try this with the bus map.", "blue"),
)
BOOKMARKS = ("The experiment with two groups", "")
HEAD = """# Tour

Every screen of EduSync as the demo school shows it, in the light and the dark theme. `./dev up` makes the same school on your machine.

This page and its pictures are made by `./dev look --tour`; the line of a screen is in `devtools/tour_words.py`, its address in `tests/e2e/screens/`.
"""


def main(order: dict[str, Any]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="tour-", dir=_made(VAR)))
    site = Site(data=folder)
    try:
        site.manage("migrate", "--verbosity", "0")
        password = site.manage("seed_demo").split("password ")[1].split()[0]
        site.manage("collectstatic", "--no-input", "--verbosity", "0")
        site.start()
        with sync_playwright() as playwright:
            browser = start_browser(playwright, order["browser"])
            _take_tour(Sight(browser, site.url, password), order["names"])
            browser.close()
    finally:
        site.discard()
    return 0


def _take_tour(sight: Sight, names: list[str]) -> None:
    _prepare(sight)
    screens = [screen for screen in chosen_screens(names) if names or screen.name not in ASIDE]
    facts = find_facts(sight)
    if not names:
        shutil.rmtree(PICTURES, ignore_errors=True)
    _made(PICTURES)
    headings: dict[str, str] = {}
    for person in {screen.person: 0 for screen in screens}:
        context = sight.open("wide", "auto", person)
        for screen in screens:
            if screen.person == person:
                page = context.new_page()
                if heading := _look_at(page, screen, facts):
                    headings[screen.name] = heading
                page.close()
        context.close()
    if not names:
        shown = [screen for screen in screens if screen.name in headings]
        PAGE.write_text("\n".join(_lines(shown, headings)) + "\n", "utf-8")
    total = sum(path.stat().st_size for path in PICTURES.glob("*.webp"))
    print(f"{len(headings)} screens, {total / 1e6:.1f} MB in docs/tour")


def _prepare(sight: Sight) -> None:
    """What only people do: a course kept for later, a place in a second course, notes, an import."""
    learner = sight.open("wide", "light", "learner")
    token = {"X-CSRFToken": csrf_token(learner)}
    learner.request.put("/api/v1/courses/first-steps-in-python/saved", headers=token)
    learner.request.post("/api/v1/courses/spreadsheets-you-can-trust/enroll", headers=token, data={})
    _write_notes(learner, "learn-anything-and-keep-it", token)
    learner.close()
    instructor = sight.open("wide", "light", "instructor")
    _change_course(instructor, "learn-anything-and-keep-it")
    page = instructor.new_page()
    page.goto("/teach/import")
    page.get_by_label("Course package").set_input_files(
        {"name": "knots.zip", "mimeType": "application/zip", "buffer": _package()}
    )
    page.get_by_role("button", name="Import", exact=True).click()
    page.get_by_text("Finished").first.wait_for(timeout=60_000)
    instructor.close()


def _write_notes(learner: BrowserContext, slug: str, token: dict[str, str]) -> None:
    """One about each of the first lessons, and places to come back to."""
    modules = learner.request.get(f"/api/v1/courses/{slug}/outline").json()["modules"]
    lessons = [lesson["id"] for module in modules for lesson in module["lessons"]]
    for lesson, (body, color) in zip(lessons, NOTES, strict=False):
        note = {"body": body, "color": color}
        learner.request.post(f"/api/v1/lessons/{lesson}/notes", headers=token, data=note)
    for lesson, label in zip(lessons, BOOKMARKS, strict=False):
        learner.request.post(f"/api/v1/lessons/{lesson}/bookmarks", headers=token, data={"label": label})


def _change_course(instructor: BrowserContext, slug: str) -> None:
    """Something that differs from the version that was published."""
    present = instructor.request.get(f"/api/v1/courses/{slug}").json()
    instructor.request.patch(
        f"/api/v1/courses/{slug}",
        headers={"X-CSRFToken": csrf_token(instructor), "If-Match": f'"{present["row_version"]}"'},
        data={
            "tagline": "Study less often, remember for years. Six habits that research confirms.",
            "outcomes": [*present["outcomes"], "Explain the forgetting curve to a friend"],
        },
    )


def _package() -> bytes:
    """A folder of Markdown lessons with a picture that is missing."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("knots/config.yaml", "title: Knots for the kitchen\n")
        archive.writestr("knots/index.md", "---\ntitle: Knots for the kitchen\n---\n\nFive knots.\n")
        for number, name in enumerate(("Bowline", "Butcher's knot", "Slip knot"), 1):
            text = f"---\ntitle: {name}\n---\n\n## When\n\nWhere a loop must hold.\n\n![The knot](fig/{number}.png)\n"
            archive.writestr(f"knots/episodes/0{number}-knot.md", text)
        archive.write(next((DEMO / "media").glob("*.webp")), "knots/episodes/fig/1.png")
    return made.getvalue()


def _look_at(page: Page, screen: Screen, facts: dict[str, str]) -> str:
    """Take the pictures of one screen, opened once; its heading, or nothing where it cannot be shown."""
    complaints = listen(page)
    if not open_screen(page, screen, facts, complaints):
        return ""
    _keep(page, screen, "wide", "light")
    page.emulate_media(color_scheme="dark")
    page.evaluate("document.documentElement.classList.add('dark')")
    _keep(page, screen, "wide", "dark")
    if screen.name in PHONE:
        page.emulate_media(color_scheme="light")
        page.evaluate("document.documentElement.classList.remove('dark')")
        page.set_viewport_size({"width": 390, "height": 844})
        _keep(page, screen, "phone", "light")
    for complaint in complaints:
        print(f"{screen.name}: {complaint}")
    heading = page.locator("h1").first
    return heading.inner_text().strip() if heading.count() else screen.name


def _keep(page: Page, screen: Screen, size: str, theme: str) -> None:
    """One picture, cut, made small and written."""
    page.wait_for_timeout(300)
    page.evaluate("scrollTo(0, 0)")
    box = pressed(page, screen).bounding_box() if screen.press else None
    top = round(box["y"] - ABOVE) if box and box["y"] > FIRST_SCREEN else 0
    taken = Image.open(io.BytesIO(page.screenshot(full_page=True, animations="disabled"))).convert("RGB")
    taken = taken.crop((0, top, taken.width, min(taken.height, top + MOST_HIGH[size])))
    width = WIDTH[size]
    taken = taken.resize((width, round(taken.height * width / taken.width)), Image.Resampling.LANCZOS)
    taken.save(PICTURES / f"{screen.name}-{size}-{theme}.webp", quality=QUALITY, method=4)


def _lines(screens: list[Screen], headings: dict[str, str]) -> list[str]:
    lines = [HEAD]
    for person in {screen.person: 0 for screen in screens}:
        lines += [f"## {PEOPLE.get(person, person.title())}", ""]
        for screen in sorted(screens, key=_place):
            if screen.person == person:
                lines += _screen_lines(screen, headings[screen.name])
    return lines


def _place(screen: Screen) -> int:
    """The order of the words is the order of the tour; what has none comes last."""
    known = list(WORDS)
    return known.index(screen.name) if screen.name in WORDS else len(known)


def _screen_lines(screen: Screen, heading: str) -> list[str]:
    name = screen.name
    alt = re.sub(r"[|\[\]\n]", " ", f"{heading} ({name})")
    files = [f"{name}-wide-light.webp", f"{name}-wide-dark.webp"]
    if name in PHONE:
        files.append(f"{name}-phone-light.webp")
    kinds = ["light", "dark", "on a phone"]
    shown = " | ".join(f"![{alt}, {kind}](tour/{file})" for file, kind in zip(files, kinds, strict=False))
    rule = " | ".join("---" for _ in files)
    return [
        f"### {name.replace('-', ' ').capitalize()}",
        "",
        f"{WORDS.get(name, heading + '.')} `{screen.path}`",
        "",
        f"| {' | '.join(kinds[: len(files)])} |",
        f"| {rule} |",
        f"| {shown} |",
        "",
    ]


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
