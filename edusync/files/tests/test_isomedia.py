"""Sound and film in MP4: told apart by their tracks, wherever those stand and whatever the file claims."""

import io
import struct
from typing import IO

import pytest

from edusync.files import services
from edusync.files.isomedia import MOST_LOOKS, is_sound_only

FTYP = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"


def box(name: bytes, *inside: bytes) -> bytes:
    content = b"".join(inside)
    return struct.pack(">I", len(content) + 8) + name + content


def track(kind: bytes) -> bytes:
    # What stands before and after the handler in a real file, so that it has to be looked for.
    handler = box(b"hdlr", b"\x00" * 8, kind, b"\x00" * 12, b"Handler\x00")
    return box(b"trak", box(b"tkhd", b"\x00" * 84), box(b"mdia", box(b"mdhd", b"\x00" * 24), handler))


def movie(*kinds: bytes) -> bytes:
    return box(b"moov", box(b"mvhd", b"\x00" * 100), *(track(kind) for kind in kinds))


def told(content: bytes) -> bool:
    return is_sound_only(io.BytesIO(content), len(content))


DATA = box(b"mdat", b"\x07" * 50_000)


@pytest.mark.parametrize(
    ("content", "is_sound"),
    [
        (FTYP + movie(b"soun") + DATA, True),
        # A recorder writes the list of tracks last.
        (FTYP + DATA + movie(b"soun"), True),
        (FTYP + DATA + movie(b"soun", b"text"), True),
        (FTYP + DATA + movie(b"vide", b"soun"), False),
        (FTYP + DATA + movie(b"soun", b"vide"), False),
        (FTYP + DATA + movie(b"text"), False),
        (FTYP + DATA + movie(), False),
        (FTYP + DATA, False),
        # A size of eight bytes, and one that says "to the end".
        (FTYP + struct.pack(">I4sQ", 1, b"mdat", 16 + 40) + b"\x07" * 40 + movie(b"soun"), True),
        (FTYP + b"\x00\x00\x00\x00" + movie(b"soun")[4:], True),
    ],
)
def test_tracks_tell(content: bytes, is_sound: bool) -> None:
    assert told(content) is is_sound


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(
            FTYP + struct.pack(">I", 4) + b"free" + movie(b"soun"), id="a box shorter than its head"
        ),
        pytest.param(FTYP + struct.pack(">I4sQ", 1, b"mdat", 2**63) + movie(b"soun"), id="longer than all"),
        pytest.param(FTYP + struct.pack(">I4sQ", 1, b"mdat", 3) + movie(b"soun"), id="going back"),
        pytest.param(FTYP + movie(b"soun")[:-30], id="cut off"),
        pytest.param(
            FTYP + box(b"moov", box(b"trak", struct.pack(">I", 9000) + b"mdia")), id="leaving its parent"
        ),
        pytest.param(FTYP + box(b"moov", box(b"trak", box(b"mdia", box(b"hdlr", b"soun")))), id="no handler"),
        pytest.param(FTYP + b"\x00\x00\x00\x01mdat\x00", id="ends in a head"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_cannot_be_is_no_sound(content: bytes) -> None:
    assert told(content) is False


class Counted(io.BytesIO):
    """Counts what is read of it."""

    looks = 0
    taken = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.looks, self.taken = self.looks + 1, self.taken + len(found)
        return found


def test_looks_are_bounded_however_many_boxes_there_are() -> None:
    content = FTYP + box(b"free") * 200_000 + movie(b"soun")
    stream = Counted(content)
    assert is_sound_only(stream, len(content)) is False
    assert stream.looks <= MOST_LOOKS
    assert stream.taken <= MOST_LOOKS * 16


def test_what_lies_between_is_never_read() -> None:
    content = FTYP + box(b"mdat", b"\x07" * 2_000_000) + movie(b"soun")
    stream: IO[bytes] = Counted(content)
    assert is_sound_only(stream, len(content)) is True
    assert stream.taken < 1000  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kinds", "media_type"), [((b"soun",), "audio/mp4"), ((b"soun", b"vide"), "video/mp4")]
)
def test_a_file_is_kept_as_what_it_is(
    kinds: tuple[bytes, ...], media_type: str, organization: object
) -> None:
    kept = services.store_file(content=FTYP + DATA + movie(*kinds), name="talk.mp4", uploaded_by_id=None)
    assert kept.media_type == media_type
