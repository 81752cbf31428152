"""Beginnings of recordings in WebM, byte for byte as recorders of browsers lay them out."""


def element(name: str, content: bytes, *, is_open: bool = False) -> bytes:
    """An element of EBML; an open one does not know how long it gets."""
    size = b"\x01" + b"\xff" * 7 if is_open else (len(content) | 0x4000).to_bytes(2)
    return bytes.fromhex(name) + size + content


def recording(*tracks: int, is_open: bool = True, extra: bytes = b"", doc_type: bytes = b"webm") -> bytes:
    """A file with tracks of these kinds: 1 is pictures, 2 is sound, 17 are subtitles."""
    header = (
        element("4286", b"\x01")
        + element("42f7", b"\x01")
        + element("42f2", b"\x04")
        + element("42f3", b"\x08")
        + element("4282", doc_type)
        + element("4287", b"\x04")
        + element("4285", b"\x02")
    )
    info = element("2ad7b1", b"\x0f\x42\x40") + element("4d80", b"Chrome") + element("5741", b"Chrome")
    entries = b"".join(
        element("ae", element("d7", bytes([number])) + element("83", bytes([kind])) + _codec(kind))
        for number, kind in enumerate(tracks, 1)
    )
    cluster = element("1f43b675", element("e7", b"\x00") + element("a3", b"\x81\x00\x00\x80\xfc\xff\xfe"))
    body = element("1549a966", info) + extra + element("1654ae6b", entries) + cluster
    return element("1a45dfa3", header) + element("18538067", body, is_open=is_open)


def _codec(kind: int) -> bytes:
    if kind == 1:
        size = element("b0", b"\x10") + element("ba", b"\x10")
        return element("86", b"V_VP8") + element("e0", size)
    opus = b"OpusHead\x01\x01\x00\x00\x80\xbb\x00\x00\x00\x00\x00"
    sound = element("b5", b"\x47\x3b\x80\x00") + element("9f", b"\x01") + element("6264", b"\x20")
    return element("86", b"A_OPUS") + element("63a2", opus) + element("e1", sound)
