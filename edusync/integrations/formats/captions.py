"""Captions of other systems (SubRip, Open edX sjson) to WebVTT."""

import json
import re

_TIME = r"(\d{1,3}):(\d{2}):(\d{2})[,.](\d{1,3})"
_CUE = re.compile(rf"^\s*{_TIME}\s*-->\s*{_TIME}")
_TAGS = re.compile(r"<(?!/?(?:b|i|u)>)[^>]*>")


def _stamp(milliseconds: int) -> str:
    seconds, rest = divmod(max(0, milliseconds), 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"


def _milliseconds(hours: str, minutes: str, seconds: str, fraction: str) -> int:
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def read_srt(text: str) -> list[tuple[int, int, str]]:
    """Cues (start ms, end ms, text) of a SubRip or WebVTT text. Lines that belong to no cue are left out."""
    cues: list[tuple[int, int, str]] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = [line for line in part.split("\n") if line.strip()]
        for number, line in enumerate(lines[:3]):
            found = _CUE.match(line)
            if found:
                words = "\n".join(_TAGS.sub("", line).strip() for line in lines[number + 1 :])
                if words:
                    values = found.groups()
                    cues.append((_milliseconds(*values[:4]), _milliseconds(*values[4:]), words))
                break
    return cues


def read_sjson(text: str) -> list[tuple[int, int, str]]:
    """Cues of Open edX's `{"start": [ms], "end": [ms], "text": [...]}`. Raises ValueError when it is not that."""
    data = json.loads(text)
    if not isinstance(data, dict) or not all(
        isinstance(data.get(key), list) for key in ("start", "end", "text")
    ):
        raise ValueError("not sjson")
    return [
        (int(start), int(end), str(words).replace("&#39;", "'").strip())
        for start, end, words in zip(data["start"], data["end"], data["text"], strict=False)
        if str(words).strip()
    ]


def to_webvtt(cues: list[tuple[int, int, str]]) -> bytes:
    """A WebVTT file of the cues."""
    lines = ["WEBVTT", ""]
    for start, end, words in cues:
        safe = words.replace("&", "&amp;").replace("-->", "→")
        lines += [f"{_stamp(start)} --> {_stamp(max(end, start + 1))}", safe, ""]
    return "\n".join(lines).encode()


def to_transcript(cues: list[tuple[int, int, str]]) -> str:
    """The spoken words as plain text."""
    return "\n".join(re.sub(r"<[^>]*>", "", " ".join(words.split())) for _, _, words in cues)
