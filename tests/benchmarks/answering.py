"""End to end: questions through the real Telegram application over the local Bot API server, beside an echo bot.

Both bots run all the time, each in a process of its own with a server of its own, and are asked in turn, so that
a busy machine slows down both alike. People ask again as soon as they are answered.
"""

from __future__ import annotations

import asyncio
import gc
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from operator import truediv
from pathlib import Path
from statistics import mean

import uvloop

from tests.benchmarks.changing import sentence, write_articles
from tests.benchmarks.made_up import questions
from tests.benchmarks.measure import percentiles
from tests.botapi import BotApiServer
from tests.e2e.process import ROOT, BotProcess

PEOPLE = (8, 32)  # at once; the few show how soon one is answered, the many how much is done
ROUNDS = 4
_ASKED = 200  # questions of a round
_PATIENCE = 30.0
_NO_LIMITS = """
[limits]
per_user_per_minute = 0
per_user_burst = 0
per_group_per_minute = 0
telegram_per_second = 0

[answers]
refuse = false

[log]
level = "warning"
"""


@dataclass
class Subject:
    """A bot that is measured: its server, its process, and what was measured in each round.

    `processor` are the seconds of processor time a question, `busy` is the share of one processor's time.
    """

    name: str
    server: BotApiServer
    pid: int
    rates: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)

    async def round(self, asked: Sequence[str], people: int, *, keep: bool = True) -> None:
        """Have all questions asked, by so many people at once."""
        left, latencies = list(asked), list[float]()
        used, start = _processor_seconds(self.pid), time.perf_counter()
        await asyncio.gather(*(self._person(f"Person {number}", left, latencies) for number in range(people)))
        seconds, used = time.perf_counter() - start, _processor_seconds(self.pid) - used
        if keep:
            self.rates.append(len(asked) / seconds)
            self.processor.append(used / len(asked))
            self.busy.append(used / seconds)
            self.latencies += latencies

    async def _person(self, name: str, left: list[str], latencies: list[float]) -> None:
        user = self.server.user(name)
        chat = self.server.private_chat(user)
        while left:
            start = time.perf_counter()
            chat.say(user, left.pop())
            await self.server.next_message(chat, _PATIENCE)
            latencies.append(time.perf_counter() - start)
        self.server.journal.clear()


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _reindex(home: Path) -> float:
    start = time.perf_counter()
    command = ("--config", "config.toml", "--data", "data", "reindex")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *command, cwd=home, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    if await process.wait():
        raise RuntimeError("the reindex failed")
    return time.perf_counter() - start


@asynccontextmanager
async def _echo() -> AsyncIterator[Subject]:
    async with BotApiServer() as server:
        environment = os.environ | {"TELEGRAM_BOT_TOKEN": server.token, "PYTHONPATH": str(ROOT)}
        command = ("-m", "tests.benchmarks.echo", server.url)
        process = await asyncio.create_subprocess_exec(sys.executable, *command, env=environment)
        try:
            await server.until(lambda: server.calls("getUpdates"), _PATIENCE, "the echo bot")
            yield Subject("echo", server, process.pid)
        finally:
            process.terminate()
            await process.wait()


@asynccontextmanager
async def _ours(bot: BotProcess) -> AsyncIterator[Subject]:
    await bot.start(wait=60)
    assert bot.process
    try:
        yield Subject("cuttings", bot.server, bot.process.pid)
    finally:
        await bot.stop()


async def _measured(paragraphs: int, home: Path) -> list[str]:
    asked = [sentence(words) for words in questions(paragraphs, _ASKED)]
    articles = home / "articles"
    write_articles(paragraphs, articles)
    async with BotApiServer() as server:
        process = BotProcess(server, articles, home, config=_NO_LIMITS)
        lines = [f"reindex of {paragraphs:,} paragraphs from JSON lines: {await _reindex(home):.1f} s"]
        gc.collect()
        gc.freeze()  # to look for garbage among the made-up words would hold up both servers for 0.1 s
        async with _ours(process) as ours, _echo() as echo:
            for people in PEOPLE:
                subjects = [Subject(bot.name, bot.server, bot.pid) for bot in (echo, ours)]
                for number in range(ROUNDS + 1):  # the first only warms up
                    for subject in subjects:
                        await subject.round(asked, people, keep=number > 0)
                lines += _told(paragraphs, people, *subjects)
    return lines


def _told(paragraphs: int, people: int, echo: Subject, ours: Subject) -> list[str]:
    lines = []
    base = percentiles(echo.latencies)
    for subject in (echo, ours):
        rate, ratio = mean(subject.rates), mean(map(truediv, subject.rates, echo.rates))
        found = percentiles(subject.latencies)
        late = ", ".join(f"{key} {found[key] * 1e3:.1f} ms ({found[key] / base[key]:.2f})" for key in found)
        used, more = mean(subject.processor), mean(subject.processor) / mean(echo.processor)
        lines.append(
            f"end to end, {paragraphs:,} paragraphs, {people} people, {subject.name}: {rate:.0f} a second "
            f"({ratio:.2f} of echo), {late}, {used * 1e3:.1f} ms of the processor each ({more:.2f}), "
            f"{mean(subject.busy):.0%} of one processor"
        )
    return lines


def end_to_end(paragraphs: int) -> Iterator[str]:
    """Questions a second, latency and processor time of ours and of an echo bot, and their ratios."""
    # What the servers take of the processors is nobody's figure: the less, the better bots can be told apart.
    with tempfile.TemporaryDirectory() as folder, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        yield from runner.run(_measured(paragraphs, Path(folder)))
