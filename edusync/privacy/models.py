"""Tables of consent, policies, requests of people about their data, erasure and retention."""

from django.db import models
from django.db.models import Q

from edusync.kernel.base import PublicIdMixin, TenantModel


class TextState(models.TextChoices):
    """A text is written, published, and replaced by the next version."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"


class ConsentPurpose(TenantModel):
    """One version of what people are asked to agree to. `texts` maps a language to `{"title", "text"}`.

    A published version is never changed (trigger): records of consent refer to its words.
    """

    class Basis(models.TextChoices):
        CONSENT = "consent"
        CONTRACT = "contract"
        LEGAL_OBLIGATION = "legal-obligation"
        LEGITIMATE_INTEREST = "legitimate-interest"

    code = models.SlugField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    legal_basis = models.CharField(max_length=24, choices=Basis.choices, default=Basis.CONSENT)
    texts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.DRAFT)
    published_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "privacy_consent_purpose"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code", "version"], name="consent_purpose_version_uniq"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "replaced"]), name="consent_purpose_state_check"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="consent_purpose_published_check",
            ),
            models.CheckConstraint(
                condition=Q(
                    legal_basis__in=["consent", "contract", "legal-obligation", "legitimate-interest"]
                ),
                name="consent_purpose_basis_check",
            ),
        ]


class ConsentRecord(TenantModel):
    """A person agreed or withdrew. Append-only by trigger; the latest record of a purpose counts, none means no."""

    class Decision(models.TextChoices):
        GRANTED = "granted"
        WITHDRAWN = "withdrawn"

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    purpose = models.ForeignKey(ConsentPurpose, on_delete=models.PROTECT, related_name="records")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    recorded_by = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    evidence = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        db_table = "privacy_consent_record"
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["granted", "withdrawn"]), name="consent_record_decision_check"
            ),
        ]
        indexes = [models.Index(fields=["organization", "user", "id"], name="consent_record_user_idx")]


class PolicyDocument(TenantModel):
    """One version of the terms, the privacy notice or the rules for AI. `texts` as in ConsentPurpose."""

    class Kind(models.TextChoices):
        TERMS = "terms"
        PRIVACY = "privacy"
        AI = "ai"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    version = models.PositiveIntegerField(default=1)
    is_mandatory = models.BooleanField(default=True)
    texts = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=TextState.choices, default=TextState.DRAFT)
    published_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "privacy_policy_document"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "version"], name="policy_document_version_uniq"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["terms", "privacy", "ai"]), name="policy_document_kind_check"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "published", "replaced"]), name="policy_document_state_check"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False),
                name="policy_document_published_check",
            ),
        ]


class PolicyAcceptance(TenantModel):
    """A person accepted a version of a policy. Append-only by trigger."""

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(PolicyDocument, on_delete=models.PROTECT, related_name="acceptances")
    evidence = models.JSONField(default=dict)

    class Meta(TenantModel.Meta):
        db_table = "privacy_policy_acceptance"
        constraints = [
            models.UniqueConstraint(fields=["user", "document"], name="policy_acceptance_user_document_uniq"),
        ]


class DataSubjectRequest(PublicIdMixin, TenantModel):
    """A person wants a copy of their data, a correction, or erasure. Due 30 days after it came."""

    class Kind(models.TextChoices):
        EXPORT = "export"
        CORRECT = "correct"
        ERASE = "erase"

    class State(models.TextChoices):
        OPEN = "open"
        APPROVED = "approved"
        RUNNING = "running"
        DONE = "done"
        REFUSED = "refused"
        CANCELLED = "cancelled"

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    note = models.TextField(default="", blank=True, max_length=2000)
    due_on = models.DateField()
    # An erasure waits so long for second thoughts.
    not_before = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    decided_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(default="", blank=True, max_length=2000)
    finished_at = models.DateTimeField(null=True)
    # Labels of tables already erased, so that a broken run goes on where it stopped.
    progress = models.JSONField(default=dict)
    archive_name = models.CharField(max_length=80, default="", blank=True)
    archive_bytes = models.BigIntegerField(default=0)
    archive_expires_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=300, default="", blank=True)

    class Meta(TenantModel.Meta):
        db_table = "privacy_data_subject_request"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["export", "correct", "erase"]), name="data_subject_request_kind_check"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "approved", "running", "done", "refused", "cancelled"]),
                name="data_subject_request_state_check",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "refused", "cancelled"]) | Q(finished_at__isnull=False),
                name="data_subject_request_finished_check",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "state", "due_on", "id"], name="subject_request_due_idx"),
            models.Index(fields=["user", "kind", "state"], name="subject_request_user_idx"),
        ]


class RetentionRule(TenantModel):
    """How many days rows of a registered kind are kept in an organization, and what the job did last."""

    key = models.CharField(max_length=60)
    days = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)
    last_run_at = models.DateTimeField(null=True)
    last_count = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta(TenantModel.Meta):
        db_table = "privacy_retention_rule"
        constraints = [
            models.UniqueConstraint(fields=["organization", "key"], name="retention_rule_org_key_uniq"),
            models.CheckConstraint(condition=Q(days__gt=0), name="retention_rule_days_check"),
        ]


class LegalHold(TenantModel):
    """Data of a person that a court or an inquiry asks for: neither erased nor removed by a retention rule."""

    user = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    placed_by = models.ForeignKey("identity.User", on_delete=models.SET_NULL, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "privacy_legal_hold"
        indexes = [models.Index(fields=["user", "released_at"], name="legal_hold_user_idx")]


class ErasureReceipt(TenantModel):
    """What an erasure removed, what stays and why. Append-only by trigger; says nothing about who it was.

    `proof` is the SHA-256 of the canonical JSON of `entries`, the code and the instant.
    """

    request = models.OneToOneField(DataSubjectRequest, on_delete=models.PROTECT, related_name="receipt")
    code = models.CharField(max_length=40, unique=True)
    entries = models.JSONField(default=list)
    is_account_included = models.BooleanField(default=True)
    erased_at = models.DateTimeField()
    proof = models.CharField(max_length=64)

    class Meta(TenantModel.Meta):
        db_table = "privacy_erasure_receipt"
