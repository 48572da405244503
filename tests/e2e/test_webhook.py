"""A bot behind a webhook, for chosen groups only: the other way in leads to the same room."""

from __future__ import annotations

import re
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.botapi import BotApiServer, Chat, Message
from tests.botapi.delivery import SECRET_HEADER
from tests.e2e.conftest import ADMIN, nothing_more
from tests.e2e.newsroom import ANSWER, QUESTION, write_newsroom, write_parish_papers
from tests.e2e.process import BotProcess

PAPERS = 300
HOME = "@alder_news"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def hooked(indexed: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[BotProcess]:
    """A bot with a server and articles of its own, for the tests of this file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with BotApiServer() as server:
        group = server.supergroup("Alder news", username=HOME[1:], creator=server.user("Root", id=ADMIN))
        keys = f'webhook_url = "http://127.0.0.1:{port}/hook"\nwebhook_port = {port}\n'
        keys += f'webhook_secret_file = "secret"\nallowed_chats = [{group.id}]\n'
        home = tmp_path_factory.mktemp("hooked")
        articles = write_newsroom(home / "articles")
        bot = BotProcess(server, articles, home, admins=[ADMIN], keys=keys)
        (home / "secret").write_text("open-sesame-0123456789\n", encoding="utf-8")
        shutil.copytree(indexed / "data", bot.data)
        await bot.start()
        yield bot
        assert await bot.stop() == 0
        assert server.violations == []
        assert "Traceback" not in bot.log


async def test_updates_come_in_only_with_the_secret_and_count_once(hooked: BotProcess) -> None:
    server = hooked.server
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    assert ANSWER in (await _ask(server, chat, QUESTION)).text
    server.updates.again(server.updates.made[-1]["update_id"])  # delivered twice, as webhooks may be
    await server.handled()
    forged: dict[str, Any] = {"update_id": 5, "message": server.updates.made[-1]["message"]}
    async with aiohttp.ClientSession() as session:
        for headers in ({}, {SECRET_HEADER: "wrong"}):
            async with session.post(server.updates.webhook["url"], json=forged, headers=headers) as answer:
                assert answer.status in {401, 403, 404}
    await nothing_more(server, chat, ada)


async def test_a_group_that_is_not_allowed_is_told_once_and_left(hooked: BotProcess) -> None:
    server, ada = hooked.server, hooked.server.user("Ada")
    home, other = server.find_chat(HOME), server.supergroup("Other", creator=ada)
    assert home
    for group in (other, home):
        group.say(ada, f"/ask {QUESTION}")
    assert ANSWER in (await server.next_message(home)).text
    assert ANSWER not in (await server.next_message(other)).text
    await server.until(lambda: other.bot.status == "left", 5, "it to leave a group that is not allowed")
    assert not other.unread


async def test_questions_are_answered_while_an_admin_reindexes(hooked: BotProcess) -> None:
    server = hooked.server
    admin, ada = server.users[ADMIN], server.user("Ada")
    desk, chat = server.private_chat(admin), server.private_chat(ada)
    papers = write_parish_papers(hooked.articles / "parish", PAPERS)
    (papers / "broken.md").write_text("+++\noutlet = \n+++\nText.", encoding="utf-8")
    progress = await _ask(server, desk, "/reindex")
    assert ANSWER in (await _ask(server, chat, QUESTION)).text
    assert ANSWER in (await _ask(server, desk, QUESTION)).text
    await server.until(lambda: "added" in progress.text, 30, f"a summary in {progress.text!r}")
    assert str(PAPERS) in progress.text
    assert "broken.md" in progress.text
    assert re.search(r"\d s", progress.text)
    asked = "Who promised to mend the road to the mill in Vill00123ham?"
    assert "Alderman 26" in (await _ask(server, chat, asked)).text


async def _ask(server: BotApiServer, chat: Chat, text: str) -> Message:
    assert chat.user
    chat.say(chat.user, text)
    return await server.next_message(chat, 10)
