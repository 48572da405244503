"""Articles of a segment that are no longer held, and what they leave to subtract from its statistics."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from retrieval.engine import Array
from retrieval.index.arrayfile import ArrayFile, ArrayFileWriter
from retrieval.index.parameters import FIELDS, UNITS, FieldName
from retrieval.index.segment import Segment

_FEW = 4  # articles; up to here one comparison for each is quicker than a mask


@dataclass(frozen=True, slots=True)
class Corrections:
    """How much less often terms (or words) of a segment occur without its dead articles: `numbers` ascending."""

    numbers: Array
    counts: Array

    def plus(self, numbers: Array) -> Corrections:
        """Return these corrections and one more for every number given, as often as it is given."""
        more, counts = np.unique(numbers, return_counts=True)
        together, places = np.unique(np.concatenate([self.numbers, more]), return_inverse=True)
        sums = np.bincount(places, np.concatenate([self.counts, counts]), minlength=len(together))
        return Corrections(together.astype(np.int32), sums.astype(np.int32))

    def of(self, number: int) -> int:
        """Return the correction of one term."""
        place = int(np.searchsorted(self.numbers, number))
        found = place < len(self.numbers) and self.numbers[place] == number
        return int(self.counts[place]) if found else 0


@dataclass(frozen=True, slots=True)
class Dead:
    """The dead articles of a segment, by number ascending."""

    articles: Array
    fields: dict[FieldName, Corrections]
    words: Corrections

    @classmethod
    def none(cls) -> Dead:
        """Return that all are held."""
        empty = Corrections(np.empty(0, np.int32), np.empty(0, np.int32))
        return cls(np.empty(0, np.int32), dict.fromkeys(FIELDS, empty), empty)

    @classmethod
    def read(cls, path: Path) -> Dead:
        """Read what `write` wrote; raises CollectionDamaged."""
        file = ArrayFile(path)
        pairs = {name: Corrections(file.array(f"{name}.numbers"), file.array(f"{name}.counts")) for name in FIELDS}
        words = Corrections(file.array("words.numbers"), file.array("words.counts"))
        return cls(file.array("articles"), pairs, words)

    def write(self, path: Path) -> None:
        """Write a file of arrays."""
        arrays: dict[str, Array] = {"articles": self.articles}
        named: Iterable[tuple[str, Corrections]] = [*self.fields.items(), ("words", self.words)]
        for name, corrections in named:
            arrays[f"{name}.numbers"], arrays[f"{name}.counts"] = corrections.numbers, corrections.counts
        shapes: dict[str, tuple[str, int]] = {name: ("<i4", len(values)) for name, values in arrays.items()}
        meta: dict[str, Any] = {}
        with ArrayFileWriter(path, shapes, meta) as file:
            for name, values in arrays.items():
                file.append(name, values)

    def __bool__(self) -> bool:
        """Whether any article is dead."""
        return bool(len(self.articles))


def bury(segment: Segment, dead: Dead, removed: Collection[int]) -> Dead:
    """Return `dead` with the articles of these versions added, as far as the segment holds them.

    A segment has no list of an article's terms; reading through its postings once, in the order of memory, costs
    about half a nanosecond for each, which is little beside what such a list would cost to write and to keep.
    """
    wanted = np.fromiter(removed, np.int64, len(removed))
    gone = np.flatnonzero(np.isin(segment.articles.versions, wanted))
    articles = np.setdiff1d(gone, dead.articles).astype(np.int32)
    if not len(articles):
        return dead
    fields = {name: dead.fields[name].plus(_terms_of(segment, name, articles)) for name in FIELDS}
    words = dead.words.plus(_words_of(segment, articles))
    return Dead(np.union1d(dead.articles, articles).astype(np.int32), fields, words)


def _terms_of(segment: Segment, name: FieldName, articles: Array) -> Array:
    """Return the term number of every posting of these articles in a field."""
    field = segment.fields[name]
    starts = segment.articles.starts if UNITS[name] == "passage" else np.arange(segment.article_count + 1)
    if len(articles) <= _FEW:
        places = np.concatenate([_within(field.documents, starts[n], starts[n + 1]) for n in articles.tolist()])
    else:
        mask = np.zeros(int(starts[-1]), dtype=bool)
        for article in articles.tolist():
            mask[starts[article] : starts[article + 1]] = True
        places = np.flatnonzero(mask[field.documents])
    return np.searchsorted(field.offsets, places, side="right") - 1


def _within(documents: Array, first: int, end: int) -> Array:
    """Return where numbers from `first` to before `end` stand; one comparison, since below 0 turns very large."""
    return np.flatnonzero((documents - np.int32(first)).view(np.uint32) < np.uint32(end - first))


def _words_of(segment: Segment, articles: Array) -> Array:
    starts = segment.word_starts
    return np.concatenate([segment.word_lists[starts[n] : starts[n + 1]] for n in articles.tolist()])
