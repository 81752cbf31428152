"""Tables of who looks after whom, and what they may see."""

from django.db import models

from edusync.identity.models.people import User
from edusync.kernel.base import PublicIdMixin, SoftDeleteMixin, TenantModel, flag_where, live_flag


class GuardianRelationship(PublicIdMixin, SoftDeleteMixin, TenantModel):
    """A guardian looks after a learner. It opens nothing until verified and consented to, scope by scope."""

    class Kind(models.TextChoices):
        MOTHER = "mother"
        FATHER = "father"
        GUARDIAN = "guardian"
        GRANDPARENT = "grandparent"
        SIBLING = "sibling"
        OTHER = "other"

    class Status(models.TextChoices):
        INVITED = "invited"
        VERIFIED = "verified"
        ENDED = "ended"

    learner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    guardian = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.GUARDIAN)
    is_primary = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.INVITED)
    verified_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    live = live_flag()
    # 1 on the one primary guardian of a learner, NULL on the others, so that a plain unique key keeps it one.
    primary = flag_where(is_primary=True, deleted_at__isnull=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_guardian_relationship"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "learner", "guardian", "live"], name="guardian_relationship_pair_uniq"
            ),
            models.UniqueConstraint(
                fields=["organization", "learner", "primary"], name="guardian_relationship_primary_uniq"
            ),
            models.CheckConstraint(
                condition=~models.Q(learner=models.F("guardian")), name="guardian_relationship_self_check"
            ),
            models.CheckConstraint(
                condition=models.Q(status="ended", ended_at__isnull=False, deleted_at__isnull=False)
                | (~models.Q(status="ended") & models.Q(ended_at__isnull=True, deleted_at__isnull=True)),
                name="guardian_relationship_ended_check",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["invited", "verified", "ended"]),
                name="guardian_relationship_status_check",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind__in=["mother", "father", "guardian", "grandparent", "sibling", "other"]
                ),
                name="guardian_relationship_kind_check",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="verified") | models.Q(verified_at__isnull=False),
                name="guardian_relationship_verified_check",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "guardian"], name="guardian_relationship_g_idx"),
        ]


class GuardianConsentScope(TenantModel):
    """What a guardian may see of the learner, since when and until when. A missing row means: nothing."""

    class Scope(models.TextChoices):
        PROGRESS = "progress"
        GRADES = "grades"
        ATTENDANCE = "attendance"
        DEADLINES = "deadlines"
        MESSAGES = "messages"

    relationship = models.ForeignKey(GuardianRelationship, on_delete=models.PROTECT, related_name="consents")
    scope = models.CharField(max_length=12, choices=Scope.choices)
    granted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ends_on = models.DateField(null=True, blank=True)
    # Why staff may say so for the learner: a signed form, a call.
    evidence = models.CharField(max_length=300, default="", blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    live = flag_where(revoked_at__isnull=True)

    class Meta(TenantModel.Meta):
        db_table = "identity_guardian_consent_scope"
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "scope", "live"], name="guardian_consent_scope_live_uniq"
            ),
            models.CheckConstraint(
                condition=models.Q(scope__in=["progress", "grades", "attendance", "deadlines", "messages"]),
                name="guardian_consent_scope_check",
            ),
        ]
        indexes = [
            models.Index(fields=["relationship", "scope"], name="guardian_consent_scope_idx"),
        ]
