"""The page around the single-page application: made from the front end's build, kept per route, no query."""

import base64
import dataclasses
import functools
import gzip
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from edusync.kernel.live_address import listener_origin
from edusync.operations.rest.first_view import with_first_view
from edusync.operations.rest.public_pages import PublicPage, public_page

# Everything below these is the server's own; any other address is the application's.
SERVER_PREFIXES = (
    "/api/",
    "/_allauth/",
    "/files/",
    "/static/",
    "/admin/",
    "/dev/",
    "/scim/",
    "/oauth/",
    "/.well-known/",
    "/sign-in/return/",
    "/saml/",
)
# Reports as pages without scripts, among the application's own addresses of reports.
SERVER_PATHS = re.compile(r"/reports/(plain|[a-z0-9_-]+/plain(/(csv|pdf))?)")
STATIC_BASE = "/static/app/"
# Set by the front end when the reader chooses a language.
LANGUAGE_COOKIE = "edusync_locale"
# Set by the front end of who wants to save data: no font is hinted at then.
SAVER_COOKIE = "edusync_data_saver"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
PRESENT = re.compile(r'href="/static/app/([^"]+)"|src="/static/app/([^"]+)"')
NOT_BUILT = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>EduSync: the front end is not built</title></head>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:40rem;margin:15vh auto;padding:0 1rem">
<h1>The front end is not built</h1>
<p>The server runs, but there are no pages yet. In the checkout run <code>./dev up</code>,
or <code>npm ci &amp;&amp; npm run build</code> in the folder <code>web</code>. Then load this page again.</p>
</body></html>
"""


@dataclasses.dataclass(frozen=True)
class Page:
    """A page ready to send."""

    status: int
    content: bytes
    gzipped: bytes
    brotlied: bytes
    etag: str


@dataclasses.dataclass(frozen=True)
class Route:
    """A route of the application; `scripts` are the files its first view needs."""

    pattern: re.Pattern[str]
    scripts: tuple[str, ...]
    texts: tuple[str, ...]
    is_catch_all: bool


class Build:
    """One build of the front end."""

    def __init__(self, folder: Path) -> None:
        self.template = (folder / "index.html").read_text(encoding="utf-8")
        manifest = json.loads((folder / "routes.json").read_text(encoding="utf-8"))
        self.texts: dict[str, str] = manifest.get("texts", {})
        self.fonts: list[str] = manifest.get("fonts", [])
        self.first_texts: dict[str, dict[str, dict[str, str]]] = manifest.get("firstTexts", {})
        self.routes = [make_route(route) for route in manifest.get("routes", [])]
        # The catch-all is asked last, wherever it stands.
        self.routes.sort(key=lambda route: route.is_catch_all)
        self.policy = content_policy(self.template)
        self.page = functools.lru_cache(maxsize=512)(self._page)

    def route_of(self, path: str) -> int | None:
        """Number of the route that shows the path; None if the application does not know it."""
        path = path.rstrip("/") or "/"
        for number, route in enumerate(self.routes):
            if route.pattern.fullmatch(path):
                return number
        return None

    def _page(self, number: int | None, language: str, is_saving: bool = False) -> Page:
        """The page of a route in a language, with hints for what to load at once; no fonts where data is saved."""
        route = None if number is None else self.routes[number]
        hints = self.hints(route, language) + ("" if is_saving else self.font_hints())
        content = self.template.replace("</head>", hints + "</head>", 1).encode()
        return Page(
            status=404 if route is None or route.is_catch_all else 200,
            content=content,
            gzipped=gzip.compress(content, 9, mtime=0),
            brotlied=brotli.compress(content),
            etag=f'"{hashlib.sha256(content).hexdigest()[:20]}"',
        )

    def hints(self, route: Route | None, language: str) -> str:
        """Link elements for the scripts and texts of the first view that the template does not name yet."""
        named = {first or second for first, second in PRESENT.findall(self.template)}
        scripts = list(route.scripts) if route else []
        keys = [language, *(f"{language}-{name}" for name in (route.texts if route else ()))]
        scripts += [self.texts[key] for key in keys if key in self.texts]
        links = [
            f'<link rel="modulepreload" crossorigin href="{STATIC_BASE}{html.escape(name)}">'
            for name in dict.fromkeys(scripts)
            if name not in named
        ]
        return "".join(links)

    def font_hints(self) -> str:
        """Link elements for the fonts of the first view."""
        return "".join(
            f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{STATIC_BASE}{html.escape(name)}">'
            for name in self.fonts
        )


def make_route(route: dict[str, Any]) -> Route:
    """A route of `routes.json`."""
    path = str(route["path"])
    return Route(
        pattern=re.compile(path_expression(path)),
        scripts=tuple(route.get("scripts", ())),
        texts=tuple(route.get("texts", ())),
        is_catch_all="(.*)" in path,
    )


def path_expression(path: str) -> str:
    """Regular expression for a path in vue-router's notation: `:name`, `:name(expression)`, `?`, `*`, `+`."""
    expression = ""
    for piece in re.findall(r"/[^/]*(?:\([^)]*\)[^/]*)?", path):
        found = re.fullmatch(r"/:\w+(?:\((.*)\))?([?*+]?)", piece)
        if found is None:
            expression += re.escape(piece)
            continue
        inner, repeat = found.group(1) or "[^/]+", found.group(2)
        expression += f"(?:/(?:{inner}))" + repeat
    return expression or "/"


def content_policy(template: str) -> str:
    """The site's Content-Security-Policy, with the hashes of the page's own inline scripts."""
    policy: dict[str, Any] = settings.CONTENT_SECURITY_POLICY
    directives = {name: list(values) for name, values in policy["DIRECTIVES"].items()}
    for script in INLINE_SCRIPT.findall(template):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        directives["script-src"].append(f"'sha256-{digest}'")
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())


def with_listener(policy: str, request: HttpRequest) -> str:
    """The policy, with the listener of live news where that has an origin of its own."""
    origin = listener_origin(request)
    return policy.replace("connect-src 'self'", f"connect-src 'self' {origin}", 1) if origin else policy


_builds: dict[Path, tuple[int, Build]] = {}


def current_build() -> Build | None:
    """The build in the front end's folder, read again when it changed; None if there is none."""
    folder = Path(settings.WEB_DIST)
    try:
        changed = (folder / "routes.json").stat().st_mtime_ns
    except FileNotFoundError:
        return None
    known = _builds.get(folder)
    if known is None or known[0] != changed:
        _builds[folder] = known = (changed, Build(folder))
    return known[1]


def is_page_request(request: HttpRequest) -> bool:
    """Whether a browser asks for a page of the application."""
    if request.method not in {"GET", "HEAD"}:
        return False
    path = request.path
    if SERVER_PATHS.fullmatch(path):
        return False
    return not path.startswith(SERVER_PREFIXES) and path not in {"/admin", "/api"}


def page(request: HttpRequest) -> HttpResponse:
    """The page for the request."""
    build = current_build()
    if build is None:
        return HttpResponse(NOT_BUILT, status=503, headers={"Cache-Control": "no-store"})
    language = language_of(request, build)
    found = build.page(build.route_of(request.path), language, saves_data(request))
    public = public_page(request)
    if public is not None and found.status == 200:
        found = filled(found, public, request.path, build.first_texts.get(language, {}))
    headers = {
        "Content-Security-Policy": with_listener(build.policy, request),
        "Permissions-Policy": settings.PAGE_PERMISSIONS_POLICY,
        "Cache-Control": "no-cache",
        "ETag": found.etag,
        "Vary": "Accept-Encoding, Accept-Language, Cookie, Save-Data",
    }
    if found.status == 200 and request.META.get("HTTP_IF_NONE_MATCH") == found.etag:
        return HttpResponse(status=304, headers=headers)
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "")
    content, encoding = found.content, ""
    if "br" in accepted:
        content, encoding = found.brotlied, "br"
    elif "gzip" in accepted:
        content, encoding = found.gzipped, "gzip"
    if encoding:
        headers["Content-Encoding"] = encoding
    headers["Content-Length"] = str(len(content))
    return HttpResponse(content, status=found.status, headers=headers)


def filled(page: Page, public: PublicPage, path: str, texts: dict[str, dict[str, str]]) -> Page:
    """The page with what everybody may read of it. Made for each request: it changes with the courses."""
    text = with_first_view(page.content.decode(), path, texts, public.heading, public.lead)
    text = TITLE.sub(lambda _found: f"<title>{html.escape(public.title)}</title>", text, count=1)
    text = text.replace("</head>", public.head + "</head>", 1)
    if public.body:
        text = text.replace("<noscript>", "<noscript>" + public.body, 1)
    content = text.encode()
    return Page(
        status=page.status,
        content=content,
        gzipped=gzip.compress(content, 5, mtime=0),
        brotlied=brotli.compress(content, quality=4),
        etag=f'"{hashlib.sha256(content).hexdigest()[:20]}"',
    )


def saves_data(request: HttpRequest) -> bool:
    """Whether the reader wants little data: by what this device chose, or as the browser says."""
    return request.COOKIES.get(SAVER_COOKIE) == "1" or request.headers.get("Save-Data", "").lower() == "on"


def language_of(request: HttpRequest, build: Build) -> str:
    """The language whose texts are worth loading early: what this device chose, else what the browser asks for."""
    chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
    if chosen in build.texts:
        return chosen
    for code, _quality in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        for candidate in (code, code.split("-", maxsplit=1)[0]):
            if candidate in build.texts:
                return candidate
    return "en"
