"""Languages in which courses can be offered: seeded after each migrate, organizations pick from them."""

from edusync.courses.models import Language

# Code (BCP 47), English name, own name, direction.
LANGUAGES = (
    ("en", "English", "English", "ltr"),
    ("ar", "Arabic", "العربية", "rtl"),
    ("bn", "Bengali", "বাংলা", "ltr"),
    ("cs", "Czech", "Čeština", "ltr"),
    ("de", "German", "Deutsch", "ltr"),
    ("el", "Greek", "Ελληνικά", "ltr"),
    ("es", "Spanish", "Español", "ltr"),
    ("fa", "Persian", "فارسی", "rtl"),
    ("fi", "Finnish", "Suomi", "ltr"),
    ("fr", "French", "Français", "ltr"),
    ("gu", "Gujarati", "ગુજરાતી", "ltr"),
    ("he", "Hebrew", "עברית", "rtl"),
    ("hi", "Hindi", "हिन्दी", "ltr"),
    ("hu", "Hungarian", "Magyar", "ltr"),
    ("id", "Indonesian", "Bahasa Indonesia", "ltr"),
    ("it", "Italian", "Italiano", "ltr"),
    ("ja", "Japanese", "日本語", "ltr"),
    ("kn", "Kannada", "ಕನ್ನಡ", "ltr"),
    ("ko", "Korean", "한국어", "ltr"),
    ("ml", "Malayalam", "മലയാളം", "ltr"),
    ("mr", "Marathi", "मराठी", "ltr"),
    ("nl", "Dutch", "Nederlands", "ltr"),
    ("pa", "Punjabi", "ਪੰਜਾਬੀ", "ltr"),
    ("pl", "Polish", "Polski", "ltr"),
    ("pt", "Portuguese", "Português", "ltr"),
    ("ro", "Romanian", "Română", "ltr"),
    ("ru", "Russian", "Русский", "ltr"),
    ("sv", "Swedish", "Svenska", "ltr"),
    ("sw", "Swahili", "Kiswahili", "ltr"),
    ("ta", "Tamil", "தமிழ்", "ltr"),
    ("te", "Telugu", "తెలుగు", "ltr"),
    ("th", "Thai", "ไทย", "ltr"),
    ("tr", "Turkish", "Türkçe", "ltr"),
    ("uk", "Ukrainian", "Українська", "ltr"),
    ("ur", "Urdu", "اردو", "rtl"),
    ("vi", "Vietnamese", "Tiếng Việt", "ltr"),
    ("zh", "Chinese", "中文", "ltr"),
)


def ensure_languages(using: str = "default") -> int:
    """Add the languages that are missing; returns how many. Those already there keep their names."""
    manager = Language.objects.using(using)
    known = set(manager.values_list("code", flat=True))
    missing = [
        Language(code=code, name=name, native_name=native, direction=direction)
        for code, name, native, direction in LANGUAGES
        if code not in known
    ]
    manager.bulk_create(missing, ignore_conflicts=True)
    return len(missing)
