"""The demo school's policies, what it asks consent for, and one open request."""

from edusync.identity.models import User
from edusync.privacy import services
from edusync.privacy.queries import needs_guardian_consent

POLICIES = {
    "terms": {
        "en": (
            "Terms of use",
            "This is the demo school. Everything in it is made up and may be reset at any time.\n\n"
            "Be kind to others, do your own work, and keep your password to yourself.",
        ),
        "ta": (
            "பயன்பாட்டு விதிமுறைகள்",
            "இது ஒரு மாதிரிப் பள்ளி. இதில் உள்ள எல்லாம் கற்பனை; எப்போது வேண்டுமானாலும் மீட்டமைக்கப்படலாம்.\n\n"
            "மற்றவர்களிடம் அன்பாக இருங்கள், உங்கள் வேலையை நீங்களே செய்யுங்கள், கடவுச்சொல்லைப் பகிராதீர்கள்.",
        ),
    },
    "privacy": {
        "en": (
            "Privacy notice",
            "We keep what learning needs: your name, your address, the courses you take and what you do in them.\n\n"
            "Nobody buys or sells it. You can read it, download it, have it corrected and have it erased "
            "under Account, Privacy.",
        ),
        "ta": (
            "தனியுரிமை அறிவிப்பு",
            "கற்றலுக்குத் தேவையானதை வைத்திருக்கிறோம்: உங்கள் பெயர், முகவரி, பாடநெறிகள், அவற்றில் நீங்கள் செய்பவை.\n\n"
            "யாரும் அதை வாங்குவதோ விற்பதோ இல்லை. கணக்கு, தனியுரிமை பக்கத்தில் அதைப் படிக்கலாம், பதிவிறக்கலாம், "
            "திருத்தவும் அழிக்கவும் கேட்கலாம்.",
        ),
    },
}
PURPOSES = {
    "photos": {
        "en": (
            "Photos of me on the school's pages",
            "Photos taken at school events may show me on its public pages.",
        ),
        "ta": ("பள்ளிப் பக்கங்களில் என் படங்கள்", "பள்ளி நிகழ்வுகளின் படங்களில் நான் பொதுப் பக்கங்களில் தோன்றலாம்."),
    },
    "research": {
        "en": (
            "Research on how people learn",
            "Researchers may read how I went through courses, without my name. It changes nothing in my courses.",
        ),
        "ta": (
            "கற்றல் பற்றிய ஆய்வு",
            "நான் பாடநெறிகளில் சென்ற விதத்தை ஆய்வாளர்கள் என் பெயரின்றிப் படிக்கலாம். என் பாடநெறிகளில் எதுவும் மாறாது.",
        ),
    },
    "newsletter": {
        "en": ("Newsletter", "Once a month a mail about new courses."),
        "ta": ("செய்திமடல்", "மாதம் ஒருமுறை புதிய பாடநெறிகள் பற்றிய மின்னஞ்சல்."),
    },
}


def texts_of(words: dict[str, tuple[str, str]]) -> dict[str, dict[str, str]]:
    """Texts in the form the services take."""
    return {language: {"title": title, "text": text} for language, (title, text) in words.items()}


def _agree_to_research(people: dict[str, User], *, but: User) -> None:
    """Three of four learners who may decide for themselves: enough for a data set."""
    learners = [user for key, user in sorted(people.items()) if key.startswith("learner") and user != but]
    for place, user in enumerate(learners):
        if place % 4 != 3 and not needs_guardian_consent(user.pk):
            services.record_consent(user_id=user.pk, code="research", is_granted=True, recorded_by=user.pk)


def create_privacy(people: dict[str, User]) -> None:
    """Policies and purposes in force, decisions of the demo learner, a request that waits for an answer.

    The policies are not mandatory: nobody who looks around has to accept anything first.
    """
    admin = people["admin"]
    for kind, words in POLICIES.items():
        policy = services.write_policy(
            kind=kind, texts=texts_of(words), is_mandatory=False, written_by=admin.pk
        )
        services.publish_policy(document_id=policy.pk, published_by=admin.pk)
    for code, words in PURPOSES.items():
        purpose = services.write_purpose(
            code=code, legal_basis="consent", texts=texts_of(words), written_by=admin.pk
        )
        services.publish_purpose(purpose_id=purpose.pk, published_by=admin.pk)
    learner = people["learner"]
    services.record_consent(user_id=learner.pk, code="research", is_granted=True, recorded_by=learner.pk)
    _agree_to_research(people, but=learner)
    asking = next(
        user for key, user in sorted(people.items()) if key.startswith("learner") and user != learner
    )
    services.request_correction(
        user_id=asking.pk,
        note="My birth date is wrong in your records: day and month are swapped.",
        requested_by=asking.pk,
    )
