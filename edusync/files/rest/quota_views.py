"""How much an organization may store, for its admins."""

import dataclasses
from typing import Any

from rest_framework import serializers

from edusync.files.policy import FilePolicy
from edusync.files.quotas import MAX_MEGABYTES, limits, organization_usage, own_quota, set_quota, site_limits
from edusync.files.rest.serializers import FileUsageSerializer
from edusync.identity.policy import is_platform_admin
from edusync.kernel.locking import etag, require_match
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, schema


class FileLimitsSerializer(serializers.Serializer[Any]):
    """Megabytes for the organization and for each person in it; null: none."""

    organization_megabytes = serializers.IntegerField(allow_null=True, min_value=1, max_value=MAX_MEGABYTES)
    person_megabytes = serializers.IntegerField(allow_null=True, min_value=1, max_value=MAX_MEGABYTES)


class FileQuotaSerializer(FileLimitsSerializer):
    """The organization's own limits (null: the site's holds), those of the site, and what is used."""

    site = FileLimitsSerializer()
    usage = FileUsageSerializer()
    is_above_allowed = serializers.BooleanField(help_text="Whether more than the site grants may be set.")
    row_version = serializers.IntegerField(help_text="0 while the organization has no limits of its own.")


class OrganizationFileQuotaView(ApiView):
    """The limits of the organization in context."""

    policy = FilePolicy()
    permissions = {"get": Permission.ORGANIZATION_MANAGE, "put": Permission.ORGANIZATION_MANAGE}

    @schema(response=FileQuotaSerializer, summary="What the organization stores and may store")
    def get(self, request: Any) -> FastResponse:
        """With the limits of the site, which hold where it has none of its own."""
        return self.answer()

    @schema(
        request=FileLimitsSerializer,
        response=FileQuotaSerializer,
        needs_version=True,
        summary="Set how much the organization may store",
    )
    def put(self, request: Any) -> FastResponse:
        """Files that are there stay, also above a lower limit; new ones wait until there is room."""
        quota = own_quota()
        require_match(request, quota)
        values = self.validated(FileLimitsSerializer)
        set_quota(quota=quota, values=values, is_site_manager=self.is_site_manager(), by=self.actor)
        return self.answer()

    def is_site_manager(self) -> bool:
        """Whether the actor runs the site."""
        return is_platform_admin(self.actor)

    def answer(self) -> FastResponse:
        """As it stands now."""
        quota = own_quota()
        body = {
            "organization_megabytes": quota.organization_megabytes,
            "person_megabytes": quota.person_megabytes,
            "site": dataclasses.asdict(site_limits()),
            "usage": dataclasses.asdict(organization_usage(limits())),
            "is_above_allowed": self.is_site_manager(),
            "row_version": quota.row_version,
        }
        return FastResponse(body, headers={"ETag": etag(quota)})
