"""The seam for engines: what the ranker needs from whatever finds candidates, and nothing of how it does.

How an engine numbers its passages is its own business. Another one (a search cluster, a semantic source) can
stand beside or in place of the embedded engine by offering the same few methods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, overload

import numpy as np
import numpy.typing as npt

from retrieval.model import Filters
from retrieval.query import Query

Array = npt.NDArray[Any]
NO_DATE = 0
"""In place of a day where an article has no date; days are proleptic ordinals, and the first is 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Passages that may answer, in columns: number i of each belongs to passage i.

    `ids` are passage ids. `parts` are the named parts of scores (for BM25: one per field, weighted), 0 where a
    part gives nothing. `articles` are the same for all candidates of one article and for no others, in the order
    in which ties are broken; `positions` count from 1 within it; `days` are the first that its date may mean.
    `found` tells for each field which of the `terms` occur there: a row for each term, a column for each passage.
    """

    ids: Sequence[str]
    parts: Mapping[str, Array]
    articles: Array
    positions: Array
    days: Array
    terms: Sequence[str]
    found: Mapping[str, Array]

    @classmethod
    def none(cls, fields: Iterable[str]) -> Candidates:
        """Return no candidates, found in none of these fields."""
        nothing = np.empty(0, dtype=np.int64)
        return cls((), {}, nothing, nothing, nothing, (), {name: np.empty((0, 0), dtype=bool) for name in fields})

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.ids)

    def at(self, places: Array) -> Candidates:
        """Return those at some places, in the order of these."""
        return Candidates(
            Ids(self.ids.__getitem__, places.tolist()),
            {name: values[places] for name, values in self.parts.items()},
            self.articles[places],
            self.positions[places],
            self.days[places],
            self.terms,
            {name: occurs[:, places] for name, occurs in self.found.items()},
        )


class Ids(Sequence[str]):
    """Ids that are looked up by their numbers when they are read: of a hundred candidates', ten are."""

    def __init__(self, read: Callable[[int], str], numbers: Sequence[int]) -> None:
        self._read, self._numbers = read, numbers

    def __len__(self) -> int:
        """Return the number of ids."""
        return len(self._numbers)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        """Return one id, or several."""
        if isinstance(place, slice):
            return Ids(self._read, self._numbers[place])
        return self._read(self._numbers[place])


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

    def search(self, query: Query, filters: Filters, k: int) -> Candidates:
        """Return at most k candidates, best first, ties broken the same way always; none without a match."""

    def close(self) -> None:
        """Let go of files; a closed engine is not asked again."""
