"""Content of the kinds that this app owns: page, video, document, link."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from edusync.courses.blocks import clean_document, document_files, document_text, fill_files
from edusync.courses.models import (
    CaptionTrack,
    Document,
    DocumentFile,
    ExternalLink,
    Lesson,
    LinkItem,
    Page,
    Video,
)
from edusync.courses.services.pages import DRAFTED
from edusync.courses.snapshots import columns, shapes
from edusync.courses.snapshots.content_kinds import Content, ContentProvider, register_content
from edusync.courses.snapshots.linking import files_named
from edusync.files.queries import files_by_uuid
from edusync.files.services import link_many
from edusync.kernel.locking import save_versioned


class PageContent(ContentProvider):
    """`{document}`, and `{draft}` where authors wrote since the course was published."""

    def read(self, lesson_ids: Sequence[int]) -> Mapping[int, Content]:
        """One query."""
        rows = Page.objects.filter(lesson_id__in=lesson_ids).values_list("lesson_id", "document", "draft")
        return {
            lesson_id: {"document": document, **({} if draft is None else {"draft": draft})}
            for lesson_id, document, draft in rows
        }

    def write_many(self, pairs: Sequence[tuple[Lesson, Content]]) -> None:
        """Cleaned and stored; in a published course the text becomes the draft of pages that learners read."""
        pages = {
            page.lesson_id: page for page in Page.objects.filter(lesson_id__in=[row.pk for row, _ in pairs])
        }
        files = files_named(name for _, data in pairs for name in _names(data))
        known = {file.uuid: file for file in files.values()}
        fresh: list[Page] = []
        for lesson, data in pairs:
            pointer = f"/lessons/{lesson.uuid}/content"
            document = self._cleaned(data.get("document") or {}, known, f"{pointer}/document")
            draft = data.get("draft")
            if draft is not None:
                draft = self._cleaned(draft, known, f"{pointer}/draft")
            page = pages.get(lesson.pk)
            if page is None:
                page = pages[lesson.pk] = Page(lesson=lesson, document=document, draft=draft)
                page.text = document_text(document)
                fresh.append(page)
            else:
                self._change(lesson, page, document, draft)
        Page.objects.bulk_create(fresh, batch_size=200)
        self._link(pages, known)

    def _cleaned(self, document: Any, files: Any, pointer: str) -> dict[str, Any]:
        cleaned = clean_document(document, pointer=pointer)
        return fill_files(cleaned, files, pointer=pointer)

    def _change(
        self, lesson: Lesson, page: Page, document: dict[str, Any], draft: dict[str, Any] | None
    ) -> None:
        if lesson.course.status in DRAFTED:
            # Learners go on reading what was published until the changes are.
            wanted = document if draft is None else draft
            draft, document = (None if wanted == page.document else wanted), page.document
        changed = [
            name for name, value in (("document", document), ("draft", draft)) if getattr(page, name) != value
        ]
        if not changed:
            return
        page.document, page.draft = document, draft
        if "document" in changed:
            page.text = document_text(document)
            changed.append("text")
        save_versioned(page, changed)

    def _link(self, pages: Mapping[int, Page], known: Mapping[Any, Any]) -> None:
        missing = {
            name
            for page in pages.values()
            for document in (page.document, page.draft)
            if document
            for name in document_files(document)
            if name not in known
        }
        known = {**known, **files_by_uuid(missing)}
        used = {
            lesson_id: {
                known[name].pk: known[name]
                for document in (page.document, page.draft)
                if document
                for name in document_files(document)
                if name in known
            }.values()
            for lesson_id, page in pages.items()
        }
        link_many(used, place="lesson", role="page")


def _names(data: Content) -> list[str]:
    """All UUIDs in a content: what of them are files, the store knows."""
    return [found.decode() for found in shapes.UUIDS.findall(shapes.dumped(data))]


@dataclasses.dataclass(frozen=True, slots=True)
class Child:
    """Rows that hang on the detail row of a lesson, such as captions on a video."""

    model: Any
    parent: str
    order: tuple[str, ...]
    # What the site found out by itself, such as whether a link answers.
    found_out: frozenset[str] = frozenset()

    @property
    def fields(self) -> tuple[Any, ...]:
        """Columns that a snapshot keeps."""
        return columns.portable_fields(self.model, self.found_out | {self.parent})


class RowContent(ContentProvider):
    """Content that is one row of a table and its children, column by column."""

    def __init__(self, model: Any, *, role: str, children: dict[str, Child] | None = None) -> None:
        self.model = model
        self.role = role
        self.children = children or {}

    @property
    def fields(self) -> tuple[Any, ...]:
        """Columns that a snapshot keeps."""
        return columns.portable_fields(self.model, frozenset({"lesson"}))

    def read(self, lesson_ids: Sequence[int]) -> Mapping[int, Content]:
        """One query, and one for each table of children."""
        rows = self.model.objects.filter(lesson_id__in=lesson_ids)
        found: dict[int, Content] = {
            lesson_id: columns.row_json(self.fields, values)
            for lesson_id, *values in rows.values_list("lesson_id", *columns.lookups(self.fields))
        }
        for name, child in self.children.items():
            for content in found.values():
                content[name] = []
            children = child.model.objects.filter(**{f"{child.parent}_id__in": list(found)})
            names = columns.lookups(child.fields)
            for parent_id, *values in children.order_by(*child.order).values_list(
                f"{child.parent}_id", *names
            ):
                found[parent_id][name].append(columns.row_json(child.fields, values))
        return found

    def write_many(self, pairs: Sequence[tuple[Lesson, Content]]) -> None:
        """Rows made together, others changed where they differ; children are replaced."""
        files = files_named(name for _, data in pairs for name in _names(data))
        rows = {row.pk: row for row in self.model.objects.filter(pk__in=[lesson.pk for lesson, _ in pairs])}
        fresh = []
        for lesson, data in pairs:
            if not data:
                continue
            pointer = f"/lessons/{lesson.uuid}/content"
            values = columns.clean_row(self.fields, data, files=files, pointer=pointer)
            row = rows.get(lesson.pk)
            if row is None:
                rows[lesson.pk] = self.model(lesson=lesson, **values)
                fresh.append(rows[lesson.pk])
                continue
            changed = [name for name, value in values.items() if getattr(row, name) != value]
            for name in changed:
                setattr(row, name, values[name])
            save_versioned(row, changed)
        self.model.objects.bulk_create(fresh, batch_size=200)
        for name, child in self.children.items():
            self._write_children(name, child, [(lesson, data) for lesson, data in pairs if data], files)
        used = {
            lesson.pk: {files[name].pk: files[name] for name in _names(data) if name in files}.values()
            for lesson, data in pairs
        }
        link_many(used, place="lesson", role=self.role)

    def _write_children(
        self, name: str, child: Child, pairs: Sequence[tuple[Lesson, Content]], files: Mapping[str, Any]
    ) -> None:
        child.model.objects.filter(**{f"{child.parent}_id__in": [lesson.pk for lesson, _ in pairs]}).delete()
        fresh = []
        for lesson, data in pairs:
            pointer = f"/lessons/{lesson.uuid}/content/{name}"
            rows = data.get(name) or []
            if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
                raise shapes.fault(pointer, "not-a-list", "Must be a list of objects.")
            for place, one in enumerate(rows):
                values = columns.clean_row(child.fields, one, files=files, pointer=f"{pointer}/{place}")
                fresh.append(child.model(**{f"{child.parent}_id": lesson.pk}, **values))
        child.model.objects.bulk_create(fresh, batch_size=500)


def register() -> None:
    """Tell the registry of the kinds of this app."""
    captions = Child(CaptionTrack, "video", ("language", "id"))
    register_content("page", PageContent())
    register_content("video", RowContent(Video, role="video", children={"captions": captions}))
    files = Child(DocumentFile, "document", ("position", "id"))
    register_content("document", RowContent(Document, role="document", children={"files": files}))
    found_out = frozenset({"state", "status", "checked_at", "http_status", "failed_since"})
    items = Child(LinkItem, "link", ("position", "id"), found_out)
    register_content("link", RowContent(ExternalLink, role="link", children={"items": items}))
