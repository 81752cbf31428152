"""Tables of mails to people."""

from django.db import models

from edusync.kernel.base import TenantModel


class OutgoingMail(TenantModel):
    """A mail that was wanted once: the key makes a repeated delivery of the same event harmless."""

    idempotency_key = models.CharField(max_length=120)
    user = models.ForeignKey("identity.User", on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=60)
    language = models.CharField(max_length=16)
    sent_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "communication_outgoing_mail"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "idempotency_key"], name="outgoing_mail_key_uniq"
            ),
        ]
