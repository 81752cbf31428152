"""What can go wrong with privacy."""

from edusync.kernel.problems import Conflict, Forbidden, Problem


class AlreadyRequested(Conflict):
    code = "privacy-already-requested"
    title = "You have asked for this already, and it is not finished yet."


class RequestFinished(Conflict):
    code = "privacy-request-finished"
    title = "This request is finished and can no longer be changed."


class CoolingOff(Conflict):
    code = "privacy-cooling-off"
    title = "The time for second thoughts is not over yet."


class NotApproved(Conflict):
    code = "privacy-not-approved"
    title = "Approve the request before you perform it."


class OnLegalHold(Conflict):
    code = "privacy-legal-hold"
    title = "The data is under legal hold and must not be erased."


class ArchiveExpired(Problem):
    status = 410
    code = "privacy-archive-expired"
    title = "The download has expired. Ask for a new one."


class TextPublished(Conflict):
    code = "privacy-text-published"
    title = "A published text stays as it is. Write a new version."


class ConsentNeedsGuardian(Forbidden):
    code = "consent-needs-guardian"
    title = "A parent or guardian has to agree to this."


class LastAdminErased(Conflict):
    code = "privacy-last-admin"
    title = "The last admin cannot be erased. Give the role to somebody else first."
