"""What the index takes in: analysed articles, as the reindex hands them over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


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
