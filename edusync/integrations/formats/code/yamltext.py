"""YAML that people write and read: the plain types of JSON only, no tags, no aliases, no dates, "no" is a word."""

import math
import re
from typing import Any

import yaml
from yaml.events import AliasEvent

MAX_DEPTH = 60
# YAML takes these for ends of lines, which only quotation marks with escapes keep as they are.
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")


class _Loader(yaml.SafeLoader):
    """Safe, with the few implicit types of the JSON schema of YAML 1.2."""


class _Dumper(yaml.SafeDumper):
    """Quotes what `_Loader` would take for something else than text."""

    def ignore_aliases(self, data: Any) -> bool:
        """The same list twice is written twice."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists are indented below their name."""
        super().increase_indent(flow, False)


_RESOLVERS = (
    ("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf")),
    ("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""]),
    ("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789")),
    (
        "tag:yaml.org,2002:float",
        re.compile(r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+]?[0-9]+)$"),
        list("-0123456789"),
    ),
)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    """Several lines as a block, as they are read best; where a block could lose something, quoted."""
    is_block = "\n" in value and all(
        line == line.rstrip() and not line.startswith((" ", "\t")) for line in value.split("\n")
    )
    is_block = is_block and value[0] != "\n" and all(sign.isprintable() or sign == "\n" for sign in value)
    style = "|" if is_block else '"' if _LINE_ENDS.search(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


def _number(dumper: yaml.SafeDumper, value: float) -> yaml.Node:
    """As JSON writes it."""
    text = repr(value)
    return dumper.represent_scalar(
        "tag:yaml.org,2002:float", text if "." in text or "e" in text else f"{text}.0"
    )


for _kind in (_Loader, _Dumper):
    _kind.yaml_implicit_resolvers = {}
    for _tag, _pattern, _first in _RESOLVERS:
        _kind.add_implicit_resolver(_tag, _pattern, _first)  # type: ignore[attr-defined]
_Dumper.add_representer(str, _text)
_Dumper.add_representer(float, _number)


class BadYaml(Exception):
    """The text is not the YAML that is read here. `line` counts from 1."""

    def __init__(self, line: int, detail: str) -> None:
        super().__init__(detail)
        self.line = line
        self.detail = detail


def dump_yaml(value: Any) -> str:
    """The value as YAML. `load_yaml` of it gives the value."""
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10_000))


def load_yaml(text: str) -> tuple[Any, dict[str, int]]:
    """The value, and the line of each name of its outermost object. Raises BadYaml."""
    try:
        _refuse_aliases(text)
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                return None, {}
            _check(node, 0)
            value = loader.construct_document(node)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise BadYaml(mark.line + 1 if mark else 1, str(error.problem or "This is not YAML.")) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise BadYaml(1, "This is not YAML.") from error
    return value, _lines(node)


def _refuse_aliases(text: str) -> None:
    """A few aliases of aliases unpack to billions of values."""
    for event in yaml.parse(text, Loader=yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None):
            mark = event.start_mark
            raise BadYaml(mark.line + 1 if mark else 1, "Anchors and aliases are not read.")


def _check(node: yaml.Node, depth: int) -> None:
    line = node.start_mark.line + 1
    if depth > MAX_DEPTH:
        raise BadYaml(line, "Nested too deep.")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                raise BadYaml(key.start_mark.line + 1, "Names must be text. Put quotation marks around it.")
            if key.value in seen:
                raise BadYaml(key.start_mark.line + 1, f"“{key.value}” stands there twice.")
            seen.add(key.value)
            _check(value, depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _check(value, depth + 1)
    elif _is_too_large(node):
        raise BadYaml(line, "This number is too large.")


def _is_too_large(node: yaml.Node) -> bool:
    if node.tag == "tag:yaml.org,2002:float":
        return not math.isfinite(float(node.value))
    return node.tag == "tag:yaml.org,2002:int" and len(node.value) > 20


def _lines(node: yaml.Node) -> dict[str, int]:
    if not isinstance(node, yaml.MappingNode):
        return {}
    return {key.value: key.start_mark.line + 1 for key, _ in node.value}
