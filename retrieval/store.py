"""`collection.sqlite3`: articles, their versions, paragraphs and generations. SQL is here and in `statements`.

Readers name the generation they answer from, so that a reindex which publishes the next one between two of
their queries changes nothing for them. Versions are immutable, and only one process writes at a time (the
reindex holds a lock of its own).
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import aiosqlite

from retrieval.copies import Sketched
from retrieval.errors import CollectionDamaged
from retrieval.migrations import MIGRATIONS
from retrieval.model import ArticleCard, Failure, Filters, OutletSpan, PartialDate, Passage
from retrieval.rows import (
    VERSION_COLUMNS,
    Generation,
    HeldVersion,
    NewVersion,
    StoredArticle,
    card_from_row,
    failures_to_json,
    generation_from_row,
    name_of,
    passage_from_row,
    sketched_from_row,
    to_row,
)
from retrieval.statements import HELD, PASSAGE_COLUMNS, PASSAGES_HELD, marks

BUSY_MILLISECONDS = 10_000  # how long a writer waits for another process's short transaction


class Store:
    """The collection's database; open it with `Store.open`."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._db = connection

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncIterator[Store]:
        """Open or create the database and bring it up to date; raises CollectionDamaged."""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.open("ab").close()
        except OSError as error:
            raise CollectionDamaged(
                f"{path} cannot be written ({error.strerror or error}); check its permissions, or name another "
                "folder with --data or storage.directory"
            ) from error
        try:
            async with aiosqlite.connect(path, isolation_level=None) as connection:
                connection.row_factory = sqlite3.Row
                await connection.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
                await connection.execute("PRAGMA journal_mode = WAL")
                await connection.execute("PRAGMA synchronous = NORMAL")
                await connection.execute("PRAGMA foreign_keys = ON")
                await _migrate(connection)
                yield cls(connection)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError | sqlite3.IntegrityError):
                raise
            raise CollectionDamaged(
                f"{path} cannot be read as a database ({error}). Move it away and run: cuttings reindex --full"
            ) from error

    # ------------------------------------------------------------------ reading

    async def published(self) -> Generation | None:
        """Return the newest published generation, or None before the first reindex."""
        row = await self._one(
            "SELECT * FROM generations WHERE published_at IS NOT NULL ORDER BY number DESC LIMIT 1", {}
        )
        return generation_from_row(row) if row else None

    async def cards(self, generation: int) -> list[ArticleCard]:
        """Every article of a generation, oldest first, undated ones last."""
        rows = await self._all(
            f"SELECT {VERSION_COLUMNS} {HELD} ORDER BY first_day IS NULL, first_day, outlet, source, version",
            {"generation": generation},
        )
        return [card_from_row(row) for row in rows]

    async def card(self, generation: int, article: str) -> ArticleCard | None:
        """The article of that id, or None where the generation does not hold it."""
        row = await self._one(
            f"SELECT {VERSION_COLUMNS} {HELD} AND article = :article",
            {"generation": generation, "article": article},
        )
        return card_from_row(row) if row else None

    async def passage(self, generation: int, identity: str) -> Passage | None:
        """The passage of that id, or None where the generation does not hold it."""
        row = await self._one(
            f"SELECT {PASSAGE_COLUMNS} {PASSAGES_HELD} AND paragraphs.id = :id",
            {"generation": generation, "id": identity},
        )
        return passage_from_row(row) if row else None

    async def neighbours(self, generation: int, article: str, first: int, last: int) -> list[Passage]:
        """The passages of an article from one position to another, both included, in order."""
        rows = await self._all(
            f"SELECT {PASSAGE_COLUMNS} {PASSAGES_HELD} AND versions.article = :article"
            " AND paragraphs.position BETWEEN :first AND :last ORDER BY paragraphs.position",
            {"generation": generation, "article": article, "first": first, "last": last},
        )
        return [passage_from_row(row) for row in rows]

    async def article_of(self, passage: str) -> str | None:
        """The id of the article in which a passage stands or once stood; None for an id never given out."""
        row = await self._one(
            "SELECT article FROM versions JOIN paragraphs USING (version) WHERE id = :id LIMIT 1", {"id": passage}
        )
        return row["article"] if row else None

    async def outlets(self, generation: int) -> list[OutletSpan]:
        """The outlets with the span of their dates, those with most articles first."""
        rows = await self._all(
            f"""SELECT outlet, count(*) AS articles,
                min(first_day || '/' || date) AS first, max(last_day || '/' || date) AS last
                FROM (SELECT outlet, first_day, last_day, date {HELD})
                GROUP BY outlet ORDER BY articles DESC, outlet""",
            {"generation": generation},
        )
        return [
            OutletSpan(row["outlet"], row["articles"], _span_end(row["first"]), _span_end(row["last"]))
            for row in rows
        ]

    async def count_within(self, generation: int, filters: Filters) -> int:
        """How many articles the outlets and dates of the filters leave."""
        condition, values = _limits(filters)
        row = await self._one(f"SELECT count(*) AS n {HELD} {condition}", {"generation": generation, **values})
        return int(row["n"]) if row else 0

    async def leads(self, generation: int, filters: Filters, limit: int, offset: int) -> list[Passage]:
        """The first passages of the articles that the filters leave, newest article first, or oldest as asked."""
        condition, values = _limits(filters)
        by_day = "first_day, " if filters.order == "oldest" else "last_day DESC, "
        rows = await self._all(
            f"SELECT {PASSAGE_COLUMNS} {PASSAGES_HELD} {condition} AND paragraphs.position = 1"
            f" ORDER BY first_day IS NULL, {by_day} versions.version LIMIT :limit OFFSET :offset",
            {"generation": generation, "limit": limit, "offset": offset, **values},
        )
        return [passage_from_row(row) for row in rows]

    async def briefs(self, generation: int) -> int:
        """How many of the articles are our own summaries."""
        row = await self._one(f"SELECT count(*) AS n {HELD} AND kind = 'brief'", {"generation": generation})
        return int(row["n"]) if row else 0

    async def copies(self, generation: int, article: str) -> list[ArticleCard]:
        """The articles of the generation that carry the same text as this one, also by way of a third."""
        rows = await self._all(
            f"""WITH RECURSIVE alike (name) AS (
                VALUES (:article) UNION
                SELECT iif(article = name, other, article) FROM copies, alike WHERE name IN (article, other))
                SELECT {VERSION_COLUMNS} {HELD} AND article IN alike AND article <> :article
                ORDER BY first_day, outlet""",
            {"generation": generation, "article": article},
        )
        return [card_from_row(row) for row in rows]

    async def faults(self) -> list[str]:
        """What SQLite finds wrong in its own pages; empty for a sound database."""
        rows = await self._all("PRAGMA quick_check", {})
        return [row[0] for row in rows if row[0] != "ok"]

    # ------------------------------------------------------------------ reindexing

    async def begin(self, built_with: str) -> int:
        """Sweep away what an interrupted reindex left, and start the next generation; returns its number."""
        current = await self.published()
        base = current.number if current else 0
        async with self._transaction():
            await self._db.execute("UPDATE holdings SET until = NULL WHERE until > ?", (base,))
            await self._db.execute(
                "DELETE FROM versions WHERE version IN (SELECT version FROM holdings WHERE since > ?)"
                " AND version NOT IN (SELECT version FROM holdings WHERE since <= ?)",
                (base, base),
            )
            await self._db.execute("DELETE FROM holdings WHERE since > ?", (base,))
            await self._db.execute("DELETE FROM generations WHERE number > ?", (base,))
            await self._db.execute(
                "INSERT INTO generations (number, started_at, built_with) VALUES (?, ?, ?)",
                (base + 1, _now(), built_with),
            )
        return base + 1

    async def held(self, generation: int) -> list[HeldVersion]:
        """The versions that a generation holds."""
        rows = await self._all(
            f"SELECT version, article, folder, source, digest, kind, about {HELD}", {"generation": generation}
        )
        return [HeldVersion(*row) for row in rows]

    async def add(self, generation: int, new: Sequence[NewVersion]) -> list[int]:
        """Store versions and have the generation hold them; returns their numbers, in order."""
        numbers: list[int] = []
        async with self._transaction():
            for version in new:
                cursor = await self._db.execute(_INSERT_VERSION, to_row(version))
                number = int(cursor.lastrowid or 0)
                numbers.append(number)
                await self._db.executemany(
                    "INSERT INTO paragraphs (version, position, id, text, speaker) VALUES (?, ?, ?, ?, ?)",
                    [
                        (number, position, identity, text, speaker)
                        for position, (identity, text, speaker) in enumerate(version.paragraphs, 1)
                    ],
                )
            await self._db.executemany(
                "INSERT INTO holdings (version, since) VALUES (?, ?)", [(number, generation) for number in numbers]
            )
        return numbers

    async def drop(self, generation: int, versions: Iterable[int]) -> None:
        """Have the generation no longer hold these versions."""
        async with self._transaction():
            rows = list(versions)
            await self._db.executemany(
                "UPDATE holdings SET until = ? WHERE version = ? AND until IS NULL AND since < ?",
                [(generation, version, generation) for version in rows],
            )
            await self._db.executemany(
                "DELETE FROM holdings WHERE version = ? AND since = ?", [(version, generation) for version in rows]
            )

    async def renew_digests(self, digests: Iterable[tuple[int, str]]) -> None:
        """Note, for (version, digest), that a changed source says the same as before."""
        async with self._transaction():
            await self._db.executemany(
                "UPDATE versions SET digest = ? WHERE version = ?",
                [(digest, version) for version, digest in digests],
            )

    async def sketches(self, generation: int) -> dict[str, tuple[str, Sketched]]:
        """By article id: what to call every article that the generation holds, and its sketch."""
        rows = await self._all(
            f"SELECT article, source, title, outlet, date, sketch {HELD}", {"generation": generation}
        )
        # In a thread: of a hundred thousand articles this takes a second.
        return await asyncio.to_thread(
            lambda: {row["article"]: (name_of(row), sketched_from_row(row)) for row in rows}
        )

    async def link_copies(self, pairs: Iterable[tuple[str, str, str, float]]) -> None:
        """Remember pairs (article, other, kind, containment) that carry the same text."""
        async with self._transaction():
            await self._db.executemany(
                "INSERT INTO copies (article, other, kind, containment) VALUES (?, ?, ?, ?)"
                " ON CONFLICT DO UPDATE SET kind = excluded.kind, containment = excluded.containment",
                list(pairs),
            )

    async def texts(self, versions: Sequence[int]) -> list[StoredArticle]:
        """These versions with their paragraphs, for the index, in the order asked for."""
        names = {f"v{number}": value for number, value in enumerate(versions)}
        rows = await self._all(f"SELECT {VERSION_COLUMNS} FROM versions WHERE version IN ({marks(names)})", names)
        cards = {row["version"]: card_from_row(row) for row in rows}
        texts: dict[int, list[tuple[str, str, str | None]]] = {version: [] for version in versions}
        for row in await self._all(
            "SELECT version, id, text, speaker FROM paragraphs"
            f" WHERE version IN ({marks(names)}) ORDER BY version, position",
            names,
        ):
            texts[row["version"]].append((row["id"], row["text"], row["speaker"]))
        return [StoredArticle(version, cards[version], tuple(texts[version])) for version in versions]

    async def totals(self, generation: int) -> tuple[int, int]:
        """The numbers of articles and of paragraphs that a generation holds."""
        row = await self._one(
            f"SELECT count(*) AS articles, coalesce(sum(paragraphs), 0) AS paragraphs {HELD}",
            {"generation": generation},
        )
        return (row["articles"], row["paragraphs"]) if row else (0, 0)

    async def publish(self, generation: int, failed: tuple[Failure, ...]) -> None:
        """Make the generation the one that answers."""
        articles, paragraphs = await self.totals(generation)
        await self._db.execute(
            "UPDATE generations SET published_at = ?, articles = ?, paragraphs = ?, failed = ? WHERE number = ?",
            (_now(), articles, paragraphs, failures_to_json(failed), generation),
        )

    async def confirm(self, generation: int, failed: tuple[Failure, ...]) -> None:
        """Note that a reindex found nothing new: the published generation stands, checked now."""
        async with self._transaction():
            await self._db.execute("DELETE FROM generations WHERE number > ?", (generation,))
            await self._db.execute(
                "UPDATE generations SET published_at = ?, failed = ? WHERE number = ?",
                (_now(), failures_to_json(failed), generation),
            )

    # ------------------------------------------------------------------ plumbing

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[None]:
        await self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            await self._db.execute("ROLLBACK")
            raise
        await self._db.execute("COMMIT")

    async def _one(self, sql: str, values: dict[str, Any]) -> sqlite3.Row | None:
        async with self._db.execute(sql, values) as cursor:
            return await cursor.fetchone()

    async def _all(self, sql: str, values: dict[str, Any]) -> list[sqlite3.Row]:
        return list(await self._db.execute_fetchall(sql, values))


_INSERT_VERSION = (
    "INSERT INTO versions (article, folder, source, digest, outlet, date, first_day, last_day, date_basis, title,"
    f" authors, url, kind, about, evidence, paragraphs, sketch) VALUES ({', '.join('?' * 17)})"
)


async def _migrate(connection: aiosqlite.Connection) -> None:
    """Apply the steps that `user_version` has not counted yet, each in a transaction of its own."""
    row = await (await connection.execute("PRAGMA user_version")).fetchone()
    done = int(row[0]) if row else 0
    if done > len(MIGRATIONS):
        raise CollectionDamaged(
            f"the collection's database was written by a newer version of Cuttings (step {done}); update Cuttings"
        )
    for number in range(done + 1, len(MIGRATIONS) + 1):
        await connection.executescript(
            f"BEGIN IMMEDIATE; {MIGRATIONS[number - 1]}; PRAGMA user_version = {number}; COMMIT;"
        )


def _limits(filters: Filters) -> tuple[str, dict[str, Any]]:
    """A condition on `versions` for the outlets and dates of the filters: overlap with the article's days."""
    conditions: list[str] = []
    values: dict[str, Any] = {}
    if filters.outlets:
        names = {f"o{number}": name for number, name in enumerate(filters.outlets)}
        conditions.append(f"AND outlet IN ({marks(names)})")
        values |= names
    for name, condition, day in (
        ("since", "AND last_day >= :since", filters.since),
        ("until", "AND first_day <= :until", filters.until),
    ):
        if isinstance(day, date):
            conditions.append(condition)
            values[name] = day.isoformat()
    return " ".join(conditions), values


def _span_end(text: str | None) -> PartialDate | None:
    """The date behind the day by which it was compared: `2023-06-01/2023-06` → June 2023."""
    return PartialDate.from_iso(text.partition("/")[2]) if text else None


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
