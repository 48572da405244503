"""How alike two words are to a reader's ear and hand: sound keys, romanised Cyrillic, weighted slips.

`sound` writes a word as it would sound in a news name, whoever spelt it: sh, ch, kh, zh are one sound each, c is
k or s, w is v, silent h and doubled letters go. `skeleton` is what is left of it without vowels: Trump, Трамп
and Трампа share one, and so do Zelensky, Zelenskyy and Зеленський once its ending is off.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate

from anyascii import anyascii

_VOWELS = frozenset("aeiouy")
# In this order; "\n" stands before every word. Capitals are sounds that no single letter stands for.
_SOUNDS = (
    ("shch", "S"), ("sch", "S"), ("tch", "C"), ("dzh", "J"), ("sh", "S"), ("ch", "C"), ("zh", "Z"), ("kh", "X"),
    ("ph", "f"), ("th", "t"), ("ck", "k"), ("ts", "s"), ("tz", "s"), ("gh", "g"), ("x", "ks"), ("w", "v"),
    ("q", "k"), ("z", "s"), ("j", "J"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("c", "k"),
    ("\nh", "\nX"), ("h", ""), ("X", "h"),
)  # fmt: skip
_DOUBLED = re.compile(r"([^\n])\1+")
_FIRST_VOWEL = re.compile(r"\n[aeiouy]+")
_NO_VOWELS = str.maketrans("", "", "aeiouy")

# Ukrainian by the national system of 2010, Russian by BGN, where anyascii's letters differ from news spelling.
_CYRILLIC = str.maketrans(
    {
        "и": "y", "і": "i", "ї": "i", "й": "i", "є": "ie", "ґ": "g", "г": "h", "х": "kh", "ж": "zh",
        "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "iu", "я": "ia", "ь": "", "ъ": "", "'": "", "’": "",
        "ы": "y", "э": "e", "ё": "e",
    }
)  # fmt: skip
_RUSSIAN = str.maketrans({"и": "i", "г": "g", "й": "y", "е": "e", "я": "ya", "ю": "yu"})
_AFTER_S = "ький ького ькому ьким ькою ька кий кого кому ким кой кую кая"  # Зеленського, Зеленского
_AFTER_CONSONANT = """
    ого ому ими ами ями ові еві ом ем ою ею ой ей ым им ах ях ів ов ам ям ию ии ий ая ую
    а е и о у ы і ї я ю ь
"""
_ENDINGS = re.compile(
    rf"(?:(?<=с)(?:{'|'.join(_AFTER_S.split())})|(?<=[^аеиоуыіїєяюэ])(?:{'|'.join(_AFTER_CONSONANT.split())}))$"
)


def cyrillic(text: str) -> bool:
    """Tell whether the text has Cyrillic letters."""
    return any("\u0400" <= c <= "\u052f" for c in text)


def romanised(word: str) -> Iterator[str]:
    """Give the Latin spellings that a word of another script may have: as it stands, then without its ending."""
    word = word.casefold()
    if not cyrillic(word):
        yield _letters(anyascii(word))
        return
    forms = [word]
    if len(word) > 4 and (bare := _ENDINGS.sub("", word)) != word:
        forms.append(bare + "к" if bare.endswith("с") and word[len(bare) :].startswith(("ьк", "к")) else bare)
    for form in forms:
        yield _letters(anyascii(form.translate(_CYRILLIC)))
        yield _letters(anyascii(form.translate(_RUSSIAN)))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def sounds(words: Iterable[str]) -> list[str]:
    """Return how folded Latin words sound, roughly, in letters; all at once, which is what makes it fast."""
    text = "\n" + "\n".join(words)
    for letters, sounding in _SOUNDS:
        text = text.replace(letters, sounding)
    return _DOUBLED.sub(r"\1", text)[1:].split("\n")


def skeletons(soundings: Iterable[str]) -> list[str]:
    """Return the consonants of what `sounds` gave, a leading vowel as one mark."""
    text = _FIRST_VOWEL.sub("\nA", "\n" + "\n".join(soundings)).translate(_NO_VOWELS)
    return _DOUBLED.sub(r"\1", text)[1:].split("\n")


def sound(word: str) -> str:
    """Return how one word sounds."""
    return sounds((word,))[0]


def skeleton(word: str) -> str:
    """Return the consonants of how one word sounds."""
    return skeletons(sounds((word,)))[0]


_LIKE = {
    frozenset("iy"): 0.2, frozenset("ck"): 0.3, frozenset("sz"): 0.3, frozenset("kq"): 0.3, frozenset("cs"): 0.4,
    frozenset("vw"): 0.4, frozenset("fv"): 0.5, frozenset("gj"): 0.5, frozenset("jy"): 0.5,
}  # fmt: skip
_OTHER_LETTER = 1.1
_OTHER_VOWEL = 0.5
_SWAPPED = 0.6


def slips(wrong: str, right: str) -> float:
    """Return how far a spelling is off, in slips: optimal string alignment with weights.

    A doubled or undoubled letter costs 0.3, a vowel more, less or other 0.5 (y for i 0.2), an h 0.6, two letters
    swapped 0.6, a letter that sounds alike 0.3 to 0.5, another letter more or less 1, one for another 1.1. The
    weights are ours, set on slips that people make in names, and checked on made-up ones.
    """
    less, more = _extras(wrong), _extras(right)
    before: list[float] = []
    above = list(accumulate(more, initial=0.0))
    for i, letter in enumerate(wrong):
        row = [above[0] + less[i]]
        for j, other in enumerate(right):
            replaced = above[j] if letter == other else above[j] + _other(letter, other)
            best = min(replaced, above[j + 1] + less[i], row[j] + more[j])
            if i and j and letter == right[j - 1] and wrong[i - 1] == other:
                best = min(best, before[j - 1] + _SWAPPED)
            row.append(best)
        before, above = above, row
    return above[-1]


@lru_cache(maxsize=4096)
def _other(a: str, b: str) -> float:
    vowels = _OTHER_VOWEL if a in _VOWELS and b in _VOWELS else _OTHER_LETTER
    return _LIKE.get(frozenset((a, b)), vowels)


@lru_cache(maxsize=4096)
def _extras(word: str) -> tuple[float, ...]:
    """Return for each letter what it costs where it is one too many or too few."""
    return tuple(_extra(word, at) for at in range(len(word)))


def _extra(word: str, at: int) -> float:
    letter = word[at]
    if letter in (word[at - 1 : at], word[at + 1 : at + 2]):
        return 0.3
    if letter in _VOWELS:
        return _OTHER_VOWEL
    return 0.6 if letter == "h" else 1.0
