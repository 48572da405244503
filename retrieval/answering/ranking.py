"""Ranking: what a passage's score is made of beside the engine's BM25, all in the same unit.

Every part is a sum of idf (natural logarithms, as in BM25) or a share of what the whole question weighs, so
that a score is the sum of its named parts, and each part can be shown. What was tried, what each part
brings and what was left out: docs/retrieval.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import compress
from types import MappingProxyType
from typing import overload

import numpy as np

from retrieval.analysis import stems
from retrieval.answering.asked import asked_terms
from retrieval.answering.worth import Worth
from retrieval.engine import Array, Candidates
from retrieval.query import Query, Want
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

    `around`, `focus` and `asked` multiply sums of idf, the last also the share of the question that stands in the
    passage; `following` multiplies the next paragraph's BM25; `lead`, `number` and `voice` are shares of what the
    article holds of the question, `names` of what it holds of its names and numbers, and the more (by up to
    `name_alone`) the less else a short question says.
    """

    around: float = 0.15
    focus: float = 0.3
    following: float = 0.1
    lead: float = 0.2
    number: float = 0.6
    voice: float = 1.5
    asked: float = 0.5
    names: float = 0.5
    name_alone: float = 1.0


WEIGHTS = Weights()


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """A passage at its place in a ranking; what is known of it is read when it is asked for: of ten, three are."""

    ranking: Ranking
    place: int
    passage_id: str

    @property
    def parts(self) -> Mapping[str, float]:
        """The named parts of its score."""
        return {name: float(values[self.place]) for name, values in self.ranking.parts.items()}

    @property
    def score(self) -> float:
        """Their sum."""
        return float(self.ranking.scores[self.place])

    @property
    def matched(self) -> frozenset[str]:
        """Those terms of the question that stand in the passage or in the words that name its speaker."""
        return self._terms(self.ranking.matched)

    @property
    def everywhere(self) -> frozenset[str]:
        """These, and those that stand elsewhere in its article or in the title."""
        return self._terms(self.ranking.everywhere)

    def _terms(self, found: Array) -> frozenset[str]:
        return frozenset(compress(self.ranking.candidates.terms, found[:, self.place].tolist()))


@dataclass(frozen=True, slots=True, eq=False)
class Ranking(Sequence[Ranked]):
    """Candidates by their scores, best first.

    `parts` and `scores` go with the `candidates`; `matched` and `everywhere` are as `found` there.
    """

    candidates: Candidates
    parts: Mapping[str, Array]
    scores: Array
    matched: Array
    everywhere: Array

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.candidates)

    @overload
    def __getitem__(self, place: int) -> Ranked: ...
    @overload
    def __getitem__(self, place: slice) -> list[Ranked]: ...
    def __getitem__(self, place: int | slice) -> Ranked | list[Ranked]:
        """Return one passage, or several."""
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        return Ranked(self, place, self.candidates.ids[place])

    def at(self, places: Array) -> Ranking:
        """Return those at some places, in the order of these."""
        return Ranking(
            self.candidates.at(places),
            {name: values[places] for name, values in self.parts.items()},
            self.scores[places],
            self.matched[:, places],
            self.everywhere[:, places],
        )

    def reached(self) -> frozenset[str]:
        """Return the terms that are found about any of them."""
        return frozenset(compress(self.candidates.terms, np.any(self.everywhere, axis=1).tolist()))


def rank(
    query: Query,
    worth: Worth,
    candidates: Candidates,
    offers: Mapping[Want, Collection[str]] = MappingProxyType({}),
    weights: Weights = WEIGHTS,
) -> Ranking:
    """Score candidates by their named parts, best first; ties go by article and place, always the same way.

    `offers` are the ids of the passages that offer a number (see `offers_number`), where one is asked for, and of
    those that quote somebody, where several voices are.
    """
    found = candidates.found
    length = min(1.0, len(worth.words) / _LONG_QUESTION)
    in_focus = _among(candidates.terms, focus_terms(query))
    asked_for = _among(candidates.terms, asked_terms(query.text))
    matched = found["paragraph"] | found["speaker"]
    everywhere = matched | found["article"] | found["title"]
    before, after = _neighbours(candidates)
    near = matched | _of(matched, before) | _of(matched, after)
    ways = np.concatenate([everywhere, near, matched, matched & in_focus, matched & asked_for], axis=1)
    by_word = worth.by_word(candidates.terms, ways)
    held, around, here, focus, asked = np.split(by_word.sum(axis=0), 5)
    named = np.array([not query.names.isdisjoint(terms) for terms in worth.words.values()], dtype=bool)
    names_held = by_word[named, : len(candidates)].sum(axis=0)
    bm25 = candidates.parts.get("paragraph", np.zeros(len(candidates)))
    parts = {
        **candidates.parts,
        "around": weights.around * around,
        "focus": weights.focus * focus,
        "following": weights.following * _of(bm25, after),
        "lead": weights.lead * length * held / candidates.positions,
        "number": weights.number * held * _offering(candidates, offers.get("number", ())),
        "voice": weights.voice * held * _offering(candidates, offers.get("voices", ())),
        "asked": weights.asked * asked * here / worth.whole,
        "names": (weights.names + weights.name_alone * (1 - length)) * names_held,
    }
    scores = np.sum(list(parts.values()), axis=0)
    order = np.lexsort((candidates.positions, candidates.articles, -scores))
    return Ranking(candidates, parts, scores, matched, everywhere).at(order)


def _offering(candidates: Candidates, ids: Collection[str]) -> Array:
    """Tell of each candidate whether it is one of these."""
    return np.array([identity in ids for identity in candidates.ids]) if ids else np.zeros(len(candidates))


def _neighbours(candidates: Candidates) -> tuple[Array, Array]:
    """Return for each candidate where among them the paragraphs before and after it are, -1 where they are not."""
    places = candidates.articles * (candidates.positions.max(initial=0) + 2) + candidates.positions
    order = np.argsort(places)
    return _places_of(places - 1, places, order), _places_of(places + 1, places, order)


def _places_of(wanted: Array, values: Array, order: Array) -> Array:
    """Tell where among the values, which `order` sorts, each wanted one is; -1 where it is not."""
    nearest = order[np.minimum(np.searchsorted(values, wanted, sorter=order), len(order) - 1)]
    return np.where(values[nearest] == wanted, nearest, -1)


def _among(terms: Sequence[str], some: Collection[str]) -> Array:
    """Tell of each term whether it is one of some, as a column."""
    return np.array([term in some for term in terms], dtype=bool)[:, None]


def _of(values: Array, places: Array) -> Array:
    """Take columns by their places, and nothing (0 or False) where a place is -1."""
    nothing = np.zeros((*values.shape[:-1], 1), dtype=values.dtype)
    return np.concatenate([values, nothing], axis=-1)[..., places]


def focus_terms(query: Query) -> frozenset[str]:
    """The terms of what is asked last: long questions tell a story first and ask at the end."""
    spans = sentences(query.text)
    return frozenset(stems(query.text[spans[-1][0] :] if spans else query.text))


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
