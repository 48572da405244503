"""Whatever an answer holds, the reply is one message within Telegram's limits."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.markup import LONGEST, MOST_ENTITIES, Markup, cut, units, whole_words
from bot.render import answer_page, context_page, fields_page, fit, list_page, note, passage_page
from bot.texts import Texts
from retrieval.model import Answer, ArticleCard, Excerpt, Facts, Filters, PartialDate, Passage, Why
from tests.botapi.entities import Formatted, read_text, utf16, utf16_slice

ENGLISH = Texts.for_language("en")


def passage(text: str = "The ferry sails.", number: int = 1, **facts: object) -> Passage:
    known = {"outlet": "Gazette", "date": PartialDate(2022, 1, 19), "date_basis": "printed", **facts}
    card = ArticleCard(f"a{facts.get('title', number)}", Facts(**known), "x.md", 3)  # type: ignore[arg-type]
    return Passage(f"p{number}", card, number, text)


def excerpt(text: str, matches: tuple[tuple[int, int], ...] = (), **facts: object) -> Excerpt:
    return Excerpt(passage(text, **facts), text, matches, 1.0, {}, Why())


def answer(*excerpts: Excerpt, filters: Filters | None = None) -> Answer:
    return Answer("question", "answered", filters or Filters(), 5, excerpts)


def parsed(page: str) -> Formatted:
    """The page as Telegram reads it; fails where Telegram would refuse or quietly repair it."""
    read = read_text(page, "HTML", None)
    assert utf16(read.text) <= LONGEST
    assert len(read.entities) <= MOST_ENTITIES
    assert read.remarks == []
    return read


def covered(read: Formatted, kind: str) -> list[str]:
    return [utf16_slice(read.text, e["offset"], e["length"]) for e in read.entities if e["type"] == kind]


nasty = st.text(
    st.sampled_from("ab c.é<>&\"'’“”😀𝔘\u0301\u200b…\n") | st.characters(exclude_categories=["Cs", "Cc"]),
    max_size=60,
)
bodies = st.builds(lambda piece, times: (piece or "x") * times, nasty, st.integers(1, 200))
spans = st.lists(
    st.tuples(st.integers(0, 9000), st.integers(1, 30)).map(lambda p: (p[0], p[0] + p[1])), max_size=150
)
excerpts = st.builds(
    lambda text, matches, title, outlet, kind, url: excerpt(
        text,
        tuple((a, min(b, len(text))) for a, b in sorted(matches) if a < len(text)),
        title=title or None,
        outlet=outlet or None,
        kind=kind,
        url=url,
    ),
    bodies,
    spans,
    bodies,
    nasty,
    st.sampled_from(["original", "brief"]),
    st.sampled_from([None, 'https://gazette.invalid/a?b=1&c="d"', "javascript:alert(1)", "not a url"]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(excerpts, min_size=1, max_size=10), st.booleans(), st.lists(nasty, max_size=2))
def test_every_answer_is_one_message_within_the_limits(
    found: list[Excerpt], plain: bool, closing: list[str]
) -> None:
    read = parsed(answer_page(answer(*found), ENGLISH, plain=plain, closing=closing))
    for rank in range(1, len(found) + 1):
        assert f"{rank} · " in read.text


@settings(max_examples=40, deadline=None)
@given(excerpts, st.booleans(), nasty)
def test_one_paragraph_and_its_context_fit_a_message(found: Excerpt, plain: bool, above: str) -> None:
    parsed(passage_page(found.passage, ENGLISH, rank=1, matches=found.matches, above=above, plain=plain))
    around = [found.passage] * 3
    parsed(context_page(around, found.passage.id, ENGLISH, plain=plain))


@settings(max_examples=40, deadline=None)
@given(bodies, st.lists(st.tuples(bodies, bodies), max_size=12))
def test_cards_lists_and_notes_fit_a_message(heading: str, entries: list[tuple[str, str]]) -> None:
    parsed(list_page(heading, entries))
    parsed(fields_page(heading, entries, url="https://gazette.invalid/"))
    parsed(note(heading * 5))


def test_the_longest_answer_uses_the_room_there_is() -> None:
    long = "A sentence about the ferry and its rudder. " * 200
    read = parsed(answer_page(answer(excerpt(long), excerpt(long, title="T"), excerpt(long)), ENGLISH))
    assert utf16(read.text) > 0.8 * LONGEST


def test_what_looks_like_html_is_shown_as_it_is() -> None:
    read = parsed(answer_page(answer(excerpt("a <b>bold</b> & <script> claim")), ENGLISH))
    assert "a <b>bold</b> & <script> claim" in read.text
    assert covered(read, "bold") == []


def test_matched_words_are_bold_whole_words_only_and_neighbours_together() -> None:
    text = "The ferries sail to Tarn Island"
    found = excerpt(text, ((4, 8), (20, 24), (25, 31)))
    read = parsed(answer_page(answer(found), ENGLISH))
    assert covered(read, "bold") == ["ferries", "Tarn Island"]


def test_the_address_hangs_on_the_outlets_name_and_only_a_web_address_does() -> None:
    linked = parsed(answer_page(answer(excerpt("Words.", url="https://gazette.invalid/a")), ENGLISH))
    assert covered(linked, "text_link") == ["Gazette"]
    other = parsed(answer_page(answer(excerpt("Words.", url="javascript:alert(1)")), ENGLISH))
    assert covered(other, "text_link") == []


def test_long_excerpts_are_expandable_and_short_ones_are_not() -> None:
    read = parsed(answer_page(answer(excerpt("Short."), excerpt("Many words. " * 60)), ENGLISH))
    assert [e["type"] for e in read.entities if "blockquote" in e["type"]] == [
        "blockquote",
        "expandable_blockquote",
    ]


def test_a_brief_is_headed_as_ours_and_is_no_quotation() -> None:
    read = parsed(answer_page(answer(excerpt("Our words.", kind="brief")), ENGLISH))
    assert read.text.startswith("1 · Our summary of Gazette · 19 January 2022")
    assert not any("blockquote" in e["type"] for e in read.entities)
    assert not set(read.text) & set('"“”«»')


def test_a_title_is_shown_once_per_article() -> None:
    same = [excerpt(f"Words {n}.", title="The title") for n in range(3)]
    read = parsed(answer_page(answer(*same), ENGLISH))
    assert read.text.count("The title") == 1


def test_limits_that_were_read_from_the_question_are_shown_first() -> None:
    limits = Filters(outlets=("LBC",), since=date(2022, 1, 1), until=date(2022, 1, 31))
    read = parsed(answer_page(answer(excerpt("Words."), filters=limits), ENGLISH))
    assert read.text.startswith("Limited to: LBC, January 2022\n\n1 · ")
    ordered = parsed(answer_page(answer(excerpt("Words."), filters=Filters(order="newest")), ENGLISH))
    assert ordered.text.startswith("In order: newest first\n\n1 · ")


def test_a_long_paragraph_is_cut_at_sentences_around_the_one_that_matches() -> None:
    text = "First one here. Second one there. The ferry sails on Monday. Fourth one here. Fifth one there."
    start = text.index("ferry")
    kept, matches = fit(text, [(start, start + 5)], 60)
    assert kept == "… The ferry sails on Monday. Fourth one here. …"
    assert [kept[a:b] for a, b in matches] == ["ferry"]


def test_one_endless_sentence_is_cut_at_a_word_near_its_match() -> None:
    text = "word " * 300 + "ferry " + "word " * 300
    start = text.index("ferry")
    kept, matches = fit(text.strip(), [(start, start + 5)], 200)
    assert units(kept) <= 200
    assert [kept[a:b] for a, b in matches] == ["ferry"]
    assert kept.startswith("… word")
    assert kept.endswith("word…")


@pytest.mark.parametrize(("text", "count"), [("", 0), ("ferry", 5), ("пором", 5), ("⛴ 🙂", 4), ("\ud83d", 1)])
def test_length_is_counted_as_telegram_counts_it(text: str, count: int) -> None:
    assert units(text) == count


@pytest.mark.parametrize("room", [0, 1, 2, 5, 17])
def test_cutting_never_splits_a_character_that_takes_two_units(room: int) -> None:
    assert units(cut("😀😀😀 😀😀😀 😀😀😀 😀😀😀", room)) <= room


def test_whole_words_keep_to_the_text() -> None:
    assert whole_words("abc def", [(-3, 2), (5, 99), (4, 4)]) == [(0, 7)]
    assert str(Markup().marked("a b c", [(0, 1), (4, 5)], most=1)) == "<b>a</b> b c"
