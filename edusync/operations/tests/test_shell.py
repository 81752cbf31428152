"""Pages of the application."""

import base64
import hashlib
import json
import os
import re

import pytest

from edusync.operations.rest import shell

BOOT = "document.documentElement.dataset.booted = '1';"
INDEX = f"""<!doctype html><html lang="en"><head><script>{BOOT}</script><title>EduSync</title>
<script type="module" crossorigin src="/static/app/assets/index-AAAAAAAA.js"></script></head>
<body><div id="app"></div></body></html>"""
ROUTES = {
    "fonts": ["assets/inter-BBBBBBBB.woff2"],
    "texts": {"en": "assets/texts-en-CCCCCCCC.js", "ta": "assets/texts-ta-DDDDDDDD.js"},
    "routes": [
        {"path": "/:path(.*)*", "scripts": ["assets/index-AAAAAAAA.js", "assets/Error-EEEEEEEE.js"]},
        {"path": "/", "scripts": ["assets/index-AAAAAAAA.js", "assets/Landing-FFFFFFFF.js"]},
        {"path": "/courses", "scripts": ["assets/Catalog-GGGGGGGG.js"]},
        {"path": "/courses/:slug", "scripts": ["assets/Course-HHHHHHHH.js"]},
        {"path": "/learn/:slug/:lessonId?", "scripts": []},
        {"path": "/error/:kind(forbidden|server)", "scripts": []},
        {"path": "/verify/:code([A-Z0-9-]+)?", "scripts": []},
    ],
}
# The landing page, the catalog and course pages carry what visitors may read of the courses.
pytestmark = pytest.mark.django_db
PAGE_HEADERS = {"accept": "text/html"}


@pytest.fixture
def build(settings, tmp_path):
    """A built front end; returns the function that writes it again."""
    settings.WEB_DIST = tmp_path

    def write(index=INDEX, routes=ROUTES, moment=1_000_000_000):
        (tmp_path / "index.html").write_text(index)
        (tmp_path / "routes.json").write_text(json.dumps(routes))
        os.utime(tmp_path / "routes.json", (moment, moment))

    write()
    return write


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/courses", 200),
        ("/courses/", 200),
        ("/courses/algebra", 200),
        ("/courses/algebra/more", 404),
        ("/learn/algebra", 200),
        ("/learn/algebra/12", 200),
        ("/error/server", 200),
        ("/error/other", 404),
        ("/verify", 200),
        ("/verify/AB-12", 200),
        ("/verify/ab_12", 404),
        ("/nothing", 404),
        ("/apiary", 404),
        ("/<script>", 404),
    ],
)
def test_every_address_of_the_application_has_its_page(client, build, path, status):
    response = client.get(path, headers=PAGE_HEADERS)
    assert response.status_code == status
    assert '<div id="app">' in response.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api", "/admin", "/_allauth/x", "/static/app/none.js"])
def test_addresses_of_the_server_are_not_pages(client, build, path):
    response = client.get(path, headers=PAGE_HEADERS)
    assert '<div id="app">' not in response.content.decode()


def test_writing_to_a_page_is_no_page(client, build):
    assert client.post("/courses", headers=PAGE_HEADERS).status_code == 404


def test_a_page_needs_no_database_and_no_session(client, build, django_assert_num_queries):
    with django_assert_num_queries(0):
        response = client.get("/verify", headers=PAGE_HEADERS)
    assert response.status_code == 200
    assert not response.cookies


def test_a_page_names_what_its_first_view_loads_and_nothing_twice(client, build):
    text = client.get("/", headers={**PAGE_HEADERS, "accept-language": "ta-IN, en;q=0.5"}).content.decode()
    assert re.findall(r'modulepreload" crossorigin href="([^"]+)"', text) == [
        "/static/app/assets/Landing-FFFFFFFF.js",
        "/static/app/assets/texts-ta-DDDDDDDD.js",
    ]
    assert 'as="font" type="font/woff2" crossorigin href="/static/app/assets/inter-BBBBBBBB.woff2"' in text


@pytest.mark.parametrize(
    ("headers", "cookie", "has_font"),
    [
        ({}, None, True),
        ({"save-data": "off"}, None, True),
        ({"save-data": "on"}, None, False),
        ({}, "1", False),
    ],
)
def test_fonts_are_not_hinted_at_where_data_is_saved(build, client, headers, cookie, has_font):
    if cookie:
        client.cookies[shell.SAVER_COOKIE] = cookie
    answer = client.get("/learn/algebra/12", headers={**PAGE_HEADERS, **headers})
    assert (b'as="font"' in answer.content) is has_font
    assert "Save-Data" in answer["Vary"]


def test_a_page_loads_the_texts_of_the_language_that_was_chosen(client, build):
    for chosen, loaded in (("ta", "texts-ta"), ("xx", "texts-en"), ("../ta", "texts-en")):
        client.cookies["edusync_locale"] = chosen
        text = client.get("/", headers={**PAGE_HEADERS, "accept-language": "en"}).content.decode()
        assert re.findall(r"assets/(texts-\w\w)", text) == [loaded]


def test_the_policy_lets_only_the_pages_own_inline_script_run(client, build):
    policy = client.get("/", headers=PAGE_HEADERS)["Content-Security-Policy"]
    digest = base64.b64encode(hashlib.sha256(BOOT.encode()).digest()).decode()
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert directives["script-src"] == f"'self' 'sha256-{digest}'"
    assert directives["object-src"] == "'none'"
    assert directives["base-uri"] == "'self'"
    assert directives["frame-ancestors"] == "'self'"
    assert directives["frame-src"] == "'self' https://www.youtube-nocookie.com https://player.vimeo.com"


def test_pages_may_ask_for_camera_and_microphone_and_nothing_else_may(client, build):
    build()
    policy = client.get("/courses", headers=PAGE_HEADERS)["Permissions-Policy"]
    assert "camera=(self)" in policy
    assert "microphone=(self)" in policy
    policy = client.get("/api/v1/site")["Permissions-Policy"]
    assert "camera=()" in policy
    assert "microphone=()" in policy


def test_a_page_not_changed_is_not_sent_again(client, build):
    first = client.get("/", headers=PAGE_HEADERS)
    again = client.get("/", headers={**PAGE_HEADERS, "if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_pages_are_compressed_ahead(client, build):
    plain = client.get("/", headers=PAGE_HEADERS)
    for accepted, encoding in (("gzip, deflate, br", "br"), ("gzip", "gzip")):
        packed = client.get("/", headers={**PAGE_HEADERS, "accept-encoding": accepted})
        assert packed["Content-Encoding"] == encoding
        assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content)


def test_a_new_build_is_seen_at_once(client, build):
    client.get("/verify", headers=PAGE_HEADERS)
    build(index=INDEX.replace("EduSync", "New name"), moment=1_000_000_001)
    assert "New name" in client.get("/verify", headers=PAGE_HEADERS).content.decode()


def test_without_a_build_the_page_says_what_to_do(client, settings, tmp_path):
    settings.WEB_DIST = tmp_path / "nowhere"
    response = client.get("/verify", headers=PAGE_HEADERS)
    assert response.status_code == 503
    assert "npm run build" in response.content.decode()


def test_paths_of_the_router_become_expressions():
    assert shell.path_expression("/") == "/"
    assert shell.path_expression("/a/:b") == "/a(?:/(?:[^/]+))"
    assert shell.path_expression("/a/:b?") == "/a(?:/(?:[^/]+))?"
    assert shell.path_expression("/a/:b(x|y)") == "/a(?:/(?:x|y))"
    assert shell.path_expression("/:all(.*)*") == "(?:/(?:.*))*"
