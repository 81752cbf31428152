"""Pages and endpoints of the OAuth server: allauth's, with our rules of who may and our look."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.decorators import login_not_required
from allauth.idp.oidc import views as library
from allauth.idp.oidc.forms import ConfirmCodeForm
from allauth.idp.oidc.internal.oauthlib import device_codes
from allauth.idp.oidc.models import Client
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_deny
from django.views.decorators.csrf import csrf_exempt

from edusync.identity.oauth.forms import LogoutForm
from edusync.identity.oauth.texts import words_for
from edusync.identity.services.application_grants import end_grants_of_person
from edusync.identity.services.applications import is_client_open, is_open_to
from edusync.kernel.problems import NotWhileViewing
from edusync.kernel.rest import guards
from edusync.kernel.rest.rate_limits import use_named

PAGES = "identity/oauth/"


def require_person(request: HttpRequest) -> None:
    """Raise a problem for somebody who sees the site as another person, or must set up a second factor first."""
    actor = request.actor  # type: ignore[attr-defined]
    if actor.impersonator_id is not None:
        raise NotWhileViewing
    if actor.is_authenticated:
        guards.require_entry(request)


def to_sign_in(request: HttpRequest, address: str) -> HttpResponse:
    """The sign-in page, and then here again."""
    return HttpResponseRedirect(f"{settings.LOGIN_URL}?{urlencode({'next': address})}")


def let_form_lead_to(response: HttpResponseBase, address: str | None) -> HttpResponseBase:
    """Browsers apply `form-action` to where a form's answer leads: the program's address is allowed on this page."""
    if address:
        parts = urlsplit(address)
        source = (
            f"{parts.scheme}://{parts.netloc}" if parts.scheme in {"http", "https"} else f"{parts.scheme}:"
        )
        response._csp_update = {"form-action": [source]}  # type: ignore[attr-defined]
    return response


def described(scopes: Iterable[str], words: dict[str, Any]) -> list[dict[str, str]]:
    """Scopes with what they mean."""
    return [{"code": scope, "text": words["scopes"].get(scope, scope)} for scope in scopes]


@method_decorator(never_cache, name="dispatch")
@method_decorator(xframe_options_deny, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class AuthorizeView(library.AuthorizationView):
    """Asks the person whether a program may act for them."""

    template_name = PAGES + "authorize.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only as oneself."""
        require_person(request)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The question, or back to the program with what went wrong."""
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        if getattr(response, "context_data", None) is None:
            return response
        if not self._is_open():
            return self._respond_with_access_denied()  # type: ignore[no-any-return]
        return let_form_lead_to(response, self._request_info.get("redirect_uri"))

    def form_valid(self, form: Any) -> HttpResponse:
        """The person said yes."""
        if not self._is_open():
            return self._respond_with_access_denied()  # type: ignore[no-any-return]
        return super().form_valid(form)  # type: ignore[no-any-return]

    def form_invalid(self, form: Any) -> HttpResponse:
        """Nothing was ticked: that is a no."""
        return self._respond_with_access_denied()  # type: ignore[no-any-return]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        words = words_for(self.request)
        host = urlsplit(str(self._request_info.get("redirect_uri", "")))
        return {
            **found,
            "words": words,
            "scopes": described(self._scopes, words),
            "destination": host.netloc or f"{host.scheme}:",
            "person": self.request.user,
        }

    def _login_required(self, request: HttpRequest) -> HttpResponse | None:
        prompts = request.GET.get("prompt", "").split()
        if "login" in prompts:
            return self._handle_login_prompt(request, prompts)
        if request.user.is_authenticated or "none" in prompts:
            return None
        return to_sign_in(request, request.get_full_path())

    def _is_open(self) -> bool:
        client = Client.objects.filter(pk=self._request_info.get("client_id")).first()
        return client is not None and is_client_open(client) and is_open_to(client, self.request.user)

    def _handle_login_prompt(self, request: HttpRequest, prompts: list[str]) -> HttpResponse:
        """`prompt=login`: sign in again, even if somebody is."""
        query = request.GET.copy()
        query.pop("prompt", None)
        rest = [word for word in prompts if word != "login"]
        if rest:
            query["prompt"] = " ".join(rest)
        if request.user.is_authenticated:
            get_account_adapter(request).logout(request)
        return to_sign_in(request, f"{request.path}?{query.urlencode()}")


authorize = AuthorizeView.as_view()


@method_decorator(never_cache, name="dispatch")
@method_decorator(xframe_options_deny, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
class DeviceView(View):
    """Asks the person whether a device that shows a code may act for them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only as oneself, and only by this site's own form."""
        require_person(request)
        if not request.user.is_authenticated:
            return to_sign_in(request, request.get_full_path())
        if request.method == "POST" and (refusal := library._enforce_csrf(request)):
            return refusal  # type: ignore[no-any-return]
        form = ConfirmCodeForm(request.GET) if "code" in request.GET else None
        words = words_for(request)
        if form is None or not form.is_valid():
            facts = {"words": words, "is_wrong": form is not None, "code": request.GET.get("code", "")[:20]}
            return render(request, PAGES + "device.html", facts)
        return self._answer(request, form, words)

    def _answer(self, request: HttpRequest, form: Any, words: dict[str, Any]) -> HttpResponse:
        client: Client = form.client
        is_open = is_client_open(client) and is_open_to(client, request.user)  # type: ignore[arg-type]
        waiting = device_codes.cache.get(device_codes.cache_device_code_key(form.device_code)) or {}
        facts = {
            "words": words,
            "client": client,
            "scopes": described(waiting.get("scope") or [], words),
            "code": form.cleaned_data["code"],
            "person": request.user,
        }
        if request.method != "POST" and is_open:
            return render(request, PAGES + "device_confirm.html", facts)
        is_allowed = is_open and request.POST.get("action") == "confirm"
        device_codes.confirm_or_deny_device_code(request.user, form.device_code, confirm=is_allowed)
        return render(request, PAGES + "device_done.html", {**facts, "is_allowed": is_allowed})


device = DeviceView.as_view()


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class DeviceCodeView(library.DeviceCodeView):
    """Gives a device the code that it shows."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only for open applications that may be devices."""
        use_named(request, "oauth-token")
        client = Client.objects.filter(pk=request.POST.get("client_id", "")).first()
        if client is None or not is_client_open(client):
            return oauth_error("invalid_client", 401)
        if Client.GrantType.DEVICE_CODE not in client.get_grant_types():
            return oauth_error("unauthorized_client", 400)
        try:
            return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]
        except ValidationError:
            return oauth_error("invalid_target", 400)


device_code = DeviceCodeView.as_view()


@method_decorator(never_cache, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class TokenView(library.TokenView):
    """Gives tokens for codes and refresh tokens."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Bounded in number: a secret must not be guessed."""
        use_named(request, "oauth-token")
        try:
            return super().post(request)  # type: ignore[no-any-return]
        except ValidationError:
            return oauth_error("invalid_target", 400)


token = TokenView.as_view()


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class RevokeView(library.RevokeView):
    """Ends a token."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Bounded like the token endpoint."""
        use_named(request, "oauth-token")
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]


revoke = RevokeView.as_view()


@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class IntrospectView(library.IntrospectView):
    """Tells a program of its own tokens."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Bounded like the token endpoint."""
        use_named(request, "oauth-token")
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]


introspect = IntrospectView.as_view()


@method_decorator(never_cache, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")
@method_decorator(login_not_required, name="dispatch")
class LogoutView(library.LogoutView):
    """A program says that the person signs out; here they are asked (OpenID Connect RP-Initiated Logout 1.0)."""

    form_class = LogoutForm
    template_name = PAGES + "logout.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **found,
            "words": words_for(self.request),
            "client": kwargs["form"].cleaned_data.get("client"),
        }

    def _handle(self, form: Any, op_logout: bool) -> HttpResponse:
        client = form.cleaned_data["client"]
        if client is not None and self.request.user.is_authenticated:
            end_grants_of_person(
                user_id=self.request.user.pk, reason="revoked", application_id=client.application.pk
            )
        return super()._handle(form, op_logout)  # type: ignore[no-any-return]

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> Any:
        """With leave to go on to the program afterwards."""
        response = super().render_to_response(context, **response_kwargs)
        address = context["form"].cleaned_data.get("post_logout_redirect_uri")
        return let_form_lead_to(response, address)


logout = LogoutView.as_view()


def oauth_error(code: str, status: int) -> JsonResponse:
    """A failure as OAuth says it (RFC 6749, 5.2)."""
    return JsonResponse({"error": code}, status=status)
