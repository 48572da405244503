"""The embedded engine: opens a generation and finds candidates in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self

from retrieval.engine import Candidates
from retrieval.errors import CollectionDamaged
from retrieval.index.bm25 import inverse_frequency
from retrieval.index.generation import open_parts, read_manifest
from retrieval.index.parameters import DEFAULT_PARAMETERS, Parameters
from retrieval.index.search import search
from retrieval.index.segment import Segment
from retrieval.index.view import View
from retrieval.model import Filters
from retrieval.query import Query


class IndexStatistics:
    """What the ranker and the gate ask of a generation."""

    def __init__(self, view: View) -> None:
        """Speak for this view."""
        self._view = view

    @property
    def passages(self) -> int:
        """Number of passages, N."""
        return self._view.passages

    def document_frequency(self, term: str) -> int:
        """Number of passages in which the term occurs, df."""
        return self._view.fields["paragraph"].postings.frequency(term)

    def idf(self, term: str) -> float:
        """Return ln(1 + (N - df + 0.5) / (df + 0.5))."""
        return inverse_frequency(self.passages, self.document_frequency(term))

    def words(self) -> Iterable[tuple[str, int]]:
        """Every folded word with the number of passages that it occurs in."""
        return self._view.words()


class EmbeddedEngine:
    """An `Engine` over one generation on disk; any number of them, also in other processes, may share it."""

    def __init__(self, view: View) -> None:
        """Search this view."""
        self._view = view
        self._statistics = IndexStatistics(view)

    @classmethod
    def open(cls, root: Path, number: int, parameters: Parameters = DEFAULT_PARAMETERS) -> Self:
        """Open a generation. Raises CollectionDamaged where it is missing, damaged, or made for another k1 or b.

        Only the fields' weights may differ from those that the generation was written with.
        """
        manifest = read_manifest(root, number)
        parts = open_parts(root, manifest)
        for part in parts:
            _check(part.segment, parameters)
        return cls(View(parts, manifest, parameters))

    @property
    def statistics(self) -> IndexStatistics:
        """The statistics of the generation."""
        return self._statistics

    def search(self, query: Query, filters: Filters, k: int) -> Candidates:
        """Return at most k candidates, best first; equal scores in the order of version and position.

        The order that `filters` ask for is the ranker's matter: the k best by score are returned all the same.
        Raises CollectionDamaged where the files turn out to be damaged.
        """
        try:
            return search(self._view, query, filters, k)
        except (IndexError, UnicodeDecodeError) as error:
            raise CollectionDamaged(
                f"The index is damaged ({error}). `cuttings reindex --full` builds it anew."
            ) from error

    def close(self) -> None:
        """Let go of the files."""
        self._view = self._view.emptied()
        self._statistics = IndexStatistics(self._view)


def _check(segment: Segment, parameters: Parameters) -> None:
    for name, field in segment.fields.items():
        if (field.shape.k1, field.shape.b) != (parameters[name].k1, parameters[name].b):
            raise CollectionDamaged(
                f"The index was made for other BM25 parameters of the field {name!r}. "
                "`cuttings reindex` makes it over."
            )
