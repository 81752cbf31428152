"""Imports a course from a folder or package on disk."""

from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from edusync.identity.queries import default_organization_id, person_by_email
from edusync.integrations.models import ContentImportJob
from edusync.integrations.queries import nodes_of, organization_id_of
from edusync.integrations.report import COLUMNS, report_rows
from edusync.integrations.services import request_import, run_import
from edusync.kernel.csv_export import csv_lines
from edusync.kernel.tenancy import organization_context


class Command(BaseCommand):
    """`manage.py import_course PATH`: prints what came along, what with loss, what not."""

    help = "Import a course: Open edX (OLX) or Markdown lessons, from a folder, zip or tar.gz."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Path and options."""
        parser.add_argument("path", type=Path, help="folder, zip or tar.gz")
        parser.add_argument("--dry-run", action="store_true", help="read everything, report, write no course")
        parser.add_argument("--copy", action="store_true", help="import again what was imported before")
        parser.add_argument("--owner", default="", metavar="EMAIL", help="who owns the course")
        parser.add_argument("--publish", action="store_true", help="publish the course at once")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the whole report as CSV")
        parser.add_argument(
            "--organization", default="", metavar="SLUG", help="where; the default one if not given"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the import in this process. Raises CommandError when it fails."""
        with organization_context(_organization_id(options["organization"])):
            job = request_import(
                content=None,
                name=options["path"].resolve().name,
                requested_by_id=_owner_id(options["owner"]),
                is_dry_run=options["dry_run"],
                is_copy_wanted=options["copy"],
            )
            job = run_import(job.pk, path=options["path"], is_published=options["publish"])
            if job.state != ContentImportJob.State.FINISHED:
                raise CommandError(_told(job.problem or {}))
            self._print(job)
            if options["report"]:
                nodes = nodes_of(job).order_by("position").iterator(chunk_size=500)
                with options["report"].open("w", encoding="utf-8", newline="") as file:
                    file.writelines(csv_lines(COLUMNS, report_rows(nodes)))
                self.stdout.write(f"Report: {options['report']}")

    def _print(self, job: ContentImportJob) -> None:
        counts: Counter[tuple[str, str]] = Counter(nodes_of(job).values_list("kind", "outcome"))
        outcomes = ("imported", "lossy", "skipped")
        self.stdout.write(f"{'kind':<24}" + "".join(f"{outcome:>10}" for outcome in (*outcomes, "total")))
        for kind in sorted({kind for kind, _ in counts}):
            numbers = [counts[kind, outcome] for outcome in outcomes]
            self.stdout.write(f"{kind:<24}" + "".join(f"{number:>10}" for number in (*numbers, sum(numbers))))
        totals = [job.imported_count, job.lossy_count, job.skipped_count]
        self.stdout.write(f"{'all':<24}" + "".join(f"{number:>10}" for number in (*totals, job.nodes_total)))
        if job.course is not None:
            self.stdout.write(f"Course: {job.course.title} (/courses/{job.course.slug}, {job.course.status})")
        else:
            self.stdout.write("Dry run: no course was written.")


def _organization_id(slug: str) -> int:
    if slug:
        wanted = organization_id_of(slug)
        if wanted is None:
            raise CommandError(f"There is no organization {slug}.")
        return wanted
    found = default_organization_id()
    if found is None:
        raise CommandError("Set up the site first: there is no organization yet.")
    return found


def _owner_id(email: str) -> int | None:
    if not email:
        return None
    person = person_by_email(email)
    if person is None:
        raise CommandError(f"Nobody has the address {email}.")
    return int(person.pk)


def _told(problem: dict[str, Any]) -> str:
    """The problem in words, with what differs when the course is there already."""
    lines = [
        problem.get("title", "The import failed."),
        problem.get("detail", ""),
        *problem.get("differences", []),
    ]
    if problem.get("code") == "import-duplicate":
        lines.append("Use --copy to import it once more.")
    return "\n".join(line for line in lines if line)
