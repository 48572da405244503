"""The word that a question turns on, and what it is worth."""

from __future__ import annotations

import pytest

from retrieval.answering.asked import asked_terms


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("Who did Okafor meet in Northport?", "meet"),
        ("Whom did Ines Okafor meet besides the mayor?", "meet"),
        ("On what day did neighbours queue up to sign it?", "queue"),
        ("What did the prime minister say about trams?", "say"),
        ("When did the crane fall?", "fall"),
        ("Where will she speak next?", "speak"),
        ("The ferry is back. Where is the wreck now?", "wreck"),
        ("How many of the cranes has Northport sold?", "sell"),
    ],
)
def test_it_is_told_by_its_place_behind_a_helping_verb(question: str, term: str) -> None:
    assert asked_terms(question) == {term}


@pytest.mark.parametrize(
    "question", ["Who won?", "trams Northport", "Which port flooded first?", "Who is she?", ""]
)
def test_without_a_helping_verb_or_a_word_behind_it_there_is_none(question: str) -> None:
    assert asked_terms(question) == frozenset()
