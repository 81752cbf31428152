"""Guardians: asked by mail, verified by the link, let in scope by scope."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from edusync.identity.guardian_policy import require_scope
from edusync.identity.guardian_queries import birthday, guardian_scopes
from edusync.identity.models import GuardianConsentScope, GuardianRelationship, Organization, UserProfile
from edusync.identity.problems import GuardianIsLearner, TooManyGuardians, TooYoungToDecide
from edusync.identity.services import accept_invitation, guardians
from edusync.identity.services.invitations import new_link_token
from edusync.identity.testing import make_guardianship
from edusync.kernel import clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import Forbidden, NotFound, ValidationProblem
from edusync.kernel.sqlobjects import is_refused_by_trigger
from edusync.kernel.tenancy import organization_context

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 26)


def actor_of(person, organization, *permissions):
    return Actor(user_id=person.pk, organization_id=organization.pk, permissions=frozenset(permissions))


def staff(person, organization):
    return actor_of(person, organization, "identity:guardian:manage")


def scopes(guardian, learner, organization, today=None):
    return guardian_scopes(
        guardian_id=guardian.pk,
        learner_id=learner.pk,
        organization_id=organization.pk,
        today=today or clock.now().date(),
    )


def born(person, years_ago, days=0):
    today = clock.now().date()
    day = birthday(today, -years_ago) + dt.timedelta(days=days)
    UserProfile.objects.update_or_create(user=person, defaults={"birth_date": day})
    return day


def test_a_learner_asks_a_guardian_who_comes_by_the_link(organization, learner, mailoutbox):
    from edusync.kernel.testing import run_worker

    invitation = guardians.invite_guardian(
        learner_id=learner.pk,
        email="Farah@Example.org",
        first_name="Farah",
        kind="mother",
        is_primary=True,
        invited_by=actor_of(learner, organization),
    )
    run_worker()
    assert learner.display_name in mailoutbox[-1].subject
    guardian = accept_invitation(token=new_link_token(invitation), password="a-long-new-password-7")
    row = GuardianRelationship.objects.get(learner=learner)
    assert (row.guardian_id, row.status, row.kind, row.is_primary) == (
        guardian.pk,
        "verified",
        "mother",
        True,
    )
    assert scopes(guardian, learner, organization) == frozenset()


def test_somebody_known_becomes_a_guardian_too(organization, learner, instructor):
    invitation = guardians.invite_guardian(
        learner_id=learner.pk, email=instructor.email, invited_by=actor_of(learner, organization)
    )
    accept_invitation(token=new_link_token(invitation), user=instructor)
    assert scopes(instructor, learner, organization) == frozenset()


def test_an_invited_relationship_of_an_import_is_verified_by_the_link(organization, learner, make_person):
    guardian = make_person("farah", roles=())
    make_guardianship(learner, guardian, status="invited")
    assert scopes(guardian, learner, organization) is None
    invitation = guardians.invite_guardian(
        learner_id=learner.pk, email=guardian.email, invited_by=actor_of(learner, organization)
    )
    accept_invitation(token=new_link_token(invitation), user=guardian)
    assert GuardianRelationship.objects.get(learner=learner).status == "verified"


def test_nobody_is_their_own_guardian(organization, learner):
    with pytest.raises(GuardianIsLearner):
        guardians.invite_guardian(
            learner_id=learner.pk, email=learner.email, invited_by=actor_of(learner, organization)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        make_guardianship(learner, learner)


def test_asking_twice_renews_and_ten_are_the_most(organization, learner):
    by = actor_of(learner, organization)
    for _ in range(2):
        guardians.invite_guardian(learner_id=learner.pk, email="g@example.org", invited_by=by)
    assert len(guardians.open_invitations(learner_id=learner.pk)) == 1
    for number in range(9):
        guardians.invite_guardian(learner_id=learner.pk, email=f"g{number}@example.org", invited_by=by)
    with pytest.raises(TooManyGuardians):
        guardians.invite_guardian(learner_id=learner.pk, email="one-more@example.org", invited_by=by)


def test_a_person_of_elsewhere_gets_no_guardian_here(organization, admin, outsider):
    with pytest.raises(NotFound):
        guardians.invite_guardian(
            learner_id=outsider.pk, email="g@example.org", invited_by=staff(admin, organization)
        )


def test_consent_opens_one_scope_and_is_taken_back(organization, learner, make_person):
    guardian = make_person("farah", roles=())
    row = make_guardianship(learner, guardian)
    by = actor_of(learner, organization)
    guardians.grant_consent(relationship_id=row.pk, scope="progress", granted_by=by)
    assert scopes(guardian, learner, organization) == {"progress"}
    guardians.revoke_consent(relationship_id=row.pk, scope="progress", revoked_by=by)
    assert scopes(guardian, learner, organization) == frozenset()
    with pytest.raises(NotFound):
        guardians.revoke_consent(relationship_id=row.pk, scope="progress", revoked_by=by)
    assert GuardianConsentScope.objects.count() == 1


def test_staff_must_say_how_the_family_agreed(organization, learner, admin, make_person):
    row = make_guardianship(learner, make_person("farah", roles=()))
    with pytest.raises(ValidationProblem):
        guardians.grant_consent(relationship_id=row.pk, scope="grades", granted_by=staff(admin, organization))
    consent = guardians.grant_consent(
        relationship_id=row.pk,
        scope="grades",
        granted_by=staff(admin, organization),
        evidence="Form of May 4",
    )
    assert consent.evidence == "Form of May 4"


def test_a_young_learner_does_not_decide_alone(organization, learner, make_person):
    born(learner, 12)
    guardian = make_person("farah", roles=())
    row = make_guardianship(learner, guardian)
    by = actor_of(learner, organization)
    for act in (
        lambda: guardians.grant_consent(relationship_id=row.pk, scope="grades", granted_by=by),
        lambda: guardians.revoke_consent(relationship_id=row.pk, scope="grades", revoked_by=by),
        lambda: guardians.end_relationship(relationship_id=row.pk, ended_by=by),
    ):
        with pytest.raises(TooYoungToDecide):
            act()
    guardians.end_relationship(relationship_id=row.pk, ended_by=actor_of(guardian, organization))


def test_consent_ends_when_the_learner_is_of_age(organization, learner, make_person):
    guardian = make_person("farah", roles=())
    row = make_guardianship(learner, guardian)
    adult_on = birthday(born(learner, 17), 18)
    consent = guardians.grant_consent(
        relationship_id=row.pk, scope="progress", granted_by=actor_of(learner, organization)
    )
    assert consent.ends_on == adult_on
    assert scopes(guardian, learner, organization, adult_on - dt.timedelta(days=1)) == {"progress"}
    assert scopes(guardian, learner, organization, adult_on) == frozenset()


def test_consent_from_before_a_late_known_majority_opens_nothing(organization, learner, make_person):
    """The birth date became known after the consent, which therefore has no end of its own."""
    guardian = make_person("farah", roles=())
    row = make_guardianship(learner, guardian)
    guardians.grant_consent(
        relationship_id=row.pk, scope="progress", granted_by=actor_of(learner, organization)
    )
    adult_on = birthday(born(learner, 17), 18)
    assert scopes(guardian, learner, organization) == {"progress"}
    assert scopes(guardian, learner, organization, adult_on) == frozenset()


def test_a_grown_up_learner_may_share_without_end(organization, learner, make_person):
    guardian = make_person("farah", roles=())
    row = make_guardianship(learner, guardian)
    born(learner, 30)
    consent = guardians.grant_consent(
        relationship_id=row.pk, scope="progress", granted_by=actor_of(learner, organization)
    )
    assert consent.ends_on is None
    assert scopes(guardian, learner, organization) == {"progress"}


def test_the_age_of_majority_is_the_organization_s(organization, learner, make_person):
    Organization.objects.filter(pk=organization.pk).update(majority_age=21)
    row = make_guardianship(learner, make_person("farah", roles=()))
    adult_on = birthday(born(learner, 19), 21)
    consent = guardians.grant_consent(
        relationship_id=row.pk, scope="progress", granted_by=actor_of(learner, organization)
    )
    assert consent.ends_on == adult_on


def test_a_day_in_the_past_is_refused(organization, learner, make_person):
    row = make_guardianship(learner, make_person("farah", roles=()))
    with pytest.raises(ValidationProblem):
        guardians.grant_consent(
            relationship_id=row.pk,
            scope="progress",
            granted_by=actor_of(learner, organization),
            ends_on=clock.now().date(),
        )


def test_an_ended_relationship_opens_nothing_and_may_begin_again(organization, learner, make_person):
    guardian = make_person("farah", roles=())
    row = make_guardianship(learner, guardian, scopes=("progress", "grades"))
    guardians.end_relationship(relationship_id=row.pk, ended_by=actor_of(guardian, organization))
    assert scopes(guardian, learner, organization) is None
    assert not GuardianConsentScope.objects.filter(revoked_at__isnull=True).exists()
    make_guardianship(learner, guardian)
    assert scopes(guardian, learner, organization) == frozenset()


def test_one_guardian_is_the_primary_one(organization, learner, admin, make_person):
    first = make_guardianship(learner, make_person("farah", roles=()), is_primary=True)
    second = make_guardianship(learner, make_person("sami", roles=()))
    guardians.change_relationship(
        relationship_id=second.pk, is_primary=True, kind="father", changed_by=staff(admin, organization)
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_primary, second.is_primary, second.kind) == (False, True, "father")
    with pytest.raises(IntegrityError), transaction.atomic():
        GuardianRelationship.objects.filter(pk=first.pk).update(is_primary=True)


def test_the_database_lets_no_unverified_guardian_in(organization, learner, make_person):
    row = make_guardianship(learner, make_person("farah", roles=()), status="invited")
    with pytest.raises(DatabaseError) as refusal, transaction.atomic():
        GuardianConsentScope.objects.create(
            relationship=row, scope="grades", granted_by=learner, granted_at=clock.now()
        )
    assert is_refused_by_trigger(refusal.value)


def test_require_scope_hides_and_forbids(organization, learner, stranger, make_person):
    guardian = make_person("farah", roles=())
    make_guardianship(learner, guardian, scopes=("progress",))
    actor = actor_of(guardian, organization)
    assert require_scope(actor, learner_id=learner.pk, scope="progress") == {"progress"}
    with pytest.raises(Forbidden):
        require_scope(actor, learner_id=learner.pk, scope="grades")
    with pytest.raises(NotFound):
        require_scope(actor, learner_id=stranger.pk, scope="progress")
    with pytest.raises(NotFound):
        require_scope(actor_of(stranger, organization), learner_id=learner.pk, scope="progress")


def test_consent_in_one_organization_opens_nothing_in_another(
    organization, other_organization, learner, make_person
):
    guardian = make_person("farah", roles=())
    make_guardianship(learner, guardian, scopes=("progress",))
    with organization_context(other_organization.pk):
        actor = Actor(user_id=guardian.pk, organization_id=other_organization.pk)
        with pytest.raises(NotFound):
            require_scope(actor, learner_id=learner.pk, scope="progress")


@pytest.mark.parametrize(
    ("born_on", "years", "day"),
    [
        (dt.date(2008, 2, 29), 18, dt.date(2026, 3, 1)),
        (dt.date(2008, 2, 29), 20, dt.date(2028, 2, 29)),
        (dt.date(2008, 11, 26), 18, TODAY),
    ],
)
def test_birthdays(born_on, years, day):
    assert birthday(born_on, years) == day
