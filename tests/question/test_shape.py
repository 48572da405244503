"""Order, several voices, phrases, exclusions, and what a question wants."""

from datetime import date

import pytest

from retrieval.model import Filters
from retrieval.question import read_question, script_of


def read(question):
    return read_question(question, ("KQR",), date(2026, 3, 18))


@pytest.mark.parametrize(
    ("question", "order", "left"),
    [
        ("latest news on Okafor and trams", "newest", "Okafor and trams"),
        ("newest report about trams", "newest", "trams"),
        ("most recent on what the mayor says", "newest", "what the mayor says"),
        ("What is the latest on the trams?", "newest", "trams?"),
        ("What's the latest from Northport?", "newest", "Northport?"),
        ("Show me the most recent articles about trams", "newest", "trams"),
        ("latest Okafor statement", "newest", "Okafor statement"),
        ("Okafor trams latest", "newest", "Okafor trams"),
        ("What did Okafor say most recently about trams?", "newest", "What did Okafor say about trams?"),
        ("trams, newest first", "newest", "trams"),
        ("oldest article on trams", "oldest", "trams"),
        ("the first report of the ferry sinking", "oldest", "the ferry sinking"),
        ("trams, oldest first", "oldest", "trams"),
        ("tram strike, in order of date", "oldest", "tram strike"),
        ("timeline of the tram strike", "oldest", "the tram strike"),
        ("tram strike in chronological order", "oldest", "tram strike"),
    ],
)
def test_an_order_is_read_and_left_out_of_the_search(question, order, left):
    reading = read(question)
    assert reading.filters == Filters(order=order)
    assert reading.text == left


@pytest.mark.parametrize(
    "question",
    [
        "Who was the first woman to steer the ferry?",
        "Which port flooded for the first time?",
        "How old is the world's oldest tram?",
        "According to the latest census, how many live in Northport?",
        "What year is the latest the vote could take place?",
        "Which state is the latest target of the mayor?",
        "The harbour board revealed a timeline for which bridge?",
        "Who came last in the race?",
    ],
)
def test_first_and_latest_as_part_of_the_matter_order_nothing(question):
    reading = read(question)
    assert reading.filters.order == "relevance"
    assert reading.text == question


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("How has support for the tram developed?", "oldest"),
        ("How have fares changed over the years?", "oldest"),
        ("How has the latest plan for trams changed, newest first?", "newest"),
        ("How did the mayor's view of trams change over time?", "oldest"),
        ("How did the mayor's view of trams change?", "relevance"),
        ("How have the outlets' reports differed?", "relevance"),
    ],
)
def test_how_something_has_changed_is_told_from_the_oldest_on(question, order):
    assert read(question).filters.order == order


@pytest.mark.parametrize(
    "question",
    [
        "List the ministers quoted after the vote",
        "Every mention of Ada Okafor",
        "all mentions of the ferry",
        "all articles about trams",
        "Compare the harbour votes in 2022 and 2025",
        "How has support for the tram developed?",
        "How did the mayor's view of trams change over time?",
        "Cristiania or Kristiania: how do the outlets spell it?",
        "timeline of the strike",
        "Which mayors are quoted on trams?",
        "Which mayors reacted to the strike?",
        "Who has commented on the strike?",
        "What did Okafor say in May 2023 compared with June 2024?",
    ],
)
def test_a_question_for_several_places_is_known(question):
    assert read(question).several


@pytest.mark.parametrize(
    "question",
    [
        "Which airline was named the best of all?",
        "Who was named mayor of the year?",
        "Fares are up compared to a year ago. By how much?",
        "Which of the following cities grew?",
        "What is on the wish list?",
        "Trams and trains: who runs them?",
        "Did all ferries sink?",
    ],
)
def test_an_ordinary_question_asks_for_one_place(question):
    assert not read(question).several


@pytest.mark.parametrize(
    ("question", "wants"),
    [
        ("How many ferries sank?", {"number"}),
        ("What percentage of trams is late?", {"number"}),
        ("When did the ferry sink?", {"date"}),
        ("On which day was the vote?", {"date"}),
        ("Where did the ferry sink?", {"place"}),
        ("In which city is the harbour?", {"place"}),
        ("Who sank the ferry?", {"person"}),
        ("Which minister resigned?", {"person"}),
        ("What did Okafor say about trams?", {"quote"}),
        ("Why did the ferry sink?", {"reason"}),
        ("tram strike", set()),
    ],
)
def test_what_a_question_wants_is_read_from_its_form(question, wants):
    assert read(question).wants == wants


@pytest.mark.parametrize(
    ("question", "phrases", "left"),
    [
        ('"slow boat"', ("slow boat",), "slow boat"),
        ("find the passage with “slow boat”", ("slow boat",), "slow boat"),
        ('who said "a slow boat is a boat"', ("a slow boat is a boat",), "who said a slow boat is a boat"),
        ('harbour office quote about "slow boat"', ("slow boat",), "harbour office slow boat"),
        ('"slow boat" "fast tram"', ("slow boat", "fast tram"), "slow boat fast tram"),
        ('Okafor "slow boat', (), 'Okafor "slow boat'),
        ('Which actor of the series "Slow Boat" died at the age of ninety?', (),
         "Which actor of the series Slow Boat died at the age of ninety?"),
    ],
)  # fmt: skip
def test_quoted_words_are_exact_where_they_are_asked_for(question, phrases, left):
    reading = read(question)
    assert reading.filters.phrases == phrases
    assert reading.text == left


@pytest.mark.parametrize(
    ("question", "exclude", "left"),
    [
        ("harbour -ferry", ("ferry",), "harbour"),
        ('harbour -"slow boat" -tram', ("slow boat", "tram"), "harbour"),
        ("harbour - the ferry", (), "harbour - the ferry"),
        ("fell to -5 degrees", (), "fell to -5 degrees"),
        ("long-range ferry", (), "long-range ferry"),
    ],
)
def test_words_after_a_dash_are_excluded(question, exclude, left):
    reading = read(question)
    assert reading.filters.exclude == exclude
    assert reading.text == left


def test_the_script_of_a_question_is_known():
    assert script_of("Хто потопив пором NorSea?") == "cyrillic"
    assert script_of("Ποιος βύθισε το πλοίο;") == "other"
    assert {script_of(text) for text in ("Who sank the ferry of Київ, and why?", "¿Quién?", "")} == {"latin"}


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("List the mayors quoted on trams", "mayors on trams"),
        ("Which mayors are mentioned speaking up for trams?", "Which mayors speaking up for trams?"),
        ("How has support for the tram developed?", "support for the tram?"),
        ("Every mention of Ada Okafor", "Ada Okafor"),
        ("What do all outlets write about trams?", "trams?"),
        ("List the people who commented on the strike", "people the strike"),
        ("Which mayors have reacted to the strike?", "Which mayors the strike?"),
    ],
)
def test_what_asks_for_several_places_is_left_out_of_the_search(question, left):
    assert read(question).text == left


@pytest.mark.parametrize(
    "question",
    [
        "List the mayors quoted on trams",
        "Which mayors are reported speaking up for trams?",
        "Who else is quoted on trams?",
        "Name all who spoke at the harbour",
        "Which mayors reacted to the strike?",
        "How has the mayor's view of trams changed?",
        "How did Northport's support for the ferry develop from 2022 to 2024?",
        "timeline of the mayor's support for the ferry",
        "the mayor's views of trams, in order of date",
    ],
)
def test_a_question_for_several_who_speak_wants_voices(question):
    assert "voices" in read(question).wants


@pytest.mark.parametrize(
    "question",
    [
        "Who said that trams are late?",
        "What has Okafor said about trams, in order of date?",
        "List the ferries that sank",
        "Compare the votes in 2022 and 2025",
        "How has the harbour changed?",
        "How did the council support the ferry?",
        "Which mayor spoke first?",
    ],
)
def test_a_question_for_one_answer_or_for_no_speakers_wants_no_voices(question):
    assert "voices" not in read(question).wants
