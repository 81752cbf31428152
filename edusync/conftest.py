"""Fixtures of all back-end tests: an organization in context, people of every role, a client."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection

from edusync.kernel import flags
from edusync.kernel.rest.rate_limits import counter
from edusync.kernel.tenancy import organization_context
from edusync.kernel.testing import ApiClient, make_organization

PASSWORD = "correct horse 42"  # noqa: S105 - of people who live as long as a test


@pytest.fixture(autouse=True)
def _own_surroundings(settings: Any, tmp_path: Path) -> Iterator[None]:
    """A data folder and an empty cache for each test, cheap password hashes, no limits of rate, no flag decided.

    Each client builds the middleware anew: looking through hundreds of static files every time took most of a test.
    """
    settings.WHITENOISE_USE_FINDERS = False
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MAILBOX_FOLDER = tmp_path / "mail"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]
    settings.RATE_LIMITS_ON = False
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    counter.clear()
    # A test that decides something asks anew; the others are spared a query that comes every few seconds.
    flags.memory.trust({})
    yield
    cache.clear()


@pytest.fixture
def bare_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The test database outside any transaction, for tests that change tables, put them back and touch no row.

    It exists only where some collected test has the mark `django_db`: a test of this kind alone is told to say so.
    """
    with django_db_blocker.unblock():
        if "test" not in str(connection.settings_dict["NAME"]):
            raise AssertionError("no test database was made: run the whole file")
        yield


@pytest.fixture
def organization(db: None) -> Iterator[Any]:
    """The default organization, in context."""
    from edusync.identity.services import ensure_default_organization, ensure_system_roles

    row = ensure_default_organization()
    ensure_system_roles()
    with organization_context(row.pk):
        yield row


@pytest.fixture
def other_organization(organization: Any) -> Any:
    """A second organization; not in context."""
    return make_organization("Elsewhere School")


@pytest.fixture
def make_person(organization: Any) -> Callable[..., Any]:
    """Creates a person of the organization: `make_person("ada", roles=("instructor",))`."""
    from edusync.identity.services import create_person

    def make(
        name: str, *, roles: tuple[str, ...] = ("learner",), organization_id: int = 0, **fields: Any
    ) -> Any:
        return create_person(
            **{
                "email": f"{name}@example.com",
                "first_name": name.capitalize(),
                "last_name": "Example",
                "password": PASSWORD,
                "roles": roles,
                "organization_id": organization_id or organization.pk,
                "is_email_verified": True,
                **fields,
            }
        )

    return make


@pytest.fixture
def learner(make_person: Callable[..., Any]) -> Any:
    """A learner."""
    return make_person("lena")


@pytest.fixture
def stranger(make_person: Callable[..., Any]) -> Any:
    """Another learner, who has nothing to do with the first."""
    return make_person("stan")


@pytest.fixture
def instructor(make_person: Callable[..., Any]) -> Any:
    """An instructor."""
    return make_person("ines", roles=("instructor",))


@pytest.fixture
def admin(make_person: Callable[..., Any]) -> Any:
    """An admin of the organization."""
    return make_person("adam", roles=("admin",))


@pytest.fixture
def outsider(make_person: Callable[..., Any], other_organization: Any) -> Any:
    """An admin of the other organization."""
    with organization_context(other_organization.pk):
        return make_person("otto", roles=("admin",), organization_id=other_organization.pk)


@pytest.fixture
def somebody(request: pytest.FixtureRequest, make_person: Callable[..., Any]) -> Callable[[str, Any], Any]:
    """A person by what they are to a course: by role or duty, who teaches another one, or a fixture of that name."""
    from edusync.courses.services import assign_staff
    from edusync.courses.testing import make_course

    def person(who: str, course: Any) -> Any:
        if who in ("manager", "auditor", "support"):
            return make_person(who, roles=(who,))
        if who in ("assistant", "author"):
            found = make_person(who)
            assign_staff(course=course, user_id=found.pk, duty=who)
            return found
        if who == "of_another_course":
            found = make_person("otto", roles=("instructor",))
            make_course("Else", created_by_id=found.pk)
            return found
        return request.getfixturevalue(who)

    return person


@pytest.fixture
def api(organization: Any) -> Callable[..., ApiClient]:
    """Makes a client: `api()` for a visitor, `api(learner)` signed in. Its answers: `.json()`, `client.problem(...)`."""

    def make(user: Any = None, **defaults: Any) -> ApiClient:
        client = ApiClient(**defaults)
        if user is not None:
            client.force_login(user)
        return client

    return make
