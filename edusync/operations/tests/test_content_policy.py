"""The admin has looser rules for scripts, the rest of the site has not."""

import pytest

pytestmark = pytest.mark.django_db


def test_only_the_admin_may_run_inline_scripts(client, organization):
    admin = client.get("/admin/login/")
    assert admin.status_code == 200
    assert "'unsafe-eval'" in admin["Content-Security-Policy"]
    assert "'unsafe-eval'" not in client.get("/api/v1/site")["Content-Security-Policy"]


def test_the_admin_is_for_staff(client, learner):
    client.force_login(learner)
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_headers_that_harden_the_browser_are_everywhere(client, organization):
    for path in ("/healthz", "/api/v1/site", "/admin/login/"):
        response = client.get(path)
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "strict-origin-when-cross-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
