"""Pages of other sites that may stand inside a lesson: the providers, and how an address is recognized.

YouTube and Vimeo unless the setting EDUSYNC_VIDEO_EMBEDS is off, and the https hosts of EDUSYNC_EMBED_HOSTS. The
browser is told the same list (`frame_sources` feeds the frame-src of the content policy), and every embed waits
behind a card: nothing is asked of the other site before the reader wants it.
"""

import dataclasses
import re
from urllib.parse import parse_qs, urlsplit

from django.conf import settings

FILM_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
WEB = "web"
PROVIDERS = ("youtube", "vimeo", WEB)
_HOST = re.compile(r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,62})\.)+[a-z][a-z0-9-]{1,62}")
_YOUTUBE_HOSTS = frozenset(
    {
        "youtube.com",
        "www.youtube.com",
        "m.youtube.com",
        "music.youtube.com",
        "www.youtube-nocookie.com",
        "youtube-nocookie.com",
    }
)
_VIMEO_HOSTS = frozenset({"vimeo.com", "www.vimeo.com", "player.vimeo.com"})
FILM_SOURCES = ("https://www.youtube-nocookie.com", "https://player.vimeo.com")


@dataclasses.dataclass(frozen=True, slots=True)
class Embed:
    """One embeddable page: `embed_url` goes into the frame, `page_url` is what people visit and what print shows."""

    provider: str
    id: str
    embed_url: str
    page_url: str


def parse_hosts(text: str) -> tuple[str, ...]:
    """Host names of a comma-separated setting, `*.` in front for all below. Raises ValueError with a wrong one."""
    hosts = tuple(host.strip().lower() for host in text.split(",") if host.strip())
    for host in hosts:
        if not _HOST.fullmatch(host):
            raise ValueError(f"{host!r} is not a host name")
    return hosts


def allowed_hosts() -> tuple[str, ...]:
    """Hosts, besides the film providers, that pages may embed."""
    return tuple(getattr(settings, "EMBED_HOSTS", ()))


def frame_sources(*, are_films_on: bool, hosts: tuple[str, ...]) -> list[str]:
    """What the content policy lets into frames, for these settings."""
    films = FILM_SOURCES if are_films_on else ()
    return [*films, *(f"https://{host}" for host in hosts)]


def find_embed(address: str) -> Embed | None:
    """The embed that an address stands for: a film at a provider or a page of an allowed host; else None."""
    address = address.strip()
    if re.search(r"[\s\\\x00-\x1f]", address):
        return None
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host:
        return None
    film = _youtube_id(host, parts.path, parts.query) or ""
    if film:
        return film_embed("youtube", film)
    film = _vimeo_id(host, parts.path)
    if film:
        return film_embed("vimeo", film)
    if parts.scheme == "https" and port is None and parts.username is None and is_allowed_host(host):
        return Embed(WEB, "", address, address)
    return None


def film_embed(provider: str, film: str) -> Embed:
    """The embed of a film by its provider's id."""
    if provider == "youtube":
        embed = f"https://www.youtube-nocookie.com/embed/{film}"
        return Embed(provider, film, embed, f"https://www.youtube.com/watch?v={film}")
    return Embed(provider, film, f"https://player.vimeo.com/video/{film}?dnt=1", f"https://vimeo.com/{film}")


def is_allowed_host(host: str) -> bool:
    """Whether pages of this host may be embedded. `*.example.org` holds for every host below it."""
    for allowed in allowed_hosts():
        if allowed.startswith("*."):
            if host.endswith(allowed[1:]):
                return True
        elif host == allowed:
            return True
    return False


def _youtube_id(host: str, path: str, query: str) -> str:
    names = [part for part in path.split("/") if part]
    film = ""
    if host == "youtu.be" and names:
        film = names[0]
    elif host in _YOUTUBE_HOSTS and names:
        if names[0] == "watch":
            film = (parse_qs(query).get("v") or [""])[0]
        elif names[0] in {"embed", "shorts", "live", "v"} and len(names) > 1:
            film = names[1]
    return film if FILM_ID.fullmatch(film) else ""


def _vimeo_id(host: str, path: str) -> str:
    if host not in _VIMEO_HOSTS:
        return ""
    names = [part for part in path.split("/") if part]
    return next((name for name in names if name.isdigit() and len(name) <= 20), "")
