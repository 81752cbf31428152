"""What can go wrong with exams."""

from edusync.kernel.problems import Conflict, Forbidden


class RegistrationNotOpen(Conflict):
    code = "exam-registration-not-open"
    title = "Registration for this exam is not open."


class SittingFull(Conflict):
    code = "exam-sitting-full"
    title = "No seat is left in this sitting."


class RegistrationNeeded(Conflict):
    code = "exam-registration-needed"
    title = "Register for this exam first."


class SittingNotNow(Conflict):
    code = "exam-sitting-not-now"
    title = "Your sitting is not now."


class RegistrationKept(Conflict):
    code = "exam-registration-kept"
    title = "This registration can no longer be changed."


class CheckInNeeded(Conflict):
    code = "exam-check-in-needed"
    title = "Check in to the exam first."


class InvigilatorNeeded(Conflict):
    code = "exam-invigilator-needed"
    title = "An invigilator has to let you in."


class SafeBrowserNeeded(Forbidden):
    code = "exam-safe-browser-needed"
    title = "This exam is taken in Safe Exam Browser, with the settings of this exam."


class TriesUsedUp(Conflict):
    code = "exam-tries-used-up"
    title = "There is no try left for this exam."


class RetakeNotYet(Conflict):
    code = "exam-retake-not-yet"
    title = "This exam may be taken again later."


class ConsentChanged(Conflict):
    code = "exam-consent-changed"
    title = "The text to agree to has changed. Read it again."


class SessionOver(Conflict):
    code = "exam-session-over"
    title = "This exam is over for the candidate."


class SittingInUse(Conflict):
    code = "exam-sitting-in-use"
    title = "Candidates are registered for this sitting."


class NothingToReview(Conflict):
    code = "exam-not-over"
    title = "A verdict is given when the candidate is done."


class SittingCanceled(Conflict):
    code = "exam-sitting-canceled"
    title = "This sitting was canceled."


class LineNotKept(Conflict):
    code = "exam-line-not-kept"
    title = "This sitting keeps no line for free seats."


class SeatHeldAlready(Conflict):
    code = "exam-seat-held-already"
    title = "You have a seat in this sitting."


class ExamOfferOver(Conflict):
    code = "exam-offer-over"
    title = "This place in line, or the seat on offer, is gone."
