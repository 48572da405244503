"""One server and one bot for most end-to-end tests; every test has people and chats of its own."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from retrieval.collection import Collection
from tests.botapi import BotApiServer, Chat, Topic, User
from tests.e2e.newsroom import write_newsroom
from tests.e2e.process import BotProcess, bots_of

ADMIN = 7_000_001


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of this folder share one event loop, as they share the server and the bot."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


async def nothing_more(server: BotApiServer, chat: Chat, user: User, topic: Topic | None = None) -> None:
    """Make sure that the bot has nothing more to say in a chat.

    A chat's updates are dealt with one after the other, so that what is asked now is answered last.
    """
    asked = chat.say(user, f"/help@{server.me.username}", topic=topic)
    said = await server.next_message(chat)
    assert said.reply_to == asked.id, f"a stray message: {said.text!r}"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `articles` and `data`, their finished index, so that no bot need begin with that."""
    home = tmp_path_factory.mktemp("indexed")
    async with Collection.open([write_newsroom(home / "articles")], home / "data") as collection:
        await collection.ensure_built()
    return home


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shared_server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(
    shared_server: BotApiServer, indexed: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[BotProcess]:
    """The shared bot, already fetching updates."""
    home = tmp_path_factory.mktemp("bot")
    process = BotProcess(shared_server, indexed / "articles", home, admins=[ADMIN], verbose=True)
    shutil.copytree(indexed / "data", process.data)
    await process.start()
    yield process
    await process.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def server(shared_server: BotApiServer, bot: BotProcess) -> AsyncIterator[BotApiServer]:
    """The server with the shared bot at it; afterwards nothing may be wrong or left hanging."""
    shared_server.violations.clear()
    shared_server.callbacks.clear()
    yield shared_server
    shared_server.privacy_mode = shared_server.deliver_mentions = True
    shared_server.faults.calm()
    await shared_server.handled()
    if shared_server.unanswered():
        await shared_server.until(lambda: not shared_server.unanswered(), 3, "an answer to every pressed button")
    assert shared_server.violations == []
    assert bot.running, bot.log[-2000:]


@pytest.fixture
def ada(server: BotApiServer) -> User:
    return server.user("Ada")


@pytest.fixture
def eve(server: BotApiServer) -> User:
    return server.user("Eve")


@pytest_asyncio.fixture(loop_scope="session")
async def own_server() -> AsyncIterator[BotApiServer]:
    """A server for a test that starts and stops bots itself; nothing may be wrong at its end either."""
    async with BotApiServer() as running:
        yield running
    assert running.violations == []


@pytest_asyncio.fixture(loop_scope="session")
async def own_bot(
    own_server: BotApiServer, indexed: Path, tmp_path: Path
) -> AsyncIterator[Callable[..., BotProcess]]:
    """Makes bots for `own_server`."""
    async with bots_of(own_server, indexed, tmp_path) as make:
        yield make
