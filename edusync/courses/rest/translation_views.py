"""Routes of translations, for those who translate a course."""

from typing import Any

from edusync.courses.models import Course, Language
from edusync.courses.rest import translation_serializers as kinds
from edusync.courses.rest.course_views import CourseBaseView
from edusync.courses.rest.translation_json import course_translations_json, parts_json, pieces_json
from edusync.courses.services import translations
from edusync.kernel.idempotency import idempotent
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import FastResponse, schema

_SCOPES = {"get": Permission.TRANSLATION_MANAGE, "put": Permission.TRANSLATION_MANAGE}


class TranslationBaseView(CourseBaseView):
    """A route about the translations of one course."""

    public = False
    key_scopes = _SCOPES

    def course(self, slug: str) -> Course:
        """The course if the actor may translate it. Raises NotFound, Forbidden."""
        return self.course_for(Permission.TRANSLATION_MANAGE, slug)

    def language(self, code: str) -> Language:
        """The language. Raises NotFound."""
        language = Language.objects.filter(code=code).first()
        if language is None:
            raise NotFound
        return language


class TranslationsView(TranslationBaseView):
    """The languages of a course."""

    @schema(response=kinds.CourseTranslationsSerializer, summary="Languages of a course and how far each is")
    def get(self, request: Any, slug: str) -> FastResponse:
        """Those offered to learners, and those that somebody began with."""
        return FastResponse(course_translations_json(self.course(slug)))


class TranslationView(TranslationBaseView):
    """One language of a course."""

    @schema(response=kinds.TranslationPartsSerializer, summary="Parts of a course in one language")
    def get(self, request: Any, slug: str, language: str) -> FastResponse:
        """The course itself, modules and lessons, each with how far it is."""
        return FastResponse(parts_json(self.course(slug), self.language(language)))

    @schema(
        request=kinds.OfferLanguageSerializer,
        response=kinds.TranslationPartsSerializer,
        summary="Offer a language to learners, or no longer",
    )
    def put(self, request: Any, slug: str, language: str) -> FastResponse:
        """Learners may choose it from now on. What is not translated stays in the language of the course."""
        course = self.course(slug)
        given = self.validated(kinds.OfferLanguageSerializer)
        translations.offer_language(course=course, language=language, by_id=self.actor.user_id, **given)
        return FastResponse(parts_json(course, self.language(language)))


class TranslationPartView(TranslationBaseView):
    """The pieces of one part of a course in one language."""

    @schema(response=kinds.TranslationPiecesSerializer, summary="Texts of a part beside their translations")
    def get(self, request: Any, slug: str, language: str, key: str) -> FastResponse:
        """In reading order."""
        course = self.course(slug)
        return FastResponse({"pieces": pieces_json(course, self.language(language).code, key)})

    @schema(
        request=kinds.PiecesWriteSerializer,
        response=kinds.TranslationPiecesSerializer,
        summary="Write translations of a part",
    )
    @idempotent
    def put(self, request: Any, slug: str, language: str, key: str) -> FastResponse:
        """The part as it stands now. 412 where somebody else changed a piece meanwhile."""
        course = self.course(slug)
        code = self.language(language).code
        given = self.validated(kinds.PiecesWriteSerializer)["pieces"]
        translations.save_pieces(course=course, language=code, pieces=given, by_id=self.actor.user_id)
        return FastResponse({"pieces": pieces_json(course, code, key)})
