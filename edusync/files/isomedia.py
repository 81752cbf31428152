"""Tells sound from film in MP4, which begin alike: by the handlers of the tracks (ISO/IEC 14496-12, boxes moov, trak, mdia, hdlr).

The list of tracks may stand at the end of the file: this jumps from box to box and never reads what lies in between.
A file may claim anything, so sizes, depth and the number of looks are bounded; what is not understood is a film, as before.
"""

from collections.abc import Iterator
from typing import IO

HEADER = 8
# Boxes looked at in one file, whatever they say. A fragmented film has many at its top, its list of tracks among the first.
MOST_LOOKS = 512
PICTURES = frozenset({b"vide", b"auxv", b"pict"})
SOUND = b"soun"
# Where the handler's kind stands in the contents of `hdlr`: after version, flags and a word of zeros.
KIND_AT = 8


class _Reader:
    """Reads headers of boxes, so many and no more."""

    def __init__(self, stream: IO[bytes], size: int) -> None:
        self.stream, self.size, self.left = stream, size, MOST_LOOKS

    def boxes(self, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
        """Name, beginning and end of the contents of the boxes side by side. Raises ValueError for what cannot be."""
        place = start
        while place + HEADER <= end:
            self.left -= 1
            if self.left < 0:
                raise ValueError("more boxes than anybody writes")
            head = self.read(place, HEADER * 2)
            length, inside = int.from_bytes(head[:4]), place + HEADER
            if length == 1:
                length, inside = int.from_bytes(head[8:16]), place + HEADER * 2
            # 0: to the end of the file.
            last = end if length == 0 else place + length
            if not inside <= last <= end:
                raise ValueError("a box that leaves the one around it")
            yield head[4:8], inside, last
            place = last

    def read(self, place: int, length: int) -> bytes:
        """So many bytes at a place, fewer at the end."""
        self.stream.seek(place)
        return self.stream.read(length)

    def inside(self, name: bytes, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Beginning and end of the boxes of one name, one level deep."""
        return ((first, last) for found, first, last in self.boxes(start, end) if found == name)


def is_sound_only(stream: IO[bytes], size: int) -> bool:
    """Whether an MP4 of `size` bytes has tracks of sound and none of pictures.

    False where its boxes are broken, or more than `MOST_LOOKS`: then nothing is known. The stream is left anywhere.
    """
    reader = _Reader(stream, size)
    try:
        kinds = set(_kinds(reader))
    except ValueError:
        return False
    return SOUND in kinds and not kinds & PICTURES


def _kinds(reader: _Reader) -> Iterator[bytes]:
    # The list of tracks is there once; what follows it need not be looked at.
    films = reader.inside(b"moov", 0, reader.size)
    for film in [found for found in [next(films, None)] if found is not None]:
        for track in reader.inside(b"trak", *film):
            for media in reader.inside(b"mdia", *track):
                for start, end in reader.inside(b"hdlr", *media):
                    yield reader.read(start + KIND_AT, 4) if start + KIND_AT + 4 <= end else b""
