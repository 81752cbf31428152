"""What integrations keeps about people."""

from edusync.kernel.personal_data import declare, table

declare(
    table("integrations.ContentImportJob", purpose="teaching", retention="rule", others=("requested_by",)),
)
