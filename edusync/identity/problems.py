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


class TokenUsedOrExpired(Problem):
    """A link works once and not for long."""

    status = 410
    code = "token-used-or-expired"
    title = "This link was used already or is out of date. Ask for a new one."


class AlreadyMember(Problem):
    """Only for people of the same organization, whom the actor sees anyway."""

    status = 409
    code = "already-member"
    title = "This person is a member already."


class InvitationOver(Problem):
    """It was accepted or revoked."""

    status = 409
    code = "invitation-over"
    title = "This invitation is over."


class InvitationForAnother(Problem):
    """Somebody else is signed in."""

    status = 403
    code = "invitation-for-another"
    title = "This invitation is for another person. Sign out first."


class SignInToAccept(Problem):
    """The address has an account; the link in its mailbox may say so."""

    status = 409
    code = "sign-in-to-accept"
    title = "You have an account. Sign in to accept the invitation."


class StepUpNeeded(Problem):
    """The front end asks for password, second factor or passkey, and repeats the request."""

    status = 403
    code = "step-up-needed"
    title = "Confirm that it is you, then try again."


class SecondFactorRequired(Problem):
    """The organization wants a second factor of the person's role, and the days to set it up are over."""

    status = 403
    code = "second-factor-required"
    title = "Set up a second factor for your account first."
