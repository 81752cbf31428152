"""What a browser says of itself (User-Agent) in words. Names only: they are the same in every language."""

import dataclasses
import re

# The first that matches; what pretends to be another comes before that other.
_BROWSERS = (
    ("Edge", r"Edg(?:e|A|iOS)?/"),
    ("Opera", r"OPR/|Opera"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"Firefox/|FxiOS/"),
    ("Chromium", r"Chromium/"),
    ("Chrome", r"Chrome/|CriOS/"),
    ("Safari", r"Safari/"),
)
_SYSTEMS = (
    ("iPad", r"iPad"),
    ("iPhone", r"iPhone|iPod"),
    ("Android", r"Android"),
    ("ChromeOS", r"CrOS"),
    ("Windows", r"Windows"),
    ("macOS", r"Macintosh|Mac OS X"),
    ("Linux", r"Linux|X11"),
)


@dataclasses.dataclass(frozen=True, slots=True)
class Device:
    """Browser and system by name, empty where unknown; `kind` is desktop, phone, tablet or other."""

    browser: str
    system: str
    kind: str

    @property
    def words(self) -> str:
        """For mails: `Firefox, Windows`, or a question mark."""
        return ", ".join(part for part in (self.browser, self.system) if part) or "?"


def device_of(agent: str) -> Device:
    """The device that sent this User-Agent header."""
    browser = next((name for name, pattern in _BROWSERS if re.search(pattern, agent)), "")
    system = next((name for name, pattern in _SYSTEMS if re.search(pattern, agent)), "")
    return Device(browser, system, _kind_of(agent, system))


def _kind_of(agent: str, system: str) -> str:
    if system == "iPad" or (system == "Android" and "Mobile" not in agent):
        return "tablet"
    if system in {"iPhone", "Android"}:
        return "phone"
    return "desktop" if system else "other"
