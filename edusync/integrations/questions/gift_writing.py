"""Questions as GIFT."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from edusync.courses.blocks import inline_text
from edusync.integrations.questions.found import LeftOut
from edusync.integrations.questions.outgoing import Outgoing

_MARKS = re.compile(r"[\\~=#{}:]")


def write_gift(questions: Iterable[Outgoing]) -> tuple[str, list[tuple[Outgoing, str]]]:
    """The text of the file, and the questions that GIFT cannot say with the reason."""
    parts: list[str] = []
    refused: list[tuple[Outgoing, str]] = []
    category: tuple[str, ...] | None = None
    for question in questions:
        try:
            body = _question(question)
        except LeftOut as reason:
            refused.append((question, reason.words))
            continue
        if question.category != (category or ()):
            category = question.category
            names = "/".join(name.replace("/", "//") for name in ("$course$", "top", *category))
            parts.append(f"$CATEGORY: {names}")
        tags = "".join(f"// [tag:{tag.replace(']', ' ')}]\n" for tag in question.tags)
        name = f"// [id:{question.ref.replace(']', ' ')}]\n" if question.ref else ""
        parts.append(name + tags + body)
    return "\n\n".join(parts) + "\n", refused


def _question(question: Outgoing) -> str:
    writers = {
        "true_false": _truth,
        "single_choice": _single,
        "dropdown": _single,
        "multiple_choice": _multiple,
        "text": _words,
        "numerical": _numbers,
        "matching": _pairs,
    }
    if question.kind not in writers:
        raise LeftOut("question-kind", "GIFT has no such question.")
    answers = writers[question.kind](question)
    general = f"\n\t####{escaped(question.explanation)}" if question.explanation else ""
    title = f"::{escaped(question.title)}::" if question.title else ""
    return f"{title}[html]{escaped(question.stem_html)}{{{answers}{general}\n}}"


def escaped(text: str) -> str:
    """The text with a backslash before every mark, in one line."""
    return _MARKS.sub(r"\\\g<0>", text).replace("\n", "\\n")


def _said(text: str) -> str:
    return f"#{escaped(text)}" if text else ""


def _percent(weight: Any) -> str:
    share = Decimal(str(weight)) * 100
    return format(share.normalize(), "f")


def _truth(question: Outgoing) -> str:
    settings = question.settings
    said = [escaped(str(settings.get(name) or "")) for name in ("feedback_true", "feedback_false")]
    right, wrong = said if settings["is_true"] else said[::-1]
    feedback = f"#{wrong}#{right}" if right else f"#{wrong}" if wrong else ""
    return f"{'TRUE' if settings['is_true'] else 'FALSE'}{feedback}"


def _single(question: Outgoing) -> str:
    lines = []
    for option in question.options:
        weight = Decimal(str(option["weight"]))
        mark = "=" if weight == 1 else "~" if weight == 0 else f"~%{_percent(weight)}%"
        lines.append(f"\n\t{mark}{escaped(option['html'])}{_said(option['feedback'])}")
    return "".join(lines)


def _multiple(question: Outgoing) -> str:
    options = question.options
    right = [option for option in options if Decimal(str(option["weight"])) > 0]
    if question.settings.get("scoring") != "weights" and right:
        # All or nothing: shares that only all right ones together make whole.
        share = format((Decimal(1) / len(right)).quantize(Decimal("0.00001")), "f")
        options = [{**option, "weight": share if option in right else "-1"} for option in options]
    return "".join(
        f"\n\t~%{_percent(option['weight'])}%{escaped(option['html'])}{_said(option['feedback'])}"
        for option in options
    )


def _words(question: Outgoing) -> str:
    if question.settings.get("accepts_any") or question.settings.get("is_case_sensitive"):
        raise LeftOut("text-rules", "GIFT cannot say that case matters or that anything is right.")
    lines = []
    for answer in question.settings.get("answers") or []:
        said = star_text(answer)
        lines.append(
            f"\n\t=%{_percent(answer.get('weight', 1))}%{escaped(said)}{_said(str(answer.get('feedback') or ''))}"
        )
    return "".join(lines)


def star_text(answer: Mapping[str, Any]) -> str:
    """The accepted text; of patterns those that a star can say."""
    text = str(answer["text"])
    if not answer.get("is_pattern"):
        return text.replace("*", "\\*")
    parts = [re.sub(r"\\(.)", r"\1", part) for part in text.split(".*")]
    if ".*".join(re.escape(part) for part in parts) != text:
        raise LeftOut("pattern", "GIFT knows no regular expressions.")
    return "*".join(part.replace("*", "\\*") for part in parts)


def _numbers(question: Outgoing) -> str:
    if (question.settings.get("unit") or {}).get("names"):
        raise LeftOut("unit", "GIFT knows no units.")
    lines = ["#"]
    for answer in question.settings.get("answers") or []:
        if answer.get("value") is None:
            number = f"{answer.get('low')}..{answer.get('high')}"
        else:
            tolerance = str(answer.get("tolerance") or "0")
            if tolerance.endswith("%"):
                raise LeftOut("tolerance", "GIFT knows no tolerance in percent.")
            number = f"{answer['value']}:{tolerance}"
        if not re.fullmatch(r"[-+.\d:eE]+", number):
            raise LeftOut("number", "GIFT takes plain numbers only.")
        weight = _percent(answer.get("weight", 1))
        lines.append(f"\n\t=%{weight}%{number}{_said(str(answer.get('feedback') or ''))}")
    return "".join(lines)


def _pairs(question: Outgoing) -> str:
    settings = question.settings
    lines = [
        f"\n\t={escaped(pair['prompt'])} -> {escaped(inline_text(pair['match']))}"
        for pair in settings["pairs"]
    ]
    lines += [f"\n\t= -> {escaped(inline_text(one['html']))}" for one in settings.get("distractors") or []]
    return "".join(lines)
