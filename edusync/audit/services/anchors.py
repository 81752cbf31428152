"""Anchors: what a chain was like at a moment, kept in the database and in a file beside it.

Who can change the whole database can also make its log consistent again up to the newest anchor outside of it. Copy
the file to another machine, and nothing before its last line can be rewritten unseen.
"""

import os
from pathlib import Path

import orjson
from django.conf import settings
from django.db import transaction

from edusync.audit.chain import instant_text
from edusync.audit.models import AuditAnchor, AuditChain
from edusync.audit.services.recording import PLATFORM
from edusync.audit.services.verification import ChainFault, chain_faults, chain_state, faults_of
from edusync.kernel import clock, crypto

ANCHOR_PURPOSE = "audit.anchor"
MAX_FAULTS_KEPT = 50


def anchor_file() -> Path:
    """The file outside the database, one JSON object a line."""
    return Path(settings.DATA_DIR) / "audit-anchors.jsonl"


def anchor_all(*, reason: str = AuditAnchor.Reason.DAILY) -> list[AuditAnchor]:
    """Check every chain and keep what was found."""
    return [anchor_chain(organization_id=key, reason=reason) for key in sorted(_chains())]


def _chains() -> set[int]:
    return set(AuditChain.objects.values_list("pk", flat=True))


def anchor_chain(*, organization_id: int, reason: str = AuditAnchor.Reason.ASKED) -> AuditAnchor:
    """Check one chain, against itself and the anchors before, and keep its length, digest and the faults found."""
    state = chain_state(organization_id)
    faults = [*faults_of(state), *anchor_faults(organization_id=organization_id)]
    with transaction.atomic():
        # Of two checks at once the second must follow the anchor of the first.
        AuditChain.objects.select_for_update().filter(pk=organization_id).first()
        before = AuditAnchor.objects.filter(organization_id=organization_id).order_by("-id").first()
        anchor = AuditAnchor(
            organization_id=organization_id,
            created_at=clock.now(),
            reason=reason,
            length=state.head.length if state.head else 0,
            digest=state.head.digest if state.head else "",
            is_intact=not faults,
            faults=[{"event_id": fault.event_id, "what": fault.what} for fault in faults[:MAX_FAULTS_KEPT]],
            previous_stamp=before.stamp if before else "",
        )
        anchor.stamp = crypto.stamp(_text_of(anchor), purpose=ANCHOR_PURPOSE)
        anchor.save(force_insert=True)
        transaction.on_commit(lambda: _write_line(anchor))
    return anchor


def all_faults(*, organization_id: int | None = None) -> list[ChainFault]:
    """Faults of the chains and of their anchors."""
    return [*chain_faults(organization_id=organization_id), *anchor_faults(organization_id=organization_id)]


def anchor_faults(*, organization_id: int | None = None) -> list[ChainFault]:
    """Anchors that were changed or removed, in the database or against the file."""
    anchors = AuditAnchor.objects.order_by("organization_id", "id")
    if organization_id is not None:
        anchors = anchors.filter(organization_id=organization_id)
    faults: list[ChainFault] = []
    previous: AuditAnchor | None = None
    for anchor in anchors.iterator(chunk_size=1000):
        if previous is not None and previous.organization_id != anchor.organization_id:
            previous = None
        if not crypto.is_stamped(_text_of(anchor), anchor.stamp, purpose=ANCHOR_PURPOSE):
            faults.append(_fault(anchor, "was not written by this site"))
        elif anchor.previous_stamp != (previous.stamp if previous else ""):
            faults.append(_fault(anchor, "does not follow the one before it: one was removed or added"))
        previous = anchor
    return faults + _file_faults(organization_id)


def _fault(anchor: AuditAnchor, what: str) -> ChainFault:
    return ChainFault(anchor.organization_id, None, f"anchor {anchor.pk} {what}")


def _file_faults(organization_id: int | None) -> list[ChainFault]:
    """Lines of the file that cannot be read, or that the database does not know."""
    path = anchor_file()
    if not path.exists():
        return []
    # The file before the database: an anchor is written there first.
    lines = path.read_bytes().splitlines()
    known = set(AuditAnchor.objects.values_list("stamp", flat=True))
    faults = []
    for number, line in enumerate(lines, start=1):
        try:
            entry = orjson.loads(line)
            key, stamp, created_at = int(entry["organization_id"]), entry["stamp"], entry["created_at"]
        except (ValueError, KeyError, TypeError):
            faults.append(ChainFault(PLATFORM, None, f"line {number} of the file of anchors cannot be read"))
            continue
        if stamp not in known and organization_id in {None, key}:
            faults.append(ChainFault(key, None, f"lost the anchor of {created_at} that the file has"))
    return faults


def _text_of(anchor: AuditAnchor) -> str:
    return orjson.dumps(_line_of(anchor), option=orjson.OPT_SORT_KEYS).decode()


def _line_of(anchor: AuditAnchor) -> dict[str, object]:
    return {
        "organization_id": anchor.organization_id or PLATFORM,
        "created_at": instant_text(anchor.created_at),
        "reason": str(anchor.reason),
        "length": anchor.length,
        "digest": anchor.digest,
        "is_intact": anchor.is_intact,
        "faults": anchor.faults,
        "previous": anchor.previous_stamp,
    }


def _write_line(anchor: AuditAnchor) -> None:
    path = anchor_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    line = orjson.dumps({**_line_of(anchor), "stamp": anchor.stamp}, option=orjson.OPT_SORT_KEYS) + b"\n"
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)
