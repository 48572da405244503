"""Names and spelling against the collection's own vocabulary.

Three questions are asked of a word, each answered with words that the collection has:

- *corrections*: the collection does not have the word, and it is no ordinary English word either: the nearest one
  within a few slips (`sounds.slips`), so near that it is no other name. "Stamer" is Starmer; "Lammy" stays Lammy.
- *variants*: the collection has the word, and spells it in other ways too: Zelensky and Zelenskyy, Kiev and Kyiv,
  organisation and organization. Only names (no ordinary words) that sound alike, and the regular differences of
  British and American English.
- *transliterations*: the word is of another script: the words that sound like its romanised forms.

Whatever is found counts less than the question's own word.
"""

from __future__ import annotations

import math
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from retrieval.engine import Statistics
from retrieval.remembering import Remembered
from retrieval.spelling.english import is_english, is_everyday, is_ordinary
from retrieval.spelling.sounds import romanised, skeleton, skeletons, slips, sound, sounds

_MOST = 3  # words taken for one
_REMEMBERED = 4096  # words whose variants are kept: questions come back to the same names
_TIE = 0.25  # slips within which two words are equally near
_LONGEST = 30  # letters of a word worth correcting
_LONGER = 4  # letters by which words that sound alike differ at most
_LETTERS_A_SLIP, _PAIRS_A_SLIP = 2, 4  # how many of either one slip changes at most
_VARIANT_SLIPS = 0.75
_NAME_TO_WORD = 0.55
_NAME_ALIKE = 70.0  # of 100: a word with a capital
_WORD_ALIKE = 97.0  # one without
_LOANED = 87.0  # how alike a word and the everyday English one are written that it may be: президент, president
_ALIKE_TIE = 10.0
_ORDINARY_LESS = 10.0
_OFTEN, _OFTEN_MOST = 3.0, 20.0  # for each doubling of the number of passages
_VOWELS = re.compile(r"[aeiouy]+")
_FIRST = str.maketrans("cqzwyoueia", "kksviaaaaa")
_ATLANTIC = tuple(
    (re.compile(british), american)
    for british, american in (
        (r"is(e[ds]?|ers?|ing|ations?)$", r"iz\1"),
        (r"ys(e[ds]?|ing)$", r"yz\1"),
        (r"(?<=[bdgilmnv])our(s|ed|ing|able|ites?|hood|al)?$", r"or\1"),
        (r"enc(e|es)$", r"ens\1"),
        (r"tre(s?)$", r"ter\1"),
        (r"ogue(s?)$", r"og\1"),
        (r"(?<=\w\w\w[aeiou])ll(ed|ing|ers?|ation)$", r"l\1"),
        (r"amme(s?)$", r"am\1"),
        (r"^(a?)e(?=on|st)", r"\1e"),
    )
)


@dataclass(frozen=True, slots=True)
class Found:
    """A word of the collection in place of a question's; `slips` tells how far off, `weight` is below 1."""

    word: str
    slips: float
    weight: float


class Speller:
    """The vocabulary of one generation, arranged for looking up near words; made once, then only read.

    Words are kept by length. For each a signature of the letters in it and a number for its skeleton stand in
    arrays, so that only the few that may be near are compared letter by letter.
    """

    def __init__(self, vocabulary: Iterable[tuple[str, int]]) -> None:
        """Arrange folded words with the number of passages that each occurs in."""
        self._frequency: dict[str, int] = dict(vocabulary)
        usable = (w for w in self._frequency if 2 < len(w) <= _LONGEST and w.isascii() and w.isalpha())
        self._words = sorted(usable, key=len)
        lengths = np.fromiter(map(len, self._words), np.uint8, len(self._words))
        self._begins = np.searchsorted(lengths, np.arange(_LONGEST + 3))
        self._letters, self._pairs, self._firsts = _signatures(self._words, lengths)
        keys = np.fromiter(map(hash, skeletons(sounds(self._words))), np.int64, len(self._words) or 1)
        self._by_skeleton = np.argsort(keys, kind="stable")
        self._skeletons = keys[self._by_skeleton]
        self._remembered = Remembered[str, Sequence[Found]](_REMEMBERED)

    def known(self, word: str) -> bool:
        """Tell whether the collection has the folded word."""
        return word in self._frequency

    def variants(self, word: str) -> Sequence[Found]:
        """Return other spellings that the collection has of a folded word, nearest first."""
        return self._remembered.get(word, lambda: self._variants(word))

    def _rows_sounding_like(self, word: str) -> npt.NDArray[np.intp]:
        """Give the rows of the words with the skeleton of a Latin word, and about its length."""
        key = hash(skeleton(word))
        begin, end = np.searchsorted(self._skeletons, [key, key + 1]) if self._words else (0, 0)
        rows = self._by_skeleton[begin:end]
        first = self._begins[min(_LONGEST, max(0, len(word) - _LONGER))]
        last = self._begins[min(_LONGEST, len(word) + _LONGER) + 1]
        return np.asarray(rows[(rows >= first) & (rows < last)])

    def _sounding_like(self, word: str) -> list[str]:
        return [self._words[row] for row in self._rows_sounding_like(word)]

    def _sounding_and_written_like(self, word: str) -> list[str]:
        """Give those of the words that sound like a word which differ by two letters at most."""
        return [self._words[row] for row in self._few_changed(self._rows_sounding_like(word), word, 2)]

    def _few_changed(self, rows: npt.NDArray[np.intp], word: str, most: int) -> npt.NDArray[np.intp]:
        """Leave those of the rows whose signatures do not rule out that so many slips make the word of them."""
        letters, pairs, _ = _signature(word)
        rows = rows[np.bitwise_count(self._letters[rows] ^ letters) <= _LETTERS_A_SLIP * most]
        return np.asarray(rows[np.bitwise_count(self._pairs[rows] ^ pairs) <= _PAIRS_A_SLIP * most])

    def corrections(self, word: str, *, name: bool = False) -> list[Found]:
        """Return the words that a folded word is probably a slip for, nearest first; `name`: it has a capital."""
        if self.known(word) or not _may_be_slip(word) or is_english(word):
            return []
        allowed = _allowed(len(word))
        near = [(slips(word, other), other) for other in self._within_letters(word)]
        near = [(far, other) for far, other in near if far <= self._limit(word, other, allowed, name=name)]
        near.sort(key=lambda pair: (pair[0], -self._frequency[pair[1]], pair[1]))
        if not near or self._ambiguous(near):
            return []
        far, best = near[0]
        kept = [pair for pair in near if pair[0] <= far + _TIE and _of_a_kind(best, pair[1])]
        return [Found(other, far, round(0.85 - 0.15 * far, 3)) for far, other in kept[:_MOST]]

    def _ambiguous(self, near: Sequence[tuple[float, str]]) -> bool:
        """Whether two words are as near, about as frequent, and not spellings of one."""
        (far, best), *others = near
        return any(
            other_far <= far + 0.05
            and self._frequency[other] * 3 > self._frequency[best]
            and not _of_a_kind(best, other)
            for other_far, other in others
        )

    def _within_letters(self, word: str) -> Iterator[str]:
        """Give the words with the same beginning and few other letters."""
        most = 1 if len(word) < 7 else 2 if len(word) < 10 else 3
        begin, end = self._begins[max(3, len(word) - most)], self._begins[min(_LONGEST, len(word) + most) + 1]
        first = _signature(word)[2]
        rows = self._few_changed(np.flatnonzero(self._firsts[begin:end] == first) + begin, word, most)
        choices = [self._words[row] for row in rows]
        for other, _, _ in process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=20):
            yield other

    def _limit(self, word: str, other: str, allowed: float, *, name: bool) -> float:
        """A name turns into an ordinary word only where a letter was left out, doubled or swapped."""
        if not name or not is_ordinary(other):
            return allowed
        changed = len(word) == len(other) and sorted(word) != sorted(other)
        return 0.0 if changed else _NAME_TO_WORD if len(word) < 8 else 1.0

    def _variants(self, word: str) -> Sequence[Found]:
        found = {other: 0.1 for other in _across_the_atlantic(word) if self.known(other)}
        if len(word) > 3 and word.isascii() and word.isalpha() and not is_ordinary(word):
            for other in self._sounding_and_written_like(word):
                if other != word and (far := _name_variant(word, other)) is not None:
                    found[other] = far
        ranked = sorted(found.items(), key=lambda pair: (pair[1], -self._frequency[pair[0]], pair[0]))
        return [Found(other, far, round(0.8 - 0.25 * far, 3)) for other, far in ranked[:_MOST]]

    def transliterations(self, word: str, *, name: bool) -> list[Found]:
        """Return the words that sound like a word of another script, likeliest first; `name`: it may be one.

        Of several, those that the collection has more often are likelier, ordinary English words less. A word in
        small letters stands for an everyday English one only if written like it: "банк", and not "такий" (such),
        which sounds like "taking".
        """
        best: dict[str, float] = {}
        small = word[:1].islower()
        for latin in {form for form in romanised(word) if len(form) > 2}:
            for other in self._sounding_like(latin):
                if small and is_everyday(other) and fuzz.ratio(latin, other) < _LOANED:
                    continue
                best[other] = max(best.get(other, 0.0), _alike(sound(latin), other))
        least = _NAME_ALIKE if name else _WORD_ALIKE
        likely = {w: self._likely(w, alike) for w, alike in best.items() if alike >= least and len(w) > 2}
        ranked = sorted(likely.items(), key=lambda pair: (-pair[1], pair[0]))
        return [
            Found(other, round(1 - best[other] / 100, 3), round(0.85 * best[other] / 100, 3))
            for other, score in ranked[:_MOST]
            if score >= ranked[0][1] - _ALIKE_TIE
        ]

    def _likely(self, word: str, alike: float) -> float:
        often = min(_OFTEN_MOST, _OFTEN * math.log2(self._frequency[word]))
        return alike + often - (_ORDINARY_LESS if is_ordinary(word) else 0.0)


def _signature(word: str) -> tuple[np.uint32, np.uint64, np.uint8]:
    """Return a word's letters as bits, its pairs of letters as bits, and the kind of its first letter."""
    letters, pairs, firsts = _signatures((word,), np.array([len(word)]))
    return letters[0], pairs[0], firsts[0]


def _signatures(
    words: Sequence[str], lengths: npt.NDArray[np.integer]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint64], npt.NDArray[np.uint8]]:
    """Return the signatures of many words at once."""
    if not words:
        return np.zeros(0, np.uint32), np.zeros(0, np.uint64), np.zeros(0, np.uint8)
    letters = np.frombuffer("".join(words).encode("ascii"), np.uint8).astype(np.uint64) - ord("a")
    ends = np.cumsum(lengths.astype(np.int64))
    begins = ends - lengths
    pairs = np.left_shift(np.uint64(1), (letters * 7 + np.roll(letters, -1) * 11) % 64)
    pairs[ends - 1] = 0  # the last letter of a word and the first of the next are no pair
    one = np.left_shift(np.uint64(1), letters).astype(np.uint32)
    firsts = np.frombuffer("".join(word[0] for word in words).translate(_FIRST).encode("ascii"), np.uint8)
    return np.bitwise_or.reduceat(one, begins), np.bitwise_or.reduceat(pairs, begins), firsts


def _alike(sounding: str, word: str) -> float:
    """How alike, of 100, two words of one skeleton sound: vowels vary between scripts (Трамп, Trump)."""
    other = sound(word)
    return (fuzz.ratio(sounding, other) + fuzz.ratio(_one_vowel(sounding), _one_vowel(other))) / 2


def _one_vowel(sounding: str) -> str:
    return _VOWELS.sub("a", sounding)


def _of_a_kind(best: str, other: str) -> bool:
    """Whether two words are spellings or forms of one."""
    return other.startswith(best) or best.startswith(other) or slips(best, other) <= _VARIANT_SLIPS


def _may_be_slip(word: str) -> bool:
    return 3 < len(word) <= _LONGEST and word.isascii() and word.isalpha()


def _allowed(length: int) -> float:
    """How many slips a word of that many letters may have."""
    return {4: 0.5, 5: 0.6, 6: 1.0, 7: 1.5}.get(length, 1.6 if length < 10 else 2.2)


def _name_variant(word: str, other: str) -> float | None:
    """Return the slips between two spellings of one name; None where they are, or may be, two words."""
    if len(other) < 4 or word[0] != other[0] or is_ordinary(other):
        return None
    if _inflected(word, other) or _inflected(other, word):
        return None
    if OSA.distance(word, other, score_cutoff=2) > 2:
        return None
    far = slips(word, other)
    short = min(len(word), len(other)) < 6 or is_english(word) or is_english(other)
    limit = (
        0.7
        if short and len(word) == len(other) and _only_i_and_e(word, other)
        else 0.4
        if short
        else _VARIANT_SLIPS
    )
    return far if far <= limit else None


def _only_i_and_e(word: str, other: str) -> bool:
    """Whether two words differ only among i, y and e: Kiev and Kyiv."""
    return all(a == b or {a, b} <= set("iye") for a, b in zip(word, other, strict=True))


def _inflected(word: str, other: str) -> bool:
    """Whether one is the other with an English ending: no two spellings, and the stem takes care of them."""
    return other.startswith(word) and other[len(word) :] in (
        "s",
        "es",
        "e",
        "a",
        "i",
        "o",
        "ed",
        "er",
        "n",
        "an",
        "d",
    )


def _across_the_atlantic(word: str) -> Iterator[str]:
    for british, american in _ATLANTIC:
        other = british.sub(american, word)
        if other != word:
            yield other
    yield from _american_to_british(word)


def _american_to_british(word: str) -> Iterator[str]:
    for pattern, british in _BRITISH:
        other = pattern.sub(british, word)
        if other != word:
            yield other


_BRITISH = tuple(
    (re.compile(american), british)
    for american, british in (
        (r"iz(e[ds]?|ers?|ing|ations?)$", r"is\1"),
        (r"yz(e[ds]?|ing)$", r"ys\1"),
        (r"(?<=[bdgilmnv])or(s|ed|ing|able|ites?|hood)?$", r"our\1"),
        (r"ens(e|es)$", r"enc\1"),
        (r"(?<=[nhb])ter(s?)$", r"tre\1"),
        (r"(?<=\w\w\w[aeiou])l(ed|ing|ers?)$", r"ll\1"),
        (r"gram(s?)$", r"gramme\1"),
    )
)


class Spellers:
    """One speller for each statistics object, made when first asked for, by one thread."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: WeakKeyDictionary[Statistics, Speller] = WeakKeyDictionary()
        self._lock = threading.Lock()

    def of(self, statistics: Statistics) -> Speller:
        """Return the speller of a generation's statistics; it lives as long as they do."""
        with self._lock:
            speller = self._made.get(statistics)
            if speller is None:
                speller = self._made[statistics] = Speller(statistics.words())
            return speller
