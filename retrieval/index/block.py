"""Articles inverted in memory: what a segment is before it is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from retrieval.index.arrayfile import Array
from retrieval.index.bm25 import inverted
from retrieval.index.packing import PackedArticles
from retrieval.index.parameters import FieldName
from retrieval.index.yielding import drawn, run_sums, sorted_strings

NO_OUTLET = -1


@dataclass(frozen=True, slots=True)
class FieldBlock:
    """One field: postings by term (`offsets`), how often (`counts`), and the length of every document."""

    offsets: Array
    documents: Array
    counts: Array
    lengths: Array


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


@dataclass(frozen=True, slots=True)
class Block:
    """A run of articles, inverted; terms and words are sorted.

    `word_lists` holds the numbers of the distinct words of passage after passage; `word_starts` says where each
    article's begin, with the end as last.
    """

    articles: Articles
    passage_ids: Sequence[str]
    terms: Sequence[str]
    fields: Mapping[FieldName, FieldBlock]
    words: Sequence[str]
    word_lists: Array
    word_starts: Array


class Inverter:
    """Collects packed articles and inverts them all at once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._terms: defaultdict[str, int] = defaultdict()
        self._words: defaultdict[str, int] = defaultdict()
        for numbers in (self._terms, self._words):
            numbers.default_factory = numbers.__len__
        self._packs: list[PackedArticles] = []
        self._fields: dict[FieldName, list[Array]] = {"paragraph": [], "speaker": [], "title": []}
        self._documents: dict[FieldName, list[Array]] = {name: [] for name in self._fields}
        self._counted = dict.fromkeys(self._fields, 0)
        self._word_lists: list[Array] = []
        self.occurrences = 0

    def __len__(self) -> int:
        """Return the number of batches taken in."""
        return len(self._packs)

    def add(self, articles: PackedArticles) -> None:
        """Take in a batch."""
        numbers = _numbers(articles.terms, self._terms)
        for name, taken in self._fields.items():
            field = articles.fields[name]
            taken.append(numbers[field.terms])
            documents = np.arange(self._counted[name], self._counted[name] + len(field.lengths), dtype=np.int32)
            self._documents[name].append(np.repeat(documents, field.lengths))
            self._counted[name] += len(field.lengths)
        self._word_lists.append(_numbers(articles.words, self._words)[articles.word_lists])
        self._packs.append(articles.without_lists())
        self.occurrences += articles.occurrences

    def block(self) -> Block:
        """Invert what was taken in, and let go of it: this is when most memory is needed."""
        terms, ranks = _sorted(self._terms)
        words, word_ranks = _sorted(self._words)
        articles = _articles(self._packs)
        fields: dict[FieldName, FieldBlock] = {}
        for name in self._counted:
            lengths = np.concatenate([pack.fields[name].lengths for pack in self._packs])
            postings = inverted(
                ranks[_joined(self._fields.pop(name))], _joined(self._documents.pop(name)), len(terms)
            )
            fields[name] = FieldBlock(*postings, lengths)
        fields["article"] = _by_article(fields["paragraph"], articles.starts)
        return Block(
            articles=articles,
            passage_ids=list(chain.from_iterable(pack.passage_ids for pack in self._packs)),
            terms=terms,
            fields=fields,
            words=words,
            word_lists=word_ranks[_joined(self._word_lists)],
            word_starts=starts_of(np.concatenate([pack.word_counts for pack in self._packs])),
        )


def _joined(arrays: list[Array]) -> Array:
    joined = np.concatenate(arrays)
    arrays.clear()
    return joined


def _numbers(strings: Sequence[str], numbers: Mapping[str, int]) -> Array:
    return drawn(map(numbers.__getitem__, strings), len(strings))


def _sorted(numbers: Mapping[str, int]) -> tuple[list[str], Array]:
    """Return the strings sorted, and for each number of before its place among them."""
    strings = sorted_strings(numbers)
    ranks = np.empty(len(strings), dtype=np.int32)
    ranks[_numbers(strings, numbers)] = np.arange(len(strings), dtype=np.int32)
    return strings, ranks


def starts_of(sizes: Array) -> Array:
    """Return where runs of these sizes begin when they stand one after the other, with the end as last."""
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def _articles(packs: Sequence[PackedArticles]) -> Articles:
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


def _by_article(passages: FieldBlock, starts: Array) -> FieldBlock:
    """Return the field whose documents are whole articles, from that of their passages."""
    totals = starts_of(passages.lengths)
    lengths = (totals[starts[1:]] - totals[starts[:-1]]).astype(np.int32)
    postings = grouped(passages.offsets, article_of(starts)[passages.documents], passages.counts)
    return FieldBlock(*postings, lengths)


def article_of(starts: Array) -> Array:
    """Return for every passage the number of its article."""
    return np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))


def grouped(offsets: Array, documents: Array, counts: Array) -> tuple[Array, Array, Array]:
    """Add up the counts of postings of one term that stand side by side with the same document."""
    if not len(documents):
        return offsets.copy(), documents, counts
    begins = np.empty(len(documents), dtype=bool)
    begins[0] = True
    np.not_equal(documents[1:], documents[:-1], out=begins[1:])
    begins[offsets[:-1][offsets[:-1] < len(documents)]] = True
    first = np.flatnonzero(begins)
    return np.searchsorted(first, offsets), documents[first], run_sums(counts, first).astype(np.int32)
