"""What of the kernel can be switched."""

from edusync.kernel.flags import Flag, declare

SEARCH = declare(
    Flag(
        key="search",
        title="Search over everything",
        description="The page of search, and the window that Ctrl K opens. The catalog keeps a search of its own.",
        owner="kernel",
        removal="Stays: a switch for the hours in which an index is built anew.",
        default=True,
    )
)
