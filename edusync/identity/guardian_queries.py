"""Reads about guardians: who looks after whom, and what they may see today."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import Prefetch, Q, QuerySet

from edusync.identity.models import GuardianConsentScope, GuardianRelationship, UserProfile

Status = GuardianRelationship.Status


def relationships(
    *, organization_id: int, search: str = "", status: str = ""
) -> QuerySet[GuardianRelationship]:
    """Relationships of an organization with both people and their live consents; words search either name."""
    rows: QuerySet[GuardianRelationship] = GuardianRelationship.unscoped.filter(
        organization_id=organization_id
    )
    for word in search.split()[:8]:
        rows = rows.filter(_named("learner", word) | _named("guardian", word))
    if status:
        rows = rows.filter(status=status)
    return rows.select_related("learner__profile", "guardian__profile").prefetch_related(
        Prefetch("consents", queryset=GuardianConsentScope.unscoped.filter(revoked_at__isnull=True))
    )


def _named(who: str, word: str) -> Q:
    names = ("first_name", "last_name", "username", "email")
    condition = Q()
    for name in names:
        condition |= Q(**{f"{who}__{name}__icontains": word})
    return condition


def birthday(born_on: dt.date, years: int) -> dt.date:
    """The day on which somebody born then is so many years old; who was born on February 29 waits for March 1."""
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return dt.date(born_on.year + years, 3, 1)


def majority_on(*, learner_id: int, majority_age: int) -> dt.date | None:
    """The day from which on the learner is of age; None where the birth date is not known."""
    born_on = UserProfile.objects.filter(pk=learner_id).values_list("birth_date", flat=True).first()
    return birthday(born_on, majority_age) if born_on else None


def is_in_force(
    consent: GuardianConsentScope, *, today: dt.date, born_on: dt.date | None, majority_age: int
) -> bool:
    """Whether the consent opens anything today: not taken back, not over, and not from before majority."""
    if consent.revoked_at is not None or (consent.ends_on is not None and consent.ends_on <= today):
        return False
    if born_on is None:
        return True
    adult_on = birthday(born_on, majority_age)
    return today < adult_on or consent.granted_at.date() >= adult_on


def scopes_in_force(row: GuardianRelationship, *, today: dt.date, majority_age: int) -> list[str]:
    """What the guardian may see today, sorted. Needs the learner's profile and the consents fetched."""
    if row.status != Status.VERIFIED or row.deleted_at is not None:
        return []
    profile = getattr(row.learner, "profile", None)
    born_on = profile.birth_date if profile else None
    return sorted(
        consent.scope
        for consent in row.consents.all()
        if is_in_force(consent, today=today, born_on=born_on, majority_age=majority_age)
    )


def needs_agreement(row: GuardianRelationship) -> bool:
    """Whether the learner is so young that a guardian has to agree to the account, and none did yet."""
    profile = getattr(row.learner, "profile", None)
    return bool(profile and profile.needs_guardian_consent)


def children_of(guardian_id: int, *, organization_id: int) -> QuerySet[GuardianRelationship]:
    """Verified relationships in which the person is the guardian."""
    return relationships(organization_id=organization_id, status=Status.VERIFIED).filter(
        guardian_id=guardian_id, deleted_at__isnull=True
    )


def guardian_scopes(
    *, guardian_id: int, learner_id: int, organization_id: int, today: dt.date
) -> frozenset[str] | None:
    """What a guardian may see of a learner today; None if they are not this learner's guardian. Two queries."""
    row = (
        children_of(guardian_id, organization_id=organization_id)
        .filter(learner_id=learner_id)
        .select_related("organization")
        .first()
    )
    if row is None:
        return None
    return frozenset(scopes_in_force(row, today=today, majority_age=row.organization.majority_age))


def scopes_by_id(
    rows: Iterable[GuardianRelationship], *, today: dt.date, majority_age: int
) -> dict[int, list[str]]:
    """Scopes in force of each relationship by its id."""
    return {row.pk: scopes_in_force(row, today=today, majority_age=majority_age) for row in rows}
