"""The way of a question that has something to search for: query, candidates, ranking and gate, texts, excerpts.

What is pure stands beside this; here engine and texts are asked in turn, and texts are read only of what may be
shown. All of it runs in one thread, which `retrieval.searching` provides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from retrieval.answering.choosing import CANDIDATES, fitting, reads_every_text, worthy
from retrieval.answering.composing import Composed, compose, later, silent
from retrieval.answering.gate import enough, on_the_same
from retrieval.answering.grouping import Group, likely_copies, merged, reach
from retrieval.answering.ranking import Ranking
from retrieval.answering.worth import Worth
from retrieval.engine import Engine
from retrieval.model import Passage
from retrieval.query import Query, Reading
from retrieval.question import make_query

_LOOKED_AT = 10  # passages of later articles, the best

ReadPassages = Callable[[Sequence[str]], Mapping[str, Passage]]
"""Gives the passages of some ids, by id; those that are no longer held are left out."""


class Search:
    """One question put to one generation; `run` gives what is said to it."""

    def __init__(self, engine: Engine, passages: ReadPassages, reading: Reading) -> None:
        self._engine, self._read_passages, self._reading = engine, passages, reading
        self._passages: dict[str, Passage] = {}

    def run(self, *, limit: int, offset: int, refuse: bool) -> tuple[Composed, str | None]:
        """Return what is said, with at most `limit` excerpts from number `offset` on, and a corrected question.

        `refuse` false quotes the nearest passages even where the gate would rather say nothing.
        """
        statistics = self._engine.statistics
        query, suggestion = make_query(self._reading, statistics)
        worth = Worth.of(query, statistics)
        most = max(CANDIDATES, 2 * (offset + limit))
        candidates = self._engine.search(query, self._reading.filters, most)
        if reads_every_text(query):
            self._read(candidates.ids)
        fit = fitting(self._reading, query, candidates, self._passages)
        items = worthy(query, worth, fit, self._passages, statistics, refuse=refuse)
        groups = self._groups(query, items, limit + offset)
        if not groups:
            return silent(self._reading, query, statistics), suggestion
        composed = compose(self._reading, query, worth, groups, limit=limit, offset=offset)
        return replace(composed, later=self._later(query, worth, items, composed)), suggestion

    def _later(self, query: Query, worth: Worth, items: Ranking, composed: Composed) -> Passage | None:
        """Read the passage to tell of beside the excerpts: on the same people, and enough to answer by itself.

        Where the newest come first, there is none.
        """
        if self._reading.filters.order == "newest":
            return None
        places = later(items, [excerpt.passage for excerpt in composed.excerpts])
        found = on_the_same(query, worth, items, places[:_LOOKED_AT])
        if found is None or not enough(query, worth, items, self._engine.statistics, found):
            return None
        identity = items[found].passage_id
        self._read([identity])
        return self._passages.get(identity)

    def _groups(self, query: Query, items: Ranking, most: int) -> list[Group]:
        """Read the best, and what may be copies of them; more of them, until `most` excerpts can be shown."""
        reading = reach(self._reading, query, items, most)
        while True:
            best, maybe_copies = items[:reading], likely_copies(items, reading)
            self._read(item.passage_id for item in (*best, *maybe_copies))
            groups = merged(best, self._passages, maybe_copies)
            if len(groups) > most or reading >= len(items):
                return groups
            reading *= 2

    def _read(self, ids: Iterable[str]) -> None:
        wanted = [identity for identity in ids if identity not in self._passages]
        if wanted:
            self._passages.update(self._read_passages(wanted))
