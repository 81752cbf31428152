"""Shapes of exams."""

from typing import Any

from rest_framework import serializers

from edusync.assessment.exam_signals import BROWSER_KINDS, MOST_OF_A_KIND, SIGNALS
from edusync.assessment.models import Exam, ExamRegistration, ExamSitting, ProctorEvent, ProctorSession
from edusync.assessment.rest.exam_behavior_serializers import ExamBehaviorSerializer
from edusync.assessment.rest.exam_line_serializers import OwnExamLineSerializer

MOST_EVENTS_AT_ONCE = 100
LONGEST_AGE_MS = 24 * 3600 * 1000


class ThresholdsField(serializers.DictField):
    """How often each signal may come."""

    child = serializers.IntegerField(min_value=1, max_value=MOST_OF_A_KIND)


class ExamSittingSerializer(serializers.Serializer[Any]):
    """A sitting as everybody sees it."""

    uuid = serializers.UUIDField()
    title = serializers.CharField(allow_blank=True)
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    seats = serializers.IntegerField()
    seats_taken = serializers.IntegerField(help_text="Seats on offer count as taken.")
    seats_left = serializers.IntegerField(help_text="0 where somebody waits: what is free is theirs.")
    waitlist = serializers.ChoiceField(
        choices=ExamSitting.Waitlist.choices,
        help_text="What becomes of a seat that is free again: `give`, `offer`, or `none`: no line is kept.",
    )
    offer_hours = serializers.IntegerField(help_text="How long a seat on offer is kept.")
    waiting = serializers.IntegerField(help_text="How many wait for a seat.")
    canceled_at = serializers.DateTimeField(allow_null=True)
    cancel_reason = serializers.CharField(allow_blank=True)


class ExamSittingWriteSerializer(serializers.Serializer[Any]):
    """A sitting as it is written."""

    title = serializers.CharField(max_length=120, allow_blank=True, required=False, default="")
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    seats = serializers.IntegerField(min_value=1, max_value=100_000)
    waitlist = serializers.ChoiceField(choices=ExamSitting.Waitlist.choices, required=False)
    offer_hours = serializers.IntegerField(min_value=1, max_value=24 * 14, required=False)


class ExamSittingCancelSerializer(serializers.Serializer[Any]):
    """Why a sitting does not take place; everybody concerned reads it."""

    reason = serializers.CharField(max_length=500)


class ExamConfigKeySerializer(serializers.Serializer[Any]):
    """A Config Key that Safe Exam Browser shows for settings made elsewhere."""

    config_key = serializers.CharField(max_length=100)
    label = serializers.CharField(  # type: ignore[assignment]
        max_length=120, allow_blank=True, required=False, default=""
    )


class ExamRulesSerializer(serializers.Serializer[Any]):
    """What an exam asks for."""

    is_registration_needed = serializers.BooleanField(required=False, default=False)
    registration_opens_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    registration_closes_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    identity = serializers.ChoiceField(choices=Exam.Identity.choices, required=False, default="none")
    consent_text = serializers.CharField(max_length=5000, allow_blank=True, required=False, default="")
    is_full_screen_asked = serializers.BooleanField(required=False, default=True)
    is_one_device = serializers.BooleanField(required=False, default=False)
    is_safe_browser_needed = serializers.BooleanField(required=False, default=False)
    warn_after = ThresholdsField(required=False, default=dict, help_text=f"By signal: {', '.join(SIGNALS)}.")
    review_after = ThresholdsField(required=False, default=dict, help_text="By signal, as `warn_after`.")
    fast_seconds = serializers.IntegerField(min_value=0, max_value=60, required=False, default=2)
    is_behavior_compared = serializers.BooleanField(
        required=False,
        default=True,
        help_text="Ways of writing are compared after the end. Switched off, what was found goes.",
    )
    validity_days = serializers.IntegerField(
        min_value=1, max_value=36_500, required=False, allow_null=True, default=None
    )
    tries_allowed = serializers.IntegerField(
        min_value=1, max_value=100, required=False, allow_null=True, default=None
    )
    retake_wait_days = serializers.IntegerField(min_value=0, max_value=3650, required=False, default=0)
    picture_days = serializers.IntegerField(min_value=1, max_value=365, required=False, default=30)
    config_keys = ExamConfigKeySerializer(many=True, required=False, default=list)


class ExamSettingsSerializer(ExamRulesSerializer):
    """What an exam asks for, as staff read it."""

    quiz_id = serializers.IntegerField()
    title = serializers.CharField()
    course_slug = serializers.CharField()
    mode = serializers.CharField(help_text="The quiz's mode: the rules hold while it is `exam`.")
    row_version = serializers.IntegerField(help_text="0: nothing was written yet.")
    own_config_key = serializers.CharField(help_text="Config Key of the settings file that this site writes.")
    sittings = ExamSittingSerializer(many=True)


class ExamRegistrationSerializer(serializers.Serializer[Any]):
    """A candidate's place."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ExamRegistration.State.choices)
    registered_at = serializers.DateTimeField()
    sitting = ExamSittingSerializer(allow_null=True)


class ExamNoticeSerializer(serializers.Serializer[Any]):
    """Something that the candidate is told."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    signal = serializers.CharField(allow_blank=True)
    count = serializers.IntegerField(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    text = serializers.CharField(allow_blank=True)


class OwnExamSessionSerializer(serializers.Serializer[Any]):
    """The candidate's session, as they see it."""

    uuid = serializers.UUIDField()
    state = serializers.ChoiceField(choices=ProctorSession.State.choices)
    is_full_screen_waived = serializers.BooleanField()
    is_device_waiting = serializers.BooleanField(help_text="This device waits for an invigilator.")
    has_picture = serializers.BooleanField()
    server_time = serializers.DateTimeField()
    due_at = serializers.DateTimeField(allow_null=True)
    notices = ExamNoticeSerializer(many=True)
    verdict = serializers.CharField(allow_blank=True)
    verdict_reason = serializers.CharField(allow_blank=True)


class ExamForLearnerSerializer(serializers.Serializer[Any]):
    """An exam as a candidate sees it before and while sitting it. `exam` is null where the quiz is none."""

    quiz_id = serializers.IntegerField()
    title = serializers.CharField()
    identity = serializers.ChoiceField(choices=Exam.Identity.choices)
    is_registration_needed = serializers.BooleanField()
    is_registration_open = serializers.BooleanField()
    registration_opens_at = serializers.DateTimeField(allow_null=True)
    registration_closes_at = serializers.DateTimeField(allow_null=True)
    is_full_screen_asked = serializers.BooleanField()
    is_one_device = serializers.BooleanField()
    is_safe_browser_needed = serializers.BooleanField()
    is_safe_browser_proved = serializers.BooleanField()
    warn_after = serializers.DictField()
    consent_text = serializers.CharField()
    consent_digest = serializers.CharField()
    tries_left = serializers.IntegerField(allow_null=True)
    next_try_at = serializers.DateTimeField(allow_null=True)
    passed_until = serializers.DateTimeField(allow_null=True)
    is_passed = serializers.BooleanField()
    sittings = ExamSittingSerializer(many=True)
    registration = ExamRegistrationSerializer(allow_null=True)
    line = OwnExamLineSerializer(allow_null=True, help_text="Where the candidate waits for a seat.")
    session = OwnExamSessionSerializer(allow_null=True)


class ExamRegisterInput(serializers.Serializer[Any]):
    """Which sitting."""

    sitting = serializers.UUIDField(required=False, allow_null=True, default=None)


class ExamCheckInInput(serializers.Serializer[Any]):
    """Consent to the text that was read, and who one is."""

    device = serializers.UUIDField(help_text="The name that the device gave itself.")
    consent_digest = serializers.CharField(min_length=64, max_length=64)
    statement = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class ExamPictureInput(serializers.Serializer[Any]):
    """A picture of the candidate."""

    file = serializers.FileField()


class NoticedSerializer(serializers.Serializer[Any]):
    """One event as the page kept it."""

    sequence = serializers.IntegerField(min_value=1, max_value=2**31 - 1)
    kind = serializers.ChoiceField(choices=sorted(BROWSER_KINDS))
    age_ms = serializers.IntegerField(min_value=0, max_value=LONGEST_AGE_MS, required=False, default=0)
    seconds = serializers.IntegerField(
        min_value=0, max_value=86_400, required=False, allow_null=True, default=None
    )


class ExamEventsInput(serializers.Serializer[Any]):
    """What one page noticed since it was heard last; nothing: it is still there."""

    client_id = serializers.UUIDField(help_text="The page's name, beside which it numbers its events.")
    device = serializers.UUIDField()
    events = serializers.ListField(child=NoticedSerializer(), max_length=MOST_EVENTS_AT_ONCE)


class ExamEventsReceiptSerializer(serializers.Serializer[Any]):
    """Numbers that are on disk, and how the session stands."""

    received = serializers.ListField(child=serializers.IntegerField())
    session = OwnExamSessionSerializer()


class CandidateSessionSerializer(serializers.Serializer[Any]):
    """A candidate in the live view."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    state = serializers.ChoiceField(choices=ProctorSession.State.choices)
    sitting = serializers.CharField(allow_blank=True)
    statement = serializers.CharField(allow_blank=True)
    has_picture = serializers.BooleanField()
    is_device_waiting = serializers.BooleanField()
    is_full_screen_waived = serializers.BooleanField()
    last_beat_at = serializers.DateTimeField(allow_null=True)
    is_silent = serializers.BooleanField()
    counts = serializers.DictField(child=serializers.IntegerField())
    wants_review = serializers.BooleanField()
    is_unusual = serializers.BooleanField(
        help_text="The comparison of ways of writing asks a person to look."
    )
    answered = serializers.IntegerField()
    questions = serializers.IntegerField()
    started_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    verdict = serializers.CharField(allow_blank=True)


class ProctorEventSerializer(serializers.Serializer[Any]):
    """One line of the timeline."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    origin = serializers.ChoiceField(choices=ProctorEvent.Origin.choices)
    is_signal = serializers.BooleanField()
    occurred_at = serializers.DateTimeField()
    received_at = serializers.DateTimeField()
    actor = serializers.CharField(allow_blank=True)
    facts = serializers.DictField()


class CandidateDetailSerializer(CandidateSessionSerializer):
    """A candidate with everything that was noticed and done."""

    quiz_id = serializers.IntegerField()
    exam_title = serializers.CharField()
    course_slug = serializers.CharField()
    course_title = serializers.CharField()
    attempt_uuid = serializers.UUIDField(allow_null=True)
    consent_text = serializers.CharField(allow_blank=True)
    consent_digest = serializers.CharField(allow_blank=True)
    consented_at = serializers.DateTimeField(allow_null=True)
    verdict_reason = serializers.CharField(allow_blank=True)
    verdict_by = serializers.CharField(allow_blank=True)
    verdict_at = serializers.DateTimeField(allow_null=True)
    events = ProctorEventSerializer(many=True)
    behavior = ExamBehaviorSerializer(allow_null=True, help_text="Null: not compared, or not done.")


class ExamCandidateSerializer(serializers.Serializer[Any]):
    """Somebody who registered."""

    uuid = serializers.UUIDField()
    name = serializers.CharField()
    sitting = ExamSittingSerializer(allow_null=True)
    state = serializers.CharField()
    session_state = serializers.CharField(allow_blank=True, help_text="Empty: not there yet.")


class InvigilationActSerializer(serializers.Serializer[Any]):
    """One act about a candidate."""

    act = serializers.ChoiceField(choices=["admit", "ask_again", "let_in", "message", "add_time"])
    text = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    minutes = serializers.IntegerField(min_value=1, max_value=600, required=False, default=10)
    waives_full_screen = serializers.BooleanField(required=False, default=False)


class VerdictSerializer(serializers.Serializer[Any]):
    """What a person decides, and why."""

    verdict = serializers.ChoiceField(choices=ProctorSession.Verdict.choices)
    reason = serializers.CharField(max_length=1000)


class CourseExamSerializer(serializers.Serializer[Any]):
    """An exam in the list of a course."""

    quiz_id = serializers.IntegerField()
    title = serializers.CharField()
    is_set_up = serializers.BooleanField(help_text="Whether it was ever said what the exam asks for.")
    is_registration_needed = serializers.BooleanField()
    open_sessions = serializers.IntegerField()
    review_sessions = serializers.IntegerField()
    registrations_booked = serializers.IntegerField()


class CourseExamsSerializer(serializers.Serializer[Any]):
    """Exams of a course."""

    results = CourseExamSerializer(many=True)
