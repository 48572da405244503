"""Ranking: what a passage's score is made of beside the engine's BM25, all in the same unit.

Every part is a sum of idf (natural logarithms, as in BM25) or a share of what the whole question weighs, so
that a score is the sum of its named parts, and each part can be shown. What was tried, what each part
brings and what was left out: docs/retrieval.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.analysis import stems, tokenize
from retrieval.engine import Candidate, Statistics
from retrieval.model import Passage
from retrieval.query import Query
from retrieval.sentences import sentences

_NUMBER_WORDS = """
    two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred hundreds thousand
    thousands million millions billion billions trillion dozen dozens half third thirds quarter quarters double
    triple once twice
"""


_LONG_QUESTION = 10  # words; a shorter question asks for a detail that need not stand in the lead


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts beside BM25 of the paragraph, which counts 1.

    `around` and `focus` multiply sums of idf, `following` the next paragraph's BM25; `lead` and `number` are
    shares of what the article holds of the question.
    """

    around: float = 0.15
    focus: float = 0.3
    following: float = 0.1
    lead: float = 0.2
    number: float = 0.6


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage with its score's named parts, its terms in order, and those of the question found in it.

    `matched` stand in the passage or in the words that name its speaker; `around` also in the candidates
    right beside it; `everywhere` also in the article's title or any of its candidates.
    """

    passage: Passage
    parts: Mapping[str, float]
    score: float
    terms: tuple[str, ...]
    matched: frozenset[str]
    around: frozenset[str]
    everywhere: frozenset[str]


@dataclass(frozen=True, slots=True)
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

    @property
    def terms(self) -> frozenset[str]:
        """Every term that counts."""
        return frozenset(term for terms in self.words.values() for term in terms)

    def sum(self, found: Collection[str]) -> float:
        """What the found terms are worth together."""
        return sum(
            max((value for term, value in terms.items() if term in found), default=0.0)
            for terms in self.words.values()
        )

    def scaled(self, factor: Callable[[Mapping[str, float]], float]) -> Worth:
        """The same words, each worth the factor that its terms call for."""
        words = {
            word: {term: value * factor(terms) for term, value in terms.items()}
            for word, terms in self.words.items()
        }
        return Worth(words, sum(max(terms.values()) for terms in words.values()) or 1.0)

    def among(self, terms: Sequence[str], passage: Passage) -> frozenset[str]:
        """The query's terms that are among the passage's or in the words that name its speaker."""
        return self.terms & {*terms, *stems(passage.speaker or "")}


def _weighed(terms: Mapping[str, float], statistics: Statistics) -> Mapping[str, float]:
    present = {term: weight for term, weight in terms.items() if statistics.document_frequency(term)}
    own = max(terms.values())
    cap = min((statistics.idf(term) for term in present if terms[term] == own), default=math.inf)
    return {term: weight * min(cap, statistics.idf(term)) for term, weight in (present or terms).items()}


def rank(
    query: Query,
    candidates: Sequence[Candidate],
    passages: Mapping[str, Passage],
    statistics: Statistics,
    weights: Weights = WEIGHTS,
) -> list[Ranked]:
    """Score candidates by their named parts, best first; ties go by article and place, always the same way.

    Left out: a candidate whose passage is not given, that lacks a quoted phrase, or has an excluded term.
    """
    worth = Worth.of(query, statistics)
    found = _Found.among(query, candidates, passages, worth)
    focus = focus_terms(query)
    ranked = [
        _score(query, candidate, found, worth, focus, weights)
        for candidate in candidates
        if candidate.passage_id in found.passages
    ]
    return sorted(ranked, key=lambda item: (-item.score, item.passage.article.id, item.passage.position))


def focus_terms(query: Query) -> frozenset[str]:
    """The terms of what is asked last: long questions tell a story first and ask at the end."""
    spans = sentences(query.text)
    return frozenset(stems(query.text[spans[-1][0] :] if spans else query.text))


def allowed(query: Query, text: str) -> bool:
    """Whether each quoted phrase stands in the text, stop words included, and no excluded term does."""
    if not (query.phrases or query.exclude):
        return True
    terms = [token.term for token in tokenize(text)]
    return set(query.exclude).isdisjoint(terms) and all(_runs(terms, phrase) for phrase in query.phrases)


def _runs(terms: Sequence[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(tuple(terms[at : at + size]) == phrase for at in range(len(terms) - size + 1))


@dataclass(frozen=True, slots=True)
class _Found:
    """The candidates' passages, read once: by id, and by place in their article."""

    passages: Mapping[str, Passage]
    terms: Mapping[str, tuple[str, ...]]
    matched: Mapping[str, frozenset[str]]
    places: Mapping[tuple[str, int], str]
    paragraph: Mapping[str, float]
    articles: Mapping[str, frozenset[str]]

    @classmethod
    def among(
        cls, query: Query, candidates: Sequence[Candidate], passages: Mapping[str, Passage], worth: Worth
    ) -> _Found:
        given = [passages[c.passage_id] for c in candidates if c.passage_id in passages]
        held = {passage.id: passage for passage in given if allowed(query, passage.text)}
        terms = {key: stems(passage.text) for key, passage in held.items()}
        matched = {key: worth.among(terms[key], passage) for key, passage in held.items()}
        articles: dict[str, frozenset[str]] = {}
        for key, passage in held.items():
            known = articles.get(passage.article.id)
            titled = worth.terms & set(stems(passage.article.facts.title or "")) if known is None else known
            articles[passage.article.id] = matched[key].union(titled)
        places = {(passage.article.id, passage.position): key for key, passage in held.items()}
        paragraph = {c.passage_id: c.parts.get("paragraph", 0.0) for c in candidates}
        return cls(held, terms, matched, places, paragraph, articles)

    def beside(self, passage: Passage, step: int) -> str | None:
        """The candidate so many paragraphs on, if it is one."""
        return self.places.get((passage.article.id, passage.position + step))


def _score(
    query: Query, candidate: Candidate, found: _Found, worth: Worth, focus: frozenset[str], weights: Weights
) -> Ranked:
    passage = found.passages[candidate.passage_id]
    terms, matched = found.terms[passage.id], found.matched[passage.id]
    before, after = found.beside(passage, -1), found.beside(passage, 1)
    around = matched.union(*(found.matched[other] for other in (before, after) if other))
    everywhere = found.articles[passage.article.id]
    held = worth.sum(everywhere)
    parts = dict(candidate.parts) | {
        "around": weights.around * worth.sum(around),
        "focus": weights.focus * worth.sum(matched & focus),
        "following": weights.following * (found.paragraph[after] if after else 0.0),
        "lead": weights.lead * held / passage.position * min(1.0, len(worth.words) / _LONG_QUESTION),
        "number": weights.number * held * offers_number(query, terms),
    }
    parts = {name: value for name, value in parts.items() if value}
    return Ranked(passage, parts, sum(parts.values()), terms, matched, around, everywhere)


def offers_number(query: Query, terms: Iterable[str]) -> bool:
    """Whether a question for a number finds one among the terms of a text that it did not bring along."""
    if "number" not in query.wants:
        return False
    asked = {item.term for item in query.terms}
    return any(term not in asked and (term[:1].isdigit() or term in _number_stems()) for term in terms)


@lru_cache(maxsize=1)
def _number_stems() -> frozenset[str]:
    return frozenset(stems(_NUMBER_WORDS))
