"""Telegram at its worst: 429s, 5xx, lost responses, silence, and people who never stop asking."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from tests.botapi import BotApiServer, faults
from tests.e2e.process import BotProcess
from tests.torture.test_kills import answers, ask, someone

MakeBot = Callable[..., BotProcess]
NO_LIMITS = "[limits]\nper_user_per_minute = 0\nper_group_per_minute = 0\n"


async def test_a_hundred_questions_in_a_storm_are_each_answered(server: BotApiServer, own_bot: MakeBot) -> None:
    bot = own_bot(config=NO_LIMITS)
    await bot.start()
    refusals = [faults.too_many(1), faults.status(500), faults.status(502), faults.status(503)]
    server.faults.storm("sendMessage", 0.2, *refusals)
    server.faults.storm("getUpdates", 0.3, faults.status(502), faults.garbage(), faults.drop(), faults.too_many(1))
    people = [someone(server, number) for number in range(30)]
    asked = []
    for number in range(100):
        asked.append(ask(people, number))
        await asyncio.sleep(0.05)

    def missing() -> int:
        counted = answers(server)
        return sum(not counted[one.chat.id, one.village] for one in asked)

    await server.until(lambda: not missing(), 150, "an answer to every question")
    server.faults.calm()
    await asyncio.sleep(3)
    assert max(answers(server).values()) == 1, "nothing was done by these faults, so nothing may come twice"
    assert server.faults.struck > 20
    assert server.violations == []


async def test_lost_responses_repeat_a_message_at_most_once(server: BotApiServer, own_bot: MakeBot) -> None:
    bot = own_bot(config=NO_LIMITS)
    await bot.start()
    server.faults.storm("sendMessage", 0.3, faults.lost())
    people = [someone(server, number) for number in range(30)]
    asked = [ask(people, number) for number in range(60)]

    def missing() -> int:
        counted = answers(server)
        return sum(not counted[one.chat.id, one.village] for one in asked)

    await server.until(lambda: not missing(), 100, "an answer to every question")
    await asyncio.sleep(5)
    struck = sum(bool(call.fault) for call in server.calls("sendMessage"))
    counted = answers(server)
    assert max(counted.values()) <= 2
    assert sum(counted.values()) <= len(asked) + struck
    assert server.violations == []


async def test_a_person_who_floods_is_told_once_and_holds_up_nobody(
    server: BotApiServer, own_bot: MakeBot
) -> None:
    bot = own_bot()
    await bot.start()
    eve, ada = server.user("Eve"), server.user("Ada")
    flood, calm = server.private_chat(eve), server.private_chat(ada)
    for number in range(150):
        flood.say(eve, f"What did the brass band of Vill{number:05d}ham do?")
    started = time.monotonic()
    calm.say(ada, "What did the brass band of Vill00500ham do?")
    assert "Vill00500ham" in (await server.next_message(calm, 10)).text
    waited = time.monotonic() - started
    await server.handled(30)
    await asyncio.sleep(5)
    assert 20 <= len(flood.unread) <= 25
    assert waited < 5
    assert server.violations == []


async def test_a_busy_group_stays_within_telegrams_twenty_a_minute(server: BotApiServer, own_bot: MakeBot) -> None:
    bot = own_bot(config=NO_LIMITS)
    await bot.start()
    server.flood.enabled = True
    ada = server.user("Ada")
    chat = server.supergroup("Town", ada)
    asked = [ask([(chat, ada)], number) for number in range(30)]
    await server.until(lambda: all(answers(server)[chat.id, one.village] for one in asked), 200, "all the answers")
    assert max(answers(server).values()) == 1
    assert server.violations == []
    assert server.flood.refused <= 5


async def test_a_telegram_that_goes_silent_is_waited_for(server: BotApiServer, own_bot: MakeBot) -> None:
    bot = own_bot(config=NO_LIMITS)
    await bot.start()
    people = [someone(server, number) for number in range(9)]
    server.faults.next("sendMessage", faults.hang(30), 4)
    server.faults.next("getUpdates", faults.hang(5), 2)
    asked = [ask(people, number) for number in range(9)]
    await server.until(
        lambda: all(answers(server)[one.chat.id, one.village] for one in asked), 100, "an answer to every question"
    )
    assert max(answers(server).values()) == 1
    assert await bot.stop() == 0
