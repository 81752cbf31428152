"""When something that is sent again and again is due next, in days and hours of a time zone."""

import dataclasses
import datetime

DAY = datetime.timedelta(days=1)
LAST_DAY = 28


@dataclasses.dataclass(frozen=True, slots=True)
class Timing:
    """`daily`, `weekly` on a weekday (Monday is 0), or `monthly` on a day (1 to 28), at a full hour."""

    cadence: str
    hour: int
    weekday: int | None = None
    day_of_month: int | None = None

    def fits(self, day: datetime.date) -> bool:
        """Whether it is due on that day."""
        if self.cadence == "weekly":
            return day.weekday() == self.weekday
        return self.cadence == "daily" or day.day == self.day_of_month


def next_run(timing: Timing, after: datetime.datetime, zone: datetime.tzinfo) -> datetime.datetime:
    """The first instant after `after` (UTC) at which it is due.

    An hour that clocks skip in spring comes one hour later on that day; of an hour that comes twice in autumn the first
    counts.
    """
    day = after.astimezone(zone).date()
    while True:
        if timing.fits(day):
            local = datetime.datetime.combine(day, datetime.time(timing.hour), tzinfo=zone)
            at = local.astimezone(datetime.UTC)
            if at > after:
                return at
        day += DAY
