"""What the columns of a list of people may mean, and guesses by their headings: Moodle, OneRoster, English, Tamil."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

IGNORED = ""
CUSTOM = "custom:"
# Fields that several columns may fill (Moodle's cohort1, cohort2).
REPEATABLE = frozenset({"roles", "groups"})
FIELDS = (
    "email",
    "username",
    "first_name",
    "last_name",
    "full_name",
    "password",
    "roles",
    "unit",
    "groups",
    "local_id",
    "student_number",
    "grade_level",
    "program",
    "admitted_on",
    "phone",
    "birth_date",
    "language",
    "status",
)
_GUESSES: Mapping[str, tuple[str, ...]] = {
    "email": ("email", "e-mail", "mail", "email address", "e-mail address", "மின்னஞ்சல்", "மின்னஞ்சல் முகவரி"),
    "username": ("username", "user name", "login", "user id", "பயனர் பெயர்", "பயனர்பெயர்"),
    "first_name": (
        *("firstname", "first name", "given name", "givenname", "forename", "preferredgivenname"),
        *("முதல் பெயர்", "முதற்பெயர்", "பெயர்"),
    ),
    "last_name": (
        *("lastname", "last name", "surname", "family name", "familyname", "கடைசி பெயர்", "குடும்பப் பெயர்"),
        "தந்தை பெயர்",
    ),
    "full_name": ("name", "full name", "fullname", "display name", "முழுப் பெயர்", "முழு பெயர்"),
    "password": ("password", "pass word", "கடவுச்சொல்"),
    "roles": ("role", "roles", "sysrole", "system role", "பங்கு", "பாத்திரம்"),
    "unit": (
        *("unit", "department", "school", "faculty", "campus", "orgsourcedids", "துறை", "பள்ளி"),
        *("பிரிவு",),
    ),
    "groups": ("group", "groups", "class", "classes", "cohort", "cohorts", "section", "குழு", "வகுப்பு"),
    "local_id": ("idnumber", "id number", "local id", "sourcedid", "external id", "employee id", "அடையாள எண்"),
    "student_number": (
        *("student number", "student id", "student no", "roll number", "roll no", "admission number"),
        *("identifier", "மாணவர் எண்", "பதிவு எண்"),
    ),
    "grade_level": ("grade", "grades", "grade level", "year", "standard", "தரம்"),
    "program": ("program", "programme", "degree", "course of study", "பாடநெறி"),
    "admitted_on": ("admitted on", "admission date", "date of admission", "சேர்ந்த தேதி"),
    "phone": ("phone", "phone1", "telephone", "mobile", "phone number", "தொலைபேசி", "கைபேசி"),
    "birth_date": ("birth date", "birthdate", "date of birth", "dob", "birthday", "பிறந்த தேதி"),
    "language": ("language", "lang", "மொழி"),
    "status": ("status", "suspended", "enableduser", "active", "நிலை"),
}
_MOODLE_FIELD = re.compile(r"profile_field_(.+)\Z", re.IGNORECASE)
# Roles and groups of a course in Moodle: they need a course, which this import does not touch.
_OF_COURSE = re.compile(
    r"(?:course|type|role|group|enroltimestart|enrolperiod|enrolstatus|category|categoryrole)\d+\Z",
    re.IGNORECASE,
)


def heading_key(heading: str) -> str:
    """Letters, marks and digits of a heading in lower case: what two spellings of it share."""
    text = unicodedata.normalize("NFC", heading).casefold()
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LMN")


_BY_KEY = {heading_key(name): field for field, names in _GUESSES.items() for name in names}


def guess_mapping(
    header: Sequence[str], *, remembered: Mapping[str, str], custom_keys: Mapping[str, str]
) -> list[str]:
    """The field of every column, `""` where none is known; `custom_keys` is the key of an own field by its heading key."""
    taken: set[str] = set()
    mapping = []
    for heading in header:
        field = _guess(heading, remembered, custom_keys)
        if field in taken and field not in REPEATABLE:
            field = IGNORED
        if field:
            taken.add(field)
        mapping.append(field)
    return mapping


def _guess(heading: str, remembered: Mapping[str, str], custom_keys: Mapping[str, str]) -> str:
    key = heading_key(heading)
    if key in remembered:
        return remembered[key]
    moodle = _MOODLE_FIELD.match(heading.strip())
    own = custom_keys.get(heading_key(moodle[1]) if moodle else key)
    if own:
        return CUSTOM + own
    if _OF_COURSE.match(key):
        return IGNORED
    return _BY_KEY.get(key) or _BY_KEY.get(key.rstrip("0123456789"), IGNORED)


def is_of_course(heading: str) -> bool:
    """Whether the heading is one of Moodle's about courses."""
    return bool(_OF_COURSE.match(heading_key(heading)))


def known_fields(custom_keys: Mapping[str, str]) -> set[str]:
    """Every value that a mapping may hold."""
    return {IGNORED, *FIELDS, *(CUSTOM + key for key in custom_keys.values())}
