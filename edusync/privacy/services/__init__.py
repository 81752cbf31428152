"""Every change of consent, policies, requests, retention."""

from edusync.privacy.services.archives import drop_expired_archives, open_archive
from edusync.privacy.services.consent import publish_purpose, record_consent, retire_purpose, write_purpose
from edusync.privacy.services.erasure import erase_person, place_hold, release_hold
from edusync.privacy.services.exports import build_export, write_archive
from edusync.privacy.services.policies import accept_policies, discard_policy, publish_policy, write_policy
from edusync.privacy.services.requests import (
    act_on_request,
    approve_request,
    assign_request,
    cancel_request,
    perform_request,
    possible_acts,
    refuse_request,
    request_correction,
    request_erasure,
    request_export,
    start_due_erasures,
)
from edusync.privacy.services.retention import (
    change_rule,
    count_outdated,
    rule_in_force,
    rules_in_force,
    run_all_rules,
    run_rule,
)

__all__ = [
    "accept_policies",
    "act_on_request",
    "approve_request",
    "assign_request",
    "build_export",
    "cancel_request",
    "change_rule",
    "count_outdated",
    "discard_policy",
    "drop_expired_archives",
    "erase_person",
    "open_archive",
    "perform_request",
    "place_hold",
    "possible_acts",
    "publish_policy",
    "publish_purpose",
    "record_consent",
    "refuse_request",
    "release_hold",
    "request_correction",
    "request_erasure",
    "request_export",
    "retire_purpose",
    "rule_in_force",
    "rules_in_force",
    "run_all_rules",
    "run_rule",
    "start_due_erasures",
    "write_archive",
    "write_policy",
    "write_purpose",
]
