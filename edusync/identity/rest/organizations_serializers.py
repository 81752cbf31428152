"""Shapes of organizations, their look and their domains in JSON."""

import re
from typing import Any

from django.conf import settings
from rest_framework import serializers

from edusync.identity.colors import HEX
from edusync.identity.models import Organization, OrganizationDomain
from edusync.identity.rest.fields import validate_time_zone
from edusync.kernel.rest.fields import LineField

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class ColorField(serializers.CharField):
    """A color as `#rrggbb`, or empty for the site's own."""

    def to_internal_value(self, data: Any) -> str:
        """The color in lower case. Raises ValidationError."""
        value = super().to_internal_value(data).lower()
        if value and not HEX.fullmatch(value):
            raise serializers.ValidationError("A color like #4338ca.", code="invalid_color")
        return value


class LookSerializer(serializers.Serializer):
    """An organization's colors in use; empty where the site's own stay."""

    primary = serializers.CharField()
    primary_dark = serializers.CharField()
    accent = serializers.CharField()
    accent_dark = serializers.CharField()


class OrganizationRowSerializer(serializers.Serializer):
    """An organization in the list of all."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    status = serializers.ChoiceField(choices=Organization.Status.choices)
    is_default = serializers.BooleanField()
    is_member = serializers.BooleanField(help_text="Whether the reader may work in it.")
    people = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class OrganizationSerializer(serializers.Serializer):
    """One's own organization with everything that may be set."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    name = serializers.CharField()
    slug = serializers.CharField()
    status = serializers.ChoiceField(choices=Organization.Status.choices)
    is_default = serializers.BooleanField()
    locale = serializers.CharField()
    time_zone = serializers.CharField()
    is_sign_up_open = serializers.BooleanField()
    is_sign_up_by_domain = serializers.BooleanField()
    is_birth_date_asked = serializers.BooleanField()
    minimum_age = serializers.IntegerField(help_text="Nobody younger signs up alone; 0: everybody may.")
    digital_consent_age = serializers.IntegerField(help_text="Below it a guardian has to agree.")
    majority_age = serializers.IntegerField(
        help_text="From it on a guardian sees nothing by an earlier consent."
    )
    primary_color = serializers.CharField()
    primary_dark_color = serializers.CharField()
    accent_color = serializers.CharField()
    accent_dark_color = serializers.CharField()
    logo_url = serializers.CharField(allow_null=True)
    icon_url = serializers.CharField(allow_null=True)
    look = LookSerializer()
    row_version = serializers.IntegerField()


class OrganizationCreationSerializer(serializers.Serializer):
    """A new organization."""

    name = LineField(max_length=200)
    slug = serializers.RegexField(SLUG, max_length=80)
    locale = serializers.ChoiceField(choices=settings.LANGUAGES, default="en")
    time_zone = serializers.CharField(max_length=64, validators=[validate_time_zone], default="UTC")
    admin_email = serializers.EmailField(max_length=254, allow_blank=True, default="")
    is_creator_admin = serializers.BooleanField(default=False)


class OrganizationStatusSerializer(serializers.Serializer):
    """Whether an organization works."""

    status = serializers.ChoiceField(choices=Organization.Status.choices)


class OrganizationChangesSerializer(serializers.Serializer):
    """What an organization's admin may set."""

    name = LineField(max_length=200, required=False)
    locale = serializers.ChoiceField(choices=settings.LANGUAGES, required=False)
    time_zone = serializers.CharField(max_length=64, validators=[validate_time_zone], required=False)
    is_sign_up_open = serializers.BooleanField(required=False)
    is_sign_up_by_domain = serializers.BooleanField(required=False)
    is_birth_date_asked = serializers.BooleanField(required=False)
    minimum_age = serializers.IntegerField(min_value=0, max_value=99, required=False)
    digital_consent_age = serializers.IntegerField(min_value=0, max_value=21, required=False)
    majority_age = serializers.IntegerField(min_value=14, max_value=25, required=False)
    primary_color = ColorField(max_length=7, allow_blank=True, required=False)
    primary_dark_color = ColorField(max_length=7, allow_blank=True, required=False)
    accent_color = ColorField(max_length=7, allow_blank=True, required=False)
    accent_dark_color = ColorField(max_length=7, allow_blank=True, required=False)


class OrganizationChoiceSerializer(serializers.Serializer):
    """The organization to work in."""

    organization_id = serializers.IntegerField(min_value=1)


class OrganizationDomainSerializer(serializers.Serializer):
    """A domain with what proves it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=OrganizationDomain.Kind.choices)
    name = serializers.CharField()
    proof_url = serializers.CharField(help_text="Where the file with the token is looked for.")
    token = serializers.CharField()
    is_joining_allowed = serializers.BooleanField()
    verified_at = serializers.DateTimeField(allow_null=True)
    verified_by = serializers.CharField(allow_blank=True)
    checked_at = serializers.DateTimeField(allow_null=True)
    last_failure = serializers.CharField(allow_blank=True)


class DomainCreationSerializer(serializers.Serializer):
    """A domain to claim."""

    kind = serializers.ChoiceField(choices=OrganizationDomain.Kind.choices)
    name = serializers.CharField(max_length=253)


class DomainChangesSerializer(serializers.Serializer):
    """What an e-mail domain does for sign-up."""

    is_joining_allowed = serializers.BooleanField()


class OrganizationDomainRowSerializer(OrganizationDomainSerializer):
    """A domain of any organization, for platform admins."""

    organization_id = serializers.IntegerField()
    organization = serializers.CharField()
