"""Starting, stopping and dying: what an operator sees, and that nobody's question is lost."""

from __future__ import annotations

import signal
from collections.abc import Callable

from tests.botapi import BotApiServer, Chat, Message
from tests.e2e.newsroom import ANSWER, QUESTION
from tests.e2e.process import BotProcess

MakeBot = Callable[..., BotProcess]
FERRY, BRIDGE = QUESTION, "Who voted for the footbridge over the Linde?"
STRIKE = "Who said that drivers had worked eleven nights in a row?"


async def test_a_wrong_token_ends_it_with_one_clear_line(own_server: BotApiServer, own_bot: MakeBot) -> None:
    secret = "another-made-up-token-for-tests-only"
    bot = own_bot(token=f"110201543:{secret}", verbose=True)
    await bot.launch()
    assert await bot.finished() == 2  # a token that is refused is a wrong configuration
    assert "Traceback" not in bot.log
    assert secret not in bot.log
    assert [line for line in bot.log.splitlines() if "token" in line and "TELEGRAM_BOT_TOKEN" in line]


async def test_neither_a_crash_nor_a_stop_loses_or_repeats_a_question(
    own_server: BotApiServer, own_bot: MakeBot
) -> None:
    bot = own_bot()
    await bot.start()
    chats = [own_server.private_chat(own_server.user(f"U{number}")) for number in range(8)]
    first = await _ask(own_server, chats[0], FERRY)
    await own_server.handled()
    await own_server.silence(chats[0], 0.2)  # until it has noted that this one is done
    for chat in chats[1:]:
        _say(chat, FERRY)
    await own_server.until(lambda: any(chat.unread for chat in chats), 10, "an answer")
    await bot.kill()
    arrived = [chat for chat in chats if _told(chat, ANSWER)]
    await bot.start()
    pressed = own_server.press(own_server.users[chats[0].id], first, "1")
    await own_server.until(lambda: all(_told(chat, ANSWER) for chat in chats), 10, "an answer for everybody")
    await pressed.answered()
    await own_server.handled()
    times = {chat: _told(chat, ANSWER) for chat in chats}
    assert all(times[chat] <= (2 if chat in arrived else 1) for chat in chats), "only a crash may repeat an answer"
    assert (times[chats[0]], first.edits) == (1, 1)
    for chat in chats:
        _say(chat, BRIDGE)
    assert await bot.stop(signal.SIGTERM) == 0
    for chat in chats:
        _say(chat, STRIKE)
    await bot.start()
    await own_server.until(lambda: all(_told(chat, "Brask") for chat in chats), 10, "an answer for everybody")
    await own_server.handled()
    assert {(_told(chat, "nine to four"), _told(chat, "Brask")) for chat in chats} == {(1, 1)}
    assert "Traceback" not in bot.log


def _say(chat: Chat, text: str) -> None:
    assert chat.user
    chat.say(chat.user, text)


async def _ask(server: BotApiServer, chat: Chat, text: str) -> Message:
    _say(chat, text)
    return await server.next_message(chat, 10)


def _told(chat: Chat, words: str) -> int:
    """How many messages of the bot have these words."""
    return sum(message.by_bot and words in message.text for message in chat.messages.values())
