"""The admin has looser rules for scripts, the rest of the site has not."""

import os
import subprocess
import sys
from pathlib import Path

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
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        assert "camera=()" in response["Permissions-Policy"]


def test_pages_demand_trusted_types_and_refuse_styling_attributes(client, organization):
    policy = client.get("/api/v1/site")["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy
    assert "style-src-attr 'none'" in policy
    admin = client.get("/admin/login/")["Content-Security-Policy"]
    assert "trusted-types" not in admin


def test_no_other_site_may_read_the_api(client, organization):
    """There is no CORS: a foreign origin gets no leave, neither for a plain request nor in a preflight."""
    for response in (
        client.get("/api/v1/site", headers={"origin": "https://evil.example"}),
        client.options(
            "/api/v1/site",
            headers={"origin": "https://evil.example", "access-control-request-method": "GET"},
        ),
    ):
        assert not [name for name in response.headers if name.lower().startswith("access-control-")]


def run_check(tmp_path, **environment):
    """`manage.py check --deploy` of a site with these settings."""
    own = {f"EDUSYNC_{name.upper()}": value for name, value in environment.items()}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=Path(__file__).resolve().parents[3],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path), "EDUSYNC_DATA_DIR": str(tmp_path), **own},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_a_public_site_passes_the_deployment_check(tmp_path):
    done = run_check(tmp_path, site_url="https://lms.example", allowed_hosts="lms.example", behind_proxy="1")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


def test_a_site_without_tls_does_not_pass_it(tmp_path):
    done = run_check(tmp_path, site_url="http://lms.example", allowed_hosts="lms.example")
    assert done.returncode == 1
    # SESSION_COOKIE_SECURE is off: W010 is what the check says to a site with a session middleware of its own.
    assert "security.W010" in done.stderr
