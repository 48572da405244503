"""Where the searches of a generation run: one after the other in a thread, or in a process of their own.

A search is a few milliseconds of Python. In a thread these are taken from the event loop; beside a bot that has
many to answer, a process of its own takes them on another core. Each generation has its own, so that all that
was made for it goes with it.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar, TypeVarTuple

from retrieval.answering import Composed, Search
from retrieval.errors import SearchEnded
from retrieval.indexing import IndexFolder
from retrieval.passages import PassageReader
from retrieval.query import Reading
from retrieval.question import prepare
from retrieval.workforce import end_with_parent, processes

Said = tuple[Composed, str | None]
"""What is said to a question, and the question with its spelling corrected where it was."""

T = TypeVar("T")
Given = TypeVarTuple("Given")
_ATTEMPTS = 3  # for one question: of those under way when a process ends, one may be the cause
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """A generation to search: its database and the folder of its index.

    `refuse` as in the configuration; `warm` prepares all that questions need when it is opened.
    """

    database: Path
    index: Path
    generation: int
    refuse: bool
    warm: bool


class Searcher:
    """An opened generation; for one thread at a time."""

    def __init__(self, place: Place) -> None:
        """Open it; raises CollectionDamaged."""
        self._engine = IndexFolder(place.index).open(place.generation)
        self._passages = PassageReader(place.database, place.generation)
        self._refuse = place.refuse
        if place.warm:
            prepare(self._engine.statistics)

    def search(self, reading: Reading, limit: int, offset: int) -> Said:
        """Answer a question that was read; raises CollectionDamaged."""
        return Search(self._engine, self._passages, reading).run(limit=limit, offset=offset, refuse=self._refuse)

    def close(self) -> None:
        """Let go of the files."""
        self._passages.close()
        self._engine.close()


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
    """Searches in a process of its own, which ends with this one, however this one ends."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._process = processes(1, _begin)

    @classmethod
    async def open(cls, place: Place) -> SearchesBeside:
        """Start the process and open a generation in it; raises CollectionDamaged, SearchEnded."""
        searches = cls(place)
        try:
            await searches._run(_open, place)
        except BaseException:
            await searches.close()
            raise
        return searches

    async def search(self, reading: Reading, limit: int, offset: int) -> Said:
        """Answer a question that was read; raises CollectionDamaged, SearchEnded."""
        return await self._run(_search, self._place, reading, limit, offset)

    async def _run(self, function: Callable[[*Given], T], *given: *Given) -> T:
        """Have the process do something; where it ends meanwhile (killed, out of memory), another one tries."""
        loop = asyncio.get_running_loop()
        for _ in range(_ATTEMPTS):
            process = self._process
            try:
                return await loop.run_in_executor(process, function, *given)
            except BrokenProcessPool:
                _log.exception("The process that searches has ended; another one takes its place")
                if process is self._process:
                    self._process = processes(1, _begin)
        raise SearchEnded("The process that searches was ended again and again; see the log.")

    async def close(self) -> None:
        """Finish the searches under way, and end."""
        await asyncio.to_thread(self._process.shutdown)


def spare_the_collector() -> None:
    """Have Python look for garbage only among what is made from now on.

    There are modules and words by the hundred thousand: to go through them holds up everything for 0.1 s.
    """
    gc.freeze()


def _begin() -> None:
    """Begin the process: it ends when the bot has finished what it was asked, not when all are told to stop."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    end_with_parent()


@lru_cache(maxsize=1)
def _opened(place: Place) -> Searcher:
    """The one generation that a process searches."""
    searcher = Searcher(place)
    spare_the_collector()
    return searcher


def _open(place: Place) -> None:
    _opened(place)


def _search(place: Place, reading: Reading, limit: int, offset: int) -> Said:
    return _opened(place).search(reading, limit, offset)
