"""The demo courses are written in Markdown; this turns it into block documents with the importer's converter."""

import re
from typing import Any

from edusync.integrations.formats.markdown.dialect import to_tree
from edusync.integrations.formats.markdown.divisions import DivisionReader
from edusync.integrations.formats.richtext.convert import tree_to_blocks
from edusync.integrations.formats.richtext.shape import document_of
from edusync.integrations.formats.tree import Ledger, SourceNode

# `::: tip A title` is shorter to write than a heading inside the box.
_TITLED_BOX = re.compile(r"^(:{3,}\s*[a-z]+)[ \t]+(\S.*)$", re.MULTILINE)


class _NoLinks:
    """Demo texts point to the web only."""

    def file(self, address: str) -> str | None:
        """No file of a package."""
        return None

    def lesson(self, address: str) -> str | None:
        """No lesson of a package."""
        return None

    def is_local(self, address: str) -> bool:
        """Nothing is local."""
        return False


def document_from_markdown(text: str) -> dict[str, Any]:
    """Block document of a Markdown text with `:::` boxes and LaTeX between dollars."""
    node = SourceNode(path="demo", kind="page")
    divisions = DivisionReader(Ledger(), "demo")
    tree = to_tree(_TITLED_BOX.sub(r"\1\n\n### \2", text), divisions=divisions, page=node)
    return document_of(tree_to_blocks(tree, links=_NoLinks(), node=node))
