"""The comment before a block that says what Markdown has no words for: `<!-- block b3 file {"size_bytes": 5} -->`."""

import dataclasses
import json
import re
from typing import Any

NO_ID = "-"
# Information string of a code fence that holds a block as JSON.
JSON_BLOCK = "json block"
_DIRECTIVE = re.compile(
    r"\A<!-- block ([A-Za-z0-9-]{1,40})(?: ([a-z_]{1,20}))?(?: (\{.*\}))? -->\s*\Z", re.DOTALL
)


@dataclasses.dataclass(frozen=True, slots=True)
class Directive:
    """Name, type and fields of the block that follows."""

    id: str = ""
    kind: str = ""
    fields: dict[str, Any] = dataclasses.field(default_factory=dict)


def read_directive(comment: str) -> Directive | None:
    """The directive in an HTML comment; None for any other HTML."""
    found = _DIRECTIVE.match(comment)
    if not found:
        return None
    fields: Any = {}
    if found.group(3):
        try:
            fields = json.loads(found.group(3))
        except (ValueError, RecursionError):
            return None
    name = found.group(1)
    return Directive(
        "" if name == NO_ID else name, found.group(2) or "", fields if isinstance(fields, dict) else {}
    )


def write_directive(directive: Directive) -> str:
    """The comment; empty when it would say nothing."""
    if not (directive.id or directive.kind or directive.fields):
        return ""
    words = [directive.id or NO_ID]
    if directive.kind:
        words.append(directive.kind)
    if directive.fields:
        # A comment ends at two hyphens and a bracket; JSON has another way to write both.
        text = json.dumps(directive.fields, ensure_ascii=False)
        words.append(
            text.replace("-", "\\u002d").replace(">", "\\u003e") if "--" in text or ">" in text else text
        )
    return f"<!-- block {' '.join(words)} -->"
