"""Grouping: copies of the same words are shown once, and groups stand in the order asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import numpy as np

from retrieval.analysis import stems
from retrieval.answering.ranking import Ranked, Ranking
from retrieval.model import ArticleCard, Order, Passage
from retrieval.query import Query, Reading

ON_SUBJECT = 0.6
"""Share of the best score from which on a passage may be shown first for its date."""

SAME_ARTICLE_AGAIN = 0.7
"""What each further passage of one article still counts where several voices are asked for."""

SAME_WORDS = 0.8
"""Share of the shorter paragraph's runs of words that the longer one holds, from which on they are copies."""

_SUSPECT = 0.5  # share of the shorter's plain words from which on their runs are compared
_RUN = 3  # terms side by side, which is about five words
_ALIKE = 0.1  # of its BM25: so much may a copy differ, being shorter or longer by a fifth
_SPARE = 2  # passages read beyond those asked for: one may be a copy, and one tells whether there are more


def reach(reading: Reading, query: Query, items: Ranking, most: int) -> int:
    """Tell how many of the best have to be read for `most` excerpts: all, where more than their rank decides."""
    return len(items) if query.several or reading.filters.order != "relevance" else most + _SPARE


def likely_copies(items: Ranking, read: int) -> list[Ranked]:
    """Of the items beyond the first `read`, those that may be copies of one of these.

    A copy has the same words of the question and, its length being about the same, about the same BM25.
    """
    bm25 = items.parts.get("paragraph", np.zeros(len(items)))
    holds = [column.tobytes() for column in np.ascontiguousarray(items.candidates.found["paragraph"].T)]
    known: dict[bytes, list[float]] = {}
    for place in range(min(read, len(items))):
        known.setdefault(holds[place], []).append(float(bm25[place]))
    return [
        items[place]
        for place in range(read, len(items))
        if any(abs(bm25[place] - like) <= _ALIKE * like for like in known.get(holds[place], ()))
    ]


@dataclass
class Group:
    """A passage with the articles that carry the same words."""

    best: Ranked
    passage: Passage
    also: list[ArticleCard] = field(default_factory=list)

    @cached_property
    def words(self) -> frozenset[str]:
        """What of its text stands between blanks: enough to tell most passages apart, and quickly found."""
        return frozenset(self.passage.text.casefold().split())

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """The runs of terms that stand side by side in it."""
        terms = stems(self.passage.text)
        return frozenset(zip(*(terms[at:] for at in range(_RUN)), strict=False)) or frozenset([terms])

    @property
    def article(self) -> ArticleCard:
        """The article of the passage that is shown."""
        return self.passage.article

    def add(self, article: ArticleCard) -> None:
        """Note an article that carries the same words, once, and not the one that is shown."""
        if article.id not in {card.id for card in (self.article, *self.also)}:
            self.also.append(article)


def merged(
    ranked: Sequence[Ranked], passages: Mapping[str, Passage], maybe_copies: Sequence[Ranked] = ()
) -> list[Group]:
    """Group copies of the same words under the best ranked of them; what is not among the passages is left out.

    Of `maybe_copies` those that are copies are noted, and no others.
    """
    groups: list[Group] = []
    for place, item in enumerate((*ranked, *maybe_copies)):
        passage = passages.get(item.passage_id)
        if passage is None:
            continue
        group = Group(item, passage)
        twin = next((other for other in groups if _near(group, other) and _same(group.runs, other.runs)), None)
        if twin is not None:
            twin.add(passage.article)
        elif place < len(ranked):
            groups.append(group)
    return groups


def _near(one: Group, other: Group) -> bool:
    return len(one.words & other.words) >= _SUSPECT * min(len(one.words), len(other.words))


def _same(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) >= SAME_WORDS * min(len(one), len(other))


def arrange(groups: Sequence[Group], order: Order, *, several: bool, limit: int, offset: int) -> list[Group]:
    """Return at most `limit` groups from number `offset` on, in the order asked for.

    By date, those truly on the subject come first, newest or oldest, and the rest after them by relevance;
    undated ones stand last among the dated. Where several voices are asked for, articles take turns: by date,
    each gives its best passage before any gives its second, so that a timeline does not stay in its first week,
    and what is returned at once stands by date among itself, of whichever turns it is.
    """
    spread = _spread(groups) if several else list(groups)
    if order == "relevance" or not spread:
        return spread[offset : offset + limit]
    least = ON_SUBJECT * max(group.best.score for group in spread)
    near = [group for group in spread if group.best.score >= least]
    far = [group for group in spread if group.best.score < least]
    turns = _rounds(near) if several else [near]
    by_turns = [group for turn in turns for group in _by_date(turn, newest=order == "newest")]
    shown, dated = (by_turns + far)[offset : offset + limit], max(0, len(near) - offset)
    return _by_date(shown[:dated], newest=order == "newest") + shown[dated:]


def _rounds(groups: Sequence[Group]) -> list[list[Group]]:
    """Part groups into first passages of their articles, second ones, and so on."""
    shown: Counter[str] = Counter()
    rounds: dict[int, list[Group]] = {}
    for group in groups:
        rounds.setdefault(shown[group.article.id], []).append(group)
        shown[group.article.id] += 1
    return list(rounds.values())


def _by_date(groups: Sequence[Group], *, newest: bool) -> list[Group]:
    dated = [(day, group) for group in groups if (day := _day(group, newest=newest))]
    undated = [group for group in groups if _day(group, newest=newest) is None]
    return [group for _, group in sorted(dated, key=lambda pair: pair[0], reverse=newest)] + undated


def _day(group: Group, *, newest: bool) -> date | None:
    known = group.article.facts.date
    if known is None:
        return None
    return known.last if newest else known.first


def _spread(groups: Sequence[Group]) -> list[Group]:
    """Order by score, where each further passage of an article counts less than the one before it."""
    shown: dict[str, int] = {}
    weighed = []
    for group in groups:
        again = shown.get(group.article.id, 0)
        shown[group.article.id] = again + 1
        weighed.append((group.best.score * SAME_ARTICLE_AGAIN**again, group))
    return [group for _, group in sorted(weighed, key=lambda pair: -pair[0])]
