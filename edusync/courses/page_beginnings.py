"""Page templates that come with the site, in the languages of its screens."""

from typing import Any

Block = dict[str, Any]


def _heading(text: str) -> Block:
    return {"type": "heading", "level": 2, "text": text}


def _text(text: str) -> Block:
    return {"type": "text", "html": f"<p>{text}</p>"}


def _list(*lines: str, is_numbered: bool = False) -> Block:
    tag = "ol" if is_numbered else "ul"
    return {"type": "text", "html": f"<{tag}>{''.join(f'<li><p>{line}</p></li>' for line in lines)}</{tag}>"}


def _callout(tone: str, title: str, text: str) -> Block:
    return {"type": "callout", "tone": tone, "title": title, "html": f"<p>{text}</p>"}


def _toggle(title: str, text: str) -> Block:
    return {"type": "toggle", "title": title, "blocks": [_text(text)]}


# Words of each template, by language: the same number and order in each.
_WORDS: dict[str, dict[str, list[str]]] = {
    "en": {
        "blank": ["Blank page", "Begin with nothing."],
        "goals": [
            "Lesson with goals",
            "Goals, explanation, summary.",
            "After this lesson",
            "You can explain …",
            "You can use …",
            "What it is about",
            "Say why this matters, then show the idea.",
            "Remember",
            "The one thing to keep in mind.",
            "Summary",
            "First point",
            "Second point",
        ],
        "worked_example": [
            "Worked example",
            "A task, its solution step by step, one to try.",
            "The task",
            "Describe the task.",
            "Step by step",
            "First …",
            "Then …",
            "Now you",
            "A similar task to try alone.",
            "Solution",
            "The solution, with the reasons.",
        ],
        "reading": [
            "Reading with questions",
            "A text and questions about it.",
            "Before you read",
            "What do you already know about it?",
            "The text",
            "Put the text here.",
            "Questions",
            "What does the author say about …?",
            "Do you agree? Give a reason.",
            "Possible answers",
            "What a good answer mentions.",
        ],
        "lab": [
            "Lab sheet",
            "Materials, steps, observations, safety.",
            "Question",
            "What do we want to find out?",
            "Materials",
            "One …",
            "Two …",
            "Safety",
            "What to look out for.",
            "Steps",
            "First …",
            "Then …",
            "Observations",
            "Trial",
            "What I saw",
            "Conclusion",
            "What the observations mean.",
        ],
    },
    "ta": {
        "blank": ["வெற்றுப் பக்கம்", "புதிதாகத் தொடங்குங்கள்."],
        "goals": [
            "இலக்குகளுடன் பாடம்",
            "இலக்குகள், விளக்கம், சுருக்கம்.",
            "இந்தப் பாடத்திற்குப் பிறகு",
            "நீங்கள் விளக்க முடியும் …",
            "நீங்கள் பயன்படுத்த முடியும் …",
            "எதைப் பற்றியது",
            "இது ஏன் முக்கியம் என்று சொல்லி, கருத்தைக் காட்டுங்கள்.",
            "நினைவில் கொள்க",
            "மனதில் கொள்ள வேண்டிய ஒன்று.",
            "சுருக்கம்",
            "முதல் கருத்து",
            "இரண்டாம் கருத்து",
        ],
        "worked_example": [
            "தீர்க்கப்பட்ட எடுத்துக்காட்டு",
            "ஒரு பணி, படிப்படியான தீர்வு, முயல ஒன்று.",
            "பணி",
            "பணியை விவரியுங்கள்.",
            "படிப்படியாக",
            "முதலில் …",
            "பிறகு …",
            "இப்போது நீங்கள்",
            "தனியாக முயல இதைப் போன்ற ஒரு பணி.",
            "தீர்வு",
            "காரணங்களுடன் தீர்வு.",
        ],
        "reading": [
            "கேள்விகளுடன் வாசிப்பு",
            "ஒரு உரையும் அதைப் பற்றிய கேள்விகளும்.",
            "வாசிக்கும் முன்",
            "இதைப் பற்றி உங்களுக்கு ஏற்கனவே என்ன தெரியும்?",
            "உரை",
            "உரையை இங்கே இடுங்கள்.",
            "கேள்விகள்",
            "ஆசிரியர் என்ன சொல்கிறார் …?",
            "நீங்கள் ஒப்புக்கொள்கிறீர்களா? காரணம் தருக.",
            "சாத்தியமான விடைகள்",
            "நல்ல விடை எதைக் குறிப்பிடும்.",
        ],
        "lab": [
            "ஆய்வகத் தாள்",
            "பொருட்கள், படிகள், அவதானிப்புகள், பாதுகாப்பு.",
            "கேள்வி",
            "நாம் எதைக் கண்டறிய விரும்புகிறோம்?",
            "பொருட்கள்",
            "ஒன்று …",
            "இரண்டு …",
            "பாதுகாப்பு",
            "எதில் கவனமாக இருக்க வேண்டும்.",
            "படிகள்",
            "முதலில் …",
            "பிறகு …",
            "அவதானிப்புகள்",
            "முயற்சி",
            "நான் பார்த்தது",
            "முடிவு",
            "அவதானிப்புகளின் பொருள்.",
        ],
    },
}
KEYS = ("blank", "goals", "worked_example", "reading", "lab")


def _goals(words: list[str]) -> list[Block]:
    return [
        _heading(words[0]),
        _list(words[1], words[2]),
        _heading(words[3]),
        _text(words[4]),
        _callout("tip", words[5], words[6]),
        _heading(words[7]),
        _list(words[8], words[9]),
    ]


def _worked_example(words: list[str]) -> list[Block]:
    return [
        _heading(words[0]),
        _text(words[1]),
        _heading(words[2]),
        _list(words[3], words[4], is_numbered=True),
        _callout("challenge", words[5], words[6]),
        _toggle(words[7], words[8]),
    ]


def _reading(words: list[str]) -> list[Block]:
    return [
        _callout("info", words[0], words[1]),
        _heading(words[2]),
        _text(words[3]),
        _heading(words[4]),
        _list(words[5], words[6], is_numbered=True),
        _toggle(words[7], words[8]),
    ]


def _lab(words: list[str]) -> list[Block]:
    return [
        _heading(words[0]),
        _text(words[1]),
        _heading(words[2]),
        _list(words[3], words[4]),
        _callout("warning", words[5], words[6]),
        _heading(words[7]),
        _list(words[8], words[9], is_numbered=True),
        _heading(words[10]),
        {"type": "table", "caption": "", "header": [words[11], words[12]], "rows": [["1", ""], ["2", ""]]},
        _heading(words[13]),
        _text(words[14]),
    ]


_MAKERS = {
    "blank": lambda words: [],
    "goals": _goals,
    "worked_example": _worked_example,
    "reading": _reading,
    "lab": _lab,
}


def beginnings(language: str) -> list[dict[str, Any]]:
    """`{key, name, summary, document}` of each, in the language, else in English. Documents are not cleaned yet."""
    words = _WORDS.get(language.partition("-")[0], _WORDS["en"])
    return [
        {
            "key": key,
            "name": words[key][0],
            "summary": words[key][1],
            "document": {"version": 1, "blocks": _MAKERS[key](words[key][2:])},
        }
        for key in KEYS
    ]
