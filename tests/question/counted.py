"""Statistics of a few paragraphs, without an index."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import ItemsView, Sequence

from retrieval.analysis import stems, words


class Counted:
    """Statistics of a few paragraphs, counted for real."""

    def __init__(self, paragraphs: Sequence[str]) -> None:
        self.passages = len(paragraphs)
        self._terms = Counter(term for text in paragraphs for term in set(stems(text)))
        self._words = Counter(word for text in paragraphs for word in set(words(text)))

    def document_frequency(self, term: str) -> int:
        return self._terms[term]

    def idf(self, term: str) -> float:
        return math.log(1 + (self.passages - self._terms[term] + 0.5) / (self._terms[term] + 0.5))

    def words(self) -> ItemsView[str, int]:
        return self._words.items()
