"""What a certificate says, by language. A language that is missing here reads English."""

import datetime
from decimal import Decimal

from django.utils import formats, translation

ENGLISH = {
    "title": "Certificate of Completion",
    "certifies": "This is to certify that",
    "completed": "has completed the course",
    "hours": "{hours} hours of study",
    "hour": "1 hour of study",
    "date": "Date of issue",
    "expires": "Valid until",
    "instructor": "Instructor",
    "verify": "Verify at",
    "code": "Code",
    "qr": "QR code that leads to",
}
WORDS = {
    "en": ENGLISH,
    "ta": {
        "title": "நிறைவுச் சான்றிதழ்",
        "certifies": "இதன் மூலம் சான்றளிக்கப்படுவது:",
        "completed": "பின்வரும் பாடநெறியை நிறைவு செய்துள்ளார்",
        "hours": "{hours} மணி நேரப் படிப்பு",
        "hour": "1 மணி நேரப் படிப்பு",
        "date": "வழங்கப்பட்ட நாள்",
        "expires": "செல்லுபடியாகும் நாள்",
        "instructor": "பயிற்றுநர்",
        "verify": "சரிபார்க்க",
        "code": "குறியீடு",
        "qr": "இந்த முகவரிக்கான QR குறியீடு:",
    },
    "ar": {
        "title": "شهادة إتمام",
        "certifies": "نشهد بأن",
        "completed": "قد أتمّ بنجاح مقرر",
        "hours": "{hours} ساعة دراسية",
        "hour": "ساعة دراسية واحدة",
        "date": "تاريخ الإصدار",
        "expires": "صالحة حتى",
        "instructor": "المدرّس",
        "verify": "للتحقق:",
        "code": "الرمز",
        "qr": "رمز استجابة سريعة يقود إلى",
    },
}


def certificate_language(wanted: str) -> str:
    """The language a certificate can be written in that is nearest to the wanted one (BCP 47)."""
    code = wanted.split("-", 1)[0].lower()
    return code if code in WORDS else "en"


def study_hours(hours: Decimal, language: str) -> str:
    """How long the course takes, in words; empty where nobody said."""
    if not hours:
        return ""
    words = WORDS[language]
    return words["hour"] if hours == 1 else words["hours"].format(hours=f"{hours.normalize():f}")


def written_date(instant: datetime.datetime | None, language: str) -> str:
    """The day in the language's own words (UTC); empty without an instant."""
    if instant is None:
        return ""
    with translation.override(language):
        return str(formats.date_format(instant.astimezone(datetime.UTC).date(), "j F Y"))
