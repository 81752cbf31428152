"""An API key of the admin."""

from edusync.identity.models import ApiKey
from edusync.identity.testing import key_of
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Its id."""
    key_of(school.admin)
    return {"/api/v1/api-keys/:pk": str(ApiKey.objects.latest("id").pk)}
