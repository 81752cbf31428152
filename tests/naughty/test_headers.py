"""Headers and cookies that somebody tampered with: nobody gains anything, nothing breaks."""

import pytest
from django.conf import settings

from edusync.identity.testing import PASSWORD, AccountPages
from edusync.kernel.testing import ApiClient

pytestmark = pytest.mark.django_db
SESSION = settings.SESSION_COOKIE_NAME
CSRF = settings.CSRF_COOKIE_NAME
ME = "/api/v1/me"


def answer_to(cookie_header, path=ME, **headers):
    """What a browser gets that sends just this as its Cookie header."""
    return ApiClient().get(path, headers={"cookie": cookie_header, **headers})


@pytest.fixture
def key(api, learner):
    """The session key of a learner."""
    return api(learner).cookies[SESSION].value


def test_the_untouched_cookie_is_the_learners(key, learner):
    assert answer_to(f"{SESSION}={key}").json()["id"] == learner.pk


@pytest.mark.parametrize(
    "spoil",
    [
        lambda key: key[:-1],
        lambda key: key[1:],
        lambda key: key + "a",
        lambda key: key.swapcase() + "x",
        lambda key: key[::-1],
        lambda key: f"{key} OR 1=1",
        lambda key: f"../{key}",
        lambda key: "%00" + key,
        lambda key: "",
        lambda key: "null",
        lambda key: "a" * 4000,
        # UTF-8, as a server hands it on.
        lambda key: "கிளி".encode().decode("latin-1"),
        lambda key: "{}",
    ],
)
def test_a_spoiled_session_cookie_is_nobodys(key, spoil):
    assert ApiClient.problem(answer_to(f"{SESSION}={spoil(key)}"), 401, "not-authenticated")


def test_swapped_cookies_are_those_of_the_person_whose_they_are(api, learner, stranger):
    """A session is one person's, wherever it came from; the CSRF token of the one does not carry the other."""
    mine, theirs = api(learner), api(stranger)
    mine.cookies[SESSION] = theirs.cookies[SESSION].value
    assert mine.get(ME).json()["id"] == stranger.pk


@pytest.mark.parametrize("order", ["first", "last"])
def test_of_two_session_cookies_one_counts_and_never_a_mixture(api, learner, stranger, order):
    keys = [api(person).cookies[SESSION].value for person in (learner, stranger)]
    if order == "last":
        keys.reverse()
    body = answer_to("; ".join(f"{SESSION}={key}" for key in keys)).json()
    assert (body["id"], body["email"]) in {(one.pk, one.email) for one in (learner, stranger)}


def test_a_good_cookie_beside_a_spoiled_one_is_no_way_to_another_account(key, learner):
    answer = answer_to(f"{SESSION}=aaaa; {SESSION}={key}")
    assert answer.status_code == 401 or answer.json()["id"] == learner.pk


@pytest.mark.parametrize(
    ("cookie", "header"),
    [(None, None), ("a" * 32, None), (None, "a" * 32), ("a" * 32, "b" * 32), ("a" * 32, ""), ("x", "x")],
)
def test_a_foreign_csrf_token_changes_nothing(learner, cookie, header):
    client = ApiClient(enforce_csrf_checks=True)
    client.force_login(learner)
    if cookie is not None:
        client.cookies[CSRF] = cookie
    headers = {} if header is None else {"x-csrftoken": header}
    client.problem(client.patch(ME, {"headline": "Taken over"}, headers=headers), 403, "csrf-failed")
    assert client.get(ME).json()["headline"] == ""


def test_a_right_token_from_a_foreign_page_changes_nothing(learner, settings):
    client = ApiClient(enforce_csrf_checks=True)
    client.force_login(learner)
    client.cookies[CSRF] = "a" * 32
    headers = {"x-csrftoken": "a" * 32, "origin": "https://evil.example"}
    client.problem(client.patch(ME, {"headline": "Taken over"}, headers=headers), 403, "csrf-failed")


@pytest.mark.parametrize(
    "value", ["127.0.0.1", "10.0.0.1, 127.0.0.1", "unknown", "'; DROP TABLE", "a" * 3000]
)
def test_a_made_up_address_is_not_believed(api, learner, value):
    """Without a proxy in front, whatever X-Forwarded-For says is the client's own invention."""
    pages = AccountPages(api())
    answer = pages.client.post(
        pages.base + "auth/login",
        {"email": learner.email, "password": PASSWORD},
        headers={"x-forwarded-for": value, "x-real-ip": value},
        REMOTE_ADDR="192.0.2.7",
    )
    assert answer.status_code == 200, answer.content
    learner.refresh_from_db()
    assert learner.last_login_ip == "192.0.2.7"


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8000", "localhost@evil.example", "", "a" * 300, "[::1", "a b", "\u0b95"],
)
def test_a_made_up_host_is_refused(key, host, settings):
    settings.ALLOWED_HOSTS = ["school.example"]
    answer = ApiClient().get(ME, headers={"cookie": f"{SESSION}={key}", "host": host})
    assert answer.status_code in {400, 401, 403}, answer.content
    assert b"lena@example.com" not in answer.content


def test_a_made_up_host_does_not_come_into_a_mail(api, learner, settings, mailoutbox):
    settings.ALLOWED_HOSTS = ["testserver"]
    pages = AccountPages(api())
    pages.client.post(
        pages.base + "auth/password/request",
        {"email": learner.email},
        headers={"x-forwarded-host": "evil.example"},
    )
    assert len(mailoutbox) == 1
    assert "evil.example" not in str(mailoutbox[0].message())


@pytest.mark.parametrize(
    "headers",
    [
        {"if-match": '"' + "9" * 5000 + '"'},
        {"if-match": "W/" * 500},
        {"accept-language": ",".join(["xx;q=0.1"] * 2000)},
        {"accept": "*/*," * 3000},
        {"x-request-id": "a" * 8000},
        {"x-request-id": "a\tb"},
        {"user-agent": "\u00ff" * 4000},
        {"authorization": "Bearer " + "a" * 8000},
        {"authorization": "Basic"},
        {"authorization": "Digest a=b"},
        {"content-length": "-1"},
        {"range": "bytes=" + ",".join(f"{n}-" for n in range(2000))},
        {"x-http-method-override": "DELETE"},
        {"x-original-url": "/api/v1/audit"},
        {"idempotency-key": "k" * 5000},
    ],
)
def test_odd_headers_break_nothing(key, headers):
    for path in (ME, "/api/v1/courses", "/api/v1/people"):
        answer = answer_to(f"{SESSION}={key}", path, **headers)
        assert answer.status_code < 500, (path, headers)
        assert path != "/api/v1/people" or answer.status_code in {401, 403}


def test_thousands_of_cookies_break_nothing(key):
    crowd = "; ".join(f"c{number}={number}" for number in range(3000))
    assert answer_to(f"{crowd}; {SESSION}={key}").status_code == 200
