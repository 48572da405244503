"""The seam for engines: what the ranker needs from whatever finds candidates, and nothing of how it does.

Row numbers and arrays never leave an engine. Another one (a search cluster, a semantic source) can stand
beside or in place of the embedded engine by offering the same few methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from retrieval.model import Filters
from retrieval.query import Query


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that may answer, with the named parts of its score (for BM25: one per field, weighted).

    `found` tells for each field which terms of the query occur there. `article` is the same for all candidates of
    one article and for no others, in the order in which ties are broken; `position` counts from 1 within it.
    `since` is the first day that the article's date may mean, None where it is undated.
    """

    passage_id: str
    parts: Mapping[str, float]
    article: int
    position: int
    since: date | None
    found: Mapping[str, frozenset[str]]


class Statistics(Protocol):
    """What the ranker and the gate know of the collection as a whole."""

    @property
    def passages(self) -> int:
        """Number of passages, N."""

    def document_frequency(self, term: str) -> int:
        """Number of passages in which the term occurs, df; 0 for one that occurs nowhere."""

    def idf(self, term: str) -> float:
        """ln(1 + (N - df + 0.5) / (df + 0.5)), never negative; N as the `passages` above."""

    def words(self) -> Iterable[tuple[str, int]]:
        """Every folded word of the collection with the number of passages that it occurs in."""


class Engine(Protocol):
    """Finds candidates for a query among the articles that the filters leave."""

    @property
    def statistics(self) -> Statistics:
        """The statistics of the generation that this engine answers from."""

    def search(self, query: Query, filters: Filters, k: int) -> list[Candidate]:
        """Return at most k candidates, best first, ties broken the same way always; none without a match."""

    def close(self) -> None:
        """Let go of files; a closed engine is not asked again."""
