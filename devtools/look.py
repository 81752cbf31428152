"""./dev look: screenshots of the main screens, in two widths and both themes, into var/look."""

import argparse
import json
import re
import subprocess
import time
import urllib.error
import urllib.request
from dataclasses import asdict, dataclass

from devtools.engines import free_port
from devtools.environment import chromium, prepare_python
from devtools.paths import PYTHON, ROOT, VAR
from devtools.shell import Failure, end_family, run, say
from devtools.up import ACCOUNTS, prepare_site

START_SECONDS = 60


@dataclass(frozen=True)
class Screen:
    """One address to look at. Words in braces are filled with what the demo school has."""

    name: str
    path: str
    person: str = ""


# `person` is the demo account that looks: learner, instructor, admin, or nobody.
SCREENS = (
    Screen("landing", "/"),
    Screen("sign-in", "/sign-in"),
    Screen("sign-up", "/sign-up"),
    Screen("forgot-password", "/forgot-password"),
    Screen("catalog", "/courses"),
    Screen("course", "/courses/{course}"),
    Screen("verify", "/verify"),
    Screen("verify-code", "/verify/{certificate}"),
    Screen("not-found", "/no-such-page"),
    Screen("mailbox", "/dev/mailbox"),
    Screen("my-learning", "/my-learning", "learner"),
    Screen("player-page", "/learn/{course}/{page}", "learner"),
    Screen("player-video", "/learn/{course}/{video}", "learner"),
    Screen("player-document", "/learn/{course}/{document}", "learner"),
    Screen("player-quiz", "/learn/{course}/{quiz}", "learner"),
    Screen("certificates", "/certificates", "learner"),
    Screen("profile", "/profile", "learner"),
    Screen("settings", "/settings", "learner"),
    Screen("teach", "/teach", "instructor"),
    Screen("teach-learners", "/teach/{taught}/learners", "instructor"),
    Screen("teach-import", "/teach/import", "instructor"),
    Screen("admin", "/admin/", "admin"),
)


def main(arguments: argparse.Namespace) -> int:
    prepare_python("dev")
    browser = chromium()
    if not browser:
        raise Failure("chromium is missing: apt-get install chromium (as root)")
    chosen = [
        screen
        for screen in SCREENS
        if not arguments.names or any(part in screen.name for part in arguments.names)
    ]
    if not chosen:
        raise Failure(f"no such screen; there are: {', '.join(screen.name for screen in SCREENS)}")
    if arguments.url:
        take_pictures(chosen, arguments.url.rstrip("/"), browser)
        return 0
    prepare_site(is_demo_wanted=True)
    port = free_port()
    serve = [str(PYTHON), str(ROOT / "manage.py"), "serve", "--host=127.0.0.1", f"--port={port}"]
    log_file = VAR / "look-server.log"
    with log_file.open("wb") as log:
        server = subprocess.Popen(
            serve, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
        )
    try:
        wait_for_site(f"http://127.0.0.1:{port}/healthz", server)
        take_pictures(chosen, f"http://127.0.0.1:{port}", browser)
    finally:
        end_family(server)
    return 0


def wait_for_site(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise Failure(f"the site did not start, see {VAR.name}/look-server.log")


def take_pictures(screens: list[Screen], url: str, browser: str) -> None:
    """The browser is driven from the development environment: this process has only the standard library."""
    order = {
        "url": url,
        "browser": browser,
        "folder": str(VAR / "look"),
        "screens": [asdict(screen) for screen in screens],
        "accounts": demo_accounts(ACCOUNTS.read_text() if ACCOUNTS.exists() else ""),
    }
    run([PYTHON, "-m", "devtools.look_browser", json.dumps(order)])
    say("pictures are in var/look")


def demo_accounts(text: str) -> dict[str, tuple[str, str]]:
    """Person → e-mail and password, from what the seed command printed."""
    password = re.search(r"password (\S+)", text)
    found = re.findall(r"(?m)^\s*(\w+)\s+(\S+@\S+)", text)
    if not password or not found:
        raise Failure("the demo accounts are not known: ./dev up makes the demo school")
    return {person.lower(): (email, password.group(1)) for person, email in found}
