"""The development mailbox: plain pages for people, rendered on the server."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from edusync.communication.mailbox import kept_mails, read_mail
from edusync.kernel.problems import NotFound

Page = Callable[..., HttpResponse]


def development_only(page: Page) -> Page:
    """Answer 404 unless the site runs for development on this machine's own address."""

    @wraps(page)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.MAILBOX_SHOWN:
            raise NotFound
        return page(request, *args, **kwargs)

    return require_safe(never_cache(guarded))


@development_only
def mailbox(request: HttpRequest) -> HttpResponse:
    """The newest mails, of one receiver with `?to=`."""
    to = request.GET.get("to", "")[:254]
    return render(request, "communication/mailbox.html", {"mails": kept_mails(to=to), "to": to})


@development_only
def mailbox_mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail; its links can be followed."""
    mail = read_mail(name)
    if mail is None:
        raise NotFound
    return render(request, "communication/mailbox_mail.html", {"mail": mail})
