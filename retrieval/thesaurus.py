"""Words that stand for each other in news: a country, its people and its adjective; words of like meaning.

A word's relatives are added to the query at a lower weight, under the question's own word, so that of several
the best counts and they never add up. A synonym counts only in the paragraph itself, and takes nothing off what
the question asks for. The groups are in `thesaurus.toml`; what they bring: docs/retrieval.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

from retrieval.analysis import stems
from retrieval.engine import Statistics
from retrieval.query import Origin, Query, QueryTerm

_ORIGINS: Mapping[str, Origin] = {"countries": "thesaurus", "meaning": "synonym"}


@dataclass(frozen=True, slots=True)
class _Relative:
    """A word that may stand for another."""

    word: str
    term: str
    weight: float
    origin: Origin


def expanded(query: Query, statistics: Statistics) -> Query:
    """Add to a query the relatives of its words that the collection has and the question does not.

    A name has no synonyms: "Rice" is no grain.
    """
    asked = {item.term for item in query.terms}
    phrased = {term for phrase in query.phrases for term in phrase}
    added: dict[str, QueryTerm] = {}
    for item in query.terms:
        if item.origin != "question" or item.term in phrased:
            continue
        for other in _relatives().get(item.term, ()):
            if other.origin == "synonym" and item.term in query.names:
                continue
            if other.term not in asked and other.term not in added and statistics.document_frequency(other.term):
                weight = other.weight * item.weight
                added[other.term] = QueryTerm(other.term, item.word, weight, other.origin, other.word)
    return replace(query, terms=(*query.terms, *added.values())) if added else query


def arrange() -> None:
    """Stem the thesaurus before the first question needs it: a tenth of a second, then kept."""
    _relatives()


@lru_cache(maxsize=1)
def _relatives() -> Mapping[str, tuple[_Relative, ...]]:
    """For each term its relatives, those of the heaviest kind first."""
    found: dict[str, dict[str, _Relative]] = {}
    kinds = tomllib.loads(files("retrieval").joinpath("thesaurus.toml").read_text("utf-8"))
    for kind, origin in _ORIGINS.items():
        for words in kinds[kind]["groups"].replace("\n", " | ").split("|"):
            group = {term: word for word in words.split() for term in stems(word)}
            for term in group:
                known = found.setdefault(term, {})
                for other, word in group.items():
                    if other != term:
                        known.setdefault(other, _Relative(word, other, kinds[kind]["weight"], origin))
    return {term: tuple(relatives.values()) for term, relatives in found.items()}
