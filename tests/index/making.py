"""Small collections and questions for property tests."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import compress

from hypothesis import strategies as st

from retrieval.engine import Candidates
from retrieval.index import ArticleTokens, FieldParameters, Parameters, PassageTokens
from retrieval.model import Filters
from retrieval.query import Query, QueryTerm

TERMS = ["harbour", "ferry", "storm", "bridge", "vote", "mayor", "ünïcode", "порт", "x" * 40, "1200"]
OUTLETS = [None, "The Alder Courier", "Radio Quayside", "ALDER Gazette"]
FIRST = date(2031, 1, 1)

PARAMETERS: Parameters = {
    "paragraph": FieldParameters(k1=0.6, b=0.4, weight=1.0),
    "speaker": FieldParameters(k1=0.6, b=0.4, weight=0.5),
    "article": FieldParameters(k1=1.2, b=0.75, weight=0.3),
    "title": FieldParameters(k1=0.9, b=0.5, weight=0.4),
}

terms = st.sampled_from(TERMS)
stems = st.lists(terms, max_size=12).map(tuple)
days = st.one_of(st.none(), st.integers(0, 60))


@st.composite
def articles(draw: st.DrawFn, version: int) -> ArticleTokens:
    """An article of up to four passages."""
    bodies = draw(st.lists(st.tuples(stems, st.one_of(st.just(()), stems)), max_size=4))
    day, length = draw(days), draw(st.sampled_from([0, 0, 30]))
    first = None if day is None else FIRST + timedelta(days=day)
    return ArticleTokens(
        version=version,
        outlet=draw(st.sampled_from(OUTLETS)),
        first=first,
        last=None if first is None else first + timedelta(days=length),
        fields={"title": draw(stems)},
        passages=tuple(
            PassageTokens(f"p{version}.{place}", {"paragraph": body, "speaker": speaker}, body)
            for place, (body, speaker) in enumerate(bodies)
        ),
    )


@st.composite
def collections(draw: st.DrawFn, most: int = 8) -> list[ArticleTokens]:
    """Some articles, versions from 1."""
    return [draw(articles(version)) for version in range(1, 1 + draw(st.integers(1, most)))]


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Words with and without variants, sometimes a phrase or an excluded term."""
    asked: list[QueryTerm] = []
    for place, term in enumerate(draw(st.lists(terms, max_size=4))):
        asked.append(QueryTerm(term, f"w{place}"))
        others = st.sampled_from([other for other in TERMS if other != term])
        for variant in draw(st.lists(others, max_size=2, unique=True)):
            asked.append(QueryTerm(variant, f"w{place}", 0.6, draw(st.sampled_from(["spelling", "synonym"]))))
    phrases = draw(st.lists(st.lists(terms, min_size=1, max_size=2).map(tuple), max_size=1))
    exclude = draw(st.lists(terms, max_size=1))
    return Query("", tuple(asked), tuple(phrases), tuple(exclude))


@st.composite
def filters(draw: st.DrawFn) -> Filters:
    """Often none."""
    outlets = draw(st.one_of(st.just([]), st.lists(st.sampled_from(["radio quayside", "Alder Gazette", "No"]))))
    since, until = draw(days), draw(days)
    return Filters(
        outlets=tuple(outlets),
        since=None if since is None else FIRST + timedelta(days=since),
        until=None if until is None else FIRST + timedelta(days=until),
    )


def article(version: int, *bodies: str, outlet: str | None = None, title: str = "") -> ArticleTokens:
    """An article from texts of blank-separated terms."""
    passages = tuple(
        PassageTokens(f"p{version}.{place}", {"paragraph": tuple(body.split())}, tuple(body.split()))
        for place, body in enumerate(bodies)
    )
    return ArticleTokens(version, outlet, None, None, {"title": tuple(title.split())}, passages)


def ask(*words: str, exclude: Sequence[str] = (), phrases: Sequence[tuple[str, ...]] = ()) -> Query:
    """A query for words as they are."""
    return Query(" ".join(words), tuple(QueryTerm(word, word) for word in words), tuple(phrases), tuple(exclude))


def parts_of(found: Candidates, place: int) -> dict[str, float]:
    """The parts of one candidate that give anything."""
    return {name: float(values[place]) for name, values in found.parts.items() if values[place]}


def listed(found: Candidates) -> list[tuple[str, dict[str, float], dict[str, list[str]]]]:
    """Every candidate with its parts and the terms found in each field."""
    return [
        (
            identity,
            parts_of(found, place),
            {name: list(compress(found.terms, occurs[:, place])) for name, occurs in found.found.items()},
        )
        for place, identity in enumerate(found.ids)
    ]
