"""The checks of scim2-tester, all of them, against the running app."""

import pytest
from django.test.client import ClientHandler

from edusync.identity.testing import key_of
from edusync.kernel.policy import Permission
from edusync.kernel.testing import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def app():
    """The whole app, as the test client of Django calls it: it leaves the test's transaction alone."""
    handler = ClientHandler()

    def call(environ, start_response):
        response = handler(environ)
        start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
        return [response.content]

    return call


@pytest.mark.parametrize("is_alone", [True, False], ids=["only-organization", "one-of-several"])
def test_every_check_passes(organization, admin, app, is_alone):
    # Loading them takes seconds: only the worker that runs this spends them, not each that looks for its tests.
    from scim2_client.engines.wsgi import WSGISCIMClient
    from scim2_tester import Status, check_server

    good = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}
    if not is_alone:
        make_organization("Elsewhere School")
    key = key_of(admin, Permission.PROVISIONING_MANAGE)
    client = WSGISCIMClient(
        app,
        base_url=f"http://testserver/scim/v2/{organization.slug}",
        headers={"Authorization": f"Bearer {key}"},
    )
    results = check_server(client)
    assert [repr(result) for result in results if result.status not in good] == []
    assert len(results) > 60
