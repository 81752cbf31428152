"""What a background job keeps of a failure may be shown to people: never the words or the name of an exception."""

import ast

from tests.boundaries.sources import python_modules, refuse


def names_an_exception(node: ast.AST) -> bool:
    """Whether an expression holds `type(error).__name__`, in which an exception would name itself."""
    return any(
        isinstance(one, ast.Attribute)
        and one.attr == "__name__"
        and isinstance(one.value, ast.Call)
        and isinstance(one.value.func, ast.Name)
        and one.value.func.id == "type"
        and "error" in ast.dump(one.value)
        for one in ast.walk(node)
    )


def test_no_job_keeps_the_words_of_an_exception_for_a_screen() -> None:
    refuse(
        [
            f"{path}:{node.lineno} keeps the name of an exception: give a code and words, and log the exception"
            for path, tree in python_modules()
            if path.startswith("edusync/") and "/tests/" not in path
            for node in ast.walk(tree)
            if isinstance(node, ast.JoinedStr) and names_an_exception(node)
        ]
    )
