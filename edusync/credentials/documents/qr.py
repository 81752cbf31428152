"""QR codes as SVG."""

import io

import segno

INK = "#1d2440"


def qr_svg(address: str) -> str:
    """A QR code (ISO/IEC 18004, error correction M or better) of an address, with the quiet zone it needs."""
    buffer = io.BytesIO()
    segno.make(address, error="m").save(
        buffer, kind="svg", scale=4, border=4, dark=INK, light="#ffffff", xmldecl=False, title=address
    )
    return buffer.getvalue().decode()
