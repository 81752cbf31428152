"""Routes by which markers see what is alike. Works of courses they do not mark are told of, never shown."""

import dataclasses
from bisect import bisect_right
from typing import Any

from edusync.assessment.assignment_policy import marks_course
from edusync.assessment.marker_desk import marked_row
from edusync.assessment.marking_names import display_name, file_name
from edusync.assessment.models import SimilarityMatch, Submission, WorkText
from edusync.assessment.rest import similarity_serializers as shapes
from edusync.assessment.rest.assignment_views import NO_STORE
from edusync.assessment.rest.marking_views import MarkerBaseView, MarkingBaseView
from edusync.assessment.services.assignments.comparing import ask_for_comparison
from edusync.assessment.similarity.extraction import page_starts
from edusync.assessment.similarity.passages import Passage, shared_passages
from edusync.assessment.similarity_queries import (
    matches_of,
    places_of,
    report_of,
    texts_in_order,
    unread_texts,
)
from edusync.kernel.policy import Permission
from edusync.kernel.problems import NotFound
from edusync.kernel.rest.views import FastResponse, schema


class SimilarityBaseView(MarkerBaseView):
    """A route about the likeness of one submission to others."""

    def is_readable(self, other: Submission) -> bool:
        """Whether the actor marks the other work's course, and it is not their own work."""
        return marks_course(self.actor, other.assignment.course_id) and not self.is_own(other)


class SimilarityView(SimilarityBaseView):
    """What is like a submission."""

    permissions = {"get": Permission.SUBMISSION_MARK}

    @schema(response=shapes.SimilarityReportSerializer, summary="Works that are like a submission")
    def get(self, request: Any, submission_uuid: Any) -> FastResponse:
        """The likest first; of works in other people's courses only that they are."""
        submission = self.marked_one(submission_uuid)
        report = report_of(marked_row(submission))
        body = {
            "is_checked": submission.assignment.is_similarity_checked,
            "state": report.state if report else "pending",
            "checked_at": report.checked_at if report else None,
            "fingerprint_count": report.fingerprint_count if report else 0,
            "unread": [unread_json(submission, text) for text in unread_texts(marked_row(submission))],
            "matches": [self.match_json(row) for row in matches_of(report)] if report else [],
        }
        return FastResponse(body, headers=NO_STORE)

    def match_json(self, row: SimilarityMatch) -> dict[str, Any]:
        """One other work."""
        is_readable = self.is_readable(row.other)
        return {
            "id": row.pk,
            "percent": row.percent,
            "shared_count": row.shared_count,
            "is_readable": is_readable,
            "name": display_name(row.other) if is_readable else "",
            "title": row.other.assignment.lesson.title if is_readable else "",
            "course_title": row.other.assignment.course.title if is_readable else "",
        }


def text_json(submission: Submission, text: WorkText) -> dict[str, Any]:
    """A text as it was compared."""
    name = file_name(submission, text.file) if text.file else ""
    return {"name": name, "kind": text.kind, "content": text.content, "page_starts": pages_of(text)}


def pages_of(text: WorkText) -> list[int]:
    """Where the pages of a PDF begin; none for other texts."""
    is_paged = text.file is not None and text.file.name.lower().endswith(".pdf")
    return page_starts(text.content) if is_paged else []


def unread_json(submission: Submission, text: WorkText) -> dict[str, Any]:
    """A file without text to compare."""
    return {"name": file_name(submission, text.file) if text.file else "", "lack": text.lack}


def passage_json(passage: Passage, starts: list[int]) -> dict[str, Any]:
    """A passage, and on which page it begins."""
    found = {name: value for name, value in dataclasses.asdict(passage).items() if name != "hashes"}
    return {**found, "page": bisect_right(starts, passage.start) or None}


def side_json(submission: Submission, texts: list[WorkText], passages: list[Passage]) -> dict[str, Any]:
    """One of two works."""
    starts = [pages_of(text) for text in texts]
    return {
        "submission": submission.uuid,
        "name": display_name(submission),
        "title": submission.assignment.lesson.title,
        "course_title": submission.assignment.course.title,
        "texts": [text_json(submission, text) for text in texts],
        "passages": [passage_json(one, starts[one.text]) for one in passages],
    }


class SimilarityPairView(SimilarityBaseView):
    """Two works side by side."""

    permissions = {"get": Permission.SUBMISSION_MARK}

    @schema(response=shapes.SimilarityPairSerializer, summary="A submission beside a work like it")
    def get(self, request: Any, submission_uuid: Any, match_id: int) -> FastResponse:
        """Both texts with the passages they share; 404 where the other lies in a course the actor does not mark."""
        submission = self.marked_one(submission_uuid)
        report = report_of(marked_row(submission))
        match = next((row for row in matches_of(report) if row.pk == match_id), None) if report else None
        if match is None or not self.is_readable(match.other):
            raise NotFound
        own, other = texts_in_order(marked_row(submission)), texts_in_order(match.other)
        left, right = shared_passages(places_of(own), places_of(other))
        body = {
            "percent": match.percent,
            "own": side_json(submission, own, left),
            "other": side_json(match.other, other, right),
        }
        return FastResponse(body, headers=NO_STORE)


class ComparisonView(MarkingBaseView):
    """Comparing all works of an assignment."""

    permissions = {"post": Permission.SUBMISSION_MARK}

    @schema(response=shapes.ComparedCountSerializer, summary="Compare all works of an assignment")
    def post(self, request: Any, assignment_id: int) -> FastResponse:
        """How many are compared, in the background."""
        assignment = self.assignment_of(assignment_id)
        count = ask_for_comparison(assignment=assignment, by_id=self.actor.user_id or 0)
        return FastResponse({"count": count})
