"""Made-up news of any size, the same for the same seed: what the speed measurements index and ask.

Frequencies follow a Zipf-Mandelbrot law with two exponents (Ferrer i Cancho and Solé 2001: one for the kernel
vocabulary, a steeper one beyond), fitted by eye to stemmed news without stop words: the commonest term makes up
1% of the text and stands in a fifth of the paragraphs, the hundredth 0.1%, the thousandth 0.02%. Paragraphs are
log-normal with a mean of 24 terms. Each article prefers words of its own, so that they recur in it.

The common words are English ones, the commonest first, and the rare ones are made up of syllables. With made-up
words alone every other word was taken for another spelling of the next: 1.1 alternatives for each word of a
question, where questions to real news find 0.06.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from retrieval.analysis import tokenize
from retrieval.index import ArticleTokens, PassageTokens
from retrieval.spelling import english_words

VOCABULARY = 400_000
PARAGRAPHS_PER_ARTICLE = 8.88
_KERNEL = 1500
_FIRST_DAY = date(2015, 1, 1)
_BATCH = 1000
_OWN_WORDS = 60
_OWN_SHARE = 0.35
_SYLLABLES = [first + second for first in "bcdfghjklmnprstvwz" for second in ("a", "e", "i", "o", "u", "ai", "or")]


@dataclass(frozen=True, slots=True)
class Article:
    """A made-up article; paragraphs and title are lists of words."""

    number: int
    outlet: str
    day: date
    title: list[str]
    paragraphs: list[list[str]]

    def tokens(self, *, fields: bool = True) -> ArticleTokens:
        """Return it as the index takes it in; without `fields`, only its paragraphs."""
        passages = tuple(
            PassageTokens(f"{self.number:x}-{place}", {"paragraph": tuple(words)}, tuple(words) if fields else ())
            for place, words in enumerate(self.paragraphs)
        )
        title = {"title": tuple(self.title)} if fields else {}
        return ArticleTokens(self.number, self.outlet, self.day, self.day, title, passages)


@cache
def vocabulary() -> Sequence[str]:
    """Return the words by rank: one of each English stem, stop words left out, then made-up ones."""
    listed = english_words()
    by_term: dict[str, str] = {}
    for word in sorted(listed, key=lambda word: (-listed[word], word)):
        tokens = tokenize(word)
        if len(word) > 2 and word.isascii() and word.isalpha() and not tokens[0].stop:
            by_term.setdefault(tokens[0].term, word)
    known = set(by_term.values())
    made_up = (word for rank in range(VOCABULARY) if (word := _made_up(rank)) not in known)
    return tuple(islice(chain(by_term.values(), made_up), VOCABULARY))


def _made_up(rank: int) -> str:
    """Return the made-up word of a rank (from 0): two syllables and more, each rank its own."""
    syllables = []
    rank += len(_SYLLABLES)
    while rank:
        rank, syllable = divmod(rank, len(_SYLLABLES))
        syllables.append(_SYLLABLES[syllable])
    return "".join(syllables)


def sentence(terms: Sequence[str]) -> str:
    """Make a list of words look like a sentence."""
    return " ".join(terms).capitalize() + "."


def _cumulated() -> NDArray[np.float64]:
    ranks = np.arange(1, VOCABULARY + 1)
    kernel = (ranks + 2.0) ** -0.75
    tail = kernel[_KERNEL] * (ranks / _KERNEL) ** -1.55
    weights = np.where(ranks < _KERNEL, kernel, tail)
    return np.cumsum(weights / weights.sum())


class News:
    """A stream of made-up articles."""

    def __init__(self, paragraphs: int, seed: int = 1) -> None:
        """Make up this many paragraphs."""
        self._paragraphs = paragraphs
        self._seed = seed
        self._cumulated = _cumulated()
        self._words = vocabulary()

    def __iter__(self) -> Iterator[Article]:
        """Make the articles up, in batches."""
        random = np.random.default_rng(self._seed)
        left, number = self._paragraphs, 1
        while left > 0:
            sizes = np.minimum(1 + random.poisson(PARAGRAPHS_PER_ARTICLE - 1, _BATCH), 40)
            sizes = sizes[np.cumsum(sizes) - sizes < left]
            sizes[-1] = min(sizes[-1], left - sizes[:-1].sum())
            yield from self._batch(random, number, sizes)
            number += len(sizes)
            left -= int(sizes.sum())

    def _batch(self, random: np.random.Generator, number: int, sizes: NDArray[np.int64]) -> Iterator[Article]:
        lengths = np.clip(random.lognormal(2.9, 0.75, int(sizes.sum())), 2, 250).astype(np.int64)
        ends = np.cumsum(lengths)
        ranks = self._ranks(random, int(ends[-1]))
        article = np.repeat(np.repeat(np.arange(len(sizes)), sizes), lengths)
        own = self._ranks(random, len(sizes) * _OWN_WORDS).reshape(len(sizes), _OWN_WORDS)
        picked = np.flatnonzero(random.random(len(ranks)) < _OWN_SHARE)
        ranks[picked] = own[article[picked], random.integers(0, _OWN_WORDS, len(picked))]
        texts = [self._words[rank] for rank in ranks.tolist()]
        bounds = [0, *ends.tolist()]
        first = 0
        for place, size in enumerate(sizes.tolist()):
            paragraphs = [texts[bounds[p] : bounds[p + 1]] for p in range(first, first + size)]
            title = [self._words[rank] for rank in own[place, :8].tolist()]
            day = _FIRST_DAY + timedelta(days=(number + place) // 30)
            yield Article(number + place, f"Outlet {(number + place) * 7919 % 40}", day, title, paragraphs)
            first += size

    def _ranks(self, random: np.random.Generator, count: int) -> NDArray[np.int64]:
        return np.minimum(np.searchsorted(self._cumulated, random.random(count)), VOCABULARY - 1)


def questions(paragraphs: int, count: int, seed: int = 2) -> list[list[str]]:
    """Return questions of 2 to 12 words, each taken from one paragraph of the news of that size."""
    random = np.random.default_rng(seed)
    asked: list[list[str]] = []
    for article in News(min(paragraphs, 200_000)):
        if random.random() < 0.2:
            words = article.paragraphs[int(random.integers(len(article.paragraphs)))]
            wanted = int(np.clip(random.poisson(7), 2, 12))
            asked.append(list(dict.fromkeys(random.permutation(words)[:wanted].tolist())))
        if len(asked) == count:
            break
    return asked
