"""Commands that everyone has: /start, /help, /privacy."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup, Update

from bot import menus, render
from bot.context import Context, is_group, message_of
from bot.conversation import say, say_text
from bot.handlers.passages import LINK, show_linked
from bot.keyboards import ERASE, button


async def start(update: Update, context: Context) -> None:
    """/start: what this is, with questions to try; with a link's payload, the paragraph that it names."""
    message = message_of(update)
    payload = context.args[0] if context.args else ""
    if payload.startswith(LINK):
        await show_linked(context, message, payload.removeprefix(LINK))
        return
    texts = await context.texts(message.chat_id, message.from_user)
    overview = await context.collection.overview()
    about = texts.say("about", articles=overview.articles, dates=texts.span(overview.first, overview.last))
    parts = [texts.say("start"), about if overview.articles else texts.say("empty-collection")]
    examples = await context.collection.examples()
    if examples:
        parts.append("\n".join([texts.say("try"), *(f"• {question}" for question in examples)]))
    await say_text(context, message, "\n\n".join(parts))


async def help_(update: Update, context: Context) -> None:
    """/help: what works in this kind of chat."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    if is_group(message.chat):
        parts = [texts.say("help-group", bot=context.bot.username)]
        if not context.bot.can_read_all_group_messages:
            parts.append(texts.say("help-group-privacy", bot=context.bot.username))
    else:
        parts = [texts.say("help-private", bot=context.bot.username)]
        if context.house.is_admin(message.from_user):
            parts.append(texts.say("help-admin"))
    await say_text(context, message, "\n\n".join(parts))


async def privacy(update: Update, context: Context) -> None:
    """/privacy: what is kept, for how long, and a button that deletes it."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    erase = InlineKeyboardMarkup([[button(texts.say("button-erase"), ERASE)]])
    page = render.note(texts.say("privacy", days=context.settings.storage.keep_days))
    await say(context, message, page, erase)


async def unknown(update: Update, context: Context) -> None:
    """A command in a private chat that there is none of."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    await say_text(context, message, texts.say("unknown-command"))


async def menu_of_admin(update: Update, context: Context) -> None:
    """An admin wrote for the first time: only now does Telegram take the menu of their chat."""
    user = message_of(update).from_user
    if user is not None and user.id in context.house.without_menu:
        context.house.without_menu.discard(user.id)
        await menus.register_admin(context.bot, user.id)
