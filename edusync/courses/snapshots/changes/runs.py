"""Two texts compared word by word."""

import difflib
import re

Run = list[str]
MAX_WORDS = 4_000
_WORDS = re.compile(r"\s+|[\w'’-]+|[^\w\s]", re.UNICODE)


def text_runs(old: str, new: str) -> list[Run]:
    """Runs of text that stayed, went and came, in reading order. Very long texts are compared line by line."""
    if old == new:
        return [["same", new]] if new else []
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) > MAX_WORDS or len(after) > MAX_WORDS:
        before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    if len(before) > MAX_WORDS or len(after) > MAX_WORDS:
        return _joined([["removed", old], ["added", new]])
    runs: list[Run] = []
    for tag, start, end, to_start, to_end in difflib.SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            runs.append(["same", "".join(before[start:end])])
        else:
            runs += [["removed", "".join(before[start:end])], ["added", "".join(after[to_start:to_end])]]
    return _joined(runs)


def _joined(runs: list[Run]) -> list[Run]:
    """Without empty runs, neighbors of one sort joined."""
    found: list[Run] = []
    for sort, text in runs:
        if not text:
            continue
        if found and found[-1][0] == sort:
            found[-1][1] += text
        else:
            found.append([sort, text])
    return found
