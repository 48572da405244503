"""The same article twice: found by the words that two texts share, and named for what it is."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.copies import NEIGHBOURS, SAMPLE, WINDOW, Sketch, Sketched, containment, find_copies, sketch
from retrieval.model import PartialDate


def story(seed: int, paragraphs: int = 12, words: int = 40) -> list[str]:
    """A text of made-up words, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    return [" ".join(f"w{chance.randrange(5000)}" for _ in range(words)) for _ in range(paragraphs)]


def edited(paragraphs: list[str], seed: int, every: int) -> list[str]:
    """The same text with about one word in `every` exchanged."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    return [
        " ".join(word if chance.randrange(every) else "edited" for word in text.split()) for text in paragraphs
    ]


def known(paragraphs: list[str], outlet: str | None = None, day: str | None = None) -> Sketched:
    """An article as the finder sees it."""
    return Sketched(sketch(paragraphs), outlet, PartialDate.from_iso(day) if day else None)


def test_the_same_words_are_identical_however_they_are_set() -> None:
    """Case, punctuation, quotes and the cut of paragraphs do not count."""
    one = known(["The ferry’s back, they said.", "It sails on Monday from the old quay at seven."])
    other = known(["the FERRY's back they said: it sails", "on Monday, from the old quay at seven"])

    (pair,) = find_copies({"b": other, "a": one})

    assert (pair.first, pair.second, pair.containment, pair.kind) == ("a", "b", 1.0, "identical")


def test_a_wire_story_in_two_outlets_is_a_copy_and_a_later_edition_a_version() -> None:
    """The earlier one comes first where the dates tell."""
    text = story(1)
    found = find_copies(
        {
            "a": known(edited(text, 1, 60), "Radio Quayside", "2031-05-13"),
            "b": known(text, "The Alder Courier", "2031-05-12"),
            "c": known([*text, *story(2, 3)], "Alder Courier", "2031-05-14"),
            "d": known(story(3), "The Alder Courier", "2031-05-12"),
        }
    )

    assert [(pair.first, pair.second, pair.kind) for pair in found] == [
        *(("a", "c", "copy"), ("b", "a", "copy"), ("b", "c", "copy")),
    ]
    assert (
        find_copies({"b": known(text, "The Alder Courier"), "c": known([*text, "More."], "The Alder Courier")})[
            0
        ].kind
        == "version"
    )


@pytest.mark.parametrize(("every", "low", "high"), [(100, 0.85, 1.0), (30, 0.7, 0.95), (5, 0.1, 0.5)])
def test_containment_is_close_to_the_true_share(every: int, low: float, high: float) -> None:
    """An exchanged word breaks five shingles: (1 - 1/every) ** 5 of them stay."""
    text = story(4, paragraphs=30)
    figure = containment(sketch(text), sketch(edited(text, 5, every)))

    assert low <= figure <= high
    assert figure == pytest.approx((1 - 1 / every) ** 5, abs=0.15)


def test_a_short_text_inside_a_long_one_is_found() -> None:
    """Containment, not likeness: the long one has much besides."""
    long = story(6, paragraphs=60)
    (pair,) = find_copies({"long": known(long), "short": known(long[20:35])})

    assert pair.containment > 0.9


def test_shared_furniture_makes_no_copies() -> None:
    """A paragraph under every article of a site is not the article."""
    footer = story(0, 1, 60)
    articles = {f"a{number:03}": known([*story(number + 100), *footer]) for number in range(WINDOW * 4)}

    assert find_copies(articles) == []


def test_two_similar_paragraphs_within_an_article_are_nobodys_copies() -> None:
    """Only articles are compared, never an article with itself."""
    text = story(7)

    assert find_copies({"a": known([*text, text[0]]), "b": known(story(8))}) == []


def test_one_story_in_very_many_outlets_stays_linked_without_pairs_exploding() -> None:
    """Everyone hangs together, by a number of links that grows as the articles do."""
    text = story(9)
    articles = {
        f"a{number:03}": known(edited(text, number, 200), f"Outlet {number}") for number in range(WINDOW * 4)
    }
    pairs = find_copies(articles)
    group, frontier = {"a000"}, ["a000"]
    while frontier:
        here = frontier.pop()
        near = {p.second if p.first == here else p.first for p in pairs if here in (p.first, p.second)} - group
        group |= near
        frontier.extend(near)

    assert group == set(articles)
    assert len(pairs) <= len(articles) * WINDOW
    assert NEIGHBOURS < WINDOW


def test_asking_for_new_articles_gives_their_pairs_only() -> None:
    """What a reindex asks after a few files came: the pairs of the others are known already."""
    text, other = story(10), story(11)
    articles = {
        "old1": known(text),
        "old2": known(edited(text, 1, 80)),
        "old3": known(other),
        "new1": known(edited(other, 2, 80)),
        "new2": known(text),
    }
    every = find_copies(articles)
    new = find_copies(articles, among=["new1", "new2"])

    assert {(pair.first, pair.second) for pair in new} == {("new1", "old3"), ("new2", "old1"), ("new2", "old2")}
    assert set(new) <= set(every)
    assert find_copies(articles, among=[]) == []


def test_articles_without_words_are_no_copies_of_one_another() -> None:
    """Nothing equals nothing, but nobody asked."""
    assert find_copies({"a": known([]), "b": known(["…"]), "c": known(["One word"])}) == []
    assert find_copies({}) == []


def test_a_sketch_is_small_and_survives_storing() -> None:
    """About a kilobyte, however long the text; other bytes are refused."""
    made = sketch(story(12, paragraphs=300))

    assert len(made.to_bytes()) <= 8 * SAMPLE + 32
    assert Sketch.from_bytes(made.to_bytes()) == made
    for data in (b"", b"\x07" * 40, made.to_bytes()[:-3]):
        with pytest.raises(ValueError, match="no sketch"):
            Sketch.from_bytes(data)


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_is_contained_in_itself(paragraphs: list[str]) -> None:
    """Or has no words; and a sketch is the same each time it is made."""
    made = sketch(paragraphs)

    assert made == sketch(iter(paragraphs))
    assert containment(made, made) == (1.0 if made.words else 0.0)


def test_time_grows_with_the_number_of_articles_not_of_pairs() -> None:
    """A hang guard: ten thousand sketches, the footer of every one the same, in far less than a minute."""
    chance = random.Random(13)  # noqa: S311 - the same each time
    footer = [f"f{number}" for number in range(40)]
    articles = {
        f"a{number}": known([" ".join([*(f"w{chance.randrange(9999)}" for _ in range(60)), *footer])])
        for number in range(10_000)
    }
    start = time.perf_counter()
    found = find_copies(articles)

    assert found == []
    assert time.perf_counter() - start < 30
