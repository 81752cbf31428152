"""Background entry points."""

from edusync.assessment import bank_places, exam_gate, exam_keeping
from edusync.assessment.doctor.counting import count_waiting, list_earlier_attempts
from edusync.assessment.services import bank_backfill, close_expired_attempts, exams, regrading
from edusync.assessment.services.assignments.peer_reminding import tend_peer_reviews
from edusync.kernel.tasks import periodic, task

# Loaded with the app: what they register counts.
REGISTERED = (bank_backfill, bank_places, exam_gate)


@periodic("assessment.close_expired_attempts", every_seconds=60)
def close_attempts() -> None:
    """Submit the attempts whose time is up."""
    close_expired_attempts()


@periodic("assessment.count_items", every_seconds=300)
def count_items() -> None:
    """Let the item doctor count first attempts that were scored since the last time."""
    list_earlier_attempts()
    count_waiting()


@periodic("assessment.end_exam_sessions", every_seconds=30)
def end_exam_sessions() -> None:
    """End exam sessions whose attempt was handed in, and compare their answers with the others of the sitting."""
    for session in exams.end_sessions():
        exams.compare_session(session)
        exams.keep_behavior(session)


@periodic("assessment.tend_exam_lines", every_seconds=60)
def tend_exam_lines() -> None:
    """End offers of seats whose time is over, and move the lines of sittings."""
    exams.tend_lines()


@periodic("assessment.compare_exam_behavior", every_seconds=300)
def compare_exam_behavior() -> None:
    """Compare ways of writing in exams where somebody is done since the last time."""
    exams.compare_waiting()


@periodic("assessment.drop_exam_pictures", every_seconds=3600)
def drop_exam_pictures() -> None:
    """Delete pictures of candidates whose time after the verdict is over."""
    exam_keeping.drop_old_pictures()


@task(regrading.STEP)
def step_regrade(*, regrade_id: int) -> None:
    """Do the next batch of a regrade."""
    regrading.step_regrade(regrade_id=regrade_id)


@periodic("assessment.tend_peer_reviews", every_seconds=300)
def tend_reviews() -> None:
    """Give works out to reviewers when their time has come, and remind of what is due."""
    tend_peer_reviews()
