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


class OrganizationSlugTaken(Problem):
    """Only platform admins, who see all organizations, are told."""

    status = 409
    code = "organization-slug-taken"
    title = "Another organization has this short name."


class DefaultOrganization(Problem):
    """The site itself would be closed."""

    status = 409
    code = "default-organization"
    title = "The organization that the site started with cannot be suspended."


class OnlyOrganization(Problem):
    """Whoever leaves their last organization could not sign in any more."""

    status = 409
    code = "only-organization"
    title = "This is your only organization. To close your account, ask for its erasure."


class PoorContrast(Problem):
    """WCAG 2.2, success criterion 1.4.3. Members: color, theme, ratio, needed."""

    status = 422
    code = "poor-contrast"
    title = "This color cannot be read well enough."


class DomainTaken(Problem):
    """Told only to whoever proved that the domain is theirs, or to a platform admin."""

    status = 409
    code = "domain-taken"
    title = "Another organization has proved this domain already."


class DomainNotProved(Problem):
    """Member `reason`: unreachable, not-found, other-content."""

    status = 422
    code = "domain-not-proved"
    title = "The proof was not found at the domain."


class UnitCycle(Problem):
    """A tree has no circles."""

    status = 409
    code = "unit-cycle"
    title = "A unit cannot be moved below itself."


class UnitTooDeep(Problem):
    """The path of ids has a limit."""

    status = 422
    code = "unit-too-deep"
    title = "Units can be nested eight levels deep."


class UnitNotEmpty(Problem):
    """Members: units and people that are still in it."""

    status = 409
    code = "unit-not-empty"
    title = "There are units or people in this unit. Move them first."


class TermOutsideYear(Problem):
    """Members: starts_on and ends_on of the year."""

    status = 422
    code = "term-outside-year"
    title = "The dates lie outside the year that the term belongs to."


class TermNotEmpty(Problem):
    """A year with terms stays."""

    status = 409
    code = "term-not-empty"
    title = "There are terms in it. Remove them first."


class GroupNameTaken(Problem):
    """Names are how people tell groups apart."""

    status = 409
    code = "group-name-taken"
    title = "Another group has this name."


class MembersByRule(Problem):
    """Nobody is put into a rule group by hand."""

    status = 409
    code = "members-by-rule"
    title = "The rule of this group says who is in it."


class UnknownScope(Problem):
    """A role is granted in a unit or course of the organization."""

    status = 422
    code = "unknown-scope"
    title = "There is no such unit or course here."


class RoleProtected(Problem):
    """Roles that ship with the code stay as they are; an own copy may take their place."""

    status = 409
    code = "role-protected"
    title = "This role ships with EduSync and cannot be changed so. Make a copy of it."


class RoleHeld(Problem):
    """Put away only what nobody holds."""

    status = 409
    code = "role-held"
    title = "People hold this role. Take it from them first."


class ViewAsRefused(Problem):
    """Only people with no more rights than one's own, of the same organization, and never another admin."""

    status = 403
    code = "view-as-refused"
    title = "You cannot see the site as this person."


class ViewAsEnded(Problem):
    """Its hour is over: what was meant for the other person must not be done as oneself."""

    status = 403
    code = "view-as-ended"
    title = "You no longer see the site as another person. Load the page again."


class ScopeBeyondOwn(Problem):
    """A key can do no more than its owner."""

    status = 422
    code = "scope-beyond-own"
    title = "A key cannot carry a permission that you do not have, or that is for people only."


class TooManyKeys(Problem):
    """Forgotten keys are open doors."""

    status = 409
    code = "too-many-keys"
    title = "You have as many keys as allowed. Revoke one that is no longer used."


class KeyOver(Problem):
    """What has ended cannot be rotated."""

    status = 409
    code = "key-over"
    title = "This key has expired or was revoked. Make a new one."


class TokenRefused(Problem):
    """Of an access token: made elsewhere, out of date or revoked."""

    status = 401
    code = "token-refused"
    title = "This access token is not valid. Get a new one."


class IdentityProviderUnreachable(Problem):
    """The other service is down, or what it says is not what was asked."""

    status = 502
    code = "identity-provider-unreachable"
    title = "The sign-in service does not answer as it should. Try again later or sign in with your password."


class SamlNotInstalled(Problem):
    """SAML is an extra of the installation."""

    status = 409
    code = "saml-not-installed"
    title = "This installation lacks the SAML extra. Install edusync[saml], then try again."


class ProviderInUse(Problem):
    """People would lose their way in."""

    status = 409
    code = "provider-in-use"
    title = "People sign in with this service. Switch it off instead."


class NumberTaken(Problem):
    """Student and employee numbers name one person each."""

    status = 409
    code = "number-taken"
    title = "Another person of the organization has this number."


class NoAddress(Problem):
    """People without an e-mail address get a new password by other ways."""

    status = 409
    code = "no-address"
    title = "This person has no e-mail address."


class NameTaken(Problem):
    """Names are how people tell things apart."""

    status = 409
    code = "name-taken"
    title = "There is one of this name already."


class MergeRefused(Problem):
    """Member `reason`: same-person, elsewhere, beyond-own, view-as."""

    status = 409
    code = "merge-refused"
    title = "These two accounts cannot be merged."


class GuardianIsLearner(Problem):
    """Somebody would look after themselves."""

    status = 409
    code = "guardian-is-learner"
    title = "A learner cannot be their own guardian."


class TooManyGuardians(Problem):
    """A learner has as many guardians as may be."""

    status = 409
    code = "too-many-guardians"
    title = "This learner has as many guardians as one may have."


class TooYoungToDecide(Problem):
    """A learner below the age of digital consent would decide alone."""

    status = 403
    code = "too-young-to-decide"
    title = "Ask your school to change this together with your family."
