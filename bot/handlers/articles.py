"""The articles: /sources and its pages, the card of each, and for an operator what was kept and dropped of it."""

from __future__ import annotations

import logging

from telegram import InlineKeyboardMarkup, Message, Update

from bot import render
from bot.context import Context, message_of
from bot.conversation import edit_if_there, keep, say_and_keep, token_of
from bot.handlers.passages import source_card
from bot.handlers.presses import Pressed, Sorry, View
from bot.kept import Kept
from bot.keyboards import audit_keyboard, card_keyboard, list_keyboard
from bot.rows import StoredAnswer
from bot.texts import Texts
from retrieval.errors import RetrievalError
from retrieval.model import ArticleCard, Extraction

logger = logging.getLogger(__name__)

ON_A_PAGE = 8
SOURCES = "sources"  # the outcome that is kept of a list, which is no answer


async def sources(update: Update, context: Context) -> None:
    """/sources [outlet]: the articles with outlet, date and title, a page at a time; a number opens its card."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    outlet, token = " ".join(context.args or ()), token_of(context.work.row.update_id)
    page, keyboard = await _list(context, outlet, 0, token, texts)
    await say_and_keep(context, message, page, keyboard, token, _kept(outlet, page), "told")


async def sources_anew(context: Context, message: Message, stored: StoredAnswer, outlet: str) -> None:
    """/sources was edited: show the list of that outlet instead."""
    texts = await context.texts(message.chat_id, message.from_user)
    page, keyboard = await _list(context, outlet, 0, stored.token, texts)
    kept = _kept(outlet, page)
    if await edit_if_there(context, message.chat_id, stored.message, page, keyboard):
        context.work.close("edited: told")
        await keep(context, stored.token, kept, message, stored.message)
    else:
        await say_and_keep(context, message, page, keyboard, stored.token, kept, "told")


async def turned(what: Pressed) -> View:
    """Another page of the list, or the way back to it."""
    return await _list(what.context, what.kept.question, what.press.number, what.stored.token, what.texts)


async def card(what: Pressed) -> View:
    """An article's card."""
    found = await what.context.collection.article(what.press.article)
    if found is None:
        raise Sorry(what.texts.say("article-gone"))
    copies = await what.context.collection.copies(found.id)
    cards = await _cards(what.context, what.kept.question, what.texts)
    place = next((number for number, other in enumerate(cards) if other.id == found.id), 0)
    page = source_card(found, copies, what.texts)
    return page, card_keyboard(what.stored.token, found.id, place // ON_A_PAGE, what.texts, audit=what.audits)


async def audit(what: Pressed) -> View:
    """What the cleaner kept and dropped of an article, each with its line, each drop with its reason."""
    if not what.audits:
        raise Sorry(what.texts.say("not-admin"))
    found = await what.context.collection.article(what.press.article)
    extraction = await _extraction(what) if found else None
    if found is None or extraction is None:
        raise Sorry(what.texts.say("audit-not-there"))
    texts, groups = what.texts, render.audit_groups(_lines(extraction, what.texts))
    number = min(what.press.page, len(groups) - 1)
    heading = texts.say(
        "audit",
        where=texts.place(found.facts),
        kept=len(extraction.paragraphs),
        dropped=len(extraction.dropped),
        page=number + 1,
        pages=len(groups),
    )
    page = render.audit_page(heading, () if number else extraction.conflicts, groups[number])
    return page, audit_keyboard(what.stored.token, found.id, number, len(groups), texts)


async def latest_page(context: Context, texts: Texts) -> str:
    """The newest articles; undated ones are in no order of time."""
    dated = [card for card in await context.collection.articles() if card.facts.date]
    if not dated:
        return render.note(texts.say("empty-collection"))
    newest = dated[: -ON_A_PAGE - 1 : -1]
    return render.list_page(texts.say("latest"), [(texts.card(card), _title(card, texts)) for card in newest])


async def _list(
    context: Context, outlet: str, number: int, token: str, texts: Texts
) -> tuple[str, InlineKeyboardMarkup | None]:
    """One page of the list of articles, the nearest where there is none of that number."""
    cards = await _cards(context, outlet, texts)
    if not cards:
        empty = not await context.collection.articles()
        said = texts.say("empty-collection") if empty else texts.say("no-such-outlet", outlet=outlet)
        return render.note(said), None
    pages = -(-len(cards) // ON_A_PAGE)
    number = min(number, pages - 1)
    shown = list(enumerate(cards, 1))[number * ON_A_PAGE : (number + 1) * ON_A_PAGE]
    heading = texts.say("sources", articles=len(cards), page=number + 1, pages=pages)
    entries = [
        (texts.say("heading", rank=str(n), where=texts.card(card)), _title(card, texts)) for n, card in shown
    ]
    keyboard = list_keyboard(token, number, pages, [(n, card.id) for n, card in shown], texts)
    return render.list_page(heading, entries), keyboard


async def _cards(context: Context, outlet: str, texts: Texts) -> list[ArticleCard]:
    every = await context.collection.articles()
    return [card for card in every if outlet.casefold() in texts.outlet(card.facts.outlet).casefold()]


async def _extraction(what: Pressed) -> Extraction | None:
    """Read an article's source again; None where that cannot be."""
    try:
        return await what.context.collection.extraction(what.press.article)
    except (RetrievalError, OSError) as error:
        logger.warning("the source of %s cannot be read again: %s", what.press.article, error)
        return None


def _lines(extraction: Extraction, texts: Texts) -> list[render.AuditLine]:
    """Kept and dropped pieces in the order of their lines, labelled."""
    lines = [(kept.line, kept.text, texts.say("audit-kept"), False) for kept in extraction.paragraphs]
    for piece in extraction.dropped:
        lines.append((piece.line, piece.text, texts.say("audit-dropped", reason=piece.reason), True))
    ordered = sorted(lines, key=lambda line: line[0] or 0)
    return [
        render.AuditLine(f"{number} · {label}" if number else label, text, dropped)
        for number, text, label, dropped in ordered
    ]


def _kept(outlet: str, page: str) -> Kept:
    return Kept(outlet, outlet, outcome=SOURCES, page=page)


def _title(card: ArticleCard, texts: Texts) -> str:
    return card.facts.title or texts.say("untitled")
