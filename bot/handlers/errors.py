"""What goes wrong in a handler: logged first, then told to whoever asked, once."""

from __future__ import annotations

import contextlib
import logging

from telegram import Message, Update
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.context import Context
from bot.conversation import say_text
from bot.delivery import ResponseLost, is_unwelcome
from bot.store import StoreUnavailable
from bot.texts import Texts
from bot.work import Work, current_work
from retrieval.errors import CollectionDamaged

logger = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Log an error, settle what the update owes, and tell the asker where that is possible."""
    error, work = context.error, current_work()
    if work is None or error is None or not isinstance(update, Update):
        logger.error("an error outside of any update", exc_info=error)
        return
    if is_unwelcome(error):
        await _note_unwanted(update, context, work, error)
        return
    if isinstance(error, StoreUnavailable):
        logger.error("update %d: the database cannot be used (%s)", work.row.update_id, error)
        work.again = work.outcome is None
        return
    if isinstance(error, ResponseLost):
        await _tell_of_loss(update, context, work, error)
        return
    logger.error("update %d failed", work.row.update_id, exc_info=error)
    work.fail(f"{type(error).__name__}: {error}")
    work.kept_for_later = isinstance(error, InvalidToken)  # with a good token, the next start can answer
    if work.outcome is None and not _is_about_sending(error):
        await apologise(update, context, "not-ready" if isinstance(error, CollectionDamaged) else "went-wrong")


async def apologise(update: Update, context: Context, key: str = "went-wrong") -> None:
    """Tell whoever asked that it did not work, as an alert for a button and a reply for a message."""
    try:
        if update.callback_query is not None:
            texts = await _texts_for(context, update)
            await update.callback_query.answer(texts.say(key), show_alert=True)
        elif (message := _owed_to(update)) is not None:
            texts = await _texts_for(context, update)
            await say_text(context, message, texts.say(key), outcome=f"told: {key}")
    except TelegramError as error:
        logger.error("update %d: nobody could be told (%s)", update.update_id, error)


async def _texts_for(context: Context, update: Update) -> Texts:
    """The sentences in the language chosen in the chat, else, also where the database fails, in the asker's."""
    user, chat = update.effective_user, update.effective_chat
    if chat is not None:
        with contextlib.suppress(Exception):
            return await context.texts(chat.id, user)
    return Texts.for_language(user.language_code if user else None)


def _is_about_sending(error: Exception) -> bool:
    """Whether the reply itself did not get through: a second message would not either, or be one too many."""
    if isinstance(error, BadRequest):
        return False
    return isinstance(error, NetworkError | RetryAfter | InvalidToken)


def _owed_to(update: Update) -> Message | None:
    """The message that waits for a reply; an edited one has its answer already."""
    return update.message or update.channel_post


async def _tell_of_loss(update: Update, context: Context, work: Work, error: ResponseLost) -> None:
    """Nobody knows whether the reply arrived: say so, and that once only, whether or not that arrives."""
    logger.warning("update %d: %s", work.row.update_id, error)
    message = update.effective_message if update.callback_query is None else None
    if work.outcome is not None or message is None:
        work.fail(str(error))
        return
    work.tries = 1
    try:
        texts = await _texts_for(context, update)
        await say_text(context, message, texts.say("maybe-lost"), outcome="told: the answer may be lost")
    except TelegramError as again:
        logger.warning("update %d: nor could that be told (%s)", work.row.update_id, again)
        work.fail(f"ResponseLost: {error}")


async def _note_unwanted(update: Update, context: Context, work: Work, error: Exception) -> None:
    """Blocked by a person, removed from a group, muted there, a closed topic: taken note of, and not fought."""
    chat = update.effective_chat
    logger.info("update %d: not wanted in chat %s (%s)", work.row.update_id, chat.id if chat else None, error)
    if chat is not None and isinstance(error, Forbidden):
        await context.store.keep_standing(chat.id, ChatMemberStatus.BANNED)
    work.close("not wanted there")
