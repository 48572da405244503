"""The made-up pages and news that quality is measured on are consistent in themselves."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

DUMPS = Path(__file__).parent / "dumps"
NEWS = Path(__file__).parent / "news"
PAGES = sorted(DUMPS.glob("*.txt"))


def plain(text: str) -> str:
    """Text as facts are compared with it: no soft hyphens, ordinary spaces, no regard to case."""
    return text.replace("\u00ad", "").replace("\u00a0", " ").casefold()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_line_of_a_page_has_one_label(page: Path) -> None:
    lines = page.read_bytes().decode().splitlines()
    labels = page.with_suffix(".labels").read_text(encoding="utf-8").splitlines()
    assert len(labels) == len(lines)
    assert set(labels) <= set("kdtmb")
    assert [label == "b" for label in labels] == [not line.strip() for line in lines]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_stays_of_a_mixed_line_is_a_part_of_it(page: Path) -> None:
    lines = page.read_bytes().decode().splitlines()
    labels = page.with_suffix(".labels").read_text(encoding="utf-8").splitlines()
    mixed = [line for line, label in zip(lines, labels, strict=True) if label == "m"]
    beside = page.with_suffix(".mixed")
    parts = beside.read_text(encoding="utf-8").splitlines() if beside.exists() else []
    assert len(parts) == len(mixed)
    assert all(part in line and part != line for part, line in zip(parts, mixed, strict=True))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_facts_of_a_page_stand_in_its_text(page: Path) -> None:
    facts = tomllib.loads(page.with_suffix(".facts").read_text(encoding="utf-8"))
    text = plain(page.read_bytes().decode())
    named = [facts[key] for key in ("outlet", "title") if key in facts] + facts.get("authors", [])
    assert set(facts) <= {"outlet", "date", "title", "authors"}
    assert [name for name in named if plain(name) not in text] == []
    assert facts.get("date", "")[:4] in text


def test_every_relevant_paragraph_of_a_question_is_one_of_the_collection() -> None:
    articles = [json.loads(line) for line in (NEWS / "articles.jsonl").read_text(encoding="utf-8").splitlines()]
    starts = {(a["url"], paragraph[:60]) for a in articles for paragraph in a["body"].split("\n\n")}
    questions = [json.loads(line) for line in (NEWS / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({article["url"] for article in articles}) == len(articles)
    assert len({question["text"] for question in questions}) == len(questions)
    assert all(question["answerable"] == bool(question["relevant"]) for question in questions)
    assert [ref for question in questions for ref in question["relevant"] if tuple(ref) not in starts] == []
