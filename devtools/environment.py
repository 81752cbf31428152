"""The Python environment and the front end's packages, installed from their lock files."""

import re
from pathlib import Path

from devtools.paths import COUNTERPARTS, PYTHON, REQUIREMENTS, STEPS, VAR, VENV, WEB, base_python, tool
from devtools.shell import Failure, find_program, read, run, say
from devtools.steps import Step
from devtools.system_packages import can_install, install_packages

# What building mysqlclient needs, and what running MariaDB, MySQL and the browser tests needs.
DRIVER_PACKAGES = ["gcc", "libc6-dev", "pkg-config", "libmariadb-dev"]
ENGINE_PACKAGES = ["mariadb-server-core", "mariadb-client-core"]
# Holds the server too, by another name, and starts no service of the host.
REDIS_PACKAGES = ["redis-tools"]
BROWSER_PACKAGES = ["chromium", "fonts-noto-core"]
# Chinese and Japanese names of the demo school; the smallest of these fonts (1.6 MB to fetch, Noto's is 57).
PICTURE_FONTS = ["fonts-wqy-microhei"]
NODE_VERSION = [20, 19]


def prepare_python(profile: str) -> None:
    """Make .venv hold `base` (to run EduSync) or `dev` (to test it too)."""
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
    if find_program("gcc") and find_program("pkg-config") and has_library("libmariadb"):
        return lock
    say("mysqlclient can't be built here (gcc, pkg-config, libmariadb-dev): going on with PyMySQL")
    return without_driver(lock)


def without_driver(lock: Path) -> Path:
    VAR.mkdir(parents=True, exist_ok=True)
    reduced = VAR / f"without-mysqlclient-{lock.name}"
    reduced.write_text(re.sub(r"(?m)^mysqlclient==.*(\n[ \t]+.*)*\n", "", lock.read_text()))
    return reduced


def has_library(name: str) -> bool:
    return read(["pkg-config", "--modversion", name]).strip() != ""


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


def counterparts_step() -> Step:
    """Other people's identity providers, which the tests of single sign-on run."""
    return Step(
        "counterparts",
        "installing identity providers to test with (npm ci)",
        lambda: npm_ci(COUNTERPARTS, "--ignore-scripts"),
        inputs=(COUNTERPARTS / "package-lock.json", COUNTERPARTS / "package.json"),
        results=(COUNTERPARTS / "node_modules" / ".package-lock.json",),
    )


def install_node_packages() -> None:
    npm_ci(WEB)


def npm_ci(folder: Path, *options: str) -> None:
    version = read(["node", "--version"]).strip().lstrip("v")
    if (
        not find_program("npm")
        or not version
        or [int(part) for part in version.split(".")[:2]] < NODE_VERSION
    ):
        wanted, found = ".".join(map(str, NODE_VERSION)), version or "none"
        raise Failure(f"Node.js {wanted} or newer with npm is needed; found: {found}")
    run(["npm", "ci", "--no-audit", "--no-fund", "--loglevel=error", *options], cwd=folder, quiet=True)


def web_sources() -> tuple[Path, ...]:
    """What the built front end depends on."""
    names = ("src", "build", "scripts", "public", "index.html", "package-lock.json", "package.json")
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
    run(["npm", "run", "--silent", "build"], cwd=WEB, quiet=True)


def prepare_web() -> None:
    """Packages and bundle of the front end, when they are not fresh."""
    node_step().run()
    web_build_step().run()


def chromium() -> str | None:
    """Debian's browser, installed if this user may."""
    found = find_program("chromium") or find_program("chromium-browser")
    if not found and install_packages(BROWSER_PACKAGES):
        found = find_program("chromium")
    return found


def prepare_picture_fonts() -> None:
    """Letters that only pictures for people need, where this user may install them; without, boxes stand for them."""
    install_packages(PICTURE_FONTS)
