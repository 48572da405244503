"""The texts of passages for a search under way: a connection of its own, asked in the thread that searches."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

from retrieval.model import Passage
from retrieval.rows import passage_from_row
from retrieval.statements import AT_ONCE, passages_of


class PassageReader:
    """Reads passages that one generation holds; for one thread at a time."""

    def __init__(self, database: Path, generation: int) -> None:
        """Open the database, which is there, for reading."""
        self._connection = sqlite3.connect(
            f"{database.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False, isolation_level=None
        )
        self._connection.row_factory = sqlite3.Row
        self._generation = generation

    def __call__(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        """Return the passages of these ids that the generation holds, by id."""
        found: dict[str, Passage] = {}
        for start in range(0, len(ids), AT_ONCE):
            rows = self._connection.execute(*passages_of(self._generation, ids[start : start + AT_ONCE]))
            found.update((row["id"], passage_from_row(row)) for row in rows)
        return found

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()
