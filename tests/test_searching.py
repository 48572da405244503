"""Searches in a process of their own: the same answers, whatever happens to the process."""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import re
import signal
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from traceback import format_exception

import pytest

from retrieval import newest, searchprocess
from retrieval.collection import Collection
from retrieval.errors import CollectionDamaged, SearchEnded
from retrieval.searcher import Place, Said
from retrieval.searching import SearchesBeside
from retrieval.searchprocess import Question, SearchProcess, serve

QUESTIONS = ("Who is the harbour master?", "How many residents does Tarn Island have?", "Who won the regatta?")


@pytest.fixture
async def beside(newsroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Collection]:
    """The newsroom's collection, taken for a large one, with a process that searches it."""
    monkeypatch.setattr(newest, "MANY_ARTICLES", 1)
    monkeypatch.setattr(newest, "LINGER", 0.0)
    async with Collection.open([newsroom], tmp_path / "data", beside=True) as opened:
        await opened.ensure_built()
        yield opened


def started(log: pytest.LogCaptureFixture) -> list[int]:
    """The numbers of the processes that were started for searching, by what the operator is told."""
    return [int(number) for number in re.findall(r"Process (\d+) searches", log.text)]


def runs(process: int) -> bool:
    """Whether a process of ours has not ended yet."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_process_answers_as_this_one_does_outlives_a_kill_and_goes_with_its_generation(
    beside: Collection, newsroom: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="retrieval.searching")
    async with Collection.open([newsroom], tmp_path / "data") as here:
        expected = [await here.ask(question) for question in QUESTIONS]
    assert [await beside.ask(question) for question in QUESTIONS] == expected
    (first,) = started(caplog)

    os.kill(first, signal.SIGTERM)  # as all processes of a service get it: the bot decides when searches end
    assert await beside.ask(QUESTIONS[0]) == expected[0]
    os.kill(first, signal.SIGKILL)
    assert await asyncio.gather(*map(beside.ask, QUESTIONS)) == expected
    assert f"Process {first} has ended; another one takes its place" in caplog.text
    assert not runs(first)

    (_, second) = started(caplog)
    (newsroom / "bridge.md").unlink()
    await beside.reindex()
    answer = await beside.ask("What did the council approve?")
    assert (answer.answered, answer.articles) == (False, 2)
    async with asyncio.timeout(5):
        while runs(second):  # noqa: ASYNC110 - nothing tells when it has ended
            await asyncio.sleep(0.05)
    assert len(started(caplog)) == 3


async def test_a_question_whose_asker_waits_no_more_does_not_disturb_the_next(
    beside: Collection, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    expected = await beside.ask(QUESTIONS[1])
    first, second = [Question(await beside.read(question), 3, 0) for question in QUESTIONS[:2]]
    place = Place(data / "collection.sqlite3", data / "index", 1, refuse=True, warm=False)
    process = await SearchProcess.start(place)
    given_up = asyncio.create_task(process.ask(first))
    await asyncio.sleep(0)  # by now it is on its way
    given_up.cancel()
    composed, _ = await process.ask(second)
    assert given_up.cancelled()
    assert composed.excerpts == expected.excerpts
    await process.close()


async def test_a_process_that_is_killed_at_every_question_is_told_as_an_error(
    beside: Collection, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await beside.ask(QUESTIONS[0])
    caplog.set_level(logging.ERROR, logger="retrieval.searching")
    give = SearchProcess.ask

    async def killed(process: SearchProcess, question: Question) -> Said:
        os.kill(process.number, signal.SIGKILL)
        return await give(process, question)

    monkeypatch.setattr(SearchProcess, "ask", killed)
    with pytest.raises(SearchEnded, match="again and again"):
        await beside.ask(QUESTIONS[0])
    monkeypatch.setattr(SearchProcess, "ask", give)
    assert (await beside.ask(QUESTIONS[0])).answered
    assert caplog.text.count("another one takes its place") == 3


def test_an_error_in_the_process_is_told_with_its_story_and_the_next_order_is_done(tmp_path: Path) -> None:
    place = Place(tmp_path / "none.sqlite3", tmp_path, 7, refuse=True, warm=False)
    orders, replies = BytesIO(2 * pickle.dumps(place)), BytesIO()
    serve(orders, replies)
    replies.seek(0)
    told = []
    for _ in range(2):
        replies.read(8)  # how long the reply is
        told.append(pickle.load(replies))  # noqa: S301  # what `serve` has just written
    assert [type(error) for error in told] == [CollectionDamaged] * 2
    assert "In the process that searches:\nTraceback" in "".join(format_exception(told[0]))
    assert not replies.read()


def test_an_error_that_cannot_be_sent_is_told_in_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Stubborn(Exception):
        def __init__(self, one: str, other: str) -> None:
            super().__init__(f"{one} {other}")

    def fail(_: Place) -> None:
        raise Stubborn("no", "index")

    monkeypatch.setattr(searchprocess, "Searcher", fail)
    replies = BytesIO()
    serve(BytesIO(pickle.dumps(Place(tmp_path, tmp_path, 7, refuse=True, warm=False))), replies)
    replies.seek(8)
    told = pickle.load(replies)  # noqa: S301  # what `serve` has just written
    assert isinstance(told, RuntimeError)
    assert "no index" in str(told)
    assert "Traceback" in str(told)


async def test_a_damaged_index_is_told_from_the_process_and_leaves_none_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[SearchProcess] = []
    begin = SearchProcess.__init__

    def noted(self: SearchProcess, process: asyncio.subprocess.Process) -> None:
        begin(self, process)
        begun.append(self)

    monkeypatch.setattr(SearchProcess, "__init__", noted)
    with pytest.raises(CollectionDamaged, match="generation 7"):
        await SearchesBeside.open(Place(tmp_path / "none.sqlite3", tmp_path, 7, refuse=True, warm=False))
    (process,) = begun
    assert not runs(process.number)
