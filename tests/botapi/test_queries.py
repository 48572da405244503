"""Pressed buttons, inline queries, menus of commands, look-ups and faults."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.botapi import BotApiServer, faults

KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more")]])


def article(number: int, **fields: object) -> InlineQueryResultArticle:
    content = InputTextMessageContent(f"<b>text {number}</b>", parse_mode="HTML")
    return InlineQueryResultArticle(f"r{number}", f"title {number}", content, **fields)  # type: ignore[arg-type]


async def test_a_pressed_button_is_answered_once(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    await bot.send_message(ada.id, "x", reply_markup=KEYBOARD)
    pressed = server.press(ada, await server.next_message(chat), "More")
    assert server.unanswered() == [pressed]
    query = (await bot.get_updates())[0].callback_query
    assert (query.data, query.message.text) == ("more", "x")
    await query.answer("well", show_alert=True)
    assert await pressed.answered() == {"text": "well", "show_alert": True, "url": None}
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("4711")
    assert len(server.violations) == 2


async def test_an_expired_button_and_a_deleted_message_are_told(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    await bot.send_message(ada.id, "x", reply_markup=KEYBOARD)
    message = await server.next_message(chat)
    chat.delete(message)
    server.press(ada, message, "More")
    server.callback_seconds = 0
    query = (await bot.get_updates())[0].callback_query
    assert not query.message.is_accessible
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()
    assert not server.violations


async def test_inline_results_are_checked_cached_and_chosen(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    group = server.supergroup("Town", ada)
    query = server.inline(ada, "ferry")
    asked = (await bot.get_updates())[0].inline_query
    button = InlineQueryResultsButton("Ask in private", start_parameter="inline")
    await asked.answer([article(1, reply_markup=KEYBOARD)], cache_time=60, button=button)
    await query.answered()
    assert server.inline(ada, "ferry").cached
    chosen = server.choose(query, query.results[0], group)
    assert (chosen.text, chosen.spans("bold")) == ("text 1", ["text 1"])
    update = (await bot.get_updates(offset=-1))[0].chosen_inline_result
    assert update.result_id == "r1"
    await bot.edit_message_text("changed", inline_message_id=update.inline_message_id)
    assert chosen.text == "changed"
    assert not server.violations


@pytest.mark.parametrize(
    ("results", "more", "told"),
    [
        ([article(1), article(1)], {}, "Result_id_duplicate"),
        ([article(number) for number in range(51)], {}, "Results_too_much"),
        ([article(1)], {"next_offset": "x" * 65}, "Next_offset_invalid"),
        (
            [article(1)],
            {"button": InlineQueryResultsButton("x", start_parameter="no spaces")},
            "Start_param_invalid",
        ),
        ([InlineQueryResultArticle("x" * 65, "t", InputTextMessageContent("x"))], {}, "Result_id_invalid"),
        ([InlineQueryResultArticle("x", "t", InputTextMessageContent("x" * 4097))], {}, "too long"),
    ],
)
async def test_inline_answers_keep_the_documented_limits(
    server: BotApiServer, bot: Bot, results: list[InlineQueryResultArticle], more: dict[str, object], told: str
) -> None:
    query = server.inline(server.user("Ada"), "x")
    with pytest.raises(BadRequest, match=told):
        await bot.answer_inline_query(query.id, results, **more)  # type: ignore[arg-type]


async def test_each_kind_of_chat_shows_its_own_menu(server: BotApiServer, bot: Bot) -> None:
    ada, eve = server.user("Ada"), server.user("Eve")
    private, group = server.private_chat(ada), server.supergroup("Town", eve, creator=ada)
    for name, scope in {
        "plain": None,
        "alone": BotCommandScopeAllPrivateChats(),
        "group": BotCommandScopeAllGroupChats(),
        "admin": BotCommandScopeAllChatAdministrators(),
    }.items():
        await bot.set_my_commands([BotCommand(name, "what it does")], scope=scope)
    assert (server.menu(private, ada), server.menu(group, eve), server.menu(group, ada)) == (
        ["alone"], ["group"], ["admin"],
    )  # fmt: skip
    await bot.set_my_commands([BotCommand("own", "x")], scope=BotCommandScopeChat(ada.id), language_code="en")
    assert server.menu(private, ada) == ["own"]
    await bot.delete_my_commands(scope=BotCommandScopeChat(ada.id), language_code="en")
    assert server.menu(private, ada) == ["alone"]


@pytest.mark.parametrize("command", [("Upper", "x"), ("a" * 33, "x"), ("ok", ""), ("ok", "x" * 257)])
async def test_wrong_commands_are_refused(server: BotApiServer, bot: Bot, command: tuple[str, str]) -> None:
    with pytest.raises(BadRequest, match="Bot_command"):
        await bot.set_my_commands([command])


async def test_members_and_administrators_are_told(server: BotApiServer, bot: Bot) -> None:
    ada, eve = server.user("Ada"), server.user("Eve")
    chat = server.supergroup("Town", eve, creator=ada)
    assert (await bot.get_chat_member(chat.id, ada.id)).status == "creator"
    assert (await bot.get_chat_member(chat.id, eve.id)).status == "member"
    assert [admin.user.first_name for admin in await bot.get_chat_administrators(chat.id)] == ["Ada"]
    assert (await bot.get_chat(chat.id)).title == "Town"
    chat.set_bot("administrator", ada)
    assert (await bot.get_chat_member(chat.id, bot.id)).status == "administrator"
    assert await bot.get_chat_member_count(chat.id) == 3
    await bot.leave_chat(chat.id)
    assert chat.bot.status == "left"


@pytest.mark.parametrize(
    ("fault", "raised", "sent"),
    [
        (faults.too_many(3), RetryAfter, 0),
        (faults.status(500), NetworkError, 0),
        (faults.status(502), NetworkError, 0),
        (faults.garbage(), TelegramError, 0),
        (faults.drop(), NetworkError, 0),
        (faults.hang(3), TimedOut, 0),
        (faults.lost(), NetworkError, 1),
        (faults.late(3), TimedOut, 1),
    ],
)
async def test_a_fault_strikes_before_or_after_the_action(
    server: BotApiServer, bot: Bot, fault: faults.Fault, raised: type[Exception], sent: int
) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    server.faults.next("sendMessage", fault)
    with pytest.raises(raised):
        await bot.send_message(ada.id, "x", read_timeout=0.2)
    assert len(chat.messages) == sent
    await bot.send_message(ada.id, "x")
    assert not server.violations


async def test_a_storm_strikes_its_share_and_passes(server: BotApiServer, bot: Bot) -> None:
    ada = server.user("Ada")
    chat = server.private_chat(ada)
    server.faults.storm("sendMessage", 0.5, faults.status(502))
    failed = 0
    for _ in range(20):
        try:
            await bot.send_message(ada.id, "x")
        except InvalidToken:
            raise
        except NetworkError:
            failed += 1
    server.faults.calm()
    await bot.send_message(ada.id, "x")
    assert 4 <= failed <= 16
    assert len(chat.messages) == 21 - failed
