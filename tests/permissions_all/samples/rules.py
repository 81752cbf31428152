"""A copy that follows a blueprint, with one bringing of changes."""

from edusync.courses import services
from edusync.courses.models import BlueprintLink
from edusync.courses.services.blueprints import sync_copy
from edusync.courses.services.copies import CopyOptions, request_copy
from edusync.courses.testing import lessons_of, make_course
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of the tie, the sync and the copying."""
    blueprint = make_course("Sample blueprint", created_by_id=school.instructor.pk, modules=1, lessons=1)
    options = CopyOptions(title="Sample copy", follows=True)
    copy = request_copy(source=blueprint, options=options, by_id=school.instructor.pk)
    link = BlueprintLink.objects.get(copy=copy.result)
    services.update_lesson(lesson=lessons_of(blueprint)[0], title="Changed")
    sync = sync_copy(link=link, by_id=school.instructor.pk)
    return {
        "link_id": str(link.pk),
        "sync_id": str(sync.pk),
        "copy_uuid": str(copy.uuid),
    }
