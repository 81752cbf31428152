"""A report that the demo school's admin wrote in the studio, for everybody who sees reports."""

from edusync.identity.models import User
from edusync.identity.services.acting import actor_of_person
from edusync.kernel.tenancy import current_organization_id
from edusync.reports.models import ReportDefinition
from edusync.reports.services.definitions import create_definition, share_definition

NAME = "Where learners get stuck"
DESCRIPTION = "Courses by the share of learners who stopped before the middle."
STATEMENT = """SELECT course, SUM(learners) AS "Learners",
  SUM(CASE WHEN percent < 50 AND state = 'in_progress' THEN 1 ELSE 0 END) AS stuck,
  SHARE(SUM(CASE WHEN percent < 50 AND state = 'in_progress' THEN 1 ELSE 0 END), SUM(learners)) AS "Stuck, %",
  AVG(percent) AS "Progress on average"
FROM student_progress
GROUP BY course
HAVING COUNT(*) >= 3
ORDER BY 4 DESC
LIMIT 15"""
CHART = {"kind": "bar", "label": "course", "values": ["learners", "stuck"]}


def write_report(admin: User) -> None:
    """Once, however often the school is furnished."""
    actor = actor_of_person(user_id=admin.pk, organization_id=current_organization_id())
    if actor is None or ReportDefinition.objects.filter(name=NAME, owner=admin).exists():
        return
    definition = create_definition(
        name=NAME, description=DESCRIPTION, statement=STATEMENT, chart=CHART, actor=actor
    )
    share_definition(definition=definition, is_shared=True, people=(), roles=(), actor=actor)
