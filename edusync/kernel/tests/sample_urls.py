"""Routes that exist only in tests."""

from django.http import HttpResponse
from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response

from edusync.kernel import problems
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission, Policy, SignedIn
from edusync.kernel.rest import failures
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView


class CupInput(serializers.Serializer):
    """A cup."""

    name = serializers.CharField(max_length=10)


class NobodyPolicy(Policy):
    """Lets nobody do anything."""


class Cups(ApiView):
    """Cups of the signed-in."""

    policy = SignedIn()
    made: list[str] = []

    def get(self, request):
        return FastResponse({"results": list(range(2000)) if request.GET.get("many") else [], "next": None})

    @idempotent
    def post(self, request):
        name = self.validated(CupInput)["name"]
        if name == "broken":
            raise problems.Conflict
        if name == "bug":
            raise KeyError(name)
        self.made.append(name)
        return Response({"name": name, "number": len(self.made)}, status=201)


class Cup(ApiView):
    """A cup by id."""

    policy = SignedIn()

    def get(self, request, cup_id):
        return FastResponse({"id": cup_id})


class Vault(ApiView):
    """What nobody may open."""

    policy = NobodyPolicy()
    permissions = {"get": Permission.SITE_MANAGE}

    def get(self, request):
        return FastResponse({})


class Hall(ApiView):
    """What everybody may enter."""

    public = True

    def get(self, request):
        return FastResponse({"organization": self.actor.organization_id})

    def post(self, request):
        return FastResponse(request.data)


class Library(ApiView):
    """Can be searched."""

    public = True
    rate_limits = {"get": "search"}

    def get(self, request):
        return FastResponse({"results": []})


class Parcel(UploadView):
    """Takes a file."""

    public = True

    def post(self, request):
        return FastResponse({"size": request.FILES["file"].size, "note": request.data["note"]})


class Unguarded(ApiView):
    """Names neither a policy nor that it is public."""

    def get(self, request):
        return FastResponse({})


def fails(request):
    raise KeyError("secret detail")


def page_problem(request):
    raise problems.Forbidden


def plain(request):
    return HttpResponse("plain")


urlpatterns = [
    path("api/v1/cups", Cups.as_view()),
    path("api/v1/cups/<int:cup_id>", Cup.as_view()),
    path("api/v1/vault", Vault.as_view()),
    path("api/v1/hall", Hall.as_view()),
    path("api/v1/library", Library.as_view()),
    path("api/v1/parcel", Parcel.as_view()),
    path("api/v1/unguarded", Unguarded.as_view()),
    path("api/v1/fails", fails),
    path("files/problem", page_problem),
    path("files/fails", fails),
    path("files/plain", plain),
]
handler400 = failures.bad_request
handler403 = failures.forbidden
handler404 = failures.not_found
handler500 = failures.server_error
