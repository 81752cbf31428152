"""Reads the size of images without trusting them."""

from typing import IO

from PIL import Image, UnidentifiedImageError

MAX_PIXELS = 50_000_000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP")


class BadImage(Exception):
    """Not decodable, or more pixels than MAX_PIXELS."""


def image_size(content: IO[bytes]) -> tuple[int, int]:
    """Width and height in pixels, from the header alone. Raises BadImage."""
    try:
        with Image.open(content, formats=FORMATS) as image:
            width, height = image.size
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        SyntaxError,
        ValueError,
    ) as error:
        raise BadImage(str(error)) from error
    if width * height > MAX_PIXELS:
        raise BadImage(f"{width}×{height} pixels")
    return width, height
