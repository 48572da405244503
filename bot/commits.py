"""Writes of many at once to one SQLite database, in one transaction: they share the wait for the disk.

A commit that has to be on the disk takes a millisecond or several, whatever it holds. What is to be written
while one is under way therefore waits for it to end, and then goes into the next one together. And what only has
to outlive this process, not a power cut, is handed to the system, which writes it to the disk when it likes.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Statement = tuple[str, Sequence[object]]  # SQL and the values bound to it
Rows = list[sqlite3.Row]


@dataclass(slots=True, eq=False)
class Job:
    """Statements that are done all or none; `rows` are what each returned.

    `lasting` means on the disk before it is done; else a power cut may undo it, but nothing that lasts.
    """

    statements: tuple[Statement, ...]
    done: asyncio.Future[list[Rows]]
    lasting: bool = True
    rows: list[Rows] = field(default_factory=list)


class GroupConnection(sqlite3.Connection):
    """A connection for `GroupCommit`: its `executemany` does jobs, the SQL being what begins their transaction.

    aiosqlite calls that on the connection's thread. Statement by statement, each would wait for a turn of the
    event loop, and the thread for each next one.
    """

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        """Do all jobs in one transaction; raises sqlite3.Error, and then none is done."""
        jobs = list(parameters)
        self.execute(f"PRAGMA synchronous = {'FULL' if any(job.lasting for job in jobs) else 'NORMAL'}")
        cursor = self.execute(sql)
        try:
            for job in jobs:
                job.rows = [self.execute(text, values).fetchall() for text, values in job.statements]
            self.commit()
        except BaseException:
            self.rollback()
            raise
        return cursor


class GroupCommit:
    """Commits jobs in the order in which they were given, as many at a time as wait."""

    def __init__(self, commit: Callable[[list[Job]], Awaitable[object]]) -> None:
        """`commit` does jobs in one transaction, as a `GroupConnection` without an isolation level can."""
        self._commit_together = commit
        self._waiting: list[Job] = []
        self._task: asyncio.Task[None] | None = None

    def submit(self, *statements: Statement, lasting: bool = True) -> asyncio.Future[list[Rows]]:
        """Have statements done together; the future ends with the rows of each once they are committed.

        They are done whether or not anybody waits for it; it fails with what sqlite3 raises.
        """
        job = Job(statements, asyncio.get_running_loop().create_future(), lasting)
        self._waiting.append(job)
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._commit_waiting(), name="commits")
        return job.done

    async def drain(self) -> None:
        """Wait until all that was given is committed."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    async def _commit_waiting(self) -> None:
        while self._waiting:
            await asyncio.sleep(0)  # who is about to give something, too, gets into the same commit
            jobs, self._waiting = self._waiting, []
            if not await self._commit(jobs) and len(jobs) > 1:
                for job in jobs:  # one of them is at fault, and the others are not to suffer for it
                    await self._commit([job])

    async def _commit(self, jobs: list[Job]) -> bool:
        """Return whether they are committed; only a job by itself is told that it failed."""
        try:
            await self._commit_together(jobs)
        except Exception as error:  # noqa: BLE001  # whatever it is, whoever waits has to hear of it
            for job in jobs if len(jobs) == 1 else ():
                if not job.done.done():
                    job.done.set_exception(error)
            return False
        for job in jobs:
            if not job.done.done():
                job.done.set_result(job.rows)
        return True
