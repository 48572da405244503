"""/check: is a quotation word for word in the collection, does it differ, or is it not there?"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, Update

from bot import render
from bot.context import Context, answered_message, asker_of, is_group, message_of
from bot.conversation import say, say_text
from bot.question import question_of, shortened, words_of
from bot.quotation import NEAR, Match, differences, nearest, quoted_words, words
from bot.texts import Texts
from retrieval.model import Filters, Passage

CANDIDATES = 10
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class _Nearest:
    passage: Passage
    match: Match


async def check(update: Update, context: Context) -> None:
    """/check "words", or /check in reply to a message."""
    message = message_of(update)
    texts = await context.texts(message.chat_id, message.from_user)
    quotation = shortened(_quotation(message, context), context.settings.limits.longest_question)
    if len(words(quotation)) < FEWEST_WORDS:
        await say_text(context, message, texts.say("check-how"))
        return
    group = message.chat_id if is_group(message.chat) else None
    refusal = await context.house.limits.admit(asker_of(message), group)
    if refusal and refusal.said:
        context.work.close("refused: too many questions")
        return
    if refusal:
        await say_text(context, message, texts.say("wait", seconds=refusal.seconds), outcome="refused")
        return
    found = await _nearest(context, quotation)
    page = _page(quotation, found, texts)
    await say(context, message, page, outcome="checked")


def _quotation(message: Message, context: Context) -> str:
    given = question_of(message, context.bot.id, context.bot.username)
    replied = answered_message(message)
    if not given and replied is not None:
        given = message.quote.text if message.quote else words_of(replied)
    return quoted_words(given)


async def _nearest(context: Context, quotation: str) -> _Nearest | None:
    """The passage that comes nearest, among those that have most of the words."""
    bare = " ".join(quotation[word.start : word.end] for word in words(quotation))
    answer = await context.collection.ask(bare, limit=CANDIDATES, filters=Filters())
    matches = [(nearest(quotation, excerpt.passage.text), excerpt.passage) for excerpt in answer.excerpts]
    found = [_Nearest(passage, match) for match, passage in matches if match is not None and match.ratio >= NEAR]
    return max(found, key=lambda item: item.match.ratio, default=None)


def _page(quotation: str, found: _Nearest | None, texts: Texts) -> str:
    if found is None:
        return render.note(texts.say("check-not-found"))
    passage, match = found.passage, found.match
    stretch = passage.text[match.start : match.end]
    if passage.article.facts.kind == "brief":
        return render.passage_page(passage, texts, above=texts.say("check-only-summary"))
    if match.verbatim:
        above = texts.say("check-verbatim")
        return render.passage_page(passage, texts, matches=[(match.start, match.end)], above=above)
    changes = differences(quotation, stretch)
    return render.difference_page(texts.say("check-differs"), changes, passage, texts)
