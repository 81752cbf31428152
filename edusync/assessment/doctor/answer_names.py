"""Names under which equal answers are counted together."""

import hashlib
import unicodedata
from collections.abc import Mapping
from typing import Any

NAME_LENGTH = 80
# Written answers beyond this many different ones per item are counted as one.
MOST_WRITTEN = 60
OTHERS = "others"
WRITTEN = frozenset({"text", "numerical", "formula", "calculated"})


def answer_names(kind: str, response: Mapping[str, Any]) -> list[str]:
    """What was answered: one name for each chosen option or filled part; empty for kinds that are not counted so."""
    if isinstance(response.get("options"), list):
        return sorted({str(one) for one in response["options"]})
    if isinstance(response.get("value"), bool):
        return ["true" if response["value"] else "false"]
    if kind in WRITTEN:
        return [written_name(str(response.get("text") or ""))]
    if kind == "matching":
        return _parts(response.get("pairs"))
    if kind in ("gap_select", "drag_to_image"):
        return _parts(response.get("gaps"))
    return []


def _parts(given: object) -> list[str]:
    return (
        sorted(f"{part}>{one}"[:NAME_LENGTH] for part, one in given.items())
        if isinstance(given, dict)
        else []
    )


def written_name(text: str) -> str:
    """A text as a name. The digest before it keeps apart what a database takes for the same letters."""
    shown = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    digest = hashlib.blake2b(shown.encode(), digest_size=4).hexdigest()
    return f"{digest}:{shown[: NAME_LENGTH - 9]}"


def written_text(name: str) -> str:
    """The text of such a name."""
    return name if name == OTHERS else name[9:]
