"""Choosing: which candidates are worth showing, best first, and when none is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from retrieval.analysis import tokenize
from retrieval.answering.gate import enough
from retrieval.answering.ranking import Ranking, number_terms, offers_number, rank
from retrieval.answering.worth import Worth
from retrieval.engine import Candidates, Statistics
from retrieval.model import Passage
from retrieval.query import Query, Reading, Want
from retrieval.speaker import names_who_speaks, quotes

CANDIDATES = 100
"""How many candidates to ask the engine for, and more only where more excerpts are wanted."""

WORTH_SHOWING = 0.35
"""Share of the best score below which a passage is not shown at all."""


def reads_every_text(query: Query) -> bool:
    """Whether ranking needs the candidates' texts: what they quote and count stands in no posting list."""
    return bool(query.phrases or query.exclude or query.wants & {"number", "voices"})


def fitting(reading: Reading, query: Query, candidates: Candidates, passages: Mapping[str, Passage]) -> Candidates:
    """Leave out the candidates that lack a quoted phrase or have an excluded term.

    Phrases are taken to the letter, stop words included, which the index does not know.
    """
    if not (query.phrases or query.exclude):
        return candidates
    phrases = [tuple(token.term for token in tokenize(phrase)) for phrase in reading.filters.phrases]
    quoted = [phrase for phrase in phrases if phrase]
    fit = [
        identity in passages and _fits(passages[identity].text, quoted, query.exclude)
        for identity in candidates.ids
    ]
    return candidates.at(np.flatnonzero(fit))


def _fits(text: str, phrases: Sequence[tuple[str, ...]], exclude: Collection[str]) -> bool:
    terms = [token.term for token in tokenize(text)]
    return set(exclude).isdisjoint(terms) and all(_stands_in(terms, phrase) for phrase in phrases)


def _stands_in(terms: Sequence[str], phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(tuple(terms[at : at + size]) == phrase for at in range(len(terms) - size + 1))


def worthy(
    query: Query,
    worth: Worth,
    candidates: Candidates,
    passages: Mapping[str, Passage],
    statistics: Statistics,
    *,
    refuse: bool = True,
) -> Ranking:
    """Return what is worth showing, best first; none where silence is more honest.

    `passages` are those candidates' that were read already. `refuse` false leaves the nearest even where the gate
    would rather say nothing.
    """
    ranked = rank(query, worth, candidates, _offers(query, passages))
    shown = ranked.matched.any(axis=0) & (ranked.scores >= WORTH_SHOWING * ranked.scores.max(initial=0.0))
    if refuse and not enough(query, worth, ranked, statistics, _telling(ranked)):
        shown[:] = False
    return ranked.at(np.flatnonzero(shown))


def _offers(query: Query, passages: Mapping[str, Passage]) -> Mapping[Want, Collection[str]]:
    """Return the ids of the passages that offer what is asked for beside words: a number, somebody's voice."""
    offers: dict[Want, Collection[str]] = {}
    if "number" in query.wants:
        found = {key for key, passage in passages.items() if offers_number(query, number_terms(passage.text))}
        offers["number"] = found
    if "voices" in query.wants:
        offers["voices"] = {key for key, passage in passages.items() if _gives_a_voice(passage)}
    return offers


def _gives_a_voice(passage: Passage) -> bool:
    """Whether it quotes somebody by name, or reports what they say where nothing is ever quoted: in a brief."""
    may_quote = passage.article.facts.kind == "original"
    return (quotes(passage.text) or not may_quote) and names_who_speaks(passage.text)


def _telling(ranked: Ranking) -> int:
    """Return the place of the passage that the gate looks at: the first, were it not for who is quoted."""
    return int(np.argmax(ranked.scores - ranked.parts["voice"])) if len(ranked) else 0
