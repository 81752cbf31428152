"""SAML 2.0 providers: allauth's code (it needs the extra `saml`), read by our mapping and bound to our rules.

Offered: sign-in that begins here, answered by POST with a signed assertion. Not offered: sign-in that begins at the
provider (anybody could send a person a link into somebody else's account), and single logout.
"""

from collections.abc import Mapping
from typing import Any

from allauth.account.internal.decorators import login_not_required
from allauth.account.models import EmailAddress
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.saml import views as library
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from allauth.socialaccount.providers.saml.utils import build_saml_config
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.decorators import method_decorator
from django.views import View
from onelogin.saml2.auth import OneLogin_Saml2_Settings
from onelogin.saml2.errors import OneLogin_Saml2_Error

from edusync.identity.sso.claims import field_from
from edusync.identity.sso.problems import AnswerRefused
from edusync.kernel.problems import NotFound

EMAIL_FORMAT = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
# Names that services give to a field, besides the one that an organization may set.
USUAL: Mapping[str, tuple[str, ...]] = {
    "email": (
        "urn:oid:0.9.2342.19200300.100.1.3",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
        "email",
        "mail",
    ),
    "first_name": (
        "urn:oid:2.5.4.42",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
        "firstName",
        "givenName",
    ),
    "last_name": (
        "urn:oid:2.5.4.4",
        "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
        "lastName",
        "sn",
    ),
    "username": ("urn:oid:0.9.2342.19200300.100.1.1", "uid", "userName"),
    "uid": ("urn:oasis:names:tc:SAML:attribute:subject-id", "urn:oid:1.3.6.1.4.1.5923.1.1.1.6"),
}


class SamlProvider(SAMLProvider):
    """Reads what an assertion tells."""

    def serialize(self) -> dict[str, Any]:
        """By slug, as our other providers."""
        return {"id": self.sub_id}

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponseBase:
        """Send the browser to the service; to the sign-in page with the reason where it was never checked."""
        try:
            return super().redirect(request, process, next_url, data, **kwargs)  # type: ignore[no-any-return]
        except OneLogin_Saml2_Error as error:
            return render_authentication_error(request, self, exception=error)  # type: ignore[no-any-return]

    def field(self, attributes: Mapping[str, Any], name: str) -> str:
        """The text of a field, under the name that the organization gave, else under a usual one."""
        mapping = self.app.settings["mapping"]
        if mapping.get(name):
            return field_from(attributes, mapping, name, "")
        found = (field_from(attributes, {}, name, usual) for usual in USUAL[name])
        return next((text for text in found if text), "")

    def extract_uid(self, data: Any) -> str:
        """The subject id, else the name id, which must not be one that changes with each sign-in."""
        uid = self.field(data.get_attributes(), "uid")
        if not uid and "transient" not in str(data.get_nameid_format()):
            uid = str(data.get_nameid() or "")
        if not uid:
            raise AnswerRefused("subject")
        return uid

    def extract_extra_data(self, data: Any) -> dict[str, Any]:
        """Little is kept: what an admin needs to know the account again."""
        return {"email": self._email(data)}

    def extract_common_fields(self, data: Any) -> dict[str, str]:
        """Names and address."""
        attributes = data.get_attributes()
        names = ("first_name", "last_name", "username")
        return {"email": self._email(data), **{name: self.field(attributes, name) for name in names}}

    def extract_email_addresses(self, data: Any) -> list[EmailAddress]:
        """SAML cannot say that an address is proved: the organization may trust the service with it."""
        email = self._email(data)
        return [EmailAddress(email=email, verified=False, primary=True)] if email else []

    def _email(self, data: Any) -> str:
        email = self.field(data.get_attributes(), "email")
        if not email and data.get_nameid_format() == EMAIL_FORMAT:
            email = str(data.get_nameid() or "")
        return email.lower()


@method_decorator(login_not_required, name="dispatch")
class FinishView(library.FinishACSView):
    """The answer, in the browser's own session."""

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponseBase:
        """Refused unless this browser asked."""
        try:
            return super().dispatch(request, organization_slug)  # type: ignore[no-any-return]
        except PermissionDenied:
            return render_authentication_error(request, self.get_provider(organization_slug))  # type: ignore[no-any-return]
        except AnswerRefused as error:
            provider = self.get_provider(organization_slug)
            return render_authentication_error(request, provider, exception=error)  # type: ignore[no-any-return]


@method_decorator(login_not_required, name="dispatch")
class MetadataView(library.SAMLViewMixin, View):
    """What a service needs to know of this site."""

    def get(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        """Without single logout, which is not offered."""
        provider = self.get_provider(organization_slug)
        config = build_saml_config(request, provider.app.settings, organization_slug)
        config["sp"].pop("singleLogoutService")
        found = OneLogin_Saml2_Settings(settings=config, sp_validation_only=True).get_sp_metadata()
        return HttpResponse(found, content_type="application/samlmetadata+xml")


@login_not_required
def no_single_logout(request: HttpRequest, organization_slug: str) -> HttpResponse:
    """Allauth builds the address; nothing is there."""
    raise NotFound


urlpatterns = [
    path("saml/<slug:organization_slug>/acs/", library.acs, name="saml_acs"),
    path("saml/<slug:organization_slug>/acs/finish/", FinishView.as_view(), name="saml_finish_acs"),
    path("saml/<slug:organization_slug>/metadata/", MetadataView.as_view(), name="saml_metadata"),
    path("saml/<slug:organization_slug>/sls/", no_single_logout, name="saml_sls"),
]
