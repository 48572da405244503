"""Start, watch and stop `python -m bot run`."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.botapi import BotApiServer

ROOT = Path(__file__).resolve().parents[2]


class BotProcess:
    """One bot on one folder of articles; started again it goes on with the same data.

    `keys` are further keys of [telegram], `config` further tables.
    """

    def __init__(
        self,
        server: BotApiServer,
        articles: Path,
        home: Path,
        *,
        admins: Sequence[int] = (),
        keys: str = "",
        config: str = "",
        token: str | None = None,
        verbose: bool = False,
    ) -> None:
        self.server = server
        self.home, self.articles = home, articles
        self.data = home / "data"
        self.token = token or server.token
        self.verbose = verbose
        self.process: asyncio.subprocess.Process | None = None
        home.mkdir(parents=True, exist_ok=True)
        telegram = f'[telegram]\napi_url = "{server.url}"\nadmins = {list(admins)}\n{keys}\n'
        folders = f'[collection]\nfolders = ["{articles}"]\n'
        (home / "config.toml").write_text(telegram + folders + config, encoding="utf-8")

    @property
    def log(self) -> str:
        """Everything that the bot has written to standard output and standard error, over all starts."""
        written = self.home / "bot.log"
        return written.read_text(encoding="utf-8", errors="replace") if written.exists() else ""

    @property
    def running(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.returncode is None

    async def start(self, *, wait: float = 20.0) -> None:
        """Start it and wait until it fetches updates (or has set its webhook)."""
        fetched = len(self.server.calls("getUpdates")) + len(self.server.calls("setWebhook"))
        await self.launch()

        def fetching() -> bool:
            calls = len(self.server.calls("getUpdates")) + len(self.server.calls("setWebhook"))
            return calls > fetched or not self.running

        await self.server.until(fetching, wait, f"the bot to fetch updates; it wrote:\n{self.log[-2000:]}")
        if not self.running:
            raise AssertionError(f"the bot ended by itself:\n{self.log[-2000:]}")

    async def launch(self) -> None:
        """Start it without waiting."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CUTTINGS_")}
        environment |= {"TELEGRAM_BOT_TOKEN": self.token, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
        command = ["-m", "bot", "--config", str(self.home / "config.toml"), "--data", str(self.data)]
        command += ["-v", "run"] if self.verbose else ["run"]
        with (self.home / "bot.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *command, cwd=self.home, env=environment, stdout=log, stderr=log,
                stdin=asyncio.subprocess.DEVNULL,
            )  # fmt: skip

    async def stop(self, number: signal.Signals = signal.SIGTERM, *, wait: float = 15.0) -> int:
        """Send it a signal and wait for its end; returns its exit status. Killed where it does not end."""
        assert self.process
        if self.running:
            self.process.send_signal(number)
        try:
            async with asyncio.timeout(wait):
                return await self.process.wait()
        except TimeoutError:
            self.process.kill()
            await self.process.wait()
            raise AssertionError(f"the bot did not stop within {wait} s:\n{self.log[-2000:]}") from None

    async def finished(self, *, wait: float = 15.0) -> int:
        """Wait until it ends by itself; returns its exit status."""
        assert self.process
        async with asyncio.timeout(wait):
            return await self.process.wait()

    async def kill(self) -> None:
        """SIGKILL, as a crash would."""
        await self.stop(signal.SIGKILL)


@asynccontextmanager
async def bots_of(server: BotApiServer, indexed: Path, home: Path) -> AsyncIterator[Callable[..., BotProcess]]:
    """Makes bots that begin with a copy of the finished index; those still running at the end are killed."""
    made: list[BotProcess] = []

    def make(**more: Any) -> BotProcess:
        articles = more.pop("articles", indexed / "articles")
        process = BotProcess(server, articles, home / f"bot{len(made)}", **more)
        shutil.copytree(indexed / "data", process.data)
        made.append(process)
        return process

    yield make
    for process in made:
        if process.running:
            await process.kill()
