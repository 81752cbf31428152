"""What search engines and readers without scripts get in the page: title, description, structured data, readable text.

Only what a visitor of the organization may see goes in, whoever asks. When the database does not answer, the page comes
without.
"""

import dataclasses
import html
import json
import re
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest

from edusync.courses.blocks import document_text
from edusync.courses.queries.public import PublicCourse, newest_public_courses, public_course
from edusync.identity.queries import organization_named
from edusync.kernel.tenancy import default_organization_id, organization_context, organization_id_of_host

COURSE_PATH = re.compile(r"/courses/([A-Za-z0-9_-]+)/?")
LISTED = 60
LANDING_LISTED = 12
DESCRIPTION_CHARACTERS = 300


@dataclasses.dataclass(frozen=True, slots=True)
class PublicPage:
    """Parts of the page: its title, elements of its head, text for those without scripts (HTML); words of its first view."""

    title: str
    head: str
    body: str
    heading: str = ""
    lead: str = ""


def public_page(request: HttpRequest) -> PublicPage | None:
    """What the address shows to everybody; None for pages that are nobody else's business."""
    path = request.path.rstrip("/") or "/"
    found = COURSE_PATH.fullmatch(path)
    if path not in ("/", "/courses") and found is None:
        return None
    try:
        organization_id = organization_id_of_host(request) or default_organization_id()
        if organization_id is None:
            return None
        with organization_context(organization_id):
            site = organization_named(organization_id)
            base = base_address(request)
            return course_page(found[1], site, base) if found else list_page(path, site, base)
    except DatabaseError:
        return None


def base_address(request: HttpRequest) -> str:
    """Scheme and host under which the organization is found: its own host, else the site's address."""
    if organization_id_of_host(request) is not None:
        return f"{request.scheme}://{request.get_host()}"
    return str(settings.SITE_URL)


def course_page(slug: str, site: str, base: str) -> PublicPage:
    """A course; one that visitors do not find is not to be kept by search engines."""
    course = public_course(slug)
    if course is None:
        return PublicPage(site, '<meta name="robots" content="noindex">', "")
    row, address = course.row, f"{base}/courses/{slug}"
    title = f"{row['title']} · {site}"
    description = description_of(course)
    image = base + course.image_path if course.image_path else ""
    head = meta_elements(
        title=str(row["title"]),
        description=description,
        address=address,
        site=site,
        image=image,
        kind="article",
    )
    if row["meta_keywords"]:
        head += meta("keywords", row["meta_keywords"])
    head += structured(course_facts(course, address, base, site, description, image))
    head += structured(trail_facts(base, row))
    return PublicPage(title, head, course_text(course), str(row["title"]), str(row["tagline"]))


def description_of(course: PublicCourse) -> str:
    """What the author wrote for search engines, else the tagline, else the beginning of the overview."""
    row = course.row
    text = row["meta_description"] or row["tagline"] or document_text(row["overview"] or {})
    return shortened(" ".join(str(text).split()))


def shortened(text: str) -> str:
    """Text cut at a word."""
    if len(text) <= DESCRIPTION_CHARACTERS:
        return text
    return text[:DESCRIPTION_CHARACTERS].rsplit(" ", 1)[0] + " …"


def meta(name: str, content: str, *, attribute: str = "name") -> str:
    """A meta element."""
    return f'<meta {attribute}="{name}" content="{html.escape(content)}">'


def meta_elements(*, title: str, description: str, address: str, site: str, image: str, kind: str) -> str:
    """Description, canonical address and Open Graph."""
    parts = [
        meta("description", description) if description else "",
        f'<link rel="canonical" href="{html.escape(address)}">',
        meta("og:type", kind, attribute="property"),
        meta("og:title", title, attribute="property"),
        meta("og:url", address, attribute="property"),
        meta("og:site_name", site, attribute="property"),
        meta("og:description", description, attribute="property") if description else "",
        meta("og:image", image, attribute="property") if image else "",
        meta("twitter:card", "summary_large_image" if image else "summary"),
    ]
    return "".join(parts)


def structured(facts: dict[str, Any]) -> str:
    """Structured data (JSON-LD) that no text can break out of."""
    text = json.dumps(facts, separators=(",", ":"), ensure_ascii=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return f'<script type="application/ld+json">{safe}</script>'


def course_facts(
    course: PublicCourse, address: str, base: str, site: str, description: str, image: str
) -> dict[str, Any]:
    """schema.org Course with provider, instance and rating."""
    row = course.row
    instance: dict[str, Any] = {
        "@type": "CourseInstance",
        "courseMode": "Online",
        "inLanguage": row["language_id"],
    }
    if row["estimated_minutes"]:
        instance["courseWorkload"] = f"PT{row['estimated_minutes']}M"
    if course.instructors:
        instance["instructor"] = [{"@type": "Person", "name": name} for name in course.instructors]
    facts: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": row["title"],
        "description": description or row["title"],
        "url": address,
        "inLanguage": list(course.languages),
        "educationalLevel": row["level"],
        "provider": {"@type": "Organization", "name": site, "url": base},
        "hasCourseInstance": [instance],
        "offers": [{"@type": "Offer", "category": "Free"}],
    }
    if image:
        facts["image"] = image
    if row["outcomes"]:
        facts["teaches"] = row["outcomes"]
    if row["rating_count"]:
        facts["aggregateRating"] = {
            "@type": "AggregateRating",
            "ratingValue": round(row["rating_sum"] / row["rating_count"], 2),
            "ratingCount": row["rating_count"],
            "bestRating": 5,
            "worstRating": 1,
        }
    return facts


def trail_facts(base: str, row: dict[str, Any]) -> dict[str, Any]:
    """schema.org BreadcrumbList: catalog, category, course."""
    steps = [("Courses", f"{base}/courses")]
    if row["category_slug"]:
        steps.append((row["category_name"], f"{base}/courses?category={row['category_slug']}"))
    steps.append((row["title"], f"{base}/courses/{row['slug']}"))
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": item}
            for place, (name, item) in enumerate(steps, 1)
        ],
    }


def course_text(course: PublicCourse) -> str:
    """The course as plain HTML: title, overview, outcomes, outline."""
    row = course.row
    parts = [f'<main lang="{html.escape(row["language_id"])}"><h1>{html.escape(row["title"])}</h1>']
    parts += [
        f"<p>{html.escape(text)}</p>" for text in (row["tagline"], ", ".join(course.instructors)) if text
    ]
    overview = document_text(row["overview"] or {})
    parts += [f"<p>{html.escape(line)}</p>" for line in overview.splitlines() if line.strip()]
    parts.append(listed(row["outcomes"] or []))
    for module in course.outline.modules:
        parts.append(f"<h2>{html.escape(module.title)}</h2>")
        parts.append(listed([lesson.title for lesson in module.lessons]))
    return "".join(parts) + '<p><a href="/courses">Courses</a></p></main>'


def listed(texts: list[str]) -> str:
    """A list of texts."""
    items = "".join(f"<li>{html.escape(text)}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def list_page(path: str, site: str, base: str) -> PublicPage:
    """Landing page or catalog: the newest courses with links."""
    is_catalog = path == "/courses"
    rows = newest_public_courses(LISTED if is_catalog else LANDING_LISTED)
    title = f"Courses · {site}" if is_catalog else site
    names = ", ".join(row["title"] for row in rows[:6])
    description = shortened(f"{site}: {names}" if names else site)
    address = f"{base}/courses" if is_catalog else f"{base}/"
    head = meta_elements(
        title=title, description=description, address=address, site=site, image="", kind="website"
    )
    items = [
        {"@type": "ListItem", "position": place, "url": f"{base}/courses/{row['slug']}"}
        for place, row in enumerate(rows, 1)
    ]
    if is_catalog and items:
        head += structured({"@context": "https://schema.org", "@type": "ItemList", "itemListElement": items})
    links = "".join(
        f'<li lang="{html.escape(row["language_id"])}"><a href="/courses/{html.escape(row["slug"])}">'
        f"{html.escape(row['title'])}</a> {html.escape(row['tagline'])}</li>"
        for row in rows
    )
    body = f"<main><h1>{html.escape(title)}</h1><ul>{links}</ul>"
    return PublicPage(title, head, body + '<p><a href="/courses">Courses</a></p></main>')
