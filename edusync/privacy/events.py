"""What privacy announces."""

import dataclasses

from edusync.kernel.events import event


@event("privacy.consent_changed")
@dataclasses.dataclass(frozen=True, slots=True)
class ConsentChanged:
    """A person agreed to a purpose or withdrew."""

    user_id: int
    code: str
    is_granted: bool


@event("privacy.policies_published")
@dataclasses.dataclass(frozen=True, slots=True)
class PolicyPublished:
    """A new version of a policy is in force."""

    document_id: int
    kind: str
    is_mandatory: bool


@event("privacy.person_erased")
@dataclasses.dataclass(frozen=True, slots=True)
class PersonErased:
    """A person's data was erased on behalf of the organization."""

    user_id: int
    request_id: int
    is_account_included: bool
