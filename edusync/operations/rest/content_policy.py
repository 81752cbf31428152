"""Content-Security-Policy: one for the site, a looser one for the Django admin. Permissions-Policy: one for all."""

import functools
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ADMIN_PREFIX = "/admin/"
OVERRIDES = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp, with the site's unchanging policy made once instead of for every answer."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header unless the answer has one."""
        response.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        if HEADER in response:
            return response
        if request.path.startswith(ADMIN_PREFIX):
            response._csp_replace = settings.ADMIN_CONTENT_SECURITY_POLICY  # type: ignore[attr-defined]
        if getattr(request, "_csp_nonce", None) or any(hasattr(response, name) for name in OVERRIDES):
            return super().process_response(request, response)  # type: ignore[no-any-return]
        response[HEADER] = self.site_policy
        return response

    @functools.cached_property
    def site_policy(self) -> Any:
        """The header's text for all answers that ask for nothing else."""
        return build_policy()
