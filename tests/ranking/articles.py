"""A small made-up collection held in memory: real analysis, real index, real composition; no store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from retrieval.analysis import stems, words
from retrieval.answering import Composed, Search
from retrieval.index import ArticleTokens, EmbeddedEngine, PassageTokens, write_generation
from retrieval.model import ArticleCard, Facts, Kind, PartialDate, Passage
from retrieval.question import read_question

TODAY = date(2034, 1, 1)


@dataclass(frozen=True)
class Told:
    """One made-up article: outlet, ISO date or None, title, paragraphs."""

    outlet: str
    date: str | None
    title: str
    paragraphs: tuple[str, ...]
    speakers: tuple[str | None, ...] = ()
    kind: Kind = "original"


class Shelf:
    """An index of made-up articles that can be asked without a database."""

    def __init__(self, folder: Path, articles: Sequence[Told]) -> None:
        self.held: dict[str, Passage] = {}
        self._outlets = tuple(dict.fromkeys(article.outlet for article in articles))
        write_generation(folder, 1, [self._tokens(n, told) for n, told in enumerate(articles)], (), None)
        self.engine = EmbeddedEngine.open(folder, 1)

    def _tokens(self, number: int, told: Told) -> ArticleTokens:
        day = PartialDate.from_iso(told.date) if told.date else None
        facts = Facts(
            outlet=told.outlet, date=day, date_basis="printed" if day else None, title=told.title, kind=told.kind
        )
        card = ArticleCard(f"a{number}", facts, f"{number}.txt", len(told.paragraphs))
        speakers = told.speakers or (None,) * len(told.paragraphs)
        tokens = []
        for position, (text, speaker) in enumerate(zip(told.paragraphs, speakers, strict=True), 1):
            passage = Passage(f"a{number}p{position}", card, position, text, speaker)
            self.held[passage.id] = passage
            fields = {"paragraph": stems(text), "speaker": stems(speaker or "")}
            tokens.append(PassageTokens(passage.id, fields, words(text)))
        first, last = (day.first, day.last) if day else (None, None)
        return ArticleTokens(number, told.outlet, first, last, {"title": stems(told.title)}, tuple(tokens))

    def answer(
        self, question: str, *, limit: int = 3, offset: int = 0, refuse: bool = True
    ) -> tuple[Composed, str | None]:
        """Ask a question through engine, ranking, gate and excerpts."""
        reading = read_question(question, self._outlets, TODAY)
        search = Search(self.engine, self._passages, reading)
        return search.run(limit=limit, offset=offset, refuse=refuse)

    def _passages(self, ids: Sequence[str]) -> Mapping[str, Passage]:
        """What the store would give: the passages that are still held."""
        return {key: self.held[key] for key in ids if key in self.held}

    def ask(self, question: str, *, limit: int = 3, offset: int = 0, refuse: bool = True) -> Composed:
        """What is said to a question."""
        return self.answer(question, limit=limit, offset=offset, refuse=refuse)[0]

    def places(self, question: str, **options: int) -> list[str]:
        """The ids of the passages shown for a question."""
        return [excerpt.passage.id for excerpt in self.ask(question, **options).excerpts]
