"""The texts of passages for a search under way: a connection of its own, asked in the thread that searches."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from retrieval.model import ArticleCard, Passage
from retrieval.remembering import Remembered
from retrieval.rows import card_from_row, passage_from_row
from retrieval.statements import ARTICLE, texts_of

_KEPT = 4096  # cards of articles, some 2 kB each


class PassageReader:
    """Reads passages that one generation holds; for one thread at a time."""

    def __init__(self, database: Path, generation: int) -> None:
        """Open the database, which is there, for reading."""
        self._connection = sqlite3.connect(
            f"{database.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False, isolation_level=None
        )
        self._connection.row_factory = sqlite3.Row
        self._generation = generation
        self._cards = Remembered[int, ArticleCard](_KEPT)

    def __call__(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        """Return the passages of these ids that the generation holds, by id."""
        found: dict[str, Passage] = {}
        for query in texts_of(self._generation, ids):
            found.update((row["id"], self._passage(row)) for row in self._connection.execute(*query))
        return found

    def _passage(self, row: sqlite3.Row) -> Passage:
        """Versions neither change nor go, and questions come back to the same articles: their cards are kept."""
        version = row["version"]
        return passage_from_row(row, self._cards.get(version, lambda: self._card(version)))

    def _card(self, version: int) -> ArticleCard:
        return card_from_row(self._connection.execute(ARTICLE, {"version": version}).fetchone())

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
