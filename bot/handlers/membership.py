"""Being added to a chat, removed from it, moved with it; and the chats that an operator did not choose."""

from __future__ import annotations

import logging

from telegram import Chat, ChatMember, ChatMemberRestricted, ChatMemberUpdated, Message, MessageEntity, Update
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden
from telegram.ext import ApplicationHandlerStop

from bot import render
from bot.context import Context, is_group

logger = logging.getLogger(__name__)

_EVERYWHERE = {"/settings", "/reindex", "/status"}
_OUTSIDE = {ChatMemberStatus.LEFT, ChatMemberStatus.BANNED}


async def gate(update: Update, context: Context) -> None:
    """Let nothing further in from groups that the operator did not choose: say so once, and leave.

    Nor commands in topics that a group's admins did not choose; but there they choose others with /settings.
    """
    chat = update.effective_chat
    if chat is None or update.my_chat_member or not is_group(chat):
        return
    if await is_allowed(context, chat.id):
        if update.message and _is_command(update.message) and not await context.may_answer_in(update.message):
            context.work.close("another topic")
            raise ApplicationHandlerStop
        return
    before = update.message.migrate_from_chat_id if update.message else None
    if before is not None and await is_allowed(context, before):
        return
    await leave(context, chat)
    raise ApplicationHandlerStop


async def standing_changed(update: Update, context: Context) -> None:
    """The bot was added, removed, blocked, restricted or promoted."""
    change = update.my_chat_member
    if change is None:
        return
    chat = change.chat
    await context.store.keep_standing(chat.id, change.new_chat_member.status)
    context.work.close(f"noted: {change.new_chat_member.status}")
    if not is_group(chat):
        return
    if not _is_inside(change.new_chat_member):
        await context.store.greet(chat.id, greeted=False)
    elif not await is_allowed(context, chat.id):
        await leave(context, chat)
    elif not _is_inside(change.old_chat_member):
        await _greet(change, context)


async def moved(update: Update, context: Context) -> None:
    """A group became a supergroup: its settings go along."""
    message = update.message
    if message is None:
        return
    if message.migrate_to_chat_id:
        await context.store.move_chat(message.chat_id, message.migrate_to_chat_id)
    elif message.migrate_from_chat_id:
        await context.store.move_chat(message.migrate_from_chat_id, message.chat_id)
    context.work.close("moved")


async def is_allowed(context: Context, chat_id: int) -> bool:
    """Whether the operator chose this group, or the group that it was before."""
    allowed = context.settings.telegram.allowed_chats
    return allowed is None or chat_id in allowed or await context.store.moved_from(chat_id) in allowed


async def leave(context: Context, chat: Chat) -> None:
    """Say once that the bot is not for this group, and leave it."""
    context.work.close("left a group that was not chosen")
    if await context.store.standing(chat.id) == ChatMemberStatus.LEFT:
        return
    texts = await context.texts(chat.id, None)
    await context.store.keep_standing(chat.id, ChatMemberStatus.LEFT)
    try:
        await context.bot.send_message(chat.id, render.note(texts.say("not-here")), parse_mode="HTML")
    except (BadRequest, Forbidden) as error:
        logger.info("could not say goodbye in %s: %s", chat.id, error)
    try:
        await context.bot.leave_chat(chat.id)
    except (BadRequest, Forbidden) as error:
        logger.info("could not leave %s: %s", chat.id, error)


async def _greet(change: ChatMemberUpdated, context: Context) -> None:
    """Say hello, once, where that is allowed."""
    chat = change.chat
    if await context.store.was_greeted(chat.id) or not _may_speak(change.new_chat_member):
        return
    texts = await context.texts(chat.id, change.from_user)
    hello = texts.say("hello-group", bot=context.bot.username)
    await context.bot.send_message(chat.id, render.note(hello), parse_mode="HTML")
    await context.store.greet(chat.id)


def _is_command(message: Message) -> bool:
    """Whether a message is a command of the kind that is kept to chosen topics."""
    first = (message.entities or (None,))[0]
    if first is None or first.type != MessageEntity.BOT_COMMAND or first.offset:
        return False
    return message.parse_entity(first).partition("@")[0].casefold() not in _EVERYWHERE


def _is_inside(member: ChatMember) -> bool:
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in _OUTSIDE


def _may_speak(member: ChatMember) -> bool:
    return not isinstance(member, ChatMemberRestricted) or member.can_send_messages
