"""Background work of the app."""

from edusync.courses import file_places
from edusync.courses.services import (
    copies,
    media_checks,
    page_checks,
    publish_due_courses,
    rule_parts,
    translation_part,
)
from edusync.courses.services.catalog_upkeep import prune_catalog_changes
from edusync.courses.services.link_checks import check_links
from edusync.courses.services.notes import purge_deleted_notes
from edusync.kernel.tasks import periodic, task

# Known to the store of files and to the checklist by being imported.
__all__ = ["file_places", "media_checks", "page_checks", "rule_parts", "translation_part"]
WEEK_SECONDS = 604_800
DAY_SECONDS = 86_400


@periodic("courses.publish_due", every_seconds=60)
def publish_due() -> None:
    """Publish the courses whose time has come."""
    publish_due_courses()


@periodic("courses.check_links", every_seconds=WEEK_SECONDS)
def check_all_links() -> None:
    """Look at the links of link lessons."""
    check_links()


@periodic("courses.prune_catalog_changes", every_seconds=3600)
def prune_changes() -> None:
    """Drop marks of old changes of the catalog."""
    prune_catalog_changes()


@periodic("courses.purge_notes", every_seconds=DAY_SECONDS)
def purge_notes() -> None:
    """Drop notes that were deleted long ago."""
    purge_deleted_notes()


@task("courses.copy_course")
def copy_course(copy_id: int) -> None:
    """Make a copy that was asked for; a second delivery finds it made."""
    copies.run_copy(copy_id)
