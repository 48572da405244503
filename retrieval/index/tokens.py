"""What the index takes in: analysed articles, as the reindex hands them over."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, islice
from uuid import uuid4

import numpy as np

from retrieval.engine import NO_DATE, Array
from retrieval.index.terms import packed

Head = tuple[int, str | None, date | None, date | None]  # version, outlet, first and last day


@dataclass(frozen=True, slots=True)
class PassageTokens:
    """One passage: its id, its stems by field ("paragraph", "speaker"), and its folded words before stemming."""

    id: str
    fields: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleTokens:
    """One article version: what filters ask of it, the stems of its "title", and its passages in order.

    `first` and `last` are the days that its date may mean, None where it is undated.
    """

    version: int
    outlet: str | None
    first: date | None
    last: date | None
    fields: Mapping[str, tuple[str, ...]]
    passages: tuple[PassageTokens, ...]


class StringNumbers(defaultdict[str, int]):
    """Numbers for strings, in the order in which they come; asking for a new one gives it a number.

    Whoever packs many batches keeps one, so that each string goes to the writer only once.
    """

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(count().__next__)
        self._source = uuid4().hex
        self._told = 0

    def number_new(self, strings: Sequence[str]) -> None:
        """Give numbers to strings that have none yet."""
        deque(map(self.__getitem__, strings), maxlen=0)

    def batch(self, used: Array) -> BatchStrings:
        """Return what the writer has to know to read a batch that uses these numbers."""
        told, self._told = self._told, len(self)
        new = list(islice(reversed(self), len(self) - told))
        return BatchStrings(self._source, told, tuple(reversed(new)), used)


@dataclass(frozen=True, slots=True)
class BatchStrings:
    """The strings of a batch: number i of the batch is number `used[i]` of the `source`.

    `new` are the source's strings from number `told` on; those before went with batches before, which the writer
    has to be given first.
    """

    source: str
    told: int
    new: tuple[str, ...]
    used: Array


@dataclass(frozen=True, slots=True)
class NumberedDocuments:
    """Documents whose terms are numbers: all of them in order, and how many each document has."""

    numbers: Array
    lengths: Array

    def part(self, first: int, end: int) -> NumberedDocuments:
        """Return the documents from `first` to before `end`."""
        bounds = np.concatenate(([0], np.cumsum(self.lengths)))
        return NumberedDocuments(self.numbers[bounds[first] : bounds[end]], self.lengths[first:end])


@dataclass(frozen=True, slots=True)
class ArticleColumns:
    """Articles without their terms, in columns; an article has at least one passage.

    `first` and `last` are proleptic ordinal days, `NO_DATE` where there is none; `outlets` are casefolded;
    `passages` says how many each article has, and `ids` are theirs, as `terms.packed` packs strings.
    """

    versions: Array
    first: Array
    last: Array
    outlets: tuple[str | None, ...]
    passages: Array
    ids: tuple[Array, Array]

    @classmethod
    def of(cls, heads: Iterable[Head], passages: Sequence[int], ids: Sequence[str]) -> ArticleColumns:
        """Put version, outlet, first and last day of articles into columns."""
        versions, outlets, first, last = tuple(zip(*heads, strict=True)) or ((), (), (), ())
        return cls(
            versions=np.array(versions, dtype=np.int64),
            first=np.array([_day(day) for day in first], dtype=np.int32),
            last=np.array([_day(day) for day in last], dtype=np.int32),
            outlets=tuple(outlet and outlet.casefold() for outlet in outlets),
            passages=np.array(passages, dtype=np.int32),
            ids=packed(ids),
        )


def _day(day: date | None) -> int:
    return NO_DATE if day is None else day.toordinal()
