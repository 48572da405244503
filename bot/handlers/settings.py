"""/settings: what is chosen in a chat, by whoever it belongs to; and the button that deletes what was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from bot import render
from bot.context import Context, is_group, message_of
from bot.conversation import excerpts_for, say, say_text
from bot.handlers.buttons import is_group_admin
from bot.handlers.presses import Sorry, say_sorry, show
from bot.keyboards import SETTING, Press, button
from bot.preferences import MOST_EXCERPTS, Preferences
from bot.texts import Texts, languages

_Row = list[InlineKeyboardButton]


async def settings(update: Update, context: Context) -> None:
    """/settings: the choices of this chat, each with its button; in a group only for its admins."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    if is_group(message.chat) and not await _is_admin_here(message, context):
        await say_text(context, message, texts.say("settings-not-yours"))
        return
    preferences = await context.preferences(message.chat_id)
    topic = (message.message_thread_id or 0) if message.is_topic_message else 0
    page, keyboard = _page(context, preferences, message.chat, topic, texts)
    await say(context, message, page, keyboard)


async def pressed(update: Update, context: Context) -> None:
    """A button of /settings."""
    query = update.callback_query
    if query is None or query.message is None:
        return
    chat, press = query.message.chat, Press.read(query.data)
    texts = await context.texts(chat.id, query.from_user)
    if is_group(chat) and not await is_group_admin(context, chat.id, query.from_user.id):
        await query.answer(texts.say("settings-not-yours"), show_alert=True)
        context.work.close("refused: no admin of the group")
        return
    change = _CHANGES.get(press.token)
    if change is None:
        await query.answer(texts.say("press-unknown"), show_alert=True)
        return
    chosen = change(await context.preferences(chat.id), press.number if press.value.isdigit() else press.value)
    await context.store.keep_settings(chat.id, chosen.to_store())
    texts = await context.texts(chat.id, query.from_user)
    topic = _topic_of(query.message)
    try:
        await show(query, context, _page(context, chosen, chat, topic, texts), texts)
    except Sorry as sorry:
        await say_sorry(query, context, sorry)
        return
    await query.answer()
    context.work.close("set")


async def erase(update: Update, context: Context) -> None:
    """Delete what the person who presses asked, wherever they asked it."""
    query = update.callback_query
    if query is None:
        return
    texts = Texts.for_language(query.from_user.language_code)
    await context.store.erase(query.from_user.id)
    await query.answer(texts.say("erased"), show_alert=True)
    context.work.close("erased")


def _topic_of(message: object) -> int:
    is_topic = isinstance(message, Message) and message.is_topic_message
    return (message.message_thread_id or 0) if isinstance(message, Message) and is_topic else 0


async def _is_admin_here(message: Message, context: Context) -> bool:
    """Whether a group's admin wrote, in their own name or in the group's."""
    if message.sender_chat is not None:
        return message.sender_chat.id == message.chat_id
    user = message.from_user
    return user is not None and await is_group_admin(context, message.chat_id, user.id)


def _page(
    context: Context, chosen: Preferences, chat: Chat, topic: int, texts: Texts
) -> tuple[str, InlineKeyboardMarkup]:
    rows = [_counts(excerpts_for(context, chosen, is_group(chat))), *_rows(chosen, chat, topic, texts)]
    key = "settings-group" if is_group(chat) else "settings-private"
    return render.note(texts.say(key)), InlineKeyboardMarkup(rows)


def _counts(shown: int) -> _Row:
    """How many excerpts an answer shows; what holds now has a tick."""
    numbers = range(1, MOST_EXCERPTS + 1)
    return [_choice(str(number), "excerpts", number, number == shown) for number in numbers]


def _rows(chosen: Preferences, chat: Chat, topic: int, texts: Texts) -> Iterator[_Row]:
    """One row per choice."""
    names = [(Texts.for_language(code).say("language-name"), code) for code in languages()]
    row = [_choice(name, "language", code, chosen.language == code) for name, code in names]
    yield [*row, _choice(texts.say("settings-language-own"), "language", "", chosen.language is None)]
    yield [_choice(texts.say("settings-plain"), "plain", "", chosen.plain)]
    if not is_group(chat):
        return
    yield [_choice(texts.say("settings-paging"), "paging", "", chosen.everyone_pages)]
    yield [_choice(texts.say("settings-quiet"), "quiet", "", chosen.quiet)]
    if chat.is_forum:
        yield [_choice(texts.say("settings-topic"), "topic", topic, topic in chosen.topics)]


def _choice(label: str, name: str, value: str | int, holds: bool) -> InlineKeyboardButton:
    return button(f"✓ {label}" if holds else label, SETTING, name, value)


def _excerpts(chosen: Preferences, value: object) -> Preferences:
    number = value if isinstance(value, int) and 1 <= value <= MOST_EXCERPTS else None
    return replace(chosen, excerpts=None if number == chosen.excerpts else number)


def _language(chosen: Preferences, value: object) -> Preferences:
    return replace(chosen, language=str(value) if value in languages() else None)


def _topic(chosen: Preferences, value: object) -> Preferences:
    return chosen.with_topic(value) if isinstance(value, int) else chosen


_CHANGES: dict[str, Callable[[Preferences, object], Preferences]] = {
    "excerpts": _excerpts,
    "language": _language,
    "topic": _topic,
    "plain": lambda chosen, _: replace(chosen, plain=not chosen.plain),
    "paging": lambda chosen, _: replace(chosen, everyone_pages=not chosen.everyone_pages),
    "quiet": lambda chosen, _: replace(chosen, quiet=not chosen.quiet),
}
