"""Which passages are shown, in what order, how much of them, and when none is."""

from __future__ import annotations

from itertools import pairwise

import pytest

from retrieval.answering.excerpts import WHOLE
from retrieval.answering.grouping import ON_SUBJECT
from retrieval.model import Kind, Why
from tests.ranking.articles import Shelf, Told


def test_the_paragraph_that_answers_comes_first(shelf: Shelf) -> None:
    assert shelf.places("How much did the repairs cost?")[0] == "a0p3"
    assert shelf.places("Who cut the ribbon?")[0] == "a3p2"


def test_a_score_is_the_sum_of_its_named_parts(shelf: Shelf) -> None:
    for excerpt in shelf.ask("Who voted for the footbridge over the Linde?").excerpts:
        assert excerpt.score == pytest.approx(sum(excerpt.parts.values()))
        assert all(value > 0 for value in excerpt.parts.values())
        assert {"paragraph", "article"} <= excerpt.parts.keys()


def test_the_verb_that_is_asked_by_counts_where_it_stands(shelf: Shelf) -> None:
    excerpts = shelf.ask("What did the divers find?").excerpts
    by_verb = {excerpt.passage.id: "asked" in excerpt.parts for excerpt in excerpts}
    assert by_verb == {
        excerpt.passage.id: "find" in excerpt.why.matched or "found" in excerpt.text for excerpt in excerpts
    }
    assert any(by_verb.values())


def test_a_quotation_is_found_by_the_name_of_its_speaker(shelf: Shelf) -> None:
    assert shelf.places("What did Edda Holm say about the herring season?")[0] == "a0p4"


def test_the_same_words_elsewhere_are_shown_once(shelf: Shelf) -> None:
    answer = shelf.ask("Where did the Linde burst its banks?", limit=10)
    shown = [excerpt for excerpt in answer.excerpts if "burst its banks" in excerpt.text]
    assert len(shown) == 1
    assert [card.facts.outlet for card in (shown[0].passage.article, *shown[0].also)].count("The Sollum Mail") == 1
    assert len(shown[0].also) == 1


def test_a_short_paragraph_stays_whole_and_a_long_one_gives_the_sentences_that_answer(shelf: Shelf) -> None:
    [excerpt] = shelf.ask("What had been cracked since March?", limit=1).excerpts
    assert "The rudder of the Gannet had been cracked since March" in excerpt.text
    assert len(excerpt.text) < WHOLE + 20 < len(excerpt.passage.text)
    pieces = [piece.strip() for piece in excerpt.text.split("…") if piece.strip()]
    places = [excerpt.passage.text.index(piece) for piece in pieces]
    assert places == sorted(places)
    assert excerpt.text.startswith("…")
    assert excerpt.text.endswith("…")


def test_matches_are_whole_words_of_the_text_and_do_not_overlap(shelf: Shelf) -> None:
    [excerpt] = shelf.ask("Who approved a footbridge over the river?", limit=1).excerpts
    marked = [excerpt.text[start:end] for start, end in excerpt.matches]
    assert {"footbridge", "river"} <= set(marked)
    assert all(end <= start for (_, end), (start, _) in pairwise(excerpt.matches))


def test_why_tells_what_a_passage_has_and_lacks_in_the_words_of_the_question(shelf: Shelf) -> None:
    [excerpt] = shelf.ask("Did divers repair the rudders?", limit=1, refuse=False).excerpts
    assert excerpt.why == Why(matched=("divers", "rudders"), missing=("repair",))


def test_newest_first_orders_what_is_on_the_subject_and_leaves_the_undated_last(shelf: Shelf) -> None:
    dates = [
        str(e.passage.article.facts.date) for e in shelf.ask("latest news on the footbridge", limit=9).excerpts
    ]
    known = [day for day in dates if day != "None"]
    assert known[0] == "2033-08-01"
    assert known == sorted(known, reverse=True)
    assert "None" not in dates or dates[-1] == "None"


def test_oldest_first_turns_the_order_round(shelf: Shelf) -> None:
    dates = [str(e.passage.article.facts.date) for e in shelf.ask("footbridge, in order of date").excerpts]
    assert dates[0] == "2032-02-10"


def test_a_timeline_lets_each_article_speak_before_any_speaks_again(shelf: Shelf) -> None:
    first = shelf.ask("timeline of the footbridge over the Linde", limit=2).excerpts
    assert [str(e.passage.article.facts.date) for e in first] == ["2032-02-10", "2033-08-01"]


def test_every_page_of_a_timeline_is_in_order_of_date(shelf: Shelf) -> None:
    whole = shelf.ask("How has the footbridge over the Linde changed?", limit=9).excerpts
    known = [e.passage.article.facts.date for e in whole if e.score >= ON_SUBJECT * max(x.score for x in whole)]
    days = [day.first for day in known if day]
    assert len(days) > len(set(days)) > 1
    assert days == sorted(days)


def test_a_question_for_several_places_takes_articles_in_turn(shelf: Shelf) -> None:
    shown = shelf.places("Every mention of the footbridge", limit=3)
    assert len({place[:2] for place in shown}) == 3


def test_pages_follow_on_each_other_and_more_tells_the_last(shelf: Shelf) -> None:
    whole = shelf.places("footbridge", limit=10)
    paged = [place for offset in range(len(whole)) for place in shelf.places("footbridge", limit=1, offset=offset)]
    assert paged == whole
    assert shelf.ask("footbridge", limit=1).more
    assert not shelf.ask("footbridge", limit=len(whole)).more


def test_an_exact_phrase_stands_in_every_excerpt(shelf: Shelf) -> None:
    assert shelf.places('"over the Linde"') != []
    assert all("over the Linde" in e.text for e in shelf.ask('"over the Linde"', limit=9).excerpts)


def test_an_excluded_word_stands_in_none(shelf: Shelf) -> None:
    assert all("council" not in e.text for e in shelf.ask("footbridge -council", limit=9).excerpts)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the regatta in Venice?",
        "How did Emperor Otto die?",
        "What is the weather in Marrakesh tomorrow?",
        "{{7*7}} ${jndi:ldap://x.invalid/a}",
        "'; DROP TABLE articles; --",
        "Which minister resigned over the budget?",
    ],
)
def test_what_the_articles_do_not_say_is_not_answered(shelf: Shelf, question: str) -> None:
    answer = shelf.ask(question)
    assert answer.outcome == "not_found"
    assert answer.excerpts == ()
    assert answer.silence is not None


def test_silence_names_the_words_that_occur_nowhere(shelf: Shelf) -> None:
    silence = shelf.ask("What did Wenzel Quandt say about astronomy?").silence
    assert silence is not None
    assert {"Wenzel", "Quandt", "astronomy"} <= set(silence.absent)


def test_without_refusing_the_nearest_passage_is_shown(shelf: Shelf) -> None:
    question = "Which minister resigned over the Linde?"
    assert shelf.ask(question).outcome == "not_found"
    assert shelf.ask(question, refuse=False).outcome == "answered"


@pytest.mark.parametrize("word", ["Reyl", "herring", "footbridge", "reyl", "1.4"])
def test_a_single_word_that_occurs_is_always_answered(shelf: Shelf, word: str) -> None:
    assert shelf.ask(word).outcome == "answered"


def test_one_article_with_one_paragraph_can_be_asked(tmp_path_factory: pytest.TempPathFactory) -> None:
    told = Told("The Alder Courier", None, "Crane", ("A crane fell on the quay at noon.",))
    alone = Shelf(tmp_path_factory.mktemp("alone"), [told])
    assert alone.places("When did the crane fall?") == ["a0p1"]
    assert alone.ask("Who painted the town hall?").outcome == "not_found"


def test_a_candidate_whose_passage_is_gone_is_left_out(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "a3p2" in shelf.places("Who cut the ribbon?", limit=5, refuse=False)
    monkeypatch.delitem(shelf.held, "a3p2")
    assert "a3p2" not in shelf.places("Who cut the ribbon?", limit=5, refuse=False)


def test_copies_far_down_are_read_until_enough_different_passages_are_found(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text = "A whale swam up the Linde as far as Sollum before dawn on Sunday, the harbour office said."
    papers = [Told(f"The Sollum Mail {number}", "2032-02-11", "A whale", (text,)) for number in range(40)]
    other = Told(
        "Radio Quayside",
        "2032-02-12",
        "A whale",
        ("On Sunday the office closed the Linde, and its harbour, to all but the whale.",),
    )
    shelf = Shelf(tmp_path_factory.mktemp("copies"), [*papers, other])
    shown = shelf.ask(
        "whale in the Linde as far as Sollum, harbour office, Sunday", limit=2, refuse=False
    ).excerpts
    assert [len(excerpt.also) for excerpt in shown] == [39, 0]
    assert shown[1].passage.article.facts.outlet == "Radio Quayside"


def test_a_later_article_on_the_subject_is_told_of_unless_it_is_shown_or_the_newest_come_first(
    shelf: Shelf,
) -> None:
    told = shelf.ask("Who voted for a footbridge over the river Linde?", limit=1)
    assert str(told.excerpts[0].passage.article.facts.date) == "2032-02-10"
    assert told.later
    assert str(told.later.article.facts.date) == "2033-08-01"
    assert shelf.ask("Who voted for a footbridge over the river Linde?", limit=9).later is None
    assert shelf.ask("latest news on the footbridge", limit=1).later is None


def test_a_later_article_that_would_not_answer_by_itself_is_not_told_of(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    filler = ("The harbour was quiet.", "Nothing else was told.", "Rain fell at noon.", "Shops shut early.")
    visit = ("Okafor met the mayor and the harbour master in Brindle on Monday.", "They spoke of ferries.")
    other = ("In Brindle the choirs met for a festival, as in every year.", "A painter met two of the singers.")
    again = ("They spoke of the ferries again.", "Okafor met the harbour master of Brindle once more.")
    told = [
        Told("The Sollum Mail", "2032-02-12", "A visit", (*visit, *filler)),
        Told("Radio Quayside", "2033-08-01", "Singing", (*other, *filler)),
    ]
    shelf = Shelf(tmp_path_factory.mktemp("other"), told)
    assert shelf.ask("Who did Okafor meet in Brindle?", limit=1).later is None
    told.append(Told("The Sollum Mail", "2033-09-01", "Another visit", (*again, *filler)))
    shelf = Shelf(tmp_path_factory.mktemp("again"), told)
    later = shelf.ask("Did Okafor meet the mayor and the harbour master in Brindle?", limit=1).later
    assert later
    assert later.id == "a2p2"


def test_of_two_passages_with_as_much_of_the_question_that_of_the_story_with_the_name_comes_first(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    filler = ("The harbour was quiet.", "Nothing else was told.", "Rain fell at noon.", "Shops shut early.")
    gull = ("Okafor flew in on Monday.", "The envoy will visit Brindle on Friday.")
    other = ("A painter flew in on Monday.", "The painter will visit Brindle on Sunday.")
    told = [
        Told("Radio Quayside", "2032-02-11", "Arrivals", (*other, *filler)),
        Told("The Sollum Mail", "2032-02-12", "Arrivals", (*gull, *filler)),
    ]
    shelf = Shelf(tmp_path_factory.mktemp("names"), told)
    assert shelf.places("When will Okafor visit Brindle?")[0] == "a1p2"


_TRAMS = Told(
    "The Sollum Mail",
    "2032-03-01",
    "Mayors meet over the trams",
    (
        "The mayors of the coast met over the trams, and the trams were all that the mayors spoke of.",
        "Trams will run later on Sundays from June.",
        "“No tram will pass my window,” Tomas Reyl told the others.",
        "Edda Holm, who had come by ferry, insisted the tram was “a promise to the young”.",
        "The meeting ended at dusk.",
    ),
)


def test_where_those_who_are_quoted_are_asked_for_a_passage_that_quotes_somebody_comes_first(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    other = Told("Radio Quayside", "2032-02-01", "Snow", ("Snow fell on the tracks.", "Sand was strewn."))
    shelf = Shelf(tmp_path_factory.mktemp("voices"), [_TRAMS, other])
    assert shelf.places("Where did the mayors meet over trams?")[0] == "a0p1"
    asked = shelf.ask("Which mayors are quoted on the trams?").excerpts
    assert asked[0].passage.id == "a0p3"
    assert {excerpt.passage.id for excerpt in asked if "voice" in excerpt.parts} == {"a0p3", "a0p4"}


@pytest.mark.parametrize(("kind", "voices"), [("original", set()), ("brief", {"a0p2"})])
def test_what_a_brief_reports_somebody_to_say_is_a_voice(
    tmp_path_factory: pytest.TempPathFactory, kind: Kind, voices: set[str]
) -> None:
    told = ("The mayors met over the trams.", "Tomas Reyl told the mayors that no tram will pass his window.")
    brief = Told("The Sollum Mail", "2032-03-01", "Trams", told, kind=kind)
    asked = Shelf(tmp_path_factory.mktemp("voices"), [brief]).ask("Which mayors are quoted on the trams?")
    assert {excerpt.passage.id for excerpt in asked.excerpts if "voice" in excerpt.parts} == voices


def test_that_somebody_is_quoted_is_no_reason_to_answer(tmp_path_factory: pytest.TempPathFactory) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("voices"), [_TRAMS])
    assert shelf.ask("Which mayors are quoted on the trams?").excerpts
    assert not shelf.ask("Which jockeys are quoted on the derby, the stewards and the June handicap?").excerpts


def test_a_verb_alone_does_not_outweigh_what_it_is_about(tmp_path_factory: pytest.TempPathFactory) -> None:
    paragraphs = (
        "Sollum has flown pumps to Tarn, the harbour office says.",
        "Pumps are dear this year on Tarn.",
        "In Sollum the pumps stand still, and the river sinks.",
        "Tarn and Sollum share a harbour office.",
        "Reyl himself stayed away. He sent his deputy.",
    )
    shelf = Shelf(
        tmp_path_factory.mktemp("verbs"), [Told("The Sollum Mail", "2032-02-11", "The flood", paragraphs)]
    )
    assert shelf.places("What pumps did Sollum send to Tarn?")[0] == "a0p1"
