"""Translations as a part of a course's snapshot. Imported by the app's tasks, so that snapshots know them."""

from typing import Any

from django.db.models import F

from edusync.courses.models import Course, CourseLanguage, Language, Lesson, Module
from edusync.courses.models.translation import Translation
from edusync.courses.snapshots import register_part


def take_translations(course: Course) -> dict[str, Any] | None:
    """`{"offered": [codes], "pieces": [{language, of, field, text, state, source_digest}]}`; `of` is a UUID, or "course"."""
    names = {("course", course.pk): "course"}
    for entity, model in (("module", Module), ("lesson", Lesson)):
        rows = model.objects.filter(course=course, deleted_at=None).values_list("pk", "uuid")  # type: ignore[attr-defined]
        names.update({(entity, pk): str(key) for pk, key in rows})
    columns = ("language_id", "entity", "entity_id", "field", "text", "state", "source_digest")
    pieces = [
        {
            "language": language,
            "of": names[entity, pk],
            "field": field,
            "text": text,
            "state": state,
            "source_digest": digest,
        }
        for language, entity, pk, field, text, state, digest in Translation.objects.filter(
            course=course
        ).values_list(*columns)
        if (entity, pk) in names
    ]
    offered = sorted(CourseLanguage.objects.filter(course=course).values_list("language_id", flat=True))
    if not pieces and not offered:
        return None
    return {
        "offered": offered,
        "pieces": sorted(pieces, key=lambda one: (one["language"], one["of"], one["field"])),
    }


def apply_translations(course: Course, data: Any) -> None:
    """Let the course have exactly these translations. Languages and rows that are not here are left out."""
    data = data if isinstance(data, dict) else {}
    known = set(Language.objects.values_list("code", flat=True)) - {course.language_id}
    places: dict[str, tuple[str, int]] = {"course": ("course", course.pk)}
    for entity, model in (("module", Module), ("lesson", Lesson)):
        rows = model.objects.filter(course=course).values_list("uuid", "pk")  # type: ignore[attr-defined]
        places.update({str(key): (entity, pk) for key, pk in rows})
    Translation.objects.filter(course=course).delete()
    rows = [
        Translation(
            organization_id=course.organization_id,
            course=course,
            language_id=one["language"],
            entity=places[one["of"]][0],
            entity_id=places[one["of"]][1],
            field=str(one["field"])[:160],
            text=str(one["text"]),
            state=one["state"] if one["state"] in Translation.State.values else Translation.State.DRAFT,
            source_digest=str(one["source_digest"])[:64],
        )
        for one in data.get("pieces", ())
        if one["language"] in known and one["of"] in places
    ]
    Translation.objects.bulk_create(rows, batch_size=500)
    offered = {code for code in data.get("offered", ()) if code in known}
    CourseLanguage.objects.filter(course=course).exclude(language_id__in=offered).delete()
    present = set(CourseLanguage.objects.filter(course=course).values_list("language_id", flat=True))
    for code in sorted(offered - present):
        CourseLanguage.objects.create(course=course, language_id=code)
    Course.objects.filter(pk=course.pk).update(translation_version=F("translation_version") + 1)


register_part("translations", take_translations, apply_translations)
