"""Composing: what is said to a question, as excerpts or as the reason why there are none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.answering.excerpts import excerpt
from retrieval.answering.gate import absent_words
from retrieval.answering.grouping import Group, arrange
from retrieval.answering.ranking import Ranking
from retrieval.answering.worth import Worth
from retrieval.engine import Statistics
from retrieval.model import Excerpt, Outcome, Passage, Silence
from retrieval.query import Query, Reading
from retrieval.question import script_of


@dataclass(frozen=True, slots=True)
class Composed:
    """What is said to a question: excerpts in the order shown, or why there are none."""

    outcome: Outcome
    excerpts: tuple[Excerpt, ...] = ()
    silence: Silence | None = None
    more: bool = False
    later: Passage | None = None


def compose(
    reading: Reading, query: Query, worth: Worth, groups: Sequence[Group], *, limit: int, offset: int
) -> Composed:
    """Turn groups into the excerpts to show, from number `offset` on, at most `limit` of them."""
    shown = arrange(groups, reading.filters.order, several=query.several, limit=limit, offset=offset)
    return Composed(
        "answered",
        tuple(excerpt(query, group.best, group.passage, worth, group.also) for group in shown),
        more=len(groups) > offset + limit,
    )


def silent(reading: Reading, query: Query, statistics: Statistics) -> Composed:
    """Say that nothing was found, and what of the question occurs nowhere."""
    silence = Silence(absent=absent_words(query, statistics), script=script_of(reading.question))
    return Composed("not_found", silence=silence)


def later(items: Ranking, shown: Sequence[Passage]) -> list[int]:
    """Return the places of items of articles that are later than any shown, best first."""
    days = [known.last for passage in shown if (known := passage.article.facts.date)]
    if not days:
        return []
    places: list[int] = np.flatnonzero(items.candidates.days > max(days).toordinal()).tolist()
    return places
