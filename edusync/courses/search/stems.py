"""Light stemming: takes endings off so that forms of a word meet. Wrong stems do no harm, both sides get the same."""

import re

_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")
_ARABIC_PREFIXES = ("وال", "بال", "كال", "فال", "لل", "ال")
_ARABIC_SUFFIXES = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


def english_stem(word: str) -> str:
    """Stem of a lower-case ASCII word: plural, -ing, -ed and a final e go (after Harman's S-stemmer and Porter's step 1)."""
    if len(word) < 4 or not word.isalpha():
        return word
    stem = _singular(word)
    for ending in ("ing", "ed"):
        base = stem.removesuffix(ending)
        if base != stem and len(base) > 2 and _VOWEL.search(base):
            stem = _DOUBLED.sub(r"\1", base)
            break
    return stem[:-1] if stem.endswith("e") and len(stem) > 3 else stem


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def arabic_stem(word: str) -> str:
    """Stem of a normalized Arabic word: article, conjunction and common endings go (after Larkey's light10)."""
    for prefix in _ARABIC_PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 3:
            word = word.removeprefix(prefix)
            break
    for suffix in _ARABIC_SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word.removesuffix(suffix)
    return word
