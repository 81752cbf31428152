"""Every screen by who opens it: one file a subject with `SCREENS`, found by its place."""

from importlib import import_module
from pathlib import Path


def screens() -> dict[str, dict[str, str]]:
    """Addresses by name by person (`visitor`, or the first half of an address of the demo school)."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(Path(__file__).parent.glob("[a-z]*.py")):
        for person, pages in import_module(f"{__package__}.{file.stem}").SCREENS.items():
            found.setdefault(person, {}).update(pages)
    return found
