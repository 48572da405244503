"""Processes for CPU work that would take minutes in one: started only once there is enough of it."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import TypeVar

ENOUGH = 1000  # items after which starting processes (about a second) has paid for itself
_NICER = 10  # steps of the nineteen that POSIX has
_In = TypeVar("_In")
_Out = TypeVar("_Out")


class Workforce:
    """Shares batches out, first to a thread, then to processes; use it as a context."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._count = os.cpu_count() or 1
        self._done = 0

    async def __aenter__(self) -> Workforce:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            # In a thread: until all processes have ended, half a second goes by.
            await asyncio.to_thread(self._pool.shutdown, wait=kind is None, cancel_futures=True)

    async def share(self, function: Callable[[Sequence[_In]], _Out], items: Sequence[_In]) -> list[_Out]:
        """Apply `function`, which takes a batch and is picklable, to parts of the items; its results, in order."""
        self._done += len(items)
        if self._count < 2 or self._done < ENOUGH:
            return [await asyncio.to_thread(function, items)]
        loop = asyncio.get_running_loop()
        size = -(-len(items) // self._count)
        parts = [items[start : start + size] for start in range(0, len(items), size)]
        return await asyncio.gather(*(loop.run_in_executor(self._processes(), function, part) for part in parts))

    async def apply(self, function: Callable[[_In], _Out], item: _In, size: int) -> _Out:
        """Apply `function`, picklable, to one batch of `size` items; batches begin in the order of these calls."""
        self._done += size
        if self._done < ENOUGH:
            return await asyncio.to_thread(function, item)
        return await asyncio.get_running_loop().run_in_executor(self._processes(), function, item)

    def _processes(self) -> ProcessPoolExecutor:
        """Return the processes, spawned, not forked: this one has threads, and a fork would copy their locks."""
        if self._pool is None:
            spawning = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._count, mp_context=spawning, initializer=step_back)
        return self._pool


def step_back() -> None:
    """Begin a process that works for one that answers: at a lower priority, and ending with it, however that ends.

    Ctrl-C in a terminal reaches every process; the one that answers decides what comes of it.
    """
    if hasattr(os, "nice"):
        os.nice(max(0, _NICER - os.nice(0)))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_end_with, args=(parent,), name="watch", daemon=True).start()


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(1)
