"""`@bot words` in any chat: excerpts to choose from, each of which is sent as the sourced excerpt itself."""

from __future__ import annotations

import asyncio
import hashlib

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode

from bot import render
from bot.context import Context
from bot.conversation import NO_PREVIEW
from bot.handlers.passages import words_in
from bot.kept import forms_of
from bot.markup import cut
from bot.texts import Texts
from retrieval.model import ArticleCard, Excerpt

AT_A_TIME = 10
CACHED = 60  # seconds; a reindex shows in inline results after that
TOO_OLD = 20.0  # seconds after which nobody sees the results any more
_DESCRIPTION = 150  # characters; clients show two lines
START = "inline"


async def query(update: Update, context: Context) -> None:
    """Offer excerpts for the words typed, or the latest articles before any are."""
    asked = update.inline_query
    if asked is None:
        return
    if context.store.age(context.work.row) > TOO_OLD:
        context.work.close("an inline query too old")
        return
    await asyncio.sleep(context.house.settling)
    if await context.store.is_superseded(context.work.row):
        context.work.close("an inline query overtaken by the next")
        return
    texts = await context.texts(asked.from_user.id, asked.from_user)  # as chosen in the private chat
    offset = int(asked.offset) if asked.offset.isascii() and asked.offset.isdigit() else 0
    words = asked.query.strip()
    results, more = await (_found(context, words, offset, texts) if words else _latest(context, offset, texts))
    await _offer(asked, results, offset + AT_A_TIME if more else None, texts, bool(words))
    context.work.close("offered")


async def _offer(
    asked: InlineQuery, results: list[InlineQueryResultArticle], onward: int | None, texts: Texts, searched: bool
) -> None:
    nothing = searched and not results and not asked.offset
    label = texts.say("inline-nothing" if nothing else "inline-button")
    await asked.answer(
        results,
        cache_time=CACHED,
        is_personal=True,
        next_offset="" if onward is None else str(onward),
        button=InlineQueryResultsButton(label, start_parameter=START),
    )


async def _found(
    context: Context, words: str, offset: int, texts: Texts
) -> tuple[list[InlineQueryResultArticle], bool]:
    answer = await context.collection.ask(words, limit=AT_A_TIME, offset=offset)
    return [_excerpt(excerpt, texts) for excerpt in answer.excerpts], answer.more


async def _latest(context: Context, offset: int, texts: Texts) -> tuple[list[InlineQueryResultArticle], bool]:
    dated = [card for card in await context.collection.articles() if card.facts.date]
    dated.reverse()
    shown = dated[offset : offset + AT_A_TIME]
    return [_article(card, texts) for card in shown], len(dated) > offset + AT_A_TIME


def _excerpt(excerpt: Excerpt, texts: Texts) -> InlineQueryResultArticle:
    passage = excerpt.passage
    page = render.passage_page(passage, texts, matches=words_in(passage.text, forms_of(excerpt)))
    title = f"{texts.place(passage.article.facts)}"
    if passage.article.facts.title:
        title = f"{title} · {passage.article.facts.title}"
    return _result(passage.id, title, excerpt.text, page)


def _article(card: ArticleCard, texts: Texts) -> InlineQueryResultArticle:
    title = card.facts.title or texts.say("untitled")
    page = render.article_page(texts.place(card.facts), title, card.facts.url)
    return _result(card.id, texts.place(card.facts), title, page)


def _result(name: str, title: str, description: str, page: str) -> InlineQueryResultArticle:
    """One result; its id is a digest, so that an id of whatever length fits Telegram's 64 bytes."""
    content = InputTextMessageContent(page, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
    identity = hashlib.blake2b(name.encode(), digest_size=16).hexdigest()
    return InlineQueryResultArticle(
        identity, cut(title, _DESCRIPTION), content, description=cut(description, _DESCRIPTION)
    )
