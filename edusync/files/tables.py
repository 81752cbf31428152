"""Pointers of files to the places of the apps above, which their keys may not know."""

from edusync.kernel.schema.references import declare_reference

PLACES = {
    "avatar": "identity.User",
    "organization": "identity.Organization",
    "lesson": "courses.Lesson",
    "course": "courses.Course",
    "course_image": "courses.Course",
    "course_files": "courses.Course",
    "course_version": "courses.Course",
    "page_template": "courses.PageTemplate",
    "certificate": "credentials.Certificate",
    "submission": "assessment.Submission",
}
for place, target in PLACES.items():
    declare_reference("files.FileLink", "place_id", target, place=place)
declare_reference("files.Transcript", "place_id", "courses.Lesson", place="lesson")
declare_reference("files.FileUpload", "course_id", "courses.Course")
