"""Background work on files."""

from edusync.files.models import FileObject
from edusync.files.renditions import make_renditions
from edusync.files.rescanning import rescan_files
from edusync.files.retention import drop_stale_uploads, purge_unused_files
from edusync.kernel.tasks import periodic, task

DAY_SECONDS = 86_400


@task("files.make_renditions")
def make_renditions_of(*, file_id: int) -> None:
    """Make the smaller pictures of a file, if it is still there."""
    file = FileObject.objects.filter(pk=file_id, scan=FileObject.Scan.CLEAN).first()
    if file is not None:
        try:
            make_renditions(file)
        except FileNotFoundError:
            # The content is missing in the store, which the list of files shows; nothing can be made of it.
            return


@periodic("files.purge_unused", every_seconds=DAY_SECONDS)
def purge_unused() -> None:
    """Delete files that were used nowhere for a long time."""
    purge_unused_files()


@periodic("files.drop_stale_uploads", every_seconds=3600)
def drop_stale() -> None:
    """Forget uploads in pieces that nobody goes on with."""
    drop_stale_uploads()


@periodic("files.rescan", every_seconds=600)
def rescan() -> None:
    """Show stored files to the virus scanner again once it has learned more."""
    rescan_files()
