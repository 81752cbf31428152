"""Accessibility of courses: what the checks find, by criterion of WCAG, kept as reports."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.db import transaction

from edusync.courses.blocks import every_block, own_id
from edusync.courses.checklist import Finding, register_check, run_checklist
from edusync.courses.models import AccessibilityReport, Course, Lesson
from edusync.courses.queries.lessons import live_lessons
from edusync.courses.services.page_checks import live_pages
from edusync.kernel import audit

LONG_PAGE_BLOCKS = 25


@dataclasses.dataclass(frozen=True, slots=True)
class Criterion:
    """A success criterion of WCAG 2.2."""

    number: str
    level: str


# What of the checklist concerns accessibility, and which criterion it is about.
CRITERIA = {
    "image-without-alt": Criterion("1.1.1", "A"),
    "picture-without-words": Criterion("1.1.1", "A"),
    "audio-without-transcript": Criterion("1.2.1", "A"),
    "film-without-captions": Criterion("1.2.2", "A"),
    "heading-skips": Criterion("1.3.1", "A"),
    "table-without-header": Criterion("1.3.1", "A"),
    "link-words-poor": Criterion("2.4.4", "A"),
    "link-broken": Criterion("2.4.4", "A"),
    "page-without-headings": Criterion("2.4.10", "AAA"),
}


def check_pages_for_everybody(course: Course) -> Iterator[Finding]:
    """Sound without words, tables without heads, long pages without headings."""
    for lesson_id, document in live_pages(course):
        blocks = list(every_block(document))
        for block in blocks:
            if block["type"] == "audio" and not (block.get("transcript") or "").strip():
                yield Finding(
                    "audio-without-transcript",
                    "warning",
                    "A sound has no transcript.",
                    lesson_id,
                    own_id(block),
                )
            if block["type"] == "table" and not any(cell.strip() for cell in block.get("header") or []):
                yield Finding(
                    "table-without-header", "warning", "A table has no heads.", lesson_id, own_id(block)
                )
        if len(blocks) > LONG_PAGE_BLOCKS and not any(block["type"] == "heading" for block in blocks):
            yield Finding("page-without-headings", "warning", "A long page has no headings.", lesson_id)


register_check("accessibility", check_pages_for_everybody)


def accessibility_findings(course: Course) -> list[dict[str, Any]]:
    """What stands in the way today, in the order of lessons: code, criterion, level, severity, words, lesson, block."""
    found = [finding for finding in run_checklist(course) if finding.code in CRITERIA]
    titles = dict(Lesson.objects.filter(course=course).values_list("pk", "title"))
    ordered = sorted(found, key=lambda one: (one.lesson_id or 0, one.block_id))
    return [
        {
            "code": finding.code,
            "criterion": CRITERIA[finding.code].number,
            "level": CRITERIA[finding.code].level,
            "severity": finding.severity,
            "words": finding.words,
            "lesson_id": finding.lesson_id,
            "lesson_title": titles.get(finding.lesson_id or 0, ""),
            "block_id": finding.block_id,
        }
        for finding in ordered
    ]


@transaction.atomic
def record_report(*, course: Course, occasion: str, by_id: int | None) -> AccessibilityReport:
    """Keep what the checks find now as a report."""
    findings = accessibility_findings(course)
    lessons = live_lessons(course.pk).count()
    faulty = {finding["lesson_id"] for finding in findings if finding["lesson_id"] is not None}
    report = AccessibilityReport.objects.create(
        organization_id=course.organization_id,
        course=course,
        occasion=occasion,
        lesson_count=lessons,
        clean_lesson_count=max(0, lessons - len(faulty)),
        finding_count=len(findings),
        findings=findings,
        made_by_id=by_id,
    )
    audit.record(
        "courses.accessibility.checked",
        actor=by_id,
        target=("course", course.pk),
        facts={"occasion": occasion, "findings": len(findings)},
    )
    return report
