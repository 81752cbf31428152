"""Which seconds of a person's day count: each at most once, whatever tab, device or course reports it, and whenever.

All instants are whole seconds since 1970 by the server's clock. The rule, also docs/explanation/engagement.md: a sign
of life claims so many seconds up to the moment it was made; of them count those that nobody counted before.
"""

import dataclasses
import uuid
from typing import Any

Stretch = tuple[int, int]
MAX_SECONDS_PER_BEAT = 120
# A late timer or a slow network moves a beat by as much; the stretch then follows on the device's last one.
SLACK_SECONDS = 15
# Beats kept on a device without network may come so much later; the clock remembers twice as long.
MAX_AGE_SECONDS = 86_400
MEMORY_SECONDS = 2 * MAX_AGE_SECONDS
MAX_STRETCHES = 300
SEQUENCE_BITS = 60
MAX_SITTINGS = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Claim:
    """What a device says: `seconds` spent, up to `age_seconds` before now.

    `client_id` names the sitting (None: a caller that keeps none), `sequence` counts its beats from 1.
    """

    seconds: int
    age_seconds: int = 0
    client_id: uuid.UUID | None = None
    sequence: int | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Counted:
    """What counts of a claim: stretches that were free. `is_known`: the same beat has been here before."""

    pieces: tuple[Stretch, ...] = ()
    ends_at: int = 0
    is_known: bool = False

    @property
    def seconds(self) -> int:
        """Their length."""
        return sum(end - start for start, end in self.pieces)


def count_claim(state: dict[str, Any], claim: Claim, now: int) -> Counted:
    """Take the claim's free seconds in `state` (changed in place) and say which they are."""
    _forget_old(state, now)
    sittings: dict[str, list[int]] = state.setdefault("c", {})
    key = claim.client_id.hex if claim.client_id else ""
    is_new = key not in sittings
    sitting = sittings.setdefault(key, [0, 0, 0, now, now])
    if _is_known(sitting, claim.sequence):
        return Counted(ends_at=now, is_known=True)
    end = now - min(max(0, claim.age_seconds), MAX_AGE_SECONDS)
    seconds = max(0, min(claim.seconds, MAX_SECONDS_PER_BEAT))
    start = end - seconds
    if start - SLACK_SECONDS <= sitting[2] <= end:
        start = sitting[2]
    # Before it was seen first, nobody knows of a sitting: what it claims of that time is one beat at most.
    earliest = (now if is_new else sitting[3]) - MAX_SECONDS_PER_BEAT
    pieces = _take_free(state, max(start, earliest, now - MAX_AGE_SECONDS), end, seconds)
    if pieces:
        sitting[2] = max(sitting[2], pieces[-1][1])
    sitting[4] = now
    return Counted(tuple(pieces), end)


def joined(one: list[list[int]], other: list[list[int]]) -> list[list[int]]:
    """Both lists of stretches as one, ascending and apart."""
    found: list[list[int]] = []
    for start, end in sorted([*one, *other]):
        if found and start <= found[-1][1]:
            found[-1][1] = max(found[-1][1], end)
        else:
            found.append([start, end])
    # The oldest gaps close first: time that nobody claims is better lost than counted twice.
    while len(found) > MAX_STRETCHES:
        found[:2] = [[found[0][0], found[1][1]]]
    return found


def _take_free(state: dict[str, Any], start: int, end: int, wanted: int) -> list[Stretch]:
    """The earliest `wanted` seconds between start and end that are not counted; counted from now on."""
    taken: list[Stretch] = []
    at = start
    for begin, finish in [*state.get("s", []), [end, end]]:
        stop = min(begin, end, at + wanted)
        if stop > at:
            taken.append((at, stop))
            wanted -= stop - at
        at = max(at, finish)
        if wanted <= 0 or at >= end:
            break
    if taken:
        state["s"] = joined(state.get("s", []), [list(piece) for piece in taken])
    return taken


def _is_known(sitting: list[int], sequence: int | None) -> bool:
    """Whether the beat was counted before; remembers it. Numbers far behind the last are taken for known."""
    if sequence is None:
        return False
    last, bits = sitting[0], sitting[1]
    if sequence > last:
        # Bit n stands for the number n + 1 below the last one. A jump so far leaves none in sight.
        ahead = min(sequence - last, SEQUENCE_BITS + 1)
        moved = (bits << ahead) | (1 << (ahead - 1) if last else 0)
        sitting[0], sitting[1] = sequence, moved & ((1 << SEQUENCE_BITS) - 1)
        return False
    if sequence == last:
        return True
    bit = 1 << (last - sequence - 1)
    if last - sequence > SEQUENCE_BITS or bits & bit:
        return True
    sitting[1] = bits | bit
    return False


def _forget_old(state: dict[str, Any], now: int) -> None:
    limit = now - MEMORY_SECONDS
    stretches = state.get("s", [])
    if stretches and stretches[0][1] < limit:
        state["s"] = [stretch for stretch in stretches if stretch[1] >= limit]
    sittings = state.get("c", {})
    if any(sitting[4] < limit for sitting in sittings.values()):
        state["c"] = {key: sitting for key, sitting in sittings.items() if sitting[4] >= limit}
    elif len(sittings) > MAX_SITTINGS:
        latest = sorted(sittings.items(), key=lambda item: item[1][4])[-MAX_SITTINGS:]
        state["c"] = dict(latest)
