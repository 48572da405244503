"""Pieces of SQL that both readers of the collection's database use: `store.py` and `passages.py`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
AT_ONCE = 500  # parameters in one query; SQLite's oldest default allows 999


def marks(names: Iterable[str]) -> str:
    """Return the list of named parameters for `IN (…)`."""
    return ", ".join(f":{name}" for name in names)


def passages_of(generation: int, ids: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the query for the passages of these ids, AT_ONCE at most, that a generation holds, and its values."""
    names = {f"p{number}": value for number, value in enumerate(ids)}
    sql = f"SELECT {PASSAGE_COLUMNS} {PASSAGES_HELD} AND paragraphs.id IN ({marks(names)})"
    return sql, {"generation": generation, **names}
