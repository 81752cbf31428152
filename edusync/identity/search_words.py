"""How names become words to search by, and the lookup that finds the start of one by an index."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Lookup

LONGEST_WORD = 100
MOST_WORDS = 8
_MARKS = re.compile("[\u0300-\u036f]")
# Letters with a stroke are letters of their own for Unicode, but nobody abroad has them on the keyboard.
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
# Letters, numbers and the vowel signs (category M) that \w leaves out.
_PUNCTUATION = frozenset("-'’._+@/,;:()\"")


def fold(text: str) -> str:
    """The text without capitals and accents: `Ångström` and `angstrom` are one word. Other scripts keep their signs."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_STROKES)
    return unicodedata.normalize("NFC", _MARKS.sub("", plain))


def words_of(names: Iterable[str], addresses: Iterable[str]) -> set[str]:
    """Words to find a person by: of names each word and its parts, of addresses and numbers also the whole."""
    found: set[str] = set()
    for name in names:
        for word in fold(name).split():
            found |= {word, *_parts(word)}
    for address in addresses:
        whole = fold(address).strip()
        local, _, domain = whole.partition("@")
        found |= {whole, domain, *_parts(local)}
    return {word[:LONGEST_WORD] for word in found if word}


def query_words(search: str) -> list[str]:
    """Starts of words that must all be there. Blanks part them."""
    words = [word[:LONGEST_WORD] for word in fold(search).split()]
    return list(dict.fromkeys(words))[:MOST_WORDS]


def _parts(word: str) -> list[str]:
    return "".join(" " if character in _PUNCTUATION else character for character in word).split()


class BeginsWith(Lookup):  # type: ignore[type-arg]
    """True where the column starts with the text. Unlike `startswith` an index serves it on every engine."""

    lookup_name = "begins_with"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The text goes to the engine as it is."""
        return "%s", (value,)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A range: LIKE would need an index without regard to case."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"({column} >= %s AND {column} < %s)", (
            *parameters,
            self.rhs,
            *parameters,
            f"{self.rhs}\U0010ffff",
        )

    def as_mysql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """LIKE, of which the engine makes a range by the column's collation."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} LIKE %s", (*parameters, connection.ops.prep_for_like_query(self.rhs) + "%")

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Any engine understands LIKE."""
        return self.as_mysql(compiler, connection)


CharField.register_lookup(BeginsWith)
