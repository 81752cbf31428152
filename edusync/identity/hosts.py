"""Which organization a host name leads to, answered from a cache: it is asked with every request."""

from django.conf import settings
from django.core.cache import cache
from django.http.request import split_domain_port, validate_host

from edusync.identity.models import Organization, OrganizationDomain

CACHE_KEY = "identity-verified-hosts"
# Other processes hear of a new or withdrawn host name after so long at the latest.
CACHE_SECONDS = 60


def organization_id_of_host(name: str) -> int | None:
    """Id of the active organization whose verified host name it is. An unknown name costs no query."""
    return verified_hosts().get(name.lower())


def verified_hosts() -> dict[str, int]:
    """All verified host names. They are few, so all are kept: nobody can make us ask by inventing names."""
    known: dict[str, int] | None = cache.get(CACHE_KEY)
    if known is None:
        rows = OrganizationDomain.unscoped.filter(
            kind=OrganizationDomain.Kind.HOST,
            verified_at__isnull=False,
            organization__status=Organization.Status.ACTIVE,
        )
        known = dict(rows.values_list("name", "organization_id"))
        cache.set(CACHE_KEY, known, CACHE_SECONDS)
    return known


def forget_hosts() -> None:
    """Ask the table again at the next request of this process."""
    cache.delete(CACHE_KEY)


def is_own_host(host: str) -> bool:
    """Whether a Host header names a verified domain that the settings do not list."""
    domain, _port = split_domain_port(host)
    if not domain or validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    return organization_id_of_host(domain) is not None
