"""Ready-made things of privacy for tests."""

from typing import Any

from edusync.privacy.models import ConsentPurpose, PolicyDocument
from edusync.privacy.services import publish_policy, publish_purpose, write_policy, write_purpose

TEXTS = {"en": {"title": "A title", "text": "What it says."}}


def make_purpose(code: str = "research", **fields: Any) -> ConsentPurpose:
    """A purpose in force."""
    draft = write_purpose(
        **{"code": code, "legal_basis": "consent", "texts": TEXTS, "written_by": None, **fields}
    )
    return publish_purpose(purpose_id=draft.pk, published_by=None)


def make_policy(kind: str = "terms", **fields: Any) -> PolicyDocument:
    """A policy in force."""
    draft = write_policy(**{"kind": kind, "is_mandatory": True, "texts": TEXTS, "written_by": None, **fields})
    return publish_policy(document_id=draft.pk, published_by=None)
