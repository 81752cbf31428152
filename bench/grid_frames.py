"""Frames per second while the grid of a book of 1,000 learners by 100 columns scrolls down and sideways, in chromium.

`python -m bench.grid_frames`, with EDUSYNC_DATA_DIR naming an empty folder and the pages built. A frame is one call of
`requestAnimationFrame`; each scrolls on by three rows and one column, as a fast wheel does.
"""

import argparse
import itertools
import json
from pathlib import Path
from typing import Any

FRAMES = 300
COURSE = "bench-book"
WINDOW = {"width": 1280, "height": 800}
LIMITS = {"frames_per_second": 30, "longest_ms": 200}
SCROLL = """([frames]) => new Promise(done => {
  const grid = document.querySelector('[role=grid]');
  const times = [];
  const turn = (now) => {
    times.push(now);
    if (times.length > frames)
      return done(times);
    grid.scrollTop += 3 * 36;
    grid.scrollLeft += 96 / 3;
    requestAnimationFrame(turn);
  };
  requestAnimationFrame(turn);
})"""


def main(arguments: argparse.Namespace) -> int:
    """Measure on the configured database; prints JSON."""
    from bench import measure as measuring

    measuring.set_up_django()
    from bench.gradebook import fill
    from bench.server import running_server
    from edusync.identity.services import ensure_default_organization
    from edusync.kernel.tenancy import organization_context

    measuring.prepare_database()
    organization = ensure_default_organization()
    with organization_context(organization.pk):
        person, _, _ = fill(arguments.learners, arguments.columns)
        cookie = session_of(person)
    with running_server(log=Path("/dev/null")) as server:
        print(json.dumps({**figures(frames(server.port, cookie)), "limits": LIMITS}, indent=2))
    return 0


def session_of(person: Any) -> tuple[str, str]:
    """Name and value of the cookie that a browser has after signing in."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    return settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value


def frames(port: int, cookie: tuple[str, str]) -> list[float]:
    """Instants of the frames, in milliseconds."""
    from playwright.sync_api import sync_playwright

    from bench.footprint import chromium

    address = f"http://127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
        context.add_cookies([{"name": cookie[0], "value": cookie[1], "url": address}])
        page = context.new_page()
        page.goto(f"{address}/teach/{COURSE}/gradebook")
        page.get_by_role("gridcell").first.wait_for()
        found: list[float] = page.evaluate(SCROLL, [FRAMES])
        browser.close()
    return found


def figures(times: list[float]) -> dict[str, Any]:
    """Mean, median and longest of what lies between two frames."""
    spans = sorted(after - before for before, after in itertools.pairwise(times))
    return {
        "frames_per_second": round(len(spans) * 1000 / (times[-1] - times[0]), 1),
        "median_ms": round(spans[len(spans) // 2], 1),
        "late_ms": round(spans[len(spans) * 95 // 100], 1),
        "longest_ms": round(spans[-1], 1),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=1_000)
    parser.add_argument("--columns", type=int, default=100)
    raise SystemExit(main(parser.parse_args()))
