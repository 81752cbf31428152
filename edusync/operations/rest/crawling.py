"""What search engines ask first: robots.txt and the site map, for each organization's host its own."""

from xml.sax.saxutils import escape

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from edusync.courses.queries.public import public_course_addresses, public_courses
from edusync.kernel.problems import NotFound, Unavailable
from edusync.kernel.rest.responses import problem_response
from edusync.kernel.tenancy import default_organization_id, organization_context, organization_id_of_host
from edusync.operations.rest.public_pages import base_address

# The protocol allows 50,000; smaller ones are quick to make.
PAGE = 5000
PRIVATE_PATHS = (
    "/api/", "/admin/", "/_allauth/", "/files/", "/learn/", "/teach", "/manage", "/my-learning", "/home", "/calendar", "/saved",
    "/settings", "/profile", "/sign-in", "/sign-up",
)  # fmt: skip
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
MAX_AGE = "public, max-age=3600"


def crawler_answer(request: HttpRequest) -> HttpResponseBase | None:
    """Answer for robots.txt, sitemap.xml and sitemap-<number>.xml; None for any other address."""
    path = request.path
    if request.method not in {"GET", "HEAD"}:
        return None
    if path == "/robots.txt":
        return robots(request)
    if path != "/sitemap.xml" and not (path.startswith("/sitemap-") and path.endswith(".xml")):
        return None
    number = path.removeprefix("/sitemap-").removesuffix(".xml") if path != "/sitemap.xml" else ""
    organization_id = organization_id_of_host(request) or default_organization_id()
    if organization_id is None or (
        number and not (number.isascii() and number.isdigit() and len(number) < 6)
    ):
        return problem_response(NotFound(), request)
    try:
        with organization_context(organization_id):
            return site_map(request, int(number) if number else None)
    except DatabaseError:
        return problem_response(Unavailable(), request)


def robots(request: HttpRequest) -> HttpResponse:
    """What is nobody's business, and where the site map is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in PRIVATE_PATHS)]
    lines.append(f"Sitemap: {base_address(request)}/sitemap.xml")
    return HttpResponse(
        "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8", headers={"Cache-Control": MAX_AGE}
    )


def site_map(request: HttpRequest, number: int | None) -> HttpResponseBase:
    """Courses that everybody may find; with many of them an index of pages."""
    base = base_address(request)
    count = public_courses().count()
    pages = max(1, -(-count // PAGE))
    if number is None and pages > 1:
        entries = "".join(
            f"<sitemap><loc>{escape(base)}/sitemap-{page}.xml</loc></sitemap>" for page in range(1, pages + 1)
        )
        return xml(f"<sitemapindex {NAMESPACE}>{entries}</sitemapindex>")
    page = 1 if number is None else number
    if not 1 <= page <= pages:
        return problem_response(NotFound(), request)
    entries = "".join(
        f"<url><loc>{escape(base)}/courses/{escape(slug)}</loc><lastmod>{changed:%Y-%m-%d}</lastmod></url>"
        for slug, changed in public_course_addresses(page, PAGE)
    )
    if page == 1:
        entries = (
            f"<url><loc>{escape(base)}/</loc></url><url><loc>{escape(base)}/courses</loc></url>" + entries
        )
    return xml(f"<urlset {NAMESPACE}>{entries}</urlset>")


def xml(content: str) -> HttpResponse:
    """An XML answer."""
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + content
    return HttpResponse(
        text, content_type="application/xml; charset=utf-8", headers={"Cache-Control": MAX_AGE}
    )
