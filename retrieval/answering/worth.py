"""What the words of a question are worth, in nats: what ranking, gate and excerpts count with."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from retrieval.engine import Array, Statistics
from retrieval.query import Query


@dataclass(frozen=True)
class Worth:
    """What each word of a query is worth, term by term: weight times idf; `whole` is the sum of all, never 0.

    As in the engine, of several terms that may stand for one word the best that is found counts, and a rare
    variant is worth no more than the word itself where the collection has that. A synonym takes nothing off what
    the question asks for: where only synonyms of a word occur, the word itself is still worth the most.
    """

    words: Mapping[str, Mapping[str, float]]
    whole: float

    @classmethod
    def of(cls, query: Query, statistics: Statistics) -> Worth:
        """Weigh a query. A word that occurs nowhere, and nothing in its place, is worth the most."""
        words = {word: _weighed(terms, statistics) for word, terms in query.forms.by_word().items()}
        for item in query.terms:
            if item.origin == "synonym":
                most = max(words[item.word].values())
                words[item.word][item.term] = item.weight * min(most, statistics.idf(item.term))
        return cls(words, sum(max(terms.values()) for terms in words.values()) or 1.0)

    @cached_property
    def terms(self) -> frozenset[str]:
        """Every term that counts."""
        return frozenset(self._by_term)

    @cached_property
    def _by_term(self) -> Mapping[str, Sequence[tuple[str, float]]]:
        """For each term the words that it may stand for, and what it is worth there."""
        found: dict[str, list[tuple[str, float]]] = {}
        for word, terms in self.words.items():
            for term, value in terms.items():
                found.setdefault(term, []).append((word, value))
        return found

    def sum(self, found: Set[str]) -> float:
        """What the found terms are worth together, to the last bit whatever order a set has them in."""
        best: dict[str, float] = {}
        for term in self.terms & found:
            for word, value in self._by_term[term]:
                if value > best.get(word, 0.0):
                    best[word] = value
        return math.fsum(best.values())

    def by_word(self, terms: Sequence[str], found: Array) -> Array:
        """Return what each word is worth in each of many passages: a row for each word, a column for each passage.

        `found` tells what is found there: a row for each of these terms, a column for each passage.
        """
        rows = {term: row for row, term in enumerate(terms)}
        nothing = [(0, 0.0)]
        words = [
            [(rows[term], value) for term, value in by_term.items() if term in rows] or nothing
            for by_term in self.words.values()
        ]
        if not (words and terms):
            return np.zeros((len(words), found.shape[1]))
        picked, values = map(np.array, zip(*chain.from_iterable(words), strict=True))
        starts = np.cumsum([0, *map(len, words[:-1])])
        return np.asarray(np.maximum.reduceat(found[picked] * values[:, None], starts, axis=0))

    def scaled(self, factor: Callable[[Mapping[str, float]], float]) -> Worth:
        """The same words, each worth the factor that its terms call for."""
        words = {
            word: {term: value * factor(terms) for term, value in terms.items()}
            for word, terms in self.words.items()
        }
        return Worth(words, sum(max(terms.values()) for terms in words.values()) or 1.0)


def _weighed(terms: Mapping[str, float], statistics: Statistics) -> dict[str, float]:
    present = {term: weight for term, weight in terms.items() if statistics.document_frequency(term)}
    own = max(terms.values())
    cap = min((statistics.idf(term) for term in present if terms[term] == own), default=math.inf)
    return {term: weight * min(cap, statistics.idf(term)) for term, weight in (present or terms).items()}
