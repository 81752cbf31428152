"""./dev look: screenshots of every screen, in two widths and both themes, into var/look; --tour writes docs/tour.md.

Which screens there are, and the browser that opens them, is in `look_screens` and `look_browser`: they run in the
development environment, this module with the standard library alone.
"""

import argparse
import json
import re
import subprocess
import time
import urllib.error
import urllib.request

from devtools.engines import free_port
from devtools.environment import chromium, prepare_picture_fonts, prepare_python
from devtools.paths import PYTHON, ROOT, VAR
from devtools.shell import Failure, end_family, run, say
from devtools.up import ACCOUNTS, prepare_programs, prepare_site

START_SECONDS = 60


def main(arguments: argparse.Namespace) -> int:
    prepare_python("dev")
    browser = chromium()
    if not browser:
        raise Failure("chromium is missing: apt-get install chromium (as root)")
    prepare_picture_fonts()
    if arguments.tour:
        # On a demo school of its own: what somebody did in the development site is nobody's business.
        prepare_programs()
        run([PYTHON, "-m", "devtools.tour", json.dumps({"browser": browser, "names": arguments.names})])
        return 0
    if arguments.url:
        take_pictures(arguments.names, arguments.url.rstrip("/"), browser)
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
        take_pictures(arguments.names, f"http://127.0.0.1:{port}", browser)
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


def take_pictures(names: list[str], url: str, browser: str) -> None:
    """The browser is driven from the development environment: this process has only the standard library."""
    order = {
        "url": url,
        "browser": browser,
        "folder": str(VAR / "look"),
        "names": names,
        "password": demo_password(ACCOUNTS.read_text() if ACCOUNTS.exists() else ""),
    }
    run([PYTHON, "-m", "devtools.look_browser", json.dumps(order)])
    say("pictures are in var/look")


def demo_password(text: str) -> str:
    """The password of all demo accounts, from what the seed command printed."""
    password = re.search(r"password (\S+)", text)
    if not password:
        raise Failure("the demo accounts are not known: ./dev up makes the demo school")
    return password.group(1)
