"""Routes of questions in and out of banks."""

import dataclasses
from typing import Any

from django.http import HttpResponse

from edusync.assessment.bank_policy import MANAGE, BankPolicy
from edusync.assessment.bank_queries import banks
from edusync.assessment.models import QuestionBank
from edusync.integrations.rest import question_serializers as shapes
from edusync.integrations.services import question_exchange as services
from edusync.kernel.rest.views import ApiView, FastResponse, UploadView, schema


class QuestionImportView(UploadView):
    """Questions of a file into a bank."""

    policy = BankPolicy()
    permissions = {"post": MANAGE}

    @schema(
        request=shapes.QuestionUploadSerializer,
        response=shapes.QuestionImportSerializer,
        media_type="multipart/form-data",
        summary="Import questions into a bank, or try it",
    )
    def post(self, request: Any, bank_id: int) -> FastResponse:
        """What came, or in a dry run would come. Importing a file twice brings its questions twice."""
        bank: QuestionBank = self.get_visible(banks(), bank_id)
        given = self.validated(shapes.QuestionUploadSerializer)
        report = services.import_questions(
            bank=bank,
            content=given["file"].read(services.MAX_BYTES + 1),
            name=given["file"].name or "",
            format_name=given["format"],
            is_dry_run=given["is_dry_run"],
            by_id=self.actor.user_id,
        )
        return FastResponse(
            {
                "format": report.format,
                "is_dry_run": report.is_dry_run,
                **{outcome: report.count(outcome) for outcome in ("imported", "lossy", "skipped")},
                "rows": [dataclasses.asdict(row) for row in report.rows],
            }
        )


class QuestionExportView(ApiView):
    """A bank as a file."""

    policy = BankPolicy()
    permissions = {"get": MANAGE}

    @schema(media_type="text/plain", summary="A question bank as GIFT")
    def get(self, request: Any, bank_id: int) -> HttpResponse:
        """The file; questions that GIFT cannot say are told in comments at its end."""
        bank: QuestionBank = self.get_visible(banks(), bank_id)
        text, refused = services.export_questions(bank=bank, by_id=self.actor.user_id)
        lines = [f"// left out: {' '.join(title.split())} ({reason})" for title, reason in refused]
        response = HttpResponse("\n".join([text, *lines, ""]), content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="questions-{bank.pk}.gift"'
        response["Cache-Control"] = "no-store"
        return response
