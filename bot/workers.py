"""Takes rows from the inbox and has each handled: in order within a chat, several chats at once.

A row is done when its reply was sent, or when it is decided that none is owed. One that cannot be read is put
aside, one that could not be answered fails; both with their reason, and in the log. What is in work when the
process stops is finished, or handed back and taken up again at the next start.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import TypeVar

from bot.rows import InboxRow, Incoming
from bot.store import SUSPECT, Store, StoreUnavailable
from bot.work import Work, begin_work

logger = logging.getLogger(__name__)

T = TypeVar("T")
Handle = Callable[[Work, object], Awaitable[None]]
AT_ONCE = 64  # chats; most of the time they wait for Telegram, not for us
_DATABASE_PAUSE = 0.5  # seconds
MOST_ATTEMPTS = 20  # a row that was in work whenever the process died so often is what kills it


class Unparsable(Exception):
    """The update is not what the framework can read."""


class Workers:
    """Hands rows to `handle`, which gets the work and the update's JSON and may raise Unparsable."""

    def __init__(self, store: Store, handle: Handle, *, at_once: int = AT_ONCE, grace: float = 10.0) -> None:
        self._store = store
        self._handle = handle
        self._at_once = at_once
        self._rung = asyncio.Event()
        self._left = False  # whether rows wait for a lane or a place that becomes free
        self._grace = grace
        self._tasks: dict[asyncio.Task[None], int] = {}
        self._suspects = asyncio.Lock()
        self._beside: dict[asyncio.Task[None], int] = {}

    async def take_in(self, updates: Iterable[Incoming]) -> None:
        """Have updates worked on; when this returns, they are on the disk. Raises StoreUnavailable."""
        taking_in = self._store.take_in(updates)
        self.ring()  # already now: so they are taken up in the same commit
        await taking_in

    def ring(self) -> None:
        """Tell that there may be something to do."""
        self._rung.set()

    async def run(self) -> None:
        """Work until cancelled; then finish what is in work, or hand it back once the grace is over."""
        await self._store.recover()
        self.ring()
        try:
            while True:
                for row in await self._next():
                    task = asyncio.create_task(self._work(row), name=f"update {row.update_id}")
                    self._tasks[task] = row.update_id
                    task.add_done_callback(self._finished)
        finally:
            await self._stop()

    async def settled(self) -> None:
        """Wait until nothing is in work (for tests and for stopping)."""
        while self._tasks or self._beside:
            await asyncio.wait([*self._tasks, *self._beside])

    async def _next(self) -> list[InboxRow]:
        """Wait until there is something to do and a place to do it in."""
        while True:
            await self._rung.wait()
            self._rung.clear()
            places = self._at_once - len(self._tasks)
            self._left = not places
            if not places:
                continue
            claim = await self._surely(partial(self._store.claim, places))
            self._left = claim.left
            if claim.rows:
                if claim.left:  # one claim does not look at all that waits
                    self.ring()
                return claim.rows

    async def _surely(self, action: Callable[[], Awaitable[T]]) -> T:
        """Do something with the database, as soon as it can be done: on a full disk, that may take a while."""
        while True:
            try:
                return await action()
            except StoreUnavailable as error:
                logger.error("the database cannot be used (%s); trying again in %.1f s", error, _DATABASE_PAUSE)
                await asyncio.sleep(_DATABASE_PAUSE)

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        if self._left:
            self.ring()
        if not task.cancelled() and (error := task.exception()):
            logger.error("working on an update failed", exc_info=error)

    async def _stop(self) -> None:
        tasks = {**self._tasks, **self._beside}
        if tasks:
            logger.info("updates in work, to be finished: %d", len(tasks))
            _, pending = await asyncio.wait(tasks, timeout=self._grace)
            for task in pending:
                task.cancel()
            await asyncio.gather(*pending, return_exceptions=True)
            for task in pending:
                await self._store.hand_back(tasks[task])
        await self._store.hand_back()

    async def _work(self, row: InboxRow) -> None:
        work = begin_work(row)
        try:
            await self._handle_counted(work)
        except Unparsable as error:
            logger.error("update %d cannot be read and is put aside: %s", row.update_id, error)
            await self._close(row.update_id, "aside", str(error))
            return
        except Exception as error:  # whatever it was, the row's lane has to become free again
            logger.exception("update %d failed", row.update_id)
            work.fail(repr(error))
        if work.beside is None:
            await self._settle(work)
            return
        await self._surely(lambda: self._store.set_apart(row.update_id))
        rest = asyncio.create_task(self._settle_beside(work, work.beside))
        self._beside[rest] = row.update_id
        rest.add_done_callback(lambda task: self._beside.pop(task, None))

    async def _handle_counted(self, work: Work) -> None:
        """Handle a row; one that was begun often by itself, and its attempt counts only when its turn has come.

        Of the rows in work when a process dies, one may be the cause, and the others were only near.
        """
        row = work.row
        if row.attempts < SUSPECT:
            await self._handle(work, json.loads(row.payload))
            return
        async with self._suspects:
            await self._surely(lambda: self._store.begin(row.update_id))
            await self._handle(work, json.loads(row.payload))

    async def _settle_beside(self, work: Work, task: asyncio.Task[None]) -> None:
        try:
            await task
        except Exception as error:
            logger.exception("update %d failed", work.row.update_id)
            work.fail(repr(error))
        await self._settle(work)

    async def _settle(self, work: Work) -> None:
        number = work.row.update_id
        if work.again:
            await asyncio.sleep(_DATABASE_PAUSE)
            await self._surely(lambda: self._store.hand_back(number))
            self.ring()
        elif work.kept_for_later:
            # It stays in work, and with it its lane, until the next start.
            logger.error("update %d waits for the next start: %s", number, work.failure)
        elif work.failure is None:
            await self._close(number, "done", work.outcome or "nothing owed")
        else:
            logger.error("update %d was not answered: %s", number, work.failure)
            await self._close(number, "failed", work.failure)

    async def _close(self, number: int, state: str, outcome: str) -> None:
        await self._surely(lambda: self._store.settle(number, state, outcome))
