"""Enrollment of many people by one rule: `python -m bench.enrollment_rules --people 10000`.

On a new database (or the configured one): the people fit a rule, whose batches are run as the worker runs them; then a
second run, which finds everybody in; then the question of the periodic run whether there is work.
"""

import argparse
import os
import tempfile
import time
from typing import Any


def main() -> None:
    """Read the options, prepare the database, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if not os.environ.get("EDUSYNC_DATABASE_URL"):
            os.environ["EDUSYNC_DATA_DIR"] = folder
        os.environ |= {"EDUSYNC_LOG_LEVEL": "ERROR", "DJANGO_SETTINGS_MODULE": "edusync.config.settings"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(options.people)


def measure(people: int) -> None:
    """The three figures in one school."""
    from devtools.shell import say
    from edusync.courses.testing import make_course
    from edusync.enrollment.models import EnrollmentRule
    from edusync.enrollment.services import rules
    from edusync.identity.models import User
    from edusync.identity.services import ensure_default_organization, ensure_system_roles
    from edusync.kernel.tenancy import organization_context

    organization = ensure_default_organization()
    ensure_system_roles()
    with organization_context(organization.pk):
        fill(organization.pk, people)
        course = make_course("Safety at work", modules=2, lessons=5)
        # With an author: each enrollment is then in the audit log, too.
        rule = EnrollmentRule.objects.create(
            course=course,
            kind="email_domain",
            value="rule.test",
            created_by=User.objects.create(username="author"),
        )
        for name in ("first run", "second run"):
            seconds, batches = run(rule.pk)
            rule.refresh_from_db()
            say(
                f"{name}: {seconds:.1f} s, {batches} batches, {people / seconds:.0f} people/s, {rule.last_result}"
            )
        start = time.perf_counter()
        has_work = rules.has_work(rule.pk)
        say(f"is there work: {has_work}, {(time.perf_counter() - start) * 1000:.0f} ms")


def fill(organization_id: int, people: int) -> None:
    """People of the organization, written in bulk."""
    from edusync.identity.models import OrganizationMembership, User

    User.objects.bulk_create(
        (User(username=f"rule{n}", email=f"rule{n}@rule.test", first_name=f"R{n}") for n in range(people)),
        batch_size=500,
    )
    ids = User.objects.filter(email__endswith="@rule.test").values_list("id", flat=True)
    OrganizationMembership.objects.bulk_create(
        (OrganizationMembership(organization_id=organization_id, user_id=pk) for pk in ids), batch_size=500
    )


def run(rule_id: int) -> tuple[float, int]:
    """Seconds and batches of a whole run; each batch is taken from the outbox as the worker would."""
    from edusync.enrollment.services import rules
    from edusync.kernel.models import OutboxEvent

    start, batches = time.perf_counter(), 0
    arguments: dict[str, Any] = {"rule_id": rule_id, "after_id": 0, "so_far": {}}
    while rules.run_rule_batch(**arguments):
        batches += 1
        row = OutboxEvent.objects.filter(event_type="task:enrollment.run_rule").order_by("-id").first()
        arguments = row.payload if row else arguments
    return time.perf_counter() - start, batches + 1


if __name__ == "__main__":
    main()
