"""What a public page shows before its scripts run: heading and lead, in the place and size the application gives them.

Hidden from readers of screens and without links, for it lives only until the application takes its place.
"""

import html
import re

# With something to show already, style and font come first on a slow line, and the scripts after them.
SCRIPT = re.compile(r'<(?:script type="module"|link rel="modulepreload")(?= )')
PLACE = re.compile(r'(<div id="app"[^>]*>)(</div>)')
TOP = '<div class="border-b border-default bg-default"><div class="app-container flex h-(--ui-header-height)"></div></div>'
LANDING = (
    '<div class="hero relative overflow-hidden border-b border-default min-h-screen">'
    '<div class="app-container grid items-center gap-12 py-14 sm:py-20 '
    'lg:grid-cols-[minmax(0,1fr)_minmax(0,1.05fr)] lg:gap-14 lg:py-24"><div>'
    '<p class="inline-flex items-center gap-2 rounded-full border border-accented bg-default px-3 py-1 '
    'text-[0.8125rem] font-medium text-toned"><span class="size-4"></span>{kicker}</p>'
    '<p class="hero-title mt-5 text-[2.375rem] leading-[1.1] tracking-[-0.025em] sm:text-5xl xl:text-[3.5rem] '
    'font-semibold text-highlighted text-balance">{heading}</p>'
    '<p class="mt-5 max-w-xl text-lg leading-relaxed text-muted text-pretty">{lead}</p></div></div></div>'
)
CATALOG = (
    '<div class="app-container py-8 sm:py-10 min-h-screen"><div class="min-w-0 max-w-3xl">'
    '<p class="text-2xl tracking-tight sm:text-3xl font-semibold text-highlighted text-balance">{heading}</p>'
    '<p class="mt-2 text-[0.9375rem] text-muted">{lead}</p></div></div>'
)
COURSE = (
    '<div class="border-b border-default bg-muted min-h-screen"><div class="app-container grid gap-8 py-8 sm:py-10 '
    'lg:grid-cols-[minmax(0,1fr)_22rem]"><div class="min-w-0"><p class="mb-3 text-sm text-muted">{kicker}</p>'
    '<p class="text-3xl leading-tight tracking-tight sm:text-4xl font-semibold text-highlighted text-balance" '
    'dir="auto">{heading}</p>'
    '<p class="mt-3 max-w-2xl text-lg text-toned" dir="auto">{lead}</p></div></div></div>'
)


def with_first_view(page: str, path: str, texts: dict[str, dict[str, str]], heading: str, lead: str) -> str:
    """The page with its first view, if its address has one.

    `texts` are the application's own words for the landing page (`/`) and the catalog (`/courses`) in the reader's
    language; `heading` and `lead` are the course's.
    """
    path = path.rstrip("/") or "/"
    catalog = texts.get("/courses", {})
    if path in texts:
        shape, words = (LANDING if path == "/" else CATALOG), texts[path]
    elif heading:
        shape, words = COURSE, {"kicker": catalog.get("heading", ""), "heading": heading, "lead": lead}
    else:
        return page
    escaped = {name: html.escape(words.get(name, "")) for name in ("kicker", "heading", "lead")}
    view = f'<div class="flex min-h-dvh flex-col" aria-hidden="true">{TOP}{shape.format(**escaped)}</div>'
    page = SCRIPT.sub(lambda found: f'{found[0]} fetchpriority="low"', page)
    return PLACE.sub(lambda found: found[1] + view + found[2], page, count=1)
