"""Rows of the collection's database ↔ the dataclasses that travel; pure."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from retrieval.copies import Sketch, Sketched
from retrieval.model import ArticleCard, Facts, Failure, PartialDate, Passage

VERSION_COLUMNS = (
    "version, article, folder, source, digest, outlet, date, first_day, last_day, date_basis, title, authors, "
    "url, kind, about, evidence, paragraphs"
)


@dataclass(frozen=True, slots=True)
class NewVersion:
    """An article version about to be stored; `paragraphs` are (id, text, speaker) in order."""

    article: str
    folder: str
    source: str
    digest: str
    facts: Facts
    paragraphs: tuple[tuple[str, str, str | None], ...]
    sketch: bytes = b""


@dataclass(frozen=True, slots=True)
class HeldVersion:
    """What a reindex has to know of a version that the last generation holds."""

    version: int
    article: str
    folder: str
    source: str
    digest: str
    kind: str
    about: str | None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """A version with its text, as the index takes it in."""

    version: int
    card: ArticleCard
    paragraphs: tuple[tuple[str, str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Generation:
    """One published state of the collection; `built_with` names the folders and the analysis it rests on."""

    number: int
    published_at: datetime
    articles: int
    paragraphs: int
    built_with: str
    failed: tuple[Failure, ...]


def to_row(new: NewVersion) -> tuple[Any, ...]:
    """The values of a row of `versions`, in the order of its columns but for `version`."""
    facts = new.facts
    return (
        new.article,
        new.folder,
        new.source,
        new.digest,
        facts.outlet,
        facts.date.isoformat() if facts.date else None,
        facts.date.first.isoformat() if facts.date else None,
        facts.date.last.isoformat() if facts.date else None,
        facts.date_basis,
        facts.title,
        json.dumps(facts.authors),
        facts.url,
        facts.kind,
        facts.about,
        json.dumps(dict(facts.evidence)),
        len(new.paragraphs),
        new.sketch,
    )


def card_from_row(row: sqlite3.Row) -> ArticleCard:
    """The card of a row that has VERSION_COLUMNS."""
    facts = Facts(
        outlet=row["outlet"],
        date=PartialDate.from_iso(row["date"]) if row["date"] else None,
        date_basis=row["date_basis"],
        title=row["title"],
        authors=tuple(json.loads(row["authors"])),
        url=row["url"],
        kind=row["kind"],
        about=row["about"],
        evidence=json.loads(row["evidence"]),
    )
    return ArticleCard(row["article"], facts, row["source"], row["paragraphs"])


def passage_from_row(row: sqlite3.Row, card: ArticleCard | None = None) -> Passage:
    """The passage of a row that has id, position, text, speaker, and VERSION_COLUMNS where no card is given."""
    return Passage(row["id"], card or card_from_row(row), row["position"], row["text"], row["speaker"])


def failures_to_json(failed: tuple[Failure, ...]) -> str:
    """How a generation keeps its failures."""
    return json.dumps([[failure.source, failure.why] for failure in failed])


def failures_from_json(text: str) -> tuple[Failure, ...]:
    """The inverse of `failures_to_json`."""
    return tuple(Failure(source, why) for source, why in json.loads(text))


def sketched_from_row(row: sqlite3.Row) -> Sketched:
    """What comparing articles needs, of a row with outlet, date and sketch."""
    known = PartialDate.from_iso(row["date"]) if row["date"] else None
    return Sketched(Sketch.from_bytes(row["sketch"]), row["outlet"], known)


def name_of(row: sqlite3.Row) -> str:
    """What to call an article in a sentence: its file, and for one of many in a file also its title."""
    if row["source"].endswith(".jsonl") and row["title"]:
        return f"“{row['title']}” ({row['outlet'] or row['source']})"
    return str(row["source"])


def generation_from_row(row: sqlite3.Row) -> Generation:
    """A row of `generations` that was published."""
    return Generation(
        row["number"],
        datetime.fromisoformat(row["published_at"]),
        row["articles"],
        row["paragraphs"],
        row["built_with"],
        failures_from_json(row["failed"]),
    )
