"""What a candidate agrees to before an exam, in full sentences that follow from what the exam asks for."""

from collections.abc import Callable

from edusync.assessment.exam_signals import clean_thresholds
from edusync.assessment.models import Exam

Sentence = tuple[Callable[[Exam], bool], dict[str, str]]


def _always(exam: Exam) -> bool:
    return True


def _has_picture(exam: Exam) -> bool:
    return exam.identity == Exam.Identity.PICTURE


def _has_full_screen(exam: Exam) -> bool:
    return exam.is_full_screen_asked


def _is_compared(exam: Exam) -> bool:
    return exam.is_behavior_compared


def _warns(exam: Exam) -> bool:
    return bool(clean_thresholds(exam.warn_after))


SENTENCES: tuple[Sentence, ...] = (
    (
        _always,
        {
            "en": "While you sit this exam, the page notes when it loses your attention (another window or tab), "
            "when something is copied or pasted, when it is open twice, and when the connection is lost. It notes that "
            "this happened and when, never what you typed, copied or pasted, and nothing outside this page.",
            "ta": "நீங்கள் இந்தத் தேர்வை எழுதும்போது, வேறு சாளரத்துக்குச் செல்வது, நகலெடுப்பது அல்லது ஒட்டுவது, பக்கம் இரு முறை "
            "திறந்திருப்பது, இணைப்பு துண்டிக்கப்படுவது ஆகியவற்றைப் பக்கம் குறித்துக்கொள்ளும். அது நடந்தது என்பதும் எப்போது என்பதும் மட்டுமே "
            "குறிக்கப்படும்; நீங்கள் தட்டச்சு செய்தது, நகலெடுத்தது, ஒட்டியது எதுவும் குறிக்கப்படாது.",
        },
    ),
    (
        _always,
        {
            "en": "The server notes from which devices you answer, answers given too fast to have been read, and wrong "
            "answers that are alike among candidates.",
            "ta": "எந்தச் சாதனங்களிலிருந்து விடையளிக்கிறீர்கள், படிக்க முடியாத வேகத்தில் தரப்பட்ட விடைகள், தேர்வர்களிடையே ஒத்திருக்கும் தவறான "
            "விடைகள் ஆகியவற்றைச் சேவையகம் குறித்துக்கொள்ளும்.",
        },
    ),
    (
        _is_compared,
        {
            "en": "After the end, a program compares how you wrote with how all others wrote: the time each answer took, "
            "which questions were right, and what was noted above. Where something is far from usual, it asks a person "
            "to look, and says why. It changes no mark, and needing or having been given more time is no reason.",
            "ta": "தேர்வு முடிந்த பின், நீங்கள் எழுதிய விதம் மற்ற அனைவரும் எழுதிய விதத்துடன் ஒரு நிரலால் ஒப்பிடப்படும்: ஒவ்வொரு விடைக்கும் "
            "ஆன நேரம், எந்த வினாக்கள் சரி, மேலே குறிக்கப்பட்டவை. ஏதேனும் வழக்கத்திலிருந்து வெகுதூரம் இருந்தால், ஒருவர் பார்க்குமாறு காரணத்துடன் "
            "கேட்கும். அது மதிப்பெண் எதையும் மாற்றாது; கூடுதல் நேரம் தேவைப்படுவதோ பெற்றிருப்பதோ ஒரு காரணம் ஆகாது.",
        },
    ),
    (
        _has_full_screen,
        {
            "en": "You are asked to keep the exam in full screen; leaving it is noted.",
            "ta": "தேர்வை முழுத்திரையில் வைத்திருக்கக் கேட்கப்படுவீர்கள்; அதிலிருந்து வெளியேறுவது குறிக்கப்படும்.",
        },
    ),
    (
        _has_picture,
        {
            "en": "A picture of you is taken before the start. Only invigilators of this course see it, and it is deleted "
            "after the verdict.",
            "ta": "தொடங்கும் முன் உங்கள் படம் எடுக்கப்படும். இந்தப் பாடநெறியின் மேற்பார்வையாளர்கள் மட்டுமே அதைப் பார்ப்பர்; முடிவுக்குப் பின் அது "
            "நீக்கப்படும்.",
        },
    ),
    (
        _warns,
        {
            "en": "When something happens often, the page says so to you. That is a reminder, not a penalty.",
            "ta": "ஏதேனும் அடிக்கடி நடந்தால் பக்கம் உங்களுக்குச் சொல்லும். அது நினைவூட்டல் மட்டுமே, தண்டனை அல்ல.",
        },
    ),
    (
        _always,
        {
            "en": "Machines decide nothing: your marks follow from your answers alone. What was noted may ask a person to "
            "look at it, and only a person, who gives a reason, decides what becomes of it.",
            "ta": "இயந்திரங்கள் எதையும் முடிவு செய்யாது: உங்கள் மதிப்பெண்கள் உங்கள் விடைகளால் மட்டுமே அமையும். குறிக்கப்பட்டவற்றை ஒருவர் பார்க்க "
            "நேரலாம்; காரணம் கூறும் ஒரு மனிதரே முடிவு செய்வார்.",
        },
    ),
)


def consent_text_of(exam: Exam, language: str) -> str:
    """What is agreed to, paragraph by paragraph, the author's own words last. English where we have no other words."""
    language = language if language in ("en", "ta") else "en"
    paragraphs = [words[language] for applies, words in SENTENCES if applies(exam)]
    if exam.consent_text.strip():
        paragraphs.append(exam.consent_text.strip())
    return "\n\n".join(paragraphs)
