"""Where the searches of a generation run: one after the other in a thread, or in a process of their own.

A search is a few milliseconds of Python. In a thread these are taken from the event loop; beside a bot that has
many to answer, a process of its own takes them on another core. Each generation has its own, so that all that
was made for it goes with it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from concurrent.futures import Executor, ThreadPoolExecutor
from typing import Protocol

from retrieval.errors import SearchEnded
from retrieval.query import Reading
from retrieval.searcher import Place, Said, Searcher
from retrieval.searchprocess import ProcessEnded, Question, SearchProcess

_ATTEMPTS = 3  # for one question: of those under way when a process ends, one may be the cause
_log = logging.getLogger(__name__)


class Searches(Protocol):
    """The searches of one generation."""

    async def search(self, reading: Reading, limit: int, offset: int) -> Said:
        """Answer a question that was read; raises CollectionDamaged, or SearchEnded where nobody searches now."""

    async def close(self) -> None:
        """Finish the searches under way, and end."""


class SearchesHere:
    """Searches in a thread of this process."""

    def __init__(self, searcher: Searcher, thread: Executor) -> None:
        self._searcher, self._thread = searcher, thread

    @classmethod
    async def open(cls, place: Place) -> SearchesHere:
        """Open a generation; raises CollectionDamaged."""
        thread = ThreadPoolExecutor(1, thread_name_prefix="search")
        loop = asyncio.get_running_loop()
        searcher = await loop.run_in_executor(thread, Searcher, place)
        return cls(searcher, thread)

    async def search(self, reading: Reading, limit: int, offset: int) -> Said:
        """Answer a question that was read; raises CollectionDamaged."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._searcher.search, reading, limit, offset)

    async def close(self) -> None:
        """Finish the searches under way, and end."""
        await asyncio.to_thread(self._thread.shutdown)
        self._searcher.close()


class SearchesBeside:
    """Searches in a process of its own; where that is ended (out of memory, by hand), another takes its place."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._process: SearchProcess | None = None
        self._starting = asyncio.Lock()

    @classmethod
    async def open(cls, place: Place) -> SearchesBeside:
        """Start the process and open a generation in it; raises CollectionDamaged, SearchEnded."""
        searches = cls(place)
        try:
            await searches._running()
        except ProcessEnded:
            raise SearchEnded("The process that searches ended before it began; see the log.") from None
        return searches

    async def search(self, reading: Reading, limit: int, offset: int) -> Said:
        """Answer a question that was read; raises CollectionDamaged, SearchEnded."""
        for _ in range(_ATTEMPTS):
            with contextlib.suppress(ProcessEnded):
                process = await self._running()
                return await process.ask(Question(reading, limit, offset))
        raise SearchEnded("The process that searches was ended again and again; see the log.")

    async def _running(self) -> SearchProcess:
        """Return the process, started where there is none (any more)."""
        async with self._starting:
            if self._process is None or self._process.ended:
                if self._process is not None:
                    _log.error("Process %d has ended; another one takes its place", self._process.number)
                self._process = await SearchProcess.start(self._place)
                _log.info("Process %d searches generation %d", self._process.number, self._place.generation)
            return self._process

    async def close(self) -> None:
        """Finish the searches under way, and end."""
        if self._process is not None:
            await self._process.close()
