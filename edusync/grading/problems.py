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
    title = "This column belongs to a quiz or an assignment: remove that instead."


class NothingToUndo(Problem):
    """The act is unknown, or was undone."""

    status = 409
    code = "nothing-to-undo"
    title = "There is nothing left of this change that could be undone."
