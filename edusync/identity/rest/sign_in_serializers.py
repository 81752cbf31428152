"""Shapes of sessions, attempts, second factors and what an organization asks of sign-ins."""

from rest_framework import serializers

from edusync.identity.models import LoginAttempt, SignInPolicy
from edusync.identity.models.sign_in import LONGEST_IDLE_HOURS, LONGEST_SESSION_HOURS

DEVICE_KINDS = ["desktop", "phone", "tablet", "other"]


class DeviceSerializer(serializers.Serializer):
    """What a browser says of itself. Names are empty where unknown."""

    browser = serializers.CharField()
    system = serializers.CharField()
    kind = serializers.ChoiceField(choices=DEVICE_KINDS)


class UserSessionSerializer(serializers.Serializer):
    """A device on which a person is signed in."""

    id = serializers.IntegerField()
    device = DeviceSerializer()
    address = serializers.CharField(allow_null=True)
    method = serializers.CharField(
        help_text="password, code, totp, recovery-code, passkey, single-sign-on, or empty."
    )
    is_current = serializers.BooleanField()
    signed_in_at = serializers.DateTimeField()
    last_seen_at = serializers.DateTimeField()


class LoginAttemptSerializer(serializers.Serializer):
    """Somebody tried to sign in."""

    id = serializers.IntegerField()
    device = DeviceSerializer()
    address = serializers.CharField(allow_null=True)
    method = serializers.CharField()
    outcome = serializers.ChoiceField(choices=LoginAttempt.Outcome.choices)
    occurred_at = serializers.DateTimeField()


class TotpSecretSerializer(serializers.Serializer):
    """The secret of a new authenticator app, as text and as a picture for a camera."""

    secret = serializers.CharField()
    image = serializers.CharField(help_text="A data: address of an SVG picture.")


class SignInAlarmSerializer(serializers.Serializer):
    """The token of the link "this was not me"."""

    token = serializers.CharField(max_length=200)


class SecondFactorStateSerializer(serializers.Serializer):
    """The second factor of the signed-in person."""

    is_set = serializers.BooleanField()
    due_at = serializers.DateTimeField(
        allow_null=True, help_text="When nothing else is allowed without one; null: not asked for."
    )


class PersonSignInSerializer(serializers.Serializer):
    """How a person's account is doing, for those who look after it."""

    failed_login_attempts = serializers.IntegerField()
    account_locked_until = serializers.DateTimeField(allow_null=True)
    last_login_at = serializers.DateTimeField(allow_null=True)
    last_login_address = serializers.CharField(allow_null=True)
    has_second_factor = serializers.BooleanField()


class SignInPolicySerializer(serializers.Serializer):
    """What an organization asks of sign-ins."""

    second_factor_roles = serializers.ListField(child=serializers.SlugField(max_length=60), max_length=100)
    second_factor_grace_days = serializers.IntegerField(min_value=0, max_value=30)
    session_idle_hours = serializers.IntegerField(min_value=1, max_value=LONGEST_IDLE_HOURS)
    session_longest_hours = serializers.IntegerField(min_value=1, max_value=LONGEST_SESSION_HOURS)
    row_version = serializers.IntegerField(read_only=True)
    without_second_factor = serializers.IntegerField(
        read_only=True, help_text="Active members who hold one of the roles and have no second factor yet."
    )


def policy_row(policy: SignInPolicy, without_second_factor: int) -> dict:
    """The policy as JSON shows it."""
    return {
        "second_factor_roles": policy.second_factor_roles,
        "second_factor_grace_days": policy.second_factor_grace_days,
        "session_idle_hours": policy.session_idle_hours,
        "session_longest_hours": policy.session_longest_hours,
        "row_version": policy.row_version,
        "without_second_factor": without_second_factor,
    }
