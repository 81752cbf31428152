"""What people do in the journeys, and what is asked of every screen."""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.e2e.site import ROOT, Site

SMALL_COURSE = "percentages-without-fear"
SHOWCASE = "learn-anything-and-keep-it"
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
CALL = """async ([method, path, body, version]) => {
  const token = /csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? '';
  const headers = { 'Content-Type': 'application/json', 'X-CSRFToken': token, ...(version != null ? { 'If-Match': `"${version}"` } : {}) };
  const answer = await fetch(path, { method, headers, body: body ? JSON.stringify(body) : undefined });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}"""
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RIGHT_ANSWERS = {
    "What is 15 %": "36",
    "After a rise of 8 %": "650",
    "falls by 20 %": "0.72 p",
    "A party rises": "5 percentage points",
}


def sign_up(page: Page, site: Site, *, first_name: str, last_name: str, email: str, password: str) -> None:
    """Create an account on the sign-up screen and open the link of the mail."""
    page.goto("/sign-up")
    page.get_by_label("First name").fill(first_name)
    page.get_by_label("Last name").fill(last_name)
    page.get_by_label("E-mail", exact=True).fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Look into your mailbox")).to_be_visible()
    page.goto(site.wait_for_link(email, r"/verify-email/"))
    expect(page.get_by_role("heading", name="Your e-mail is verified")).to_be_visible()
    # The link signs in by itself.
    expect(page.get_by_role("button", name="Start learning")).to_be_visible()
    assert page.request.get("/api/v1/me").ok


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in on the sign-in screen."""
    page.goto("/sign-in")
    page.get_by_label("E-mail or user name").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in" not in url)


def call(page: Page, method: str, path: str, body: Any = None, version: int | None = None) -> Any:
    """What the API answers to the person signed in; `version` is the row the change builds on."""
    return page.evaluate(CALL, [method, path, body, version])


def new_lesson(page: Page, *, course: str, kind: str, title: str) -> tuple[Any, Any]:
    """A new course of that title with one module and one lesson in it; the course and the lesson."""
    made = call(page, "POST", "/api/v1/courses", {"title": course})
    module = call(page, "POST", f"/api/v1/courses/{made['id']}/modules", {"title": "Work"})
    lesson = call(page, "POST", f"/api/v1/modules/{module['id']}/lessons", {"kind": kind, "title": title})
    return made, lesson


def publish(page: Page, slug: str) -> None:
    """The course is published, whatever the checklist warns of."""
    course = call(page, "GET", f"/api/v1/courses/{slug}")
    call(page, "POST", f"/api/v1/courses/{slug}/publish", {"accept_warnings": True}, course["row_version"])


def enroll(page: Page, slug: str) -> None:
    """Enroll from the course page; ends in the first lesson."""
    page.goto(f"/courses/{slug}")
    page.get_by_role("button", name="Enroll for free").click()
    page.wait_for_url(re.compile(rf"/learn/{slug}/\d+"))


def complete_lesson(page: Page) -> None:
    """Mark the lesson in view as completed."""
    page.get_by_role("button", name="Mark as completed").click()
    expect(page.get_by_text("Completed", exact=True).first).to_be_visible()


def next_lesson(page: Page, title: str) -> None:
    """Go to the next lesson by its link."""
    page.get_by_role("link", name=re.compile("^Next lesson")).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def question(page: Page, words: str):  # type: ignore[no-untyped-def]
    """The card of the question whose text holds the words."""
    return page.locator("form section").filter(has_text=words)


def answer(page: Page, words: str, text: str) -> None:
    """Answer one question: choose the option with the text, or write it."""
    card = question(page, words)
    option = card.locator("label").filter(has_text=text)
    if option.count():
        option.first.click()
    else:
        card.get_by_role("textbox").fill(text)


def answer_small_quiz(page: Page) -> None:
    """Give all right answers of the small course's quiz; returns when all are saved."""
    for words, text in RIGHT_ANSWERS.items():
        answer(page, words, text)
    expect(page.get_by_text("4 of 4 answered")).to_be_visible()
    expect(page.get_by_text("All answers saved")).to_be_visible()


def rejected_rules(page: Page, rules: list[str] = AXE_RULES) -> str:
    """What axe finds on the page, as text; empty when it is clean. `rules` are tags, or names of single rules."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Path(AXE).read_text())
    # All that stands below a tree's item counts as its visible words; its name is its own title.
    page.evaluate(
        "axe.configure({rules: [{id: 'label-content-name-mismatch', selector: ':not([role=treeitem])'}]})"
    )
    found = page.evaluate("rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", rules)[
        "violations"
    ]
    return json.dumps(
        [{"rule": item["id"], "help": item["help"], "nodes": [node["html"][:160] for node in item["nodes"][:3]]} for item in found],
        indent=1,
    ) if found else ""  # fmt: skip


def wait_until(page: Page, expression: str, seconds: int = 15) -> None:
    """Wait until the expression is true. Playwright's own waiting needs `eval`, which the content policy forbids."""
    for _ in range(seconds * 5):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"never true: {expression}")


def settled_texts(page: Page, items: Locator) -> list[str]:
    """The texts of a list that the page makes piece by piece, once it has all: twice the same a while apart."""
    items.first.wait_for()
    seen: list[str] = []
    for _ in range(50):
        before, seen = seen, items.all_inner_texts()
        if seen == before:
            return seen
        page.wait_for_timeout(300)
    raise AssertionError(f"never at rest: {seen}")


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def percent(text: str) -> Decimal:
    """The number in a text like "40%"."""
    found = re.search(r"[\d.]+", text)
    assert found, text
    return Decimal(found.group())
