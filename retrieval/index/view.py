"""A generation as searches see it: its segments one after the other, and each field over all of them."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from itertools import groupby
from operator import itemgetter
from typing import TypeAlias

import numpy as np

from retrieval.engine import Array
from retrieval.index.block import Articles
from retrieval.index.bm25 import PostingList, PostingsBM25
from retrieval.index.dead import Corrections
from retrieval.index.generation import Manifest, Part
from retrieval.index.parameters import FIELDS, UNITS, FieldName, Parameters
from retrieval.index.segment import SegmentField

_KEPT = 1024  # terms whose posting lists are kept at hand; the lists themselves stay in the mapped files


class Scratch:
    """Vectors of zeros, one number per passage, lent to one search and cleared behind it.

    Clearing 3.5 MB costs a quarter of what the system takes for fresh pages of that size.
    """

    def __init__(self, rows: int) -> None:
        """Lend vectors of this length."""
        self._rows = rows
        self._free: list[Array] = []
        self._lent: list[Array] = []

    def passages(self) -> Array:
        """Return a vector of zeros."""
        vector = self._free.pop() if self._free else np.zeros(self._rows, dtype=np.float32)
        self._lent.append(vector)
        return vector

    def clear(self) -> None:
        """Take back what was lent."""
        for vector in self._lent:
            vector.fill(0)
        self._free += self._lent
        self._lent = []


class View:
    """Rows count through all segments: passages from `passage_bases[i]`, articles from `article_bases[i]`."""

    def __init__(self, parts: Sequence[Part], manifest: Manifest, parameters: Parameters) -> None:
        """Look at these parts."""
        self._manifest, self._parameters = manifest, parameters
        self.parts = parts
        self.passage_bases = _bases([part.segment.passage_count for part in parts])
        self._first_rows: list[int] = self.passage_bases.tolist()  # the same, for one row at a time
        self.article_bases = _bases([part.segment.article_count for part in parts])
        self.article_rows = int(self.article_bases[-1])
        self.passages = manifest.passages if parts else 0
        self.weights = {name: parameters[name].weight for name in FIELDS}
        self.fields = {
            name: PostingsBM25.over(GenerationField(self, name, manifest), parameters[name].k1, parameters[name].b)
            for name in FIELDS
        }
        self._scratches: list[Scratch] = []

    def emptied(self) -> View:
        """Return a view of nothing, with the same parameters."""
        return View((), self._manifest, self._parameters)

    @contextmanager
    def scratch(self) -> Iterator[Scratch]:
        """Lend vectors for one search; there are as many as searches went on at once."""
        scratch = self._scratches.pop() if self._scratches else Scratch(int(self.passage_bases[-1]))
        try:
            yield scratch
        finally:
            scratch.clear()
            self._scratches.append(scratch)

    def article_of(self, rows: Array) -> Array:
        """Return the article rows of passage rows."""
        if len(self.parts) == 1:
            return self.parts[0].segment.article_of[rows]
        found = np.empty(len(rows), dtype=np.int64)
        for place, here in self._by_segment(rows, self.passage_bases):
            local = rows[here] - self.passage_bases[place]
            found[here] = self.parts[place].segment.article_of[local] + self.article_bases[place]
        return found

    def versions_of(self, articles: Array) -> Array:
        """Return the versions of article rows."""
        return self._of_articles(articles, lambda known: known.versions)

    def first_days(self, articles: Array) -> Array:
        """Return the first days that the dates of article rows may mean, as ordinals; NO_DATE where undated."""
        return self._of_articles(articles, lambda known: known.first)

    def _of_articles(self, articles: Array, column: Callable[[Articles], Array]) -> Array:
        found = np.empty(len(articles), dtype=np.int64)
        for place, here in self._by_segment(articles, self.article_bases):
            values = column(self.parts[place].segment.articles)
            found[here] = values[articles[here] - self.article_bases[place]]
        return found

    def positions(self, rows: Array, articles: Array) -> Array:
        """Return the places, from 1, of passage rows within their articles, whose rows are given too."""
        first = np.empty(len(rows), dtype=np.int64)
        for place, here in self._by_segment(articles, self.article_bases):
            starts = self.parts[place].segment.articles.starts
            first[here] = starts[articles[here] - self.article_bases[place]] + self.passage_bases[place]
        return rows - first + 1

    def passages_of(self, articles: Array) -> Array:
        """Return the passage rows of article rows."""
        runs = [np.empty(0, dtype=np.int64)]
        for place, here in self._by_segment(articles, self.article_bases):
            starts = self.parts[place].segment.articles.starts
            local = articles[here] - self.article_bases[place]
            first, sizes = starts[local].astype(np.int64), (starts[local + 1] - starts[local]).astype(np.int64)
            within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
            runs.append(np.repeat(first, sizes) + within + self.passage_bases[place])
        return np.concatenate(runs)

    def passage_id(self, row: int) -> str:
        """Return the id of a passage."""
        place = bisect_right(self._first_rows, row) - 1
        return self.parts[place].segment.passage_ids[row - self._first_rows[place]]

    def _by_segment(self, rows: Array, bases: Array) -> Iterator[tuple[int, Array | slice]]:
        """Go through the segments that hold any of these rows, with the rows' places among those given."""
        if len(self.parts) == 1:
            yield 0, slice(None)
            return
        places = np.searchsorted(bases, rows, side="right") - 1
        for place in range(len(self.parts)):
            here = np.flatnonzero(places == place)
            if len(here):
                yield place, here

    def words(self) -> Iterable[tuple[str, int]]:
        """Every folded word of held articles with the number of passages that it occurs in, sorted."""
        merged = heapq.merge(*(_words(part) for part in self.parts), key=itemgetter(0))
        for word, found in groupby(merged, key=itemgetter(0)):
            yield word, sum(count for _, count in found)


def _words(part: Part) -> Iterator[tuple[str, int]]:
    counts = part.segment.word_counts.copy()
    counts[part.dead.words.numbers] -= part.dead.words.counts
    return ((word, count) for word, count in zip(part.segment.words, counts.tolist(), strict=True) if count > 0)


def _bases(sizes: Sequence[int]) -> Array:
    return np.concatenate(([0], np.cumsum(np.array(sizes, dtype=np.int64)))).astype(np.int64)


class GenerationField:
    """The postings of one field over all segments."""

    def __init__(self, view: View, name: FieldName, manifest: Manifest) -> None:
        """Read the field `name`."""
        by_passage = UNITS[name] == "passage"
        bases = (view.passage_bases if by_passage else view.article_bases).tolist()
        self.rows: int = bases[-1]
        self.documents = manifest.passages if by_passage else manifest.articles
        self.average = manifest.totals[name].average
        parts = [
            (base, part.segment.find, part.segment.fields[name], part.dead.fields[name] if part.dead else None)
            for base, part in zip(bases, view.parts, strict=False)
        ]
        # Around the parts alone: a cache around a method would hold this field beyond its generation.
        self._known = lru_cache(_KEPT)(partial(_looked_up, parts))

    def frequency(self, term: str) -> int:
        """Number of held documents in which the term occurs."""
        return self.occurrences(term)[0]

    def lists(self, term: str) -> Sequence[PostingList]:
        """Where the term occurs, rows no longer held included; one list per segment that has it."""
        return self.occurrences(term)[1]

    def occurrences(self, term: str) -> tuple[int, Sequence[PostingList]]:
        """Return `frequency` and `lists` in one go; one question asks several times for each of its terms."""
        return self._known(term)


_FieldPart: TypeAlias = tuple[int, Callable[[str], int], SegmentField, Corrections | None]


def _looked_up(parts: Sequence[_FieldPart], term: str) -> tuple[int, Sequence[PostingList]]:
    frequency = 0
    found = []
    for base, find, field, dead in parts:
        number = find(term)
        if number < 0:
            continue
        start, end = field.bounds[number], field.bounds[number + 1]
        if start < end:
            frequency += end - start - (dead.of(number) if dead else 0)
            found.append(PostingList(base, field.documents[start:end], field.parts[start:end]))
    return frequency, found
