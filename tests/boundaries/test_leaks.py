"""Nothing of the machine it was written on, and nothing unfinished, is in the repository."""

import json
import re

from tests.boundaries.sources import ROOT, refuse, text_files

# Put together from pieces: this file is looked at too.
REGISTRY_HOSTS = [
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "deb.debian" + ".org",
    "node" + "source.com",
]
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work|farm|root|home/[a-z]+|tmp/edu)/[a-z]")
UNFINISHED = re.compile(r"\b(?:TODO|FIX" + r"ME|XXX)\b|raise NotImplementedError")
SWITCHED_OFF = re.compile(r"pytest\.mark\.(?:skip\b|xfail)|\b(?:it|test|describe)\.(?:only|skip|todo)\(")
RULES = ("tests/boundaries/", "pyproject.toml", "devtools/")


def lines_matching(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number} {line.strip()[:120]}"
        for name, text in text_files()
        if not name.startswith(RULES)
        for number, line in enumerate(text.splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_registry_host_is_named() -> None:
    refuse(lines_matching(re.compile("|".join(map(re.escape, REGISTRY_HOSTS)))))


def test_no_path_of_a_machine_is_named() -> None:
    refuse(lines_matching(MACHINE_PATH))


def test_nothing_is_left_unfinished() -> None:
    refuse(lines_matching(UNFINISHED))


def test_no_test_is_switched_off() -> None:
    refuse(lines_matching(SWITCHED_OFF))


def test_node_packages_are_locked_by_hash_without_addresses() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    refuse([name for name, entry in packages.items() if "resolved" in entry and name])
    assert [
        name for name, entry in packages.items() if name and not entry.get("link") and not is_hashed(entry)
    ] == []


def is_hashed(entry: dict[str, object]) -> bool:
    """Packages bundled inside another are covered by that one's hash."""
    return "integrity" in entry or bool(entry.get("inBundle"))


def test_every_python_package_is_locked_by_version_and_hash() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.lock")):
        entries = re.findall(r"(?m)^([a-z0-9][^\s=]*)(==\S+)?(.*(?:\n    .*)*)", lock.read_text())
        assert entries, lock.name
        unlocked = [name for name, version, rest in entries if not version or "--hash=sha256:" not in rest]
        refuse(unlocked)
