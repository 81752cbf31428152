"""Automatic rules: whoever fits is brought into the course, whoever no longer fits is withdrawn when that is wanted."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from edusync.courses import services as courses
from edusync.enrollment.models import Enrollment, EnrollmentRule, EnrollmentRuleMember
from edusync.enrollment.services.cohorts import cohort_of_course
from edusync.enrollment.services.enrolling_many import enroll_many
from edusync.enrollment.services.leaving import withdraw
from edusync.enrollment.states import LEAVABLE
from edusync.identity.services.people_sets import members_who_fit, name_of_target
from edusync.kernel import audit, clock
from edusync.kernel.policy import Actor
from edusync.kernel.problems import FieldError, ValidationProblem
from edusync.kernel.tasks import enqueue
from edusync.kernel.transactions import retry_deadlocks

Kind = EnrollmentRule.Kind
Source = Enrollment.Source
Status = Enrollment.Status
# Kinds whose `target_id` names something.
WITH_TARGET = frozenset({Kind.GROUP, Kind.UNIT, Kind.JOB_ROLE})
CHANGEABLE = ("cohort_id", "is_on", "withdraws", "due_days")
# People looked at in one task and one transaction.
BATCH = 500
REASON = "automatic rule"
_DOMAIN = re.compile(r"^(?=.{3,120}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$")


@transaction.atomic
def create_rule(*, course_id: int, values: Mapping[str, Any], by: Actor) -> EnrollmentRule:
    """Make a rule and run it in the background. Raises ValidationProblem, CohortNotOpen."""
    course = courses.lock_course(course_id)
    kind, target_id, value = clean_target(values)
    same = live_rules(course_id).filter(kind=kind, target_id=target_id, value=value)
    if same.exists():
        raise ValidationProblem(
            errors=[FieldError("/kind", "rule-twice", "The course has this rule already.")]
        )
    cohort_of_course(course_id=course_id, cohort_id=values.get("cohort_id"))
    rule: EnrollmentRule = EnrollmentRule.objects.create(
        organization_id=course.organization_id,
        course_id=course_id,
        kind=kind,
        target_id=target_id,
        value=value,
        created_by_id=by.user_id,
        **{name: values[name] for name in CHANGEABLE if name in values},
    )
    _record("created", rule, by, withdraws=rule.withdraws)
    if rule.is_on:
        request_run(rule=rule)
    return rule


@transaction.atomic
def update_rule(*, rule: EnrollmentRule, changes: Mapping[str, Any], by: Actor) -> EnrollmentRule:
    """Turn a rule on or off, or let it bring people elsewhere. Who came by it stays. Raises CohortNotOpen."""
    wanted = {
        name: changes[name] for name in CHANGEABLE if name in changes and changes[name] != getattr(rule, name)
    }
    cohort_of_course(course_id=rule.course_id, cohort_id=wanted.get("cohort_id"))
    if not wanted:
        return rule
    for name, value in wanted.items():
        setattr(rule, name, value)
    rule.save(update_fields=[*wanted, "updated_at"])
    _record("changed", rule, by, **wanted)
    if rule.is_on:
        request_run(rule=rule)
    return rule


@transaction.atomic
def remove_rule(*, rule: EnrollmentRule, by: Actor) -> None:
    """Take a rule away; whom it brought stays in the course."""
    rule.deleted_at = clock.now()
    rule.save(update_fields=["deleted_at", "updated_at"])
    _record("removed", rule, by)


def clean_target(values: Mapping[str, Any]) -> tuple[str, int, str]:
    """Kind, id and text of a rule, those that its kind has. Raises ValidationProblem for what does not exist."""
    kind = Kind(values["kind"])
    if kind in WITH_TARGET:
        target_id = int(values.get("target_id") or 0)
        if name_of_target(kind=kind, target_id=target_id) is None:
            raise ValidationProblem(errors=[FieldError("/target_id", "unknown", "There is no such one.")])
        return kind, target_id, ""
    if kind == Kind.EMAIL_DOMAIN:
        domain = str(values.get("value") or "").strip().lower().removeprefix("@")
        if not _DOMAIN.match(domain):
            raise ValidationProblem(
                errors=[FieldError("/value", "not-a-domain", "A domain, as example.org.")]
            )
        return kind, 0, domain
    return kind, 0, ""


def live_rules(course_id: int) -> Any:
    """The rules of a course."""
    return EnrollmentRule.objects.filter(course_id=course_id, deleted_at=None)


def who_fits(rule: EnrollmentRule) -> Any:
    """Active memberships of the people a rule names."""
    return members_who_fit(kind=rule.kind, target_id=rule.target_id, value=rule.value)


def preview_rule(*, course_id: int, values: Mapping[str, Any]) -> dict[str, Any]:
    """What a rule would do: `fit`, `present` (have an enrollment already), `would_come`, and ids of the first who would.

    Changes nothing. Raises ValidationProblem.
    """
    kind, target_id, value = clean_target(values)
    fitting = members_who_fit(kind=kind, target_id=target_id, value=value)
    known = Enrollment.objects.filter(course_id=course_id, deleted_at=None)
    coming = fitting.exclude(user_id__in=known.values("learner_id"))
    fit, would_come = fitting.count(), coming.count()
    first = coming.order_by("user__last_name", "user__first_name", "user_id").values_list(
        "user_id", flat=True
    )
    return {"fit": fit, "present": fit - would_come, "would_come": would_come, "first": list(first[:12])}


def request_run(*, rule: EnrollmentRule) -> None:
    """Let the worker go through everybody who fits, in batches."""
    enqueue("enrollment.run_rule", rule_id=rule.pk, after_id=0, so_far={})


@retry_deadlocks
@transaction.atomic
def run_rule_batch(*, rule_id: int, after_id: int, so_far: Mapping[str, Any]) -> bool:
    """Bring the next people who fit, by id; after the last of them, withdraw and note the result.

    Returns whether there is more to do: the next batch is a task of its own. A rule that is off, or whose course is not
    published, does nothing. Bears repetition.
    """
    rule = _running(rule_id)
    if rule is None:
        return False
    counts = Counter(dict(so_far))
    people = who_fits(rule).filter(user_id__gt=after_id).order_by("user_id")
    batch = list(people.values_list("user_id", flat=True)[:BATCH])
    if batch:
        counts.update(_bring(rule, batch))
        last = batch[-1]
    else:
        gone = _withdraw(rule, _no_longer_fitting(rule)[:BATCH])
        counts["withdrawn"] += gone
        last = after_id
        if gone < BATCH:
            _finish(rule, counts)
            return False
    enqueue("enrollment.run_rule", rule_id=rule.pk, after_id=last, so_far=dict(counts))
    return True


def _running(rule_id: int) -> EnrollmentRule | None:
    rows = EnrollmentRule.objects.filter(pk=rule_id, deleted_at=None, is_on=True, course__status="published")
    rule: EnrollmentRule | None = rows.filter(course__deleted_at=None).first()
    return rule


def _finish(rule: EnrollmentRule, counts: Mapping[str, int]) -> None:
    rule.last_run_at = clock.now()
    rule.last_result = {name: counts.get(name, 0) for name in ("fit", "enrolled", "withdrawn", "refused")}
    reasons = {
        name.removeprefix("why:"): number for name, number in counts.items() if name.startswith("why:")
    }
    rule.last_result["reasons"] = reasons
    rule.save(update_fields=["last_run_at", "last_result", "updated_at"])
    if counts.get("enrolled") or counts.get("withdrawn"):
        audit.record(
            "enrollment.rule.ran",
            actor=rule.created_by_id,
            target=("enrollment-rule", rule.pk),
            facts={"course_id": rule.course_id, **rule.last_result},
        )


def _bring(rule: EnrollmentRule, user_ids: list[int]) -> dict[str, int]:
    """Enroll those of the people whom nothing stands against; counts by what happened."""
    counts: Counter[str] = Counter(fit=len(user_ids))
    coming = _not_here_yet(rule, user_ids)
    due_at = clock.now() + timedelta(days=rule.due_days) if rule.due_days else None
    brought, refused = enroll_many(
        course_id=rule.course_id,
        learner_ids=coming,
        source=Source.RULE,
        by_id=rule.created_by_id,
        cohort_id=rule.cohort_id,
        due_at=due_at,
    )
    counts["refused"] += refused.total()
    counts.update({f"why:{code}": number for code, number in refused.items()})
    _remember(rule, brought)
    counts["enrolled"] += len(brought)
    return counts


def _not_here_yet(rule: EnrollmentRule, user_ids: list[int]) -> list[int]:
    """Without those who have an enrollment. Who left, or was refused, is not brought back; whom the rule withdrew is."""
    rows = Enrollment.objects.filter(course_id=rule.course_id, learner_id__in=user_ids, deleted_at=None)
    known = set(rows.values_list("learner_id", flat=True))
    mine = EnrollmentRuleMember.objects.filter(rule=rule, withdrawn_at__isnull=False)
    back = rows.filter(pk__in=mine.values("enrollment_id"), status=Status.WITHDRAWN)
    known -= set(back.values_list("learner_id", flat=True))
    return [user_id for user_id in user_ids if user_id not in known]


def _remember(rule: EnrollmentRule, enrollment_ids: list[int]) -> None:
    present = EnrollmentRuleMember.objects.filter(rule=rule, enrollment_id__in=enrollment_ids)
    known = set(present.values_list("enrollment_id", flat=True))
    present.update(withdrawn_at=None, updated_at=clock.now())
    EnrollmentRuleMember.objects.bulk_create(
        EnrollmentRuleMember(organization_id=rule.organization_id, rule=rule, enrollment_id=enrollment_id)
        for enrollment_id in enrollment_ids
        if enrollment_id not in known
    )


def _no_longer_fitting(rule: EnrollmentRule) -> Any:
    """Whom the rule brought and no rule of the course names any more; nobody if the rule withdraws nobody."""
    rows = EnrollmentRuleMember.objects.filter(
        rule=rule, withdrawn_at=None, enrollment__status__in=LEAVABLE, enrollment__deleted_at=None
    )
    if not rule.withdraws:
        return rows.none()
    for one in live_rules(rule.course_id).filter(is_on=True):
        rows = rows.exclude(enrollment__learner_id__in=who_fits(one).values("user_id"))
    return rows.select_related("enrollment").order_by("id")


def _withdraw(rule: EnrollmentRule, members: Iterable[EnrollmentRuleMember]) -> int:
    count = 0
    for member in members:
        withdraw(enrollment=member.enrollment, by_id=rule.created_by_id, reason=REASON)
        member.withdrawn_at = clock.now()
        member.save(update_fields=["withdrawn_at", "updated_at"])
        count += 1
    return count


def people_moved(*, user_ids: list[int]) -> None:
    """Look at these people again by every rule of the organization; nobody named: run the rules for everybody."""
    rules = EnrollmentRule.objects.filter(deleted_at=None, is_on=True, course__status="published")
    for rule_id in rules.order_by("id").values_list("id", flat=True):
        if user_ids:
            _follow_people(rule_id, user_ids)
        else:
            request_run_of(rule_id)


@transaction.atomic
def request_run_of(rule_id: int) -> None:
    """Let the worker run the rule with that id."""
    enqueue("enrollment.run_rule", rule_id=rule_id, after_id=0, so_far={})


@retry_deadlocks
@transaction.atomic
def _follow_people(rule_id: int, user_ids: list[int]) -> None:
    rule = _running(rule_id)
    if rule is None:
        return
    fitting = who_fits(rule).filter(user_id__in=user_ids).order_by("user_id")
    here = list(fitting.values_list("user_id", flat=True))
    if here:
        _bring(rule, here)
    if rule.withdraws:
        _withdraw(rule, list(_no_longer_fitting(rule).filter(enrollment__learner_id__in=user_ids)))


def rules_with_work() -> list[tuple[int, int]]:
    """`(organization, rule)` of every rule that is on, for the periodic run."""
    rows = EnrollmentRule.unscoped.filter(
        deleted_at=None, is_on=True, course__status="published", course__deleted_at=None
    )
    return list(rows.order_by("organization_id", "id").values_list("organization_id", "id"))


def has_work(rule_id: int) -> bool:
    """Whether somebody fits who is not in the course, or the other way round."""
    rule = _running(rule_id)
    if rule is None:
        return False
    known = Enrollment.objects.filter(course_id=rule.course_id, deleted_at=None)
    if who_fits(rule).exclude(user_id__in=known.values("learner_id")).exists():
        return True
    return bool(_no_longer_fitting(rule).exists())


def _record(act: str, rule: EnrollmentRule, by: Actor, **facts: Any) -> None:
    audit.record(
        f"enrollment.rule.{act}",
        actor=by,
        target=("enrollment-rule", rule.pk),
        facts={
            "course_id": rule.course_id,
            "kind": str(rule.kind),
            "target_id": rule.target_id,
            "value": rule.value,
            **facts,
        },
    )
