"""Keys that sign tokens: made when first needed, changed by command, published a while before and after they sign."""

from datetime import datetime, timedelta

from allauth.core.internal.jwkkit import load_jwk_from_pem
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from edusync.identity.models import SigningKey
from edusync.kernel import audit, clock

KEY_BITS = 2048


def published_keys() -> list[SigningKey]:
    """Keys that verify tokens now, the one that signs (or will next) first."""
    return list(
        SigningKey.objects.filter(Q(retires_at__isnull=True) | Q(retires_at__gt=clock.now())).order_by(
            "-activates_at", "-pk"
        )
    )


def ensure_signing_key() -> list[SigningKey]:
    """The published keys; the first one is made now on a site that has none that signs."""
    keys = published_keys()
    if any(key.activates_at <= clock.now() for key in keys):
        return keys
    # Two processes may do this at once: both keys are published then, and verify what either signed.
    _make_key(activates_at=clock.now())
    return published_keys()


@transaction.atomic
def rotate_signing_keys(*, is_urgent: bool = False) -> SigningKey:
    """Make the next key. It signs after `SIGNING_KEY_NOTICE`, so that programs have read it by then; the older ones
    stay published for `SIGNING_KEY_KEPT` more.

    `is_urgent`: a key got into wrong hands. The new one signs at once and every token of the older ones is void.
    """
    now = clock.now()
    notice = timedelta(0) if is_urgent else settings.SIGNING_KEY_NOTICE
    kept = timedelta(0) if is_urgent else notice + settings.SIGNING_KEY_KEPT
    older = SigningKey.objects.filter(Q(retires_at__isnull=True) | Q(retires_at__gt=now + kept))
    older.update(retires_at=now + kept)
    key = _make_key(activates_at=now + notice)
    SigningKey.objects.filter(retires_at__lt=now - settings.SIGNING_KEY_KEPT).delete()
    audit.record(
        "identity.signing_key.rotated",
        actor=None,
        target=("signing-key", key.pk),
        facts={"urgent": is_urgent},
    )
    return key


def _make_key(*, activates_at: datetime) -> SigningKey:
    private_key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    pem = private_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    facts, _key = load_jwk_from_pem(pem)
    return SigningKey.objects.create(key_id=facts["kid"], private_pem=pem, activates_at=activates_at)
