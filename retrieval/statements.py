"""Pieces of SQL that both readers of the collection's database use: `store.py` and `passages.py`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from retrieval.rows import VERSION_COLUMNS

HELD = """
    FROM versions JOIN holdings USING (version)
    WHERE holdings.since <= :generation AND (holdings.until IS NULL OR holdings.until > :generation)
"""
ARTICLE = f"SELECT {VERSION_COLUMNS} FROM versions WHERE version = :version"
_TEXT_COLUMNS = "paragraphs.id, paragraphs.position, paragraphs.text, paragraphs.speaker"
PASSAGE_COLUMNS = ", ".join(f"versions.{name}" for name in VERSION_COLUMNS.split(", ")) + f", {_TEXT_COLUMNS}"
_TEXTS_HELD = HELD.replace("FROM versions", "FROM paragraphs")
PASSAGES_HELD = HELD.replace("FROM versions", "FROM paragraphs JOIN versions USING (version)")
_AT_ONCE = 500  # parameters in one query; SQLite's oldest default allows 999


def marks(names: Iterable[str]) -> str:
    """Return the list of named parameters for `IN (…)`."""
    return ", ".join(f":{name}" for name in names)


def texts_of(generation: int, ids: Sequence[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give the queries, with their values, for the passages of these ids that a generation holds.

    Of their articles they give the version alone: the columns of these took more than a third of the time.
    """
    for start in range(0, len(ids), _AT_ONCE):
        names = {f"p{number}": value for number, value in enumerate(ids[start : start + _AT_ONCE])}
        sql = f"SELECT version, {_TEXT_COLUMNS} {_TEXTS_HELD} AND paragraphs.id IN ({marks(names)})"
        yield sql, {"generation": generation, **names}
