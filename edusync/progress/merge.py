"""What becomes of learning time when two accounts of one person are merged."""

from edusync.identity.services import MergeCount, register_merge
from edusync.kernel.policy import Actor
from edusync.progress.models import LearningClock, LearningDay
from edusync.progress.services.counting import joined


def merge_times(keep_id: int, drop_id: int, _actor: Actor) -> list[MergeCount]:
    """Days of both become one person's: their seconds and lessons are added, and both clocks know each other's time."""
    days = MergeCount("progress.LearningDay")
    mine = {row.day: row for row in LearningDay.unscoped.filter(learner_id=keep_id)}
    for row in LearningDay.unscoped.filter(learner_id=drop_id):
        days.moved += 1
        own = mine.get(row.day)
        if own is None:
            row.learner_id = keep_id
            row.save(update_fields=["learner", "updated_at"])
            continue
        own.seconds = min(86_400, own.seconds + row.seconds)
        own.lessons_completed += row.lessons_completed
        own.save(update_fields=["seconds", "lessons_completed", "updated_at"])
        row.delete()
    return [days, _merge_clocks(keep_id, drop_id)]


def _merge_clocks(keep_id: int, drop_id: int) -> MergeCount:
    count = MergeCount("progress.LearningClock")
    theirs = LearningClock.unscoped.filter(learner_id=drop_id).first()
    if theirs is None:
        return count
    count.moved = 1
    own = LearningClock.unscoped.filter(learner_id=keep_id).first()
    if own is None:
        theirs.learner_id = keep_id
        theirs.save(update_fields=["learner", "updated_at"])
        return count
    own.state = {
        "s": joined(own.state.get("s", []), theirs.state.get("s", [])),
        "c": {**theirs.state.get("c", {}), **own.state.get("c", {})},
    }
    own.total_seconds += theirs.total_seconds
    own.save(update_fields=["state", "total_seconds", "updated_at"])
    theirs.delete()
    return count


register_merge("progress", merge_times, labels=("progress.LearningDay", "progress.LearningClock"))
