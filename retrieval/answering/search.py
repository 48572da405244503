"""The way of a question that has something to search for: query, candidates, ranking and gate, texts, excerpts.

What is pure stands beside this; here engine and store are asked in turn, and texts are read only of what may be
shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from retrieval.answering.choosing import CANDIDATES, fitting, reads_every_text, worthy
from retrieval.answering.composing import Composed, compose, later, silent
from retrieval.answering.grouping import Group, likely_copies, merged, reach
from retrieval.answering.ranking import Ranked
from retrieval.engine import Candidate, Engine
from retrieval.model import Passage
from retrieval.query import Query, Reading
from retrieval.question import make_query
from retrieval.store import Store

_FEW = 20  # texts whose analysis is too short to leave the event loop for


class Search:
    """One question put to one generation; `run` gives what is said to it."""

    def __init__(self, engine: Engine, store: Store, generation: int, reading: Reading) -> None:
        self._engine, self._store = engine, store
        self._generation, self._reading = generation, reading
        self._passages: dict[str, Passage] = {}

    async def run(self, *, limit: int, offset: int, refuse: bool) -> tuple[Composed, str | None]:
        """Return what is said, with at most `limit` excerpts from number `offset` on, and a corrected question.

        `refuse` false quotes the nearest passages even where the gate would rather say nothing.
        """
        statistics = self._engine.statistics
        query, suggestion = await asyncio.to_thread(make_query, self._reading, statistics)
        most = max(CANDIDATES, 2 * (offset + limit))
        candidates: Sequence[Candidate] = await self._engine.search(query, self._reading.filters, most)
        if reads_every_text(query):
            await self._read(candidates)
            items = await asyncio.to_thread(self._worthy, query, candidates, refuse=refuse)
        else:
            items = self._worthy(query, candidates, refuse=refuse)
        groups = await self._groups(query, items, limit + offset)
        if not groups:
            return silent(self._reading, query, statistics), suggestion
        composed = compose(self._reading, query, groups, statistics, limit=limit, offset=offset)
        return replace(composed, later=await self._later(items, composed)), suggestion

    def _worthy(self, query: Query, candidates: Sequence[Candidate], *, refuse: bool) -> list[Ranked]:
        fit = fitting(self._reading, query, candidates, self._passages)
        return worthy(query, fit, self._passages, self._engine.statistics, refuse=refuse)

    async def _later(self, items: Sequence[Ranked], composed: Composed) -> Passage | None:
        """Read the passage to tell of beside the excerpts; where the newest come first, there is none."""
        newest_first = self._reading.filters.order == "newest"
        found = None if newest_first else later(items, [excerpt.passage for excerpt in composed.excerpts])
        if found is None:
            return None
        await self._read([found.candidate])
        return self._passages.get(found.candidate.passage_id)

    async def _groups(self, query: Query, items: Sequence[Ranked], most: int) -> list[Group]:
        """Read the best, and what may be copies of them; more of them, until `most` excerpts can be shown."""
        reading = reach(self._reading, query, items, most)
        while True:
            best, maybe_copies = items[:reading], likely_copies(items, reading)
            await self._read(item.candidate for item in (*best, *maybe_copies))
            many = len(best) + len(maybe_copies) > _FEW
            groups = (
                await asyncio.to_thread(merged, best, self._passages, maybe_copies)
                if many
                else merged(best, self._passages, maybe_copies)
            )
            if len(groups) > most or reading >= len(items):
                return groups
            reading *= 2

    async def _read(self, candidates: Iterable[Candidate]) -> None:
        wanted = [one.passage_id for one in candidates if one.passage_id not in self._passages]
        self._passages |= await self._store.passages(self._generation, wanted)
