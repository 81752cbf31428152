"""Comparing works within the organization, in the background: fingerprints kept, likenesses found on both sides."""

from collections import Counter

from django.db import transaction

from edusync.assessment.marker_desk import marked_row
from edusync.assessment.models import (
    Assignment,
    Fingerprint,
    SimilarityMatch,
    SimilarityReport,
    Submission,
    SubmissionFile,
    WorkText,
)
from edusync.assessment.similarity.extraction import MAX_CHARACTERS, kind_of, text_of_file
from edusync.assessment.similarity.winnowing import all_hashes, fingerprints
from edusync.assessment.similarity_queries import shared_counts
from edusync.courses.blocks.text import document_text
from edusync.files.models import FileObject
from edusync.files.services import open_file
from edusync.kernel import audit, clock
from edusync.kernel.tasks import enqueue_many, task
from edusync.kernel.transactions import retry_deadlocks

BATCH = 1_000
# A sentence in common is no finding, so many fingerprints are.
LEAST_SHARED = 3
MOST_MATCHES = 50
COMPARE = "assessment.compare_work"


def ask_for_comparison(*, assignment: Assignment, by_id: int) -> int:
    """Have all works of an assignment compared (again), in the background; returns how many."""
    rows = Submission.objects.filter(assignment=assignment, is_current=True, submitted_at__isnull=False)
    ids = list(rows.order_by("id").values_list("pk", flat=True))
    with transaction.atomic():
        enqueue_many(COMPARE, [{"submission_id": pk} for pk in ids])
        audit.record("assessment.works.compared", actor=by_id, target=("assignment", assignment.pk))
    return len(ids)


@task(COMPARE)
def compare_work(submission_id: int) -> None:
    """Fingerprint a work and find what is like it. Bears repetition."""
    submission = (
        Submission.objects.select_related("assignment", "enrollment").filter(pk=submission_id).first()
    )
    if submission is None or submission.submitted_at is None:
        return
    if not submission.assignment.is_similarity_checked or marked_row(submission).pk != submission.pk:
        return
    texts = _texts_of(submission)
    brief = document_text(submission.assignment.brief)
    common = {kind: all_hashes(brief, kind) for kind in ("text", "code")}
    _compare(submission, texts, common)


def _texts_of(submission: Submission) -> list[WorkText]:
    """What the work says, not stored: the text written here, files that can be read, and what others lack."""
    found = []
    if submission.text.strip():
        found.append(_text(submission, 0, WorkText.Kind.TEXT, submission.text[:MAX_CHARACTERS], None))
    rows = SubmissionFile.objects.filter(submission=submission, file__isnull=False)
    for row in rows.exclude(role=SubmissionFile.Role.MARKED).select_related("file").order_by("position"):
        kind = kind_of(row.name)
        if kind is None or row.file is None or row.file.scan == FileObject.Scan.REFUSED:
            continue
        try:
            with open_file(row.file) as content:
                said = text_of_file(content, row.name)
        except FileNotFoundError:
            continue
        found.append(_text(submission, row.position, kind, said.content, row, lack=said.lack))
    return found


def _text(
    submission: Submission,
    position: int,
    kind: str,
    content: str,
    file: SubmissionFile | None,
    *,
    lack: str = "",
) -> WorkText:
    return WorkText(
        organization_id=submission.organization_id,
        submission=submission,
        position=position,
        kind=kind,
        content="" if lack else content,
        file=file,
        lack=lack,
    )


@retry_deadlocks
@transaction.atomic
def _compare(submission: Submission, texts: list[WorkText], common: dict[str, frozenset[int]]) -> None:
    Submission.objects.select_for_update().get(pk=submission.pk)
    Fingerprint.objects.filter(text__submission=submission).delete()
    WorkText.objects.filter(submission=submission).delete()
    hashes: set[int] = set()
    for text in texts:
        text.save(force_insert=True)
        prints = fingerprints(text.content, text.kind, without=common[text.kind])
        hashes.update(one.hash for one in prints)
        Fingerprint.objects.bulk_create(
            [
                Fingerprint(
                    organization_id=submission.organization_id,
                    hash=one.hash,
                    text=text,
                    start=one.start,
                    end=one.end,
                )
                for one in prints
            ],
            batch_size=BATCH,
        )
    report, _ = SimilarityReport.objects.update_or_create(
        submission=submission,
        defaults={
            "organization_id": submission.organization_id,
            "state": SimilarityReport.State.DONE if hashes else SimilarityReport.State.NOTHING,
            "fingerprint_count": len(hashes),
            "checked_at": clock.now(),
        },
    )
    SimilarityMatch.objects.filter(report=report).delete()
    SimilarityMatch.objects.filter(other=submission).delete()
    if hashes:
        _keep_matches(report, submission, shared_counts(submission.organization_id, hashes))


def _keep_matches(report: SimilarityReport, submission: Submission, counts: Counter[int]) -> None:
    """The likest works, in this report and, the other way round, in theirs."""
    likely = [text for text, shared in counts.most_common(4 * MOST_MATCHES) if shared >= 1]
    shared: Counter[int] = Counter()
    others: dict[int, Submission] = {}
    for text in WorkText.objects.filter(pk__in=likely).select_related("submission__enrollment"):
        if not _is_same_author(submission, text.submission):
            shared[text.submission_id] += counts[text.pk]
            others[text.submission_id] = text.submission
    found = [(pk, count) for pk, count in shared.most_common(MOST_MATCHES) if count >= LEAST_SHARED]
    reports = {row.submission_id: row for row in SimilarityReport.objects.filter(submission__in=dict(found))}
    rows: list[SimilarityMatch] = []
    for pk, count in found:
        rows.append(_match(report, others[pk], count))
        if pk in reports:
            rows.append(_match(reports[pk], submission, count))
    SimilarityMatch.objects.bulk_create(rows, batch_size=BATCH)


def _match(report: SimilarityReport, other: Submission, shared: int) -> SimilarityMatch:
    percent = min(100, round(100 * shared / max(1, report.fingerprint_count)))
    return SimilarityMatch(report=report, other=other, shared_count=shared, percent=percent)


def _is_same_author(one: Submission, other: Submission) -> bool:
    if one.pk == other.pk or one.enrollment.learner_id == other.enrollment.learner_id:
        return True
    return one.group_id is not None and one.group_id == other.group_id
