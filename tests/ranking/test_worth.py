"""What words are worth: the same whoever adds it up."""

from __future__ import annotations

import math

import numpy as np

from retrieval.answering.worth import Worth

WORDS = {
    "crane": {"crane": 7.1, "heron": 3.3},
    "harbour": {"harbour": 0.1},
    "lock": {"lock": 0.2},
    "fell": {"fall": 0.3},
}
WORTH = Worth(WORDS, 7.7)


def test_a_sum_is_the_same_to_the_last_bit_in_whatever_order_a_set_gives_its_words() -> None:
    orders = (["harbour", "lock", "fall"], ["fall", "lock", "harbour"], ["lock", "fall", "harbour"])
    assert {WORTH.sum(dict.fromkeys(order).keys()) for order in orders} == {math.fsum((0.1, 0.2, 0.3))}


def test_of_several_terms_for_a_word_the_best_that_is_found_counts() -> None:
    assert WORTH.sum({"crane", "heron"}) == 7.1
    assert WORTH.sum({"heron"}) == 3.3


def test_many_passages_at_once_are_worth_what_each_is_alone() -> None:
    terms = ("heron", "lock", "crane", "elsewhere")
    found = np.array([[True, True, False], [True, False, False], [True, False, False], [False, True, True]])
    by_word = WORTH.by_word(terms, found)
    alone = [WORTH.sum({term for term, has in zip(terms, column, strict=True) if has}) for column in found.T]
    assert by_word.shape == (len(WORDS), 3)
    assert by_word.sum(axis=0).tolist() == alone


def test_where_nothing_was_looked_for_nothing_is_worth_anything() -> None:
    assert not WORTH.by_word((), np.zeros((0, 2), dtype=bool)).any()
