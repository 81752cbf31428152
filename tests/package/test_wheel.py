"""The wheel alone, in an empty environment without Node, gives the same site."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 180


@dataclass(frozen=True)
class Installation:
    """An environment that holds nothing but the wheel and what it asks for."""

    environment: Path
    home: Path

    @property
    def variables(self) -> Mapping[str, str]:
        """No Node on the path, nothing of the caller's own settings, a home of its own."""
        kept = {
            key: value for key, value in os.environ.items() if not key.startswith(("EDUSYNC_", "DJANGO_"))
        }
        return {
            **kept,
            "PATH": f"{self.environment}/bin",
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home),
        }

    @property
    def command(self) -> str:
        return str(self.environment / "bin" / "edusync")

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.command, *words],
            env=self.variables,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installation(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    folder = tmp_path_factory.mktemp("installed")
    uv = Path(sys.executable).parent / "uv"
    python = folder / "env" / "bin" / "python"
    lock = ROOT / "requirements" / "base.lock"
    for command in (
        [uv, "venv", "--quiet", "--python", sys.executable, folder / "env"],
        [uv, "pip", "install", "--quiet", "--python", python, "--constraint", lock, wheel],
    ):
        result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        assert result.returncode == 0, result.stderr
    (folder / "home").mkdir()
    return Installation(folder / "env", folder / "home")


@pytest.fixture(scope="module")
def site(installation: Installation) -> Iterator[str]:
    """Address of the site that `edusync up` serves."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log_file = installation.home / "up.log"
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [installation.command, "up", f"--port={port}"],
            env=installation.variables,
            cwd=installation.home,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until_up(url, process, log_file)
        yield url
    finally:
        process.terminate()
        try:
            process.wait(timeout=30)
        finally:
            process.kill()
            process.wait()


def wait_until_up(url: str, process: "subprocess.Popen[bytes]", log_file: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            get(f"{url}/healthz")
        except (urllib.error.URLError, OSError):
            time.sleep(0.25)
        else:
            return
    pytest.fail(f"'edusync up' did not answer\n{log_file.read_text(errors='replace')[-6000:]}")


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=30) as answer:
        body: bytes = answer.read()
        return body


def test_wheel_holds_the_front_end_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "edusync/web_dist/index.html" in names
    assert "edusync/web_dist/.vite/manifest.json" in names
    assert [name for name in names if "/tests/" in name or name.endswith(("testing.py", ".map"))] == []
    assert any(name.endswith(".trigger.sql") for name in names)


def test_environment_has_no_node(installation: Installation) -> None:
    assert shutil.which("node", path=installation.variables["PATH"]) is None


def test_up_serves_the_front_end_with_all_its_files(site: str) -> None:
    page = get(f"{site}/").decode()
    assert "EduSync" in page
    assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert any(asset.endswith(".js") for asset in assets)
    assert any(asset.endswith(".css") for asset in assets)
    for asset in assets:
        assert get(site + asset), asset


def test_up_fills_the_demo_school(site: str) -> None:
    courses = json.loads(get(f"{site}/api/v1/courses"))["results"]
    assert len(courses) >= 1
    detail = json.loads(get(f"{site}/api/v1/courses/{courses[0]['slug']}"))
    assert detail["modules"]


def test_what_the_site_keeps_is_in_the_home_folder(site: str, installation: Installation) -> None:
    assert site
    assert (installation.home / "edusync" / "edusync.sqlite3").exists()
    assert not list(installation.environment.rglob("*.sqlite3"))


@pytest.mark.parametrize("command", ["createadmin", "import-course", "migrate"])
def test_console_command_runs_management_commands(installation: Installation, command: str) -> None:
    result = installation.run(command, "--help")
    assert result.returncode == 0, result.stderr
    assert "usage" in result.stdout


def test_console_command_without_words_says_what_it_can_do(installation: Installation) -> None:
    result = installation.run()
    assert result.returncode == 0
    assert "edusync up" in result.stdout
