"""Updates: what is confirmed, what waits, what conflicts, what a webhook gets."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from tests.botapi import BotApiServer
from tests.botapi.delivery import SECRET_HEADER


async def test_an_offset_confirms_what_is_before_it_and_nothing_else(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    for word in ("one", "two", "three"):
        chat.say(ada, word)
    assert [update.message.text for update in await bot.get_updates(limit=2)] == ["one", "two"]
    again = await bot.get_updates()
    assert [update.message.text for update in again] == ["one", "two", "three"]
    assert [u.message.text for u in await bot.get_updates(offset=again[1].update_id)] == ["two", "three"]
    assert [u.message.text for u in await bot.get_updates(offset=-1)] == ["three"]
    assert await bot.get_updates(offset=again[2].update_id + 1) == ()


async def test_a_long_poll_waits_for_the_next_update(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    waiting = asyncio.create_task(bot.get_updates(timeout=5))
    await server.until(lambda: server.updates.polling)
    server.private_chat(ada).say(ada, "hello")
    assert [update.message.text for update in await waiting] == ["hello"]


async def test_a_second_poll_ends_the_first(server: BotApiServer, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await server.until(lambda: server.updates.polling)
    address = f"{server.url}/bot{server.token}/getUpdates"
    async with aiohttp.ClientSession() as another, another.get(address) as answer:
        assert (await answer.json())["result"] == []
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await first
    assert server.violations[0] == "getUpdates: getUpdates while another getUpdates was waiting"


async def test_only_the_types_that_were_asked_for_are_made(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    await bot.get_updates(allowed_updates=["callback_query"])
    chat.say(ada, "unseen")
    await bot.get_updates(allowed_updates=[])
    chat.say(ada, "seen")
    assert [update.message.text for update in await bot.get_updates()] == ["seen"]
    with pytest.raises(BadRequest):
        await bot.get_updates(allowed_updates=["gossip"])


async def test_a_webhook_gets_updates_with_its_secret_again_until_it_takes_them(
    server: BotApiServer, bot: Bot
) -> None:
    answers = iter([500, 200, 200])
    seen: list[tuple[str, str]] = []

    async def hook(request: web.Request) -> web.Response:
        seen.append((request.headers[SECRET_HEADER], (await request.json())["message"]["text"]))
        return web.Response(status=next(answers))

    app = web.Application()
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    server.updates.retry_seconds = 0.01
    await bot.set_webhook(f"http://127.0.0.1:{port}/hook", secret_token="open-sesame")
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    chat.say(ada, "one")
    chat.say(ada, "two")
    await server.handled()
    assert seen == [("open-sesame", "one"), ("open-sesame", "one"), ("open-sesame", "two")]
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).pending_update_count == 0
    await bot.delete_webhook()
    assert await bot.get_updates() == ()
    await runner.cleanup()


async def test_privacy_mode_lets_through_what_is_addressed_to_the_bot(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.supergroup("Town", ada)
    sent = await bot.send_message(chat.id, "hello")
    name = server.me.username
    for text in ("gossip", "/ask a", "/ask@other_bot b", f"/ask@{name} c", f"@{name} d"):
        chat.say(ada, text)
    chat.say(ada, "e", reply_to=chat.messages[sent.message_id])
    server.deliver_mentions = False
    chat.say(ada, f"@{name} f")
    texts = [update.message.text for update in await bot.get_updates()]
    assert texts == ["/ask a", f"/ask@{name} c", f"@{name} d", "e"]
    server.privacy_mode = False
    chat.say(ada, "g")
    assert [update.message.text for update in await bot.get_updates(offset=-1)] == ["g"]


async def test_anonymous_admins_channels_edits_and_channel_posts_look_as_documented(
    server: BotApiServer, bot: Bot
) -> None:
    ada = server.user("Ada")
    chat, channel = server.supergroup("Town", creator=ada), server.channel("Gazette")
    chat.say(ada, "/ask a", anonymous=True)
    chat.say(ada, "/ask b", as_channel=channel)
    chat.edit(chat.say(ada, "/ask c"), "/ask d")
    channel.post("news")
    first, second, _, edited, post = await bot.get_updates()
    assert first.message.from_user.username == "GroupAnonymousBot"
    assert first.message.sender_chat.id == chat.id
    assert second.message.sender_chat.id == channel.id
    assert (edited.edited_message.text, post.channel_post.text) == ("/ask d", "news")


async def test_a_plain_message_in_a_topic_replies_to_the_topics_opening(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.supergroup("Forum", ada, forum=True)
    topic = chat.topic("Sources", ada)
    chat.say(ada, "/ask", topic=topic)
    message = (await bot.get_updates())[1].message
    assert message.is_topic_message
    assert message.reply_to_message.forum_topic_created.name == "Sources"
