"""A file with an earlier version, an upload under way, captions of a film."""

from edusync.files import services, uploads
from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """Ids of file and upload; the language of the captions."""
    file = services.store_file(content=b"sample", name="sample.txt", uploaded_by_id=school.instructor.pk)
    upload = uploads.begin_upload(name="film.webm", size_bytes=10, uploaded_by_id=school.instructor.pk)
    return {
        "/api/v1/files/:uuid": str(file.uuid),
        "/api/v1/files/uploads/:uuid": str(upload.uuid),
        "offset": "0",
        "/api/v1/lessons/<int:lesson_id>/captions/:language": "en",
        "/api/v1/files/<uuid:uuid>/versions/:number": "1",
    }
