"""Words of the pages that the OAuth server shows: they come without the front end, and so do their texts."""

from typing import Any

from django.http import HttpRequest

from edusync.identity import queries

EN: dict[str, Any] = {
    "language": "en",
    "title": "Allow {name}?",
    "asks": "{name} would like to use your account at {organization}.",
    "signed_in_as": "You are signed in as",
    "will": "It will be able to:",
    "allow": "Allow",
    "deny": "Do not allow",
    "goes_to": "Afterwards you are taken to {destination}.",
    "end_it": "You can take this back at any time under Profile, Security.",
    "never_password": "{name} never sees your password.",
    "error_title": "This request cannot be followed",
    "error_text": "The program that sent you here asked for something that is not possible. Tell whoever runs it.",
    "home": "To the start page",
    "device_title": "Connect a device",
    "device_text": "Type the code that the device shows.",
    "code": "Code",
    "next": "Continue",
    "wrong_code": "This code is wrong or out of date. Look at the device again.",
    "device_check": "Is this the code on your device? Go on only if you see it there yourself.",
    "device_allowed": "The device is connected",
    "device_allowed_text": "You can close this page and go on at the device.",
    "device_denied": "The device was not connected",
    "device_denied_text": "Nothing was allowed. You can close this page.",
    "logout_title": "Sign out here, too?",
    "logout_text": "{name} has signed you out. You are still signed in here.",
    "logout_unknown": "You are still signed in here.",
    "sign_out": "Sign out",
    "stay": "Stay signed in",
    "scopes": {
        "openid": "Know that it is you",
        "profile": "See your name and user name",
        "email": "See your e-mail address",
        "learning:read": "See your courses, lessons, progress and certificates",
        "learning:write": "Enroll you, record progress and hand in answers for you",
        "profile:write": "Change your profile",
        "teaching:write": "Create and change courses where you may",
        "people:read": "See people and roles where you may",
        "people:write": "Invite and change people where you may",
        "certificates:write": "Issue and revoke certificates where you may",
    },
}
TA: dict[str, Any] = {
    "language": "ta",
    "title": "{name} ஐ அனுமதிக்கவா?",
    "asks": "{organization} இல் உள்ள உங்கள் கணக்கைப் பயன்படுத்த {name} விரும்புகிறது.",
    "signed_in_as": "நீங்கள் உள்நுழைந்துள்ள பெயர்",
    "will": "இதனால் இயலும்:",
    "allow": "அனுமதி",
    "deny": "அனுமதிக்காதே",
    "goes_to": "பின்னர் {destination} க்கு அழைத்துச் செல்லப்படுவீர்கள்.",
    "end_it": "சுயவிவரம் › பாதுகாப்பு பக்கத்தில் இதை எப்போது வேண்டுமானாலும் திரும்பப் பெறலாம்.",
    "never_password": "{name} உங்கள் கடவுச்சொல்லை ஒருபோதும் பார்ப்பதில்லை.",
    "error_title": "இந்தக் கோரிக்கையை நிறைவேற்ற முடியாது",
    "error_text": "உங்களை இங்கே அனுப்பிய செயலி இயலாத ஒன்றைக் கேட்டது. அதை நடத்துபவரிடம் தெரிவியுங்கள்.",
    "home": "தொடக்கப் பக்கத்திற்கு",
    "device_title": "சாதனத்தை இணை",
    "device_text": "சாதனம் காட்டும் குறியீட்டைத் தட்டச்சு செய்யுங்கள்.",
    "code": "குறியீடு",
    "next": "தொடர்",
    "wrong_code": "குறியீடு தவறானது அல்லது காலாவதியானது. சாதனத்தை மீண்டும் பாருங்கள்.",
    "device_check": "உங்கள் சாதனத்தில் இந்தக் குறியீடுதானா? நீங்களே அதை அங்கே கண்டால் மட்டும் தொடருங்கள்.",
    "device_allowed": "சாதனம் இணைக்கப்பட்டது",
    "device_allowed_text": "இந்தப் பக்கத்தை மூடிவிட்டுச் சாதனத்தில் தொடரலாம்.",
    "device_denied": "சாதனம் இணைக்கப்படவில்லை",
    "device_denied_text": "எதுவும் அனுமதிக்கப்படவில்லை. இந்தப் பக்கத்தை மூடலாம்.",
    "logout_title": "இங்கேயும் வெளியேறவா?",
    "logout_text": "{name} உங்களை வெளியேற்றியது. இங்கே இன்னும் உள்நுழைந்துள்ளீர்கள்.",
    "logout_unknown": "இங்கே இன்னும் உள்நுழைந்துள்ளீர்கள்.",
    "sign_out": "வெளியேறு",
    "stay": "உள்நுழைந்தே இரு",
    "scopes": {
        "openid": "நீங்கள்தான் என்று அறிய",
        "profile": "உங்கள் பெயரையும் பயனர் பெயரையும் பார்க்க",
        "email": "உங்கள் மின்னஞ்சல் முகவரியைப் பார்க்க",
        "learning:read": "உங்கள் பாடநெறிகள், பாடங்கள், முன்னேற்றம், சான்றிதழ்களைப் பார்க்க",
        "learning:write": "உங்களைச் சேர்க்க, முன்னேற்றத்தைப் பதிவு செய்ய, விடைகளை ஒப்படைக்க",
        "profile:write": "உங்கள் சுயவிவரத்தை மாற்ற",
        "teaching:write": "உங்களுக்கு உரிமை உள்ள இடத்தில் பாடநெறிகளை உருவாக்க, மாற்ற",
        "people:read": "உங்களுக்கு உரிமை உள்ள இடத்தில் மக்களையும் பாத்திரங்களையும் பார்க்க",
        "people:write": "உங்களுக்கு உரிமை உள்ள இடத்தில் மக்களை அழைக்க, மாற்ற",
        "certificates:write": "உங்களுக்கு உரிமை உள்ள இடத்தில் சான்றிதழ்களை வழங்க, திரும்பப் பெற",
    },
}
LANGUAGES = {"en": EN, "ta": TA}


def words_for(request: HttpRequest) -> dict[str, Any]:
    """The texts in the person's language, or in the browser's."""
    user = request.user
    if user.is_authenticated:
        language = queries.language_of(user.pk)
    else:
        language = request.headers.get("Accept-Language", "").partition(",")[0].partition(";")[0]
    return LANGUAGES.get(language.strip().lower().partition("-")[0], EN)
