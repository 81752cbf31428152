"""Shapes of programs and of what people allowed them, in JSON."""

from allauth.idp.oidc.models import Client
from rest_framework import serializers

from edusync.identity.oauth.scopes import ALL_SCOPES
from edusync.kernel.rest.fields import LineField

GRANT_TYPES = [choice.value for choice in Client.GrantType]


class ApplicationSerializer(serializers.Serializer):
    """A program as whoever sets it up sees it."""

    id = serializers.IntegerField()
    client_id = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    is_confidential = serializers.BooleanField(help_text="Whether it can keep a secret.")
    redirect_uris = serializers.ListField(child=serializers.CharField())
    grant_types = serializers.ListField(child=serializers.ChoiceField(choices=GRANT_TYPES))
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(ALL_SCOPES)))
    acts_for = serializers.CharField(
        allow_null=True, help_text="For whom it acts when it signs in by itself."
    )
    is_enabled = serializers.BooleanField()
    people = serializers.IntegerField(help_text="How many people allow it something at present.")
    created_at = serializers.DateTimeField()
    secret_changed_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)
    actions = serializers.ListField(child=serializers.CharField())


class ApplicationWithSecretSerializer(ApplicationSerializer):
    """The one answer that carries the secret."""

    client_secret = serializers.CharField(allow_blank=True, help_text="Shown now and never again.")


class ApplicationChangesSerializer(serializers.Serializer):
    """What can be set."""

    name = LineField(max_length=100, required=False)
    description = LineField(max_length=300, required=False, allow_blank=True)
    redirect_uris = serializers.ListField(
        child=serializers.CharField(max_length=500), max_length=20, required=False
    )
    grant_types = serializers.ListField(
        child=serializers.ChoiceField(choices=GRANT_TYPES), min_length=1, required=False
    )
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=list(ALL_SCOPES)), min_length=1, required=False
    )
    is_enabled = serializers.BooleanField(required=False)


class NewApplicationSerializer(ApplicationChangesSerializer):
    """A program to be made known."""

    name = LineField(max_length=100)
    is_confidential = serializers.BooleanField(default=True)
    redirect_uris = serializers.ListField(
        child=serializers.CharField(max_length=500), max_length=20, default=list
    )
    grant_types = serializers.ListField(child=serializers.ChoiceField(choices=GRANT_TYPES), min_length=1)
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=list(ALL_SCOPES)), min_length=1)


class ApplicationScopeSerializer(serializers.Serializer):
    """A scope, and the permissions it opens to who holds them."""

    code = serializers.CharField()
    permissions = serializers.ListField(child=serializers.CharField())


class ApplicationScopesSerializer(serializers.Serializer):
    """All scopes, and what a program's people must be told."""

    results = ApplicationScopeSerializer(many=True)
    issuer = serializers.CharField()


class GrantedApplicationSerializer(serializers.Serializer):
    """What a person allowed a program."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    description = serializers.CharField()
    organization = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    allowed_at = serializers.DateTimeField()
    last_used_at = serializers.DateTimeField(allow_null=True)
