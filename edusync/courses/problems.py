"""What can go wrong with courses and their content."""

from edusync.kernel.problems import Conflict, Forbidden, Problem


class CourseEmpty(Problem):
    """Nothing to learn in it yet: a course is published with at least one published lesson."""

    status = 422
    code = "course-empty"
    title = "Add a module with a published lesson before publishing the course."


class CourseStateConflict(Conflict):
    """Facts: `course_status`, the state the course is in."""

    code = "course-state"
    title = "The course's state does not allow this."


class EnrollFirst(Forbidden):
    """The course is visible, its content needs an enrollment. Facts: `course_slug`."""

    code = "enroll-first"
    title = "Enroll in the course to open its lessons."


class KindMismatch(Problem):
    """Facts: `kind`, what the lesson is."""

    status = 422
    code = "lesson-kind-mismatch"
    title = "The content does not fit the kind of the lesson."


class OutlineConflict(Conflict):
    """The order an author saw is not the one that stands there now."""

    code = "outline-conflict"
    title = "Somebody else changed the outline meanwhile."


class ChangeGone(Conflict):
    """It was undone (or redone) already, maybe in another window."""

    code = "outline-change-gone"
    title = "This change was taken back already."


class ChecklistFailed(Problem):
    """Facts: `findings`, what the checks found; errors among them."""

    status = 422
    code = "checklist-failed"
    title = "The course cannot be published yet: mend what the checklist names."


class ChecklistWarnings(Problem):
    """Facts: `findings`, none of them an error."""

    status = 422
    code = "checklist-warnings"
    title = "The checklist has warnings. Mend them, or publish all the same."


class ReviewNeeded(Conflict):
    """Facts: `course_status`."""

    code = "review-needed"
    title = "This organization publishes what a reviewer approved. Hand the course in for review first."


class ApprovalLapsed(Conflict):
    """Facts: `course_status`."""

    code = "approval-lapsed"
    title = "The course changed since it was approved. Hand it in again, so that the changes are read too."


class ContentChanged(Conflict):
    code = "content-changed"
    title = "The course changed while you read it. Read it again before you decide."


class OwnSubmission(Forbidden):
    code = "own-submission"
    title = "Somebody else decides on what you handed in yourself."


class NothingHandedIn(Conflict):
    code = "nothing-handed-in"
    title = "There is nothing handed in that this could be about."


class LastOwner(Conflict):
    code = "last-owner"
    title = "A course keeps at least one owner. Make somebody else owner first."


class NotOnTheTeam(Problem):
    """Facts: `user_ids`."""

    status = 422
    code = "not-on-the-team"
    title = "This person does not work on the course."


class PageConflict(Conflict):
    """The page has moved on and the editor cannot say from what it began.

    Facts: `document` and `row_version` as stored, `edited_by` who wrote them, `mine` as it was sent.
    """

    code = "page-conflict"
    title = "Somebody else changed the page meanwhile."


class LessonLocked(Forbidden):
    """A rule keeps the lesson closed for now. Facts: `reasons`, what is missing."""

    code = "lesson-locked"
    title = "The lesson is not open for you yet."


class RuleDeadlock(Conflict):
    """Rules would wait for each other for ever. Facts: `lessons` (id, title) nobody could open."""

    code = "rule-deadlock"
    title = "With this rule some lessons could never open, because rules wait for each other."


class PrerequisitesUnmet(Conflict):
    """Facts: `reasons`, per missing course `course` (id, slug, title), `percent` needed, `own_percent` or null."""

    code = "prerequisites-unmet"
    title = "Other courses come first."


class PrerequisiteCircle(Conflict):
    """Facts: `courses` (id, slug, title), the circle that would close."""

    code = "prerequisite-circle"
    title = "A course cannot come before itself, also not by way of others."


class NameTaken(Conflict):
    """Facts: `name`."""

    code = "sibling-name-taken"
    title = "Something beside it is called so already."


class CategoryTreeConflict(Conflict):
    """Facts: `reason`, ring or depth."""

    code = "category-tree"
    title = "The category cannot stand there."


class CategoryNotEmpty(Conflict):
    """Facts: `course_count`."""

    code = "category-not-empty"
    title = "Say where the courses of the category go."


class ReviewNotOpen(Forbidden):
    """Only who has learned in a course rates it. Facts: `percent` done, `needed_percent`; null when not enrolled."""

    code = "review-not-open"
    title = "Learn a little more of the course before you rate it."


class NothingToSync(Conflict):
    """The copy has all that its blueprint has to give."""

    code = "nothing-to-sync"
    title = "The copy is in line with its blueprint."


class SyncOutdated(Conflict):
    """Only the latest bringing of changes can be undone, once."""

    code = "sync-outdated"
    title = "Only the latest change from the blueprint can be undone. Older states are among the versions."


class NotesFull(Conflict):
    """One learner has hundreds of notes or bookmarks on one lesson."""

    code = "notes-full"
    title = "There are too many notes on this lesson. Delete some first."


class CapacityBelowSeats(Conflict):
    """Of a course or a cohort. Facts: `seats_taken`, `seats_offered`. Learners are withdrawn first, or offers run out."""

    code = "capacity-below-seats"
    title = "More seats are taken or kept free than there would be."
