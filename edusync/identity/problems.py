"""What can go wrong with people, roles and the first set-up."""

from edusync.kernel.problems import Problem


class EmailTaken(Problem):
    """Only an admin is told; sign-up answers alike for known and unknown addresses."""

    status = 409
    code = "email-taken"
    title = "Another person has this e-mail address or user name."


class UnknownRole(Problem):
    """No such role in this organization."""

    status = 422
    code = "unknown-role"
    title = "There is no such role."


class LastAdmin(Problem):
    """Somebody must be able to grant roles."""

    status = 409
    code = "last-admin"
    title = "This is the last admin of the organization."


class RoleBeyondOwn(Problem):
    """Nobody hands out more than they hold."""

    status = 403
    code = "role-beyond-own"
    title = "You cannot grant or revoke a role with permissions that you do not have."


class OwnAccess(Problem):
    """Nobody shuts themselves out."""

    status = 409
    code = "own-access"
    title = "You cannot change your own access."


class SetupDone(Problem):
    """The first account exists already."""

    status = 409
    code = "setup-done"
    title = "This site is set up already."
