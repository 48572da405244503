"""What holds for any text whatever: nothing invented, nothing undone, nothing raised, and in linear time."""

from __future__ import annotations

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.cleaning import clean

LINES = [
    "The council has voted to close the bridge at Harl Lock, three years after cracks were found in its piers.",
    "“We had hoped for more time,” said the mayor, who has lived beside the river since she was a child.",
    "Nobody was hurt.",
    "What happens next",
    "Read more: Ferry fares to rise in spring",
    "By Ann Other, Chief Reporter",
    "12 March 2024, 10:15",
    "PA",
    "Home",
    "News | Sport | Weather",
    "Sign up to our newsletter and get the news in your inbox every morning.",
    "A swimmer at the lock on Tuesday (Jo Bloggs/PA)",
    "• a new bridge for cyclists",
    "Comments (12)",
    "Reply",
    "Related stories",
    "Five cafés that you have to try",
    "Bridge to close after cracks are found | The Harl Gazette",
    "© 2024 The Harl Gazette. All rights reserved.",
    "Your support makes all the difference.The bridge carries 4,000 cars a day, engineers say in their report.",
    "and was then, it is said,",
    "Zoë’s “quoted” line without an end",
    "",
]

pages = st.lists(st.sampled_from(LINES) | st.text(max_size=60), max_size=40).map("\n".join)
anything = st.text(max_size=400) | pages


def bare(text: str) -> str:
    return "".join(text.split())


def is_subsequence(part: str, whole: str) -> bool:
    rest = iter(whole)
    return all(character in rest for character in part)


@given(anything)
@settings(max_examples=150, deadline=None)
def test_what_is_kept_is_the_texts_own_in_its_order(text: str) -> None:
    kept = "".join(paragraph.text for paragraph in clean(text).paragraphs)
    assert is_subsequence(bare(kept), bare(text))


@given(anything)
@settings(max_examples=150, deadline=None)
def test_cleaning_what_was_kept_again_changes_nothing(text: str) -> None:
    kept = [paragraph.text for paragraph in clean(text).paragraphs]
    for joint in ("\n\n", "\n"):
        assert [paragraph.text for paragraph in clean(joint.join(kept)).paragraphs] == kept


@given(anything)
@settings(max_examples=100, deadline=None)
def test_every_word_is_either_kept_or_dropped_with_its_line_and_a_reason(text: str) -> None:
    extraction = clean(text)
    assert all(piece.reason and piece.line for piece in extraction.dropped)
    assert all(paragraph.line for paragraph in extraction.paragraphs)
    pieces = [paragraph.text for paragraph in extraction.paragraphs] + [piece.text for piece in extraction.dropped]
    lost = Counter(re.findall(r"\w", text)) - Counter(re.findall(r"\w", "".join(pieces)))
    assert not lost


ENDLESS = {
    "one line of a million letters": "a" * 1_000_000,
    "one line of short words": "to be or not " * 80_000,
    "one line of sentences": "It rained on Monday. " * 50_000,
    "one line of glued sentences": "It rained.Then it snowed." * 12_000,
    "one line of separators": "| " * 500_000,
    "open brackets": "(" * 1_000_000,
    "names": "Ann Other " * 100_000,
    "sites": "x" * 1_000_000 + " facebook" * 1_000,
    "many short lines": "Home\n" * 20_000,
    "many paragraphs": "".join(
        f"The bridge at Harl Lock {n} was closed on Monday because of cracks in its piers.\n\n"
        for n in range(1_500)
    ),
    "many headlines and summaries": "".join(
        f"Bridge {n} closed over cracks\nIt was shut for {n} days, the council said.\n" for n in range(2_800)
    ),
    "many headings of other stories": "".join(
        f"Related stories\nThe bridge over ford {n} is to stay closed until spring.\n" for n in range(2_000)
    ),
}


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS.keys())
def test_long_texts_are_read_in_seconds_however_they_are_made(text: str) -> None:
    started = time.perf_counter()
    clean(text)
    assert time.perf_counter() - started < 30  # a hang guard, ten times what is normal


def test_time_grows_with_the_length_and_no_faster() -> None:
    article = ENDLESS["many headlines and summaries"]
    clean(article[:20_000])
    spent = []
    for size in (50_000, 200_000):
        started = time.perf_counter()
        clean(article[:size])
        spent.append(time.perf_counter() - started)
    assert spent[1] < 4 * spent[0] * 3  # four times the text; the rest is for a busy machine
