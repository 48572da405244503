"""One contender at one size, in a process of its own: prints its figures as JSON. Started by `__main__.py`."""

from __future__ import annotations

import ctypes
import gc
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.contenders import CONTENDERS, Contender
from tests.benchmarks.made_up import News, questions

_SECONDS = 20.0  # for the questions of one contender; the slow ones are asked fewer


def private_memory() -> int:
    """Return the bytes of memory that are this process's own, mapped files not counted (0 where unknown)."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return 0
    ctypes.CDLL(None).malloc_trim(0)  # give back first what is free already
    lines = rollup.read_text(encoding="ascii").splitlines()
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Anonymous:"))


def _held(contender: Contender, paragraphs: int) -> int:
    """Return what an index in memory holds, built from a stream, so that nothing else is in the figure."""
    news = News(paragraphs)
    gc.collect()
    before = private_memory()
    contender.prepare(news)
    contender.build(Path())
    return private_memory() - before


def build(contender: Contender, paragraphs: int, folder: Path) -> dict[str, float]:
    """Build, and return seconds and bytes."""
    memory = 0 if contender.lasting else _held(contender, paragraphs)
    contender.prepare(list(News(paragraphs)))
    gc.collect()
    gc.freeze()  # the collector need not go through what is only there to be indexed, for whichever contender
    start = time.perf_counter()
    contender.build(folder)
    seconds = time.perf_counter() - start
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    return {"build_seconds": seconds, "disk_bytes": size, "build_memory": memory}


def serve(contender: Contender, paragraphs: int, folder: Path, k: int, count: int) -> dict[str, float]:
    """Open, ask, and return the latencies in seconds and the private memory in bytes."""
    asked = questions(paragraphs, count)
    gc.collect()
    before = private_memory()
    start = time.perf_counter()
    contender.open(folder)
    contender.ask(asked[0], k)
    cold = time.perf_counter() - start
    latencies: list[float] = []
    until = time.perf_counter() + _SECONDS
    for words in asked:
        latencies.append(_timed(contender, words, k))
        if time.perf_counter() > until:
            break
    figures = {"cold_seconds": cold, "asked": len(latencies), "serve_memory": private_memory() - before}
    return figures | percentiles(latencies)


def _timed(contender: Contender, words: Sequence[str], k: int) -> float:
    start = time.perf_counter()
    contender.ask(words, k)
    return time.perf_counter() - start


def percentiles(latencies: Sequence[float]) -> dict[str, float]:
    """Return the middle one and the one that 99 in 100 stay below."""
    ranked = sorted(latencies)
    return {"p50": ranked[len(ranked) // 2], "p99": ranked[min(len(ranked) - 1, len(ranked) * 99 // 100)]}


def in_turn(
    contenders: Sequence[Contender], asked: Sequence[Sequence[str]], k: int
) -> dict[str, dict[str, float]]:
    """Ask opened contenders each question one after the other, so that a busy machine slows down all alike."""
    latencies: dict[str, list[float]] = {contender.name: [] for contender in contenders}
    for words in asked:
        for contender in contenders:
            latencies[contender.name].append(_timed(contender, words, k))
    return {name: percentiles(seconds) for name, seconds in latencies.items()}


def main() -> None:
    """Arguments: contender's name, paragraphs, folder, k, number of questions, and what to do."""
    name, paragraphs, folder, k, count, task = sys.argv[1:]
    contender = next(kind for kind in CONTENDERS if kind.name == name)()
    figures: dict[str, float] = {}
    if "build" in task:
        figures |= build(contender, int(paragraphs), Path(folder))
    if "serve" in task:
        figures |= serve(contender, int(paragraphs), Path(folder), int(k), int(count))
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main()
