"""The gate: whether the best passage says enough of what was asked to be quoted, or silence is more honest.

It looks at evidence, not at the raw score. Per unit of what was asked the score tells how well the passage fits;
the share of the question, names and numbers first, that its article holds tells whether it is the right story;
and the more passages there are, the likelier a fit by mere chance, so that the evidence asked for grows with
ln N, as idf does. How the constants were found: docs/retrieval.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from retrieval.answering.ranking import Ranking
from retrieval.answering.worth import Worth
from retrieval.engine import Statistics
from retrieval.query import Query

ENOUGH = 0.095
"""Evidence, per ln N, from which on passages are quoted."""

NAME_WEIGHT = 2.0
"""How much more a name or a number of the question weighs than another word of the same idf."""

OUT_OF_REACH_WEIGHT = 2.0
"""How much more a word weighs that the collection has, but nothing that the filters leave."""

LENGTH_CREDIT = 0.01
"""Evidence for each unit of idf that was asked: much of a long question seldom stands in one story by chance."""

NUMBERLESS = 0.5
"""What is left of the score where a number was asked for and the passage has none."""

NO_FIT = ("names", "asked", "voice")
"""Parts of the score that tell passages apart, not how well one fits: names count in the story's share."""

_FEWEST_PASSAGES = 30  # N of smaller collections; ln N would soon be nothing there


def enough(query: Query, worth: Worth, ranked: Ranking, statistics: Statistics, place: int = 0) -> bool:
    """Whether a passage, if none is named the best, and its article hold enough of the question to be quoted."""
    return place < len(ranked) and evidence(query, worth, ranked, statistics, place) >= ENOUGH


def evidence(query: Query, worth: Worth, ranked: Ranking, statistics: Statistics, place: int = 0) -> float:
    """Return the evidence of a passage, from 0 to about 0.4 for one that has all of the question."""
    item = ranked[place]
    telling = _with_names_first(query, worth, ranked, statistics)
    parts = item.parts
    fit = (item.score - sum(parts[name] for name in NO_FIT)) / worth.whole
    if "number" in query.wants and not parts.get("number"):
        fit *= NUMBERLESS
    story = telling.sum(item.everywhere) / telling.whole
    return (fit + LENGTH_CREDIT * worth.whole) * story / math.log(max(statistics.passages, _FEWEST_PASSAGES))


def on_the_same(query: Query, worth: Worth, ranked: Ranking, places: Iterable[int]) -> int | None:
    """Return the first of the places whose article has every name of the question that the best passage's has."""
    named, best = query.names, ranked[0].everywhere
    words = [terms.keys() for terms in worth.words.values() if named & terms.keys() and best & terms.keys()]
    for place in places:
        other = ranked[place].everywhere
        if all(terms & other for terms in words):
            return place
    return None


def absent_words(query: Query, statistics: Statistics) -> tuple[str, ...]:
    """Return the question's words, as written, that occur nowhere, nor any other form of them."""
    found = {item.word for item in query.forms.terms if statistics.document_frequency(item.term)}
    words = (item.word for item in query.terms if item.origin == "question" and item.word not in found)
    return tuple(dict.fromkeys(words))


def _with_names_first(query: Query, worth: Worth, ranked: Ranking, statistics: Statistics) -> Worth:
    reached = ranked.reached()
    forms = {item.term for item in query.forms.terms}

    def factor(terms: Mapping[str, float]) -> float:
        name = NAME_WEIGHT if query.names & terms.keys() else 1.0
        held = any(map(statistics.document_frequency, terms.keys() & forms))
        out_of_reach = held and not reached & terms.keys()
        return name * (OUT_OF_REACH_WEIGHT if out_of_reach else 1.0)

    return worth.scaled(factor)
