"""Whether a word is English, so that a rare but rightly spelt one is never taken for a slip.

"Truss", "musk" and "tanks" are words that a collection may simply not have; "assasinate" is none anywhere. The
list is pyspellchecker's: about 160,000 words with how often film subtitles have them, names among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

_EVERYDAY_FROM = 50_000  # from there on no word is meant by a name in small letters (trump 2,536, win 172,315)
_ORDINARY_FROM = 1000  # times in the list: from there on words are hardly names (Georgia 523, seed 12,681)


@lru_cache(maxsize=1)
def english_words() -> Mapping[str, int]:
    """Return the list, read once."""
    from spellchecker import SpellChecker  # noqa: PLC0415  # half a second, and only once a word is unknown

    return dict(SpellChecker(language="en", distance=1).word_frequency.dictionary)


def is_english(word: str) -> bool:
    """Tell whether a folded word is rightly spelt English, or a name that the list has."""
    return word in english_words()


def is_ordinary(word: str) -> bool:
    """Tell whether a folded word is so common in English that it is no name."""
    return english_words().get(word, 0) >= _ORDINARY_FROM


def is_everyday(word: str) -> bool:
    """Tell whether a folded word is among the few thousand that everybody says all the time."""
    return english_words().get(word, 0) >= _EVERYDAY_FROM
