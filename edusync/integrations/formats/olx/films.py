"""Video blocks of OLX: where the film is, and its captions."""

import json
import re
from typing import Any

from edusync.integrations.formats import captions
from edusync.integrations.formats.olx.addresses import OlxAddresses
from edusync.integrations.formats.olx.blocks import BlockReader, OlxBlock
from edusync.integrations.formats.richtext.links import web_address
from edusync.integrations.formats.richtext.shape import tag_of
from edusync.integrations.formats.text import decode_text
from edusync.integrations.formats.tree import SourceCaption, SourceVideo

_YOUTUBE_ID = re.compile(r"^[\w-]{6,20}$")


def read_film(block: OlxBlock, reader: BlockReader, addresses: OlxAddresses) -> SourceVideo | None:
    """The film of a video block, or None with the reason told to its node."""
    video = _place(block, addresses)
    if video is None:
        block.node.skip(
            "no-film", "The block names no film that can be shown: no YouTube id, no address, no file."
        )
        return None
    cues_by_language = _captions(block, reader)
    for language, (path, cues) in cues_by_language.items():
        vtt = captions.to_webvtt(cues)
        key = addresses.add(f"captions/{block.url_name}-{language}.vtt", f"{language}.vtt", vtt, made_of=path)
        video.captions.append(SourceCaption(language, _LANGUAGES.get(language, language), key))
        reader.node(path, "transcript").keep()
    if cues_by_language:
        main = cues_by_language.get("en") or next(iter(cues_by_language.values()))
        video.transcript = captions.to_transcript(main[1])
    _report(block)
    _find_handouts(block, addresses, video)
    return video


def _place(block: OlxBlock, addresses: OlxAddresses) -> SourceVideo | None:
    settings = block.settings
    youtube = str(settings.get("youtube_id_1_0") or "").strip() or _from_speeds(
        str(settings.get("youtube") or "")
    )
    if youtube and _YOUTUBE_ID.match(youtube):
        return SourceVideo("youtube", external_id=youtube)
    for source in _sources(block):
        key = addresses.file(source)
        if key:
            return SourceVideo("file", file_key=key)
    for source in _sources(block):
        found = web_address(source)
        if found and found.startswith("http"):
            return SourceVideo("url", external_id=found[:500])
    return None


def _from_speeds(text: str) -> str:
    """The id at normal speed in `0.75:abc,1.00:def`."""
    speeds = dict(part.split(":", 1) for part in text.split(",") if ":" in part)
    return speeds.get("1.00") or speeds.get("1.0") or next(iter(speeds.values()), "")


def _sources(block: OlxBlock) -> list[str]:
    found = [child.get("src") or "" for child in block.element if tag_of(child) == "source"]
    found += _json(block.settings.get("html5_sources"), [])
    found.append(str(block.settings.get("source") or ""))
    return [str(source).strip() for source in found if source]


def _json(text: Any, default: Any) -> Any:
    try:
        value = json.loads(text or "null")
    except (ValueError, TypeError, RecursionError):
        return default
    return value if isinstance(value, type(default)) else default


def _captions(block: OlxBlock, reader: BlockReader) -> dict[str, tuple[str, list[tuple[int, int, str]]]]:
    """Language to file and cues. A transcript that is named but missing or unreadable is told."""
    named = {str(key): str(value) for key, value in _json(block.settings.get("transcripts"), {}).items()}
    for child in block.element:
        if tag_of(child) == "transcript" and child.get("src"):
            named.setdefault(child.get("language") or "en", child.get("src") or "")
    sub = str(block.settings.get("sub") or "").strip()
    if sub:
        named.setdefault("en", f"subs_{sub}.srt.sjson")
    found = {}
    for language, name in named.items():
        path = next(
            (path for path in (f"static/{name}", f"static/subs_{name}", name) if path in reader.paths), ""
        )
        cues = _cues(reader, path) if path else []
        if cues:
            found[language[:16]] = (path, cues)
        else:
            block.node.lose(
                f"captions-missing-{language[:10]}",
                f"The captions in {language} are missing or cannot be read.",
            )
    return found


def _cues(reader: BlockReader, path: str) -> list[tuple[int, int, str]]:
    text = decode_text(reader.folder.read(path), reader.node(path, "transcript"))
    if path.endswith(".sjson"):
        try:
            return captions.read_sjson(text)
        except (ValueError, TypeError):
            return []
    return captions.read_srt(text)


def _report(block: OlxBlock) -> None:
    if any(str(block.settings.get(name) or "00:00:00").strip("0:. ") for name in ("start_time", "end_time")):
        block.node.lose(
            "clip-range", "The source shows only a part of the film; here it plays from beginning to end."
        )


def _find_handouts(block: OlxBlock, addresses: OlxAddresses, video: SourceVideo) -> None:
    """Papers offered beside the film: its handout and a transcript to download."""
    named = [str(block.settings.get(name) or "") for name in ("handout", "track")]
    named += [child.get("src") or "" for child in block.element if tag_of(child) in {"handout", "track"}]
    for address in dict.fromkeys(filter(None, named)):
        key = addresses.file(address)
        if key is None:
            block.node.lose("handout", "A handout or transcript of the film is missing in the package.")
        elif key not in video.handouts:
            video.handouts.append(key)


_LANGUAGES = {
    "en": "English", "es": "Español", "fr": "Français", "de": "Deutsch", "pt": "Português", "it": "Italiano",
    "zh": "中文", "ja": "日本語", "ko": "한국어", "ru": "Русский", "ar": "العربية", "hi": "हिन्दी", "ta": "தமிழ்",
    "tr": "Türkçe", "nl": "Nederlands", "pl": "Polski", "uk": "Українська", "vi": "Tiếng Việt", "id": "Bahasa Indonesia",
}  # fmt: skip
