"""Sending and editing, driven by the real `telegram.Bot`."""

from __future__ import annotations

import aiohttp
import pytest
from telegram import Bot, CopyTextButton, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter

from tests.botapi import BotApiServer


def keyboard(**fields: object) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("x", **fields)]])  # type: ignore[arg-type]


async def test_a_text_of_4096_units_goes_and_one_more_is_refused(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    server.private_chat(ada)
    await bot.send_message(ada.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="too long"):
        await bot.send_message(ada.id, "😀" * 2048 + "a")
    with pytest.raises(BadRequest, match="empty"):
        await bot.send_message(ada.id, "<b> </b>", parse_mode="HTML")
    assert len(server.violations) == 2


async def test_more_than_a_hundred_entities_are_sent_but_noted(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    server.private_chat(ada)
    await bot.send_message(ada.id, "<b>x</b> " * 101, parse_mode="HTML")
    assert server.violations == ["sendMessage: 101 entities, of which only 100 count"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"callback_data": "я" * 33}, "Button_data_invalid"),
        ({"copy_text": CopyTextButton("x" * 257)}, "Button_copy_text_invalid"),
        ({"url": "no address"}, "is invalid"),
        ({"url": "https://t.me/some_bot?start=" + "x" * 65}, "start parameter"),
        ({}, "unallowed"),
    ],
)
async def test_buttons_keep_the_documented_limits(
    server: BotApiServer, bot: Bot, fields: dict[str, object], told: str
) -> None:
    ada = server.user("Ada")
    server.private_chat(ada)
    with pytest.raises(BadRequest, match=told):
        await bot.send_message(ada.id, "x", reply_markup=keyboard(**fields))


async def test_good_buttons_and_other_markup_arrive(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    await bot.send_message(ada.id, "x", reply_markup=keyboard(copy_text=CopyTextButton("x" * 256)))
    await bot.send_message(ada.id, "x", reply_markup=keyboard(url="https://t.me/some_bot?start=p_k3f9"))
    await bot.send_message(ada.id, "x", reply_markup=ForceReply(selective=True, input_field_placeholder="?"))
    first, _, third = [await server.next_message(chat) for _ in range(3)]
    assert first.button("x").action == "copy_text"
    assert third.markup == {"force_reply": True, "selective": True, "input_field_placeholder": "?"}
    assert not server.violations


async def test_too_many_buttons_are_refused(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    server.private_chat(ada)
    button = InlineKeyboardButton("x", callback_data="x")
    for rows in ([[button] * 9], [[button] * 8] * 13):
        with pytest.raises(BadRequest):
            await bot.send_message(ada.id, "x", reply_markup=InlineKeyboardMarkup(rows))


async def test_unknown_parameters_and_methods_are_refused(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    server.private_chat(ada)
    with pytest.raises(BadRequest, match="Unknown parameter colour"):
        await bot.send_message(ada.id, "x", api_kwargs={"colour": "red"})
    with pytest.raises(InvalidToken):
        await bot.send_dice(ada.id)
    assert server.violations == [
        "sendMessage: Bad Request: unknown parameter colour of sendMessage",
        "unknown method sendDice",
    ]


async def test_a_wrong_token_is_401_and_no_token_at_all_404(server: BotApiServer) -> None:
    async with aiohttp.ClientSession() as session:
        for token, status in (("110201543:another-made-up-token-for-tests-0", 401), ("123:short", 404)):
            async with session.get(f"{server.url}/bot{token}/getMe") as answer:
                assert answer.status == status
                assert (await answer.json())["error_code"] == status


async def test_a_reply_to_a_missing_message_is_refused_unless_allowed(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    asked = chat.say(ada, "Who?")
    sent = await bot.send_message(ada.id, "x", reply_parameters=ReplyParameters(asked.id))
    assert sent.reply_to_message
    assert sent.reply_to_message.text == "Who?"
    chat.delete(asked)
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(ada.id, "x", reply_parameters=ReplyParameters(asked.id))
    allowed = ReplyParameters(asked.id, allow_sending_without_reply=True)
    assert (await bot.send_message(ada.id, "x", reply_parameters=allowed)).reply_to_message is None
    assert not server.violations


async def test_messages_go_into_the_topic_that_they_name_or_answer(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.supergroup("Newsroom", ada, forum=True)
    topic, other = chat.topic("Sources", ada), chat.topic("Other", ada)
    asked = chat.say(ada, "/ask who?", topic=topic)
    await bot.send_message(chat.id, "a", message_thread_id=topic.id)
    await bot.send_message(chat.id, "b", reply_parameters=ReplyParameters(asked.id))
    await bot.send_message(chat.id, "c")
    assert [(await server.next_message(chat)).thread for _ in range(3)] == [topic.id, topic.id, None]
    assert not server.violations
    await bot.send_message(chat.id, "d", message_thread_id=other.id, reply_parameters=ReplyParameters(asked.id))
    assert "was sent into topic" in server.violations[0]
    topic.closed = True
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(chat.id, "e", message_thread_id=topic.id)
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(chat.id, "f", message_thread_id=99)


async def test_a_thread_outside_a_forum_does_not_exist_though_replies_name_one(
    server: BotApiServer, bot: Bot
) -> None:
    ada = server.user("Ada")
    chat = server.supergroup("Town", ada)
    sent = await bot.send_message(chat.id, "x")
    chat.say(ada, "and?", reply_to=chat.messages[sent.message_id])
    update = (await bot.get_updates())[0]
    assert update.message
    assert update.message.message_thread_id == sent.message_id
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(chat.id, "x", message_thread_id=sent.message_id)


async def test_an_edit_must_change_something_and_be_of_its_own_message(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    asked = chat.say(ada, "Who?")
    sent = await bot.send_message(ada.id, "x", reply_markup=keyboard(callback_data="a"))
    await bot.edit_message_text("y", ada.id, sent.message_id)
    assert chat.messages[sent.message_id].buttons == []
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("y", ada.id, sent.message_id)
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("y", ada.id, asked.id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", ada.id, 999)
    assert chat.messages[sent.message_id].edits == 1


async def test_a_blocked_bot_a_stranger_and_a_missing_chat_are_refused(server: BotApiServer, bot: Bot) -> None:
    ada, eve = server.user("Ada"), server.user("Eve")
    chat = server.private_chat(ada)
    server.private_chat(eve, started=False)
    chat.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ada.id, "x")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(eve.id, "x")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(4711, "x")
    update = (await bot.get_updates())[0]
    assert update.my_chat_member
    assert update.my_chat_member.new_chat_member.status == "kicked"
    assert not server.violations


async def test_a_bot_that_was_removed_or_muted_cannot_write(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.supergroup("Town", creator=ada)
    chat.set_bot("restricted", ada, can_send=False)
    with pytest.raises(BadRequest, match="Not enough rights"):
        await bot.send_message(chat.id, "x")
    chat.set_bot("kicked", ada)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(chat.id, "x")


async def test_a_group_that_grew_names_its_new_id(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    group = server.group("Town", creator=ada)
    grown = group.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "x")
    assert moved.value.new_chat_id == grown.id
    await bot.send_message(grown.id, "x")
    old, new = await bot.get_updates()
    assert old.message
    assert new.message
    assert (old.message.migrate_to_chat_id, new.message.migrate_from_chat_id) == (grown.id, group.id)


async def test_floods_are_refused_when_switched_on(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    server.private_chat(ada)
    server.flood.enabled = True
    for _ in range(5):
        await bot.send_message(ada.id, "x")
    with pytest.raises(RetryAfter):
        await bot.send_message(ada.id, "x")
    assert not server.violations
    with pytest.raises(RetryAfter):
        await bot.send_message(ada.id, "x")
    assert "before retry_after was over" in server.violations[0]


async def test_a_group_gets_twenty_messages_a_minute(server: BotApiServer, bot: Bot) -> None:
    group = server.group("Town")
    server.flood.enabled, server.flood.chat_burst = True, 30
    for _ in range(20):
        await bot.send_message(group.id, "x")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(group.id, "x")
    assert refused.value._retry_after.total_seconds() > 55
