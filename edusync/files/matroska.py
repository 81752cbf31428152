"""Tells sound from film in WebM and Matroska, which begin alike: by the kinds of the tracks (RFC 9559, RFC 8794)."""

from collections.abc import Iterator

EBML = 0x1A45DFA3
SEGMENT = 0x18538067
TRACKS = 0x1654AE6B
CLUSTER = 0x1F43B675
TRACK_ENTRY = 0xAE
TRACK_TYPE = 0x83
VIDEO, AUDIO = 1, 2
# Whoever names more than this in the head of a file is no recorder.
MOST_ELEMENTS = 200


def is_sound_only(head: bytes) -> bool:
    """Whether the file that begins with `head` says it has tracks of sound, and none of pictures.

    False where the head does not reach to the end of the list of tracks: then nothing is known.
    """
    tracks = _tracks(head)
    if tracks is None:
        return False
    kinds = [
        int.from_bytes(head[start:end])
        for entry in _within(head, *tracks, TRACK_ENTRY)
        for start, end in _within(head, *entry, TRACK_TYPE)
    ]
    return AUDIO in kinds and VIDEO not in kinds


def _tracks(head: bytes) -> tuple[int, int] | None:
    """Where the list of tracks stands, when all of it is there."""
    segment = next(_within(head, 0, len(head), SEGMENT), None)
    found = next(_within(head, *segment, TRACKS), None) if segment else None
    return found if found and found[1] <= len(head) else None


def _within(head: bytes, start: int, end: int, wanted: int) -> Iterator[tuple[int, int]]:
    """Beginning and end of the contents of the elements of this name, one level deep."""
    place = start
    for _ in range(MOST_ELEMENTS):
        name, place = _number(head, place, is_name=True)
        size, place = _number(head, place)
        if name is None or place > end or (name == CLUSTER and wanted == TRACKS):
            return
        # A recorder does not know how long it is going to be: then the element reaches to the end of its parent.
        last = end if size is None else place + size
        if name == wanted:
            yield place, last
        place = last


def _number(head: bytes, place: int, *, is_name: bool = False) -> tuple[int | None, int]:
    """A number of variable length and the place behind it. None: a size that is unknown, or there is no more."""
    if place >= len(head) or not head[place]:
        return None, len(head) + 1
    length = 9 - head[place].bit_length()
    value = int.from_bytes(head[place : place + length])
    place += length
    if is_name:
        return value, place
    value &= (1 << 7 * length) - 1
    return (None if value == (1 << 7 * length) - 1 else value), place
