"""The front door of retrieval: asking, looking up, and what there is."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from retrieval.collection import Collection
from retrieval.errors import CollectionDamaged
from retrieval.model import Filters, PartialDate


async def test_the_paragraph_that_answers_comes_first_with_its_outlet_and_date(collection: Collection) -> None:
    answer = await collection.ask("How much did the repairs of the ferry cost?")
    first = answer.excerpts[0]
    assert "1.4 million crowns" in first.text
    assert first.passage.article.facts.outlet == "The Alder Courier"
    assert first.passage.article.facts.date == PartialDate(2031, 5, 12)


async def test_excerpts_are_the_article_s_own_words(collection: Collection) -> None:
    answer = await collection.ask("residents groceries medicine", limit=5)
    for excerpt in answer.excerpts:
        for piece in excerpt.text.split("…"):
            assert " ".join(piece.split()) in " ".join(excerpt.passage.text.split())


async def test_matches_are_ranges_of_whole_words(collection: Collection) -> None:
    excerpt = (await collection.ask("Who is the harbour master?")).excerpts[0]
    marked = [excerpt.text[start:end] for start, end in excerpt.matches]
    assert "harbour" in [word.lower() for word in marked]
    assert all(word == word.strip() and word for word in marked)


async def test_what_the_articles_do_not_say_is_told_with_the_words_that_occur_nowhere(
    collection: Collection,
) -> None:
    answer = await collection.ask("What did Cordelia Vanterpool say?")
    assert answer.outcome == "not_found"
    assert not answer.excerpts
    assert answer.silence is not None
    assert "Vanterpool" in answer.silence.absent


async def test_a_question_of_stop_words_only_is_no_search(collection: Collection) -> None:
    answer = await collection.ask("what is it that they were?")
    assert answer.outcome == "no_search"
    assert answer.silence is not None


async def test_a_word_in_half_of_the_paragraphs_still_counts(tmp_path: Path) -> None:
    folder = tmp_path / "two"
    folder.mkdir()
    (folder / "a.md").write_text('+++\noutlet = "X Post"\n+++\nGulls nest here.\n\nSeals sleep there.\n', "utf-8")
    async with Collection.open([folder], tmp_path / "data") as collection:
        await collection.ensure_built()
        answer = await collection.ask("gulls")
    assert [excerpt.text for excerpt in answer.excerpts] == ["Gulls nest here."]


async def test_a_date_that_leaves_no_article_says_what_there_is(collection: Collection) -> None:
    answer = await collection.ask("the ferry before 2020")
    assert answer.outcome == "out_of_range"
    assert answer.silence is not None
    assert {span.outlet for span in answer.silence.available} == {"The Alder Courier", "Radio Quayside"}


async def test_an_article_known_by_its_month_matches_a_range_that_overlaps_it(collection: Collection) -> None:
    filters = Filters(since=date(2032, 2, 20), until=date(2032, 3, 5))
    answer = await collection.ask("footbridge", filters=filters)
    assert answer.excerpts[0].passage.article.source == "bridge.md"


async def test_a_limit_without_words_to_look_for_shows_how_the_articles_begin(collection: Collection) -> None:
    answer = await collection.ask("What did Radio Quayside report?")
    assert [excerpt.passage.position for excerpt in answer.excerpts] == [1]
    assert answer.excerpts[0].passage.article.facts.outlet == "Radio Quayside"


async def test_latest_shows_the_newest_article_first(collection: Collection) -> None:
    answer = await collection.latest(limit=2)
    assert [excerpt.passage.article.source for excerpt in answer.excerpts] == ["lighthouse.md", "bridge.md"]
    assert answer.more


async def test_more_excerpts_wait_behind_the_limit(collection: Collection) -> None:
    first = await collection.ask("Tarn Island", limit=1)
    second = await collection.ask("Tarn Island", limit=1, offset=1)
    assert first.more
    assert first.excerpts[0].passage.id != second.excerpts[0].passage.id


async def test_context_is_the_passage_between_its_neighbours(collection: Collection) -> None:
    passage = (await collection.ask("repairs cost crowns")).excerpts[0].passage
    around = await collection.context(passage.id)
    assert [one.position for one in around] == [passage.position - 1, passage.position, passage.position + 1]


async def test_overview_tells_articles_outlets_and_the_time_they_span(collection: Collection) -> None:
    overview = await collection.overview()
    assert (overview.articles, overview.paragraphs, overview.briefs) == (3, 12, 0)
    assert (overview.first, overview.last) == (PartialDate(2031, 5, 12), PartialDate(2033, 9, 3))
    assert {span.outlet: span.articles for span in overview.outlets} == {
        "The Alder Courier": 2,
        "Radio Quayside": 1,
    }


async def test_examples_are_questions_that_are_answered(collection: Collection) -> None:
    examples = await collection.examples()
    assert len(examples) == 3
    for question in examples:
        assert (await collection.ask(question)).answered


async def test_suggested_questions_come_first_where_the_articles_answer_them(
    collection: Collection, newsroom: Path
) -> None:
    (newsroom / "catalogue.toml").write_text(
        'questions = ["Who won the regatta in Ostrava?", "Who voted against the footbridge?"]', encoding="utf-8"
    )
    examples = await collection.examples()
    assert examples[0] == "Who voted against the footbridge?"
    assert not any("Ostrava" in question for question in examples)


async def test_the_audit_reads_a_source_again(collection: Collection) -> None:
    card = (await collection.articles())[0]
    extraction = await collection.extraction(card.id)
    assert extraction is not None
    assert len(extraction.paragraphs) == card.paragraphs
    assert await collection.extraction("unknown") is None


async def test_a_collection_that_was_never_indexed_says_what_to_do(newsroom: Path, tmp_path: Path) -> None:
    async with Collection.open([newsroom], tmp_path / "data") as collection:
        with pytest.raises(CollectionDamaged, match="cuttings reindex"):
            await collection.ask("ferry")


@pytest.mark.parametrize(
    "question",
    [
        "",
        "?",
        "🙂",
        "\x00",
        "a" * 10_000,
        "' OR 1=1; --",
        "{{7*7}}",
        "\u202eferry",
        "-",
        '"',
        "outlet:",
        "SELECT *",
    ],
)
async def test_no_question_is_an_error(collection: Collection, question: str) -> None:
    answer = await collection.ask(question)
    assert answer.outcome in {"answered", "not_found", "out_of_range", "no_search"}


async def test_a_passage_without_a_word_of_the_question_is_not_shown_for_its_title(collection: Collection) -> None:
    answer = await collection.ask("ferry", limit=10)
    assert answer.answered
    assert all("ferry" in excerpt.text.casefold() for excerpt in answer.excerpts)


async def test_a_data_folder_that_cannot_be_written_is_named_with_what_to_do(
    newsroom: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(CollectionDamaged, match="--data"):
        async with Collection.open([newsroom], tmp_path / "file" / "data"):
            pass
