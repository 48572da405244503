"""Questions in private chats and in groups: text, captions, /ask, mentions, replies, edits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from telegram import Bot, ForceReply, Message, Update
from telegram.ext.filters import MessageFilter, UpdateFilter

from bot import render
from bot.context import Context, answered_message, is_group, message_of, speaks_for_itself
from bot.conversation import Question, answer, answer_anew, say, say_and_keep, say_text, token_of
from bot.handlers.articles import SOURCES, latest_page, sources_anew
from bot.kept import Kept, Mode
from bot.keyboards import token_below
from bot.question import mentions, only_points, question_of, words_of


class _FromSomebody(MessageFilter):
    """Messages of people and of chats that people write for: no programs, none of our own inline results."""

    def filter(self, message: Message) -> bool:
        return speaks_for_itself(message)


class Addressed(UpdateFilter):
    """Messages in a group that mention the bot or reply to it; `bot_of` is asked once it knows its name."""

    def __init__(self, bot_of: Callable[[], Bot]) -> None:
        super().__init__()
        self._bot_of = bot_of

    def filter(self, update: Update) -> bool:
        message, bot = update.effective_message, self._bot_of()
        if message is None or not words_of(message):
            return False
        return _replies_to(message, bot.id) or mentions(message, bot.id, bot.username)


FROM_SOMEBODY = _FromSomebody()
PROMPT = "prompt"  # what is kept of a message of ours that asks for a question
_FOLLOWED_UP = {"answered", "not_found", "out_of_range"}


async def private_message(update: Update, context: Context) -> None:
    """Any text in a private chat is a question; a caption is one, too; a forwarded message is a claim."""
    message = message_of(update)
    _is_rest_of_album(message, context)
    if message.forward_origin is not None:
        await answer(context, message, Question(words_of(message), claim=True))
    else:
        await _take(context, message)


async def other_message(update: Update, context: Context) -> None:
    """A sticker, a voice message or a photo without words in a private chat."""
    message = message_of(update)
    if _is_rest_of_album(message, context):
        context.work.close("the rest of an album")
        return
    texts = await context.texts(message.chat_id, message.from_user)
    kind = _kind_of(message)
    await say_text(context, message, texts.say(f"only-words-{kind}"), outcome=f"told: {kind}")


async def group_message(update: Update, context: Context) -> None:
    """A mention, or a reply to the bot, in a group."""
    await _take(context, message_of(update))


async def ask(update: Update, context: Context) -> None:
    """/ask question; as a reply, it looks up what was said there; alone, it asks for the question."""
    await _command(update, context, "answer")


async def timeline(update: Update, context: Context) -> None:
    """/timeline question: the excerpts in order of date."""
    await _command(update, context, "timeline")


async def latest(update: Update, context: Context) -> None:
    """/latest words: the newest excerpts first; alone, the newest articles."""
    message = message_of(update)
    if question_of(message, context.bot.id, context.bot.username) or answered_message(message):
        await _command(update, context, "latest")
    else:
        texts = await context.texts(message.chat_id, message.from_user)
        await say(context, message, await latest_page(context, texts))


async def edited(update: Update, context: Context) -> None:
    """An edited question edits its answer; an edited message that was no question stays what it is."""
    message = message_of(update)
    stored = await context.store.answer_to(message.chat_id, message.message_id)
    kept = Kept.from_json(stored.content) if stored else None
    text = question_of(message, context.bot.id, context.bot.username)
    if stored is None or kept is None or text in {"", kept.question}:
        context.work.close("edited: no question, or the same")
    elif kept.outcome == SOURCES:
        await sources_anew(context, message, stored, text)
    else:
        if kept.outcome == PROMPT:  # which cannot become an answer: it asks Telegram for a reply
            stored = replace(stored, message=None)
        before = await _answer_before(context, message)
        claim = message.forward_origin is not None
        await answer_anew(context, message, stored, Question(text, kept.mode, claim, before))


async def _command(update: Update, context: Context, mode: Mode) -> None:
    await _take(context, message_of(update), mode)


async def _take(context: Context, message: Message, mode: Mode = "answer") -> None:
    """Find out what is asked, the message's own words or those that it replies to, and answer it."""
    if is_group(message.chat) and not await context.may_answer_in(message):
        context.work.close("another topic")
        return
    text = question_of(message, context.bot.id, context.bot.username)
    claim = None if _replies_to(message, context.bot.id) else _claim_replied_to(message)
    if claim is not None and only_points(text):
        await _look_up(context, message, claim, mode)
    elif not text:
        await _ask_for_question(context, message, mode)
    else:
        kept = await _kept_behind(context, message)
        asked_for = kept.mode if kept and kept.outcome == PROMPT else mode
        before = kept if kept and kept.outcome in _FOLLOWED_UP else None
        await answer(context, message, Question(text, mode=asked_for, before=before))


def _claim_replied_to(message: Message) -> str | None:
    """The words that a message replies to, or the part of them that it quotes, also from another chat."""
    if message.quote:
        return message.quote.text
    replied = answered_message(message)
    return words_of(replied) if replied is not None else None


async def _look_up(context: Context, message: Message, claim: str, mode: Mode) -> None:
    if claim:
        await answer(context, message, Question(claim, mode=mode, claim=True))
    else:
        texts = await context.texts(message.chat_id, message.from_user)
        await say_text(context, message, texts.say("no-words-there"))


async def _ask_for_question(context: Context, message: Message, mode: Mode) -> None:
    """A bare /ask, which the menu sends at once: ask for the question, of whoever sent it."""
    texts = await context.texts(message.chat_id, message.from_user)
    prompt = ForceReply(selective=True, input_field_placeholder=texts.say("ask-placeholder"))
    page = render.note(texts.say("ask-prompt"))
    token, kept = token_of(context.work.row.update_id), Kept("", "", mode, outcome=PROMPT)
    await say_and_keep(context, message, page, prompt, token, kept, "told: asked for the question")


async def _answer_before(context: Context, message: Message) -> Kept | None:
    """The answer that a message follows up by replying to it."""
    kept = await _kept_behind(context, message)
    return kept if kept and kept.outcome in _FOLLOWED_UP else None


async def _kept_behind(context: Context, message: Message) -> Kept | None:
    """What is kept of the message of ours that somebody replies to."""
    replied = answered_message(message)
    if replied is None or not _replies_to(message, context.bot.id):
        return None
    stored = await context.store.answer_in(message.chat_id, replied.message_id)
    if stored is None and (token := token_below(replied)):  # the other one of a message that was sent twice
        stored = await context.store.answer(token)
    return Kept.from_json(stored.content) if stored and stored.chat == message.chat_id else None


def _replies_to(message: Message, user_id: int) -> bool:
    replied = answered_message(message)
    return replied is not None and replied.from_user is not None and replied.from_user.id == user_id


def _is_rest_of_album(message: Message, context: Context) -> bool:
    """Whether an earlier picture of the same album had its reply; notes that this one has."""
    album, known = message.media_group_id, context.house.albums
    if album is None or album in known:
        return album is not None
    known.append(album)
    return False


def _kind_of(message: Message) -> str:
    if message.sticker:
        return "sticker"
    if message.voice or message.video_note or message.audio:
        return "voice"
    return "photo" if message.photo or message.video or message.animation else "other"
