"""Match, order and gap match of QTI."""

import copy
from decimal import Decimal
from typing import Any

from edusync.integrations.formats.xmlfiles import Element
from edusync.integrations.questions.found import LeftOut, no_right_answer
from edusync.integrations.questions.qti.asked import Asked, Parts
from edusync.integrations.questions.qti.declarations import Declaration
from edusync.integrations.questions.qti.markup import gap_text, html_of, inline_html, replace_with_text
from edusync.integrations.questions.qti.names import children


def right_pairs(asked: Asked, declaration: Declaration) -> tuple[list[tuple[str, str]], str, Decimal | None]:
    """Right pairs, the scoring that fits, and what all of it is worth. Raises LeftOut."""
    if not asked.is_mapped(declaration):
        pairs = [_pair(one) for one in declaration.correct]
        if not pairs:
            raise no_right_answer()
        return pairs, "all_or_nothing", asked.processing.points
    good = [entry for entry in declaration.entries if entry.value > 0]
    if not good:
        raise no_right_answer()
    if len({entry.value for entry in good}) > 1:
        asked.node.lose("different-weights", "Pairs count alike here; the item gives them different points.")
    scoring = "less_wrong" if declaration.default < 0 else "each"
    return [_pair(entry.key) for entry in good], scoring, sum((entry.value for entry in good), Decimal(0))


def _pair(text: str) -> tuple[str, str]:
    one, _, other = text.partition(" ")
    return one, other.strip()


def match(asked: Asked) -> Parts:
    """`matchInteraction`: each of one set has one of the other."""
    declaration = asked.declaration()
    sets = list(children(asked.element, "simpleMatchSet"))
    if len(sets) != 2:
        raise LeftOut("unreadable", "A match needs two sets.")
    texts = {
        one.get("identifier") or "": inline_html(one, asked.node) or "–"
        for one in asked.element.iter("simpleAssociableChoice")
    }
    left, right = ([one.get("identifier") or "" for one in side] for side in sets)
    pairs, scoring, points = right_pairs(asked, declaration)
    pairs = [(one, other) if one in left else (other, one) for one, other in pairs]
    if len({one for one, _ in pairs}) < len(pairs):
        if len({other for _, other in pairs}) < len(pairs):
            raise LeftOut("several-matches", "Something has several matches on both sides.")
        left, right, pairs = right, left, [(other, one) for one, other in pairs]
    known = [(one, other) for one, other in pairs if one in left and other in right]
    if len(known) < len(left):
        asked.node.lose("no-match", "What has no match was left out of the question.")
    taken = {other for _, other in known}
    settings: dict[str, Any] = {
        "pairs": [
            {"prompt": texts[one], "match": texts[other]}
            for one, other in sorted(known, key=lambda pair: left.index(pair[0]))
        ],
        "distractors": [texts[other] for other in right if other not in taken],
        "scoring": scoring,
    }
    return Parts("matching", asked.stem(), settings, (), points)


def order(asked: Asked) -> Parts:
    """`orderInteraction`."""
    declaration = asked.declaration()
    texts = {
        one.get("identifier") or "": inline_html(one, asked.node) or "–"
        for one in asked.element.iter("simpleChoice")
    }
    if len(declaration.correct) < len(texts) or not set(declaration.correct) <= set(texts):
        raise LeftOut("partial-order", "The item does not say the order of all its parts.")
    settings = {
        "items": [{"html": texts[name]} for name in declaration.correct],
        "scoring": asked.label.get("scoring") or "all_or_nothing",
    }
    return Parts("ordering", asked.stem(), settings, (), asked.processing.points)


def gap_match(asked: Asked) -> Parts:
    """`gapMatchInteraction`: words that are put into gaps of a text."""
    declaration = asked.declaration()
    element = asked.element
    names = [one.get("identifier") or "" for one in children(element, "gapText")]
    if list(children(element, "gapImg")):
        raise LeftOut("gap-images", "Pictures cannot be put into gaps here.")
    texts = [inline_html(one, asked.node) or "–" for one in children(element, "gapText")]
    pairs, scoring, points = right_pairs(asked, declaration)
    by_gap: dict[str, str] = {}
    for one, other in pairs:
        word, gap = (one, other) if one in names else (other, one)
        if gap in by_gap:
            raise LeftOut("several-matches", "A gap takes several words.")
        by_gap[gap] = word
    text, order_of_gaps = _gap_text(element)
    if not order_of_gaps or any(by_gap.get(gap) not in names for gap in order_of_gaps):
        raise no_right_answer()
    settings = {
        "text": gap_text(text, asked.node),
        "words": [{"html": words} for words in texts],
        "gaps": [{"word": names.index(by_gap[gap]) + 1} for gap in order_of_gaps],
        "scoring": scoring,
    }
    return Parts("gap_select", asked.stem(), settings, (), points)


def _gap_text(element: Element) -> tuple[str, list[str]]:
    """The text with numbered gaps, and their identifiers in order."""
    kept = copy.deepcopy(element)
    found = []
    for gap in list(kept.iter("gap")):
        found.append(gap.get("identifier") or "")
        replace_with_text(gap, f"[[{len(found)}]]")
    return html_of(kept, without=("gapText", "prompt")), found
