"""Time zones of people."""

import datetime
import zoneinfo


def zone_of(name: str | None) -> datetime.tzinfo:
    """The person's time zone, UTC where none is known."""
    try:
        return zoneinfo.ZoneInfo(name) if name else datetime.UTC
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return datetime.UTC
