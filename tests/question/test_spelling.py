"""Spelling against a made-up collection's own vocabulary: near names are found, other words left alone."""

import threading
import weakref
from datetime import date

import pytest

from retrieval.question import make_query, read_question
from retrieval.spelling import Speller, Spellers
from tests.question.counted import Counted

PARAGRAPHS = (
    "Ada Okafor, the mayor of Northport, opened the new harbour on Wednesday.",
    "Ms Okafor told the general assembly that the ferry was assassinated by its budget.",
    "Yelizaveta Kovalenko and Dmytro Shevchenko voted for the ferry in Kristiania.",
    "Mr Kovalenko thanked the government of Russia for guarantees and for the organisation.",
    "Shevchenko's deputy, Volodymyr Hrytsenko, spoke in Geneva with co-sponsors of the trams.",
    "Kovalenka, as others spell her, met Hrytsenko and Ekström in Geneva; sheep were noted.",
    "The trust of the people, said Bernard Truffaut, is what the challenge is about.",
    "Trump met Johnson in Washington, and Rischev in Moscow with Zhdanov.",
)


STATISTICS = Counted(PARAGRAPHS)


def query(question):
    return make_query(read_question(question, (), date(2026, 3, 18)), STATISTICS)


def found_for(question):
    terms = query(question)[0].terms
    return {(term.word, term.found_as) for term in terms if term.origin in ("spelling", "transliteration")}


@pytest.mark.parametrize(
    ("question", "word", "meant"),
    [
        ("Okafer harbour", "Okafer", "okafor"),
        ("okaffor", "okaffor", "okafor"),
        ("Shevchenco ferry", "Shevchenco", "shevchenko"),
        ("Genral Asembly", "Genral", "general"),
        ("Genral Asembly", "Asembly", "assembly"),
        ("co-sponsers", "sponsers", "sponsors"),
        ("opened on wensday", "wensday", "wednesday"),
        ("in Geneeva", "Geneeva", "geneva"),
        ("Volodimir", "Volodimir", "volodymyr"),
        ("the mayor's goverment", "goverment", "government"),
        ("garantees", "garantees", "guarantees"),
        ("organization", "organization", "organisation"),
        ("harbor", "harbor", "harbour"),
    ],
)
def test_a_misspelt_word_finds_the_word_that_the_collection_has(question, word, meant):
    assert (word, meant) in found_for(question)


@pytest.mark.parametrize(
    "question",
    [
        "Lammy in Paris",  # an unknown name near no other
        "Truss",  # near "trust", but a word and a name of its own
        "tanks",  # near "thanked" and "trams"
        "voting",
        "voter",
        "sheet",
        "What did Bernadette say?",
        "Musk",
        "Kowalski",
        "ferries",
        "17 23",
        "xq",
    ],
)
def test_an_unknown_word_that_is_near_none_stays_as_it_is(question):
    assert found_for(question) == set()
    assert query(question)[1] is None


def test_a_name_that_the_collection_spells_in_two_ways_is_looked_for_in_both():
    terms = {term.found_as or term.term: term for term in query("Kovalenko")[0].terms}
    assert terms["kovalenka"].weight < terms["kovalenko"].weight == 1.0
    assert query("Kovalenko")[1] is None


@pytest.mark.parametrize(
    ("question", "word", "meant"),
    [
        ("Кого зустрів Трамп?", "Трамп", "trump"),
        ("Кого бачили без Трампа?", "Трампа", "trump"),
        ("Що сказав Джонсон?", "Джонсон", "johnson"),
        ("зустріч із Шевченком", "Шевченком", "shevchenko"),
        ("Где Шевченко?", "Шевченко", "shevchenko"),
        ("переговори в Женеві, Вашингтоні", "Вашингтоні", "washington"),
        ("Володимир", "Володимир", "volodymyr"),
        ("шевченко", "шевченко", "shevchenko"),
        ("Що сказав Жданов?", "Жданов", "zhdanov"),
        ("Τζόνσον, Τραμπ και Σεβτσένκο: Σεβτσένκο", "Τραμπ", "trump"),
    ],
)
def test_a_name_in_another_script_finds_the_name(question, word, meant):
    added = [term for term in query(question)[0].terms if (term.word, term.found_as) == (word, meant)]
    assert [term.origin for term in added] == ["transliteration"]
    assert added[0].weight < 1


@pytest.mark.parametrize(
    ("question", "meant"), [("яка війна", set()), ("чий банк", {"bank"}), ("президент", {"president"})]
)
def test_a_word_in_small_letters_stands_for_an_everyday_english_one_only_if_written_like_it(question, meant):
    statistics = Counted(["The bank may win the case on Monday.", "The president of the bank hopes to win it."])
    made, _ = make_query(read_question(question, (), date(2026, 3, 18)), statistics)
    assert {term.found_as for term in made.terms if term.origin == "transliteration"} == meant


def test_function_words_of_another_language_are_not_searched_for():
    assert [term.word for term in query("Кого і де бачили без Трампа?")[0].terms] == ["бачили", "Трампа", "Трампа"]


@pytest.mark.parametrize(
    "question", ["¿Qué dijo Trump?", "Quand Trump est-il allé là-bas?", "Cosa ha detto Trump del telegrafo?"]
)
def test_words_of_another_language_weigh_little_beside_the_names_in_it(question):
    weights = {term.word: term.weight for term in query(question)[0].terms if term.origin == "question"}
    assert weights.pop("Trump") == 1
    assert set(weights.values()) <= {0.1, 1}
    assert sum(weights.values()) < len(weights) / 2


def test_an_english_question_with_words_that_the_collection_lacks_keeps_their_weight():
    made, _ = query("Which astronomer painted the zeppelin of Trump?")
    assert {term.weight for term in made.terms if term.origin == "question"} == {1}


@pytest.mark.parametrize("kind", ["politician", "person", "city", "company"])
def test_what_articles_need_not_say_weighs_little_where_none_says_it(kind):
    made, _ = query(f"Which {kind} wanted the ferry of Northport?")
    weights = {term.word: term.weight for term in made.terms if term.origin == "question"}
    assert weights == {kind: 0.1, "wanted": 0.1, "ferry": 1, "Northport": 1}


def test_what_articles_need_not_say_keeps_its_weight_beside_a_single_word_that_they_have():
    made, _ = query("Which politician wanted the ferry?")
    assert {term.weight for term in made.terms if term.origin == "question"} == {1}


def test_the_kind_of_answer_keeps_its_weight_where_articles_have_the_word():
    made, _ = query("Which people voted for the ferry?")
    assert {term.weight for term in made.terms if term.origin == "question"} == {1}


@pytest.mark.parametrize(("year", "weight"), [("2024", 0.1), ("1924", 1)])
def test_a_year_that_no_article_writes_weighs_little_if_articles_are_of_it(year, weight):
    reading = read_question(f"the {year} ferry budget", (), date(2026, 3, 18), range(2023, 2026))
    made, _ = make_query(reading, STATISTICS)
    weights = {term.word: term.weight for term in made.terms if term.origin == "question"}
    assert weights == {year: weight, "ferry": 1, "budget": 1}


def test_of_two_spellings_that_a_question_names_either_answers():
    made, _ = query("Kovalenko or Kovalenka: how do the outlets spell it?")
    assert made.by_word() == {"Kovalenko": {"kovalenko": 1, "kovalenka": 1}}
    apart, _ = query("Did Kovalenko meet Kovalenka?")
    assert {"Kovalenko", "Kovalenka"} <= set(apart.by_word())


def test_the_suggestion_is_the_question_in_the_collections_spelling():
    assert query("when did Okafer thank the goverment?")[1] == "when did Okafor thank the government?"
    assert query("when did Okafor open the harbour?")[1] is None


def test_words_of_an_exact_phrase_are_not_changed():
    assert found_for('"okaffor"') == set()


def test_phrases_and_exclusions_become_terms():
    made, _ = query('"opened the harbour" ferry -trams')
    assert made.phrases == (("open", "harbour"),)
    assert made.exclude == ("tram",)
    assert [term.term for term in made.terms] == ["open", "harbour", "ferri"]


def test_a_word_said_twice_counts_once():
    assert [term.term for term in query("ferry Ferry ferries")[0].terms] == ["ferri"]


def test_an_empty_collection_corrects_nothing():
    assert Speller(()).corrections("okafer") == []
    assert Speller(()).variants("okafer") == []
    assert Speller(()).transliterations("Трамп", name=True) == []


def test_one_speller_is_made_for_one_generation_by_whichever_thread_comes_first():
    class Counting(Counted):
        read = 0

        def words(self):
            Counting.read += 1
            return super().words()

    statistics, spellers = Counting(PARAGRAPHS), Spellers()
    threads = [threading.Thread(target=spellers.of, args=(statistics,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counting.read == 1


def test_a_speller_goes_with_its_generation_and_does_not_wait_for_the_garbage_collector():
    speller = Speller([("okafor", 3), ("okaffor", 1)])
    speller.variants("okafor")
    held = weakref.ref(speller)
    del speller
    assert held() is None
