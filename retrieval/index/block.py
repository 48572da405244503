"""Articles inverted in memory: what a segment is before it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, compress, count

import numpy as np

from retrieval.engine import Array
from retrieval.index.packing import PackedArticles, PackedField
from retrieval.index.parameters import FieldName
from retrieval.index.tokens import ArticleColumns, BatchStrings
from retrieval.index.yielding import drawn, repeated, sorted_strings

NO_OUTLET = -1


@dataclass(frozen=True, slots=True)
class FieldBlock:
    """One field: postings by term (`offsets`, the end as last), and how often (`counts`) it occurs in each."""

    offsets: Array
    documents: Array
    counts: Array


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles in columns; `starts` says where each one's passages begin, with the end as last.

    `outlets` are casefolded names, `outlet` numbers them; `first` and `last` are proleptic ordinal days.
    """

    versions: Array
    first: Array
    last: Array
    outlet: Array
    outlets: tuple[str, ...]
    starts: Array

    def arrays(self) -> dict[str, Array]:
        """Return the columns as a segment file keeps them, with the article of each passage."""
        return {
            "versions": self.versions,
            "first": self.first,
            "last": self.last,
            "outlet": self.outlet,
            "starts": self.starts,
            "article_of": article_of(self.starts),
        }


class Inverter:
    """Collects packed articles, and joins them when all are there: then each part is made when it is asked for.

    Terms and words are sorted.
    """

    def __init__(self, sources: StringSources) -> None:
        """Begin with none; `sources` remembers the strings of all batches, also of those before this."""
        self._sources = sources
        self._packs: list[PackedArticles] = []
        self.postings = 0

    def __len__(self) -> int:
        """Return the number of batches taken in."""
        return len(self._packs)

    def add(self, articles: PackedArticles) -> None:
        """Take in a batch."""
        self._sources.add(articles)
        self._packs.append(articles)
        self.postings += articles.postings

    def articles(self) -> Articles:
        """Return the articles."""
        return _articles([pack.articles for pack in self._packs])

    def passage_ids(self) -> tuple[Array, Array]:
        """Return the ids of all passages, packed."""
        ids = [pack.articles.ids for pack in self._packs]
        return np.concatenate([data for data, _ in ids]), starts_of(
            np.concatenate([np.diff(offsets) for _, offsets in ids])
        )

    def terms(self) -> Vocabulary:
        """Return the terms of all fields."""
        return self._sources.terms.vocabulary([pack.terms for pack in self._packs])

    def words(self) -> Vocabulary:
        """Return the words."""
        return self._sources.words.vocabulary([pack.words for pack in self._packs])

    def postings_of(self, name: FieldName) -> int:
        """Return how many postings a field has."""
        return sum(len(pack.fields[name].documents) for pack in self._packs)

    def lengths(self, name: FieldName) -> Array:
        """Return the length of every document of a field."""
        return np.concatenate([pack.fields[name].lengths for pack in self._packs])

    def field(self, name: FieldName, terms: Vocabulary) -> FieldBlock:
        """Return the postings of a field."""
        return _joined([pack.fields[name] for pack in self._packs], terms.places, len(terms.strings))

    def word_lists(self, words: Vocabulary) -> Iterator[Array]:
        """Return the numbers of the distinct words of passage after passage, batch by batch."""
        for pack, places in zip(self._packs, words.places, strict=True):
            yield places[pack.word_lists]

    def word_starts(self) -> Array:
        """Return where each article's words begin, with the end as last."""
        return starts_of(np.concatenate([pack.word_counts for pack in self._packs]))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Strings, sorted; `places` gives each batch's own numbers their place here."""

    strings: Sequence[str]
    places: Sequence[Array]


class _Numbers:
    """One numbering of the strings of all sources."""

    def __init__(self) -> None:
        self._numbers = defaultdict[str, int](count().__next__)
        self._sources: dict[str, Array] = {}

    def add(self, batch: BatchStrings) -> None:
        known = self._sources.get(batch.source, np.empty(0, np.int32))
        if len(known) != batch.told:
            raise ValueError("a batch of a packer was left out, or they came in another order")
        if batch.new:
            new = drawn(map(self._numbers.__getitem__, batch.new), len(batch.new))
            self._sources[batch.source] = np.concatenate([known, new])

    def vocabulary(self, batches: Sequence[BatchStrings]) -> Vocabulary:
        numbers = [self._sources[batch.source][batch.used] if len(batch.used) else batch.used for batch in batches]
        used = np.zeros(len(self._numbers), dtype=bool)
        for found in numbers:
            used[found] = True
        strings = sorted_strings(compress(self._numbers, used.tolist()))
        ranks = np.empty(len(self._numbers), dtype=np.int32)
        order = drawn(map(self._numbers.__getitem__, strings), len(strings))
        ranks[order] = np.arange(len(strings), dtype=np.int32)
        return Vocabulary(strings, [ranks[found] for found in numbers])


class StringSources:
    """What the packers of all batches so far told of their strings."""

    def __init__(self) -> None:
        """Begin with none."""
        self.terms, self.words = _Numbers(), _Numbers()

    def add(self, articles: PackedArticles) -> None:
        """Take in what is new in a batch."""
        self.terms.add(articles.terms)
        self.words.add(articles.words)


def _joined(batches: Sequence[PackedField], places: Sequence[Array], vocabulary: int) -> FieldBlock:
    """Join the postings of batches of documents that follow each other, batch by batch and term by term."""
    sizes = np.zeros(vocabulary, dtype=np.int64)
    for field, terms in zip(batches, places, strict=True):
        sizes[terms] += np.diff(field.offsets)
    offsets = starts_of(sizes)
    filled = offsets[:-1].copy()
    documents = np.empty(int(offsets[-1]), dtype=np.int32)
    counts = np.empty(int(offsets[-1]), dtype=np.result_type(*(field.counts for field in batches)))
    base = 0
    for field, terms in zip(batches, places, strict=True):
        lengths = np.diff(field.offsets)
        target = repeated(filled[terms] - field.offsets[:-1], lengths)
        target += np.arange(len(target))
        documents[target] = field.documents + np.int32(base)
        counts[target] = field.counts
        filled[terms] += lengths
        base += len(field.lengths)
    return FieldBlock(offsets, documents, counts)


def starts_of(sizes: Array) -> Array:
    """Return where runs of these sizes begin when they stand one after the other, with the end as last."""
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def _articles(packs: Sequence[ArticleColumns]) -> Articles:
    names = list(chain.from_iterable(pack.outlets for pack in packs))
    outlets = sorted({name for name in names if name is not None})
    numbers: dict[str | None, int] = {name: number for number, name in enumerate(outlets)}
    numbers[None] = NO_OUTLET
    return Articles(
        versions=np.concatenate([pack.versions for pack in packs]),
        first=np.concatenate([pack.first for pack in packs]),
        last=np.concatenate([pack.last for pack in packs]),
        outlet=drawn(map(numbers.__getitem__, names), len(names)),
        outlets=tuple(outlets),
        starts=starts_of(np.concatenate([pack.passages for pack in packs])).astype(np.int32),
    )


def article_of(starts: Array) -> Array:
    """Return for every passage the number of its article."""
    return repeated(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
