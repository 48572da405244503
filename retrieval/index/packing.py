"""Analysed articles in a few arrays: inverted batch by batch, a fraction of the size, quick to send and to join.

A batch may be packed wherever it is analysed. One that was packed in a worker process costs the writer one look-up
for each string that the process has not told of before, and a copy of the postings to their place among all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from retrieval.engine import Array
from retrieval.index.bm25 import inverted, order_of, run_starts
from retrieval.index.parameters import FieldName
from retrieval.index.tokens import (
    ArticleColumns,
    ArticleTokens,
    BatchStrings,
    NumberedDocuments,
    StringNumbers,
)
from retrieval.index.yielding import drawn, occurrences, repeated, run_sums
from retrieval.numbering import JoinedTexts, PieceNumbers, pieces


@dataclass(frozen=True, slots=True)
class PackedField:
    """One field of a batch, inverted: postings by the batch's term (`offsets`), and each document's length.

    Documents are numbered from 0 in the batch; `counts` says how often the term occurs in each.
    """

    offsets: Array
    documents: Array
    counts: Array
    lengths: Array


@dataclass(frozen=True, slots=True)
class PackedArticles:
    """A batch of articles.

    `word_lists` holds the distinct words of passage after passage, as numbers into the batch's words;
    `word_counts` says how many of them belong to each article.
    """

    articles: ArticleColumns
    terms: BatchStrings
    fields: Mapping[FieldName, PackedField]
    words: BatchStrings
    word_lists: Array
    word_counts: Array

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.articles.versions)

    @property
    def postings(self) -> int:
        """What the memory for joining batches grows with: postings of all fields; words need a third of theirs."""
        return sum(len(field.documents) for field in self.fields.values()) + len(self.word_lists) // 3


class TokenPacker:
    """Packs one batch after the other, and tells the writer of every string only once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._terms, self._words = _Numberer(), _Numberer()

    def pack(self, articles: Sequence[ArticleTokens]) -> PackedArticles:
        """Pack a batch; the writer has to be given a packer's batches in their order.

        An article without passages is left out: it could only be counted, never found.
        """
        articles = [article for article in articles if article.passages]
        passages = [passage for article in articles for passage in article.passages]
        columns = ArticleColumns.of(
            [(article.version, article.outlet, article.first, article.last) for article in articles],
            [len(article.passages) for article in articles],
            [passage.id for passage in passages],
        )
        by_field = [passage.fields for passage in passages]
        documents = [stems.get("paragraph", ()) for stems in by_field]
        documents += [stems.get("speaker", ()) for stems in by_field]
        documents += [article.fields.get("title", ()) for article in articles]
        terms, found = self._terms.number(documents)
        words, found_words = self._words.number([passage.words for passage in passages])
        return pack_numbered(columns, _by_field(found, len(passages)), terms, found_words, words)


def _by_field(documents: NumberedDocuments, passages: int) -> dict[FieldName, NumberedDocuments]:
    """Take apart what stands one after the other: paragraphs, a speaker for each, and titles."""
    return {
        "paragraph": documents.part(0, passages),
        "speaker": documents.part(passages, 2 * passages),
        "title": documents.part(2 * passages, len(documents.lengths)),
    }


class _Numberer:
    """Numbers the terms of documents: as pieces of text, or where a term holds a blank one by one."""

    def __init__(self) -> None:
        self._pieces = PieceNumbers()
        self._strings = StringNumbers()

    def number(self, documents: Sequence[Sequence[str]]) -> tuple[StringNumbers, NumberedDocuments]:
        lengths = np.fromiter(map(len, documents), np.int32, len(documents))
        data, starts, ends, counts = pieces(JoinedTexts.of(list(map(" ".join, documents))))
        if not np.array_equal(lengths, counts):
            strings = StringNumbers()
            found = map(strings.__getitem__, chain.from_iterable(documents))
            return strings, NumberedDocuments(drawn(found, int(lengths.sum())), lengths)
        numbers, new = self._pieces.number(data, starts, ends)
        self._strings.number_new(new)
        return self._strings, NumberedDocuments(numbers - np.int32(1), lengths)


def pack_numbered(
    articles: ArticleColumns,
    fields: Mapping[FieldName, NumberedDocuments],
    terms: StringNumbers,
    words: NumberedDocuments,
    word_strings: StringNumbers,
) -> PackedArticles:
    """Pack a batch whose terms and words have numbers already.

    "paragraph", "speaker" and `words` have a document for each passage, "title" one for each article.
    """
    used, numbers = _in_use([field.numbers for field in fields.values()], len(terms))
    inverted_fields = {
        name: _inverted(found, field.lengths, len(used))
        for (name, field), found in zip(fields.items(), numbers, strict=True)
    }
    inverted_fields["article"] = _by_article(inverted_fields["paragraph"], articles.passages)
    used_words, (word_numbers,) = _in_use([words.numbers], len(word_strings))
    lists, counts = _distinct(word_numbers, words.lengths, len(used_words), articles.passages)
    return PackedArticles(
        articles, terms.batch(used), inverted_fields, word_strings.batch(used_words), lists, counts
    )


def _in_use(runs: Sequence[Array], count: int) -> tuple[Array, list[Array]]:
    """Return which numbers below `count` occur, and the runs with each number's place among these instead."""
    used = np.zeros(count, dtype=bool)
    for numbers in runs:
        used[numbers] = True
    places = np.cumsum(used, dtype=np.int32) - np.int32(1)
    return np.flatnonzero(used).astype(np.int32), [places[numbers] for numbers in runs]


def _documents(lengths: Array) -> Array:
    """Return for each term of all documents its document."""
    return repeated(np.arange(len(lengths), dtype=np.int32), lengths)


def _inverted(numbers: Array, lengths: Array, vocabulary: int) -> PackedField:
    offsets, documents, counts = inverted(numbers, _documents(lengths), vocabulary)
    return PackedField(offsets.astype(np.int32), _narrow(documents), _narrow(counts), lengths)


def _by_article(passages: PackedField, sizes: Array) -> PackedField:
    """Return the field whose documents are whole articles, from that of their passages."""
    ends = np.cumsum(sizes)
    lengths = np.diff(np.cumsum(passages.lengths, dtype=np.int64)[ends - 1], prepend=0)
    documents = repeated(np.arange(len(sizes), dtype=np.int32), sizes)[passages.documents]
    terms = repeated(np.arange(len(passages.offsets) - 1, dtype=np.int32), np.diff(passages.offsets))
    first = run_starts(terms, documents)
    counts = run_sums(passages.counts, first)
    offsets = np.searchsorted(first, passages.offsets)
    return PackedField(
        offsets.astype(np.int32), _narrow(documents[first]), _narrow(counts), lengths.astype(np.int32)
    )


def _narrow(numbers: Array) -> Array:
    """Return numbers in as few bytes as hold the largest."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def _distinct(numbers: Array, lengths: Array, count: int, sizes: Array) -> tuple[Array, Array]:
    """Return each passage's distinct words, and how many there are for each article."""
    offsets, passages, _ = inverted(numbers, _documents(lengths), count)
    words = repeated(np.arange(count, dtype=np.int32), np.diff(offsets))
    by_passage = order_of(passages, len(lengths))
    ends = np.cumsum(occurrences(passages, len(lengths)))[np.cumsum(sizes) - 1]
    return words[by_passage], np.diff(ends, prepend=0)
