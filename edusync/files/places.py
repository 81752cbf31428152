"""How a place where a file is used is called, for the list of its uses."""

import dataclasses


@dataclasses.dataclass(frozen=True, slots=True)
class PlaceName:
    """A place in words: its own title, that of what it belongs to, and the address where it is edited ("" for none)."""

    title: str
    context: str = ""
    url: str = ""
