"""What travels through `retrieval`, and from it to whoever asks: frozen dataclasses, no behaviour but their own.

Terms: an *article* has facts (outlet, date, title, …) and *paragraphs*; a *passage* is a paragraph as the
collection holds it; an *excerpt* is what of a passage is shown as part of an *answer*.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Precision = Literal["day", "month", "year"]
Basis = Literal["printed", "stated", "inferred"]
Kind = Literal["original", "brief"]
Order = Literal["relevance", "newest", "oldest"]
Script = Literal["latin", "cyrillic", "other"]
Outcome = Literal["answered", "not_found", "out_of_range", "no_search"]

_ISO = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, the month or only the year."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse what no calendar has; raises ValueError."""
        if self.month is None and self.day is not None:
            raise ValueError("a day needs its month")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; raises ValueError for anything else."""
        found = _ISO.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text!r} is no date of the form 2022, 2022-01 or 2022-01-19")
        year, month, day = found.groups()
        return cls(int(year), int(month) if month else None, int(day) if day else None)

    @property
    def precision(self) -> Precision:
        """How much of the date is known."""
        if self.day is not None:
            return "day"
        return "month" if self.month is not None else "year"

    @property
    def first(self) -> date:
        """The earliest day that it may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> date:
        """The latest day that it may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def isoformat(self) -> str:
        """Return `2022-01-19`, `2022-01` or `2022`."""
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part is not None)]
        return "-".join(parts)

    __str__ = isoformat


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an article besides its text; a fact that nothing gives is None, never a guess.

    `evidence` says for each fact (`outlet`, `date`, `title`, `authors`, `url`) where it stood or what it
    rests on. `about` is the file name of the original that a brief describes.
    """

    outlet: str | None = None
    date: PartialDate | None = None
    date_basis: Basis | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    kind: Kind = "original"
    about: str | None = None
    evidence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """A paragraph that the cleaner kept; `line` is where it begins, from 1, None where the input has no lines."""

    text: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A piece of text that the cleaner left out, and why, in a few words for people."""

    text: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What the reader makes of one article: its facts, what was kept and what was dropped.

    `conflicts` are sentences that say where the catalogue or front matter overruled what the text shows.
    """

    facts: Facts
    paragraphs: tuple[Kept, ...]
    dropped: tuple[Dropped, ...] = ()
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ArticleCard:
    """An article as a list or a card shows it; `id` is short, stable and fits a link.

    `source` is the file's path relative to its folder, with `/`. `paragraphs` counts them.
    """

    id: str
    facts: Facts
    source: str
    paragraphs: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the current collection; `position` counts from 1 within its article.

    `id` is short and stable while the text stands. `speaker` is the earlier sentence of the article that
    names who speaks, verbatim, where the paragraph itself does not say.
    """

    id: str
    article: ArticleCard
    position: int
    text: str
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question is limited to. `since` and `until` include their day; empty means no limit."""

    outlets: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    phrases: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    order: Order = "relevance"

    @property
    def restrict_articles(self) -> bool:
        """Whether an outlet or a date limits the articles that may answer."""
        return bool(self.outlets or self.since or self.until)


@dataclass(frozen=True, slots=True)
class Why:
    """What of the question a passage has: words as the question wrote them, and what was added to it."""

    matched: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What of a passage is shown. `text` is whole sentences in order, "…" where some were left out.

    `matches` are half-open ranges of code points in `text`; `parts` the named parts that add up to `score`;
    `also` the articles that carry the same words; `day_notes` pairs such as ("Friday", date) where relative
    days of the text can be told from a printed or stated date.
    """

    passage: Passage
    text: str
    matches: tuple[tuple[int, int], ...]
    score: float
    parts: Mapping[str, float]
    why: Why
    also: tuple[ArticleCard, ...] = ()
    day_notes: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True)
class OutletSpan:
    """An outlet of the collection, its number of articles, and the dates that they span (None: undated)."""

    outlet: str | None
    articles: int
    first: PartialDate | None
    last: PartialDate | None


@dataclass(frozen=True, slots=True)
class Silence:
    """Why nothing is quoted, as facts for a sentence: no claim beyond the search.

    `absent`: the words of the question, as written, that occur nowhere in the collection. `available`: for
    an empty range or an unknown outlet, what there is instead; `unknown_outlets` as the question wrote them.
    `talk`: for `no_search`, what the question was: greeting, thanks, blank, stop_words. `script`: that of the
    question's letters.
    """

    absent: tuple[str, ...] = ()
    available: tuple[OutletSpan, ...] = ()
    unknown_outlets: tuple[str, ...] = ()
    talk: Literal["greeting", "thanks", "blank", "stop_words"] | None = None
    script: Script = "latin"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said to one question; `excerpts` is empty and `silence` set unless `outcome` is answered.

    `articles` counts the articles of the collection that was asked, `suggestion` is a corrected question
    where a word was probably misspelt, `more` tells whether further excerpts wait behind the limit. `later` is a
    passage on the same thing, within the filters, in a later article than any that is shown.
    """

    question: str
    outcome: Outcome
    filters: Filters
    articles: int
    excerpts: tuple[Excerpt, ...] = ()
    silence: Silence | None = None
    suggestion: str | None = None
    more: bool = False
    later: Passage | None = None

    @property
    def answered(self) -> bool:
        """Whether there are excerpts to show."""
        return self.outcome == "answered"


@dataclass(frozen=True, slots=True)
class Failure:
    """A source that could not be read, and why; the others went in."""

    source: str
    why: str


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What a reindex did. `failed` lists at most 20 of `failed_count`; `conflicts` and `copies` are sentences."""

    added: int
    changed: int
    removed: int
    unchanged: int
    failed: tuple[Failure, ...]
    failed_count: int
    articles: int
    paragraphs: int
    generation: int
    seconds: float
    conflicts: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def nothing_new(self) -> bool:
        """Whether the collection is as it was."""
        return not (self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a reindex is: `done` of `total` articles (total None while unknown) in the named stage."""

    stage: Literal["reading", "indexing"]
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a passage is now. `changed`: its article stands with other words; `gone`: the article is gone too."""

    status: Literal["current", "changed", "gone", "withdrawn"]
    passage: Passage | None = None
    article: ArticleCard | None = None


@dataclass(frozen=True, slots=True)
class Overview:
    """The collection at a glance. `briefs` of the `articles` are our own summaries; `failed` as last reported."""

    articles: int
    paragraphs: int
    briefs: int
    first: PartialDate | None
    last: PartialDate | None
    outlets: tuple[OutletSpan, ...]
    generation: int
    built_at: datetime | None
    failed: tuple[Failure, ...] = ()
