"""Signs of life of a device: what they bring for session, day and clock of the person."""

import dataclasses
import datetime
import ipaddress
import json
import uuid
from collections.abc import Sequence
from typing import Any

from edusync.identity.queries import device_of
from edusync.progress.models import LearningSession
from edusync.progress.services.counting import Claim, Counted, count_claim
from edusync.progress.time_zones import zone_of

Device = LearningSession.Device
DEVICES = {"phone": Device.MOBILE, "tablet": Device.TABLET, "desktop": Device.DESKTOP}
# A beat that comes so long after it was made was kept on the device.
LATE_SECONDS = 60
MAX_AGENT = 200
MAX_INTERACTIONS = 2_000


@dataclasses.dataclass(frozen=True, slots=True)
class Agent:
    """Who sends the beats: the browser's own words, and the address without its last part."""

    user_agent: str = ""
    address: str = ""

    @property
    def device(self) -> str:
        """desktop, tablet, mobile or unknown."""
        return DEVICES.get(device_of(self.user_agent).kind, Device.UNKNOWN)


NOBODY = Agent()


@dataclasses.dataclass(frozen=True, slots=True)
class Beat:
    """One sign of life. Times in seconds; `age_seconds` is how long ago it was made.

    `seconds` since the last beat of the sitting, of them `focus_seconds` with the page in front and used,
    `idle_seconds` without a touch. Place and share of a film as in `record_view`.
    """

    seconds: int = 0
    age_seconds: int = 0
    client_id: uuid.UUID | None = None
    sequence: int | None = None
    focus_seconds: int = 0
    idle_seconds: int = 0
    interactions: int = 0
    position_seconds: int | None = None
    watched_share: int | None = None
    watched: Sequence[Sequence[float]] | None = None


def network_of(address: str) -> str:
    """The network an address is in: 24 bits of IPv4, 48 of IPv6; empty for what is no address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    prefix = 24 if parsed.version == 4 else 48
    return str(ipaddress.ip_network((parsed, prefix), strict=False).network_address)


def state_of(row: Any) -> dict[str, Any]:
    """The person's clock as the locked enrollment brought it along; kept on the row, so that it is read once."""
    state = row.clock_state
    if state is None or isinstance(state, str | bytes):
        row.is_clock_new = state is None
        row.clock_state = json.loads(state) if state else {}
    found: dict[str, Any] = row.clock_state
    return found


def count_beat(row: Any, beat: Beat, now: datetime.datetime) -> Counted:
    """How much of the beat counts, taken from the person's clock that came with the locked enrollment `row`."""
    claim = Claim(beat.seconds, beat.age_seconds, beat.client_id, beat.sequence)
    return count_claim(state_of(row), claim, int(now.timestamp()))


def letter(row: Any, beat: Beat, counted: Counted, agent: Agent, now: datetime.datetime) -> str:
    """What the triggers of lesson progress need to follow with session, day and clock (JSON)."""
    is_detailed = row.is_session_detail_on is None or bool(row.is_session_detail_on)
    seconds = counted.seconds
    focus = min(max(0, beat.focus_seconds), seconds) if is_detailed else 0
    idle = min(max(0, beat.idle_seconds), seconds - focus) if is_detailed else 0
    began = min(counted.pieces[0][0], int(now.timestamp())) if counted.pieces else int(now.timestamp())
    body = {
        "learner": row.learner_id,
        "is_new": int(row.is_clock_new),
        "clock": state_of(row),
        "at": _stamp(now),
        "began": _stamp(datetime.datetime.fromtimestamp(began, datetime.UTC)),
        "day": day_of(row, counted).isoformat(),
        "seconds": seconds,
        "late": seconds if beat.age_seconds > LATE_SECONDS else 0,
        "focus": focus,
        "idle": idle,
        "touches": min(max(0, beat.interactions), MAX_INTERACTIONS)
        if is_detailed and not counted.is_known
        else 0,
        "device": str(agent.device) if is_detailed else str(Device.UNKNOWN),
        "agent": agent.user_agent[:MAX_AGENT] if is_detailed else "",
        "address": agent.address if is_detailed else "",
    }
    row.is_clock_new = False
    return json.dumps(body, separators=(",", ":"))


def day_of(row: Any, counted: Counted) -> datetime.date:
    """The day of the person's calendar that the counted time ends on."""
    end = counted.pieces[-1][1] if counted.pieces else counted.ends_at
    return datetime.datetime.fromtimestamp(end, zone_of(row.time_zone)).date()


def _stamp(instant: datetime.datetime) -> str:
    """As the databases write instants: UTC without a zone."""
    return instant.astimezone(datetime.UTC).replace(tzinfo=None).isoformat(" ")
