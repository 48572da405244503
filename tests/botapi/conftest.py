"""A running server and the real `telegram.Bot` that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import telegram
from telegram.request import HTTPXRequest

from tests.botapi import BotApiServer


@pytest.fixture(autouse=True)
def _seconds_as_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this the framework warns about its own RetryAfter whenever it raises one."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as running:
        yield running


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[telegram.Bot]:
    plain = {"verify": False}  # the server speaks HTTP: no certificates to load, which takes longest of all
    requests = [HTTPXRequest(httpx_kwargs=plain) for _ in range(2)]
    address = f"{server.url}/bot"
    async with telegram.Bot(
        server.token, address, request=requests[0], get_updates_request=requests[1]
    ) as running:
        yield running
