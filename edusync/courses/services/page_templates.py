"""Pages to begin with: those that come with the site, and those that authors saved."""

from typing import Any

from django.db import IntegrityError, transaction

from edusync.courses.blocks import clean_document, document_files, fill_files
from edusync.courses.models import PageTemplate
from edusync.courses.services import fields
from edusync.files.queries import files_by_uuid
from edusync.files.services import replace_links
from edusync.kernel import audit

MAX_NAME_CHARACTERS = 120
MAX_SUMMARY_CHARACTERS = 300
MAX_TEMPLATES = 200


@transaction.atomic
def save_page_template(*, name: str, document: Any, summary: str = "", by_id: int | None) -> PageTemplate:
    """Keep a page as a beginning for others. Raises ValidationProblem: bad document, name taken, too many."""
    name = fields.title_of(name, pointer="/name")
    if len(name) > MAX_NAME_CHARACTERS:
        raise fields.invalid("/name", "too-long", f"At most {MAX_NAME_CHARACTERS} characters.")
    summary = fields.short_text(summary, pointer="/summary", limit=MAX_SUMMARY_CHARACTERS)
    document = clean_document(document, pointer="/document")
    files = files_by_uuid(document_files(document))
    document = fill_files(document, files, pointer="/document")
    if PageTemplate.objects.count() >= MAX_TEMPLATES:
        raise fields.invalid("/name", "too-many", f"At most {MAX_TEMPLATES} templates. Delete one first.")
    try:
        with transaction.atomic():
            template = PageTemplate.objects.create(
                name=name, summary=summary, document=document, saved_by_id=by_id
            )
    except IntegrityError as error:
        raise fields.invalid("/name", "not-unique", "A template of this name exists.") from error
    replace_links(files=files.values(), place="page_template", place_id=template.pk)
    audit.record(
        "courses.page_template.saved",
        actor=by_id,
        target=("page_template", template.pk),
        facts={"name": name},
    )
    return template


@transaction.atomic
def delete_page_template(*, template: PageTemplate, by_id: int | None) -> None:
    """Pages made from it stay."""
    replace_links(files=[], place="page_template", place_id=template.pk)
    audit.record(
        "courses.page_template.deleted",
        actor=by_id,
        target=("page_template", template.pk),
        facts={"name": template.name},
    )
    template.delete()
