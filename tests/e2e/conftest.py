"""Browser journeys: a seeded site, Debian's chromium, and no forgiveness for console errors or outside requests."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.e2e.site import ROOT, Site

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
PASSWORD = "demo-school-2026"
# A busy machine may take longer than Playwright's five seconds; nothing is asserted about time here.
expect.set_options(timeout=15_000)
# The browser says so itself for answers of 4xx and for a server that is away; the journeys assert what the page makes of it.
HARMLESS = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_CONNECTION_REFUSED",
    # Journeys that go offline on purpose.
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",
)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One seeded, running site for all journeys of this process."""
    if not (ROOT / "web" / "dist" / ".vite" / "manifest.json").exists():
        pytest.fail("the front end is not built: run ./dev up --no-serve")
    site = Site(data=tmp_path_factory.mktemp("site"))
    site.migrate()
    site.manage("seed_demo")
    site.manage("collectstatic", "--no-input", "--verbosity", "0")
    site.start()
    yield site
    site.discard()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One chromium for the session."""
    if not Path(CHROMIUM).exists():
        pytest.fail("chromium is missing: apt-get install chromium")
    arguments = [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


class Watch:
    """Collects what must not happen in a page."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.errors: list[str] = []

    def attach(self, page: Page) -> None:
        page.on("console", self.on_console)
        page.on("pageerror", lambda error: self.errors.append(f"script error: {error}"))
        page.on("request", self.on_request)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(HARMLESS):
            self.errors.append(f"console: {message.text}")

    def on_request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != urlsplit(self.site.url).netloc:
            self.errors.append(f"request to the outside: {request.url}")


@pytest.fixture
def open_page(site: Site, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a browser context of its own (`context=` to share one). Fails on what `Watch` saw."""
    watch = Watch(site)
    contexts: list[BrowserContext] = []

    def open_one(
        *, width: int = 1280, height: int = 800, context: BrowserContext | None = None, **options: object
    ) -> Page:
        if context is None:
            context = browser.new_context(
                base_url=site.url,
                viewport={"width": width, "height": height},
                **{"locale": "en-US", **options},
            )
            context.set_default_timeout(15_000)
            contexts.append(context)
        page = context.new_page()
        watch.attach(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not watch.errors, "\n".join(watch.errors)


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page of a signed-out visitor at 1280 px."""
    return open_page()


@pytest.fixture
def sign_in(site: Site) -> Callable[..., None]:
    """Signs a page in through the sign-in screen."""

    def act(page: Page, email: str, password: str = PASSWORD) -> None:
        page.goto("/sign-in")
        page.get_by_label("E-mail or user name").fill(email)
        page.get_by_label("Password", exact=True).fill(password)
        page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(lambda url: "/sign-in" not in url)

    return act
