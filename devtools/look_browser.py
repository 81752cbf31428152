"""Drives the browser for ./dev look. Runs in the development environment."""

import json
import os
import re
import sys
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Locator,
    Page,
    Playwright,
    sync_playwright,
)

from devtools.look_screens import Screen, all_screens

WIDTHS = {"wide": (1280, 800), "phone": (390, 844)}
THEMES = ("light", "dark")
# Quizzes of the demo school: the exam, and the essay that people mark.
EXAM, ESSAY = 2, 9
# Without these, Chromium calls home at every start.
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass(frozen=True)
class Sight:
    """A running demo school and the browser that looks at it."""

    browser: Browser
    url: str
    password: str

    def open(self, size: str, theme: str, person: str) -> BrowserContext:
        """A browser of one size and theme, signed in as the person."""
        width, height = WIDTHS[size]
        context = self.browser.new_context(
            base_url=self.url,
            viewport={"width": width, "height": height},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale="en-US",
            device_scale_factor=1,
        )
        context.add_init_script(f"localStorage.setItem('edusync.theme', '{theme}')")
        if person:
            sign_in(context, f"{person}@demo.edusync.test", self.password)
        return context


def main(order: dict[str, Any]) -> int:
    folder = Path(order["folder"])
    folder.mkdir(parents=True, exist_ok=True)
    screens = chosen_screens(order["names"])
    problems = 0
    with sync_playwright() as playwright:
        browser = start_browser(playwright, order["browser"])
        sight = Sight(browser, order["url"], order["password"])
        facts = find_facts(sight)
        for (size, theme), person in product(
            product(WIDTHS, THEMES), {screen.person: 0 for screen in screens}
        ):
            context = sight.open(size, theme, person)
            for screen in screens:
                if screen.person == person:
                    problems += look_at(context, screen, facts, folder / f"{screen.name}-{size}-{theme}.png")
            context.close()
        browser.close()
    print(
        f"{problems} console errors or failed requests" if problems else "no console error, no failed request"
    )
    return 0


def chosen_screens(names: list[str]) -> list[Screen]:
    """All, or those whose name holds one of the words."""
    known = all_screens()
    chosen = [screen for screen in known if not names or any(part in screen.name for part in names)]
    if not chosen:
        raise SystemExit(f"no such screen; there are: {', '.join(screen.name for screen in known)}")
    return chosen


def start_browser(playwright: Playwright, program: str) -> Browser:
    """Chromium, which has no sandbox as root."""
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    return playwright.chromium.launch(executable_path=program, args=arguments)


def sign_in(context: BrowserContext, email: str, password: str) -> None:
    """By the same request that the sign-in page sends."""
    context.request.get("/_allauth/browser/v1/auth/session")
    context.request.get("/api/v1/site")
    answer = context.request.post(
        "/_allauth/browser/v1/auth/login",
        data={"email": email, "password": password},
        headers={"X-CSRFToken": csrf_token(context)},
    )
    if not answer.ok:
        raise SystemExit(f"signing in as {email} was answered with {answer.status}: {answer.text()[:300]}")


def csrf_token(context: BrowserContext) -> str:
    """What every change must carry."""
    return next((cookie["value"] for cookie in context.cookies() if cookie["name"] == "csrftoken"), "")


def find_facts(sight: Sight) -> dict[str, str]:
    """A course with lessons of all kinds, a certificate, a taught course: what the addresses need."""
    facts: dict[str, str] = {}
    learner = sight.open("wide", "light", "learner")
    courses = [row["course"]["slug"] for row in read(learner, "/api/v1/my/learning").get("results", [])]
    for slug in courses:
        outline = read(learner, f"/api/v1/courses/{slug}/outline")
        found = {
            lesson["kind"]: str(lesson["id"])
            for module in reversed(outline.get("modules", []))
            for lesson in reversed(module["lessons"])
        }
        if len(found) > len(facts) - 1:
            facts = {"course": slug, **found}
    certificates = read(learner, "/api/v1/my/certificates").get("results", [])
    if certificates:
        facts["certificate"] = certificates[0]["code"]
    locked = read(learner, "/api/v1/courses/spreadsheets-you-can-trust/outline").get("modules", [])
    if locked:
        facts["locked"] = str(locked[-1]["lessons"][-1]["id"])
    instructor = sight.open("wide", "light", "instructor")
    imports = read(instructor, "/api/v1/imports").get("results", [])
    if imports:
        facts["import"] = imports[0]["uuid"]
    asked = read(instructor, f"/api/v1/quizzes/{EXAM}/exam/sessions?state=review").get("results", [])
    if asked:
        facts["candidate"] = asked[0]["uuid"]
    waiting = read(instructor, f"/api/v1/quizzes/{ESSAY}/answers-to-mark").get("questions", [])
    if waiting:
        facts["essay"] = waiting[0]["uuid"]
    learner.close()
    instructor.close()
    return facts


def read(context: BrowserContext, path: str) -> dict[str, Any]:
    answer = context.request.get(path)
    if not answer.ok:
        print(f"{path} was answered with {answer.status}")
        return {}
    return dict(answer.json())


def look_at(context: BrowserContext, screen: Screen, facts: dict[str, str], picture: Path) -> int:
    """Take one picture; return how many console errors and failed requests there were."""
    page = context.new_page()
    complaints = listen(page)
    if not open_screen(page, screen, facts, complaints):
        page.close()
        return 0
    page.screenshot(path=picture, full_page=True, animations="disabled")
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        complaints.append(f"{overflow} px wider than the window")
    page.close()
    for complaint in complaints:
        print(f"{picture.stem}: {complaint}")
    return len(complaints)


def open_screen(page: Page, screen: Screen, facts: dict[str, str], complaints: list[str]) -> bool:
    """Go there and wait until all has come; whether the demo school has what the address needs."""
    missing = [word for word in re.findall(r"{(\w+)}", screen.path) if word not in facts]
    if missing:
        print(f"{screen.name}: left out, the demo school has no {missing[0]}")
        return False
    try:
        page.goto(screen.path.format_map(facts), wait_until="networkidle", timeout=20_000)
        if screen.press:
            pressed(page, screen).click(timeout=10_000)
            page.wait_for_load_state("networkidle")
            page.evaluate("scrollTo(0, 0)")
    except Error as error:  # a picture of what is there says more than none
        complaints.append(str(error).splitlines()[0])
    return True


def pressed(page: Page, screen: Screen) -> Locator:
    """The button that a screen presses."""
    return page.get_by_role("button", name=re.compile(f"^{re.escape(screen.press)}")).first


def listen(page: Page) -> list[str]:
    """What the browser complains about from now on."""
    complaints: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not is_expected(message):
            complaints.append(f"{message.text[:200]} {message.location.get('url', '')}")

    page.on("console", hear)
    page.on("pageerror", lambda error: complaints.append(str(error)[:200]))
    page.on("requestfailed", lambda request: complaints.append(f"failed: {request.url}"))
    return complaints


def is_expected(message: ConsoleMessage) -> bool:
    """That a visitor is nobody, and that there is no page where none should be."""
    address = message.location.get("url", "")
    return ("401" in message.text and address.endswith("/api/v1/me")) or address.endswith("/no-such-page")


if __name__ == "__main__":
    sys.exit(main(json.loads(sys.argv[1])))
