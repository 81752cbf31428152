"""What documents and plain pages of reports say around the numbers, by language. A missing language reads English."""

from typing import Any

ENGLISH: dict[str, str] = {
    "language": "en",
    "direction": "ltr",
    "about": "About this file",
    "any": "Any",
    "apply": "Apply",
    "back": "Back to the reports with charts",
    "clear": "Clear the filters",
    "clipped": "The first {shown} of {total} rows. All rows are in the CSV and Excel files of this report.",
    "csv": "Download as CSV",
    "empty": "No rows match. There is nothing to show for these filters.",
    "filters": "Filters",
    "filtered_by": "Filtered by",
    "fresh": "Numbers as of {when}",
    "from_to": "Page {page} of {pages}",
    "gone_text": "This report does not exist, or you may not see it.",
    "gone_title": "There is no such report",
    "hours": "{n} h",
    "live": "Numbers of this moment",
    "made": "Made on {when}",
    "minutes": "{n} min",
    "next": "Next rows",
    "not_counted": "Not counted yet. The numbers come within the hour.",
    "nothing": "–",
    "one_person": "one person",
    "organization": "Organization",
    "pdf": "Download as PDF",
    "plain_title": "Reports as plain tables",
    "report": "Report",
    "reports": "Reports",
    "reset": "First rows",
    "rows": "{n} rows",
    "row": "1 row",
    "seconds": "{n} s",
    "signed_in": "Signed in as {name}",
    "table": "Table",
    "time_zone": "Time zone",
    "wrong_filter": "One of the filters cannot be understood; the report is shown without filters.",
}
TAMIL: dict[str, str] = {
    **ENGLISH,
    "language": "ta",
    "about": "இந்தக் கோப்பு பற்றி",
    "any": "ஏதேனும்",
    "apply": "செயல்படுத்து",
    "back": "வரைபடங்களுடன் கூடிய அறிக்கைகளுக்குத் திரும்பு",
    "clear": "வடிகட்டிகளை நீக்கு",
    "clipped": "{total} வரிசைகளில் முதல் {shown}. இந்த அறிக்கையின் CSV, Excel கோப்புகளில் எல்லா வரிசைகளும் உள்ளன.",
    "csv": "CSV ஆகப் பதிவிறக்கு",
    "empty": "பொருந்தும் வரிசை எதுவும் இல்லை. இந்த வடிகட்டிகளுக்குக் காட்ட எதுவும் இல்லை.",
    "filters": "வடிகட்டிகள்",
    "filtered_by": "வடிகட்டியவை",
    "fresh": "{when} நிலவர எண்கள்",
    "from_to": "பக்கம் {page} / {pages}",
    "gone_text": "இந்த அறிக்கை இல்லை, அல்லது நீங்கள் இதைப் பார்க்க முடியாது.",
    "gone_title": "அப்படி ஒரு அறிக்கை இல்லை",
    "hours": "{n} ம.",
    "live": "இந்தக் கணத்தின் எண்கள்",
    "made": "{when} அன்று உருவாக்கப்பட்டது",
    "minutes": "{n} நிமி.",
    "next": "அடுத்த வரிசைகள்",
    "not_counted": "இன்னும் எண்ணப்படவில்லை. ஒரு மணி நேரத்துக்குள் எண்கள் வரும்.",
    "one_person": "ஒரு நபர்",
    "organization": "நிறுவனம்",
    "pdf": "PDF ஆகப் பதிவிறக்கு",
    "plain_title": "எளிய அட்டவணைகளாக அறிக்கைகள்",
    "report": "அறிக்கை",
    "reports": "அறிக்கைகள்",
    "reset": "முதல் வரிசைகள்",
    "rows": "{n} வரிசைகள்",
    "row": "1 வரிசை",
    "seconds": "{n} வி.",
    "signed_in": "{name} ஆக உள்நுழைந்துள்ளீர்கள்",
    "table": "அட்டவணை",
    "time_zone": "நேர மண்டலம்",
    "wrong_filter": "வடிகட்டிகளில் ஒன்றைப் புரிந்துகொள்ள முடியவில்லை; அறிக்கை வடிகட்டிகளின்றிக் காட்டப்படுகிறது.",
}
WORDS: dict[str, dict[str, str]] = {"en": ENGLISH, "ta": TAMIL}


def words_in(language: str) -> dict[str, str]:
    """The words in the language (BCP 47), or in English."""
    return WORDS.get(language.lower().partition("-")[0], ENGLISH)


def counted_rows(n: int, shown: Any, words: dict[str, str]) -> str:
    """`1 row`, `1,234 rows`; `shown` is the number as it is written."""
    return words["row"] if n == 1 else words["rows"].format(n=shown)
