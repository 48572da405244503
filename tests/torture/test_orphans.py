"""Processes that a killed program leaves behind: none, and what they wrote does no harm."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from retrieval import beside

ARTICLES = 3000

PROGRAM = """
import asyncio, os, sys
from pathlib import Path
from retrieval.beside import Task, reindex_beside

home = Path(sys.argv[1])
task = Task(home / "data/collection.sqlite3", home / "data/index", (home / "articles",), "test", False)

def show(progress):
    print(progress.done, flush=True)

if __name__ == "__main__":
    asyncio.run(reindex_beside(task, show))
"""

ASKING = """
import asyncio, sys
from pathlib import Path
from retrieval import newest
from retrieval.collection import Collection

async def ask():
    newest.MANY_ARTICLES = 1
    async with Collection.open([Path(sys.argv[1])], Path(sys.argv[2]), beside=True) as collection:
        await collection.ensure_built()
        await collection.ask("Who is the harbour master?")
        print("asked", flush=True)
        await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(ask())
"""


def _children(process: int) -> list[int]:
    """The processes that a process has started, and those that these have started (Linux)."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    listed = [int(child) for thread in threads for child in thread.read_text(encoding="ascii").split()]
    return [number for child in listed for number in (child, *_children(child))]


def _runs(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"


async def _ended(processes: list[int]) -> None:
    async with asyncio.timeout(5):
        while any(map(_runs, processes)):  # noqa: ASYNC110 - nothing tells when a grandchild ends
            await asyncio.sleep(0.05)


async def _program(script: Path, text: str, *arguments: Path) -> asyncio.subprocess.Process:
    script.write_text(text, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(beside.__file__).parent.parent)}
    return await asyncio.create_subprocess_exec(
        sys.executable, str(script), *map(str, arguments), stdout=asyncio.subprocess.PIPE, env=environment
    )


async def test_a_program_killed_while_it_reindexes_leaves_no_process_and_the_next_reindex_is_whole(
    tmp_path: Path,
) -> None:
    (tmp_path / "articles").mkdir()
    with (tmp_path / "articles/news.jsonl").open("w", encoding="utf-8") as file:
        for number in range(ARTICLES):
            body = f"The ferry {number} sailed at dawn.\n\nHarbour master number {number} said so to our reporter."
            file.write(json.dumps({"title": f"Ferry {number} sails", "body": body, "outlet": "Quay"}) + "\n")
    program = await _program(tmp_path / "program.py", PROGRAM, tmp_path)
    assert program.stdout
    while int(await program.stdout.readline()) < ARTICLES // 2:
        pass
    started = _children(program.pid)
    program.kill()
    await program.wait()
    await _ended(started)
    task = beside.Task(
        tmp_path / "data/collection.sqlite3", tmp_path / "data/index", (tmp_path / "articles",), "test", False
    )
    report = await beside.reindex_here(task, None)
    assert len(started) > 1
    assert (report.articles, report.generation) == (ARTICLES, 1)


async def test_the_process_that_searches_ends_when_the_one_that_asks_is_killed(
    newsroom: Path, tmp_path: Path
) -> None:
    program = await _program(tmp_path / "asking.py", ASKING, newsroom, tmp_path / "data")
    assert program.stdout
    assert await program.stdout.readline() == b"asked\n"
    started = _children(program.pid)
    assert any(map(_runs, started))
    program.kill()
    await program.wait()
    await _ended(started)
