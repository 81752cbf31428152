"""Shapes of consent, policies, requests, retention and the data map in JSON."""

from typing import Any

from django.conf import settings
from rest_framework import serializers

from edusync.kernel.personal_data import Category, OnErasure, Purpose, Retention
from edusync.kernel.rest.fields import LineField, TextField
from edusync.privacy.models import (
    ConsentPurpose,
    ConsentRecord,
    DataSubjectRequest,
    PolicyDocument,
    TextState,
)
from edusync.privacy.services.requests import RequestAct

LONGEST_TEXT = 100_000


class LegalTextSerializer(serializers.Serializer[Any]):
    """A text in one language; paragraphs are parted by empty lines."""

    title = LineField(max_length=200)
    text = TextField(max_length=LONGEST_TEXT)


class LegalTextsSerializer(serializers.Serializer[Any]):
    """A text in the languages of the site. English is what others fall back to."""

    def get_fields(self) -> dict[str, Any]:
        """A member for each language."""
        return {
            code: LegalTextSerializer(required=code == "en", allow_null=False)
            for code, _ in settings.LANGUAGES
        }


class PolicyTextSerializer(serializers.Serializer[Any]):
    """A policy in force."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=PolicyDocument.Kind.choices)
    version = serializers.IntegerField()
    is_mandatory = serializers.BooleanField()
    texts = LegalTextsSerializer()
    published_at = serializers.DateTimeField(allow_null=True)


class SignUpTermsSerializer(serializers.Serializer[Any]):
    """What is asked of whoever signs up."""

    asks_birth_date = serializers.BooleanField()
    policies = PolicyTextSerializer(many=True)


class MyPoliciesSerializer(serializers.Serializer[Any]):
    """Policies a person has to accept, and those they accepted."""

    pending = PolicyTextSerializer(many=True)
    in_force = PolicyTextSerializer(many=True)
    accepted = serializers.ListField(child=serializers.DictField())


class AcceptanceSerializer(serializers.Serializer[Any]):
    """Which versions a person accepts: the ones they saw."""

    documents = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), max_length=20
    )


class MyConsentSerializer(serializers.Serializer[Any]):
    """What a person is asked to agree to, and what they said."""

    code = serializers.CharField()
    version = serializers.IntegerField()
    texts = LegalTextsSerializer()
    is_granted = serializers.BooleanField()
    # The text was changed since the person agreed.
    is_outdated = serializers.BooleanField()
    decided_at = serializers.DateTimeField(allow_null=True)
    needs_guardian = serializers.BooleanField()


class ConsentChoiceSerializer(serializers.Serializer[Any]):
    """Yes or no."""

    is_granted = serializers.BooleanField()


class ConsentRecordSerializer(serializers.Serializer[Any]):
    """A decision of the past."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    texts = LegalTextsSerializer()
    decision = serializers.ChoiceField(choices=ConsentRecord.Decision.choices)
    decided_at = serializers.DateTimeField()
    is_by_me = serializers.BooleanField()


class MySubjectRequestSerializer(serializers.Serializer[Any]):
    """A request of mine."""

    id = serializers.IntegerField()
    uuid = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=DataSubjectRequest.Kind.choices)
    state = serializers.ChoiceField(choices=DataSubjectRequest.State.choices)
    note = serializers.CharField()
    created_at = serializers.DateTimeField()
    due_on = serializers.DateField()
    not_before = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)
    decision_reason = serializers.CharField()
    archive_url = serializers.CharField(allow_null=True)
    archive_bytes = serializers.IntegerField()
    archive_expires_at = serializers.DateTimeField(allow_null=True)
    is_cancellable = serializers.BooleanField()


class NewSubjectRequestSerializer(serializers.Serializer[Any]):
    """What a person asks for."""

    kind = serializers.ChoiceField(choices=DataSubjectRequest.Kind.choices)
    note = TextField(max_length=2000, allow_blank=True, default="")


class SubjectRequestSerializer(MySubjectRequestSerializer):
    """A request as those see it who answer it."""

    person_id = serializers.IntegerField()
    person_name = serializers.CharField()
    assigned_to_id = serializers.IntegerField(allow_null=True)
    assigned_to_name = serializers.CharField()
    decided_by_name = serializers.CharField()
    decided_at = serializers.DateTimeField(allow_null=True)
    is_overdue = serializers.BooleanField()
    is_held = serializers.BooleanField()
    receipt_code = serializers.CharField(allow_null=True)
    failure = serializers.CharField()
    acts = serializers.ListField(child=serializers.ChoiceField(choices=RequestAct.choices))


class RequestActSerializer(serializers.Serializer[Any]):
    """What staff do with a request."""

    act = serializers.ChoiceField(choices=RequestAct.choices)
    reason = TextField(max_length=2000, allow_blank=True, default="")


class ReceiptSerializer(serializers.Serializer[Any]):
    """What an erasure removed and what stays."""

    code = serializers.CharField()
    organization = serializers.CharField()
    erased_at = serializers.DateTimeField()
    is_account_included = serializers.BooleanField()
    proof = serializers.CharField()
    entries = serializers.ListField(child=serializers.DictField())


class MapColumnSerializer(serializers.Serializer[Any]):
    """A column of the data map."""

    name = serializers.CharField()
    category = serializers.ChoiceField(choices=[(str(item), str(item)) for item in Category])
    on_erasure = serializers.ChoiceField(choices=[(str(item), str(item)) for item in OnErasure])
    reason = serializers.CharField()
    is_secret = serializers.BooleanField()


class MapTableSerializer(serializers.Serializer[Any]):
    """A table of the data map."""

    table = serializers.CharField()
    about = serializers.CharField()
    purpose = serializers.ChoiceField(choices=[(str(item), str(item)) for item in Purpose])
    retention = serializers.ChoiceField(choices=[(str(item), str(item)) for item in Retention])
    on_erasure = serializers.ChoiceField(choices=[(str(item), str(item)) for item in OnErasure])
    reason = serializers.CharField()
    is_of_account = serializers.BooleanField()
    columns = MapColumnSerializer(many=True)


class DataMapSerializer(serializers.Serializer[Any]):
    """What is kept about people."""

    tables = MapTableSerializer(many=True)


class ConsentPurposeSerializer(serializers.Serializer[Any]):
    """A version of a purpose, for those who write it."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    version = serializers.IntegerField()
    legal_basis = serializers.ChoiceField(choices=ConsentPurpose.Basis.choices)
    texts = LegalTextsSerializer()
    state = serializers.ChoiceField(choices=TextState.choices)
    published_at = serializers.DateTimeField(allow_null=True)
    granted_count = serializers.IntegerField()
    withdrawn_count = serializers.IntegerField()


class PurposeDraftSerializer(serializers.Serializer[Any]):
    """The next version of a purpose."""

    code = serializers.SlugField(max_length=60)
    legal_basis = serializers.ChoiceField(choices=ConsentPurpose.Basis.choices, default="consent")
    texts = LegalTextsSerializer()


class PolicyDocumentSerializer(serializers.Serializer[Any]):
    """A version of a policy, for those who write it."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(choices=PolicyDocument.Kind.choices)
    version = serializers.IntegerField()
    is_mandatory = serializers.BooleanField()
    texts = LegalTextsSerializer()
    state = serializers.ChoiceField(choices=TextState.choices)
    published_at = serializers.DateTimeField(allow_null=True)
    accepted_count = serializers.IntegerField()


class PolicyDraftSerializer(serializers.Serializer[Any]):
    """The next version of a policy."""

    kind = serializers.ChoiceField(choices=PolicyDocument.Kind.choices)
    is_mandatory = serializers.BooleanField(default=True)
    texts = LegalTextsSerializer()


class RetentionRuleSerializer(serializers.Serializer[Any]):
    """How long a kind of rows is kept."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    action = serializers.ChoiceField(choices=["delete", "clear"])
    days = serializers.IntegerField()
    default_days = serializers.IntegerField()
    minimum_days = serializers.IntegerField()
    is_active = serializers.BooleanField()
    is_platform = serializers.BooleanField()
    last_run_at = serializers.DateTimeField(allow_null=True)
    last_count = serializers.IntegerField()


class RetentionRulesSerializer(serializers.Serializer[Any]):
    """All rules."""

    rules = RetentionRuleSerializer(many=True)


class RetentionChangeSerializer(serializers.Serializer[Any]):
    """New terms of a rule."""

    days = serializers.IntegerField(min_value=1, max_value=36_500)
    is_active = serializers.BooleanField(default=True)


class RetentionCountSerializer(serializers.Serializer[Any]):
    """Rows that would go, or went."""

    rows = serializers.IntegerField()


class LegalHoldSerializer(serializers.Serializer[Any]):
    """A person whose data must stay."""

    id = serializers.IntegerField()
    person_id = serializers.IntegerField()
    person_name = serializers.CharField()
    reason = serializers.CharField()
    placed_by_name = serializers.CharField()
    placed_at = serializers.DateTimeField()


class NewHoldSerializer(serializers.Serializer[Any]):
    """Whose data, and why."""

    person_id = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    reason = LineField(max_length=300)
