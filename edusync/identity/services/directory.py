"""Keeps what people are found and sorted by in step with their names, addresses and numbers."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, transaction
from django.db.models import Q

from edusync.identity.models import OrganizationMembership, PersonSearchWord, StudentProfile, User
from edusync.identity.search_words import fold, words_of
from edusync.kernel import clock

BATCH = 500


def sort_name_of(user: User) -> str:
    """What the list is sorted by: the last name first; who has only one name comes under that."""
    name = f"{user.last_name} {user.first_name}".strip() or user.username
    return fold(name)[:205]


def index_people(user_ids: Iterable[int]) -> int:
    """Make the words of these people anew in every organization they belong to. Returns the number of memberships."""
    ids = list(dict.fromkeys(user_ids))
    count = 0
    for start in range(0, len(ids), BATCH):
        rows = OrganizationMembership.unscoped.filter(user_id__in=ids[start : start + BATCH])
        count += _index(list(rows.select_related("user")))
    return count


def index_stale_people(*, limit: int = 20_000) -> int:
    """Do what was left: rows written in bulk, names changed past the services. Returns the number of memberships."""
    count = 0
    while count < limit:
        rows = list(
            OrganizationMembership.unscoped.filter(indexed_at__isnull=True)
            .select_related("user")
            .order_by("id")[:BATCH]
        )
        if not rows:
            break
        count += _index(rows)
    return count


@transaction.atomic
def _index(memberships: Sequence[OrganizationMembership]) -> int:
    if not memberships:
        return 0
    mine = {(row.organization_id, row.user_id) for row in memberships}
    wanted = _wanted_words(memberships)
    of_them = Q(
        organization_id__in={row.organization_id for row in memberships},
        user_id__in={row.user_id for row in memberships},
    )
    present = {
        (organization_id, word, user_id): pk
        for pk, organization_id, word, user_id in PersonSearchWord.unscoped.filter(of_them).values_list(
            "pk", "organization_id", "word", "user_id"
        )
        if (organization_id, user_id) in mine
    }
    gone = [pk for key, pk in present.items() if key not in wanted]
    if gone:
        PersonSearchWord.unscoped.filter(pk__in=gone).delete()
    # Two words that the column's collation holds for one are one.
    PersonSearchWord.unscoped.bulk_create(
        [
            PersonSearchWord(organization_id=organization_id, word=word, user_id=user_id)
            for organization_id, word, user_id in sorted(wanted - present.keys())
        ],
        batch_size=1000,
        ignore_conflicts=True,
    )
    _mark(memberships)
    return len(memberships)


def _mark(memberships: Sequence[OrganizationMembership]) -> None:
    """By plain statements: an UPDATE with a CASE for each row costs five times as much to put together."""
    now = connection.ops.adapt_datetimefield_value(clock.now())
    statement = (
        "UPDATE identity_organization_membership SET sort_name = %s, indexed_at = %s,"
        " last_seen_at = COALESCE((SELECT last_login FROM identity_user WHERE id = user_id), last_seen_at)"
        " WHERE id = %s"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(sort_name_of(row.user), now, row.pk) for row in memberships])


def _wanted_words(memberships: Sequence[OrganizationMembership]) -> set[tuple[int, str, int]]:
    numbers: dict[tuple[int, int], str] = {
        (organization_id, user_id): number or ""
        for organization_id, user_id, number in StudentProfile.unscoped.filter(
            user_id__in=[row.user_id for row in memberships]
        ).values_list("organization_id", "user_id", "student_number")
    }
    wanted = set()
    for row in memberships:
        user = row.user
        number = numbers.get((row.organization_id, row.user_id), "")
        words = words_of(
            (user.first_name, user.last_name), (user.username, user.email or "", row.local_id, number)
        )
        wanted |= {(row.organization_id, word, row.user_id) for word in words}
    return wanted


_OF_NAME = frozenset({"first_name", "last_name", "username", "email"})


def on_user_saved(
    sender: Any, instance: User, created: bool, update_fields: Iterable[str] | None = None, **_signal: Any
) -> None:
    """A name was written: make the words anew. A new person has no membership yet."""
    if not created and (update_fields is None or _OF_NAME & set(update_fields)):
        index_people([instance.pk])


def on_membership_saved(
    sender: Any,
    instance: Any,
    update_fields: Iterable[str] | None = None,
    raw: bool = False,
    **_signal: Any,
) -> None:
    """Somebody joined, or a number changed: make the words anew. Fixtures wait for the job."""
    if not raw and (update_fields is None or {"local_id", "student_number"} & set(update_fields)):
        index_people([instance.user_id])


def connect() -> None:
    """Listen to what is written through the models; what is written past them is found by the job."""
    from django.db.models.signals import post_save

    post_save.connect(on_user_saved, sender=User, dispatch_uid="identity.directory.user")
    for model in (OrganizationMembership, StudentProfile):
        post_save.connect(
            on_membership_saved, sender=model, dispatch_uid=f"identity.directory.{model.__name__}"
        )
