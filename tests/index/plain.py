"""The engine once more, slow and plain: what the real one has to agree with."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from retrieval.index import ArticleTokens, Parameters
from retrieval.model import Filters
from retrieval.query import Query

Parts = dict[str, float]


class PlainField:
    """BM25 over documents that are lists of terms; averages count documents that have any."""

    def __init__(self, documents: Sequence[Sequence[str]], k1: float, b: float) -> None:
        self.counts = [Counter(document) for document in documents]
        lengths = [len(document) for document in documents if document]
        self.average = sum(lengths) / len(lengths) if lengths else 0.0
        self.k1, self.b = k1, b

    def frequency(self, term: str) -> int:
        return sum(1 for count in self.counts if count[term])

    def idf(self, term: str) -> float:
        frequency = self.frequency(term)
        return math.log(1 + (len(self.counts) - frequency + 0.5) / (frequency + 0.5))

    def part(self, term: str, number: int) -> float:
        count = self.counts[number]
        if not count[term]:
            return 0.0
        damping = self.k1 * (1 - self.b + self.b * count.total() / self.average)
        return count[term] * (self.k1 + 1) / (count[term] + damping)


class PlainEngine:
    """All articles in memory, every passage scored for every question."""

    def __init__(self, articles: Sequence[ArticleTokens], parameters: Parameters) -> None:
        self.articles = sorted((a for a in articles if a.passages), key=lambda article: article.version)
        self.parameters = parameters
        passages = [(number, p) for number, article in enumerate(self.articles) for p in article.passages]
        self.passages = passages
        documents: dict[str, list[list[str]]] = {
            "paragraph": [list(p.fields.get("paragraph", ())) for _, p in passages],
            "speaker": [list(p.fields.get("speaker", ())) for _, p in passages],
            "article": [[t for p in a.passages for t in p.fields.get("paragraph", ())] for a in self.articles],
            "title": [list(a.fields.get("title", ())) for a in self.articles],
        }
        self.fields = {
            name: PlainField(documents[name], parameters[name].k1, parameters[name].b) for name in parameters
        }

    def words(self) -> dict[str, int]:
        return dict(Counter(word for _, passage in self.passages for word in set(passage.words)))

    def scored(self, query: Query, filters: Filters) -> list[tuple[str, Parts]]:
        """Every passage that may answer and has any score, with its parts, best first."""
        found = []
        for row, (number, passage) in enumerate(self.passages):
            if self._may_answer(number, filters) and self._fits(row, query):
                parts = {name: self._score(name, row, number, query) for name in self.fields}
                if sum(parts.values()) > 0:
                    found.append((passage.id, {name: value for name, value in parts.items() if value}))
        return sorted(found, key=lambda one: -sum(one[1].values()))

    def _score(self, name: str, row: int, number: int, query: Query) -> float:
        field = self.fields[name]
        document = row if name in ("paragraph", "speaker") else number
        groups: dict[str, dict[str, float]] = {}
        terms = [term for term in query.terms if name == "paragraph" or term.origin != "synonym"]
        for term in terms:
            groups.setdefault(term.word, {})[term.term] = term.weight
        known = {term.term for term in terms}
        for term in {term for phrase in query.phrases for term in phrase} - known:
            groups[f'"{term}"'] = {term: 1.0}
        return self.parameters[name].weight * sum(self._word(field, document, group) for group in groups.values())

    def _word(self, field: PlainField, document: int, variants: Mapping[str, float]) -> float:
        full = max(variants.values())
        own = [field.idf(term) for term, weight in variants.items() if weight == full and field.frequency(term)]
        cap = min(own, default=math.inf)
        return max(
            weight * min(cap, field.idf(term)) * field.part(term, document) for term, weight in variants.items()
        )

    def _may_answer(self, number: int, filters: Filters) -> bool:
        article = self.articles[number]
        if filters.outlets and (article.outlet or "").casefold() not in {o.casefold() for o in filters.outlets}:
            return False
        if filters.since and (article.last is None or article.last < filters.since):
            return False
        return not (filters.until and (article.first is None or article.first > filters.until))

    def _fits(self, row: int, query: Query) -> bool:
        count = self.fields["paragraph"].counts[row]
        required = [term for phrase in query.phrases for term in phrase]
        return all(count[term] for term in required) and not any(count[term] for term in query.exclude)
