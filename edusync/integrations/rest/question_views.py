"""Routes of questions in and out of banks."""

from typing import Any

from django.http import HttpResponse

from edusync.assessment.models import QuestionBank
from edusync.assessment.policy import BankPolicy
from edusync.assessment.queries import banks
from edusync.integrations.questions.qti.writing import VERSIONS
from edusync.integrations.rest import question_serializers as shapes
from edusync.integrations.services import question_exchange as services
from edusync.kernel.policy import Permission
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema

OUTCOMES = ("imported", "lossy", "skipped", "existing", "versioned")


class QuestionImportView(UploadView):
    """Questions of a file into a bank."""

    policy = BankPolicy()
    permissions = {"post": Permission.QUIZ_MANAGE}

    @schema(
        request=shapes.QuestionUploadSerializer,
        response=shapes.QuestionImportSerializer,
        media_type="multipart/form-data",
        summary="Import questions into a bank, or try it",
    )
    def post(self, request: Any, bank_id: int) -> FastResponse:
        """What came, or in a dry run would come. Questions that the bank has are left out, unless told otherwise."""
        bank: QuestionBank = self.get_visible(banks(), bank_id)
        given = self.validated(shapes.QuestionUploadSerializer)
        report = services.import_questions(
            bank=bank,
            content=given["file"].read(services.MAX_BYTES + 1),
            name=given["file"].name or "",
            format_name=given["format"],
            is_dry_run=given["is_dry_run"],
            on_existing=given["on_existing"],
            by_id=self.actor.user_id,
        )
        return FastResponse(
            {
                "format": report.format,
                "is_dry_run": report.is_dry_run,
                **{outcome: report.count(outcome) for outcome in OUTCOMES},
                "known": sum(row.existing is not None for row in report.rows),
                "rows": [row_json(row) for row in report.rows],
            }
        )


def row_json(row: services.ReportRow) -> dict[str, Any]:
    """What became of one thing in the file."""
    names = ("place", "title", "kind", "outcome", "code", "detail")
    question = row.existing.question if row.existing else None
    existing = question and {"uuid": question.uuid, "title": question.title or question.text[:80]}
    return {**{name: getattr(row, name) for name in names}, "existing": existing}


class QuestionExportView(ApiView):
    """A bank as a file."""

    policy = BankPolicy()
    permissions = {"get": Permission.QUIZ_MANAGE}
    format_name = "gift"

    @schema(media_type="text/plain", summary="A question bank as GIFT")
    def get(self, request: Any, bank_id: int) -> HttpResponse:
        """The file; questions that GIFT cannot say are told in comments at its end."""
        text, refused = self.exported(bank_id)
        lines = [f"// left out: {' '.join(title.split())} ({reason})" for title, reason in refused]
        return self.file("\n".join([text, *lines, ""]), bank_id, "text/plain", "gift")

    def exported(self, bank_id: int) -> tuple[str, list[tuple[str, str]]]:
        """Text and what was left out, if the actor sees the bank. Raises NotFound."""
        bank: QuestionBank = self.get_visible(banks(), bank_id)
        return services.export_questions(bank=bank, by_id=self.actor.user_id, format_name=self.format_name)

    def file(self, text: str, bank_id: int, media_type: str, ending: str) -> HttpResponse:
        """The answer as a file to keep."""
        response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="questions-{bank_id}.{ending}"'
        response["Cache-Control"] = "no-store"
        return response


class QuestionMoodleView(QuestionExportView):
    """A bank as a file for Moodle."""

    format_name = "moodle-xml"

    @schema(media_type="application/xml", summary="A question bank as Moodle XML")
    def get(self, request: Any, bank_id: int) -> HttpResponse:
        """The file; questions that Moodle XML cannot say are told in a comment at its end."""
        text, refused = self.exported(bank_id)
        lines = [
            f"left out: {' '.join(title.split())} ({reason})".replace("--", "- -")
            for title, reason in refused
        ]
        comment = f"<!-- {'; '.join(lines)} -->\n" if lines else ""
        return self.file(text + comment, bank_id, "application/xml", "xml")


class QuestionTableView(QuestionExportView):
    """A bank as a table."""

    format_name = "csv"

    @schema(media_type="text/csv", summary="A question bank as CSV")
    def get(self, request: Any, bank_id: int) -> HttpResponse:
        """The table with the header that the import knows."""
        text, _ = self.exported(bank_id)
        return self.file(f"\ufeff{text}", bank_id, "text/csv", "csv")


class QuestionPackageView(QuestionExportView):
    """A bank as a content package."""

    @schema(
        media_type="application/zip",
        query={"version": "Of QTI: 2.1, 2.2 or 3.0, which is the default."},
        summary="A question bank as QTI",
    )
    def get(self, request: Any, bank_id: int) -> HttpResponse:
        """The package; a page in it tells what QTI cannot say."""
        bank: QuestionBank = self.get_visible(banks(), bank_id)
        wanted = request.GET.get("version", "")
        version = wanted if wanted in VERSIONS else "3.0"
        content = services.export_package(bank=bank, by_id=self.actor.user_id, version=version)
        response = HttpResponse(content, content_type="application/zip")
        response["Content-Disposition"] = f'attachment; filename="questions-{bank_id}-qti-{version}.zip"'
        response["Cache-Control"] = "no-store"
        return response
