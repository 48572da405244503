"""A reindex in a process of its own: the same report, the same errors, and no process left behind."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from retrieval import beside
from retrieval.collection import Collection
from retrieval.errors import FolderMissing
from retrieval.model import Progress


@pytest.fixture(autouse=True)
def always_in_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "MANY_BYTES", 0)


async def test_it_reports_answers_and_fails_as_one_in_this_process_does(newsroom: Path, tmp_path: Path) -> None:
    shown: list[Progress] = []
    async with Collection.open([newsroom], tmp_path / "data", warm=True, beside=True) as collection:
        report = await collection.reindex(progress=shown.append)
        await asyncio.sleep(0)  # for what is still to be shown
        assert (report.added, report.articles, report.paragraphs, report.generation) == (3, 3, 12, 1)
        assert {step.stage for step in shown} == {"reading", "indexing"}
        assert (await collection.ask("Who is the harbour master?")).answered
        newsroom.rename(tmp_path / "elsewhere")
        with pytest.raises(FolderMissing, match="no such folder"):
            await beside.reindex_beside(_task(newsroom, tmp_path / "data"), None)


async def test_a_cancelled_one_ends_its_process_and_leaves_the_last_generation(
    newsroom: Path, tmp_path: Path
) -> None:
    async with Collection.open([newsroom], tmp_path / "data", warm=True, beside=True) as collection:
        await beside.reindex_here(_task(newsroom, tmp_path / "data"), None)
        begun = asyncio.Event()
        running = asyncio.create_task(
            beside.reindex_beside(_task(newsroom, tmp_path / "data", full=True), lambda _: begun.set())
        )
        await begun.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert (await collection.ask("Who is the harbour master?")).answered
        again = await beside.reindex_here(_task(newsroom, tmp_path / "data", full=True), None)
        assert (again.articles, again.failed_count) == (3, 0)


def _task(folder: Path, data: Path, *, full: bool = False) -> beside.Task:
    return beside.Task(data / "collection.sqlite3", data / "index", (folder,), "test", full)
