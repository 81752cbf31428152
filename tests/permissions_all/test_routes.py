"""A walk over every route of the API: nobody sees what they may not."""

import pytest

from edusync.kernel.checks import all_routes, api_routes, routes_name_a_policy
from tests.permissions_all.addresses import all_cases, has_parameters, missing_address
from tests.permissions_all.walking import walk

# Addresses that are no view of ours: the sign-in service, the admin, which guard themselves.
FOREIGN_PREFIXES = ("/_allauth/", "/admin/")
# Outside the API each route is named here, with the reason why it needs no policy of the kernel.
PLAIN_ROUTES = {
    "/dev/mailbox": "shown on this machine only, by setting",
    "/dev/mailbox/<str:name>": "shown on this machine only, by setting",
    "/sign-in/return/<slug:provider_id>": "where a sign-in service sends people back; bound to the session by its state",
    "/.well-known/openid-configuration": "public by its nature",
    "/.well-known/oauth-authorization-server": "public by its nature",
    "/.well-known/jwks.json": "public keys",
    "/oauth/authorize": "asks the signed-in person; identity/tests/test_oauth_server.py",
    "/oauth/device": "asks the signed-in person; identity/tests/test_device_sign_in.py",
    "/oauth/device/code": "programs, by their client id",
    "/oauth/token": "programs, by their secret, codes and refresh tokens",
    "/oauth/revoke": "programs, by their secret",
    "/oauth/introspect": "programs, by their secret",
    "/oauth/userinfo": "programs, by their access token",
    "/oauth/logout": "asks the signed-in person",
    **dict.fromkeys(
        ("/reports/plain", *(f"/reports/<slug:slug>/plain{file}" for file in ("", "/csv", "/pdf"))),
        "pages, not JSON: what one may see of reports by the rules of reports; reports/tests/test_plain_pages.py",
    ),
}
# Directories, by an API key of the organization that carries provisioning; identity/tests/test_scim.py walks them.
# Sign-in services that speak SAML, where the extra is installed; tests/single_sign_on/test_saml.py.
PLAIN_PREFIXES = ("/scim/v2/<slug:slug>/", "/saml/<slug:organization_slug>/")
CASES = all_cases()
GUARDED = [case for case in CASES if not case[2].public]
PUBLIC_WRITES = [case for case in CASES if case[2].public and case[1] != "get"]


def call(client, method, route):
    return getattr(client, method)(missing_address(route))


def test_there_are_routes():
    assert len(CASES) > 400
    assert len(GUARDED) > 380
    assert len(PUBLIC_WRITES) > 4


def test_every_route_names_a_policy_or_is_public():
    assert routes_name_a_policy() == []


def test_every_route_is_a_view_of_the_api_or_named_here():
    api = {route for route, _ in api_routes()}
    unknown = [
        route
        for route, _ in all_routes()
        if route not in api
        and route not in PLAIN_ROUTES
        and not route.startswith(FOREIGN_PREFIXES + PLAIN_PREFIXES)
    ]
    assert unknown == []


@pytest.mark.django_db
def test_visitors_are_asked_to_sign_in(api):
    client = api()

    def asks_to_sign_in(route, method, view):
        client.problem(call(client, method, route), 401, "not-authenticated")

    walk(GUARDED, asks_to_sign_in, client=client)


@pytest.mark.django_db
def test_the_suspended_are_nobody(api, learner, organization):
    client = api(learner)
    learner.memberships.filter(organization=organization).update(status="suspended")

    def is_nobody(route, method, view):
        client.problem(call(client, method, route), 401, "not-authenticated")

    walk(GUARDED, is_nobody, client=client)


@pytest.mark.django_db
def test_visitors_change_nothing_on_public_routes(api):
    client = api()

    def changes_nothing(route, method, view):
        assert call(client, method, route).status_code >= 400

    walk(PUBLIC_WRITES, changes_nothing, client=client)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["learner", "admin", "outsider"])
def test_what_is_not_there_is_a_problem_and_never_a_failure(api, request, who):
    client = api(request.getfixturevalue(who))

    def is_a_problem(route, method, view):
        response = call(client, method, route)
        assert response.status_code < 500, response.content
        if response.status_code >= 400:
            client.problem(response, response.status_code)
        if has_parameters(route) and method in {"get", "delete"}:
            assert response.status_code in {403, 404}, (response.status_code, response.content)

    walk(CASES, is_a_problem, client=client)
