"""Reads what was typed: words first, each of which must be of the language, then the tree they make."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlglot import exp
from sqlglot.dialects.dialect import Dialect
from sqlglot.errors import SqlglotError
from sqlglot.parser import Parser
from sqlglot.tokens import Token, Tokenizer, TokenType

from edusync.reports.studio.refusals import Place, refused

MOST_CHARACTERS = 8_000
MOST_DEPTH = 12
MOST_LEVELS = 150
MOST_WORDS = 1_500
OPENING, CLOSING = TokenType.L_PAREN, TokenType.R_PAREN

# What no statement has, by token and by word, with the reason that is told.
TOKENS: Mapping[str, str] = {
    "SEMICOLON": "several",
    "HINT": "hint",
    "PARAMETER": "parameter",
    "PLACEHOLDER": "parameter",
    "COLON": "parameter",
    "SESSION_PARAMETER": "parameter",
    "COLON_EQ": "parameter",
    "DAT": "parameter",
    "HASH": "comment",
    "UNKNOWN": "quotes",
    "L_BRACKET": "quotes",
    "R_BRACKET": "quotes",
    "L_BRACE": "parameter",
    "R_BRACE": "parameter",
    "BLOCK_START": "parameter",
    "BLOCK_END": "parameter",
    "DCOLON": "word",
    "DPIPE": "word",
    "PIPE": "word",
    "AMP": "word",
    "CARET": "word",
    "TILDE": "word",
    "ARROW": "word",
    "DARROW": "word",
    "HASH_ARROW": "word",
    "NATIONAL_STRING": "quotes",
    "RAW_STRING": "quotes",
    "HEX_STRING": "quotes",
    "BIT_STRING": "quotes",
    "BYTE_STRING": "quotes",
    "HEREDOC_STRING": "quotes",
    "UNICODE_STRING": "quotes",
}
WORDS: Mapping[str, str] = {
    "INTO": "into",
    "FOR": "lock",
    "LOCK": "lock",
    "UNION": "union",
    "EXCEPT": "union",
    "INTERSECT": "union",
    "MINUS": "union",
    "WITH": "with",
    "RECURSIVE": "with",
    "OVER": "window",
    "WINDOW": "window",
    "QUALIFY": "window",
    "CROSS": "join-kind",
    "NATURAL": "join-kind",
    "RIGHT": "join-kind",
    "FULL": "join-kind",
    "STRAIGHT_JOIN": "join-kind",
    "LATERAL": "join-kind",
    "APPLY": "join-kind",
    "USING": "join-condition",
    "EXISTS": "sub-select",
    "ALL": "word",
    "SOME": "word",
    "NULLS": "word",
    "PROCEDURE": "word",
    "INTERVAL": "word",
    "COLLATE": "word",
    "ESCAPE": "word",
    "REGEXP": "word",
    "RLIKE": "word",
    "GLOB": "word",
    "MATCH": "word",
    "ILIKE": "word",
    "DIV": "word",
    "XOR": "word",
    "PIVOT": "word",
    "UNPIVOT": "word",
    "TABLESAMPLE": "word",
    "FETCH": "limit",
    "TOP": "limit",
}


class StudioParser(Parser):
    """Knows no function by name: each is looked up in our own list."""

    FUNCTIONS = {}
    FUNCTION_PARSERS = {}
    NO_PAREN_FUNCTIONS = {}
    NO_PAREN_FUNCTION_PARSERS = {"CASE": Parser.NO_PAREN_FUNCTION_PARSERS["CASE"]}


class StudioDialect(Dialect):
    """Plain SQL: text in single quotes, names in double quotes."""

    Parser = StudioParser


def read(text: str) -> exp.Select:
    """The SELECT that was typed. Raises ReportStatementRefused."""
    if len(text) > MOST_CHARACTERS:
        raise refused("too-long", text, Place(MOST_CHARACTERS, len(text)), MOST_CHARACTERS)
    tokens = words_of(text)
    check_words(tokens, text)
    trees = parsed(tokens, text)
    tree = trees[0] if len(trees) == 1 else None
    if not isinstance(tree, exp.Select):
        raise refused("select-only", text, Place(0, len(text.rstrip())), first_word(tokens))
    check_depth(tree, text)
    return tree


def words_of(text: str) -> list[Token]:
    """The words. Raises ReportStatementRefused where there are none, or comments among them."""
    for place, character in enumerate(text):
        if ord(character) < 32 and character not in "\t\n\r":
            raise refused("word", text, Place(place, place + 1), f"U+{ord(character):04X}")
    try:
        tokens = list(Tokenizer().tokenize(text))
    except SqlglotError as error:
        raise refused("syntax", text, Place(max(len(text.rstrip()) - 1, 0), len(text.rstrip()))) from error
    if not tokens:
        comment = comment_at(text, 0)
        raise refused("comment" if comment else "empty", text, comment or Place())
    return tokens


def check_words(tokens: Sequence[Token], text: str) -> None:
    """Raise ReportStatementRefused for what no statement has, at the first place of it."""
    if len(tokens) > MOST_WORDS:
        raise refused("too-long", text, place_of(tokens[MOST_WORDS]), MOST_CHARACTERS)
    depth = 0
    for before, token in pairs(tokens):
        depth += (token.token_type == OPENING) - (token.token_type == CLOSING)
        if depth > MOST_DEPTH:
            raise refused("too-deep", text, place_of(token))
        reason = reason_against(token, before)
        if token.comments and reason not in {"hint"}:
            begin = 0 if before is None else token.start
            raise refused("comment", text, comment_at(text, begin) or place_of(token))
        if reason:
            raise refused(reason, text, place_of(token))
    if tokens[0].token_type != TokenType.SELECT:
        raise refused("select-only", text, place_of(tokens[0]))


def pairs(tokens: Sequence[Token]) -> Iterator[tuple[Token | None, Token]]:
    """Each token with the one before it."""
    before = None
    for token in tokens:
        yield before, token
        before = token


def reason_against(token: Token, before: Token | None) -> str:
    """Why the token is refused; empty where it may stand. Behind a dot and AS any word is a name."""
    reason = TOKENS.get(token.token_type.name, "")
    if reason or token.token_type in {TokenType.STRING, TokenType.IDENTIFIER, TokenType.NUMBER}:
        return reason
    if before is not None and before.token_type in {TokenType.DOT, TokenType.ALIAS}:
        return ""
    return WORDS.get(token.text.upper(), "")


def comment_at(text: str, begin: int) -> Place | None:
    """The first comment from there on."""
    found = [place for mark in ("--", "/*", "#") if (place := text.find(mark, begin)) >= 0]
    return Place(min(found), len(text)) if found else None


def parsed(tokens: Sequence[Token], text: str) -> list[exp.Expr | None]:
    """The trees. Raises ReportStatementRefused at the place where it makes no sense."""
    dialect = StudioDialect()
    try:
        return list(dialect.parser().parse(list(tokens), text))
    except RecursionError as error:
        raise refused("too-deep", text, Place(0, len(text))) from error
    except SqlglotError as error:
        raise refused("syntax", text, _place_in(error, text)) from error


def _place_in(error: SqlglotError, text: str) -> Place:
    told: dict[str, Any] = next(iter(getattr(error, "errors", ())), {})
    begin = len(told.get("start_context") or "")
    if told.get("line"):
        lines = text.split("\n")
        end = sum(len(line) + 1 for line in lines[: told["line"] - 1]) + int(told.get("col") or 0)
        return Place(max(end - len(told.get("highlight") or " "), 0), end)
    return Place(begin, len(text))


def check_depth(tree: exp.Expr, text: str) -> None:
    """Raise ReportStatementRefused for a tree so deep that walking it would not end well."""
    level: list[exp.Expr] = [tree]
    for _ in range(MOST_LEVELS):
        level = [child for node in level for child in node.iter_expressions()]
        if not level:
            return
    raise refused("too-deep", text, Place(0, len(text)))


def place_of(token: Token) -> Place:
    """Where the token stands."""
    return Place(token.start, token.end + 1)


def place_of_node(node: exp.Expr) -> Place:
    """Where the node stands, as far as its parts know."""
    starts = [part.meta for part in node.walk() if "start" in part.meta]
    if not starts:
        return Place()
    return Place(min(meta["start"] for meta in starts), max(meta["end"] for meta in starts) + 1)


def first_word(tokens: Sequence[Token]) -> str:
    """What the statement begins with."""
    return str(tokens[0].text)
