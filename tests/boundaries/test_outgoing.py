"""Requests to other servers go through `kernel.outgoing` only, which keeps them off the own network."""

import ast
from collections.abc import Iterator

from tests.boundaries.sources import python_modules, refuse, text_files

GUARD = "edusync/kernel/outgoing.py"
# What could ask another server. Names of exceptions may be taken from `requests`.
CLIENTS = {"httpx", "aiohttp", "urllib.request", "http.client", "urllib3", "ftplib", "telnetlib"}
CALLS = {"get", "post", "put", "patch", "delete", "head", "options", "request", "Session", "session"}


def faults(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
            if node.module == "requests" and CALLS & {alias.name for alias in node.names}:
                yield f"{name}:{node.lineno} takes a function of requests"
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "requests" and node.attr in CALLS:
                yield f"{name}:{node.lineno} calls requests.{node.attr}"
            continue
        else:
            continue
        for module in modules:
            if module in CLIENTS or module.split(".")[0] in CLIENTS - {"urllib.request", "http.client"}:
                yield f"{name}:{node.lineno} imports {module}"


def test_only_the_guard_asks_other_servers() -> None:
    migrations = (
        (name, ast.parse(text))
        for name, text in text_files()
        if name.endswith(".py") and "/migrations/" in name
    )
    sources = [
        (name, tree)
        for name, tree in (*python_modules(), *migrations)
        if name.startswith("edusync/") and "/tests/" not in name and name != GUARD
    ]
    refuse([fault for name, tree in sources for fault in faults(name, tree)])


def test_the_rule_sees_what_it_is_about() -> None:
    found = [
        *faults("a.py", ast.parse("import requests\nrequests.get('x')\n")),
        *faults("b.py", ast.parse("from requests import Session\n")),
        *faults("c.py", ast.parse("import urllib.request\n")),
        *faults("d.py", ast.parse("from httpx import Client\n")),
    ]
    assert len(found) == 4
    allowed = "import requests\ntry: ...\nexcept requests.exceptions.RequestException: ...\n"
    assert list(faults("e.py", ast.parse(allowed))) == []
