"""PostingsBM25 is rank-bm25, but for the engine under it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from retrieval.index import PostingsBM25

words = st.sampled_from(["a", "b", "c", "d", "e", "f"])
corpora = st.lists(st.lists(words, max_size=30), min_size=1, max_size=12).filter(any)
# with b = 1 rank-bm25 divides 0 by 0 in empty documents
parameters = st.tuples(st.floats(0.1, 3), st.floats(0, 0.99))


class LoopingBM25(BM25Okapi):  # type: ignore[misc]
    """rank-bm25's own loop, with Lucene's idf."""

    def _calc_idf(self, nd: dict[str, int]) -> None:
        n = self.corpus_size
        self.idf = {word: math.log(1 + (n - df + 0.5) / (df + 0.5)) for word, df in nd.items()}


@settings(deadline=None)
@given(corpora, st.lists(st.one_of(words, st.just("elsewhere")), max_size=6), parameters)
def test_scores_equal_those_of_rank_bm25s_own_loop(corpus, query, k1_b):
    ours, theirs = PostingsBM25(corpus, k1=k1_b[0], b=k1_b[1]), LoopingBM25(corpus, k1=k1_b[0], b=k1_b[1])
    np.testing.assert_allclose(ours.get_scores(query), theirs.get_scores(query), rtol=1e-6)
    some = list(range(0, len(corpus), 2))
    np.testing.assert_allclose(ours.get_batch_scores(query, some), theirs.get_batch_scores(query, some), rtol=1e-6)
    assert (ours.corpus_size, ours.avgdl, ours.idf) == (theirs.corpus_size, theirs.avgdl, theirs.idf)


@settings(deadline=None)
@given(corpora, st.lists(words, min_size=1, max_size=4))
def test_the_top_n_are_those_with_the_highest_scores_and_ties_stand_in_order(corpus, query):
    ours = PostingsBM25(corpus)
    scores = ours.get_scores(query)
    best = ours.get_top_n(query, range(len(corpus)), n=5)
    assert best == sorted(range(len(corpus)), key=lambda number: (-scores[number], number))[:5]


def test_a_word_in_half_of_two_passages_is_found():
    assert PostingsBM25([["ferry", "sails"], ["bridge"]]).get_scores(["ferry"])[0] > 0


def test_an_empty_corpus_scores_nothing():
    assert PostingsBM25([]).get_scores(["ferry"]).tolist() == []
    assert PostingsBM25([[], []]).get_scores(["ferry"]).tolist() == [0.0, 0.0]


def test_a_tokenizer_splits_the_corpus():
    assert PostingsBM25(["ferry sails", "bridge"], tokenizer=str.split).get_scores(["bridge"])[1] > 0


def test_documents_that_are_not_there_are_refused():
    index = PostingsBM25([["ferry"]])
    with pytest.raises(IndexError, match="numbered 0 to 0"):
        index.get_batch_scores(["ferry"], [1])
    with pytest.raises(ValueError, match="match the index corpus"):
        index.get_top_n(["ferry"], ["one", "two"])


def test_numbering_and_idf_survive_many_documents_of_one_term():
    index = PostingsBM25([["a"]] * 70_000)
    assert index.get_scores(["a"]).min() == index.get_scores(["a"]).max() > 0
