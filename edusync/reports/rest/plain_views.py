"""Reports as pages that need no script: for readers of screens, old machines, printers and whoever turned scripts off."""

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from edusync.identity.queries import language_of
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import NotFound, NotWhileViewing
from edusync.kernel.rest import guards
from edusync.kernel.rest.rate_limits import use_named
from edusync.kernel.rest.streaming import keep_organization
from edusync.reports import queries
from edusync.reports.documents.csv_file import csv_blocks
from edusync.reports.documents.pdf_file import write_pdf
from edusync.reports.engine.filters import storable
from edusync.reports.rest.export_views import MEDIA_TYPES
from edusync.reports.rest.plain_page import Wanted, frame_context, page_context, wanted_of
from edusync.reports.services.tabling import report_table
from edusync.reports.sources import ReportSource, source_for

PAGE = "reports/plain.html"
# Nothing of this page runs: no script is allowed at all.
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "style-src": ["'self'"],
    "style-src-elem": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'none'"],
}
View = Callable[..., HttpResponseBase]


def for_people(view: View) -> View:
    """View decorator: signed-in people only; visitors sign in first and come back here."""

    @require_safe
    @never_cache
    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_authenticated:
            address = request.get_full_path()
            return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': address})}")
        if actor.impersonator_id is None:
            guards.require_entry(request)
        try:
            return view(request, actor, *args, **kwargs)
        except NotFound:
            return page(request, gone(actor), status=404)

    return wrapper


def page(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """The page, on which nothing may run."""
    response = render(request, PAGE, context, status=status)
    response._csp_replace = POLICY  # type: ignore[attr-defined]
    return response


def gone(actor: Actor) -> dict[str, Any]:
    """The page of a report that is not there for the person."""
    context = frame_context(actor, language_of(actor.user_id or 0), "")
    words = context["words"]
    return {**context, "title": words["gone_title"], "summary": words["gone_text"], "is_gone": True}


@for_people
def first_report(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The first report that the person sees; with `report` the one that was chosen."""
    reports = queries.reports_for(actor)
    chosen = request.GET.get("report", "")
    slugs = [report.slug for report in reports]
    if not slugs:
        raise NotFound
    return HttpResponseRedirect(f"/reports/{chosen if chosen in slugs else slugs[0]}/plain")


@for_people
def plain_report(request: HttpRequest, actor: Actor, slug: str) -> HttpResponseBase:
    """The report as picture and table."""
    return page(request, page_context(source_for(actor, slug), actor, request.GET.dict()))


@for_people
def plain_csv(request: HttpRequest, actor: Actor, slug: str) -> HttpResponseBase:
    """All rows, made while they are sent."""
    source, wanted = asked_file(request, actor, slug, "csv")
    table = report_table(source, actor, wanted.filters, wanted.order)
    blocks = keep_organization(csv_blocks(table, _not_counted))
    return as_download(StreamingHttpResponse(blocks), source, "csv")


@for_people
def plain_pdf(request: HttpRequest, actor: Actor, slug: str) -> HttpResponseBase:
    """The report as a document, with its charts."""
    source, wanted = asked_file(request, actor, slug, "pdf")
    table = report_table(source, actor, wanted.filters, wanted.order, has_charts=True)
    response = HttpResponse()
    write_pdf(table, response, _not_counted)  # type: ignore[arg-type]
    return as_download(response, source, "pdf")


def asked_file(
    request: HttpRequest, actor: Actor, slug: str, file_format: str
) -> tuple[ReportSource, Wanted]:
    """The report and what is wanted of it, counted and audited. Raises NotFound, NotWhileViewing, RateLimited."""
    source = source_for(actor, slug)
    if actor.impersonator_id is not None:
        raise NotWhileViewing
    use_named(request, "export")
    wanted = wanted_of(source, request.GET.dict())
    audit.record(
        "reports.report.exported",
        actor=actor,
        target=("report", slug),
        facts={"report": slug, "format": file_format, "filters": storable(wanted.filters)},
    )
    return source, wanted


def as_download(response: HttpResponseBase, source: ReportSource, file_format: str) -> HttpResponseBase:
    """The answer as a file with a name."""
    name = f"{source.slug.replace('_', '-')}-{clock.now():%Y-%m-%d}.{file_format}"
    response["Content-Type"] = MEDIA_TYPES[file_format]
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


def _not_counted(_done: int) -> None:
    """Nobody waits for progress here."""
