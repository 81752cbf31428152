"""Course as code: a course into a folder, and a folder into a course."""

import dataclasses
import hashlib
import shutil
from pathlib import Path
from typing import IO, Any

from django.db import transaction

from edusync.courses.models import Course
from edusync.courses.queries import locked_course, snapshot_of_digest
from edusync.courses.services import versions
from edusync.courses.snapshots import apply_snapshot, build_from_snapshot, digest, take_snapshot
from edusync.courses.snapshots.changes import Entry
from edusync.courses.snapshots.linking import files_named
from edusync.courses.snapshots.shapes import replaced_uuids
from edusync.files.models import FileObject
from edusync.files.services import forget_contents, open_file, store_file
from edusync.integrations.formats.archive import SourceFolder, safe_path
from edusync.integrations.formats.code import STATE_FILE, CodeFolder, code_texts, file_paths, read_code
from edusync.integrations.formats.code.yamltext import dump_yaml, load_yaml
from edusync.integrations.formats.writing import ZipWriter
from edusync.integrations.problems import CodeConflict, CodeFault, CodeRefused, OtherCourse
from edusync.kernel import audit, clock
from edusync.kernel.problems import ValidationProblem

_COPY = 1 << 20


class _DryRunDone(Exception):
    """Leaves the transaction of a dry run, so that nothing of it stays."""


@dataclasses.dataclass(frozen=True, slots=True)
class CourseCode:
    """A course as texts and files, by path."""

    texts: dict[str, str]
    files: dict[str, FileObject]


@dataclasses.dataclass(frozen=True, slots=True)
class Pushed:
    """What a push changed, or would change. `course` is None after the dry run of a new course."""

    course: Course | None
    entries: list[Entry]
    is_dry_run: bool
    version: int | None = None


def code_of(course: Course) -> CourseCode:
    """The course as code."""
    snapshot = take_snapshot(course)
    state = {
        "format": 1,
        "origin": snapshot["origin"],
        "digest": digest(snapshot),
        "pulled_at": clock.now().isoformat(timespec="seconds"),
    }
    stored = files_named(snapshot["files"])
    files = {path: stored[name] for name, path in file_paths(snapshot).items() if name in stored}
    return CourseCode(code_texts(snapshot, state=state), files)


def write_code_zip(course: Course, target: IO[bytes]) -> None:
    """The course as code in a zip file."""
    code = code_of(course)
    with ZipWriter(target) as archive:
        for path, text in code.texts.items():
            archive.write_text(f"{course.slug}/{path}", text)
        for path, file in code.files.items():
            with open_file(file) as content:
                archive.copy(f"{course.slug}/{path}", content, is_packed=True)


def pull_code(course: Course, target: Path, *, is_forced: bool = False) -> int:
    """Write the course into a folder, in place of what an earlier pull wrote there; returns the number of files.

    Files that no pull wrote stay. Raises CodeConflict when texts of the folder were changed and not pushed, unless
    `is_forced`, and CodeRefused when the folder holds something else.
    """
    old = _state_of(target)
    if target.exists() and any(target.iterdir()) and not old:
        raise CodeRefused(
            faults=[CodeFault(STATE_FILE, 1, "The folder holds something else. Name an empty one.")]
        )
    changed = _changed_texts(target, old)
    if changed and not is_forced:
        raise CodeConflict(f"Changed here and not pushed: {', '.join(changed[:5])}.", changes=changed)
    code = code_of(course)
    for path in [*old.get("texts", {}), *old.get("files", [])]:
        if path not in code.texts and path not in code.files:
            _drop(target, path)
    for path, text in code.texts.items():
        _placed(target, path).write_text(text, encoding="utf-8", newline="")
    for path, file in code.files.items():
        place = _placed(target, path)
        if not place.is_file() or _sha256(place) != file.sha256:
            with open_file(file) as content, place.open("wb") as out:
                shutil.copyfileobj(content, out, _COPY)
    state, _ = load_yaml(code.texts[STATE_FILE])
    _placed(target, STATE_FILE).write_text(
        dump_yaml({**state, "files": sorted(code.files)}), encoding="utf-8"
    )
    return len(code.texts) + len(code.files)


def _placed(target: Path, path: str) -> Path:
    """Where a file of the folder goes; folders are made. Raises CodeRefused when a link leads elsewhere."""
    place = target / safe_path(path)
    place.parent.mkdir(parents=True, exist_ok=True)
    if place.is_symlink() or not place.parent.resolve().is_relative_to(target.resolve()):
        raise CodeRefused(faults=[CodeFault(path, 1, "Links are not followed.")])
    return place


def _drop(target: Path, path: str) -> None:
    place = target / safe_path(path)
    if place.is_file() and not place.is_symlink() and place.resolve().is_relative_to(target.resolve()):
        place.unlink()
        parent = place.parent
        while parent != target and parent.is_dir() and not any(parent.iterdir()):
            parent.rmdir()
            parent = parent.parent


def _state_of(target: Path) -> dict[str, Any]:
    place = target / STATE_FILE
    if not place.is_file() or place.is_symlink():
        return {}
    value, _ = load_yaml(place.read_text(encoding="utf-8"))
    return value if isinstance(value, dict) else {}


def _changed_texts(target: Path, state: dict[str, Any]) -> list[str]:
    found = []
    for path, sha256 in (state.get("texts") or {}).items():
        place = target / safe_path(str(path))
        if place.is_file() and _sha256(place) != sha256:
            found.append(str(path))
    return found


def _sha256(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def inner_folder(folder: SourceFolder) -> SourceFolder:
    """The folder itself, or the one folder in it: programs pack either."""
    if "course.yaml" in folder.paths:
        return folder
    tops = {path.partition("/")[0] for path in folder.paths if "/" in path} - {"__MACOSX"}
    if len(tops) == 1 and f"{(top := next(iter(tops)))}/course.yaml" in folder.paths:
        return folder.narrowed(top)
    return folder


def differences(*, course: Course, folder: SourceFolder) -> list[Entry]:
    """What the folder says otherwise than the course. Raises CodeRefused."""
    return push_code(course=course, folder=folder, by_id=None, is_dry_run=True, is_forced=True).entries


def push_code(
    *,
    course: Course,
    folder: SourceFolder,
    by_id: int | None,
    is_dry_run: bool = False,
    is_forced: bool = False,
) -> Pushed:
    """Make the course what the folder says. Lessons that the folder lacks are unpublished, never deleted.

    A version is kept before and after. Raises CodeRefused with file and line, OtherCourse, CodeConflict when the course
    changed since the folder was pulled, unless `is_forced`. Nothing is changed then, nor in a dry run.
    """
    code = read_code(folder)
    origin = code.snapshot["origin"].get("uuid")
    if origin is not None and origin != str(course.uuid):
        raise OtherCourse(f"It was pulled from the course {code.snapshot['origin'].get('slug', '')}.")
    keys: set[str] = set()
    found: list[Pushed] = []
    try:
        with _told_by_line(code), transaction.atomic():
            locked = locked_course(course.pk)
            before = take_snapshot(locked)
            if not is_forced:
                _refuse_conflict(locked, code, before)
            snapshot = _with_files(code, folder, by_id, keys)
            if not is_dry_run:
                versions.record_version(
                    course=locked, reason="before_restore", by_id=by_id, only_if_changed=True
                )
            apply_snapshot(locked, snapshot, is_offer_applied=True)
            locked.refresh_from_db()
            entries = versions.changes_between(before, take_snapshot(locked))
            if is_dry_run:
                found.append(Pushed(locked, entries, is_dry_run=True))
                raise _DryRunDone
            version = versions.record_version(course=locked, reason="pushed", by_id=by_id)
            audit.record(
                "integrations.code.pushed",
                actor=by_id,
                target=("course", locked.pk),
                facts={"changes": len(entries), "version": version.number},
            )
            return Pushed(locked, entries, is_dry_run=False, version=version.number)
    except _DryRunDone:
        forget_contents(keys=keys)
        return found[0]
    except BaseException:
        forget_contents(keys=keys)
        raise


def create_from_code(
    *, folder: SourceFolder, organization_id: int, by_id: int | None, is_dry_run: bool = False
) -> Pushed:
    """A new draft of what the folder says; ids that nothing else has are kept. Raises CodeRefused."""
    code = read_code(folder)
    keys: set[str] = set()
    try:
        with _told_by_line(code), transaction.atomic():
            snapshot = _with_files(code, folder, by_id, keys)
            course = build_from_snapshot(
                snapshot, organization_id=organization_id, created_by_id=by_id, keep_uuids=True
            )
            if is_dry_run:
                raise _DryRunDone
            return Pushed(course, [], is_dry_run=False)
    except _DryRunDone:
        forget_contents(keys=keys)
        return Pushed(None, [], is_dry_run=True)
    except BaseException:
        forget_contents(keys=keys)
        raise


def _refuse_conflict(course: Course, code: CodeFolder, present: dict[str, Any]) -> None:
    """The course must be what it was when the folder was pulled, or already be what the folder says."""
    pulled = code.state.get("digest")
    if pulled is None or pulled == digest(present):
        return
    base = snapshot_of_digest(course, str(pulled))
    changes: list[dict[str, Any]] = []
    if base is not None:
        changes = [entry.as_json() for entry in versions.changes_between(versions.body_of(base), present)][
            :50
        ]
    raise CodeConflict("Pull it again, or push with force to put the folder in its place.", changes=changes)


class _told_by_line:  # noqa: N801 - a context manager reads as a verb
    """Faults of the content are told with the file and line in which they stand."""

    def __init__(self, code: CodeFolder) -> None:
        self.code = code

    def __enter__(self) -> None:
        """Nothing to do yet."""

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        """Turn a ValidationProblem into CodeRefused."""
        if isinstance(error, ValidationProblem):
            faults = [CodeFault(*self.code.place(one.pointer), one.detail) for one in error.errors]
            raise CodeRefused(faults=faults or [CodeFault("course.yaml", 1, error.detail)]) from error


def _with_files(code: CodeFolder, folder: SourceFolder, by_id: int | None, keys: set[str]) -> dict[str, Any]:
    """The snapshot with the folder's files stored, and named as the store names them."""
    known = files_named(code.file_paths)
    new: dict[str, str] = {}
    for name, path in code.file_paths.items():
        place = folder.root / path
        file = known.get(name)
        if file is not None and file.sha256 == _sha256(place):
            continue
        with place.open("rb") as content:
            stored = store_file(content=content, name=place.name, uploaded_by_id=by_id)
        keys.add(stored.storage_key)
        new[name] = str(stored.uuid)
    snapshot: dict[str, Any] = replaced_uuids(code.snapshot, new)
    return snapshot
