"""Every write of the audit log, and its check."""

from edusync.audit.services.anchors import all_faults, anchor_all, anchor_chain, anchor_faults, anchor_file
from edusync.audit.services.recording import record_event, stamp_older_heads
from edusync.audit.services.verification import ChainFault, chain_faults

__all__ = [
    "ChainFault",
    "all_faults",
    "anchor_all",
    "anchor_chain",
    "anchor_faults",
    "anchor_file",
    "chain_faults",
    "record_event",
    "stamp_older_heads",
]
