"""Pages being written, page templates, Markdown."""

import dataclasses
from typing import Any

from django.http import HttpResponse

from edusync.courses import services
from edusync.courses.blocks import clean_document, document_to_markdown, markdown_to_document
from edusync.courses.models import Lesson, Page, PageTemplate
from edusync.courses.page_beginnings import beginnings
from edusync.courses.policy import LessonPolicy, PageTemplatePolicy, works_on
from edusync.courses.problems import KindMismatch
from edusync.courses.rest import page_serializers as shapes
from edusync.courses.services.pages import DRAFTED, authored_document
from edusync.identity.queries import people_named
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.policy import Permission
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema

MAX_MARKDOWN_CHARACTERS = 400_000


class PageBaseView(ApiView):
    """A route about the page of one lesson, for its authors."""

    policy = LessonPolicy()

    def lesson_of(self, lesson_id: int, *, is_to_read: bool = False) -> Lesson:
        """The page lesson if the actor may edit it, or read it as an author does: who reviews reads the draft.

        Raises NotFound, Forbidden, KindMismatch.
        """
        lesson = (
            # All details: what indexes the lesson asks for each of them.
            Lesson.objects.select_related("module", "course", "page", "video", "document", "link")
            .filter(pk=lesson_id, deleted_at=None, module__deleted_at=None, course__deleted_at=None)
            .first()
        )
        if lesson is None:
            raise NotFound
        if not (is_to_read and works_on(self.actor, lesson.course)):
            self.check(Permission.COURSE_UPDATE, lesson)
        if lesson.kind != Lesson.Kind.PAGE:
            raise KindMismatch(kind=lesson.kind)
        return lesson

    def page_json(self, lesson: Lesson, page: Page | None) -> dict[str, Any]:
        """The page as its authors see it."""
        editor = page.edited_by_id if page else None
        cards = people_named([editor]) if editor else {}
        return {
            "document": authored_document(page),
            "row_version": page.row_version if page else 1,
            "is_draft": page is not None and page.draft is not None,
            "waits_for_publishing": lesson.course.status in DRAFTED,
            "updated_at": (page.edited_at or page.updated_at) if page else lesson.updated_at,
            "updated_by": dataclasses.asdict(cards[editor]) if editor in cards else None,
        }


class PageView(PageBaseView):
    """A page as its authors write it."""

    key_scopes = {"get": Permission.COURSE_UPDATE, "put": Permission.COURSE_UPDATE}

    @schema(response=shapes.PageEditSerializer, summary="A page for its authors")
    def get(self, request: Any, lesson_id: int) -> FastResponse:
        """The draft where there is one, else what learners read; also for reviewers, who do not write."""
        lesson = self.lesson_of(lesson_id, is_to_read=True)
        return FastResponse(self.page_json(lesson, getattr(lesson, "page", None)))

    @schema(request=shapes.PageWriteSerializer, response=shapes.SavedPageSerializer, summary="Save a page")
    @idempotent
    def put(self, request: Any, lesson_id: int) -> FastResponse:
        """The page as stored. 409 page-conflict carries both documents when it moved on and `base` is missing."""
        lesson = self.lesson_of(lesson_id)
        saved = services.save_page(
            lesson=lesson, by_id=self.actor.user_id, **self.validated(shapes.PageWriteSerializer)
        )
        return FastResponse(
            {
                **self.page_json(lesson, saved.page),
                "merged": saved.is_merged,
                "conflicts": [{"block": one.block, "copy": one.copy} for one in saved.conflicts],
            }
        )


class PageDraftView(PageBaseView):
    """What waits for publishing."""

    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(response=shapes.PageEditSerializer, summary="Throw away the draft of a page")
    def post(self, request: Any, lesson_id: int) -> FastResponse:
        """The page as learners read it. Without a draft nothing happens."""
        lesson = self.lesson_of(lesson_id)
        page = services.discard_page_draft(lesson=lesson, by_id=self.actor.user_id)
        return FastResponse(self.page_json(lesson, page))


class AuthorsView(ApiView):
    """A route for everybody who writes courses."""

    policy = PageTemplatePolicy()

    def require_author(self) -> None:
        """Raise Forbidden for people who write no course."""
        self.check(Permission.COURSE_UPDATE)


class MarkdownView(AuthorsView):
    """Markdown to blocks and back."""

    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(
        request=shapes.MarkdownWriteSerializer,
        response=shapes.MarkdownSerializer,
        summary="Markdown to blocks, or blocks to Markdown",
    )
    def post(self, request: Any) -> FastResponse:
        """Both spellings. Send `markdown` when pasting, `document` when exporting. Nothing is stored."""
        self.require_author()
        values = self.validated(shapes.MarkdownWriteSerializer)
        if ("markdown" in values) == ("document" in values):
            raise wrong("/markdown", "one-of", "Send either markdown or document.")
        if "markdown" in values:
            markdown = values["markdown"]
            if len(markdown) > MAX_MARKDOWN_CHARACTERS:
                raise wrong("/markdown", "too-long", f"At most {MAX_MARKDOWN_CHARACTERS} characters.")
            return FastResponse({"markdown": markdown, "document": markdown_to_document(markdown)})
        document = clean_document(values["document"], pointer="/document")
        markdown = document_to_markdown(document, with_ids=values["with_ids"])
        return FastResponse({"markdown": markdown, "document": document})


def wrong(pointer: str, code: str, detail: str) -> ValidationProblem:
    """The problem that one member of the body is wrong."""
    return ValidationProblem(errors=[FieldError(pointer=pointer, code=code, detail=detail)])


class PageBeginningsView(AuthorsView):
    """Templates that come with the site."""

    @schema(
        response=shapes.PageBeginningsSerializer,
        query={"language": "Language of their words, `en` or `ta`."},
        summary="Built-in page templates",
    )
    def get(self, request: Any) -> FastResponse:
        """All of them, with their pages."""
        self.require_author()
        found = beginnings(request.GET.get("language", "en"))
        return FastResponse(
            {"results": [{**one, "document": clean_document(one["document"])} for one in found]}
        )


class PageTemplatesView(AuthorsView):
    """Templates that authors saved."""

    key_scopes = {"post": Permission.COURSE_UPDATE}

    @schema(response=shapes.PageTemplateRowSerializer, paginated=True, summary="Saved page templates")
    def get(self, request: Any) -> FastResponse:
        """By name, without their pages."""
        self.require_author()
        rows = self.required_policy().visible(PageTemplate.objects.defer("document"), self.actor)
        page = keyset_page(rows, request=request, order=("name", "id"))
        cards = people_named([row.saved_by_id for row in page["results"] if row.saved_by_id])
        page["results"] = [template_json(self, row, cards) for row in page["results"]]
        return FastResponse(page)

    @schema(
        request=shapes.PageTemplateWriteSerializer,
        response=shapes.PageTemplateSerializer,
        status=201,
        summary="Save a page as a template",
    )
    @idempotent
    def post(self, request: Any) -> FastResponse:
        """The new template."""
        self.require_author()
        values = self.validated(shapes.PageTemplateWriteSerializer)
        template = services.save_page_template(by_id=self.actor.user_id, **values)
        return FastResponse(full_template(self, template), status=201)


class PageTemplateView(AuthorsView):
    """One saved template."""

    key_scopes = {"delete": Permission.COURSE_UPDATE}

    @schema(response=shapes.PageTemplateSerializer, summary="A saved page template")
    def get(self, request: Any, pk: int) -> FastResponse:
        """With its page."""
        return FastResponse(full_template(self, self.get_visible(PageTemplate.objects.all(), pk)))

    @schema(status=204, summary="Delete a saved page template")
    def delete(self, request: Any, pk: int) -> HttpResponse:
        """For who saved it and for who keeps the catalog. Pages made from it stay."""
        template = self.get_visible(PageTemplate.objects.all(), pk)
        self.check(Permission.COURSE_UPDATE, template)
        services.delete_page_template(template=template, by_id=self.actor.user_id)
        return HttpResponse(status=204)


def template_json(view: AuthorsView, row: PageTemplate, cards: Any) -> dict[str, Any]:
    """A row of the list."""
    card = cards.get(row.saved_by_id)
    return {
        "id": row.pk,
        "uuid": row.uuid,
        "name": row.name,
        "summary": row.summary,
        "created_at": row.created_at,
        "saved_by": dataclasses.asdict(card) if card else None,
        "actions": view.required_policy().actions(view.actor, row),
    }


def full_template(view: AuthorsView, row: PageTemplate) -> dict[str, Any]:
    """A template with its page."""
    cards = people_named([row.saved_by_id]) if row.saved_by_id else {}
    return {**template_json(view, row, cards), "document": row.document}
