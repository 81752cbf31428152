"""Sound in WebM is called sound: by its tracks, not by its name."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edusync.files.matroska import is_sound_only
from edusync.files.media_types import HEAD_BYTES, media_type_of
from edusync.files.tests.webm_samples import element, recording

FILM = Path(__file__).parents[2] / "operations/demo/media/forgetting-curve.webm"


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (recording(2), "audio/webm"),
        (recording(2, is_open=False), "audio/webm"),
        (recording(2, 2), "audio/webm"),
        (recording(2, 17), "audio/webm"),
        (recording(1), "video/webm"),
        (recording(2, 1), "video/webm"),
        (recording(17), "video/webm"),
        (recording(), "video/webm"),
        (recording(2, extra=element("ec", b"\0" * 300)), "audio/webm"),
    ],
)
def test_tracks_tell_sound_from_film(content: bytes, media_type: str) -> None:
    assert media_type_of(content[:HEAD_BYTES], "recording.webm") == media_type


def test_a_film_that_a_program_made_stays_a_film() -> None:
    assert media_type_of(FILM.read_bytes()[:HEAD_BYTES], "film.webm") == "video/webm"


def test_nothing_is_said_of_tracks_that_the_head_does_not_hold() -> None:
    late = recording(2, extra=element("ec", b"\0" * HEAD_BYTES))
    assert media_type_of(late[:HEAD_BYTES], "recording.webm") == "video/webm"
    whole = recording(2)
    cut = whole.index(b"A_OPUS")
    assert media_type_of(whole[:cut], "recording.webm") == "video/webm"


@given(st.binary(max_size=400), st.integers(0, 200))
def test_no_bytes_break_the_reading(noise: bytes, place: int) -> None:
    whole = recording(2, 1)
    assert is_sound_only(whole[:place] + noise) in (True, False)
    assert is_sound_only(noise) in (True, False)
