"""Searches in a process of their own: the same answers, whatever happens to the process."""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from retrieval import newest
from retrieval.collection import Collection
from retrieval.errors import CollectionDamaged
from retrieval.searching import Place, SearchesBeside

QUESTIONS = ("Who is the harbour master?", "How many residents does Tarn Island have?", "Who won the regatta?")


@pytest.fixture
async def beside(newsroom: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Collection]:
    """The newsroom's collection, taken for a large one, with a process that searches it."""
    monkeypatch.setattr(newest, "MANY_ARTICLES", 1)
    monkeypatch.setattr(newest, "LINGER", 0.0)
    async with Collection.open([newsroom], tmp_path / "data", beside=True) as opened:
        await opened.ensure_built()
        yield opened


def searching() -> set[int]:
    """The ids of the processes that this one has started and that still run."""
    return {child.pid for child in multiprocessing.active_children() if child.pid}


async def test_a_process_answers_as_this_one_does_outlives_a_kill_and_goes_with_its_generation(
    beside: Collection, newsroom: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Collection.open([newsroom], tmp_path / "data") as here:
        expected = [await here.ask(question) for question in QUESTIONS]
    before = searching()
    assert [await beside.ask(question) for question in QUESTIONS] == expected
    (first,) = searching() - before

    os.kill(first, signal.SIGTERM)  # as all processes of a service get it: the bot decides when searches end
    assert await beside.ask(QUESTIONS[0]) == expected[0]
    os.kill(first, signal.SIGKILL)
    with caplog.at_level(logging.ERROR):
        answers = await asyncio.gather(*map(beside.ask, QUESTIONS))
    assert answers == expected
    assert "another one takes its place" in caplog.text

    (second,) = searching() - before - {first}
    (newsroom / "bridge.md").unlink()
    await beside.reindex()
    answer = await beside.ask("What did the council approve?")
    assert (answer.answered, answer.articles) == (False, 2)
    for _ in range(100):
        if second not in searching():
            break
        await asyncio.sleep(0.05)
    assert second not in searching()


async def test_a_damaged_index_is_told_from_the_process_and_leaves_none_behind(tmp_path: Path) -> None:
    before = searching()
    with pytest.raises(CollectionDamaged, match="generation 7"):
        await SearchesBeside.open(Place(tmp_path / "none.sqlite3", tmp_path, 7, refuse=True, warm=False))
    assert searching() == before
