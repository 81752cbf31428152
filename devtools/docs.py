"""./dev docs: what is made from other files: reference pages from the code, the change log from its fragments."""

import argparse
import re

from devtools import manage
from devtools.paths import ROOT
from devtools.shell import Failure, say

FRAGMENTS = ROOT / "changes"
CHANGELOG = ROOT / "CHANGELOG.md"
KINDS = ("security", "added", "changed", "fixed", "removed")
FRAGMENT_NAME = re.compile(rf"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:{'|'.join(KINDS)})\.md")
# What is between the marks is made; what stands below are the versions released so far.
COLLECTED = re.compile(r"(?<=<!-- collected from changes/ -->\n).*?(?=<!-- end -->)", re.DOTALL)


def main(arguments: argparse.Namespace) -> int:
    text = changelog()
    if CHANGELOG.read_text() != text:
        CHANGELOG.write_text(text)
        say("CHANGELOG.md")
    return manage.document(arguments)


def changelog() -> str:
    """The change log with the fragments of the version to come. Raises Failure for a file that is no fragment."""
    present = CHANGELOG.read_text()
    if not COLLECTED.search(present):
        raise Failure("CHANGELOG.md lacks the marks between which fragments are collected")
    return COLLECTED.sub(lambda _match: collected(), present)


def collected() -> str:
    """All fragments, by kind."""
    fragments = sorted(path for path in FRAGMENTS.glob("*.md") if path.name != "README.md")
    odd = [path.name for path in fragments if not FRAGMENT_NAME.fullmatch(path.name)]
    if odd:
        raise Failure(f"changes/{odd[0]} is not named <what>.<kind>.md; kinds: {', '.join(KINDS)}")
    parts = []
    for kind in KINDS:
        texts = [one_line(path.read_text()) for path in fragments if path.name.endswith(f".{kind}.md")]
        if texts:
            parts.append(f"\n### {kind.capitalize()}\n\n" + "".join(f"- {text}\n" for text in texts))
    return "".join(parts) + "\n"


def one_line(text: str) -> str:
    return " ".join(text.split())
