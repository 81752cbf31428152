"""Routes of question banks and their categories."""

from typing import Any

from edusync.assessment import bank_queries
from edusync.assessment.bank_policy import MANAGE, BankPolicy, BankRowPolicy
from edusync.assessment.models import QuestionBank, QuestionCategory
from edusync.assessment.rest import bank_serializers as shapes
from edusync.assessment.rest.bank_json import alike_json, bank_json
from edusync.assessment.services import bank as services
from edusync.courses.models import Course
from edusync.courses.policy import manages
from edusync.courses.queries import live_course
from edusync.kernel.idempotency import idempotent
from edusync.kernel.pagination import keyset_page
from edusync.kernel.problems import FieldError, NotFound, ValidationProblem
from edusync.kernel.rest.views import ApiView, FastResponse, schema

NO_STORE = {"Cache-Control": "no-store"}


class BankBaseView(ApiView):
    """A route about banks."""

    policy = BankPolicy()
    permissions = {"get": MANAGE, "post": MANAGE, "patch": MANAGE, "put": MANAGE, "delete": MANAGE}

    def bank(self, bank_id: int) -> QuestionBank:
        """The bank, if the actor sees it. Raises NotFound."""
        bank: QuestionBank | None = (
            BankPolicy().visible(bank_queries.banks(), self.actor).filter(pk=bank_id).first()
        )
        if bank is None:
            raise NotFound
        return bank

    def category(self, bank_id: int, category_id: int | None) -> QuestionCategory | None:
        """The category of that id in the bank. Raises ValidationProblem."""
        if category_id is None:
            return None
        row: QuestionCategory | None = QuestionCategory.objects.filter(
            pk=category_id, bank_id=bank_id
        ).first()
        if row is None:
            error = FieldError("/category_id", "unknown-category", "This bank has no such category.")
            raise ValidationProblem(errors=[error])
        return row


class BanksView(BankBaseView):
    """Banks."""

    @schema(
        response=shapes.QuestionBankSerializer,
        paginated=True,
        query={"search": "Words of the title, or of that of the bank's course."},
        summary="Question banks",
    )
    def get(self, request: Any) -> FastResponse:
        """Those one may fill: one's own, of one's courses, of the organization."""
        rows = self.policy.visible(bank_queries.banks(), self.actor)
        rows = bank_queries.matching_banks(rows, request.GET.get("search", "").strip()[:100])
        return FastResponse(
            keyset_page(rows, request=request, order=("kind", "title", "id"), serialize=bank_json)
        )

    @schema(
        request=shapes.QuestionBankWriteSerializer,
        response=shapes.QuestionBankSerializer,
        status=201,
        summary="Open a question bank",
    )
    @idempotent
    def post(self, request: Any) -> FastResponse:
        """The bank. That of a course or a person is the one that is there, if there is one."""
        given = self.validated(shapes.QuestionBankWriteSerializer)
        bank = self._opened(given)
        return FastResponse(bank_json(self.bank(bank.pk)), status=201)

    def _opened(self, given: dict[str, Any]) -> QuestionBank:
        by_id = self.actor.user_id or 0
        if given["kind"] == QuestionBank.Kind.COURSE:
            return services.course_bank(self._course(given["course_id"]))
        # Whoever may make quizzes in single courses only has banks there only.
        if not self.actor.has(MANAGE):
            raise NotFound
        if not given["title"].strip():
            raise ValidationProblem(errors=[FieldError("/title", "blank", "Give the bank a title.")])
        if given["kind"] == QuestionBank.Kind.PERSON:
            return services.open_own_bank(owner_id=by_id, title=given["title"])
        return services.create_bank(title=given["title"], by_id=by_id)

    def _course(self, course_id: int | None) -> Course:
        course = live_course(pk=course_id) if course_id else None
        if course is None or not manages(self.actor, MANAGE, course.pk):
            error = FieldError("/course_id", "unknown-course", "No course of that id whose quizzes you make.")
            raise ValidationProblem(errors=[error])
        return course


class BankView(BankBaseView):
    """One bank."""

    @schema(response=shapes.QuestionBankDetailSerializer, summary="A question bank with categories and tags")
    def get(self, request: Any, bank_id: int) -> FastResponse:
        """The bank; five queries."""
        bank = self.bank(bank_id)
        return FastResponse(
            {
                **bank_json(bank),
                "categories": bank_queries.categories_of(bank.pk),
                "tags": bank_queries.tags_of_bank(bank.pk),
            }
        )

    @schema(
        request=shapes.QuestionBankTitleSerializer,
        response=shapes.QuestionBankSerializer,
        summary="Rename a question bank",
    )
    def patch(self, request: Any, bank_id: int) -> FastResponse:
        """The bank under its new title."""
        bank = self.bank(bank_id)
        title = self.validated(shapes.QuestionBankTitleSerializer)["title"]
        services.rename_bank(bank=bank, title=title, by_id=self.actor.user_id)
        return FastResponse(bank_json(bank))


class BankFoldersView(BankBaseView):
    """Categories of a bank."""

    @schema(
        request=shapes.QuestionFolderWriteSerializer,
        response=shapes.QuestionFolderSerializer,
        status=201,
        summary="Make a category in a question bank",
    )
    @idempotent
    def post(self, request: Any, bank_id: int) -> FastResponse:
        """The category, last below its parent."""
        bank = self.bank(bank_id)
        given = self.validated(shapes.QuestionFolderWriteSerializer)
        row = services.create_category(bank=bank, by_id=self.actor.user_id, **given)
        return FastResponse(folder_json(row), status=201)


class BankFolderView(BankBaseView):
    """One category."""

    policy = BankRowPolicy()

    @schema(
        request=shapes.QuestionFolderWriteSerializer,
        response=shapes.QuestionFolderSerializer,
        summary="Rename or move a category of a question bank",
    )
    def put(self, request: Any, folder_id: int) -> FastResponse:
        """The category at its place."""
        row = self.get_visible(QuestionCategory.objects.select_related("bank"), folder_id)
        given = self.validated(shapes.QuestionFolderWriteSerializer)
        changed = services.change_category(category=row, by_id=self.actor.user_id, **given)
        return FastResponse(folder_json(changed))

    @schema(status=204, summary="Take a category out of a question bank")
    def delete(self, request: Any, folder_id: int) -> FastResponse:
        """Its questions stay in the bank."""
        row = self.get_visible(QuestionCategory.objects.select_related("bank"), folder_id)
        services.delete_category(category=row, by_id=self.actor.user_id)
        return FastResponse(None, status=204)


def folder_json(row: QuestionCategory) -> dict[str, Any]:
    """A category as JSON."""
    return {
        "id": row.pk,
        "name": row.name,
        "parent_id": row.parent_id,
        "position": row.position,
        "question_count": row.questions.filter(deleted_at=None).count(),
    }


class BankAlikeView(BankBaseView):
    """Questions of a bank that are alike."""

    @schema(response=shapes.AlikePairsSerializer, summary="Pairs of alike questions of a bank")
    def get(self, request: Any, bank_id: int) -> FastResponse:
        """The most alike first, a hundred at most; the number of queries does not grow."""
        pairs = bank_queries.alike_pairs(self.bank(bank_id).pk)
        return FastResponse(
            {
                "results": [
                    {"likeness": share, "questions": [alike_json(one, share), alike_json(other, share)]}
                    for one, other, share in pairs
                ]
            }
        )
