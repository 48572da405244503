"""Ten SIGKILLs in the middle of 200 questions: none is lost, and what may be sent twice is bounded.

The Bot API has no key that makes sending idempotent. A message that Telegram took while the bot died, before it
had noted the answer, is sent once more after the restart: that is the one window, and it is measured here (2 or 3
of 200 questions came twice on two busy cores, none was lost). One that two kills met on its way is not sent a
third time; whoever asked is told that the answer may not have arrived (one of 200 in one of several runs).
"""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.botapi import BotApiServer, Chat, Message, User
from tests.e2e.process import BotProcess
from tests.torture.conftest import ADMIN, PAPERS, cuttings

MakeBot = Callable[..., BotProcess]
KILLS, EACH = 10, 20
LOST = "may not have reached you"
WINDOW = 1.0  # seconds between Telegram taking a message and the bot having noted it, on a busy machine
_VILLAGE = re.compile(r"Vill\d{5}ham")


@dataclass(frozen=True)
class Asked:
    """A question about a village that no other question is about."""

    chat: Chat
    village: str
    message: Message

    @property
    def replies(self) -> list[Message]:
        """What the bot said to it."""
        return [said for said in self.chat.messages.values() if said.by_bot and said.reply_to == self.message.id]


def ask(people: list[tuple[Chat, User]], number: int) -> Asked:
    """Have somebody ask question number so-and-so, in private or in a group."""
    chat, user = people[number % len(people)]
    village = f"Vill{number * 3 % PAPERS:05d}ham"
    command = "/ask " if chat.is_group else ""
    return Asked(chat, village, chat.say(user, f"{command}What did the brass band of {village} do?"))


def answers(server: BotApiServer) -> Counter[tuple[int, str]]:
    """How often each village was answered about, per chat."""
    counted: Counter[tuple[int, str]] = Counter()
    for chat in server.chats.values():
        for message in chat.messages.values():
            if message.by_bot:
                counted.update({(chat.id, village) for village in _VILLAGE.findall(message.text)[:1]})
    return counted


def someone(server: BotApiServer, number: int) -> tuple[Chat, User]:
    user = server.user(f"U{number}")
    return (server.supergroup(f"G{number}", user) if number % 3 == 0 else server.private_chat(user)), user


async def test_ten_kills_lose_no_question_and_repeat_only_what_was_in_flight(
    server: BotApiServer, own_bot: MakeBot
) -> None:
    bot, dice = own_bot(), random.Random(11)  # noqa: S311 - the same kills in every run
    people = [someone(server, number) for number in range(30)]
    asked: list[Asked] = []
    kills: list[float] = []
    await bot.start()
    for _ in range(KILLS):
        for _ in range(EACH):
            asked.append(ask(people, len(asked)))
            await asyncio.sleep(dice.uniform(0, 0.06))
        await asyncio.sleep(dice.uniform(0, 0.3))
        await bot.kill()
        kills.append(time.monotonic())
        await bot.start()

    def missing() -> list[Asked]:
        return [one for one in asked if not one.replies]

    try:
        await server.until(lambda: not missing(), 90)
    except AssertionError:
        told = [f"{one.village}:\n{server.conversation(one.chat)}" for one in missing()]
        raise AssertionError(f"{len(told)} questions were lost:\n" + "\n\n".join(told)) from None
    await server.handled()
    await asyncio.sleep(3)
    counted = answers(server)
    twice = [one for one in asked if counted[one.chat.id, one.village] > 1]
    told = [one for one in asked if any(LOST in said.text for said in one.replies)]
    answered = [one for one in asked if counted[one.chat.id, one.village]]
    assert all(one in told for one in asked if one not in answered)
    in_flight = [call for call in server.calls("sendMessage") if any(0 <= k - call.at < WINDOW for k in kills)]
    assert missing() == []
    assert max(counted.values()) <= 2
    assert all(any(one.village in str(call.parameters) for call in in_flight) for one in twice)
    assert len(twice) <= KILLS * 2, f"{len(twice)} of {len(asked)} were answered twice"
    assert len(told) <= KILLS // 2, f"{len(told)} of {len(asked)} were told that their answer may be lost"
    assert server.violations == []
    print(f"\n{len(asked)} questions, {KILLS} kills, {len(twice)} answered twice, {len(told)} told of a loss")  # noqa: T201 - a figure to keep


async def test_a_reindex_killed_midway_leaves_the_last_generation_answering(
    server: BotApiServer, own_bot: MakeBot, own_articles: Path
) -> None:
    bot = own_bot(admins=[ADMIN], articles=own_articles)
    root, ada = server.user("Root", id=ADMIN), server.user("Ada")
    desk, chat = server.private_chat(root), server.private_chat(ada)
    await bot.start(wait=60)
    for file in (bot.articles / "parish").glob("*.md"):
        file.write_text(file.read_text("utf-8").replace("brass band", "string quartet"), encoding="utf-8")
    for pause in (0.2, 0.8, 1.5):
        desk.say(root, "/reindex")
        await server.next_message(desk, 20)
        await asyncio.sleep(pause)
        await bot.kill()
        desk.unread.clear()
        await bot.start()
        started = time.monotonic()
        chat.say(ada, "What did the brass band of Vill00123ham do?")
        if "brass band" not in (await server.next_message(chat, 20)).text:
            # The reindex is taken up again at the start, and may have been done before the question came: then
            # the new generation answers, and answers whole.
            chat.say(ada, "What did the string quartet of Vill00123ham do?")
            assert "string quartet" in (await server.next_message(chat, 20)).text
        assert time.monotonic() - started < 10
    desk.unread.clear()
    desk.say(root, "/reindex")

    async def renewed() -> bool:
        chat.say(ada, "What did the string quartet of Vill00123ham do?")
        return "string quartet" in (await server.next_message(chat, 20)).text

    deadline = time.monotonic() + 120
    while not await renewed():
        assert time.monotonic() < deadline, server.conversation(desk)
        await asyncio.sleep(5)
    assert server.violations == []


async def test_a_running_bot_serves_what_another_process_indexed(
    server: BotApiServer, own_bot: MakeBot, own_articles: Path
) -> None:
    bot = own_bot(articles=own_articles)
    await bot.start(wait=60)
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    (bot.articles / "new.md").write_text(
        '+++\noutlet = "Radio Quayside"\ndate = "2035-01-02"\n+++\nA walrus, Hortensia, swam into the harbour.\n',
        encoding="utf-8",
    )
    index = bot.data / "index"
    before = set(index.iterdir())
    killed = await cuttings(bot.home, "reindex", "--full")
    async with asyncio.timeout(60):
        while not set(index.iterdir()) - before:  # noqa: ASYNC110 - nothing tells when it begins to write
            await asyncio.sleep(0.002)
    killed.kill()
    await killed.communicate()
    chat.say(ada, "What did the brass band of Vill00123ham do?")
    assert "Vill00123ham" in (await server.next_message(chat, 10)).text
    other = await cuttings(bot.home, "reindex")
    output, _ = await other.communicate()
    assert other.returncode == 0, output.decode()
    await asyncio.sleep(2)
    chat.say(ada, "Who is Hortensia the walrus?")
    assert "swam into the harbour" in (await server.next_message(chat, 10)).text
