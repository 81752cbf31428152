"""What people allowed to programs, and the tokens that came of it."""

from collections.abc import Iterable
from datetime import timedelta

from allauth.idp.oidc.models import Client, Token
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from edusync.identity.models import ApplicationGrant, ApplicationToken, User
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.tenancy import organization_context

# Rows of tokens stay for a while after their end, so that a second use is still known as one.
KEPT = timedelta(days=1)
NOTE_USE_EVERY = timedelta(minutes=10)


def begin_grant(*, client: Client, user: User | None, scopes: Iterable[str]) -> ApplicationGrant:
    """A person allows an application something (`user` None: a program signs in by itself)."""
    application = client.application
    grant = ApplicationGrant.unscoped.create(
        organization_id=application.organization_id,
        application=application,
        user=user,
        scopes=" ".join(scopes),
        token_version=user.token_version if user is not None else 0,
    )
    if user is not None:
        with organization_context(application.organization_id):
            audit.record(
                "identity.application.allowed",
                actor=user.pk,
                target=("application", application.pk),
                facts={"scopes": grant.scopes},
            )
    return grant


def note_token(*, grant: ApplicationGrant, kind: str, token_hash: str, seconds: int) -> None:
    """Remember a token that was handed out."""
    ApplicationToken.objects.create(
        grant=grant, kind=kind, token_hash=token_hash, expires_at=clock.now() + timedelta(seconds=seconds)
    )


def noted_token(*, kind: str | None, token_hash: str) -> ApplicationToken | None:
    """The token with its grant, application and person."""
    tokens = ApplicationToken.objects.filter(token_hash=token_hash, **({"kind": kind} if kind else {}))
    return tokens.select_related(
        "grant", "grant__user", "grant__application__client", "grant__application__organization"
    ).first()


def is_live(grant: ApplicationGrant) -> bool:
    """Whether nothing ended the grant: nobody revoked it, and the person's credentials are as they were."""
    if grant.ended_at is not None:
        return False
    return grant.user is None or grant.user.token_version == grant.token_version


def live_grants(*, user_id: int) -> QuerySet[ApplicationGrant]:
    """What a person allows at present, of all their organizations."""
    return ApplicationGrant.unscoped.filter(
        user_id=user_id, ended_at__isnull=True, application__is_enabled=True
    ).select_related("application__client", "application__organization")


def grants_in_use(*, user_id: int) -> QuerySet[ApplicationGrant]:
    """Those of `live_grants` that a program can still use: with a token that has not run out."""
    tokens = ApplicationToken.objects.filter(
        grant_id=OuterRef("pk"), used_at__isnull=True, expires_at__gt=clock.now()
    )
    return live_grants(user_id=user_id).filter(Exists(tokens))


def use_up(token: ApplicationToken) -> bool:
    """Mark a code or refresh token as used; False if somebody was faster."""
    changed = ApplicationToken.objects.filter(pk=token.pk, used_at__isnull=True).update(used_at=clock.now())
    return changed == 1


def revoke_access_token(token: ApplicationToken) -> None:
    """Put one access token on the list of revoked ones."""
    ApplicationToken.objects.filter(pk=token.pk).update(used_at=clock.now())
    _forget([token.token_hash])


def end_grant(*, grant: ApplicationGrant, reason: str, ended_by: Actor | int | None) -> None:
    """End a grant with all its tokens."""
    end_grants(ApplicationGrant.unscoped.filter(pk=grant.pk), reason=reason, ended_by=ended_by)


def end_grants_of_person(*, user_id: int, reason: str, application_id: int | None = None) -> int:
    """End what a person allowed, to all programs or to one: after a new password, or when they sign out there."""
    grants = ApplicationGrant.unscoped.filter(user_id=user_id)
    if application_id is not None:
        grants = grants.filter(application_id=application_id)
    return end_grants(grants, reason=reason, ended_by=user_id)


@transaction.atomic
def end_grants(grants: QuerySet[ApplicationGrant], *, reason: str, ended_by: Actor | int | None) -> int:
    """End grants with all their tokens, and note each. Returns how many there were."""
    rows = list(grants.filter(ended_at__isnull=True).select_related("application"))
    ids = [row.pk for row in rows]
    ApplicationGrant.unscoped.filter(pk__in=ids, ended_at__isnull=True).update(
        ended_at=clock.now(), end_reason=reason, updated_at=clock.now()
    )
    _forget(
        ApplicationToken.objects.filter(grant_id__in=ids, expires_at__gt=clock.now()).values_list(
            "token_hash", flat=True
        )
    )
    for row in rows:
        with organization_context(row.organization_id):
            audit.record(
                "identity.application.grant_ended",
                actor=ended_by,
                target=("application", row.application_id),
                facts={"reason": reason, "user_id": row.user_id},
            )
    return len(rows)


def _forget(hashes: Iterable[str]) -> None:
    """Drop allauth's rows, so that its own pages refuse the tokens, and tell other processes without a query."""
    found = list(hashes)
    Token.objects.filter(hash__in=found).delete()
    seconds = settings.IDP_OIDC_ACCESS_TOKEN_EXPIRES_IN
    transaction.on_commit(lambda: cache.set_many({revoked_key(text): 1 for text in found}, seconds))


def revoked_key(token_hash: str) -> str:
    """Where the cache (Redis, where there is one) keeps that a token was revoked."""
    return f"revoked-token:{token_hash}"


def note_use(grant: ApplicationGrant) -> None:
    """When the application last acted, near enough."""
    now = clock.now()
    if grant.last_used_at is not None and grant.last_used_at > now - NOTE_USE_EVERY:
        return
    ApplicationGrant.unscoped.filter(pk=grant.pk).update(last_used_at=now)
    type(grant.application).unscoped.filter(pk=grant.application_id).update(last_used_at=now)


def purge_tokens() -> None:
    """Drop tokens that ended a while ago: ours and allauth's."""
    ApplicationToken.objects.filter(expires_at__lt=clock.now() - KEPT).delete()
    Token.objects.expired().delete()
    # A program that signs in by itself makes one with every token; nobody looks at them later.
    ApplicationGrant.unscoped.filter(user__isnull=True, tokens__isnull=True).delete()
