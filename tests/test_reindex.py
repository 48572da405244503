"""Reindexing: what is counted, what stays, what steps back, and what an interrupted run leaves."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from filelock import FileLock

from retrieval.collection import Collection
from retrieval.errors import CollectionBusy, CollectionDamaged, FolderMissing
from retrieval.model import Failure, Progress
from retrieval.preparing import Prepared, prepare_many
from retrieval.reading import RawItem

TUNNEL = """+++
outlet = "Radio Quayside"
date = "2034-01-09"
title = "Tunnel under the sound to open in autumn"
+++
Engineers broke through the last metre of rock under Alder Sound on Sunday.

The tunnel will open to cyclists in autumn, said project leader Hanne Voss.
"""


def original(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


async def test_a_first_reindex_adds_everything(newsroom: Path, tmp_path: Path) -> None:
    async with Collection.open([newsroom], tmp_path / "data") as collection:
        report = await collection.reindex()
    assert (report.added, report.changed, report.removed, report.unchanged) == (3, 0, 0, 0)
    assert (report.articles, report.paragraphs, report.generation) == (3, 12, 1)
    assert not report.failed


async def test_nothing_changed_is_told_as_such_and_keeps_the_generation(collection: Collection) -> None:
    report = await collection.reindex()
    assert report.nothing_new
    assert (report.unchanged, report.generation) == (3, 1)


async def test_added_changed_and_removed_articles_are_counted_apart(
    collection: Collection, newsroom: Path
) -> None:
    original(newsroom, "tunnel.md", TUNNEL)
    original(
        newsroom, "bridge.md", (newsroom / "bridge.md").read_text(encoding="utf-8").replace("nine to", "ten to")
    )
    (newsroom / "lighthouse.md").unlink()
    report = await collection.reindex()
    assert (report.added, report.changed, report.removed, report.unchanged) == (1, 1, 1, 1)
    assert (await collection.ask("tunnel under the sound")).answered
    assert not (await collection.ask("lighthouse keeper Jonna Brandt")).answered


async def test_passage_ids_stand_as_long_as_their_words_do(collection: Collection, newsroom: Path) -> None:
    old = (await collection.ask("Who called the price of the footbridge reckless?")).excerpts[0].passage
    text = (newsroom / "bridge.md").read_text(encoding="utf-8")
    original(newsroom, "bridge.md", text.replace("Construction is due", "Building is due"))
    await collection.reindex()
    found = await collection.passage(old.id)
    assert found.status == "current"
    assert found.passage is not None
    assert found.passage.text == old.text


async def test_a_passage_whose_words_changed_and_one_whose_article_went_are_told_apart(
    collection: Collection, newsroom: Path
) -> None:
    keeper = (await collection.ask("keeper of the lighthouse retires")).excerpts[0].passage.id
    vote = (await collection.ask("council voted footbridge")).excerpts[0].passage.id
    (newsroom / "lighthouse.md").unlink()
    text = (newsroom / "bridge.md").read_text(encoding="utf-8")
    original(newsroom, "bridge.md", text.replace("voted nine to four", "voted ten to three"))
    await collection.reindex()
    gone, changed = await collection.passage(keeper), await collection.passage(vote)
    assert (gone.status, gone.article) == ("gone", None)
    assert changed.status == "changed"
    assert changed.article is not None
    assert changed.article.source == "bridge.md"
    assert (await collection.passage("neverknown")).status == "gone"


async def test_one_bad_file_never_stops_the_others(newsroom: Path, tmp_path: Path) -> None:
    (newsroom / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (newsroom / "export.jsonl").write_text('{"title": "No body"}\n', encoding="utf-8")
    async with Collection.open([newsroom], tmp_path / "data") as collection:
        report = await collection.reindex()
        overview = await collection.overview()
    assert report.added == 3
    assert {failure.source for failure in report.failed} == {"picture.txt", "export.jsonl line 1"}
    assert report.failed_count == 2
    assert overview.failed == report.failed


async def test_a_missing_folder_fails_the_reindex_and_keeps_what_there_was(
    collection: Collection, newsroom: Path
) -> None:
    newsroom.rename(newsroom.with_name("elsewhere"))
    with pytest.raises(FolderMissing):
        await collection.reindex()
    assert (await collection.ask("Who did the ferry serve?")).articles == 3


async def test_an_empty_folder_makes_an_empty_collection_that_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    async with Collection.open([tmp_path / "empty"], tmp_path / "data") as collection:
        await collection.ensure_built()
        answer = await collection.ask("anything at all?")
    assert (answer.outcome, answer.articles) == ("not_found", 0)


async def test_a_brief_steps_back_for_its_original_and_returns_when_that_goes(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    brief = TUNNEL.replace("+++\noutlet", '+++\nkind = "brief"\nabout = "tunnel.txt"\noutlet', 1)
    original(folder, "tunnel-brief.md", brief)
    body = "\n\n".join(
        f"Engineer number {n} told Radio Quayside that the tunnel under Alder Sound had cost {n} million more "
        "than the council of Port Alder once expected, and that nobody regretted a single crown of it."
        for n in ("two", "three", "four", "five")
    )
    async with Collection.open([folder], tmp_path / "data") as collection:
        await collection.ensure_built()
        assert (await collection.overview()).briefs == 1
        summary = (await collection.articles())[0]
        original(folder, "tunnel.txt", f"Tunnel costs rise again\n\n{body}\n")
        report = await collection.reindex()
        assert (report.changed, report.articles) == (1, 1)
        (card,) = await collection.articles()
        assert (card.facts.kind, card.id) == ("original", summary.id)
        assert (await collection.reindex()).nothing_new
        (folder / "tunnel.txt").unlink()
        await collection.reindex()
        (card,) = await collection.articles()
        assert (card.facts.kind, card.id) == ("brief", summary.id)


async def test_the_same_text_under_two_names_is_held_once(collection: Collection, newsroom: Path) -> None:
    text = (newsroom / "bridge.md").read_text(encoding="utf-8")
    original(newsroom, "bridge-copy.md", text)
    report = await collection.reindex()
    assert report.articles == 3
    assert any("bridge-copy.md" in sentence for sentence in report.copies)
    assert (await collection.reindex()).articles == 3


@pytest.mark.parametrize("bare_first", [True, False])
async def test_of_the_same_text_twice_the_one_with_outlet_and_date_is_held(
    newsroom: Path, tmp_path: Path, bare_first: bool
) -> None:
    """A bare copy neither keeps the known one out nor takes its place, whichever comes first and in one run."""
    known = (newsroom / "bridge.md").read_text(encoding="utf-8")
    bare = "+++\n+++\n" + known.split("+++\n", 2)[2]
    names = [f"copy-{number}.md" for number in range(4)]  # four ids: some sort before the known one's, some after
    async with Collection.open([newsroom], tmp_path / "data") as collection:
        if bare_first:
            (newsroom / "bridge.md").unlink()
        for name in names:
            original(newsroom, name, bare)
        await collection.reindex()
        original(newsroom, "bridge.md", known)
        report = await collection.reindex()
        cards = {card.source: card.facts for card in await collection.articles()}
        again = await collection.reindex()
    assert set(cards) == {"bridge.md", "ferry.md", "lighthouse.md"}
    assert cards["bridge.md"].outlet
    assert cards["bridge.md"].date
    assert sum("bridge.md: held once" in sentence for sentence in report.copies) == len(names)
    assert again.nothing_new


async def test_a_wire_story_in_two_outlets_is_shown_once_with_the_other_named(
    collection: Collection, newsroom: Path
) -> None:
    text = (newsroom / "ferry.md").read_text(encoding="utf-8")
    text = text.replace("The Alder Courier", "Westhaven Post").replace("courier.invalid", "post.invalid")
    original(newsroom, "wire.md", text)
    await collection.reindex()
    answer = await collection.ask("What did the repairs of the ferry cost?", limit=5)
    texts = [excerpt.passage.text for excerpt in answer.excerpts]
    assert len(texts) == len(set(texts))
    outlets = {answer.excerpts[0].passage.article.facts.outlet}
    outlets |= {card.facts.outlet for card in answer.excerpts[0].also}
    assert outlets == {"The Alder Courier", "Westhaven Post"}


async def test_two_files_of_one_name_in_two_folders_are_two_articles(newsroom: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    second.mkdir()
    original(second, "bridge.md", TUNNEL)
    async with Collection.open([newsroom, second], tmp_path / "data") as collection:
        assert (await collection.reindex()).articles == 4
        assert len({card.id for card in await collection.articles()}) == 4
        assert (await collection.reindex()).nothing_new


async def test_a_renamed_file_of_an_article_with_an_address_is_the_same_article(
    collection: Collection, newsroom: Path
) -> None:
    before = {card.source: card.id for card in await collection.articles()}
    (newsroom / "ferry.md").rename(newsroom / "a-ferry.md")
    report = await collection.reindex()
    after = {card.source: card.id for card in await collection.articles()}
    assert (report.added, report.changed, report.removed) == (0, 1, 0)
    assert after["a-ferry.md"] == before["ferry.md"]


async def test_a_full_reindex_finds_unchanged_articles_unchanged(collection: Collection) -> None:
    report = await collection.reindex(full=True)
    assert (report.unchanged, report.added, report.changed) == (3, 0, 0)
    assert report.generation == 2
    assert (await collection.ask("ferry Tarn Island")).answered


async def test_after_an_update_of_the_rules_unchanged_files_are_read_again_once(
    collection: Collection, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[RawItem] = []

    def counted(items: Sequence[RawItem]) -> list[Prepared | Failure]:
        read.extend(items)
        return prepare_many(items)

    monkeypatch.setattr("retrieval.reindex.prepare_many", counted)
    await collection.reindex()
    assert not read
    monkeypatch.setattr("retrieval.reading.items.READER_VERSION", "another")
    await collection.reindex()
    assert len(read) == 3
    await collection.reindex()
    assert len(read) == 3


async def test_a_second_reindex_at_the_same_time_is_refused(collection: Collection, tmp_path: Path) -> None:
    with FileLock(tmp_path / "data" / "reindex.lock"), pytest.raises(CollectionBusy):
        await collection.reindex()


async def test_an_interrupted_reindex_leaves_the_last_generation_and_is_swept_away(
    collection: Collection, newsroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original(newsroom, "tunnel.md", TUNNEL)
    (newsroom / "bridge.md").unlink()

    def interrupted(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    with monkeypatch.context() as patch:
        patch.setattr("retrieval.indexing.write_generation", interrupted)
        with pytest.raises(RuntimeError, match="the power went"):
            await collection.reindex()
    assert (await collection.ask("council votes for a footbridge")).answered
    assert not (await collection.ask("Hanne Voss")).answered
    report = await collection.reindex()
    assert (report.added, report.removed, report.generation) == (1, 1, 2)
    with sqlite3.connect(tmp_path / "data" / "collection.sqlite3") as database:
        (left,) = database.execute(
            "SELECT count(*) FROM versions WHERE version NOT IN (SELECT version FROM holdings)"
        ).fetchone()
    database.close()
    assert left == 0


async def test_questions_are_answered_while_a_reindex_runs(collection: Collection, newsroom: Path) -> None:
    lines = [
        json.dumps(
            {"title": f"Note {n}", "outlet": "Harbour Notes", "body": f"Buoy {n} was painted red on the quay."}
        )
        for n in range(400)
    ]
    (newsroom / "notes.jsonl").write_text("\n".join(lines), encoding="utf-8")
    running = asyncio.create_task(collection.reindex())
    answers = []
    while not running.done():
        answers.append(await collection.ask("Who called the price reckless?"))
        await asyncio.sleep(0)
    assert (await running).added == 400
    assert len(answers) > 1
    assert all(answer.answered for answer in answers)


async def test_a_generation_of_another_process_is_served_at_once(
    collection: Collection, newsroom: Path, tmp_path: Path
) -> None:
    original(newsroom, "tunnel.md", TUNNEL)
    async with Collection.open([newsroom], tmp_path / "data") as other:
        await other.reindex()
    assert (await collection.ask("Who leads the tunnel project?")).answered


async def test_an_index_of_other_folders_is_built_anew(newsroom: Path, tmp_path: Path) -> None:
    async with Collection.open([newsroom], tmp_path / "data") as collection:
        assert await collection.ensure_built() is not None
        assert await collection.ensure_built() is None
    second = tmp_path / "second"
    second.mkdir()
    original(second, "tunnel.md", TUNNEL)
    async with Collection.open([second], tmp_path / "data") as collection:
        report = await collection.ensure_built()
    assert report is not None
    assert (report.articles, report.removed) == (1, 3)


async def test_a_lost_index_is_built_again_from_the_database(collection: Collection, tmp_path: Path) -> None:
    for path in sorted((tmp_path / "data" / "index").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    async with Collection.open(collection._folders, tmp_path / "data") as again:
        report = await again.ensure_built()
        assert report is not None
        assert report.unchanged == 3
        assert (await again.ask("ferry Tarn Island")).answered


async def test_a_file_that_is_no_database_is_named_with_what_to_do(newsroom: Path, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "collection.sqlite3").write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(CollectionDamaged, match="reindex --full"):
        async with Collection.open([newsroom], tmp_path / "data"):
            pass


async def test_progress_is_told_for_reading_and_for_indexing(newsroom: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    async with Collection.open([newsroom], tmp_path / "data") as collection:
        await collection.reindex(progress=seen.append)
    assert {progress.stage for progress in seen} == {"reading", "indexing"}
    assert seen[-1].done == 3


async def test_an_original_in_another_folder_keeps_the_facts_that_the_brief_s_catalogue_states(
    tmp_path: Path,
) -> None:
    briefs, mine = tmp_path / "briefs", tmp_path / "mine"
    for folder in (briefs, mine):
        folder.mkdir()
    original(
        briefs, "tunnel.md", TUNNEL.replace("+++\noutlet", '+++\nkind = "brief"\nabout = "tunnel.txt"\noutlet', 1)
    )
    sentence = (
        "The tunnel under Alder Sound will open in autumn, project leader Hanne Voss told reporters on Sunday. "
    )
    original(mine, "tunnel.txt", f"{sentence * 2}\n\n{sentence * 3}\n")
    async with Collection.open([briefs, mine], tmp_path / "data") as collection:
        await collection.ensure_built()
        (card,) = await collection.articles()
    assert (card.facts.kind, card.facts.outlet, str(card.facts.date)) == (
        "original",
        "Radio Quayside",
        "2034-01-09",
    )
