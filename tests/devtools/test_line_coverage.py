"""Which lines ran is noted as coverage.py would have seen it."""

import ast
from typing import Any

import pytest

from devtools.line_coverage import PRODUCT, is_measured
from devtools.line_coverage_plugin import NAME, Noting

SOURCE = '''"""About."""
from __future__ import annotations
import functools

@functools.cache
def sign(number: int) -> str:
    """Says it."""
    if number > 0:
        return "plus"
    elif number < 0:
        return "minus"
    for _ in range(number):
        return "never"
    else:
        pass
    try:
        return {}[number]
    except TypeError:
        return "type"
    except KeyError:
        return "nothing"
    finally:
        len("always")

class Kinds:
    """Kinds."""
    one: int = 1

    def tell(self, what: object) -> str:
        match what:
            case 1:
                return "one"
            case [
                int(),
            ]:
                return "list"
        return "none"
'''


def lines_run(*calls: str) -> tuple[set[int], Any]:
    ran = bytearray(SOURCE.count("\n") + 2)
    names: dict[str, Any] = {NAME: ran}
    exec(compile(Noting().visit(ast.parse(SOURCE)), "sample", "exec", dont_inherit=True), names)
    answers = [eval(call, names) for call in calls]
    return {number for number, bit in enumerate(ran) if bit}, answers


def test_loading_a_module_runs_what_stands_outside_of_functions() -> None:
    ran, _answers = lines_run()
    assert ran == {1, 2, 3, 5, 6, 25, 26, 27, 29}


@pytest.mark.parametrize(
    ("call", "answer", "lines"),
    [
        ("sign(1)", "plus", {7, 8, 9}),
        ("sign(-1)", "minus", {7, 8, 10, 11}),
        ("sign(0)", "nothing", {7, 8, 10, 12, 15, 16, 17, 20, 21, 23}),
        ("Kinds().tell(1)", "one", {30, 31, 32}),
        ("Kinds().tell([2])", "list", {30, 33, 36}),
        ("Kinds().tell(5)", "none", {30, 37}),
    ],
)
def test_lines_of_the_way_that_was_taken_are_noted(call: str, answer: str, lines: set[int]) -> None:
    at_loading, _answers = lines_run()
    ran, answers = lines_run(call)
    assert answers == [answer]
    assert ran - at_loading == lines


def test_tests_and_migrations_are_not_measured() -> None:
    assert is_measured(f"{PRODUCT}kernel/clock.py")
    unmeasured = ("kernel/tests/test_clock.py", "kernel/migrations/0001_initial.py", "courses/testing.py")
    assert not any(is_measured(PRODUCT + path) for path in unmeasured)
