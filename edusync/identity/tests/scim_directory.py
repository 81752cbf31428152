"""A directory that speaks SCIM, for tests."""

from edusync.identity.scim.schemas import GROUP, PATCH, USER
from edusync.kernel.testing import ApiClient


class Directory:
    """A directory with its key."""

    def __init__(self, organization, secret):
        self.base = f"/scim/v2/{organization.slug}"
        self.client = ApiClient(headers={"authorization": f"Bearer {secret}"})

    def __getattr__(self, method):
        call = getattr(self.client, method)
        return lambda path, *args, **extra: call(self.base + path, *args, **extra)

    def add(self, user_name, **facts):
        return self.post("/Users", {"schemas": [USER], "userName": user_name, **facts})

    def add_group(self, name, *members):
        body = {"schemas": [GROUP], "displayName": name, "members": [{"value": one} for one in members]}
        return self.post("/Groups", body)

    def change(self, path, *operations, **extra):
        return self.patch(path, {"schemas": [PATCH], "Operations": list(operations)}, **extra)
