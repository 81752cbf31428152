"""Sums of progress: which columns are derived, and how they are made anew."""

from edusync.kernel.schema.derived import declare_derived

SERVICES = "the services of progress"
PROGRESS = "`manage.py rebuild_progress`"
ENGAGEMENT = "`manage.py rebuild_engagement`"

for label in ("enrollment.Enrollment", "progress.ModuleProgress"):
    declare_derived(
        label, "done_weight", "required_weight", source="lesson progress", owner=SERVICES, rebuild=PROGRESS
    )
declare_derived(
    "enrollment.Enrollment",
    "engagement_score",
    source="learning sessions and lesson progress",
    owner=SERVICES,
    rebuild=ENGAGEMENT,
)
declare_derived(
    "progress.Engagement",
    "score",
    "regularity",
    "pace",
    "attention",
    "practice",
    source="learning sessions and lesson progress",
    owner=SERVICES,
    rebuild=ENGAGEMENT,
)
