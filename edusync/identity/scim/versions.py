"""Versions: who names one changes nothing but that one."""

from edusync.identity.models import ScimResource
from edusync.identity.scim.errors import ScimError
from edusync.identity.scim.resources import version


def require_version(resource: ScimResource, if_match: str) -> None:
    """Raise ScimError (412) if the request names a version and it is not the present one."""
    if if_match and not names_version(if_match, resource):
        raise ScimError(412, "The resource was changed meanwhile. Read it again.")


def names_version(header: str, resource: ScimResource) -> bool:
    """Whether an If-Match or If-None-Match header names the present version; weak and strong count alike."""
    present = version(resource).removeprefix("W/")
    names = {name.strip().removeprefix("W/") for name in header.split(",")}
    return "*" in names or present in names
