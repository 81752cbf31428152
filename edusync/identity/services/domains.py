"""Domains of an organization: host names that lead visitors to it, e-mail domains whose people belong to it."""

import ipaddress
import re
import secrets

import requests
from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, transaction

from edusync.identity.hosts import forget_hosts
from edusync.identity.models import Organization, OrganizationDomain
from edusync.identity.problems import DomainNotProved, DomainTaken
from edusync.kernel import audit, clock, outgoing
from edusync.kernel.policy import Actor
from edusync.kernel.problems import Conflict, FieldError, ValidationProblem
from edusync.kernel.tenancy import current_organization_id

# Where the proof is fetched; the file holds the token and nothing else.
PROOF_PATH = "/.well-known/edusync-domain.txt"
PROOF_ADDRESS = "https://{name}" + PROOF_PATH
PROOF_SECONDS = 5
PROOF_MAX_BYTES = 4096
# A domain is looked up at most so often, so that nobody makes this site hammer another.
CHECK_PAUSE_SECONDS = 5
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")


def clean_domain(name: str) -> str:
    """The name in its ASCII form. Raises ValidationProblem for numbers, ports and what is no domain."""
    try:
        plain = name.strip().rstrip(".").encode("idna").decode().lower()
    except UnicodeError:
        plain = ""
    if not _NAME.fullmatch(plain) or len(plain) > 253 or _is_number(plain) or plain in settings.ALLOWED_HOSTS:
        raise ValidationProblem(
            errors=[FieldError("/name", "invalid_domain", "A domain like school.example.org.")]
        )
    return plain


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


@transaction.atomic
def add_domain(*, kind: str, name: str, added_by: Actor) -> OrganizationDomain:
    """Claim a domain for the organization in context; nothing follows from it until it is verified.

    Other organizations' claims are not told. Raises ValidationProblem, Conflict (claimed here already).
    """
    name = clean_domain(name)
    try:
        with transaction.atomic():
            domain: OrganizationDomain = OrganizationDomain.objects.create(
                kind=kind, name=name, token=f"edusync-{secrets.token_hex(24)}"
            )
    except IntegrityError as error:
        raise Conflict("This domain is in the list already.") from error
    _record("identity.domain.added", domain, added_by)
    return domain


def verify_domain(*, domain: OrganizationDomain, checked_by: Actor) -> OrganizationDomain:
    """Look for the proof at the domain, and note what was found.

    Raises DomainNotProved (member `reason`), DomainTaken.
    """
    if domain.verified_at is not None:
        return domain
    # The other server is asked outside any transaction: it may take its time.
    failure = find_proof(domain)
    if not failure:
        return _mark_verified(domain, OrganizationDomain.Proof.FILE, checked_by)
    OrganizationDomain.objects.filter(pk=domain.pk).update(checked_at=clock.now(), last_failure=failure)
    raise DomainNotProved(reason=failure)


def find_proof(domain: OrganizationDomain) -> str:
    """Empty if the domain's file holds the token, else why not: `too-soon`, `unreachable`, `not-found`, `other-content`."""
    if not cache.add(f"identity-domain-check-{domain.pk}", 1, CHECK_PAUSE_SECONDS):
        return "too-soon"
    try:
        with outgoing.session(timeout_seconds=PROOF_SECONDS, max_bytes=PROOF_MAX_BYTES) as session:
            answer = session.get(PROOF_ADDRESS.format(name=domain.name), allow_redirects=False)
    except requests.exceptions.RequestException:
        return "unreachable"
    if answer.status_code != 200:
        return "not-found"
    is_right = secrets.compare_digest(answer.content.strip(), domain.token.encode())
    return "" if is_right else "other-content"


def approve_domain(*, domain: OrganizationDomain, approved_by: Actor) -> OrganizationDomain:
    """Take a platform admin's word for it. Raises DomainTaken."""
    if domain.verified_at is not None:
        return domain
    return _mark_verified(domain, OrganizationDomain.Proof.ADMIN, approved_by)


@transaction.atomic
def _mark_verified(domain: OrganizationDomain, proof: str, actor: Actor) -> OrganizationDomain:
    now = clock.now()
    domain.verified_at, domain.verified_by, domain.checked_at, domain.last_failure = now, proof, now, ""
    try:
        with transaction.atomic():
            domain.save(
                update_fields=["verified_at", "verified_by", "checked_at", "last_failure", "updated_at"]
            )
    except IntegrityError as error:
        raise DomainTaken from error
    transaction.on_commit(forget_hosts)
    _record("identity.domain.verified", domain, actor, proof=proof)
    return domain


@transaction.atomic
def let_domain_join(
    *, domain: OrganizationDomain, is_joining_allowed: bool, changed_by: Actor
) -> OrganizationDomain:
    """Say whether whoever signs up with an address at this e-mail domain becomes a member."""
    domain.is_joining_allowed = is_joining_allowed
    domain.save(update_fields=["is_joining_allowed", "updated_at"])
    _record("identity.domain.changed", domain, changed_by, is_joining_allowed=is_joining_allowed)
    return domain


@transaction.atomic
def remove_domain(*, domain: OrganizationDomain, removed_by: Actor) -> None:
    """Give a domain up: its visitors reach the site's first organization, or nothing."""
    _record("identity.domain.removed", domain, removed_by)
    domain.delete()
    transaction.on_commit(forget_hosts)


def domain_of_email(email: str) -> str:
    """The ASCII domain of an address, empty if it has none."""
    try:
        return email.rpartition("@")[2].strip().encode("idna").decode().lower()
    except UnicodeError:
        return ""


def organization_for_sign_up(*, email: str, visited_id: int | None) -> Organization | None:
    """The organization that a new person joins, or None if none takes them in.

    An e-mail domain that lets its people join decides first; they prove the address before they get in. Else it is the
    visited organization, if sign-up is open there and its rule admits the address.
    """
    domain = domain_of_email(email)
    verified = OrganizationDomain.unscoped.filter(
        kind=OrganizationDomain.Kind.EMAIL, name=domain, verified_at__isnull=False
    ).select_related("organization")
    found = verified.first()
    if found is not None and found.is_joining_allowed and _takes_people(found.organization):
        return found.organization
    visited = Organization.objects.filter(pk=visited_id or 0).first()
    if visited is None or not _takes_people(visited):
        return None
    is_own = found is not None and found.organization_id == visited.pk
    return visited if is_own or not visited.is_sign_up_by_domain else None


def _takes_people(organization: Organization) -> bool:
    return organization.status == Organization.Status.ACTIVE and organization.is_sign_up_open


def _record(action: str, domain: OrganizationDomain, actor: Actor, **facts: object) -> None:
    audit.record(
        action,
        actor=actor,
        target=("organization", current_organization_id()),
        facts={"kind": domain.kind, "name": domain.name, **facts},
    )
