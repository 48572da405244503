"""What a question says to the one who is asked, and how it asks, is not searched for."""

from datetime import date

import pytest

from retrieval.question import read_question


def searched(question):
    return read_question(question, ("KQR",), date(2026, 3, 18)).text


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("Can you tell me what Okafor said about the trams?", "what Okafor said about the trams?"),
        ("Could you please remind me who met the mayor?", "who met the mayor?"),
        ("hey bot, what did Okafor say", "what did Okafor say"),
        ("Hi, who is Okafor?", "who is Okafor?"),
        ("Do you know how many trams were built", "how many trams were built"),
        ("Is there anything in the collection about trams?", "trams?"),
        ("are there any articles on trams?", "trams?"),
        ("what is known about the ferry", "ferry"),
        ("I'm looking for anything on Okafor", "Okafor"),
        ("Any details about the ferry?", "ferry?"),
        ("What was the name of the ferry that sank?", "What the ferry that sank?"),
        ("What's the name of the ferry?", "What's the ferry?"),
        ("What percentage of the trams was late?", "What the trams was late?"),
        ("True or false: the ferry sank.", "the ferry sank."),
        ("Which of these ferries sank?", "Which ferries sank?"),
    ],
)
def test_an_opening_or_a_frame_is_left_out(question, left):
    assert searched(question) == left


@pytest.mark.parametrize(
    "question",
    [
        "Hello Kitty trams in Northport",
        "OK Corral shooting",
        "Who used the name of the mayor?",
        "do you know?",
        "The percentage of trams that were late",
        "Who told the mayor the truth?",
    ],
)
def test_what_only_looks_like_one_is_searched_for(question):
    assert searched(question) == question
