"""Reads of what was found alike, permission-free."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Subquery

from edusync.assessment.models import (
    Fingerprint,
    SimilarityMatch,
    SimilarityReport,
    Submission,
    WorkText,
)
from edusync.assessment.similarity.passages import Place

CHUNK = 800


def report_of(submission: Submission) -> SimilarityReport | None:
    """What is known of the work's likeness to others."""
    row: SimilarityReport | None = SimilarityReport.objects.filter(submission=submission).first()
    return row


def matches_of(report: SimilarityReport) -> list[SimilarityMatch]:
    """Works like the reported one, the likest first, with whose they are."""
    rows = SimilarityMatch.objects.filter(report=report).select_related(
        "other__assignment__course",
        "other__assignment__lesson",
        "other__enrollment__learner",
        "other__group",
    )
    return list(rows.order_by("-percent", "-shared_count", "id"))


def most_alike() -> Any:
    """Subquery: percent of the likest other work, for submissions."""
    rows = SimilarityMatch.objects.filter(report__submission=OuterRef("pk")).order_by()
    return Subquery(rows.values("report__submission").annotate(most=Max("percent")).values("most"))


def shared_counts(organization_id: int, hashes: Collection[int]) -> Counter[int]:
    """How many of these hashes each text of the organization has, by its id. By the index of fingerprints alone."""
    found: Counter[int] = Counter()
    wanted = sorted(hashes)
    for start in range(0, len(wanted), CHUNK):
        rows = Fingerprint.objects.filter(
            organization_id=organization_id, hash__in=wanted[start : start + CHUNK]
        )
        counts = rows.values_list("text").annotate(shared=Count("hash", distinct=True)).order_by()
        found.update({int(text): int(shared) for text, shared in counts})
    return found


def texts_in_order(submission: Submission) -> list[WorkText]:
    """The texts of a work as they were compared."""
    rows = WorkText.objects.filter(submission=submission, lack="").select_related("file").order_by("position")
    return list(rows)


def unread_texts(submission: Submission) -> list[WorkText]:
    """Files of a work that have no text to compare."""
    rows = WorkText.objects.filter(submission=submission).exclude(lack="").select_related("file")
    return list(rows.order_by("position"))


def places_of(texts: list[WorkText]) -> list[Place]:
    """Where the fingerprints of a work stand."""
    number = {text.pk: at for at, text in enumerate(texts)}
    rows = Fingerprint.objects.filter(text__in=list(number)).annotate(of=F("text_id"))
    return [Place(number[row.of], row.start, row.end, row.hash) for row in rows.order_by("text", "start")]
