"""What is kept behind the buttons of an answer, so that they work after a restart and after a reindex."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal

from retrieval.model import Answer, Excerpt, Filters

Mode = Literal["answer", "timeline", "latest"]


@dataclass(frozen=True, slots=True)
class KeptExcerpt:
    """An excerpt that was shown: its passage, its number, and which words of the question it had.

    `forms` are those words as the article writes them, `also` the ids of articles with the same words.
    """

    passage: str
    rank: int
    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()

    @classmethod
    def of(cls, excerpt: Excerpt, rank: int) -> KeptExcerpt:
        """Note what of an excerpt its buttons need."""
        why = excerpt.why
        others = tuple(card.id for card in excerpt.also)
        return cls(excerpt.passage.id, rank, why.matched, why.missing, why.added, others, forms_of(excerpt))


@dataclass(frozen=True, slots=True)
class Kept:
    """A question and the page of its answer that is shown.

    `question` is what was written, `searched` what was looked for (a follow-up takes the subject along);
    `filters` stand in place of those that the question names, where not None. `page` is the HTML shown.
    """

    question: str
    searched: str
    mode: Mode = "answer"
    filters: Filters | None = None
    limit: int = 3
    offset: int = 0
    outcome: str = "answered"
    excerpts: tuple[KeptExcerpt, ...] = ()
    more: bool = False
    limited: bool = False
    suggestion: str | None = None
    newer: str | None = None
    page: str = ""

    def turned(self, answer: Answer, offset: int) -> Kept:
        """Return this with another page of the answer; what was shown before stays within reach."""
        fresh = tuple(KeptExcerpt.of(excerpt, offset + n) for n, excerpt in enumerate(answer.excerpts, 1))
        ranks = {item.rank for item in fresh}
        earlier = tuple(item for item in self.excerpts if item.rank not in ranks)
        return replace(
            self,
            offset=offset,
            outcome=answer.outcome,
            excerpts=(*earlier, *fresh),
            more=answer.more,
            limited=answer.filters.restrict_articles or answer.outcome == "out_of_range",
            suggestion=answer.suggestion,
        )

    def excerpt(self, rank: int) -> KeptExcerpt | None:
        """Return the excerpt of that number, or None."""
        return next((item for item in self.excerpts if item.rank == rank), None)

    @property
    def shown(self) -> tuple[KeptExcerpt, ...]:
        """The excerpts of the page that is shown."""
        return tuple(x for x in self.excerpts if self.offset < x.rank <= self.offset + self.limit)

    def to_json(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        excerpts = [_shallow(item) for item in self.excerpts]
        return {**_shallow(self), "filters": filters_to_json(self.filters), "excerpts": excerpts}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Kept:
        """Read what `to_json` wrote."""
        excerpts = tuple(KeptExcerpt(**{k: _tuple(v) for k, v in item.items()}) for item in stored["excerpts"])
        return cls(**{**stored, "filters": filters_from_json(stored["filters"]), "excerpts": excerpts})


def forms_of(excerpt: Excerpt) -> tuple[str, ...]:
    """Return the words that matched as the article writes them, each once."""
    return tuple(dict.fromkeys(excerpt.text[start:end] for start, end in excerpt.matches))


def filters_to_json(filters: Filters | None) -> dict[str, Any] | None:
    """Return filters as JSON can hold them."""
    if filters is None:
        return None
    days = {name: day.isoformat() if (day := getattr(filters, name)) else None for name in ("since", "until")}
    return {**_shallow(filters), **days}


def filters_from_json(stored: Mapping[str, Any] | None) -> Filters | None:
    """Read what `filters_to_json` wrote."""
    if stored is None:
        return None
    days = {name: date.fromisoformat(stored[name]) if stored[name] else None for name in ("since", "until")}
    return Filters(**{**{key: _tuple(value) for key, value in stored.items()}, **days})


def _shallow(item: Kept | KeptExcerpt | Filters) -> dict[str, Any]:
    """The fields by their names; `asdict` would also copy whatever they hold, which is most of its work."""
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _tuple(value: object) -> Any:
    return tuple(value) if isinstance(value, list) else value
