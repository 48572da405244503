"""What the words of a question are worth in each field: posting lists with their factors."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from retrieval.index.bm25 import PostingList, PostingsBM25, inverse_frequency
from retrieval.index.parameters import FieldName
from retrieval.index.view import View
from retrieval.query import Query


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the question: its own term and the variants that may stand for it, with weights."""

    terms: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one word of the question occurs in one field: lists whose parts are score already.

    `factor` is the most that a tf part of 1 is worth: weight of the field, weight of the term, idf.
    """

    lists: Sequence[PostingList]
    factor: float

    @property
    def postings(self) -> int:
        """Number of documents listed."""
        return sum(len(found.documents) for found in self.lists)


def words_of(query: Query) -> list[Word]:
    """Group a query's terms by the question's word; terms of phrases that are not among them count in full."""
    groups = query.by_word()
    known = {term for variants in groups.values() for term in variants}
    for required in dict.fromkeys(term for phrase in query.phrases for term in phrase if term not in known):
        groups.setdefault(f'"{required}"', {})[required] = 1.0
    return [Word(tuple(variants.items())) for variants in groups.values()]


def gathered(view: View, name: FieldName, words: Sequence[Word]) -> list[Evidence]:
    """Return the evidence of those words that occur in a field.

    Of several variants of a word the best counts in each document, and a variant's idf is at most that of the
    word itself where the field has the word: a rare misspelling is no better a find than the right spelling,
    and variants never add up.
    """
    weight = view.weights[name]
    field = view.fields[name]
    found = (_evidence(field, weight, word) for word in words) if weight else ()
    return [one for one in found if one is not None]


def _evidence(field: PostingsBM25, field_weight: float, word: Word) -> Evidence | None:
    worth = []
    for term, weight in word.terms:
        frequency, lists = field.postings.occurrences(term)
        if frequency > 0:
            worth.append((weight, inverse_frequency(field.corpus_size, frequency), lists))
    if not worth:
        return None
    if len(worth) == 1:
        weight, idf, lists = worth[0]
        return Evidence(_scaled(lists, field_weight * weight * idf), field_weight * weight * idf)
    full = max(weight for _, weight in word.terms)
    cap = min((idf for weight, idf, _ in worth if weight == full), default=math.inf)
    factors = [field_weight * weight * min(cap, idf) for weight, idf, _ in worth]
    scaled = [_scaled(lists, factor) for (_, _, lists), factor in zip(worth, factors, strict=True)]
    return Evidence(_best(list(chain.from_iterable(scaled))), max(factors))


def _scaled(lists: Sequence[PostingList], factor: float) -> list[PostingList]:
    by = np.float32(factor)
    return [PostingList(base, documents, parts * by) for base, documents, parts in lists]


def _best(lists: Sequence[PostingList]) -> list[PostingList]:
    """Join lists of the same segment, taking the largest part of each document."""
    by_base: dict[int, list[PostingList]] = {}
    for found in lists:
        by_base.setdefault(found.base, []).append(found)
    return [_joined(same) if len(same) > 1 else same[0] for _, same in sorted(by_base.items())]


def _joined(lists: Sequence[PostingList]) -> PostingList:
    documents = np.concatenate([found.documents for found in lists])
    order = documents.argsort(kind="stable")
    documents = documents.take(order)
    parts = np.concatenate([found.parts for found in lists]).take(order)
    again = 1 + np.flatnonzero(documents[1:] == documents[:-1])  # few: seldom do two stand together
    first = np.ones(len(documents), dtype=bool)
    first[again] = False
    best = parts[first]
    np.maximum.at(best, again - np.arange(1, len(again) + 1), parts[again])
    return PostingList(lists[0].base, documents[first], best)
