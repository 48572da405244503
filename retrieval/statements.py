"""Pieces of SQL that both readers of the collection's database use: `store.py` and `passages.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from retrieval.rows import VERSION_COLUMNS

HELD = """
    FROM versions JOIN holdings USING (version)
    WHERE holdings.since <= :generation AND (holdings.until IS NULL OR holdings.until > :generation)
"""
PASSAGE_COLUMNS = (
    ", ".join(f"versions.{name}" for name in VERSION_COLUMNS.split(", "))
    + ", paragraphs.id, paragraphs.position, paragraphs.text, paragraphs.speaker"
)
PASSAGES_HELD = HELD.replace("FROM versions", "FROM paragraphs JOIN versions USING (version)")
_AT_ONCE = 500  # parameters in one query; SQLite's oldest default allows 999


def marks(names: Iterable[str]) -> str:
    """Return the list of named parameters for `IN (…)`."""
    return ", ".join(f":{name}" for name in names)


def passages_of(generation: int, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the queries, with their values, for the passages of these ids that a generation holds."""
    for start in range(0, len(ids), _AT_ONCE):
        names = {f"p{number}": value for number, value in enumerate(ids[start : start + _AT_ONCE])}
        sql = f"SELECT {PASSAGE_COLUMNS} {PASSAGES_HELD} AND paragraphs.id IN ({marks(names)})"
        yield sql, {"generation": generation, **names}
