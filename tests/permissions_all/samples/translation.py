"""Parts of routes about translations that are no ids."""

from tests.permissions_all.samples import School


def ids(school: School) -> dict[str, str]:
    """A language that the site knows, and the part of a course that every course has."""
    return {
        "/api/v1/courses/:slug/translations/:language": "ta",
        "/api/v1/courses/:slug/translations/:language/parts/:key": "course",
        "language": "ta",
        "key": "course",
    }
