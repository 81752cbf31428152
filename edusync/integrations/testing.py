"""Ready-made packages and imports for tests."""

import io
import tarfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.test import override_settings

from edusync.integrations.models import ContentImportJob, UserImportJob
from edusync.integrations.services import request_import, run_import
from edusync.kernel.policy import Actor

Files = Mapping[str, str | bytes]


def as_bytes(content: str | bytes) -> bytes:
    """Content of a file."""
    return content.encode() if isinstance(content, str) else content


def zip_of(files: Files, *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), as_bytes(content), compression)
    return whole.getvalue()


def tar_of(files: Files, *, mode: str = "w:gz") -> bytes:
    """A tar.gz file."""
    whole = io.BytesIO()
    with tarfile.open(fileobj=whole, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(as_bytes(content))
            archive.addfile(member, io.BytesIO(as_bytes(content)))
    return whole.getvalue()


def folder_of(files: Files, place: Path) -> Path:
    """A folder with these files."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_bytes(content))
    return place


def import_package(content: bytes, *, by: Any, name: str = "course.zip", **wanted: Any) -> ContentImportJob:
    """Ask for an import and run it at once."""
    job = request_import(content=io.BytesIO(content), name=name, requested_by_id=by.pk, **wanted)
    return run_import(job.pk)


def import_folder(path: Path, *, by: Any, is_published: bool = False, **wanted: Any) -> ContentImportJob:
    """Import a folder, as the command does."""
    job = request_import(content=None, name=path.name, requested_by_id=by.pk if by else None, **wanted)
    return run_import(job.pk, path=path, is_published=is_published)


def input_folder(*parts: str) -> Path:
    """A folder of the sample courses (EDUSYNC_INPUTS); may be missing."""
    return Path(settings.ENV.inputs).joinpath(*parts)


@contextmanager
def lasting_import(path: Path, media: Path) -> Iterator[ContentImportJob]:
    """One published import that several tests share; all of it is rolled back at the end."""
    from edusync.identity.queries import forget_default_organization
    from edusync.identity.services import create_person, ensure_default_organization, ensure_system_roles
    from edusync.kernel.tenancy import organization_context

    with transaction.atomic(), override_settings(MEDIA_ROOT=media, DATA_DIR=media):
        organization = ensure_default_organization()
        ensure_system_roles()
        with organization_context(organization.pk):
            author = create_person(
                email="author@example.com", roles=("instructor",), organization_id=organization.pk
            )
            yield import_folder(path, by=author, is_published=True)
        transaction.set_rollback(True)
    forget_default_organization()


def actor_for(user: Any) -> Actor:
    """The person as an actor, as a request of theirs would have it."""
    from edusync.identity.standing import standing_of

    standing = standing_of(user)
    return Actor(
        user_id=user.pk,
        organization_id=standing.organization.id if standing.organization else None,
        permissions=standing.permissions,
    )


def upload_people(content: str | bytes, *, by: Any, name: str = "people.csv") -> UserImportJob:
    """Upload a file of people."""
    from edusync.integrations.services.people import request_people_import

    return request_people_import(content=io.BytesIO(as_bytes(content)), name=name, actor=actor_for(by))


def check_people(job: UserImportJob, *, by: Any, **changes: Any) -> UserImportJob:
    """Make the dry run of an import at once."""
    from edusync.integrations.services.people import check_people_import, run_people_import

    check_people_import(job=job, actor=actor_for(by), changes=changes)
    return run_people_import(job.pk)


def import_people(
    content: str | bytes, *, by: Any, name: str = "people.csv", **changes: Any
) -> UserImportJob:
    """Upload, check and import a file of people at once."""
    from edusync.integrations.services.people import run_people_import, start_people_import

    job = check_people(upload_people(content, by=by, name=name), by=by, **changes)
    start_people_import(job=job, actor=actor_for(by))
    return run_people_import(job.pk)
