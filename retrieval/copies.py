"""The same article twice: a wire story in two outlets, a later edition, one text under two names.

Texts are compared by *shingles*, runs of five words, and by *containment*: the share of the shorter text's
shingles that the longer one has too (A. Broder, "On the resemblance and containment of documents", 1997).
Only a sample of each text's shingles is kept, those whose hash falls below a bound, so that the samples of two
texts are samples of what they share ("FracMinHash", L. Irber et al., 2022). The bound halves as texts grow.

Finding pairs sorts the samples once, so it grows with the number of articles, not with the number of pairs.
Everything here is pure and gives the same result for the same texts, in any order and on any machine.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import Literal

import numpy as np
import numpy.typing as npt

from retrieval.model import PartialDate

SHINGLE = 5
"""Words per shingle: five in a row seldom meet by chance, and an editor's small change breaks few."""

SAMPLE = 128
"""At most so many hashes per article: containment is then right to about ±0.05, in a kilobyte."""

CONTAINED = 0.5
"""From this containment on, two articles are told as copies or versions of one another."""

SHORT_CONTAINED = 0.8
"""The same for texts of which so little is sampled that a half might be chance."""

SHORT = 16
"""Fewer sampled hashes than this, and the stricter bound holds."""

WINDOW = 32
"""A shingle in at most so many articles pairs all of them."""

NEIGHBOURS = 4
"""A shingle in more articles than WINDOW (furniture, or one story everywhere) pairs each with so many others."""

PART = 2_000_000
"""Hashes sorted at a time, so that memory beyond the sketches' own stays small."""

CopyKind = Literal["identical", "copy", "version"]
_Hashes = npt.NDArray[np.uint64]
_Rows = npt.NDArray[np.int64]
_Narrow = npt.NDArray[np.int32]
_HEAD = struct.Struct("<BBI16s")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is kept of a text to recognise it: a digest of its words, their number, and a sample of its shingles.

    `halvings` tells the bound: a hash is in the sample if it is below 2**64 / 2**halvings.
    """

    digest: bytes
    words: int
    halvings: int
    hashes: bytes

    def to_bytes(self) -> bytes:
        """Return the sketch for storing, about a kilobyte."""
        return _HEAD.pack(_FORMAT, self.halvings, self.words, self.digest) + self.hashes

    @classmethod
    def from_bytes(cls, data: bytes) -> Sketch:
        """Read a stored sketch. Raises ValueError for bytes that are none, or of another format."""
        if len(data) < _HEAD.size or data[0] != _FORMAT or (len(data) - _HEAD.size) % 8:
            raise ValueError("these bytes are no sketch of this format")
        _, halvings, words, digest = _HEAD.unpack_from(data)
        return cls(digest, words, halvings, data[_HEAD.size :])

    @property
    def sample(self) -> _Hashes:
        """The sampled hashes, ascending."""
        return np.frombuffer(self.hashes, dtype="<u8")


@dataclass(frozen=True, slots=True)
class Sketched:
    """An article as far as copies are concerned."""

    sketch: Sketch
    outlet: str | None = None
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class CopyPair:
    """Two articles with the same words; `first` is the earlier one where both dates tell, else the lesser id.

    `containment` is the estimated share of the shorter text that the other has too, from 0 to 1. `identical`:
    word for word the same; `version`: the same outlet at another time or in another wording; `copy`: else.
    """

    first: str
    second: str
    containment: float
    kind: CopyKind


def sketch(paragraphs: Iterable[str]) -> Sketch:
    """Make the sketch of an article from its paragraphs' text; case and punctuation don't matter."""
    words = [word for paragraph in paragraphs for word in _words(paragraph)]
    digest = blake2b("\n".join(words).encode("utf-8", "replace"), digest_size=16).digest()
    hashes = _distinct(_shingle_hashes(words))
    halvings = 0
    while len(hashes) > SAMPLE and halvings < 63:
        halvings += 1
        hashes = hashes[hashes < _bound(halvings)]
    return Sketch(digest, len(words), halvings, hashes.astype("<u8").tobytes())


def containment(one: Sketch, other: Sketch) -> float:
    """Estimate the share of the shorter text's shingles that the other text has too, from 0 to 1."""
    return _compare(one, other)[0]


def find_copies(articles: Mapping[str, Sketched], among: Collection[str] | None = None) -> list[CopyPair]:
    """Find the articles that are the same, or hold one another; `among` asks only for pairs with these.

    The pairs are sorted by id. Of several identical articles each is paired with the one of the least id,
    which alone is compared further.
    """
    asked = frozenset(articles if among is None else among)
    pairs, alone = _identical(articles, asked)
    order = sorted(alone, key=lambda article: (article not in asked, article))
    new = sum(article in asked for article in order)
    for left, right in _candidates([articles[article].sketch for article in order], new):
        one, other = order[left], order[right]
        share, sampled = _compare(articles[one].sketch, articles[other].sketch)
        if share >= (CONTAINED if sampled >= SHORT else SHORT_CONTAINED):
            pairs.append(_pair(articles, one, other, share))
    return sorted(pairs, key=lambda pair: (pair.first, pair.second))


def held_once(pairs: Iterable[CopyPair], articles: Mapping[str, Sketched], new: Collection[str]) -> dict[str, str]:
    """Of articles that are word for word the same and of no other outlet: which is spared → which is held for it.

    The one of which more is known is held, so that no text loses its outlet and date to a bare copy; of equals
    the one that was there before the `new` ones, and then the one of the least id.
    """
    groups: dict[bytes, set[str]] = {}
    for pair in pairs:
        if pair.kind == "identical":
            groups.setdefault(articles[pair.first].sketch.digest, set()).update((pair.first, pair.second))
    spared: dict[str, str] = {}
    for group in groups.values():
        keepers: dict[str | None, str] = {}
        for article in sorted(group, key=lambda one: (*_unknown(articles[one]), one in new, one)):
            outlet = articles[article].outlet
            if outlet is None and keepers:
                spared[article] = next(iter(keepers.values()))
            elif outlet in keepers:
                spared[article] = keepers[outlet]
            else:
                keepers[outlet] = article
    return spared


def _unknown(article: Sketched) -> tuple[bool, bool]:
    """Sorts the articles of which more is known before the others."""
    return article.outlet is None, article.date is None


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'")
    return re.findall(r"\w+(?:'\w+)*", folded)


def _shingle_hashes(words: list[str]) -> _Hashes:
    """Hash every run of SHINGLE words; a shorter text is one run."""
    codes = np.fromiter(map(_code, words), np.uint64, len(words))
    if not len(codes):
        return codes
    size = min(SHINGLE, len(codes))
    mixed = np.zeros(len(codes) - size + 1, dtype=np.uint64)
    for offset in range(size):
        mixed = _mix(mixed ^ codes[offset : offset + len(mixed)])
    return mixed


@lru_cache(maxsize=1 << 16)
def _code(word: str) -> int:
    return zlib.crc32(word.encode("utf-8", "replace"))


def _distinct(values: _Hashes) -> _Hashes:
    """Sort, and leave out what is there twice; np.unique, which fills a hash table first, takes longer."""
    values = np.sort(values)
    return values[np.flatnonzero(np.r_[True, values[1:] != values[:-1]])] if len(values) else values


def _mix(values: _Hashes) -> _Hashes:
    """Spread values evenly over 64 bits: the finaliser of SplitMix64 (G. Steele et al., 2014)."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _bound(halvings: int) -> np.uint64:
    return np.uint64((1 << (64 - halvings)) - 1 if halvings == 0 else 1 << (64 - halvings))


def _compare(one: Sketch, other: Sketch) -> tuple[float, int]:
    """Containment, and how many hashes of the shorter text it rests on."""
    bound = _bound(max(one.halvings, other.halvings))
    left, right = (sample[sample < bound] for sample in (one.sample, other.sample))
    sampled = min(len(left), len(right))
    shared = len(np.intersect1d(left, right, assume_unique=True))
    return (shared / sampled if sampled else 0.0), sampled


def _identical(articles: Mapping[str, Sketched], asked: Collection[str]) -> tuple[list[CopyPair], list[str]]:
    """Pairs of identical articles, and one article of every text that has words."""
    first: dict[bytes, str] = {}
    pairs: list[CopyPair] = []
    for article in sorted(articles):
        known = articles[article].sketch
        if not known.words:
            continue
        original = first.setdefault(known.digest, article)
        if original != article and (original in asked or article in asked):
            pairs.append(_pair(articles, original, article, 1.0))
    return pairs, list(first.values())


def _candidates(sketches: list[Sketch], new: int) -> list[tuple[int, int]]:
    """Pairs of rows that may share enough, the first of each among the `new` rows that lead the list."""
    if not new:
        return []
    sizes = np.array([len(known.hashes) // 8 for known in sketches], dtype=np.int64)
    halvings = np.array([known.halvings for known in sketches], dtype=np.int64)
    found, shared = _shared(sketches, sizes, new)
    left, right = found // len(sketches), found % len(sketches)
    common = np.maximum(halvings[left], halvings[right])
    expected = np.minimum(
        sizes[left] * 0.5 ** (common - halvings[left]), sizes[right] * 0.5 ** (common - halvings[right])
    )
    enough = shared >= expected * CONTAINED / 2  # half of what is asked for: expected is itself an estimate
    return list(zip(left[enough].tolist(), right[enough].tolist(), strict=True))


def _shared(sketches: list[Sketch], sizes: _Rows, new: int) -> tuple[_Rows, _Rows]:
    """Pairs of rows, as left * number + right, and in how many sampled shingles they were found together."""
    rows = np.repeat(np.arange(len(sketches), dtype=np.int32), sizes)
    hashes = np.concatenate([known.sample for known in sketches])
    parts = np.uint64(1 + len(hashes) // PART)
    keys = [np.empty(0, dtype=np.int64)]
    for part in range(int(parts)):
        chosen = hashes % parts == np.uint64(part) if parts > 1 else slice(None)
        for left, right in _neighbours(hashes[chosen], rows[chosen]):
            asked = left < new
            keys.append(left[asked].astype(np.int64) * len(sketches) + right[asked])
    found, shared = np.unique(np.concatenate(keys), return_counts=True)
    return found, shared


def _neighbours(hashes: _Hashes, rows: _Narrow) -> Iterator[tuple[_Narrow, _Narrow]]:
    """Rows that have a hash in common, step by step: next to each other, then one apart, and so on."""
    order = np.argsort(hashes, kind="stable")  # rows stay ascending within a hash: new ones lead
    hashes, rows = hashes[order], rows[order]
    starts = np.flatnonzero(np.r_[True, hashes[1:] != hashes[:-1]])
    lengths = np.diff(np.r_[starts, len(hashes)])
    crowded = np.repeat(lengths > WINDOW, lengths)
    for step in range(1, min(WINDOW, int(lengths.max(initial=1)), len(hashes))):
        same = hashes[step:] == hashes[:-step]
        if step > NEIGHBOURS:
            same &= ~crowded[step:]
        yield rows[:-step][same], rows[step:][same]


def _pair(articles: Mapping[str, Sketched], one: str, other: str, share: float) -> CopyPair:
    """Order the two in time, and say what they are to each other."""
    first, second = sorted((one, other))
    early, late = articles[first], articles[second]
    if early.date and late.date and late.date.last < early.date.first:
        first, second, early, late = second, first, late, early
    if early.sketch.digest == late.sketch.digest:
        return CopyPair(first, second, 1.0, "identical")
    same_outlet = (
        early.outlet is not None and late.outlet is not None and _words(early.outlet) == _words(late.outlet)
    )
    return CopyPair(first, second, round(share, 3), "version" if same_outlet else "copy")
