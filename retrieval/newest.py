"""The newest published generation, opened: what questions are answered from."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from retrieval.beside import MANY_ARTICLES
from retrieval.errors import CollectionDamaged
from retrieval.model import OutletSpan
from retrieval.rows import Generation
from retrieval.searcher import Place, spare_the_collector
from retrieval.searching import Searches, SearchesBeside, SearchesHere
from retrieval.store import Store

LOOK_AGAIN = 0.5  # seconds after which a generation that another process published is noticed
LINGER = 60.0  # seconds that a replaced generation is still searched, by questions that began with it
NOT_BUILT = "The collection has no index yet. Run: cuttings reindex"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Opened:
    """One generation, open: what a question is answered from, from its first step to its last."""

    generation: Generation
    searches: Searches
    outlets: tuple[OutletSpan, ...]
    names: tuple[str, ...]
    years: range

    @classmethod
    def of(cls, generation: Generation, searches: Searches, outlets: Sequence[OutletSpan]) -> Opened:
        """Tell the outlets' names, and the years from that of the oldest article to that of the newest."""
        first = [span.first.year for span in outlets if span.first]
        last = [span.last.year for span in outlets if span.last]
        years = range(min(first), max(last) + 1) if first and last else range(0)
        return cls(
            generation, searches, tuple(outlets), tuple(span.outlet for span in outlets if span.outlet), years
        )


class Newest:
    """Opens each generation that is published; those before it are let go of when nobody needs them any more."""

    def __init__(self, store: Store, place: Place, *, beside: bool) -> None:
        """Open generations of `place`, whatever its number; `beside`: large ones in a process of their own."""
        self._store = store
        self._place = place
        self._beside = beside
        self._opened: Opened | None = None
        self._looked = 0.0
        self._opening = asyncio.Lock()
        self._retiring: set[asyncio.Task[None]] = set()

    async def opened(self) -> Opened:
        """Return the newest generation; a running question keeps the one it began with.

        Whether another process published one is looked up once in a while, not for every question. Raises
        CollectionDamaged, also where none was ever published.
        """
        if self._opened and time.monotonic() - self._looked < LOOK_AGAIN:
            return self._opened
        generation = await self._store.published()
        if generation is None:
            raise CollectionDamaged(NOT_BUILT)
        self._looked = time.monotonic()
        if self._opened and (self._opened.generation.number == generation.number or self._opening.locked()):
            return self._opened
        async with self._opening:
            if not self._opened or self._opened.generation.number != generation.number:
                before, self._opened = self._opened, await self._open(generation)
                if before:
                    self._retire(before)
        return self._opened

    def look_again(self) -> None:
        """Look for a new generation with the next question."""
        self._looked = 0.0

    async def close(self) -> None:
        """Let go of all generations."""
        for task in self._retiring:
            task.cancel()
        await asyncio.gather(*self._retiring, return_exceptions=True)
        if self._opened:
            await self._opened.searches.close()

    async def _open(self, generation: Generation) -> Opened:
        place = replace(self._place, generation=generation.number)
        large = self._beside and generation.articles >= MANY_ARTICLES
        searches = await (SearchesBeside if large else SearchesHere).open(place)
        if place.warm:
            spare_the_collector()
        outlets = await self._store.outlets(generation.number)
        _log.info("Answering from generation %d: %d articles", generation.number, generation.articles)
        return Opened.of(generation, searches, outlets)

    def _retire(self, opened: Opened) -> None:
        """Let go of a generation once no question that began with it can still be on its way."""

        async def close_later() -> None:
            try:
                await asyncio.sleep(LINGER)
            finally:
                await opened.searches.close()

        task = asyncio.create_task(close_later())
        self._retiring.add(task)
        task.add_done_callback(self._retiring.discard)
