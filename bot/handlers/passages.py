"""One paragraph by itself, opened by a link or a number: with its context, its source, the reasons for it."""

from __future__ import annotations

import re

from telegram import Message
from telegram.helpers import create_deep_linked_url

from bot import render
from bot.context import Context
from bot.conversation import say, say_text
from bot.kept import KeptExcerpt
from bot.texts import Texts
from retrieval.model import ArticleCard, Facts, Passage, Whereabouts

LINK = "p_"


async def show_linked(context: Context, message: Message, passage_id: str) -> None:
    """Show the paragraph that a link names, or say what became of it."""
    texts = await context.texts(message.chat_id, message.from_user)
    plain = (await context.preferences(message.chat_id)).plain
    found = await context.collection.passage(passage_id)
    if found.passage is None:
        await say_text(context, message, lost(found, texts))
        return
    above = texts.say("passage-changed") if found.status == "changed" else ""
    await say(context, message, render.passage_page(found.passage, texts, above=above, plain=plain))


def lost(found: Whereabouts, texts: Texts) -> str:
    """Say that a paragraph is there no longer, and where its article is."""
    if found.article is not None:
        title = found.article.facts.title or texts.say("untitled")
        return texts.say("passage-replaced", where=texts.place(found.article.facts), title=title)
    return texts.say("passage-withdrawn" if found.status == "withdrawn" else "passage-gone")


def opened(passage: Passage, item: KeptExcerpt, texts: Texts, *, plain: bool, changed: bool) -> str:
    """The whole paragraph of an excerpt, with the words that matched."""
    matches = words_in(passage.text, item.forms)
    above = texts.say("passage-changed") if changed else ""
    return render.passage_page(passage, texts, rank=item.rank, matches=matches, above=above, plain=plain)


def source_card(card: ArticleCard, copies: list[ArticleCard], texts: Texts) -> str:
    """What is known of an article: outlet and date with what they rest on, title, authors, copies."""
    facts = card.facts
    fields = [
        ("outlet", _with_basis(texts.outlet(facts.outlet), facts.evidence.get("outlet"), texts)),
        ("date", _with_basis(texts.dated(facts), facts.evidence.get("date"), texts)),
        ("title", facts.title),
        ("authors", texts.listed(facts.authors)),
        ("link", facts.url),
        ("paragraphs", str(card.paragraphs)),
        ("copies", texts.shortened([texts.place(copy.facts) for copy in copies])),
        ("kind", texts.say("field-kind-brief") if facts.kind == "brief" else None),
        ("file", card.source),
    ]
    named = [(texts.say(f"field-{name}"), value) for name, value in fields if value]
    return render.fields_page(texts.place(facts), named, url=facts.url)


def why_page(passage: Passage, item: KeptExcerpt, texts: Texts) -> str:
    """Which words of the question the excerpt has, which it lacks, what was added to look for."""
    fields = [
        (texts.say(f"why-{name}"), texts.listed([texts.say("quoted", word=word) for word in words]))
        for name, words in (("matched", item.matched), ("missing", item.missing), ("added", item.added))
        if words
    ]
    return render.fields_page(texts.heading(item.rank, passage), fields or [(texts.say("why-matched"), "–")])


def citation(facts: Facts, texts: Texts) -> str:
    """An article as a footnote names it: authors, title, outlet, date, address."""
    named = [texts.listed(facts.authors), facts.title and texts.say("quoted", word=facts.title)]
    parts = [*named, texts.outlet(facts.outlet), texts.dated(facts), facts.url]
    return ", ".join(part for part in parts if part)


def link_to(passage_id: str, username: str) -> str | None:
    """The address that opens a paragraph in a private chat with the bot; None for an id that fits no link."""
    try:
        return create_deep_linked_url(username, LINK + passage_id)
    except ValueError:
        return None


def words_in(text: str, forms: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where a text has some words, whole and in whichever case, as half-open ranges of code points."""
    if not forms:
        return []
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    return [found.span() for found in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", text, re.IGNORECASE)]


def _with_basis(value: str, basis: str | None, texts: Texts) -> str:
    return texts.say("field-basis", value=value, basis=basis) if basis else value
