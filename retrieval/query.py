"""A question as the engine and the ranker read it: terms with weights, and what kind of answer it wants."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from retrieval.analysis import tokenize
from retrieval.model import Filters

Origin = Literal["question", "spelling", "transliteration", "thesaurus", "synonym"]
Want = Literal["number", "date", "place", "person", "quote", "reason", "voices"]


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One term to look for.

    `term` is what the analysis makes of `word`, the question's own spelling; `weight` is 1 for the question's
    words and less for what was added; `found_as` is the collection's word where `origin` is not the question. A
    "synonym" only means nearly the same, where all other origins are forms of the question's word.
    """

    term: str
    word: str
    weight: float = 1.0
    origin: Origin = "question"
    found_as: str | None = None


@dataclass(frozen=True)
class Query:
    """A question, analysed. `text` is what is left of it once filters are read off.

    `phrases` are quoted runs of terms that have to stand side by side; `exclude` are terms that must not
    occur; `several` asks for excerpts from several articles or dates (list, compare, timeline).
    """

    text: str
    terms: tuple[QueryTerm, ...]
    phrases: tuple[tuple[str, ...], ...] = ()
    exclude: tuple[str, ...] = ()
    wants: frozenset[Want] = frozenset()
    several: bool = False

    @property
    def forms(self) -> Query:
        """The same without synonyms: the words of the question, and other forms of them."""
        terms = tuple(item for item in self.terms if item.origin != "synonym")
        return self if len(terms) == len(self.terms) else replace(self, terms=terms)

    @cached_property
    def names(self) -> frozenset[str]:
        """The terms of names and numbers: words with a capital, but for the first, and words with a digit."""
        return frozenset(
            token.term
            for token in tokenize(self.text)
            if token.word[:1].isdigit() or (token.start > 0 and self.text[token.start].isupper())
        )

    def by_word(self) -> dict[str, dict[str, float]]:
        """Return for each word of the question the terms that may stand for it, with their weights."""
        grouped: dict[str, dict[str, float]] = {}
        for item in self.terms:
            terms = grouped.setdefault(item.word, {})
            terms[item.term] = max(terms.get(item.term, 0.0), item.weight)
        return grouped


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a question before anything is searched: the filters, and what is left to search for.

    `years` are the years of its text that the collection's articles are of; these seldom write them.
    `talk` is set where there is nothing to search for; `unknown_outlets` are outlets that the question asks
    for by operator and that the collection does not have, as written.
    """

    question: str
    text: str
    filters: Filters
    wants: frozenset[Want] = frozenset()
    several: bool = False
    years: frozenset[str] = frozenset()
    talk: Literal["greeting", "thanks", "blank", "stop_words"] | None = None
    unknown_outlets: tuple[str, ...] = ()
