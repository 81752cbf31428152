"""What can go wrong here."""

from edusync.kernel.problems import Problem


class GradesConflict(Problem):
    """`cells` names those somebody changed meanwhile, as they are now."""

    status = 409
    code = "grades-conflict"
    title = "Somebody changed these grades in the meantime."


class ItemHasSource(Problem):
    """A column that a quiz or an assignment fills."""

    status = 409
    code = "grade-item-has-source"
    title = "This column belongs to a quiz, an assignment or attendance: change that instead."


class NothingToUndo(Problem):
    """The act is unknown, or was undone."""

    status = 409
    code = "nothing-to-undo"
    title = "There is nothing left of this change that could be undone."


class CheckInCodeWrong(Problem):
    """No meeting of the learner's courses shows this code now: mistyped, too old, or check-in is over."""

    status = 422
    code = "check-in-code-wrong"
    title = "This code does not count now. Take the one on the wall."


class DeviceCheckedInAlready(Problem):
    """One device checks in one person a meeting."""

    status = 409
    code = "device-checked-in-already"
    title = "Somebody else was checked in with this device. Ask your instructor to write you down."


class CheckInClosed(Problem):
    """No code is shown: check-in was not opened, or is over."""

    status = 409
    code = "check-in-closed"
    title = "Nobody checks in to this meeting now."


class RegradeClosed(Problem):
    """Nobody may ask about this mark, or not any more."""

    status = 409
    code = "regrade-closed"
    title = "It is too late to ask for a second look."


class RegradeAskedAlready(Problem):
    """One request at a time."""

    status = 409
    code = "regrade-asked-already"
    title = "You have asked already. The answer comes by mail."


class RegradeAnsweredAlready(Problem):
    """Somebody was faster."""

    status = 409
    code = "regrade-answered"
    title = "This request was answered already."
