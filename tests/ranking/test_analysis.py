"""What counts as the same word."""

from __future__ import annotations

import pytest

from retrieval.analysis import stems, tokenize, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.K.", "uk"),
        ("U.S.", "US"),
        ("the United States of America", "USA"),
        ("United Nations", "U.N."),
        ("Café", "CAFE"),
        ("Zełensky", "zelensky"),
        ("Johnson’s", "Johnson"),
        ("the leaders' ferries", "leader ferry"),
        ("1,200", "1200"),
        ("40-mile", "40 mile"),
        ("£5bn", "£5 billion"),
        ("5%", "5 per cent"),
        ("cafe\u0301", "café"),
        ("O’Brien", "O'Brien"),
        ("the crane fell", "a crane falls"),
        ("two women met", "two woman meet"),
    ],
)
def test_two_ways_of_writing_one_thing_give_the_same_terms(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(("text", "term"), [("$500", "500"), ("$500", "$500"), ("500", "500"), ("MH17", "mh17")])
def test_a_number_is_found_with_its_sign_and_without(text: str, term: str) -> None:
    assert term in stems(text)


def test_a_sum_of_money_is_not_the_bare_number() -> None:
    assert "$500" not in stems("500 troops")


def test_stop_words_are_left_out_but_keep_their_places() -> None:
    assert stems("the ship of the line") == ("ship", "line")
    assert [token.term for token in tokenize("the ship") if token.stop] == ["the"]


def test_a_contraction_does_not_hide_another_word() -> None:
    assert stems("we'll Shell I'll ill") == ("shell", "ill")


def test_names_that_look_like_stop_words_are_kept_as_they_are_written() -> None:
    assert stems("WHO and Theresa May") == ("who", "theresa", "may")
    assert stems("who may") == ()


def test_tokens_are_whole_words_at_their_code_points() -> None:
    text = "🚢 Edda Holm’s U.K. ferry cost $1,200"
    assert {text[token.start : token.end] for token in tokenize(text)} >= {"Holm’s", "U.K.", "ferry", "$1,200"}


def test_letters_of_other_scripts_keep_their_marks() -> None:
    assert words("Київ") == ("київ",)


@pytest.mark.parametrize("text", ["", "  ", "?!…", "🙂🙂", "'", "’s", "...", "-", "$", "%"])
def test_text_without_words_has_no_terms(text: str) -> None:
    assert tokenize(text) == [] or all(token.word for token in tokenize(text))
    assert stems(text) in ((), ("s",))


@pytest.mark.parametrize("piece", ["1.", "1,111,", "a.", "U.K", "é", "x'", "5 per "])
def test_time_grows_with_the_length_of_a_text_and_no_faster(piece: str) -> None:
    stems(piece * 100_000 + "x")  # a hang guard: squared, this would take minutes


def test_a_number_with_a_fraction_is_found_by_its_whole_part() -> None:
    assert "12" in stems("12½ miles")
