"""What becomes of teams, reviews, saved courses and calls in comments when two accounts of one person are merged."""

from typing import Any

from edusync.courses.models import (
    Bookmark,
    CommentMention,
    CourseReview,
    CourseStaff,
    LearnerNote,
    ReviewReport,
    ReviewVote,
    SavedCourse,
)
from edusync.courses.services.staff import assign_staff, remove_staff
from edusync.identity.services import MergeCount, register_merge
from edusync.kernel.policy import Actor

# Of two duties in one course the survivor keeps the first of these.
_RANKS = [duty.value for duty in CourseStaff.Duty]
# Tables with one row for each person and thing: the thing's column, the person's.
_ONE_EACH = (
    (SavedCourse, "course_id", "user_id"),
    (CommentMention, "comment_id", "user_id"),
    (CourseReview, "course_id", "author_id"),
    (ReviewVote, "review_id", "voter_id"),
    (ReviewReport, "review_id", "reporter_id"),
)


def merge_courses(keep_id: int, drop_id: int, actor: Actor) -> list[MergeCount]:
    """Give the survivor the other's duties, reviews and marks.

    Where both have one, the higher duty counts and the survivor's own row stays; the other's goes, so that nobody
    rates a course twice. Votes for and reports of one's own review go as well.
    """
    counts = [_merge_teams(keep_id, drop_id, actor)]
    counts += [_merge_each(model, thing, person, keep_id, drop_id) for model, thing, person in _ONE_EACH]
    _remove_those_of_own(keep_id)
    return [*counts, _merge_notes(keep_id, drop_id), _merge_bookmarks(keep_id, drop_id)]


def _remove_those_of_own(person_id: int) -> None:
    """By ids, for a statement that joins the reviews cannot fire the triggers that count in them (MySQL error 1442)."""
    own = list(CourseReview.unscoped.filter(author_id=person_id).values_list("pk", flat=True))
    ReviewVote.unscoped.filter(voter_id=person_id, review_id__in=own).delete()
    ReviewReport.unscoped.filter(reporter_id=person_id, review_id__in=own).delete()


def _merge_teams(keep_id: int, drop_id: int, actor: Actor) -> MergeCount:
    """By the services of the team, for each duty brings a role in the course along."""
    count = MergeCount("courses.CourseStaff")
    mine = {row.course_id: row for row in CourseStaff.objects.filter(user_id=keep_id)}
    theirs = CourseStaff.objects.filter(user_id=drop_id).select_related("course").order_by("course_id")
    for row in theirs:
        if row.course.deleted_at is not None:
            count.stayed += 1
            continue
        own = mine.get(row.course_id)
        if own is None or _RANKS.index(row.duty) < _RANKS.index(own.duty):
            assign_staff(
                course=row.course,
                user_id=keep_id,
                duty=row.duty,
                is_public=row.is_public,
                by_id=actor.user_id,
            )
        remove_staff(course=row.course, user_id=drop_id, by_id=actor.user_id)
        count.moved += 1
    return count


def _merge_notes(keep_id: int, drop_id: int) -> MergeCount:
    """All of both: nothing that was written is lost."""
    count = MergeCount(LearnerNote._meta.label)
    count.moved = LearnerNote.unscoped.filter(learner_id=drop_id).update(learner_id=keep_id)
    return count


def _merge_bookmarks(keep_id: int, drop_id: int) -> MergeCount:
    """One for each place."""
    count = MergeCount(Bookmark._meta.label)
    mine = set(Bookmark.unscoped.filter(learner_id=keep_id).values_list("lesson_id", "block", "at_seconds"))
    theirs = Bookmark.unscoped.filter(learner_id=drop_id)
    twice = [row.pk for row in theirs if (row.lesson_id, row.block, row.at_seconds) in mine]
    theirs.filter(pk__in=twice).delete()
    count.moved = theirs.update(learner_id=keep_id)
    return count


def _merge_each(model: Any, thing: str, person: str, keep_id: int, drop_id: int) -> MergeCount:
    count = MergeCount(model._meta.label)
    mine = set(model.unscoped.filter(**{person: keep_id}).values_list(thing, flat=True))
    theirs = model.unscoped.filter(**{person: drop_id})
    theirs.filter(**{f"{thing}__in": mine}).delete()
    count.moved = theirs.update(**{person: keep_id})
    return count


register_merge(
    "courses",
    merge_courses,
    labels=(
        "courses.CourseStaff",
        LearnerNote._meta.label,
        Bookmark._meta.label,
        *(model._meta.label for model, _, _ in _ONE_EACH),
    ),
)
