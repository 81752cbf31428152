"""What is said in films and recordings: kept by place and language, read by the search index and by players."""

from collections.abc import Collection, Iterable, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from edusync.files.cues import Cue, to_text
from edusync.files.models import Transcript, TranscriptCue


@transaction.atomic
def write_transcript(
    *, place: str, place_id: int, language: str, cues: Sequence[Cue], source: str = "captions"
) -> Transcript:
    """Keep the spoken text of a place in a language, in place of what was there."""
    row, _ = Transcript.objects.update_or_create(
        place=place, place_id=place_id, language=language, defaults={"source": source, "text": to_text(cues)}
    )
    TranscriptCue.objects.filter(transcript=row).delete()
    TranscriptCue.objects.bulk_create(
        [
            TranscriptCue(
                transcript=row, position=number, start_ms=cue.start_ms, end_ms=cue.end_ms, text=cue.text
            )
            for number, cue in enumerate(cues)
        ],
        batch_size=500,
    )
    return row  # type: ignore[no-any-return]


def keep_transcripts(*, place: str, place_id: int, languages: Collection[str]) -> None:
    """Forget the spoken text of a place in all other languages."""
    Transcript.objects.filter(place=place, place_id=place_id).exclude(language__in=list(languages)).delete()


def transcript_texts(*, place: str, place_ids: Iterable[int]) -> dict[int, str]:
    """Words of these places in all their languages, without times."""
    rows = Transcript.objects.filter(place=place, place_id__in=list(place_ids)).order_by("language")
    found: dict[int, str] = {}
    for place_id, text in rows.values_list("place_id", "text"):
        found[place_id] = f"{found[place_id]}\n{text}" if place_id in found else text
    return found


def transcript_cues(*, place: str, place_id: int, language: str) -> list[Cue]:
    """Pieces of a spoken text in order; none where there is no such text."""
    rows = TranscriptCue.objects.filter(
        transcript__place=place,
        transcript__place_id=place_id,
        transcript__language=language,
        transcript__in=Transcript.objects.all(),
    )
    return [Cue(*values) for values in rows.order_by("position").values_list("start_ms", "end_ms", "text")]


class SpokenPlace(NamedTuple):
    """A piece of a spoken text, and where it begins."""

    start_ms: int
    text: str


LOOKED_AT_CUES = 400


def spoken_places(
    *, place: str, place_ids: Sequence[int], words: Sequence[str], language: str = ""
) -> dict[int, SpokenPlace]:
    """By place, the piece in which most of the words are said, in the given language if possible. One query."""
    if not place_ids or not words:
        return {}
    said = reduce(or_, (Q(text__icontains=word) for word in words))
    rows = (
        TranscriptCue.objects.filter(
            said,
            transcript__place=place,
            transcript__place_id__in=place_ids,
            transcript__in=Transcript.objects.all(),
        )
        .order_by("transcript__place_id", "transcript__language", "position")
        .values_list("transcript__place_id", "transcript__language", "start_ms", "text")
    )
    best: dict[int, tuple[tuple[int, bool], SpokenPlace]] = {}
    for place_id, spoken_in, start_ms, text in rows[:LOOKED_AT_CUES]:
        count = sum(word.casefold() in text.casefold() for word in words)
        rank = (count, spoken_in == language)
        if place_id not in best or rank > best[place_id][0]:
            best[place_id] = (rank, SpokenPlace(start_ms, text))
    return {place_id: found for place_id, (_, found) in best.items()}
