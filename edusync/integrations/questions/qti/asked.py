"""What the readers of interactions get, and what they give."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from edusync.assessment.drafts import OptionDraft
from edusync.integrations.formats.tree import SourceNode
from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut
from edusync.integrations.questions.qti.declarations import Declaration
from edusync.integrations.questions.qti.markup import ItemLinks, html_of
from edusync.integrations.questions.qti.names import first
from edusync.integrations.questions.qti.processing import Processing


@dataclasses.dataclass(slots=True)
class Parts:
    """A question: its kind, what stands above the answers, and what is right."""

    kind: str
    stem_html: str
    settings: dict[str, Any] = dataclasses.field(default_factory=dict)
    options: Sequence[OptionDraft] = ()
    points: Decimal | None = None


@dataclasses.dataclass(slots=True)
class Asked:
    """An item taken apart."""

    body: Element
    declarations: dict[str, Declaration]
    processing: Processing
    node: SourceNode
    links: ItemLinks
    label: dict[str, str]
    points: Decimal | None
    interaction: Element | None = None

    @property
    def element(self) -> Element:
        """The interaction that is read."""
        if self.interaction is None:
            raise LeftOut("no-question", "The item asks nothing.")
        return self.interaction

    def declaration(self, element: Element | None = None) -> Declaration:
        """The variable of an interaction. Raises LeftOut."""
        name = (self.element if element is None else element).get("responseIdentifier") or ""
        if name not in self.declarations:
            raise LeftOut("no-declaration", "The item does not say what is right.")
        return self.declarations[name]

    def is_mapped(self, declaration: Declaration) -> bool:
        """Whether the mapping decides, rather than the right response as a whole."""
        mode = self.processing.mode(declaration.identifier)
        if mode == "map" or (not mode and declaration.entries and not declaration.correct):
            return bool(declaration.entries)
        return False

    def stem(self) -> str:
        """The body without the interaction, and its prompt."""
        above = html_of(self.body, without=(str(self.element.tag),))
        prompt = first(self.element, "prompt")
        return above + (
            f"<p>{html_of(prompt)}</p>"
            if prompt is not None and len(prompt) == 0
            else html_of(prompt)
            if prompt is not None
            else ""
        )
