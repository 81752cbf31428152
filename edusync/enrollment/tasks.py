"""Background work of the app."""

from edusync.enrollment import services
from edusync.enrollment.services import cohorts, csv_import, rules
from edusync.kernel.tasks import periodic, task
from edusync.kernel.tenancy import organization_context


@periodic("enrollment.lapse_offers", every_seconds=60)
def lapse_offers() -> None:
    """Give seats nobody took in time to the next in line."""
    services.lapse_due_offers()
    services.promote_due_courses()


@periodic("enrollment.expire", every_seconds=60)
def expire() -> None:
    """End the access whose time is over."""
    services.expire_due_enrollments()


@periodic("enrollment.renew", every_seconds=3600)
def renew() -> None:
    """Begin anew what is to be taken again."""
    services.renew_due_enrollments()


@task("enrollment.warn_of_expiry")
def warn_of_expiry(enrollment_id: int, expires_at: str) -> None:
    """Tell a learner that a week is left, unless that has changed."""
    services.warn_of_expiry(enrollment_id=enrollment_id, expires_at=expires_at)


@task("enrollment.follow_cohort_dates")
def follow_cohort_dates(cohort_id: int, after_id: int) -> None:
    """Bring dates of a cohort's learners in line with it."""
    cohorts.follow_cohort_dates(cohort_id=cohort_id, after_id=after_id)


@task("enrollment.run_rule")
def run_rule(rule_id: int, after_id: int, so_far: dict[str, int]) -> None:
    """Go on with an automatic rule; the next batch is a task of its own."""
    rules.run_rule_batch(rule_id=rule_id, after_id=after_id, so_far=so_far)


@task("enrollment.run_import")
def run_import(job_id: int) -> None:
    """Do what a CSV file says; a second delivery goes on where the first was stopped."""
    csv_import.run_enrollment_import(job_id=job_id)


@periodic("enrollment.follow_rules", every_seconds=900)
def follow_rules() -> None:
    """Run every rule that has work: what no event told of, as an e-mail address that changed."""
    for organization_id, rule_id in rules.rules_with_work():
        with organization_context(organization_id):
            if rules.has_work(rule_id):
                rules.request_run_of(rule_id)
