"""W13 and W14: start, memory, size on disk, and what a browser loads first."""

import dataclasses
import statistics
import time
from importlib import metadata
from pathlib import Path
from typing import Any

from bench.facts import Facts
from bench.server import memory_megabytes, running_server
from devtools.paths import REQUIREMENTS, ROOT

IDLE_SECONDS = 4
MEGABYTE = 1024 * 1024


@dataclasses.dataclass(slots=True)
class Footprint:
    """`start_seconds`: from the command to the first answer; memory of all processes when idle."""

    start_seconds: float
    idle_megabytes: float
    processes: int
    installed_megabytes: float


def measure_footprint(log: Path, *, starts: int = 3) -> Footprint:
    """Start the site with its background worker, as `serve` does, and wait until it is idle."""
    seconds = []
    for _ in range(starts):
        with running_server(log=log, has_background=True) as server:
            seconds.append(server.start_seconds)
            if len(seconds) == starts:
                time.sleep(IDLE_SECONDS)
                family = server.family
                memory = memory_megabytes(family)
    return Footprint(statistics.median(seconds), memory, len(family), installed_megabytes())


def installed_megabytes() -> float:
    """Run-time packages, our own code and the built front end."""
    own = [*(ROOT / "edusync").rglob("*"), *(ROOT / "web" / "dist").rglob("*")]
    own_bytes = sum(path.stat().st_size for path in own if path.is_file() and "__pycache__" not in path.parts)
    return (own_bytes + sum(map(package_bytes, runtime_packages()))) / MEGABYTE


def runtime_packages() -> list[str]:
    """Names in the lock file of the run-time packages."""
    lines = (REQUIREMENTS / "base.lock").read_text().splitlines()
    return [
        line.split("==")[0].split("[")[0]
        for line in lines
        if "==" in line and not line.startswith((" ", "#"))
    ]


def package_bytes(name: str) -> int:
    try:
        files = metadata.distribution(name).files or []
    except metadata.PackageNotFoundError:
        return 0
    return sum(path.stat().st_size for file in files if (path := Path(str(file.locate()))).is_file())


@dataclasses.dataclass(slots=True)
class FirstLoad:
    """What a browser with an empty cache fetches for one page. Bytes as they come over the wire."""

    page: str
    requests: int
    bytes_total: int
    bytes_script: int


def measure_first_loads(log: Path, facts: Facts) -> list[FirstLoad]:
    """Open pages in the machine's chromium, each with an empty cache. Empty when there is no browser or no build."""
    if not (ROOT / "web" / "dist" / "index.html").is_file():
        return []
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return []
    pages = [
        ("/", None),
        ("/sign-in", None),
        ("/courses", None),
        ("/my-learning", 0),
        (f"/learn/{facts.frappe}", 0),
    ]
    with running_server(log=log) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        loads = [
            _load(browser, server.port, page, facts.cookies[user] if user is not None else "")
            for page, user in pages
        ]
        browser.close()
    return loads


def chromium() -> str:
    for path in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"):
        if Path(path).exists():
            return path
    raise RuntimeError("no chromium on this machine")


def _load(browser: Any, port: int, page: str, cookies: str) -> FirstLoad:
    context = browser.new_context()
    site = f"http://127.0.0.1:{port}"
    pairs = [pair.split("=", 1) for pair in cookies.split("; ") if pair]
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in pairs])
    tab = context.new_page()
    session = context.new_cdp_session(tab)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    session.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])}),
    )
    tab.goto(site + page, wait_until="networkidle", timeout=30_000)
    context.close()
    scripts = sum(size for request, size in sizes.items() if kinds.get(request) == "Script")
    return FirstLoad(page, len(sizes), sum(sizes.values()), scripts)
