"""Debian packages: which are missing, and their installation when this user may."""

import os
import subprocess
import threading

from devtools.shell import find_program, is_root, read, say

_lock = threading.Lock()
_has_updated = False


def missing_packages(names: list[str]) -> list[str]:
    """Those of `names` that are not installed; none where there is no dpkg to ask."""
    if not find_program("dpkg-query"):
        return []
    return [
        name
        for name in names
        if "install ok installed" not in read(["dpkg-query", "-W", "-f=${Status}", name])
    ]


def can_install() -> bool:
    return is_root() and find_program("apt-get") is not None


def install_packages(names: list[str]) -> bool:
    """Install what is missing. False (and a message) when this user may not or apt fails."""
    with _lock:
        missing = missing_packages(names)
        if not missing:
            return True
        if not can_install():
            say(f"missing Debian packages, install them as root: apt-get install {' '.join(missing)}")
            return False
        say(f"installing Debian packages: {' '.join(missing)}")
        update_lists()
        return _apt("install", "-y", "--no-install-recommends", *missing)


def update_lists() -> None:
    """Ask the mirrors what there is, once a run."""
    global _has_updated
    if not _has_updated:
        # A third-party source that fails makes apt-get update fail, though Debian's own lists are fresh.
        _apt("update")
        _has_updated = True


def _apt(*arguments: str) -> bool:
    result = subprocess.run(
        ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=120", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
        check=False,
        timeout=900,
    )
    if result.returncode:
        say(result.stdout.decode(errors="replace")[-2500:])
        say(f"apt-get {arguments[0]} ended with {result.returncode}")
    return result.returncode == 0
