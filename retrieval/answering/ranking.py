"""Ranking: what a passage's score is made of beside the engine's BM25, all in the same unit.

Every part is a sum of idf (natural logarithms, as in BM25) or a share of what the whole question weighs, so
that a score is the sum of its named parts, and each part can be shown. What was tried, what each part
brings and what was left out: docs/retrieval.md.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache, cached_property

from retrieval.analysis import stems, tokenize
from retrieval.engine import Candidate, Statistics
from retrieval.query import Query
from retrieval.sentences import sentences

_NUMBER_WORDS = """
    two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred hundreds thousand
    thousands million millions billion billions trillion dozen dozens half third thirds quarter quarters double
    triple once twice
"""
# What may be a number, so that not every word of a text has to be analysed.
_NUMBER_LIKE = re.compile(
    rf"(?<!\w)(?:[$£€¥₹]?\d[\w,.]*|(?:{'|'.join(_NUMBER_WORDS.split())})(?!\w))", re.IGNORECASE
)

_LONG_QUESTION = 10  # words; a shorter question asks for a detail that need not stand in the lead


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts beside BM25 of the paragraph, which counts 1.

    `around` and `focus` multiply sums of idf, `following` the next paragraph's BM25; `lead` and `number` are
    shares of what the article holds of the question, `names` of what it holds of the question's names and numbers,
    and the more (by up to `name_alone`) the less else a short question says.
    """

    around: float = 0.15
    focus: float = 0.3
    following: float = 0.1
    lead: float = 0.2
    number: float = 0.6
    names: float = 0.5
    name_alone: float = 1.0


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score's named parts, and those terms of the question that were found about it.

    `matched` stand in the passage or in the words that name its speaker; `everywhere` also elsewhere in its
    article or in the title.
    """

    candidate: Candidate
    parts: Mapping[str, float]
    score: float
    matched: frozenset[str]
    everywhere: frozenset[str]


@dataclass(frozen=True)
class Worth:
    """What each word of a query is worth, term by term: weight times idf; `whole` is the sum of all, never 0.

    As in the engine, of several terms that may stand for one word the best that is found counts, and a rare
    variant is worth no more than the word itself where the collection has that.
    """

    words: Mapping[str, Mapping[str, float]]
    whole: float

    @classmethod
    def of(cls, query: Query, statistics: Statistics) -> Worth:
        """Weigh a query. A word that occurs nowhere, and nothing in its place, is worth the most."""
        grouped: dict[str, dict[str, float]] = {}
        for item in query.terms:
            terms = grouped.setdefault(item.word, {})
            terms[item.term] = max(terms.get(item.term, 0.0), item.weight)
        words = {word: _weighed(terms, statistics) for word, terms in grouped.items()}
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
        """What the found terms are worth together."""
        best: dict[str, float] = {}
        for term in self.terms & found:
            for word, value in self._by_term[term]:
                if value > best.get(word, 0.0):
                    best[word] = value
        return sum(best.values())

    def scaled(self, factor: Callable[[Mapping[str, float]], float]) -> Worth:
        """The same words, each worth the factor that its terms call for."""
        words = {
            word: {term: value * factor(terms) for term, value in terms.items()}
            for word, terms in self.words.items()
        }
        return Worth(words, sum(max(terms.values()) for terms in words.values()) or 1.0)


def _weighed(terms: Mapping[str, float], statistics: Statistics) -> Mapping[str, float]:
    present = {term: weight for term, weight in terms.items() if statistics.document_frequency(term)}
    own = max(terms.values())
    cap = min((statistics.idf(term) for term in present if terms[term] == own), default=math.inf)
    return {term: weight * min(cap, statistics.idf(term)) for term, weight in (present or terms).items()}


def rank(
    query: Query,
    candidates: Sequence[Candidate],
    statistics: Statistics,
    numbered: Collection[str] = (),
    weights: Weights = WEIGHTS,
) -> list[Ranked]:
    """Score candidates by their named parts, best first; ties go by article and place, always the same way.

    `numbered` are the ids of the passages that offer a number (see `offers_number`), where one is asked for.
    """
    scorer = _Scorer(query, Worth.of(query, statistics), candidates, weights)
    ranked = [scorer.ranked(candidate, number=candidate.passage_id in numbered) for candidate in candidates]
    return sorted(ranked, key=lambda item: (-item.score, item.candidate.article, item.candidate.position))


def names_of(query: Query) -> frozenset[str]:
    """The terms of names and numbers: of words with a capital, but for the first, and of words with a digit."""
    return frozenset(
        token.term
        for token in tokenize(query.text)
        if token.word[:1].isdigit() or (token.start > 0 and query.text[token.start].isupper())
    )


def focus_terms(query: Query) -> frozenset[str]:
    """The terms of what is asked last: long questions tell a story first and ask at the end."""
    spans = sentences(query.text)
    return frozenset(stems(query.text[spans[-1][0] :] if spans else query.text))


class _Scorer:
    """What the candidates of one question share: few sets of terms recur, and each is weighed once."""

    def __init__(self, query: Query, worth: Worth, candidates: Sequence[Candidate], weights: Weights) -> None:
        focus, names = focus_terms(query), names_of(query)
        named = worth.scaled(lambda terms: float(not names.isdisjoint(terms)))
        self._weights = weights
        self._length = min(1.0, len(worth.words) / _LONG_QUESTION)
        self._places = {(one.article, one.position): one for one in candidates}
        self._worth = cache(worth.sum)
        self._in_focus = cache(lambda found: worth.sum(found & focus))
        self._names = cache(named.sum)
        self._united = cache(_united)

    def ranked(self, candidate: Candidate, *, number: bool) -> Ranked:
        """Put a candidate's parts together."""
        weights, found = self._weights, candidate.found
        matched = around = self._matched(candidate)
        before, after = self._beside(candidate, -1), self._beside(candidate, 1)
        if before:
            around = self._united(around, self._matched(before))
        if after:
            around = self._united(around, self._matched(after))
        everywhere = self._united(self._united(matched, found["article"]), found["title"])
        held = self._worth(everywhere)
        parts = {
            **candidate.parts,
            "around": weights.around * self._worth(around),
            "focus": weights.focus * self._in_focus(matched),
            "following": weights.following * after.parts.get("paragraph", 0.0) if after else 0.0,
            "lead": weights.lead * held / candidate.position * self._length,
            "number": weights.number * held if number else 0.0,
            "names": (weights.names + weights.name_alone * (1 - self._length)) * self._names(everywhere),
        }
        return Ranked(candidate, parts, sum(parts.values()), matched, everywhere)

    def _matched(self, candidate: Candidate) -> frozenset[str]:
        return self._united(candidate.found["paragraph"], candidate.found["speaker"])

    def _beside(self, candidate: Candidate, step: int) -> Candidate | None:
        """The candidate so many paragraphs on, if it is one."""
        return self._places.get((candidate.article, candidate.position + step))


def _united(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    return one | other


def number_terms(text: str) -> tuple[str, ...]:
    """Return the terms of the numbers in a text, "40" and "forty" alike."""
    return stems(" ".join(_NUMBER_LIKE.findall(text)))


def offers_number(query: Query, terms: Iterable[str]) -> bool:
    """Whether a question for a number finds one among the terms of a text that it did not bring along."""
    if "number" not in query.wants:
        return False
    asked = {item.term for item in query.terms}
    return any(term not in asked and _is_number(term) for term in terms)


def _is_number(term: str) -> bool:
    return term[:1].isdigit() or term in _number_stems()


@cache
def _number_stems() -> frozenset[str]:
    return frozenset(stems(_NUMBER_WORDS))
