"""/check tells whether a quotation stands in the collection word for word."""

from __future__ import annotations

import pytest

from bot.quotation import differences, nearest, quoted_words
from tests.bot.conftest import Rig
from tests.bot.updates import BEN, group, message, say


async def test_a_quotation_word_for_word_is_shown_where_and_when(rig: Rig) -> None:
    (reply,) = await rig.deliver(say('/check "we promised the islanders a ship before the herring season"'))
    assert reply.text.startswith("Word for word in the collection:")
    assert "12 May 2021" in reply.text
    assert "<b>We promised the islanders a ship before the herring season</b>" in reply.text


async def test_a_quotation_that_differs_is_shown_word_by_word(rig: Rig) -> None:
    (reply,) = await rig.deliver(say('/check "We promised the islanders a boat before the herring season"'))
    assert reply.text.startswith("The collection has it differently.")
    assert "<s>boat</s> <b>ship</b>" in reply.text


async def test_a_quotation_that_is_not_there_is_not_found(rig: Rig) -> None:
    (reply,) = await rig.deliver(say('/check "giraffes never forget a good umbrella"'))
    assert reply.text.startswith("I did not find these words")


async def test_check_as_a_reply_checks_that_message(rig: Rig) -> None:
    claim = message("Holm: “here she is”, and a yard in Westhaven forged a new one", BEN, group())
    asked = say(
        "/check",
        chat=group(),
        reply_to_message=claim,
        quote={"text": "a yard in Westhaven forged a new one", "position": 20},
    )
    (reply,) = await rig.deliver(asked)
    assert reply.text.startswith("Word for word")


async def test_too_few_words_are_told_how(rig: Rig) -> None:
    (reply,) = await rig.deliver(say("/check ferry"))
    assert "at least three words" in reply.text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ('He said "we are here" today', "we are here"),
        ("“we are here”", "we are here"),
        ("«ми тут є»", "ми тут є"),
        ("we are here", "we are here"),
    ],
)
def test_what_stands_between_quotation_marks_is_the_quotation(given: str, expected: str) -> None:
    assert quoted_words(given) == expected


def test_marks_case_and_kinds_of_apostrophe_do_not_count() -> None:
    found = nearest("its the captain’s ship", "“It is old,” he said. “Its the Captain's ship!”")
    assert found is not None
    assert found.verbatim


def test_the_difference_names_what_is_only_in_one() -> None:
    assert differences("a big red ship", "a red old ship") == [
        ("same", "a"),
        ("theirs", "big"),
        ("same", "red"),
        ("ours", "old"),
        ("same", "ship"),
    ]


def test_texts_without_common_words_are_not_near() -> None:
    assert nearest("one two three", "four five six") is None
    assert nearest("", "four") is None


def test_what_the_quotation_changed_at_its_ends_is_set_against_what_stands_there() -> None:
    found = nearest("our ship is here today", "Holm said: the ship is here again, and so is she.")
    assert found is not None
    text = "Holm said: the ship is here again, and so is she."
    assert text[found.start : found.end] == "the ship is here again"
