"""What a press of a button is about, shared by the files that answer presses."""

from __future__ import annotations

from dataclasses import dataclass

from telegram import CallbackQuery, InlineKeyboardMarkup, User
from telegram.error import BadRequest

from bot import render
from bot.context import Context
from bot.conversation import edit
from bot.delivery import is_gone, is_unwelcome
from bot.kept import Kept
from bot.keyboards import Press
from bot.preferences import Preferences
from bot.rows import StoredAnswer
from bot.texts import Texts

View = tuple[str, InlineKeyboardMarkup | None]


class Sorry(Exception):
    """A press that can change nothing any more; the text says kindly why."""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press with everything that it is about; `audits` whether whoever pressed may see what was dropped."""

    context: Context
    press: Press
    stored: StoredAnswer
    kept: Kept
    texts: Texts
    preferences: Preferences
    audits: bool = False


async def show(query: CallbackQuery, context: Context, view: View, texts: Texts) -> None:
    """Put a page in place of what the message below which was pressed says; raises Sorry where it is gone."""
    message = query.message
    if message is None:
        raise Sorry(texts.say("press-gone"))
    try:
        await edit(context, message.chat.id, message.message_id, *view)
    except BadRequest as error:
        if is_gone(error) or is_unwelcome(error):
            raise Sorry(texts.say("press-gone")) from error
        raise


async def say_sorry(query: CallbackQuery, context: Context, sorry: Sorry) -> None:
    """Answer a press that changed nothing."""
    await query.answer(render.alert(str(sorry)), show_alert=True)
    context.work.close("told: a press too late, or not theirs")


def may_audit(user: User, chat: int, context: Context) -> bool:
    """Whether what was dropped of an article is shown: to an operator, in their private chat."""
    return user.id == chat and context.house.is_admin(user)
