"""Buttons below answers: they edit the message in place, and each press is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import CallbackQuery, ChatMemberAdministrator, ChatMemberOwner, MaybeInaccessibleMessage, Update
from telegram.error import TelegramError

from bot import render
from bot.context import Context
from bot.conversation import Reply, compose, excerpts_for
from bot.handlers import articles
from bot.handlers.passages import citation, link_to, lost, opened, source_card, why_page
from bot.handlers.presses import Pressed, Sorry, View, may_audit, say_sorry, show
from bot.kept import Kept, KeptExcerpt
from bot.keyboards import (
    AUDIT,
    BACK,
    CARD,
    CITE,
    CONTEXT,
    LIST,
    NEWER,
    OPEN,
    PAGE,
    SOURCE,
    SUGGESTED,
    UNLIMITED,
    WHY,
    Press,
    answer_keyboard,
    copy_button,
    excerpt_keyboard,
    token_below,
)
from bot.rows import StoredAnswer
from bot.seeking import Found, seek, turn, without_limits
from bot.texts import Texts
from retrieval.model import Passage

AROUND = 1  # paragraphs shown before and after one


async def pressed(update: Update, context: Context) -> None:
    """A button below an answer."""
    query = update.callback_query
    if query is None:
        return
    chat = query.message.chat.id if query.message else query.from_user.id
    texts = await context.texts(chat, query.from_user)
    try:
        what = await _read(query, context, texts)
        await show(query, context, await _ACTIONS[what.press.action](what), texts)
    except Sorry as sorry:
        await say_sorry(query, context, sorry)
        return
    await query.answer()
    context.work.close("pressed")


async def _read(query: CallbackQuery, context: Context, texts: Texts) -> Pressed:
    """Find what a press is about; raises Sorry where that is gone, or not for whoever pressed."""
    press = Press.read(query.data)
    stored = await context.store.answer(press.token)
    message = query.message
    if press.action not in _ACTIONS or message is None:
        raise Sorry(texts.say("press-unknown"))
    if stored is None or not _is_in(stored, message):
        raise Sorry(texts.say("press-too-late", days=context.settings.storage.keep_days))
    preferences = await context.preferences(stored.chat)
    if not preferences.everyone_pages and not await _may_page(query, context, stored):
        raise Sorry(texts.say("press-not-yours"))
    audits = may_audit(query.from_user, stored.chat, context)
    return Pressed(context, press, stored, Kept.from_json(stored.content), texts, preferences, audits)


def _is_in(stored: StoredAnswer, message: MaybeInaccessibleMessage) -> bool:
    """Whether a message shows an answer. One that had to be sent twice is in either of the two messages."""
    if stored.chat != message.chat.id:
        return False
    return stored.message == message.message_id or token_below(message) == stored.token


async def _may_page(query: CallbackQuery, context: Context, stored: StoredAnswer) -> bool:
    """Whether somebody may page: the asker, an operator, an admin of the group."""
    user = query.from_user
    if user.id in {stored.asker, stored.chat} or context.house.is_admin(user):
        return True
    return await is_group_admin(context, stored.chat, user.id)


async def is_group_admin(context: Context, chat: int, user: int) -> bool:
    """Whether somebody is an admin of a group; not, where Telegram does not tell."""
    try:
        member = await context.bot.get_chat_member(chat, user)
    except TelegramError:
        return False
    return isinstance(member, ChatMemberAdministrator | ChatMemberOwner)


# ------------------------------------------------------------------ the page of an answer


async def _back(what: Pressed) -> View:
    return what.kept.page, answer_keyboard(what.kept, what.stored.token, what.texts)


async def _page(what: Pressed) -> View:
    found = await turn(what.context.collection, what.kept, what.press.number)
    if not found.answer.excerpts:
        raise Sorry(what.texts.say("press-no-more"))
    return await _shown(what, found)


async def _unlimited(what: Pressed) -> View:
    return await _shown(what, await without_limits(what.context.collection, what.kept))


async def _suggested(what: Pressed) -> View:
    if not what.kept.suggestion:
        raise Sorry(what.texts.say("press-unknown"))
    limit = excerpts_for(what.context, what.preferences, what.stored.chat < 0)
    return await _shown(what, await seek(what.context.collection, what.kept.suggestion, limit, what.kept.mode))


async def _shown(what: Pressed, found: Found) -> View:
    """Lay out an answer in place of the one that is shown, and keep it."""
    reply: Reply = await compose(what.context, found, what.texts, what.preferences)
    kept = reply.kept or what.kept
    await what.context.store.keep_answer(replace(what.stored, content=kept.to_json()))
    return reply.page or "", answer_keyboard(kept, what.stored.token, what.texts)


async def _newer(what: Pressed) -> View:
    """Open the paragraph of a later article, under a number of its own."""
    passage = await _passage(what, what.kept.newer or "")
    rank = max((item.rank for item in what.kept.excerpts), default=0) + 1
    item = KeptExcerpt(passage.id, rank)
    kept = replace(what.kept, excerpts=(*what.kept.excerpts, item), newer=what.kept.newer)
    if all(known.passage != passage.id for known in what.kept.excerpts):
        await what.context.store.keep_answer(replace(what.stored, content=kept.to_json()))
    page = render.passage_page(passage, what.texts, plain=what.preferences.plain)
    return page, excerpt_keyboard(what.stored.token, rank, what.texts)


# ------------------------------------------------------------------ one excerpt


async def _open(what: Pressed) -> View:
    item, passage, changed = await _item(what)
    page = opened(passage, item, what.texts, plain=what.preferences.plain, changed=changed)
    return page, excerpt_keyboard(what.stored.token, item.rank, what.texts)


async def _context(what: Pressed) -> View:
    item, passage, _ = await _item(what)
    around = await what.context.collection.context(passage.id, AROUND, AROUND)
    page = render.context_page(around or [passage], passage.id, what.texts, plain=what.preferences.plain)
    return page, excerpt_keyboard(what.stored.token, item.rank, what.texts)


async def _source(what: Pressed) -> View:
    item, passage, _ = await _item(what)
    copies = await what.context.collection.copies(passage.article.id)
    return source_card(passage.article, copies, what.texts), excerpt_keyboard(
        what.stored.token, item.rank, what.texts
    )


async def _why(what: Pressed) -> View:
    item, passage, _ = await _item(what)
    return why_page(passage, item, what.texts), excerpt_keyboard(what.stored.token, item.rank, what.texts)


async def _cite(what: Pressed) -> View:
    item, passage, _ = await _item(what)
    texts, bot = what.texts, what.context.bot
    cited, link = citation(passage.article.facts, texts), link_to(passage.id, bot.username)
    fields = [(texts.say("field-citation"), cited)]
    buttons = [copy_button(texts.say("button-copy"), cited)]
    if passage.article.facts.kind == "brief":
        fields.append((texts.say("field-kind"), texts.say("field-kind-brief")))
    if link:
        fields.append((texts.say("field-passage"), link))
        buttons.append(copy_button(texts.say("button-copy-link"), link))
    page = render.fields_page(texts.heading(item.rank, passage), fields)
    return page, excerpt_keyboard(what.stored.token, item.rank, texts, buttons)


async def _item(what: Pressed) -> tuple[KeptExcerpt, Passage, bool]:
    """The excerpt that a press is about, as the collection has it now; raises Sorry where it has it no more."""
    item = what.kept.excerpt(what.press.number)
    if item is None:
        raise Sorry(what.texts.say("press-unknown"))
    found = await what.context.collection.passage(item.passage)
    if found.passage is None:
        raise Sorry(lost(found, what.texts))
    return item, found.passage, found.status == "changed"


async def _passage(what: Pressed, passage_id: str) -> Passage:
    found = await what.context.collection.passage(passage_id)
    if found.passage is None:
        raise Sorry(lost(found, what.texts))
    return found.passage


_ACTIONS: dict[str, Callable[[Pressed], Awaitable[View]]] = {
    OPEN: _open,
    CONTEXT: _context,
    SOURCE: _source,
    WHY: _why,
    CITE: _cite,
    BACK: _back,
    PAGE: _page,
    UNLIMITED: _unlimited,
    SUGGESTED: _suggested,
    NEWER: _newer,
    LIST: articles.turned,
    CARD: articles.card,
    AUDIT: articles.audit,
}
