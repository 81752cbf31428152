"""Readable addresses from titles in any script."""

import re
import secrets
import unicodedata

MAX_CHARACTERS = 80
_LATIN = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ı": "i",
    "ħ": "h",
}
_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяєіїґ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "yo",
            "zh",
            "z",
            "i",
            "y",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "_",
            "y",
            "_",
            "e",
            "yu",
            "ya",
            "ye",
            "i",
            "yi",
            "g",
        ],
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        [
            "a",
            "v",
            "g",
            "d",
            "e",
            "z",
            "i",
            "th",
            "i",
            "k",
            "l",
            "m",
            "n",
            "x",
            "o",
            "p",
            "r",
            "s",
            "s",
            "t",
            "y",
            "f",
            "ch",
            "ps",
            "o",
        ],
        strict=True,
    )
)
_LETTERS = {**_LATIN, **_CYRILLIC, **_GREEK}
_SYLLABIC = re.compile(
    r"(?:DEVANAGARI|BENGALI|GURMUKHI|GUJARATI|ORIYA|TAMIL|TELUGU|KANNADA|MALAYALAM|SINHALA) (LETTER|VOWEL SIGN|SIGN) ([A-Z]+)$"
    r"|(?:HIRAGANA|KATAKANA) LETTER (?:SMALL )?([A-Z]+)$"
    r"|HANGUL SYLLABLE ([A-Z]+)$"
)


def slug_of(title: str) -> str:
    """Lower-case ASCII words joined by hyphens, transliterated where the script has letters or syllables; may be empty."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFC", title).lower():
        _append(letters, letter)
    words = re.sub(r"[^a-z0-9]+", "-", "".join(letters)).strip("-")
    return words[:MAX_CHARACTERS].rstrip("-")


def _append(letters: list[str], letter: str) -> None:
    if letter.isascii() or letter in _LETTERS:
        letters.append(_LETTERS.get(letter, letter).replace("_", ""))
        return
    match = _SYLLABIC.match(unicodedata.name(letter, ""))
    if match:
        _append_syllable(letters, match)
        return
    for base in unicodedata.normalize("NFKD", letter):
        if unicodedata.combining(base):
            continue
        letters.append(_LETTERS.get(base, base if base.isascii() else "-"))


def _append_syllable(letters: list[str], match: re.Match[str]) -> None:
    """Unicode names spell the syllable; in Indic scripts a vowel sign replaces the consonant's own "a", a virama drops it."""
    role, indic, kana, hangul = match.groups()
    sound = (indic or kana or hangul).lower()
    is_vowel_replaced = role == "VOWEL SIGN" or (role == "SIGN" and sound == "virama")
    if is_vowel_replaced and letters and letters[-1].endswith("a"):
        letters[-1] = letters[-1][:-1]
    if role != "SIGN":
        letters.append(sound)
    elif sound in {"anusvara", "candrabindu"}:
        letters.append("n")


def short_code() -> str:
    """Eight random characters for what has no readable name or needs another one."""
    return "".join(secrets.choice("abcdefghjkmnpqrstuvwxyz23456789") for _ in range(8))
