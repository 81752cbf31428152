"""What anyone may know of the site, and its first set-up."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.middleware.csrf import get_token
from django.views.decorators.debug import sensitive_variables

from edusync.identity import queries, services
from edusync.identity.rest.me_views import me_of
from edusync.identity.rest.serializers import MeSerializer, SetupSerializer, SiteSerializer
from edusync.kernel import flags
from edusync.kernel.rest.views import ApiView, FastResponse, enforce_csrf, schema


class SiteView(ApiView):
    """Facts about this installation."""

    public = True

    @schema(response=SiteSerializer, summary="Facts about this installation")
    def get(self, request: Any) -> FastResponse:
        """Name, languages, whether sign-up is open; sets the CSRF cookie."""
        get_token(request._request)
        organization = queries.visited_organization()
        needs_setup = queries.is_setup_needed()
        return FastResponse(
            {
                "name": "EduSync",
                "organization": organization.name if organization else None,
                "organization_uuid": str(organization.uuid) if organization else None,
                "logo_url": (organization.logo_url or None) if organization else None,
                "icon_url": (organization.icon_url or None) if organization else None,
                "look": organization.look_version if organization else 0,
                "languages": [code for code, _ in settings.LANGUAGES],
                "sign_up_open": bool(organization and organization.is_sign_up_open) and not needs_setup,
                "needs_setup": needs_setup,
                "features": flags.keys_on_for(
                    person_id=None, organization_id=organization.pk if organization else None
                ),
                "dev_mailbox": settings.MAILBOX_SHOWN,
                "statistics": queries.site_statistics(),
            }
        )


class SetupView(ApiView):
    """Makes the first account."""

    public = True

    @sensitive_variables("given")
    @schema(
        request=SetupSerializer,
        response=MeSerializer,
        status=201,
        summary="Create the first admin and sign in",
    )
    def post(self, request: Any) -> FastResponse:
        """Create the first admin while nobody has an account, and sign them in."""
        enforce_csrf(request._request)
        given = self.validated(SetupSerializer)
        user = services.setup_site(**given)
        get_adapter().login(request._request, user)
        return FastResponse(me_of(user), status=201)
