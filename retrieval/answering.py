"""Composing an answer: rank, gate, order, spread, merge copies, cut; pure functions without I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from retrieval.analysis import tokenize
from retrieval.engine import Candidate, Statistics
from retrieval.excerpts import excerpt
from retrieval.gate import absent_words, judge
from retrieval.model import ArticleCard, Excerpt, Order, Outcome, Passage, Silence
from retrieval.query import Query, Reading
from retrieval.question import other_language
from retrieval.ranking import Ranked, Worth, rank

CANDIDATES = 200
"""How many candidates to ask the engine for."""

ON_SUBJECT = 0.6
"""Share of the best score from which on a passage may be shown first for its date."""

WORTH_SHOWING = 0.35
"""Share of the best score below which a passage is not shown at all."""

SAME_ARTICLE_AGAIN = 0.7
"""What each further passage of one article still counts where several voices are asked for."""

SAME_WORDS = 0.8
"""Share of the shorter paragraph's runs of words that the longer one holds, from which on they are copies."""

_RUN = 3  # terms side by side, which is about five words


@dataclass(frozen=True, slots=True)
class Composed:
    """What is said to a question: excerpts in the order shown, or why there are none."""

    outcome: Outcome
    excerpts: tuple[Excerpt, ...] = ()
    silence: Silence | None = None
    more: bool = False


def compose(
    reading: Reading,
    query: Query,
    candidates: Sequence[Candidate],
    passages: Mapping[str, Passage],
    statistics: Statistics,
    *,
    limit: int,
    offset: int = 0,
    refuse: bool = True,
) -> Composed:
    """Turn candidates into the excerpts to show, from number `offset` on, at most `limit` of them.

    `refuse` false quotes the nearest passages even where the gate would rather say nothing.
    """
    ranked = rank(_to_the_letter(reading, query), candidates, passages, statistics)
    if not ranked or (refuse and not judge(query, ranked, statistics).passed):
        return Composed("not_found", silence=_silence(reading, query, statistics))
    worthy = [item for item in ranked if item.matched and item.score >= WORTH_SHOWING * ranked[0].score]
    groups = arrange(merged(worthy), reading.filters.order, several=query.several)
    worth = Worth.of(query, statistics)
    shown = groups[offset : offset + limit]
    return Composed(
        "answered",
        tuple(excerpt(query, group.best, worth, group.also) for group in shown),
        more=len(groups) > offset + limit,
    )


def _to_the_letter(reading: Reading, query: Query) -> Query:
    """The query with its phrases as they were quoted: the index knows no stop words, an exact phrase has them."""
    phrases = (tuple(token.term for token in tokenize(phrase)) for phrase in reading.filters.phrases)
    return replace(query, phrases=tuple(filter(None, phrases)))


def _silence(reading: Reading, query: Query, statistics: Statistics) -> Silence:
    return Silence(absent=absent_words(query, statistics), other_language=other_language(reading.question))


# ---------------------------------------------------------------------- copies


@dataclass(slots=True)
class Group:
    """A passage with the articles that carry the same words."""

    best: Ranked
    runs: frozenset[tuple[str, ...]]
    also: list[ArticleCard] = field(default_factory=list)

    @property
    def article(self) -> ArticleCard:
        """The article of the passage that is shown."""
        return self.best.passage.article

    def add(self, article: ArticleCard) -> None:
        """Note an article that carries the same words, once, and not the one that is shown."""
        if article.id not in {card.id for card in (self.article, *self.also)}:
            self.also.append(article)


def merged(ranked: Sequence[Ranked]) -> list[Group]:
    """Group copies of the same words under the best ranked of them."""
    groups: list[Group] = []
    holding: dict[tuple[str, ...], list[int]] = {}
    for item in ranked:
        runs = _runs(item)
        shared = Counter(number for run in runs for number in holding.get(run, ()))
        twin = next((n for n, count in sorted(shared.items()) if _same(count, groups[n].runs, runs)), None)
        if twin is None:
            for run in runs:
                holding.setdefault(run, []).append(len(groups))
            groups.append(Group(item, runs))
        else:
            groups[twin].add(item.passage.article)
    return groups


def _runs(item: Ranked) -> frozenset[tuple[str, ...]]:
    terms = item.terms
    return frozenset(terms[at : at + _RUN] for at in range(max(1, len(terms) - _RUN + 1)))


def _same(shared: int, one: Collection[tuple[str, ...]], other: Collection[tuple[str, ...]]) -> bool:
    return shared >= SAME_WORDS * min(len(one), len(other))


# ----------------------------------------------------------------------- order


def arrange(groups: Sequence[Group], order: Order, *, several: bool) -> list[Group]:
    """Put groups in the order asked for.

    By date, those truly on the subject come first, newest or oldest, and the rest after them by relevance;
    undated ones stand last among the dated. Where several voices are asked for, articles take turns.
    """
    spread = _spread(groups) if several else list(groups)
    if order == "relevance" or not spread:
        return spread
    limit = ON_SUBJECT * max(group.best.score for group in spread)
    near = [group for group in spread if group.best.score >= limit]
    far = [group for group in spread if group.best.score < limit]
    return _by_date(near, newest=order == "newest") + far


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
