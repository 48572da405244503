"""Relative days are resolved from a printed or stated day, and only where the words are sure."""

from datetime import date

import pytest

from retrieval.answering.days import day_notes
from retrieval.model import PartialDate

WEDNESDAY = PartialDate(2022, 1, 19)


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("The ferry sank on Monday, the harbour office said.", {"Monday": date(2022, 1, 17)}),
        ("On Tuesday the mayor told KQR that the port was shut.", {"Tuesday": date(2022, 1, 18)}),
        ("The mayor will speak on Friday.", {"Friday": date(2022, 1, 21)}),
        ("On Friday, ministers will meet in Northport.", {"Friday": date(2022, 1, 21)}),
        ("The mayor is due in Northport on Wednesday.", {"Wednesday": date(2022, 1, 19)}),
        ("The office said the ferry would sail on Saturday.", {"Saturday": date(2022, 1, 22)}),
        ("The mayor said on Monday that the port would open.", {"Monday": date(2022, 1, 17)}),
        ("He will fly to Wem, and then meet the mayor in Northport on Friday, she said.",
         {"Friday": date(2022, 1, 21)}),
        ("Trams will run again, and crowds on Tuesday cheered the news.", {"Tuesday": date(2022, 1, 18)}),
        ("She resigned yesterday.", {"yesterday": date(2022, 1, 18)}),
        ("The vote is tomorrow.", {"tomorrow": date(2022, 1, 20)}),
        ("The port shut last week.", {"Monday of last week": date(2022, 1, 10)}),
        ("It sank last Friday.", {"last Friday": date(2022, 1, 14)}),
        ("It sank on Monday and will be raised on Friday.",
         {"Monday": date(2022, 1, 17), "Friday": date(2022, 1, 21)}),
    ],
)  # fmt: skip
def test_a_relative_day_is_told_where_the_words_are_sure(text, notes):
    assert dict(day_notes(text, WEDNESDAY, "printed")) == notes


@pytest.mark.parametrize(
    "text",
    [
        "A meeting on Friday.",
        "The ferry to the island sails again on Monday, the harbour master said.",
        "Trams run every Friday.",
        "He likes trams, and then a walk on Friday, she said.",
        "The Black Friday sale opened.",
        "It sank last Monday.",
        "It sank early on Thursday.",
        "The mayor will speak next Friday.",
        "It opened on Friday 14 January.",
        "“We will sail on Friday,” she said.",
        'She said: "It sank yesterday.',
        "Friday's vote was close.",
        "The director had been in Northport the Wednesday before.",
        "It sank a week before; on Wednesday week it was raised.",
        "The mayor resigned the following Friday.",
        "No day at all.",
        "It opened on Friday, shut, and will open again on Friday.",
        "",
    ],
)
def test_an_unsure_day_is_left_alone(text):
    assert day_notes(text, WEDNESDAY, "stated") == ()


@pytest.mark.parametrize(
    ("day", "basis"),
    [(WEDNESDAY, "inferred"), (WEDNESDAY, None), (PartialDate(2022, 1), "printed"), (None, "printed")],
)
def test_no_day_is_told_from_an_inferred_or_vague_date(day, basis):
    assert day_notes("The ferry sank on Monday.", day, basis) == ()
