"""Tables of imports: courses, people."""

from edusync.integrations.models.content import ContentImportJob, ContentImportNode
from edusync.integrations.models.exports import ContentExportJob
from edusync.integrations.models.people import RosterLink, UserImportJob, UserImportRow, UserImportSetting

__all__ = [
    "ContentExportJob",
    "ContentImportJob",
    "ContentImportNode",
    "RosterLink",
    "UserImportJob",
    "UserImportRow",
    "UserImportSetting",
]
