"""A generation, opened for searching: its index and its texts."""

from __future__ import annotations

import gc
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from retrieval.answering import Composed, Search
from retrieval.index import EmbeddedEngine
from retrieval.passages import PassageReader
from retrieval.query import Reading
from retrieval.question import prepare

Said: TypeAlias = tuple[Composed, str | None]
"""What is said to a question, and the question with its spelling corrected where it was."""


@dataclass(frozen=True, slots=True)
class Place:
    """A generation to search: its database and the folder of its index.

    `refuse` as in the configuration; `warm` prepares all that questions need when it is opened.
    """

    database: Path
    index: Path
    generation: int
    refuse: bool
    warm: bool


class Searcher:
    """An opened generation; for one thread at a time."""

    def __init__(self, place: Place) -> None:
        """Open it; raises CollectionDamaged."""
        self._engine = EmbeddedEngine.open(place.index, place.generation)
        self._passages = PassageReader(place.database, place.generation)
        self._refuse = place.refuse
        if place.warm:
            prepare(self._engine.statistics)

    def search(self, reading: Reading, limit: int, offset: int) -> Said:
        """Answer a question that was read; raises CollectionDamaged."""
        return Search(self._engine, self._passages, reading).run(limit=limit, offset=offset, refuse=self._refuse)

    def close(self) -> None:
        """Let go of the files."""
        self._passages.close()
        self._engine.close()


def spare_the_collector() -> None:
    """Have Python look for garbage only among what is made from now on.

    There are modules and words by the hundred thousand: to go through them holds up everything for 0.1 s. And to
    look less often than after every 700 new things saves 3 % of a question's work: hardly any are in cycles.
    """
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)
