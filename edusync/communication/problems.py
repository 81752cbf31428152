"""What calendars refuse."""

from edusync.kernel.problems import Conflict


class CalendarFull(Conflict):
    """One person has thousands of entries in their calendar."""

    code = "calendar-full"
    title = "There are too many entries in your calendar. Delete some first."
