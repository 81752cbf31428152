"""Files that the admin asked for: two of a report, and a data set for research."""

from edusync.identity.models import User
from edusync.identity.services.acting import actor_of_person
from edusync.kernel.tenancy import current_organization_id
from edusync.reports.research.facts import Wanted
from edusync.reports.services import exports, research

REPORT = "course_completion"
FORMATS = ("csv", "xlsx")
GROUP_SIZE = 5


def make_files(admin: User) -> None:
    """After the numbers of reports are made. They are ready at once, and gone after their days as any others."""
    actor = actor_of_person(user_id=admin.pk, organization_id=current_organization_id())
    if actor is None:
        return
    for file_format in FORMATS:
        file = exports.request_export(slug=REPORT, file_format=file_format, wanted={}, order="", actor=actor)
        exports.run_export(file.pk)
    data_set = research.request_research_export(
        wanted=Wanted(course_ids=(), enrolled_from=None, enrolled_to=None), group_size=GROUP_SIZE, actor=actor
    )
    research.run_research_export(data_set.pk)
