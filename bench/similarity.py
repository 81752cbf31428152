"""Likeness: 10,000 works of 500 words each, and one more compared with them.

`python -m bench.similarity`, with EDUSYNC_DATA_DIR naming an empty folder. Seconds of the processor of this process.
"""

import argparse
import json
import random
import time
from typing import Any

WORKS = 10_000
WORDS = 500
VOCABULARY = 6_000
COPIED_WORDS = 120
COMPARED = 20
LIMIT_MS = 300


def main(arguments: argparse.Namespace) -> int:
    """Measure on the configured database; prints JSON."""
    from bench import measure as measuring

    measuring.set_up_django()
    from edusync.identity.services import ensure_default_organization
    from edusync.kernel.tenancy import organization_context

    measuring.prepare_database()
    organization = ensure_default_organization()
    with organization_context(organization.pk):
        print(json.dumps(measure(organization.pk, arguments.works), indent=2))
    return 0


def essay(draw: random.Random, copied: str = "") -> str:
    """A text of words drawn by how often people use them (Zipf), with a copied passage in its middle."""
    words = draw.choices(range(VOCABULARY), weights=[1 / (n + 1) for n in range(VOCABULARY)], k=WORDS)
    half = WORDS // 2
    return " ".join([*(f"w{n}" for n in words[:half]), copied, *(f"w{n}" for n in words[half:])])


def fill(organization_id: int, works: int) -> Any:
    """An assignment with so many works, handed in and fingerprinted."""
    from bench.gradebook import enroll
    from edusync.assessment.models import Assignment, Submission
    from edusync.courses.models import Course
    from edusync.courses.services import add_lesson, add_module
    from edusync.enrollment.models import Enrollment
    from edusync.kernel import clock

    course = Course.objects.create(
        organization_id=organization_id, title="Bench works", slug="bench-works", status="draft"
    )
    lesson = add_lesson(module=add_module(course=course, title="One"), kind="assignment", title="Essay")
    assignment, _ = Assignment.objects.update_or_create(
        lesson=lesson,
        defaults={"organization_id": organization_id, "course": course, "is_similarity_checked": True},
    )
    enroll(course, works)
    now, draw = clock.now(), random.Random(1)
    Submission.objects.bulk_create(
        (
            Submission(
                organization_id=organization_id,
                assignment=assignment,
                enrollment_id=pk,
                alias_number=number,
                state="submitted",
                text=essay(draw),
                saved_at=now,
                submitted_at=now,
                max_points=assignment.points,
            )
            for number, pk in enumerate(
                Enrollment.objects.filter(course=course).order_by("pk").values_list("pk", flat=True), start=1
            )
        ),
        batch_size=500,
    )
    return assignment


def measure(organization_id: int, works: int) -> dict[str, Any]:
    """Fingerprint all works; then works with a copied passage, each timed."""
    from edusync.assessment.models import Fingerprint, SimilarityMatch, Submission
    from edusync.assessment.services.assignments.comparing import compare_work

    assignment = fill(organization_id, works)
    ids = list(Submission.objects.filter(assignment=assignment).order_by("pk").values_list("pk", flat=True))
    begin = time.process_time()
    for pk in ids:
        compare_work(submission_id=pk)
    filled = time.process_time() - begin
    draw, times, found = random.Random(2), [], 0
    for pk in ids[:COMPARED]:
        source = Submission.objects.get(pk=ids[-1 - ids.index(pk)])
        copied = " ".join(source.text.split()[:COPIED_WORDS])
        Submission.objects.filter(pk=pk).update(text=essay(draw, copied))
        begin = time.process_time()
        compare_work(submission_id=pk)
        times.append(1000 * (time.process_time() - begin))
        found += SimilarityMatch.objects.filter(report__submission=pk, other=source).exists()
    times.sort()
    return {
        "works": works,
        "fingerprints": Fingerprint.objects.count(),
        "filled_ms_per_work": round(1000 * filled / works, 1),
        "compared_ms_p50": round(times[len(times) // 2], 1),
        "compared_ms_max": round(times[-1], 1),
        "copies_found": f"{found} of {COMPARED}",
        "limit_ms": LIMIT_MS,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=WORKS)
    raise SystemExit(main(parser.parse_args()))
