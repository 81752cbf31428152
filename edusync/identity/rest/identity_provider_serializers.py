"""Shapes of sign-in services in JSON."""

from rest_framework import serializers

from edusync.identity.models import IdentityProvider
from edusync.kernel.rest.fields import LineField


class ProviderButtonSerializer(serializers.Serializer):
    """A service on the sign-in page."""

    slug = serializers.CharField()
    name = serializers.CharField()
    protocol = serializers.ChoiceField(choices=IdentityProvider.Protocol.choices)


class ProviderButtonsSerializer(serializers.Serializer):
    """The services of one organization."""

    results = ProviderButtonSerializer(many=True)


class ProviderStartSerializer(serializers.Serializer):
    """Where the person wants to be afterwards."""

    next = serializers.CharField(required=False, allow_blank=True, max_length=2000)


class ProviderAddressSerializer(serializers.Serializer):
    """Where the browser goes."""

    url = serializers.CharField()


class IdentityProviderSerializer(serializers.Serializer):
    """A service as whoever sets it up sees it. The secret is never shown again."""

    id = serializers.IntegerField()
    protocol = serializers.ChoiceField(choices=IdentityProvider.Protocol.choices)
    name = serializers.CharField()
    slug = serializers.CharField()
    address = serializers.CharField()
    client_id = serializers.CharField()
    has_secret = serializers.BooleanField()
    scopes = serializers.CharField()
    email_domains = serializers.ListField(child=serializers.CharField())
    attribute_mapping = serializers.DictField(child=serializers.CharField())
    default_role = serializers.CharField()
    creates_people = serializers.BooleanField()
    links_people = serializers.BooleanField()
    vouches_for_email = serializers.BooleanField()
    trusts_second_factor = serializers.BooleanField()
    is_enabled = serializers.BooleanField()
    callback_url = serializers.CharField(help_text="To be entered at the service.")
    metadata_url = serializers.CharField(allow_null=True, help_text="SAML: where the service reads about us.")
    needs_extra = serializers.BooleanField(help_text="SAML, and this installation lacks the extra.")
    check_status = serializers.ChoiceField(choices=IdentityProvider.CheckStatus.choices)
    check_problem = serializers.CharField()
    checked_at = serializers.DateTimeField(allow_null=True)
    people = serializers.IntegerField(help_text="How many are linked with it.")
    actions = serializers.ListField(child=serializers.CharField())


class IdentityProviderChangesSerializer(serializers.Serializer):
    """What can be set."""

    name = LineField(max_length=80, required=False)
    address = LineField(max_length=500, required=False)
    client_id = LineField(max_length=255, required=False, allow_blank=True)
    client_secret = serializers.CharField(
        max_length=1000, required=False, allow_blank=True, help_text="Empty: as it is."
    )
    scopes = LineField(max_length=300, required=False)
    email_domains = serializers.ListField(
        child=serializers.CharField(max_length=253), max_length=50, required=False
    )
    attribute_mapping = serializers.DictField(
        child=serializers.CharField(max_length=200, allow_blank=True), required=False
    )
    default_role = serializers.CharField(max_length=64, required=False)
    creates_people = serializers.BooleanField(required=False)
    links_people = serializers.BooleanField(required=False)
    vouches_for_email = serializers.BooleanField(required=False)
    trusts_second_factor = serializers.BooleanField(required=False)
    is_enabled = serializers.BooleanField(required=False)


class NewIdentityProviderSerializer(IdentityProviderChangesSerializer):
    """A service to be set up."""

    protocol = serializers.ChoiceField(choices=IdentityProvider.Protocol.choices)
    name = LineField(max_length=80)
    address = LineField(max_length=500)


class IdentityProviderCheckSerializer(serializers.Serializer):
    """How asking the service went."""

    check_status = serializers.ChoiceField(choices=IdentityProvider.CheckStatus.choices)
    check_problem = serializers.CharField()
    checked_at = serializers.DateTimeField()
    facts = serializers.DictField(child=serializers.CharField())
