"""Which dates and outlets limit a question, what is left to search for: decided by construction."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.model import Filters
from retrieval.query import Reading
from retrieval.question import read_question
from retrieval.question.calendar_words import ABSOLUTE, RELATIVE, YEARLESS, may_hold_date

TODAY = date(2026, 3, 18)  # a Wednesday
OUTLETS = ("The Sentinel", "KQR", "Northport Evening Gazette", "Courier", "harbourpost.com")


def read(question: str) -> Reading:
    return read_question(question, OUTLETS, TODAY)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


# question, since, until, what is left to search for
DATED = [
    ("What was decided in January 2022?", "2022-01-01", "2022-01-31", "What was decided?"),
    ("How did Malta vote on fishing in 2025?", "2025-01-01", "2025-12-31", "How did Malta vote on fishing?"),
    ("before 2023: trams for Northport", None, "2022-12-31", "trams for Northport"),
    ("trams since 2024", "2024-01-01", None, "trams"),
    ("trams after March 2023", "2023-04-01", None, "trams"),
    ("trams until March 2023", None, "2023-03-31", "trams"),
    ("tram strike between 1 February and 31 December 2022", "2022-02-01", "2022-12-31", "tram strike"),
    ("tram strike between 1 and 9 May 2022", "2022-05-01", "2022-05-09", "tram strike"),
    ("tram strike from 2022 to 2025", "2022-01-01", "2025-12-31", "tram strike"),
    ("tram strike from 2025 to 2022", "2022-01-01", "2025-12-31", "tram strike"),
    ("tram strike, 2022-2024", "2022-01-01", "2024-12-31", "tram strike"),
    ("tram strike 2022–2024", "2022-01-01", "2024-12-31", "tram strike"),
    ("What did Okafor say on 24 February 2025?", "2025-02-24", "2025-02-24", "What did Okafor say?"),
    ("What did Okafor say on February 24th, 2025?", "2025-02-24", "2025-02-24", "What did Okafor say?"),
    ("What did Okafor say on Monday, 24 February 2025?", "2025-02-24", "2025-02-24", "What did Okafor say?"),
    ("What did Okafor say on 24/2/2025?", "2025-02-24", "2025-02-24", "What did Okafor say?"),
    ("What did Okafor say on 2025-02-24?", "2025-02-24", "2025-02-24", "What did Okafor say?"),
    ("What did Okafor say in February 2025 about trams?", "2025-02-01", "2025-02-28",
     "What did Okafor say about trams?"),
    ("In 2022, what did Okafor promise?", "2022-01-01", "2022-12-31", "what did Okafor promise?"),
    ("Okafor trams Jan 2022", "2022-01-01", "2022-01-31", "Okafor trams"),
    ("news from June 2023 about the tram strike", "2023-06-01", "2023-06-30", "tram strike"),
    ("articles before 2022 about the harbour", None, "2021-12-31", "harbour"),
    ("news of summer 2023 on ferries", "2023-06-01", "2023-08-31", "ferries"),
    ("trams from 2024 onwards", "2024-01-01", None, "trams"),
    ("trams in 2024 and later", "2024-01-01", None, "trams"),
    ("what happened in Northport yesterday?", "2026-03-17", "2026-03-17", "Northport?"),
    ("news about trams from last week", "2026-03-09", "2026-03-15", "trams"),
    ("What was reported this month about trams?", "2026-03-01", "2026-03-31", "trams?"),
    ("What was said about trams last week?", "2026-03-09", "2026-03-15", "trams?"),
    ("trams last month", "2026-02-01", "2026-02-28", "trams"),
    ("What did Okafor say last week about trams?", "2026-03-09", "2026-03-15", "What did Okafor say about trams?"),
    ("news of the past 10 days about trams", "2026-03-08", "2026-03-18", "trams"),
    ("news from the last two months on trams", "2026-01-18", "2026-03-18", "trams"),
    ("yesterday's headlines about trams", "2026-03-17", "2026-03-17", "trams"),
    ("news from last Friday about trams", "2026-03-13", "2026-03-13", "trams"),
    ("trams after:2024-01-01", "2024-01-01", None, "trams"),
    ("trams before:2024-01-01", None, "2023-12-31", "trams"),
    ("trams since:2023 until:2024", "2023-01-01", "2024-12-31", "trams"),
    ("trams date:2023-06", "2023-06-01", "2023-06-30", "trams"),
    ("trams date:yesterday", "2026-03-17", "2026-03-17", "trams"),
    ("trams on 31 February 2022", "2022-02-01", "2022-02-28", "trams"),
    ("trams after:2025-01-01 before:2022-01-01", "2025-01-01", "2021-12-31", "trams"),
    ("Compare the harbour votes in 2022 and 2025", "2022-01-01", "2025-12-31", "harbour votes"),
    ("What did Okafor say about trams in May 2023 compared with June 2024?", "2023-05-01", "2024-06-30",
     "What did Okafor say about trams?"),
    ("How has the tram plan changed since February 2022?", "2022-02-01", None, "the tram plan?"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "since", "until", "left"), DATED)
def test_a_date_that_says_when_it_was_reported_limits_the_question(question, since, until, left):
    reading = read(question)
    assert (reading.filters.since, reading.filters.until) == (day(since), day(until))
    assert reading.text == left


@pytest.mark.parametrize(
    "question",
    [
        "What followed the 2022 storm?",
        "Which team won the 2022 harbour cup?",
        "World Cup 2022 winner",
        "Who led in the 2020 election?",
        "The bridge closed in 2022. Who reopened it?",
        "Who sank the ferry during the riots on 6 January 2021?",
        "Which port reopened after sealing its docks in March 2020?",
        "What did Okafor say about the treaty signed in 2019?",
        "Which minister is the man who resigned in 2019?",
        "Which two ferries plan to merge in 2027?",
        "How high are fares expected to climb in 2023?",
        "By what share has the herring stock fallen since 2004?",
        "How many books were banned in 2021?",
        "Which port flooded for the first time since 2017?",
        "How many lined the quays on the day of the funeral in 1997?",
        "Who won gold for Northport in 1924?",
        "Which country joined the pact this week?",
        "Which mayor resigned on Monday?",
        "In October, the mayor bought which ferry?",
        "What opens on July 4?",
        "What did the mayor say about finishing the tram this year?",
        "Did 2000 people march?",
        "What costs 2,022 crowns?",
        "Children born between January 1, 2025, and December 31, 2028, get how much?",
        "How high may fares be by 2030?",
        "trams date:soon",
        "after: the storm",
    ],
)
def test_a_date_that_is_part_of_the_matter_does_not_filter(question):
    reading = read(question)
    assert reading.filters == Filters()
    assert reading.text == question


# question, outlets, what is left to search for
BY_OUTLET = [
    ("What did KQR report about the harbour?", ["KQR"], "the harbour?"),
    ("what did kqr report about the harbour", ["KQR"], "the harbour"),
    ("What has the Sentinel written about trams?", ["The Sentinel"], "trams?"),
    ("what did the sentinel say about trams", ["The Sentinel"], "trams"),
    ("What does the Courier say about Okafor?", ["Courier"], "Okafor?"),
    ("trams in the Sentinel", ["The Sentinel"], "trams"),
    ("according to Courier, who won?", ["Courier"], "who won?"),
    ("Who won, according to KQR?", ["KQR"], "Who won?"),
    ("Northport Evening Gazette on trams", ["Northport Evening Gazette"], "trams"),
    ("KQR: trams", ["KQR"], "trams"),
    ("Courier: trams", ["Courier"], "trams"),
    ("KQR coverage of trams", ["KQR"], "trams"),
    ("the Sentinel's report on trams", ["The Sentinel"], "trams"),
    ("articles from KQR about trams", ["KQR"], "trams"),
    ("trams (KQR)", ["KQR"], "trams"),
    ("tram strike, Northport Evening Gazette", ["Northport Evening Gazette"], "tram strike"),
    ("What did KQR and the Sentinel write about trams?", ["KQR", "The Sentinel"], "trams?"),
    ("Compare KQR and The Sentinel on trams", ["KQR", "The Sentinel"], "trams"),
    ("What did Harbour Post report on trams?", ["harbourpost.com"], "trams?"),
    ("trams outlet:kqr", ["KQR"], "trams"),
    ('trams outlet:"Northport Evening Gazette"', ["Northport Evening Gazette"], "trams"),
    ("outlet:northport evening gazette trams", ["Northport Evening Gazette"], "trams"),
    ("outlet:northport trams", ["Northport Evening Gazette"], "trams"),
    ("trams outlet:sentinal", ["The Sentinel"], "trams"),
    ("trams outlet:kqr,courier", ["KQR", "Courier"], "trams"),
    ("trams outlet: KQR", ["KQR"], "trams"),
    ("trams source:harbourpost.com", ["harbourpost.com"], "trams"),
    ("Did KQR mention the ferry?", ["KQR"], "ferry?"),
    ("How did the Sentinel describe the mayor?", ["The Sentinel"], "mayor?"),
]


@pytest.mark.parametrize(("question", "outlets", "left"), BY_OUTLET)
def test_an_outlet_that_says_who_reported_limits_the_question(question, outlets, left):
    reading = read(question)
    assert list(reading.filters.outlets) == outlets
    assert reading.text == left


@pytest.mark.parametrize(
    "question",
    [
        "Who told KQR that the harbour was closed?",
        "What did the Kyiv Sentinel report about trams?",
        "according to the Old Sentinel, who won?",
        "Which sentinel stood in the harbour?",
        "Was the sentinel in the harbour asleep?",
        "a letter by courier from the mayor",
        "Courier on a bicycle hit by tram",
        "Courier strike in Northport",
        "What is the evening gazette of Northport?",
        "What did the Sentinel Group buy?",
        "KQR",
        "Who owns KQR?",
    ],
)
def test_an_outlet_that_is_part_of_the_matter_does_not_filter(question):
    assert read(question).filters == Filters()


def test_an_operator_that_names_no_outlet_of_the_collection_is_told_as_written():
    reading = read('trams outlet:"Daily Planet"')
    assert reading.unknown_outlets == ("Daily Planet",)
    assert reading.filters.outlets == ()
    assert reading.text == "trams"


def test_outlet_and_date_are_read_together():
    reading = read("What did KQR report in 2024 about the ferry?")
    assert reading.filters == Filters(outlets=("KQR",), since=date(2024, 1, 1), until=date(2024, 12, 31))
    assert reading.text == "the ferry?"


def test_an_outlet_or_a_date_in_quotes_is_no_filter():
    reading = read('"the Sentinel in 2022"')
    assert reading.filters == Filters(phrases=("the Sentinel in 2022",))


@pytest.mark.parametrize("question", ["trams in the Sentinel", "What did KQR report about trams?"])
def test_without_outlets_in_the_collection_no_outlet_is_read(question):
    assert read_question(question, (), TODAY).filters == Filters()


@given(st.from_regex(re.compile(rf"{ABSOLUTE}|{RELATIVE}|{YEARLESS}", re.IGNORECASE), fullmatch=True))
def test_no_text_with_a_date_is_taken_for_one_without(text):
    assert may_hold_date(text)
    assert may_hold_date(f"the crane ({text}) fell")
