"""A question and its reply: limits, looking up, one message with its buttons, and what is kept behind them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import ForceReply, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot import render
from bot.context import Context, asker_of, is_group
from bot.delivery import is_gone
from bot.kept import Kept, Mode
from bot.keyboards import answer_keyboard
from bot.preferences import Preferences
from bot.question import shortened
from bot.rows import StoredAnswer
from bot.seeking import Found, follow_up, look_up, newer, seek
from bot.texts import Texts

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `claim` marks somebody's words, which are cut where they are too long, not refused;
    `before` is the answer that it follows up."""

    text: str
    mode: Mode = "answer"
    claim: bool = False
    before: Kept | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to a question, and what is kept of it; `page` is HTML, None for silence."""

    page: str | None
    outcome: str
    kept: Kept | None = None

    def keyboard(self, token: str, texts: Texts) -> InlineKeyboardMarkup | None:
        """The buttons below it."""
        return answer_keyboard(self.kept, token, texts) if self.kept else None

    def to_keep(self, question: Question) -> Kept:
        """What is kept of it, also where it holds no answer."""
        return self.kept or Kept(question.text, question.text, outcome=self.outcome, page=self.page or "")


async def say(
    context: Context,
    message: Message,
    page: str,
    keyboard: InlineKeyboardMarkup | ForceReply | None = None,
    outcome: str = "told",
) -> Message:
    """Reply to a message, in its topic, with HTML of `render`; this settles what was owed."""
    topic = message.message_thread_id if message.is_topic_message else None
    direct = message.direct_messages_topic.topic_id if message.direct_messages_topic else None
    sent = await context.bot.send_message(
        message.chat_id,
        page,
        parse_mode=ParseMode.HTML,
        message_thread_id=topic,
        direct_messages_topic_id=direct,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True),
        reply_markup=keyboard,
        link_preview_options=NO_PREVIEW,
    )
    context.work.close(outcome)
    return sent


async def say_text(context: Context, message: Message, text: str, outcome: str = "told") -> Message:
    """Reply with a sentence of ours."""
    return await say(context, message, render.note(text), outcome=outcome)


async def answer(context: Context, message: Message, question: Question) -> None:
    """Answer a question with one message, or say why not, and keep what its buttons need."""
    texts = await context.texts(message.chat_id, message.from_user)
    preferences = await context.preferences(message.chat_id)
    reply = await find_reply(context, message, question, texts, preferences)
    token = token_of(context.work.row.update_id)
    kept = reply.to_keep(question)
    if reply.page is None:  # kept all the same: the question may be edited into one that is answered
        context.work.close(reply.outcome)
        await keep(context, token, kept, message)
        return
    await say_and_keep(context, message, reply.page, reply.keyboard(token, texts), token, kept, reply.outcome)


async def answer_anew(context: Context, message: Message, stored: StoredAnswer, question: Question) -> None:
    """A question was edited: edit its answer, under the same buttons; send it where there is none to edit."""
    texts = await context.texts(message.chat_id, message.from_user)
    preferences = await context.preferences(message.chat_id)
    if stored.message is not None:  # a quiet group hears that its answer holds no longer
        preferences = replace(preferences, quiet=False)
    reply = await find_reply(context, message, question, texts, preferences)
    if reply.page is None:
        context.work.close(reply.outcome)
        return
    keyboard, kept = reply.keyboard(stored.token, texts), reply.to_keep(question)
    if not await edit_if_there(context, message.chat_id, stored.message, reply.page, keyboard):
        await say_and_keep(context, message, reply.page, keyboard, stored.token, kept, reply.outcome)
        return
    context.work.close(f"edited: {reply.outcome}")
    await keep(context, stored.token, kept, message, stored.message)


async def say_and_keep(
    context: Context,
    message: Message,
    page: str,
    keyboard: InlineKeyboardMarkup | ForceReply | None,
    token: str,
    kept: Kept,
    outcome: str,
) -> None:
    """Reply, and keep what the buttons need: before it is sent, so that they work on whatever arrives.

    Where the response is lost, or the process dies meanwhile, nobody knows in which message they are.
    """
    context.work.to_keep = _to_store(token, kept, message)
    await say(context, message, page, keyboard, outcome=outcome)


async def edit_if_there(
    context: Context, chat: int, message: int | None, page: str, keyboard: InlineKeyboardMarkup | None = None
) -> bool:
    """Replace what a message of ours says, and return whether there still is one; raises TelegramError else."""
    if message is None:
        return False
    try:
        await edit(context, chat, message, page, keyboard)
    except BadRequest as error:
        if is_gone(error):
            return False
        raise
    return True


async def edit(
    context: Context, chat: int, message: int, page: str, keyboard: InlineKeyboardMarkup | None = None
) -> None:
    """Replace what a message of ours says."""
    await context.bot.edit_message_text(
        page,
        chat_id=chat,
        message_id=message,
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard,
        link_preview_options=NO_PREVIEW,
    )


async def keep(context: Context, token: str, kept: Kept, question: Message, message: int | None = None) -> None:
    """Keep what the buttons of an answer need; `message` is the one that they are in, once that is known."""
    await context.store.keep_answer(_to_store(token, kept, question, message))


def _to_store(token: str, kept: Kept, question: Message, message: int | None = None) -> StoredAnswer:
    return StoredAnswer(
        token=token,
        chat=question.chat_id,
        message=message,
        asked_in=question.message_id,
        asker=asker_of(question),
        content=kept.to_json(),
        created=0,
    )


async def find_reply(
    context: Context, message: Message, question: Question, texts: Texts, preferences: Preferences
) -> Reply:
    """Decide what is said to a question; nothing is sent here."""
    group = message.chat_id if is_group(message.chat) else None
    refusal = await context.house.limits.admit(asker_of(message), group)
    if refusal:
        # Told once for all that follow until asking is possible again: a flood is not answered with another.
        page = None if refusal.said else _note(texts, "wait", seconds=refusal.seconds)
        return Reply(page, "refused: too many questions")
    longest = context.settings.limits.longest_question
    if longest and len(question.text) > longest and not question.claim:
        page = _note(texts, "too-long", length=len(question.text), longest=longest)
        return Reply(page, "refused: too long")
    async with context.house.thinking:
        found = await _seek(context, question, excerpts_for(context, preferences, group is not None), longest)
        if not found.answer.answered and found.answer.outcome != "no_search" and preferences.quiet:
            return Reply(None, f"quiet: {found.answer.outcome}")
        return await compose(context, found, texts, preferences)


async def compose(context: Context, found: Found, texts: Texts, preferences: Preferences) -> Reply:
    """Turn what was found into a page and what is kept of it."""
    kept = found.kept
    later = await newer(context.collection, found.answer, kept)
    closing = []
    if found.answer.suggestion:
        closing.append(texts.say("suggestion", question=found.answer.suggestion))
    if later is not None:
        facts = later.article.facts
        closing.append(texts.say("newer", outlet=texts.outlet(facts.outlet), date=texts.dated(facts)))
    page = render.answer_page(
        found.answer, texts, first_rank=kept.offset + 1, plain=preferences.plain, closing=closing
    )
    kept = replace(kept, newer=later.id if later else None, page=page)
    return Reply(page, found.answer.outcome, kept)


def excerpts_for(context: Context, preferences: Preferences, in_group: bool) -> int:
    """How many excerpts an answer shows in a chat."""
    answers = context.settings.answers
    return preferences.excerpts or (answers.group_excerpts if in_group else answers.excerpts)


def token_of(update_id: int) -> str:
    """A short name for the answer to an update; the same when the update is worked on again."""
    digits = ""
    while update_id:
        update_id, digit = divmod(update_id, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits or "0"


async def _seek(context: Context, question: Question, limit: int, longest: int) -> Found:
    if question.before is not None and question.mode == "answer":
        return await follow_up(context.collection, question.text, question.before, limit)
    if question.claim:
        return await look_up(context.collection, shortened(question.text, longest), limit, question.mode)
    return await seek(context.collection, question.text, limit, question.mode)


def _note(texts: Texts, key: str, **values: str | int) -> str:
    return render.note(texts.say(key, **values))
