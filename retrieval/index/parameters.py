"""The fields of the index, and BM25's parameters for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from retrieval.engine import Array

FieldName = Literal["paragraph", "speaker", "article", "title"]
Unit = Literal["passage", "article"]

UNITS: Mapping[FieldName, Unit] = MappingProxyType(
    {"paragraph": "passage", "speaker": "passage", "article": "article", "title": "article"}
)
"""What a document is in each field: a passage, or a whole article whose score all its passages share."""

FIELDS: tuple[FieldName, ...] = tuple(UNITS)


@dataclass(frozen=True, slots=True)
class FieldParameters:
    """BM25's parameters for one field (Robertson and Zaragoza 2009), and the field's weight in the sum.

    `k1` says how soon repetition stops counting, `b` how much long texts are held back (0 not, 1 fully).
    """

    k1: float
    b: float
    weight: float

    def __post_init__(self) -> None:
        """Refuse what has no meaning; raises ValueError."""
        if self.k1 <= 0 or not 0 <= self.b <= 1 or self.weight < 0:
            raise ValueError(f"{self}: k1 has to be above 0, b between 0 and 1, and the weight not negative")

    def shape(self, average: float) -> Shape:
        """Return what the tf parts of the field depend on where its documents have this average length."""
        return Shape(self.k1, self.b, average)


@dataclass(frozen=True, slots=True)
class Shape:
    """What tf parts depend on: k1, b and the average length of the documents, in terms."""

    k1: float
    b: float
    average: float

    def damping(self, lengths: Array) -> Array:
        """Return k1·(1 - b + b·length/average), what stands beside tf below BM25's fraction."""
        return self.k1 * (1 - self.b + self.b * (lengths / (self.average or 1.0)))


Shapes = Mapping[FieldName, Shape]
Parameters = Mapping[FieldName, FieldParameters]

DEFAULT_PARAMETERS: Parameters = MappingProxyType(
    {
        "paragraph": FieldParameters(k1=0.6, b=0.4, weight=1.0),
        "speaker": FieldParameters(k1=0.6, b=0.4, weight=0.3),
        "article": FieldParameters(k1=1.2, b=0.75, weight=0.3),
        "title": FieldParameters(k1=0.6, b=0.4, weight=0.4),
    }
)
