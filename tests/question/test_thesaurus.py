"""Words that stand for others: which ones, at what weight, and what they are not to change."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from retrieval.analysis import stems
from retrieval.query import Query
from retrieval.question import make_query, read_question
from tests.question.counted import Counted
from tests.ranking.articles import Shelf, Told

PARAGRAPHS = (
    "The accord between Port Alder and Sollum is in its third draft, the council said.",
    "British ships left the harbour; the gunman fled, and rice from the Linde valley was sold as grain.",
    "Reyl stepped down as mayor after the defence of the lock failed.",
)
STATISTICS = Counted(PARAGRAPHS)


@pytest.fixture(name="shelf")
def one_article(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path, [Told("The Alder Courier", None, "Lock", PARAGRAPHS)])


def asked(question: str) -> Query:
    return make_query(read_question(question, (), date(2034, 1, 1)), STATISTICS)[0]


def added(question: str) -> dict[tuple[str, str | None], float]:
    return {(term.word, term.found_as): term.weight for term in asked(question).terms if term.origin != "question"}


@pytest.mark.parametrize(
    ("question", "word", "stands_for_it", "weight"),
    [
        ("who signed the pact", "pact", "accord", 0.6),
        ("versions of the text", "versions", "draft", 0.6),
        ("did the mayor resign", "resign", "step", 0.6),
        ("the shooter", "shooter", "gunman", 0.6),
        ("ships of Britain", "Britain", "british", 0.7),
    ],
)
def test_a_word_brings_along_those_that_stand_for_it(
    question: str, word: str, stands_for_it: str, weight: float
) -> None:
    assert added(question).get((word, stands_for_it)) == weight


def test_only_words_that_the_collection_has_are_added() -> None:
    assert ("pact", "treaty") not in added("who signed the pact")


def test_a_word_of_the_question_is_not_added_once_more() -> None:
    assert not [found for found in added("the accord and the pact") if found[1] == "accord"]


def test_a_name_has_no_synonyms_but_a_country_has_its_people() -> None:
    assert ("rice", "grain") in added("how much rice was sold")
    assert not added("What did Condoleezza Rice say?")
    assert added("What did the council of Britain say?")


def test_the_words_of_an_exact_phrase_stand_for_themselves() -> None:
    assert not added('"a pact"')


def test_a_passage_with_a_synonym_is_found_and_why_tells_of_it(shelf: Shelf) -> None:
    answer = shelf.ask("the pact with Sollum")
    assert "accord" in answer.excerpts[0].text
    assert "accord" in answer.excerpts[0].why.added


def test_why_does_not_say_that_a_passage_has_a_word_for_which_only_a_synonym_stands(shelf: Shelf) -> None:
    why = shelf.ask("the pact with Sollum").excerpts[0].why
    assert why.matched == ("Sollum",)
    assert why.missing == ("pact",)


def test_a_synonym_elsewhere_in_the_article_is_no_evidence(shelf: Shelf) -> None:
    found = shelf.engine.search(asked("pact of the gunman"), read_question("", (), date(2034, 1, 1)).filters, 9)
    in_article = dict(zip(found.terms, found.found["article"][:, 0].tolist(), strict=True))
    assert in_article == {**dict.fromkeys(in_article, False), "gunman": True}
    assert "accord" in in_article


def test_a_word_that_occurs_nowhere_is_told_of_though_a_synonym_occurs(shelf: Shelf) -> None:
    silence = shelf.ask("Zoe Quandt on shooter tariffs").silence
    assert silence is not None
    assert "shooter" in silence.absent


def test_every_group_has_words_that_mean_something_to_the_search() -> None:
    kinds = tomllib.loads(files("retrieval").joinpath("thesaurus.toml").read_text("utf-8"))
    groups = [words.split() for kind in kinds.values() for words in kind["groups"].replace("\n", "|").split("|")]
    groups = [words for words in groups if words]
    assert len(groups) > 1000
    lonely = [words for words in groups if len({term for word in words for term in stems(word)}) < 2]
    assert not lonely
