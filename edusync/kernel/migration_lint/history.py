"""Rules that migrations of the time before the first release break. There was no release before them to hurt."""

ALLOWED_IN_HISTORY: dict[str, tuple[str, ...]] = {
    "audit.0002_people_and_trust": ("checks-existing-rows", "column-without-default"),
    "courses.0002_module_uuid": ("mixes-data-and-schema", "narrows-column"),
    "courses.0003_studio": ("checks-existing-rows", "column-without-default"),
    "courses.0004_enrollment_and_notes": ("checks-existing-rows", "column-without-default"),
    "enrollment.0002_states_and_waiting": ("checks-existing-rows", "column-without-default"),
    "files.0002_studio": ("column-without-default",),
    "files.0003_quotas_and_scans": ("column-without-default",),
    "identity.0002_people_and_trust": ("checks-existing-rows", "column-without-default"),
    "identity.0003_reading_settings": ("column-without-default",),
    "progress.0002_studio": ("column-without-default",),
    "progress.0004_learning_clock": ("column-without-default",),
}
