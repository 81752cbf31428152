"""Waiting until a page has everything and stands still, without a fixed time."""

from playwright.sync_api import Page, Request

# Two looks in a row that find nothing new.
LOOK_EVERY_MS = 60
LOOKS_ALIKE = 2
MOST_MS = 15_000
# A page that never stands still, such as a film's clock, is looked at after this while.
MOST_MS_OF_CHANGES = 2_000
# What lies below the window is drawn too: a browser that puts it off keeps the colors of the theme before.
COUNT_CHANGES = """(() => {
  window.__changes = 0;
  const drawn = new CSSStyleSheet();
  drawn.replaceSync("* { content-visibility: visible !important; }");
  document.adoptedStyleSheets.push(drawn);
  new MutationObserver(found => { window.__changes += found.length; })
    .observe(document, { subtree: true, childList: true, characterData: true });
})()"""
# Work that the page put off until it has nothing better to do is done before the look.
CHANGES = "() => new Promise(done => requestIdleCallback(() => done(window.__changes), { timeout: 500 }))"


class Stillness:
    """Follows one page's requests and changes from before its first address."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.open: set[Request] = set()
        page.add_init_script(COUNT_CHANGES)
        page.on("request", self._asked)
        page.on("requestfinished", self._answered)
        page.on("requestfailed", self._answered)

    def _asked(self, request: Request) -> None:
        self.open.add(request)

    def _answered(self, request: Request) -> None:
        self.open.discard(request)

    def wait(self) -> None:
        """Until nothing is asked for, and the page has stopped to change."""
        seen, alike, waited = -1, 0, 0
        while alike < LOOKS_ALIKE:
            assert waited < MOST_MS, f"still asked for: {[item.url for item in self.open]}"
            self.page.wait_for_timeout(LOOK_EVERY_MS)
            waited += LOOK_EVERY_MS
            changes = self.page.evaluate(CHANGES)
            is_still = changes == seen or waited > MOST_MS_OF_CHANGES
            alike = alike + 1 if is_still and not self.open else 0
            seen = changes
