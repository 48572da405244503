"""Ids of articles and passages: short, stable, and made of nothing that moves."""

from __future__ import annotations

import re

from retrieval.identity import article_id, article_key, passage_ids
from retrieval.model import Extraction, Facts, Kept, PartialDate


def extraction(**facts: object) -> Extraction:
    return Extraction(Facts(**facts), (Kept("A paragraph."),))  # type: ignore[arg-type]


def test_an_article_is_known_by_its_address_wherever_its_file_lies() -> None:
    here = article_key(extraction(url="https://courier.invalid/a"), "one/a.txt")
    there = article_key(extraction(url="https://courier.invalid/a"), "b.html")
    assert here == there


def test_a_brief_and_the_original_it_is_about_share_an_id() -> None:
    brief = article_key(extraction(kind="brief", about="ferry.txt"), "ferry-summary.md")
    assert brief == article_key(extraction(), "ferry.txt")


def test_a_line_of_json_lines_keeps_its_id_when_lines_are_added_above() -> None:
    facts = {"outlet": "Radio Quayside", "date": PartialDate(2032, 2), "title": "Footbridge"}
    assert article_key(extraction(**facts), "export.jsonl") == article_key(extraction(**facts), "other.jsonl")


def test_lines_without_any_fact_are_told_apart_by_their_text() -> None:
    one = Extraction(Facts(), (Kept("One text."),))
    other = Extraction(Facts(), (Kept("Another text."),))
    assert article_key(one, "a.jsonl") != article_key(other, "a.jsonl")


def test_ids_fit_a_deep_link() -> None:
    ids = [article_id("path:ferry.txt"), *passage_ids("abc", ["One.", "Two."])]
    assert all(re.fullmatch(r"[a-z0-9]{10,12}", one) for one in ids)


def test_a_paragraph_keeps_its_id_where_others_come_and_go() -> None:
    before = passage_ids("abc", ["One.", "Two.", "Three."])
    after = passage_ids("abc", ["Zero.", "Two.", "Three.  "])
    assert before[1:] == after[1:]


def test_a_paragraph_that_stands_twice_has_two_ids() -> None:
    assert len(set(passage_ids("abc", ["Same words.", "Same words."]))) == 2
