"""A Telegram that misbehaves: each question is answered once all the same."""

from __future__ import annotations

import pytest

from tests.botapi import BotApiServer, User, faults
from tests.e2e.conftest import nothing_more
from tests.e2e.newsroom import ANSWER, QUESTION
from tests.e2e.process import BotProcess


@pytest.mark.parametrize(
    "fault", [faults.too_many(1), faults.status(502), faults.status(500), faults.drop(), faults.garbage()],
    ids=lambda fault: f"{fault.kind}-{fault.number}",
)  # fmt: skip
async def test_what_failed_is_sent_again_and_comes_once(
    server: BotApiServer, ada: User, fault: faults.Fault
) -> None:
    chat = server.private_chat(ada)
    server.faults.next("sendMessage", fault)
    chat.say(ada, QUESTION)
    assert ANSWER in (await server.next_message(chat, 10)).text
    await nothing_more(server, chat, ada)


async def test_a_lost_response_repeats_a_message_at_most_once(server: BotApiServer, ada: User) -> None:
    chat = server.private_chat(ada)
    server.faults.next("sendMessage", faults.lost())
    chat.say(ada, QUESTION)
    await server.next_message(chat)
    await server.handled()
    chat.say(ada, "hello")
    await server.until(lambda: chat.messages and "Hello" in list(chat.messages.values())[-1].text, 10, "the next")
    assert sum(message.by_bot for message in chat.messages.values()) in {2, 3}


async def test_two_sends_that_broke_off_are_told_once(server: BotApiServer, bot: BotProcess, ada: User) -> None:
    chat = server.private_chat(ada)
    server.faults.next("sendMessage", faults.drop(), 2)
    asked, logged = chat.say(ada, QUESTION), len(bot.log)
    told = await server.next_message(chat, 10)
    assert told.text.startswith("My answer may not have reached you")
    assert told.reply_to == asked.id
    await nothing_more(server, chat, ada)
    assert "Traceback" not in bot.log[logged:]


async def test_faults_of_edits_and_of_answers_to_buttons_are_borne(server: BotApiServer, ada: User) -> None:
    chat = server.private_chat(ada)
    chat.say(ada, QUESTION)
    reply = await server.next_message(chat)
    server.faults.next("editMessageText", faults.lost())
    server.faults.next("editMessageText", faults.status(502))
    server.faults.next("answerCallbackQuery", faults.status(502))
    pressed = server.press(ada, reply, "1")
    await pressed.answered(10)
    assert reply.edits >= 1


async def test_fetching_goes_on_after_errors_and_rubbish(server: BotApiServer, ada: User) -> None:
    chat = server.private_chat(ada)
    for fault in (faults.status(502), faults.garbage()):
        server.faults.next("getUpdates", fault)
    for _ in range(2):
        chat.say(ada, QUESTION)
        assert ANSWER in (await server.next_message(chat, 15)).text
