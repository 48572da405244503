"""Analysed articles in a few arrays: a fraction of the size, quick to send between processes and to invert.

`pack` may run wherever the analysis runs: a batch packed in a worker process costs the writer one look-up for
each different term of the batch instead of one for each occurrence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

import numpy as np

from retrieval.index.arrayfile import Array
from retrieval.index.parameters import FieldName
from retrieval.index.tokens import ArticleTokens
from retrieval.index.yielding import drawn

NO_DATE = 0
"""Ordinal days begin at 1, so 0 stands for an undated article."""


@dataclass(frozen=True, slots=True)
class PackedField:
    """The terms of all documents of a field, as numbers into the batch's `terms`, and each document's length."""

    terms: Array
    lengths: Array


@dataclass(frozen=True, slots=True)
class PackedArticles:
    """A batch of articles. `first` and `last` are ordinal days, `passages` counts each article's passages.

    `word_lists` holds the distinct words of passage after passage, as numbers into `words`; `word_counts` says
    how many of them belong to each article.
    """

    versions: Array
    first: Array
    last: Array
    outlets: tuple[str | None, ...]
    passages: Array
    passage_ids: tuple[str, ...]
    terms: tuple[str, ...]
    fields: Mapping[FieldName, PackedField]
    words: tuple[str, ...]
    word_lists: Array
    word_counts: Array

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.versions)

    def without_lists(self) -> PackedArticles:
        """Return what is left when the terms and words of the passages are left out."""
        nothing = np.empty(0, dtype=np.int32)
        fields = {name: PackedField(nothing, field.lengths) for name, field in self.fields.items()}
        return replace(self, terms=(), fields=fields, words=(), word_lists=nothing)

    @property
    def occurrences(self) -> int:
        """What the memory for inverting grows with: the terms in all fields; words need a quarter of theirs."""
        return sum(len(field.terms) for field in self.fields.values()) + len(self.word_lists) // 4


def pack(articles: Sequence[ArticleTokens]) -> PackedArticles:
    """Pack a batch; some hundred to some thousand articles at once are best.

    An article without passages is left out: it could only be counted, never found.
    """
    articles = [article for article in articles if article.passages]
    terms: defaultdict[str, int] = defaultdict()
    terms.default_factory = terms.__len__
    passages = [passage for article in articles for passage in article.passages]
    by_field = [passage.fields for passage in passages]
    sizes = np.array([len(article.passages) for article in articles], dtype=np.int32)
    fields: dict[FieldName, PackedField] = {
        "paragraph": _packed([stems.get("paragraph", ()) for stems in by_field], terms),
        "speaker": _packed([stems.get("speaker", ()) for stems in by_field], terms),
        "title": _packed([article.fields.get("title", ()) for article in articles], terms),
    }
    words: defaultdict[str, int] = defaultdict()
    words.default_factory = words.__len__
    word_lists, word_counts = _distinct(_packed([passage.words for passage in passages], words), sizes)
    return PackedArticles(
        versions=np.array([article.version for article in articles], dtype=np.int64),
        first=np.array([_day(article.first) for article in articles], dtype=np.int32),
        last=np.array([_day(article.last) for article in articles], dtype=np.int32),
        outlets=tuple(None if article.outlet is None else article.outlet.casefold() for article in articles),
        passages=sizes,
        passage_ids=tuple(passage.id for passage in passages),
        terms=tuple(terms),
        fields=fields,
        words=tuple(words),
        word_lists=word_lists,
        word_counts=word_counts,
    )


def _day(day: date | None) -> int:
    return NO_DATE if day is None else day.toordinal()


def _packed(documents: Sequence[Sequence[str]], numbers: Mapping[str, int]) -> PackedField:
    lengths = np.fromiter(map(len, documents), np.int32, len(documents))
    found = map(numbers.__getitem__, chain.from_iterable(documents))
    return PackedField(drawn(found, int(lengths.sum())), lengths)


def _distinct(words: PackedField, sizes: Array) -> tuple[Array, Array]:
    """Return each passage's distinct words, and how many there are for each article."""
    passages = np.repeat(np.arange(len(words.lengths), dtype=np.int64), words.lengths)
    keys = np.sort((passages << 32) | words.terms)  # np.unique hashes, which is ten times as slow here
    keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]
    article = np.repeat(np.arange(len(sizes)), sizes)[keys >> 32]
    return (keys & 0xFFFFFFFF).astype(np.int32), np.bincount(article, minlength=len(sizes)).astype(np.int64)
