"""A reindex in a process of its own, beside the one that answers questions.

Reading and inverting a large collection holds Python's lock too often for an event loop that wants to be back
within milliseconds. The process tells of its progress through a pipe and ends when the one that started it ends,
however that ends; then it leaves what a killed reindex leaves: the last generation answering.
"""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from filelock import AsyncFileLock, Timeout

from retrieval.errors import CollectionBusy, RetrievalError
from retrieval.indexing import IndexFolder
from retrieval.model import ReindexReport
from retrieval.reindex import ShowProgress, reindex
from retrieval.store import Store
from retrieval.workforce import step_back

MANY_ARTICLES = 1000
MANY_BYTES = 4 << 20
_CLOSING = 10.0  # seconds that a process which is done may take to end
WAIT_FOR_DYING = 30  # seconds that a reindex waits for the process of a killed one to end


@dataclass(frozen=True, slots=True)
class Task:
    """What a reindex is told: `database` and `index` are where it writes, the rest as `reindex` takes it."""

    database: Path
    index: Path
    folders: tuple[Path, ...]
    built_with: str
    full: bool


async def reindex_here(task: Task, progress: ShowProgress | None) -> ReindexReport:
    """Reindex in this process; raises what `reindex` raises."""
    lock = AsyncFileLock(task.database.with_name("writing.lock"), timeout=WAIT_FOR_DYING)
    try:
        await lock.acquire()
    except Timeout:
        raise CollectionBusy("Another process still writes this collection; try again when it is done.") from None
    try:
        async with Store.open(task.database) as store:  # questions keep a connection of their own
            return await reindex(
                store,
                IndexFolder(task.index),
                task.folders,
                built_with=task.built_with,
                full=task.full,
                progress=progress,
            )
    finally:
        await lock.release()


async def reindex_beside(task: Task, progress: ShowProgress | None) -> ReindexReport:
    """Reindex in a process of its own; raises what `reindex` raises. Cancelled, it ends the process."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(theirs, task), name="reindex")
    await asyncio.to_thread(process.start)
    theirs.close()  # else the pipe would not end with the process
    patience = 0.0
    try:
        report = await asyncio.to_thread(_listen, ours, asyncio.get_running_loop(), progress or (lambda _: None))
        patience = _CLOSING
        return report
    finally:
        await asyncio.shield(asyncio.to_thread(_end, process, patience))


def _listen(pipe: Connection, loop: asyncio.AbstractEventLoop, progress: ShowProgress) -> ReindexReport:
    with pipe:
        while True:
            try:
                told = pipe.recv()
            except EOFError:
                raise RetrievalError("The process of the reindex was ended before it was done.") from None
            if isinstance(told, ReindexReport):
                return told
            if isinstance(told, Exception):
                raise told
            loop.call_soon_threadsafe(progress, told)


def _end(process: BaseProcess, patience: float) -> None:
    """Wait for the process that many seconds, then end it."""
    process.join(patience)
    process.terminate()
    process.join()


def _run(pipe: Connection, task: Task) -> None:
    """What the process does."""
    step_back()
    send: ShowProgress = pipe.send
    try:
        pipe.send(asyncio.run(reindex_here(task, send)))
    except RetrievalError as error:
        pipe.send(error)
    except Exception as error:
        pipe.send(RetrievalError(f"The reindex failed: {error!r}"))
        raise  # for the log: the whole story


def worth_a_process(articles: int, folders: Sequence[Path]) -> bool:
    """Whether a reindex may be so long that starting a process, about a second, does not matter.

    `articles` are those that the collection holds already.
    """
    if articles >= MANY_ARTICLES:
        return True
    size = 0
    for folder in folders:
        for file in folder.rglob("*"):
            size += file.stat().st_size if file.is_file() else 0
            if size >= MANY_BYTES:
                return True
    return False
