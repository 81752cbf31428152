"""What other apps do when somebody signs up, and the question of age."""

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from edusync.identity.models import Organization, User, UserProfile
from edusync.identity.queries import visited_organization
from edusync.identity.services.domains import organization_for_sign_up
from edusync.kernel import audit, clock
from edusync.kernel.problems import FieldError, ValidationProblem

Step = Callable[[User, int, Mapping[str, Any]], None]
_steps: list[Step] = []
Check = Callable[[int, Mapping[str, Any]], list[FieldError]]
_checks: list[Check] = []


def register_sign_up_step(step: Step) -> Step:
    """Let `step(user, organization_id, facts)` run in the transaction of a sign-up; what it raises undoes it."""
    if step not in _steps:
        _steps.append(step)
    return step


def register_sign_up_check(check: Check) -> Check:
    """Let `check(organization_id, facts)` say what is wrong with a sign-up before anything is stored."""
    if check not in _checks:
        _checks.append(check)
    return check


def sign_up_errors(facts: Mapping[str, Any]) -> list[FieldError]:
    """Everything wrong with what somebody tells at sign-up, by field."""
    visited = visited_organization()
    organization = organization_for_sign_up(
        email=str(facts.get("email") or ""), visited_id=visited.pk if visited else None
    )
    if visited is None or "email" not in facts:
        return []
    if organization is None and not visited.is_sign_up_open:
        # The answer to that is not about the form.
        return []
    if organization is None:
        detail = "This organization takes in people with an address of its own."
        return [FieldError("/email", "sign_up_by_domain", detail)]
    try:
        refuse_too_young(organization=organization, birth_date=facts.get("birth_date"))
    except ValidationProblem as problem:
        return list(problem.errors)
    return [error for check in _checks for error in check(organization.pk, facts)]


def run_sign_up_steps(*, user: User, organization_id: int, facts: Mapping[str, Any]) -> None:
    """Note the age, then what other apps want to do."""
    apply_age_gate(user_id=user.pk, organization_id=organization_id, birth_date=facts.get("birth_date"))
    for step in _steps:
        step(user, organization_id, facts)


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Whole years between two days; who was born on 29 February has their birthday on 1 March in common years."""
    return day.year - birth_date.year - ((day.month, day.day) < (birth_date.month, birth_date.day))


def refuse_too_young(*, organization: Organization, birth_date: dt.date | None) -> None:
    """Raise ValidationProblem where the birth date is asked for and missing, impossible, or below the minimum age."""
    if birth_date is None:
        if organization.is_birth_date_asked:
            raise ValidationProblem(
                errors=[FieldError("/birth_date", "required", "Enter your date of birth.")]
            )
        return
    age = age_on(birth_date, clock.now().date())
    if not 0 <= age <= 130:
        raise ValidationProblem(errors=[FieldError("/birth_date", "invalid", "Enter your date of birth.")])
    if age < organization.minimum_age:
        detail = "You cannot sign up by yourself. Ask the organization to invite you."
        raise ValidationProblem(errors=[FieldError("/birth_date", "sign-up-closed", detail)])


def apply_age_gate(*, user_id: int, organization_id: int, birth_date: dt.date | None) -> bool:
    """Store the birth date, and that a guardian has to agree to things below the age of digital consent.

    Returns whether one has to. Raises ValidationProblem as `refuse_too_young`.
    """
    organization = Organization.objects.get(pk=organization_id)
    refuse_too_young(organization=organization, birth_date=birth_date)
    if birth_date is None:
        return False
    is_minor = age_on(birth_date, clock.now().date()) < organization.digital_consent_age
    UserProfile.objects.filter(pk=user_id).update(birth_date=birth_date, needs_guardian_consent=is_minor)
    return is_minor


def note_guardian_consent(*, user_id: int, guardian_id: int) -> None:
    """A guardian agreed that the person uses the site: they decide by themselves from now on."""
    if UserProfile.objects.filter(pk=user_id, needs_guardian_consent=True).update(
        needs_guardian_consent=False
    ):
        audit.record("identity.guardian_consent.given", actor=guardian_id, target=("user", user_id))
