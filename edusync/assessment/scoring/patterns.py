"""Regular expressions whose time is linear in the text: a set-of-states simulation (Thompson 1968), no backtracking.

Literals, `.`, classes, groups, `|`, `* + ? {m,n}` and `^ $` are known; look-around and back references are refused.
The whole text must match.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

MAX_PATTERN_LENGTH = 500
MAX_STATES = 1000
MAX_DEPTH = 50

CharTest = Callable[[str], bool]
_ESCAPED_CLASSES: dict[str, CharTest] = {
    "d": str.isdigit,
    "w": lambda char: char.isalnum() or char == "_",
    "s": str.isspace,
}
_ESCAPED_LITERALS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v"}


class PatternError(ValueError):
    """The pattern is malformed, too large or uses something that cannot run in linear time."""


@dataclass(slots=True)
class _State:
    """Reads one character (`test`), or moves on freely (`moves`), when `at` (start, end) holds."""

    test: CharTest | None = None
    moves: list[int] = field(default_factory=list)
    at: str = ""


Fragment = tuple[int, int]


class Pattern:
    """A compiled pattern."""

    def __init__(self, states: list[_State], first: int, last: int) -> None:
        self._states, self._first, self._last = states, first, last

    def matches(self, text: str) -> bool:
        """Whether the whole text matches."""
        current = self._reach([self._first], is_start=True, is_end=not text)
        for index, char in enumerate(text):
            following = [
                state.moves[0]
                for number in current
                if (state := self._states[number]).test is not None and state.test(char)
            ]
            current = self._reach(following, is_start=False, is_end=index == len(text) - 1)
            if not current:
                return False
        return self._last in current

    def _reach(self, numbers: list[int], *, is_start: bool, is_end: bool) -> set[int]:
        """All states reachable without reading."""
        seen: set[int] = set()
        stack = list(numbers)
        while stack:
            number = stack.pop()
            if number in seen:
                continue
            seen.add(number)
            state = self._states[number]
            if state.test is None and (not state.at or (is_start if state.at == "start" else is_end)):
                stack.extend(state.moves)
        return seen


class _Parser:
    """Recursive descent from text to states."""

    def __init__(self, pattern: str, *, ignore_case: bool) -> None:
        self.pattern, self.index, self.depth = pattern, 0, 0
        self.ignore_case = ignore_case
        self.states: list[_State] = []

    def compile(self) -> Pattern:
        if self.pattern.startswith("(?i)"):
            self.ignore_case, self.index = True, 4
        first, last = self._alternatives()
        if self.index < len(self.pattern):
            raise PatternError("unbalanced parenthesis")
        return Pattern(self.states, first, last)

    def _add(self, **parts: object) -> int:
        if len(self.states) >= MAX_STATES:
            raise PatternError("the pattern is too large")
        self.states.append(_State(**parts))  # type: ignore[arg-type]
        return len(self.states) - 1

    def _peek(self) -> str:
        return self.pattern[self.index : self.index + 1]

    def _take(self) -> str:
        char = self._peek()
        if not char:
            raise PatternError("the pattern ends too early")
        self.index += 1
        return char

    def _alternatives(self) -> Fragment:
        branches = [self._sequence()]
        while self._peek() == "|":
            self.index += 1
            branches.append(self._sequence())
        if len(branches) == 1:
            return branches[0]
        last = self._add()
        for branch in branches:
            self.states[branch[1]].moves.append(last)
        return self._add(moves=[branch[0] for branch in branches]), last

    def _sequence(self) -> Fragment:
        first = last = self._add()
        while self._peek() not in {"", "|", ")"}:
            start = self.index
            piece = self._repeated(self._atom(), start)
            self.states[last].moves.append(piece[0])
            last = piece[1]
        return first, last

    def _repeated(self, piece: Fragment, start: int) -> Fragment:
        bounds = self._bounds()
        if bounds is None:
            return piece
        if self._peek() == "?":  # lazy: the same language
            self.index += 1
        if self._peek() in {"*", "+", "{"}:
            raise PatternError("nothing to repeat")
        end, least, most = self.index, *bounds
        first = last = self._add()
        for turn in range(most if most is not None else max(least, 1)):
            if turn:
                piece = self._again(start)
            skips = turn >= least
            exit_ = self._add()
            self.states[last].moves.append(piece[0])
            self.states[piece[1]].moves.append(exit_)
            if skips:
                self.states[last].moves.append(exit_)
            last = exit_
        if most is None:
            self.states[last].moves.append(piece[0])
        self.index = end
        return first, last

    def _again(self, start: int) -> Fragment:
        """Another copy of the atom that begins at `start`."""
        self.index = start
        return self._atom()

    def _bounds(self) -> tuple[int, int | None] | None:
        simple = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(self._peek())
        if simple is not None:
            self.index += 1
            return simple
        if self._peek() != "{":
            return None
        inside, closed, _ = self.pattern[self.index + 1 :].partition("}")
        low, comma, high = inside.partition(",")
        if not closed or not (low or "0").isdecimal() or not (high or "0").isdecimal() or not (low or high):
            raise PatternError("malformed {m,n}")
        self.index += len(inside) + 2
        least = int(low or 0)
        most = int(high) if high else (None if comma else least)
        if max(least, most or 0) > MAX_STATES or (most is not None and most < least):
            raise PatternError("malformed {m,n}")
        return least, most

    def _atom(self) -> Fragment:
        char = self._take()
        if char == "(":
            return self._group()
        if char in "*+?{":
            raise PatternError("nothing to repeat")
        if char in "^$":
            number = self._add(at="start" if char == "^" else "end")
            last = self._add()
            self.states[number].moves.append(last)
            return number, last
        if char == "[":
            return self._reading(self._class())
        if char == "\\":
            return self._reading(self._escape())
        if char == ".":
            return self._reading(lambda given: given != "\n")
        return self._reading(self._literal(char))

    def _group(self) -> Fragment:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise PatternError("the pattern is nested too deeply")
        if self._peek() == "?":
            if self.pattern[self.index : self.index + 2] != "?:":
                raise PatternError("look-around and flags are not supported")
            self.index += 2
        inner = self._alternatives()
        if self._take() != ")":
            raise PatternError("unbalanced parenthesis")
        self.depth -= 1
        return inner

    def _reading(self, test: CharTest) -> Fragment:
        last = self._add()
        return self._add(test=test, moves=[last]), last

    def _literal(self, char: str) -> CharTest:
        if not self.ignore_case:
            return lambda given: given == char
        folded = char.casefold()
        return lambda given: given.casefold() == folded

    def _escape(self) -> CharTest:
        char = self._take()
        if char.lower() in _ESCAPED_CLASSES:
            test = _ESCAPED_CLASSES[char.lower()]
            return test if char.islower() else lambda given: not test(given)
        if char.isalnum() and char not in _ESCAPED_LITERALS:
            raise PatternError(f"\\{char} is not supported")
        return self._literal(_ESCAPED_LITERALS.get(char, char))

    def _class(self) -> CharTest:
        is_negated = self._peek() == "^"
        self.index += is_negated
        tests: list[CharTest] = []
        while (char := self._take()) != "]" or not tests:
            tests.append(self._class_item(char))

        def test(given: str) -> bool:
            forms = {given, given.lower(), given.upper()} if self.ignore_case else {given}
            return any(one(form) for one in tests for form in forms) != is_negated

        return test

    def _class_item(self, char: str) -> CharTest:
        if char == "\\":
            if self._peek().lower() in _ESCAPED_CLASSES:
                return self._escape()
            char = self._class_escape()
        if self._peek() == "-" and self.pattern[self.index + 1 : self.index + 2] not in {"]", ""}:
            self.index += 1
            last = self._take()
            if last == "\\":
                last = self._class_escape()
            if last < char:
                raise PatternError("a range runs backwards")
            return lambda given: char <= given <= last
        return lambda given: given == char

    def _class_escape(self) -> str:
        char = self._take()
        if char.isalnum() and char not in _ESCAPED_LITERALS:
            raise PatternError(f"\\{char} is not supported")
        return _ESCAPED_LITERALS.get(char, char)


@lru_cache(maxsize=512)
def compile_pattern(pattern: str, *, ignore_case: bool = False) -> Pattern:
    """Compile once. Raises PatternError."""
    if len(pattern) > MAX_PATTERN_LENGTH:
        raise PatternError("the pattern is too long")
    return _Parser(pattern, ignore_case=ignore_case).compile()
