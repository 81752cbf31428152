"""Steps that are skipped while nothing they depend on has changed."""

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from devtools.paths import ROOT, STEPS
from devtools.shell import say

IGNORED_FOLDERS = {"node_modules", "__pycache__", "dist", ".git", ".vite", "tests"}


@dataclass(frozen=True)
class Step:
    """`action` runs unless `inputs` and `facts` hash to what they were and every one of `results` exists."""

    name: str
    title: str
    action: Callable[[], None]
    inputs: tuple[Path, ...] = ()
    results: tuple[Path, ...] = ()
    facts: tuple[str, ...] = field(default=())

    @property
    def stamp(self) -> Path:
        return STEPS / f"{self.name}.json"

    def fingerprint(self) -> str:
        return fingerprint(self.inputs, self.facts)

    def is_done(self) -> bool:
        if not all(result.exists() for result in self.results):
            return False
        try:
            recorded = json.loads(self.stamp.read_text())
        except (OSError, ValueError):
            return False
        return bool(recorded.get("fingerprint") == self.fingerprint())

    def run(self) -> bool:
        """Do it if needed; true when it was."""
        if self.is_done():
            return False
        say(f"• {self.title}")
        started = time.monotonic()
        # Taken before: a file edited while the step runs makes the next run repeat it.
        before = self.fingerprint()
        self.stamp.unlink(missing_ok=True)
        self.action()
        seconds = round(time.monotonic() - started, 1)
        STEPS.mkdir(parents=True, exist_ok=True)
        self.stamp.write_text(json.dumps({"fingerprint": before, "seconds": seconds}) + "\n")
        say(f"  done in {seconds} s")
        return True


def files_under(path: Path) -> Iterable[Path]:
    """All files of a folder, sorted, without what is generated or only tests."""
    if path.is_file():
        yield path
    elif path.is_dir():
        for child in sorted(path.iterdir()):
            if child.name not in IGNORED_FOLDERS:
                yield from files_under(child)


def fingerprint(inputs: Iterable[Path], facts: Iterable[str] = ()) -> str:
    """SHA-256 over the names and contents of the inputs, and the facts."""
    digest = hashlib.sha256()
    for fact in facts:
        digest.update(fact.encode() + b"\0")
    for top in inputs:
        for path in files_under(top):
            digest.update(str(path.relative_to(ROOT)).encode() + b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
