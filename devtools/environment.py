"""The Python environment and the front end's packages, installed from their lock files."""

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from devtools.paths import PYTHON, REQUIREMENTS, STEPS, VAR, VENV, WEB, base_python, tool
from devtools.shell import Failure, find_program, read, run, say
from devtools.steps import Step, fingerprint
from devtools.system_packages import can_install, install_packages

# What building mysqlclient needs, and what running MariaDB, MySQL and the browser tests needs.
DRIVER_PACKAGES = ["gcc", "libc6-dev", "pkg-config", "libmariadb-dev"]
ENGINE_PACKAGES = ["mariadb-server-core", "mariadb-client-core"]
BROWSER_PACKAGES = ["chromium", "fonts-noto-core"]


def require_versions() -> None:
    """Raises Failure when Python is too old to go on."""
    if sys.version_info < (3, 11):
        raise Failure(f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}")


def prepare_python(profile: str) -> None:
    """Make .venv hold `base` (to run EduSync) or `dev` (to test it too)."""
    require_versions()
    create = Step("venv", "creating the Python environment", create_venv, results=(PYTHON,))
    if create.run():
        for stamp in STEPS.glob("python-*.json"):
            stamp.unlink()
    if profile == "base" and python_step("dev").is_done():
        return  # the development environment holds all of it
    python_step(profile).run()


def python_step(profile: str) -> Step:
    lock = REQUIREMENTS / f"{profile}.lock"
    return Step(
        f"python-{profile}",
        f"installing the Python packages of requirements/{lock.name}",
        lambda: install_lock(lock),
        inputs=(lock,),
        results=(PYTHON, *([VENV / "bin" / "pytest"] if profile == "dev" else [])),
    )


def create_venv() -> None:
    command = [base_python(), "-m", "venv", str(VENV)]
    if not read([base_python(), "-c", "import ensurepip; print(1)"]) and can_install():
        install_packages(["python3-venv"])
    try:
        run(command, quiet=True)
    except Failure as error:
        raise Failure(f"{error}\nOn Debian the package python3-venv is needed.") from error


def install_lock(lock: Path) -> None:
    """Install a lock file with hashes: by uv, five times faster, or else by pip."""
    if "\nmysqlclient==" in lock.read_text():
        lock = with_buildable_driver(lock)
    uv = find_uv()
    if uv:
        run([uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock])
    else:
        run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock])


def with_buildable_driver(lock: Path) -> Path:
    """The lock itself, or a copy without mysqlclient where nothing can build it (PyMySQL then does)."""
    install_packages(DRIVER_PACKAGES)
    if find_program("gcc") and read(["pkg-config", "--exists", "--print-errors", "libmariadb"]) == "":
        if find_program("pkg-config") and pkg_config_knows("libmariadb"):
            return lock
    say("mysqlclient can't be built here (gcc, pkg-config, libmariadb-dev): going on with PyMySQL")
    text = re.sub(r"(?m)^mysqlclient==.*(\n[ \t]+.*)*\n", "", lock.read_text())
    VAR.mkdir(parents=True, exist_ok=True)
    reduced = VAR / f"without-mysqlclient-{lock.name}"
    reduced.write_text(text)
    return reduced


def pkg_config_knows(library: str) -> bool:
    return read(["pkg-config", "--modversion", library]).strip() != ""


def find_uv() -> str | None:
    """uv from the environment or the path; else install the pinned one into the environment."""
    if Path(tool("uv")).exists():
        return tool("uv")
    found = find_program("uv")
    if found:
        return found
    try:
        bootstrap = REQUIREMENTS / "bootstrap.lock"
        run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", bootstrap], quiet=True)
    except Failure:
        return None
    return tool("uv")


def node_step() -> Step:
    return Step(
        "web-packages",
        "installing the front end's packages (npm ci)",
        install_node_packages,
        inputs=(WEB / "package-lock.json", WEB / "package.json"),
        results=(WEB / "node_modules" / ".package-lock.json",),
    )


def install_node_packages() -> None:
    if not find_program("npm"):
        raise Failure("Node.js 20 or newer with npm is needed to build the front end")
    run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error"], cwd=WEB)


def web_sources() -> tuple[Path, ...]:
    """What the built front end depends on."""
    names = ("src", "public", "index.html", "package-lock.json", "package.json")
    configs = sorted(WEB.glob("*.config.*")) + sorted(WEB.glob("tsconfig*.json"))
    return (*(WEB / name for name in names), *configs)


def web_build_step() -> Step:
    return Step(
        "web-build",
        "building the front end",
        build_web,
        inputs=web_sources(),
        results=(WEB / "dist" / "index.html", WEB / "dist" / ".vite" / "manifest.json"),
    )


def build_web() -> None:
    run(["npm", "run", "--silent", "build"], cwd=WEB)


def prepare_web() -> None:
    """Packages and bundle of the front end, when they are not fresh."""
    node_step().run()
    web_build_step().run()


def web_fingerprint() -> str:
    return fingerprint(web_sources())


def lock_digest(profile: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{profile}.lock").read_bytes()).hexdigest()


def chromium() -> str | None:
    """Debian's browser, installed if this user may."""
    found = find_program("chromium") or find_program("chromium-browser")
    if not found and install_packages(BROWSER_PACKAGES):
        found = find_program("chromium")
    return found


def django_environment(**extra: str) -> dict[str, str]:
    """Variables for running EduSync from this checkout."""
    known = {"DJANGO_SETTINGS_MODULE": "edusync.config.settings", "PYTHONDONTWRITEBYTECODE": ""}
    return {key: value for key, value in {**known, **extra}.items() if value or key in extra}


def clean_caches() -> None:
    for folder in (".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", "build"):
        shutil.rmtree(Path(VAR.parent) / folder, ignore_errors=True)
    os.sync()
