"""Response declarations: what is right, and what answers are worth."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.qti.names import children, first, words


@dataclasses.dataclass(frozen=True, slots=True)
class MapEntry:
    """An answer and what it is worth."""

    key: str
    value: Decimal
    is_case_sensitive: bool = False


@dataclasses.dataclass(slots=True)
class Declaration:
    """One response variable. `entries` of its mapping, in order; `default` is what other answers are worth."""

    identifier: str
    cardinality: str = "single"
    base_type: str = "identifier"
    correct: tuple[str, ...] = ()
    entries: tuple[MapEntry, ...] = ()
    default: Decimal = Decimal(0)
    upper: Decimal | None = None

    @property
    def values(self) -> dict[str, Decimal]:
        """Worth by answer."""
        return {entry.key: entry.value for entry in self.entries}


def number(text: str | None) -> Decimal | None:
    """A finite number, or None."""
    try:
        found = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def read_declarations(item: Element) -> dict[str, Declaration]:
    """All response variables of an item."""
    return {found.identifier: found for found in _declarations(item)}


def _declarations(item: Element) -> Iterator[Declaration]:
    for element in children(item, "responseDeclaration"):
        correct = first(element, "correctResponse")
        mapping = first(element, "mapping")
        entries = [] if mapping is None else list(mapping.iter("mapEntry"))
        yield Declaration(
            identifier=element.get("identifier") or "",
            cardinality=element.get("cardinality") or "single",
            base_type=element.get("baseType") or "identifier",
            correct=tuple(words(one) for one in correct.iter("value")) if correct is not None else (),
            entries=tuple(
                MapEntry(
                    " ".join((entry.get("mapKey") or "").split()),
                    number(entry.get("mappedValue")) or Decimal(0),
                    (entry.get("caseSensitive") or "").lower() == "true",
                )
                for entry in entries
            ),
            default=number(mapping.get("defaultValue")) or Decimal(0) if mapping is not None else Decimal(0),
            upper=number(mapping.get("upperBound")) if mapping is not None else None,
        )


def points_of(item: Element) -> Decimal | None:
    """What the item is worth by its outcome declarations, where they say so."""
    for element in children(item, "outcomeDeclaration"):
        name = (element.get("identifier") or "").upper()
        found = number(element.get("normalMaximum")) if name == "SCORE" else None
        if name == "MAXSCORE":
            found = number(words(first(element, "value")))
        if found is not None and found > 0:
            return found
    return None
