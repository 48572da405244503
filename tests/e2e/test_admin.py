"""What admins may do, and others may not."""

from __future__ import annotations

import re

import pytest

from tests.botapi import BotApiServer, User
from tests.e2e.conftest import ADMIN, nothing_more
from tests.e2e.newsroom import QUESTION


@pytest.fixture
def admin(server: BotApiServer) -> User:
    return server.users.get(ADMIN) or server.user("Root", id=ADMIN)


async def test_somebody_else_is_refused_with_their_id_and_the_line_to_add(server: BotApiServer, ada: User) -> None:
    chat = server.private_chat(ada)
    for command in ("/reindex", "/status"):
        chat.say(ada, command)
        reply = await server.next_message(chat)
        assert f"admins = [{ada.id}]" in reply.text
    await nothing_more(server, chat, ada)


async def test_in_a_group_the_refusal_names_no_id(server: BotApiServer, ada: User) -> None:
    chat = server.supergroup("Town", ada)
    chat.say(ada, "/reindex")
    assert str(ada.id) not in (await server.next_message(chat)).text


async def test_an_admin_who_writes_for_the_first_time_gets_the_admins_menu(
    server: BotApiServer, admin: User
) -> None:
    chat = server.private_chat(admin)
    chat.say(admin, "/start")
    await server.next_message(chat)
    await server.until(lambda: {"reindex", "status"} <= set(server.menu(chat, admin)), 3, "the admin's menu")


async def test_nothing_new_is_told_as_such(server: BotApiServer, admin: User) -> None:
    chat = server.private_chat(admin)
    chat.say(admin, "/reindex")
    reply = await server.next_message(chat)
    await server.until(lambda: "othing" in reply.text, 15, f"the end of {reply.text!r}")
    assert sum(message.by_bot for message in chat.messages.values() if message.id >= reply.id) == 1


async def test_status_tells_an_admin_how_it_stands(server: BotApiServer, admin: User, ada: User) -> None:
    server.private_chat(ada).say(ada, QUESTION)
    await server.next_message(server.private_chat(ada))
    chat = server.private_chat(admin)
    chat.say(admin, "/status")
    assert re.search(r"5 articles", (await server.next_message(chat)).text)
