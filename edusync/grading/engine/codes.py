"""The code of a meeting: six digits that change every half minute.

HMAC-SHA-256 over the meeting and the number of the half minute (as RFC 6238 does, with a key of the server's own), so
that nothing is stored and a photograph of the wall is worth nothing a minute later.
"""

import datetime

from django.utils.crypto import constant_time_compare, salted_hmac

STEP_SECONDS = 30
# How many codes before the present one still count: the walk from the wall to the keyboard.
TOLERANCE = 1
DIGITS = 6
SALT = "edusync.grading.check-in"


def window_of(instant: datetime.datetime) -> int:
    """Number of the half minute."""
    return int(instant.timestamp()) // STEP_SECONDS


def code_of(session: str, window: int) -> str:
    """The digits shown during that half minute."""
    digest = salted_hmac(SALT, f"{session}:{window}", algorithm="sha256").digest()
    return str(int.from_bytes(digest[:8], "big") % 10**DIGITS).zfill(DIGITS)


def is_code_of(session: str, code: str, instant: datetime.datetime) -> bool:
    """Whether the code is that of now or of a moment ago."""
    window = window_of(instant)
    known = [code_of(session, window - back) for back in range(TOLERANCE + 1)]
    return any(constant_time_compare(code, one) for one in known)


def seconds_left(instant: datetime.datetime) -> int:
    """Until the next code."""
    return STEP_SECONDS - int(instant.timestamp()) % STEP_SECONDS


def device_of(session: str, device: str) -> str:
    """What is kept of a device: the same within one meeting, unlike in every other."""
    return salted_hmac(f"{SALT}.device", f"{session}:{device}", algorithm="sha256").hexdigest()
