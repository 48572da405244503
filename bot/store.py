"""`bot.sqlite3`: the inbox, what was sent for it, answers behind buttons, chats. The only file of `bot` with SQL.

One process writes. Every method does all or nothing, and no end of this process undoes it; calls that come at the
same time share a transaction. It is on the disk when it returns, so that a power cut does not undo it either, but
for the steps on the way of an update (`claim`, `begin_send`, `settle`): undone, they are taken once more, and what
has arrived is known by `record_send`.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from bot.commits import GroupCommit, GroupConnection, Rows, Statement
from bot.migrations import MIGRATIONS
from bot.rows import Claim, InboxRow, Incoming, Send, StoredAnswer

logger = logging.getLogger(__name__)

DATABASE = "bot.sqlite3"
DAY = 86_400.0
# Telegram keeps updates for 24 hours, so an identifier cannot come a second time after that; and after a week
# without updates it may begin anew at any number, which a row kept for good would then take for a repetition.
REPEATS_FOR = 2 * DAY
SUSPECT = 3  # attempts; a row that was begun so often may be what ended the process
_AHEAD = 64  # waiting rows that are looked at for lanes that are free
_MANY_CHATS = 1000  # whose settings are held in memory; above that, all are read again

# The oldest waiting row of each lane that is free, the first few of them.
_NEXT = """
    SELECT min(update_id) FROM (
        SELECT update_id, lane FROM inbox WHERE state = 'waiting'
        AND lane NOT IN (SELECT lane FROM inbox WHERE state = 'working')
        ORDER BY update_id LIMIT ?
    ) GROUP BY lane ORDER BY 1 LIMIT ?
"""
_KEEP_ANSWER = """
    INSERT OR REPLACE INTO answers (token, chat, message, asked_in, asker, content, created)
    VALUES (?, ?, ?, ?, ?, ?, ?)
"""


class StoreDamaged(Exception):
    """The bot's database cannot be read; the text says what to do."""


class StoreUnavailable(Exception):
    """The bot's database cannot be written just now (a full disk, a lock held too long); later it may."""


class Store:
    """The bot's database; open it with `Store.open`."""

    def __init__(self, connection: aiosqlite.Connection, commits: GroupCommit, clock: Callable[[], float]) -> None:
        self._db = connection
        self._commits = commits
        self._now = clock
        self._settings: dict[int, dict[str, Any]] = {}  # as the database has them: nobody else writes there

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, clock: Callable[[], float] = time.time) -> AsyncIterator[Store]:
        """Open or create the database and bring it up to date; raises StoreDamaged."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            async with aiosqlite.connect(path, isolation_level=None, factory=GroupConnection) as connection:
                connection.row_factory = sqlite3.Row
                for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                    await connection.execute(f"PRAGMA {pragma}")
                await _migrate(connection)
                commits = GroupCommit(partial(connection.executemany, "BEGIN IMMEDIATE"))
                try:
                    yield cls(connection, commits, clock)
                finally:
                    await commits.drain()
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError | sqlite3.IntegrityError):
                raise
            raise StoreDamaged(
                f"{path} cannot be read as a database ({error}). Move it away and start again; "
                "settings of chats and buttons of earlier answers are lost, the articles are not."
            ) from error

    # ------------------------------------------------------------------ inbox

    def take_in(self, updates: Iterable[Incoming]) -> Awaitable[int]:
        """Put updates into the inbox, where claims from now on find them, and tell how many of them are new."""
        sql = (
            "INSERT OR IGNORE INTO inbox (update_id, lane, asker, payload, received) VALUES (?, ?, ?, ?, ?) "
            "RETURNING update_id"
        )
        now = self._now()
        rows = [(item.update_id, item.lane, item.asker, item.payload, now) for item in updates]
        return self._how_many(self._commits.submit(*((sql, row) for row in rows)))

    async def claim(self, most: int = 1) -> Claim:
        """Take up the oldest waiting rows whose lane is free, one of each lane, and count an attempt at each.

        That is counted before anything is done for them that might end the process; at suspects only by `begin`.
        """
        picked = (_AHEAD, most)
        rows, _, left = await self._write_all(
            (
                "SELECT update_id, lane, payload, received, attempts, EXISTS (SELECT 1 FROM sends WHERE "
                f"sends.update_id = inbox.update_id) AS journalled FROM inbox WHERE update_id IN ({_NEXT}) "
                "ORDER BY update_id",
                picked,
            ),
            (
                "UPDATE inbox SET state = 'working', attempts = attempts + (attempts < ?) "
                f"WHERE update_id IN ({_NEXT})",
                (SUSPECT, *picked),
            ),
            ("SELECT 1 FROM inbox WHERE state = 'waiting' LIMIT 1", ()),
            lasting=False,
        )
        return Claim([InboxRow(**dict(row)) for row in rows], bool(left))

    async def begin(self, update_id: int) -> None:
        """Count an attempt at a suspect, which had to wait for its turn."""
        await self._write("UPDATE inbox SET attempts = attempts + 1 WHERE update_id = ?", update_id)

    async def set_apart(self, update_id: int) -> None:
        """Free the lane of a row whose work goes on beside it."""
        await self._write("UPDATE inbox SET state = 'apart' WHERE update_id = ?", update_id)

    async def settle(self, update_id: int, state: str, outcome: str) -> None:
        """Close a row as done, failed or put aside; what was asked and sent is kept only for the latter two."""
        await self._write_all(
            (
                "UPDATE inbox SET state = ?, outcome = ?, settled = ?, payload = iif(? = 'done', '', payload) "
                "WHERE update_id = ?",
                (state, outcome, self._now(), state, update_id),
            ),
            ("DELETE FROM sends WHERE update_id = ?", (update_id,)),
            lasting=False,
        )

    async def recover(self) -> int:
        """Let what was in work when the process before this one ended wait again; return how many rows."""
        return await self._write(
            "UPDATE inbox SET state = 'waiting' WHERE state IN ('working', 'apart') RETURNING update_id"
        )

    async def hand_back(self, update_id: int | None = None) -> int:
        """Let one row, or all that are in work, wait again; return how many. A clean stop costs no attempt."""
        return await self._write(
            "UPDATE inbox SET state = 'waiting', attempts = max(0, attempts - 1) "
            "WHERE update_id = coalesce(?, update_id) AND state IN ('working', 'apart') RETURNING update_id",
            update_id,
        )

    def age(self, row: InboxRow) -> float:
        """Return the seconds since a row came in."""
        return self._now() - row.received

    async def is_superseded(self, row: InboxRow) -> bool:
        """Whether something later waits in the same lane."""
        later = await self._all(
            "SELECT 1 FROM inbox WHERE state = 'waiting' AND lane = ? AND update_id > ? LIMIT 1",
            row.lane,
            row.update_id,
        )
        return bool(later)

    async def counts(self) -> Mapping[str, int]:
        """Return how many rows of the inbox there are in each state."""
        rows = await self._all("SELECT state, count(*) AS rows FROM inbox GROUP BY state")
        return {row["state"]: row["rows"] for row in rows}

    async def outcome(self, update_id: int) -> tuple[str, str | None] | None:
        """Return state and outcome of a row, or None for an update that is not in the inbox."""
        rows = await self._all("SELECT state, outcome FROM inbox WHERE update_id = ?", update_id)
        return (rows[0]["state"], rows[0]["outcome"]) if rows else None

    # ------------------------------------------------------------------ sends

    async def begin_send(self, update_id: int, number: int, answer: StoredAnswer | None = None) -> None:
        """Note, before it is sent, that the update's message of that number is tried; keep the answer in it."""
        kept = [self._keeping(answer)] if answer else []
        await self._write_all(
            (
                "INSERT INTO sends (update_id, number, tries) VALUES (?, ?, 1) "
                "ON CONFLICT (update_id, number) DO UPDATE SET tries = tries + 1",
                (update_id, number),
            ),
            *kept,
            lasting=False,
        )

    async def undo_send(self, update_id: int, number: int) -> None:
        """Take back a try that certainly did not reach the chat."""
        await self._write(
            "UPDATE sends SET tries = tries - 1 WHERE update_id = ? AND number = ?", update_id, number
        )

    def record_send(
        self, update_id: int, number: int, result: dict[str, Any], token: str | None = None
    ) -> asyncio.Future[list[Rows]]:
        """Have Telegram's answer to a message kept, and which message the answer of that token is in.

        Nobody has to wait for that: whatever is written later comes later. A crash before it is on the disk has
        the message sent twice; so has one before the row is settled where this fails, which the log tells.
        """
        where = (result.get("chat", {}).get("id"), result.get("message_id"), token)
        written = self._commits.submit(
            (
                "UPDATE sends SET result = ? WHERE update_id = ? AND number = ?",
                (json.dumps(result), update_id, number),
            ),
            ("UPDATE answers SET chat = ?, message = ? WHERE token = ?", where),
        )

        def tell(_: object) -> None:
            if not written.cancelled() and (error := written.exception()):
                logger.warning("update %d: could not note that its reply was sent (%s)", update_id, error)

        written.add_done_callback(tell)
        return written

    async def find_send(self, update_id: int, number: int) -> Send:
        """Return what is known of the update's message of that number."""
        rows = await self._all(
            "SELECT tries, result FROM sends WHERE update_id = ? AND number = ?", update_id, number
        )
        if not rows:
            return Send(0, None)
        result = rows[0]["result"]
        return Send(rows[0]["tries"], json.loads(result) if result else None)

    # ------------------------------------------------------------------ answers behind buttons

    async def keep_answer(self, answer: StoredAnswer) -> None:
        """Keep an answer, or replace the one of the same token."""
        await self._write_all(self._keeping(answer))

    def _keeping(self, answer: StoredAnswer) -> Statement:
        content, created = json.dumps(answer.content), answer.created or self._now()
        where = (answer.token, answer.chat, answer.message, answer.asked_in, answer.asker)
        return _KEEP_ANSWER, (*where, content, created)

    async def answer(self, token: str) -> StoredAnswer | None:
        """Return the answer of that token, or None where it is kept no longer."""
        return await self._answer("token = ?", token)

    async def answer_in(self, chat: int, message: int) -> StoredAnswer | None:
        """Return the answer that is shown in a message of ours."""
        return await self._answer("chat = ? AND message = ?", chat, message)

    async def answer_to(self, chat: int, question: int) -> StoredAnswer | None:
        """Return the answer to a message of somebody's."""
        return await self._answer("chat = ? AND asked_in = ?", chat, question)

    async def _answer(self, where: str, *values: object) -> StoredAnswer | None:
        rows = await self._all(f"SELECT * FROM answers WHERE {where} ORDER BY created DESC LIMIT 1", *values)
        if not rows:
            return None
        return StoredAnswer(**{**dict(rows[0]), "content": json.loads(rows[0]["content"])})

    # ------------------------------------------------------------------ chats

    async def settings(self, chat: int) -> Mapping[str, Any]:
        """Return what was chosen in a chat; empty where nothing was."""
        known = self._settings.get(chat)
        if known is None:
            rows = await self._all("SELECT settings FROM chats WHERE chat = ?", chat)
            if len(self._settings) >= _MANY_CHATS:
                self._settings.clear()
            known = self._settings[chat] = dict(json.loads(rows[0]["settings"])) if rows else {}
        return known

    async def keep_settings(self, chat: int, settings: Mapping[str, Any]) -> None:
        """Keep what was chosen in a chat."""
        await self._write(
            "INSERT INTO chats (chat, settings) VALUES (?, ?) "
            "ON CONFLICT (chat) DO UPDATE SET settings = excluded.settings",
            chat,
            json.dumps(settings),
        )
        self._settings.pop(chat, None)

    async def keep_standing(self, chat: int, standing: str) -> None:
        """Note what the bot is in a chat: member, administrator, restricted, left, kicked."""
        await self._write(
            "INSERT INTO chats (chat, standing) VALUES (?, ?) "
            "ON CONFLICT (chat) DO UPDATE SET standing = excluded.standing",
            chat,
            standing,
        )

    async def standing(self, chat: int) -> str | None:
        """Return what the bot last was in a chat, or None where that was never told."""
        rows = await self._all("SELECT standing FROM chats WHERE chat = ?", chat)
        return rows[0]["standing"] if rows else None

    async def was_greeted(self, chat: int) -> bool:
        """Whether the bot has said hello (or goodbye) in that chat."""
        return bool(await self._all("SELECT 1 FROM chats WHERE chat = ? AND greeted = 1", chat))

    async def greet(self, chat: int, *, greeted: bool = True) -> None:
        """Note that the bot has said hello in a chat, or that it may again."""
        await self._write(
            "INSERT INTO chats (chat, greeted) VALUES (?, ?) "
            "ON CONFLICT (chat) DO UPDATE SET greeted = excluded.greeted",
            chat,
            int(greeted),
        )

    async def move_chat(self, old: int, new: int) -> None:
        """Give the settings of a group to the supergroup that it became; its messages got other numbers."""
        await self._write_all(
            ("DELETE FROM chats WHERE chat = ? AND EXISTS (SELECT 1 FROM chats WHERE chat = ?)", (new, old)),
            ("UPDATE chats SET chat = ? WHERE chat = ?", (new, old)),
            ("DELETE FROM answers WHERE chat = ?", (old,)),
            ("INSERT OR REPLACE INTO facts VALUES (?, ?)", (f"moved to {new}", str(old))),
        )
        self._settings.clear()

    async def moved_from(self, chat: int) -> int | None:
        """Return the group that a supergroup was before, or None."""
        rows = await self._all("SELECT value FROM facts WHERE name = ?", f"moved to {chat}")
        return int(rows[0]["value"]) if rows else None

    # ------------------------------------------------------------------ upkeep

    async def erase(self, asker: int) -> int:
        """Delete what a person asked, in private and in groups; return how many answers that were."""
        answers, _ = await self._write_all(
            ("DELETE FROM answers WHERE asker = ? RETURNING token", (asker,)),
            ("UPDATE inbox SET payload = '' WHERE asker = ? AND state IN ('done', 'failed', 'aside')", (asker,)),
        )
        return len(answers)

    async def sweep(self, keep_days: float) -> None:
        """Delete what is older than it may be kept."""
        now = self._now()
        await self._write_all(
            ("DELETE FROM answers WHERE created < ?", (now - keep_days * DAY,)),
            ("DELETE FROM inbox WHERE state = 'done' AND settled < ?", (now - REPEATS_FOR,)),
            (
                "DELETE FROM inbox WHERE state IN ('failed', 'aside') AND settled < ?",
                (now - max(keep_days * DAY, REPEATS_FOR),),
            ),
        )

    async def belong_to(self, bot_id: int) -> None:
        """Note whose updates these are; another bot's identifiers mean nothing here, so its rows are deleted."""
        other = "EXISTS (SELECT 1 FROM facts WHERE name = 'bot' AND value <> ?)"
        bot = (str(bot_id),)
        await self._write_all(
            *((f"DELETE FROM {table} WHERE {other}", bot) for table in ("inbox", "answers", "chats")),
            ("INSERT OR REPLACE INTO facts (name, value) VALUES ('bot', ?)", bot),
        )
        self._settings.clear()

    # ------------------------------------------------------------------

    async def _all(self, sql: str, *values: object) -> Rows:
        return list(await self._db.execute_fetchall(sql, values))

    async def _write(self, sql: str, *values: object) -> int:
        """Do one statement, and return how many rows it returns."""
        (rows,) = await self._write_all((sql, values))
        return len(rows)

    async def _write_all(self, *statements: Statement, lasting: bool = True) -> list[Rows]:
        """Do statements, all or none, and return their rows; raises StoreUnavailable."""
        return await self._written(self._commits.submit(*statements, lasting=lasting))

    async def _how_many(self, writing: asyncio.Future[list[Rows]]) -> int:
        return sum(map(len, await self._written(writing)))

    async def _written(self, writing: asyncio.Future[list[Rows]]) -> list[Rows]:
        try:
            return await writing
        except sqlite3.OperationalError as error:
            raise StoreUnavailable(f"bot.sqlite3: {error}") from error


async def _migrate(connection: aiosqlite.Connection) -> None:
    """Apply the steps that this database has not seen, each in a transaction of its own."""
    cursor = await connection.execute("PRAGMA user_version")
    row = await cursor.fetchone()
    done = int(row[0]) if row else 0
    if done > len(MIGRATIONS):
        raise StoreDamaged(
            "bot.sqlite3 was made by a newer version of Cuttings; use that version, or move it away."
        )
    for number, step in enumerate(MIGRATIONS[done:], start=done + 1):
        await connection.executescript(f"BEGIN; {step} PRAGMA user_version = {number}; COMMIT;")
