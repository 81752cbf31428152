"""The kinds of questions: each module in here that has `KINDS` adds those."""

import pkgutil
from importlib import import_module

from edusync.assessment.scoring.kinds.base import QuestionKind

_kinds: dict[str, QuestionKind] = {}


def register_kind(*kinds: QuestionKind) -> None:
    """Let questions of these kinds be asked."""
    for kind in kinds:
        _kinds[kind.name] = kind


def forget_kind(name: str) -> None:
    """Ask no more questions of that kind."""
    _kinds.pop(name, None)


def kind_named(name: str) -> QuestionKind:
    """The kind. Raises KeyError."""
    return _kinds[name]


def kind_names() -> tuple[str, ...]:
    """Names of the kinds that can be asked, in alphabetical order."""
    return tuple(sorted(_kinds))


for _module in sorted(found.name for found in pkgutil.iter_modules(__path__)):
    register_kind(*getattr(import_module(f"{__name__}.{_module}"), "KINDS", ()))
