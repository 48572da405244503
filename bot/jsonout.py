"""The `--json` forms of what the commands say: one ASCII-escaped object a line, as other programs rely on them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from retrieval.model import (
    Answer,
    ArticleCard,
    Excerpt,
    Extraction,
    Failure,
    Filters,
    PartialDate,
    ReindexReport,
)


def line(value: Mapping[str, Any]) -> str:
    """One object on one line, nothing but ASCII."""
    return json.dumps(value, ensure_ascii=True)


def answer(value: Answer, notice: str | None) -> dict[str, Any]:
    """What `ask --json` writes for one question."""
    return {
        "question": value.question,
        "outcome": value.outcome,
        "answered": value.answered,
        "notice": notice or None,
        "suggestion": value.suggestion,
        "filters": _filters(value.filters),
        "excerpts": [_excerpt(rank, excerpt) for rank, excerpt in enumerate(value.excerpts, 1)],
    }


def article(card: ArticleCard) -> dict[str, Any]:
    """What `articles --json` writes for one article."""
    return {
        "id": card.id,
        "outlet": card.facts.outlet,
        **_date(card.facts.date),
        "date_basis": card.facts.date_basis,
        "title": card.facts.title,
        "authors": list(card.facts.authors),
        "url": card.facts.url,
        "kind": card.facts.kind,
        "paragraphs": card.paragraphs,
        "source": card.source,
        "evidence": dict(card.facts.evidence),
    }


def extraction(file: str, value: Extraction) -> dict[str, Any]:
    """What `extract --json` writes for one article found in a file."""
    facts = value.facts
    return {
        "file": file,
        "outlet": facts.outlet,
        **_date(facts.date),
        "date_evidence": facts.evidence.get("date"),
        "title": facts.title,
        "authors": list(facts.authors),
        "url": facts.url,
        "paragraphs": [{"text": kept.text, "line": kept.line} for kept in value.paragraphs],
        "dropped": [{"text": lost.text, "line": lost.line, "reason": lost.reason} for lost in value.dropped],
    }


def report(value: ReindexReport) -> dict[str, Any]:
    """What `reindex --json` writes when it is done."""
    return {
        "added": value.added,
        "changed": value.changed,
        "removed": value.removed,
        "unchanged": value.unchanged,
        "failed": failures(value.failed),
        "failed_count": value.failed_count,
        "articles": value.articles,
        "paragraphs": value.paragraphs,
        "generation": value.generation,
        "seconds": value.seconds,
    }


def failures(values: Iterable[Failure]) -> list[dict[str, str]]:
    """Sources that could not be read, each with its reason."""
    return [{"source": failure.source, "why": failure.why} for failure in values]


def _filters(value: Filters) -> dict[str, Any]:
    return {
        "outlets": list(value.outlets),
        "since": value.since.isoformat() if value.since else None,
        "until": value.until.isoformat() if value.until else None,
        "phrases": list(value.phrases),
        "exclude": list(value.exclude),
        "order": value.order,
    }


def _excerpt(rank: int, value: Excerpt) -> dict[str, Any]:
    passage, facts = value.passage, value.passage.article.facts
    return {
        "rank": rank,
        "score": round(value.score, 4),
        "why": {
            "matched": list(value.why.matched),
            "missing": list(value.why.missing),
            "added": list(value.why.added),
        },
        "id": passage.id,
        "text": value.text,
        "matches": [list(match) for match in value.matches],
        "speaker": passage.speaker,
        "kind": facts.kind,
        "paragraph": passage.position,
        "paragraph_text": passage.text,
        "outlet": facts.outlet,
        **_date(facts.date),
        "date_basis": facts.date_basis,
        "title": facts.title,
        "authors": list(facts.authors),
        "url": facts.url,
        "article": passage.article.id,
        "source": passage.article.source,
        "also": [_copy(card) for card in value.also],
    }


def _copy(card: ArticleCard) -> dict[str, Any]:
    return {
        "outlet": card.facts.outlet,
        "date": card.facts.date.isoformat() if card.facts.date else None,
        "article": card.id,
        "source": card.source,
        "url": card.facts.url,
    }


def _date(value: PartialDate | None) -> dict[str, str | None]:
    return {
        "date": value.isoformat() if value else None,
        "date_precision": value.precision if value else None,
    }
