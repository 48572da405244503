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


def _children(process: int) -> list[int]:
    """The processes that a process has started, and those that these have started (Linux)."""
    threads = Path(f"/proc/{process}/task").glob("*/children")
    listed = [int(child) for thread in threads for child in thread.read_text(encoding="ascii").split()]
    return [number for child in listed for number in (child, *_children(child))]


def _runs(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat")
    return stat.exists() and stat.read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"


async def test_a_program_killed_while_it_reindexes_leaves_no_process_and_the_next_reindex_is_whole(
    tmp_path: Path,
) -> None:
    (tmp_path / "articles").mkdir()
    with (tmp_path / "articles/news.jsonl").open("w", encoding="utf-8") as file:
        for number in range(ARTICLES):
            body = f"The ferry {number} sailed at dawn.\n\nHarbour master number {number} said so to our reporter."
            file.write(json.dumps({"title": f"Ferry {number} sails", "body": body, "outlet": "Quay"}) + "\n")
    script = tmp_path / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path(beside.__file__).parent.parent)}
    program = await asyncio.create_subprocess_exec(
        sys.executable, str(script), str(tmp_path), stdout=asyncio.subprocess.PIPE, env=environment
    )
    assert program.stdout
    while int(await program.stdout.readline()) < ARTICLES // 2:
        pass
    started = _children(program.pid)
    program.kill()
    await program.wait()
    async with asyncio.timeout(5):
        while any(map(_runs, started)):  # noqa: ASYNC110 - nothing tells when a grandchild ends
            await asyncio.sleep(0.05)
    task = beside.Task(
        tmp_path / "data/collection.sqlite3", tmp_path / "data/index", (tmp_path / "articles",), "test", False
    )
    report = await beside.reindex_here(task, None)
    assert len(started) > 1
    assert (report.articles, report.generation) == (ARTICLES, 1)
