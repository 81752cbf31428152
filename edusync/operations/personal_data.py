"""What operations keeps about people: who switched a feature."""

from edusync.kernel.personal_data import declare, table

declare(
    table("operations.FeatureFlag", purpose="accountability", retention="record", others=("changed_by",)),
    table(
        "operations.FeatureFlagChange", purpose="accountability", retention="record", others=("changed_by",)
    ),
)
