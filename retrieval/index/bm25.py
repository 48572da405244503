"""rank-bm25's `BM25Okapi` over postings in numpy arrays instead of one dictionary per document.

A posting list holds, for one term, the documents that it occurs in and for each the term-frequency part of
BM25, tf·(k1 + 1) / (tf + k1·(1 - b + b·length/average)). What depends on the whole collection, the idf, is
multiplied in when a question is asked, so that a collection that changes leaves nothing stale in the lists.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from rank_bm25 import BM25Okapi

from retrieval.engine import Array
from retrieval.index.parameters import Shape


class PostingList(NamedTuple):
    """Where a term occurs in one run of documents: numbers from `base`, ascending, and their tf parts."""

    base: int
    documents: Array
    parts: Array


class Postings(Protocol):
    """What BM25 needs of a field: where terms occur, and in how many of how many documents."""

    @property
    def rows(self) -> int:
        """Length of a vector of scores; above `documents` where some rows are no longer held."""

    @property
    def documents(self) -> int:
        """Number of documents held, N."""

    @property
    def average(self) -> float:
        """Mean length of the documents."""

    def frequency(self, term: str) -> int:
        """Number of held documents in which the term occurs, df."""

    def lists(self, term: str) -> Sequence[PostingList]:
        """Where the term occurs; none for a term that occurs nowhere."""

    def occurrences(self, term: str) -> tuple[int, Sequence[PostingList]]:
        """Both of these in one go."""


def inverse_frequency(documents: int, frequency: int) -> float:
    """Return ln(1 + (N - df + 0.5)/(df + 0.5)), Lucene's idf: never negative, also where a term is everywhere."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


class _Idf(Mapping[str, float]):
    """idf of each term, worked out when asked for; a term that occurs nowhere has none."""

    def __init__(self, postings: Postings) -> None:
        self._postings = postings

    def __getitem__(self, term: str) -> float:
        frequency = self._postings.frequency(term)
        if not frequency:
            raise KeyError(term)
        return inverse_frequency(self._postings.documents, frequency)

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class PostingsBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 ships no types
    """BM25 with the interface and the meaning of rank-bm25's `BM25Okapi`, and the idf of Lucene.

    Differences: `idf` is `inverse_frequency`, so `epsilon`, which mends negative ones, has no effect; `doc_freqs`
    stays empty; an empty corpus scores nothing instead of dividing by zero; `get_top_n` breaks ties by position.
    """

    postings: Postings
    idf: Mapping[str, float]

    def __init__(
        self,
        corpus: Iterable[Any],
        tokenizer: Callable[[Any], list[str]] | None = None,
        k1: float = 1.5,
        b: float = 0.75,
        epsilon: float = 0.25,
    ) -> None:
        """Index lists of terms, or with a tokenizer whatever it splits; the defaults are rank-bm25's."""
        super().__init__(corpus, tokenizer, k1, b, epsilon)

    @classmethod
    def over(cls, postings: Postings, k1: float, b: float) -> Self:
        """Return one that reads postings which are there already, with their tf parts made for this k1 and b."""
        self = cls.__new__(cls)
        self.k1, self.b, self.epsilon = k1, b, 0.0
        self.tokenizer, self.doc_freqs, self.doc_len = None, [], []
        self.postings = postings
        self.corpus_size, self.avgdl = postings.documents, postings.average
        self.idf = _Idf(postings)
        return self

    def _tokenize_corpus(self, corpus: Iterable[Any]) -> list[list[str]]:
        """Split in this process; rank-bm25's pool of processes is never closed."""
        return [] if self.tokenizer is None else [self.tokenizer(document) for document in corpus]

    def _initialize(self, corpus: Iterable[Sequence[str]]) -> dict[str, int]:
        documents = list(corpus)
        self.postings = MemoryPostings.build(documents, self.k1, self.b)
        self.doc_len = [len(document) for document in documents]
        self.corpus_size, self.avgdl = self.postings.documents, self.postings.average
        return {term: self.postings.frequency(term) for term in self.postings.numbers}

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: inverse_frequency(self.corpus_size, frequency) for term, frequency in nd.items()}

    def get_scores(self, query: Iterable[str]) -> Array:
        """Return the score of every document; a term that the query repeats counts as often."""
        scores = np.zeros(self.postings.rows)
        for term in query:
            idf = self.idf.get(term) or 0.0
            for base, documents, parts in self.postings.lists(term):
                scores[base + documents.astype(np.intp)] += idf * parts.astype(np.float64)
        return scores

    def get_batch_scores(self, query: Iterable[str], doc_ids: Sequence[int]) -> list[float]:
        """Return the scores of the documents of these numbers; raises IndexError where there is no such one."""
        wanted = np.asarray(doc_ids, dtype=np.intp)
        scores = np.zeros(len(wanted))
        if wanted.size and (wanted.min() < 0 or wanted.max() >= self.postings.rows):
            raise IndexError(f"documents are numbered 0 to {self.postings.rows - 1}")
        for term in query:
            idf = self.idf.get(term) or 0.0
            for found in self.postings.lists(term):
                scores += idf * parts_at(found, wanted)
        return [float(score) for score in scores]

    def get_top_n(self, query: Iterable[str], documents: Sequence[Any], n: int = 5) -> list[Any]:
        """Return the n best of `documents`, best first, whether they match or not, as rank-bm25 does."""
        if len(documents) != self.postings.rows:
            raise ValueError("The documents given don't match the index corpus!")
        order = np.argsort(-self.get_scores(query), kind="stable")[:n]
        return [documents[number] for number in order]


def parts_at(found: PostingList, rows: Array) -> Array:
    """Return the list's tf parts at these rows as float64, 0 where the term does not occur."""
    local = rows - found.base
    if not len(found.documents):
        return np.zeros(len(rows))
    places = np.minimum(np.searchsorted(found.documents, local), len(found.documents) - 1)
    found_here = found.documents[places] == local
    return np.asarray(np.where(found_here, found.parts[places].astype(np.float64), 0.0))


@dataclass(frozen=True, slots=True)
class MemoryPostings:
    """Postings of a corpus in memory: `numbers` gives each term its slot in `offsets`."""

    numbers: Mapping[str, int]
    offsets: Array
    document_numbers: Array
    parts: Array
    rows: int
    average: float

    @classmethod
    def build(cls, corpus: Sequence[Sequence[str]], k1: float, b: float) -> MemoryPostings:
        """Invert a corpus of term lists."""
        numbers: dict[str, int] = {}
        ids = np.fromiter(
            (numbers.setdefault(term, len(numbers)) for term in chain.from_iterable(corpus)), np.int64
        )
        lengths = np.fromiter(map(len, corpus), np.int64, len(corpus))
        offsets, documents, counts = inverted(ids, np.repeat(np.arange(len(corpus)), lengths), len(numbers))
        average = float(lengths.mean()) if len(corpus) else 0.0
        damping = Shape(k1, b, average).damping(lengths).astype(np.float32)
        parts = tf_parts(counts, damping[documents], k1)
        return cls(numbers, offsets, documents, parts, len(corpus), average)

    @property
    def documents(self) -> int:
        """Number of documents."""
        return self.rows

    def frequency(self, term: str) -> int:
        """Number of documents in which the term occurs."""
        number = self.numbers.get(term)
        return 0 if number is None else int(self.offsets[number + 1] - self.offsets[number])

    def lists(self, term: str) -> Sequence[PostingList]:
        """Where the term occurs."""
        number = self.numbers.get(term)
        if number is None:
            return ()
        place = slice(self.offsets[number], self.offsets[number + 1])
        return (PostingList(0, self.document_numbers[place], self.parts[place]),)

    def occurrences(self, term: str) -> tuple[int, Sequence[PostingList]]:
        """Both of these in one go."""
        return self.frequency(term), self.lists(term)


def inverted(terms: Array, documents: Array, vocabulary: int) -> tuple[Array, Array, Array]:
    """Turn occurrences (term number, document number), in the order of documents, into postings by term.

    Returns where each term's postings begin (with the end as last), the documents, and how often each term
    occurs in each.
    """
    order = order_of(terms, vocabulary)
    terms, documents = terms[order], documents[order]
    first = run_starts(terms, documents)
    counts = np.diff(first, append=len(terms)).astype(np.int32)
    offsets = np.searchsorted(terms[first], np.arange(vocabulary + 1))
    return offsets, documents[first].astype(np.int32), counts


def run_starts(terms: Array, documents: Array) -> Array:
    """Return where occurrences, sorted by term and document, go on to another of either."""
    begins = np.ones(len(terms), dtype=bool)
    np.not_equal(terms[1:], terms[:-1], out=begins[1:])
    begins[1:] |= documents[1:] != documents[:-1]
    return np.flatnonzero(begins)


def order_of(numbers: Array, count: int) -> Array:
    """Return the places of numbers from 0 to `count` - 1 in ascending order, equal ones as they stand.

    By sixteen bits at a time: numpy sorts such numbers digit by digit, five times as fast as longer ones.
    """
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    if count > 1 << 16:
        order = order[np.argsort((numbers >> 16).astype(np.uint16)[order], kind="stable")]
    return order


def tf_parts(counts: Array, damping: Array, k1: float) -> Array:
    """Return tf·(k1 + 1) / (tf + damping) in float32; `damping` is that of each posting's document, and reused."""
    parts = counts.astype(np.float32)
    damping += parts
    parts *= np.float32(k1 + 1)
    parts /= damping
    return parts
