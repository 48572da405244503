"""The real application over a real collection and a real database, with Telegram played by `offline`."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import build, handle
from bot.config import Answers, Limits, Settings, Storage
from bot.config import Telegram as TelegramSettings
from bot.context import TheApplication
from bot.delivery import Patience
from bot.ingress import read_updates
from bot.store import Store
from bot.workers import Workers
from retrieval.collection import Collection
from tests.bot.offline import Call, OfflineRequest, Telegram
from tests.bot.updates import ADMIN
from tests.conftest import BRIDGE, HARBOUR, LIGHTHOUSE

TOKEN = "700700:made-up-token-of-a-bot-in-tests-0123"
QUICK = Patience(first=0.001, longest=0.005, overall=1.0, brief=1.0)


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this the framework warns about its own RetryAfter whenever it raises one."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `articles` and `data`, their finished index, so that no test need begin with that."""
    home = tmp_path_factory.mktemp("desk")
    _write_newsroom(home / "articles")

    async def index() -> None:
        async with Collection.open([home / "articles"], home / "data") as collection:
            await collection.ensure_built()

    asyncio.run(index())
    return home


@pytest.fixture
def newsroom(desk: Path) -> Path:
    """The newsroom as every test finds it, always in the same place: the index tells by that whose it is."""
    shutil.rmtree(desk / "articles", ignore_errors=True)  # a test may have moved it
    return _write_newsroom(desk / "articles")


@pytest.fixture
async def collection(newsroom: Path, desk: Path, tmp_path: Path) -> AsyncIterator[Collection]:
    """The newsroom's collection, open, with a copy of the finished index."""
    shutil.copytree(desk / "data", tmp_path / "data")
    async with Collection.open([newsroom], tmp_path / "data") as opened:
        assert await opened.ensure_built() is None
        yield opened


def _write_newsroom(folder: Path) -> Path:
    """Ten years earlier than elsewhere: a year to come is read as a part of the question, not as its limit."""
    folder.mkdir()
    for name, text in (("ferry.md", HARBOUR), ("bridge.md", BRIDGE), ("lighthouse.md", LIGHTHOUSE)):
        (folder / name).write_text(text.replace('date = "203', 'date = "202'), encoding="utf-8")
    return folder


def make_settings(**sections: Any) -> Settings:
    """Settings as a test wants them; without limits unless it says otherwise."""
    limits = {"telegram_per_second": 0, "per_user_per_minute": 0, "per_group_per_minute": 0}
    return Settings(
        token=SecretStr(TOKEN),
        telegram=TelegramSettings(**{"admins": (ADMIN,), **sections.get("telegram", {})}),
        answers=Answers(**sections.get("answers", {})),
        limits=Limits(**{**limits, **sections.get("limits", {})}),
        storage=Storage(**sections.get("storage", {})),
    )


@dataclass
class Rig:
    """A bot that runs: deliver updates, and look at what Telegram got."""

    telegram: Telegram
    store: Store
    application: TheApplication
    workers: Workers

    async def deliver(self, *updates: dict[str, Any]) -> list[Call]:
        """Take updates in, wait until they are settled, and return the messages that were sent for them."""
        before = len(self.telegram.sent())
        await self.take_in(*updates)
        await self.settle()
        return self.telegram.sent()[before:]

    async def take_in(self, *updates: dict[str, Any]) -> None:
        await self.workers.take_in(read_updates(updates))

    async def settle(self) -> None:
        """Wait until nothing waits and nothing is in work."""
        async with asyncio.timeout(20):
            while set(await self.store.counts()) & {"waiting", "working", "apart"}:  # noqa: ASYNC110 (a database)
                await asyncio.sleep(0.002)

    async def arrives(self, chat: int) -> None:
        """Wait until a message to a chat arrived, whatever else is still in work."""
        async with asyncio.timeout(5):
            while not self.telegram.sent(chat):  # noqa: ASYNC110 (Telegram rings no bell)
                await asyncio.sleep(0.002)

    async def outcome(self, update: dict[str, Any]) -> tuple[str, str | None] | None:
        return await self.store.outcome(update["update_id"])


class Bots:
    """Makes bots, one after the other over the same database where a test wants a restart."""

    def __init__(self, collection: Collection, directory: Path, stack: AsyncExitStack) -> None:
        self._collection, self._directory, self._stack = collection, directory, stack
        self.now: Callable[[], float] | None = None

    async def start(self, over: Telegram | None = None, patience: Patience = QUICK, **sections: Any) -> Rig:
        """Start a bot, which stops with the test; `sections` are those of the configuration."""
        telegram = over or Telegram()
        opened = Store.open(self._directory / "bot.sqlite3", *([self.now] if self.now else []))
        store = await self._stack.enter_async_context(opened)
        settings = make_settings(**sections)
        application = build(settings, self._collection, store, request=OfflineRequest(telegram), patience=patience)
        application.bot_data.settling = 0.0
        application.bot_data.pauses = (0.0, 0.0)
        await application.initialize()
        self._stack.push_async_callback(application.shutdown)
        workers = Workers(store, lambda work, data: handle(application, work, data), grace=0.2)
        task = asyncio.create_task(workers.run())
        self._stack.push_async_callback(_stop, task)
        return Rig(telegram, store, application, workers)


async def _stop(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
async def bots(collection: Collection, tmp_path: Path) -> AsyncIterator[Bots]:
    async with AsyncExitStack() as stack:
        yield Bots(collection, tmp_path / "bot", stack)


@pytest.fixture
async def rig(bots: Bots) -> Rig:
    return await bots.start()
