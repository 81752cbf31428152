"""A feature that can be switched: the code declares it, no row is needed."""

from tests.permissions_all.samples import School


def ids(_school: School) -> dict[str, str]:
    """Its key."""
    return {"/api/v1/site/flags/:key": "search"}
