"""Course as code on the command line."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from edusync.courses.models import Course
from edusync.courses.queries import live_course
from edusync.courses.snapshots.changes import Entry, english
from edusync.identity.queries import default_organization_id, person_by_email
from edusync.integrations.formats.archive import opened_package
from edusync.integrations.queries import organization_id_of
from edusync.integrations.services import code
from edusync.kernel.problems import Problem
from edusync.kernel.tenancy import organization_context


class Command(BaseCommand):
    """`manage.py course pull|push|diff SLUG FOLDER`."""

    help = "Write a course into a folder of Markdown and YAML, bring changes of the folder back, or tell what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Act, course, folder and options."""
        parser.add_argument("act", choices=["pull", "push", "diff"])
        parser.add_argument("slug", help="address of the course, as in /courses/<slug>")
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="push: check everything, change nothing")
        parser.add_argument("--create", action="store_true", help="push: make a new course of the folder")
        parser.add_argument("--force", action="store_true", help="replace what was changed on the other side")
        parser.add_argument("--by", default="", metavar="EMAIL", help="who pushes; owner of a new course")
        parser.add_argument(
            "--organization", default="", metavar="SLUG", help="where; the default one if not given"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises CommandError with file and line of every fault."""
        organization_id = (
            organization_id_of(options["organization"])
            if options["organization"]
            else default_organization_id()
        )
        if organization_id is None:
            raise CommandError("There is no such organization.")
        with organization_context(organization_id):
            try:
                getattr(self, options["act"])(organization_id, options)
            except Problem as problem:
                raise CommandError(told(problem)) from problem

    def pull(self, organization_id: int, options: dict[str, Any]) -> None:
        """The course into the folder."""
        count = code.pull_code(course_named(options["slug"]), options["folder"], is_forced=options["force"])
        self.stdout.write(f"{count} files in {options['folder']}.")

    def diff(self, organization_id: int, options: dict[str, Any]) -> None:
        """What the folder would change."""
        with opened_package(options["folder"]) as folder:
            self._print(code.differences(course=course_named(options["slug"]), folder=folder))

    def push(self, organization_id: int, options: dict[str, Any]) -> None:
        """The folder into the course; the folder then gets the ids of what was new."""
        by_id = person_id(options["by"])
        with opened_package(options["folder"]) as folder:
            if options["create"]:
                pushed = code.create_from_code(
                    folder=folder, organization_id=organization_id, by_id=by_id, is_dry_run=options["dry_run"]
                )
            else:
                pushed = code.push_code(
                    course=course_named(options["slug"]),
                    folder=folder,
                    by_id=by_id,
                    is_dry_run=options["dry_run"],
                    is_forced=options["force"],
                )
        self._print(pushed.entries)
        if pushed.is_dry_run:
            self.stdout.write("Dry run: nothing was changed.")
        elif pushed.course is not None:
            code.pull_code(pushed.course, options["folder"], is_forced=True)
            self.stdout.write(f"Course: {pushed.course.title} (/courses/{pushed.course.slug})")

    def _print(self, entries: Sequence[Entry]) -> None:
        for line in english(entries):
            self.stdout.write(line)
        self.stdout.write(f"{len(entries)} changes." if len(entries) != 1 else "1 change.")


def course_named(slug: str) -> Course:
    """The course of that address. Raises CommandError."""
    course = live_course(slug=slug)
    if course is None:
        raise CommandError(f"There is no course {slug}. Use --create to make one of the folder.")
    return course


def person_id(email: str) -> int | None:
    """Id of a person. Raises CommandError."""
    if not email:
        return None
    person = person_by_email(email)
    if person is None:
        raise CommandError(f"Nobody has the address {email}.")
    return int(person.pk)


def told(problem: Problem) -> str:
    """The problem with all its faults, a line each."""
    lines = [problem.title]
    if problem.errors:
        lines += [f"{error.pointer.lstrip('/')}: {error.detail}" for error in problem.errors]
    elif problem.detail:
        lines.append(problem.detail)
    return "\n".join(lines)
