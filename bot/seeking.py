"""What is asked of the collection for a message: the question itself, a follow-up, a page, what is newer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.kept import Kept, Mode
from retrieval.collection import Collection
from retrieval.model import Answer, Filters, Passage
from retrieval.sentences import sentences

# How a follow-up opens that says nothing without the question before it.
_GOES_ON = re.compile(
    r"(?:(?:and |but )?(?:what about|how about)|and|but|(?:а |і )?(?:як щодо|що про)|а|і|й|та|але)\b",
    re.IGNORECASE,
)
_SENTENCES = 6  # of a message; what is said later in a long one is seldom its claim
_CLAUSE = re.compile(r"[,;:()!?–—]+\s")
_SHORT = 4  # words; a longer reply to an answer is tried as a question of its own first


@dataclass(frozen=True, slots=True)
class Found:
    """An answer, and what is kept of the question that led to it."""

    answer: Answer
    kept: Kept


async def seek(collection: Collection, question: str, limit: int, mode: Mode = "answer") -> Found:
    """Ask a question that stands by itself."""
    if mode == "answer":
        answer = await collection.ask(question, limit=limit)
        return Found(answer, Kept(question, question, limit=limit).turned(answer, 0))
    asked = (await collection.read(question)).filters
    filters = replace(asked, order="oldest" if mode == "timeline" else "newest")
    answer = await collection.ask(question, limit=limit, filters=filters)
    kept = Kept(question, question, mode=mode, filters=filters, limit=limit)
    # An order of ours is no limit of the asker's, so the reply need not tell it.
    shown = replace(answer, filters=replace(answer.filters, order=asked.order))
    return Found(shown, kept.turned(answer, 0))


async def look_up(collection: Collection, claim: str, limit: int, mode: Mode = "answer") -> Found:
    """Look somebody's words up: all of them, else a sentence that is found, else the longest clause."""
    found = await seek(collection, claim, limit, mode)
    if found.answer.outcome != "not_found":
        return found
    for part in _parts(claim):
        alone = await seek(collection, part, limit, mode)
        if alone.answer.answered:
            return alone
    return found


def _parts(claim: str) -> list[str]:
    """The first sentences of a message, then its longest clause: short ones are found about anything."""
    whole = [claim[start:end] for start, end in sentences(claim)]
    clauses = [clause for sentence in whole for clause in _CLAUSE.split(sentence)]
    longest = max(clauses, key=lambda clause: len(clause.split()), default="")
    parts = [*whole[:_SENTENCES], longest] if len(whole) > 1 else [longest]
    return [part.strip() for part in parts if len(part.split()) >= _SHORT and part != claim]


async def follow_up(collection: Collection, question: str, before: Kept, limit: int) -> Found:
    """Ask within an earlier answer: what the reply leaves unsaid is taken from the question before.

    A reply that is a whole question is tried as one first.
    """
    if _stands_alone(question):
        alone = await seek(collection, question, limit)
        if alone.answer.answered:
            return alone
    new, old = await collection.read(question), await collection.read(before.searched)
    outlet = await _outlet_alone(collection, new.text)
    named = replace(new.filters, outlets=outlet or new.filters.outlets)
    words = "" if outlet or new.talk else _without_opening(new.text)
    within = Kept(question, f"{old.text} {words}".strip(), filters=_joined(named, before.filters or old.filters))
    answer = await collection.ask(within.searched, limit=limit, filters=within.filters)
    return Found(answer, replace(within, limit=limit).turned(answer, 0))


async def turn(collection: Collection, kept: Kept, offset: int) -> Found:
    """Ask for another page of an answer."""
    answer = await collection.ask(kept.searched, limit=kept.limit, offset=offset, filters=kept.filters)
    return Found(answer, kept.turned(answer, offset))


async def without_limits(collection: Collection, kept: Kept) -> Found:
    """Ask again of all outlets and dates."""
    asked = kept.filters or (await collection.read(kept.searched)).filters
    filters = replace(asked, outlets=(), since=None, until=None)
    fresh = replace(kept, filters=filters, offset=0, excerpts=(), newer=None)
    return await turn(collection, fresh, 0)


async def newer(collection: Collection, answer: Answer, kept: Kept) -> Passage | None:
    """Find a passage on the same thing in a later article than any that is shown, the question's limit or not."""
    if kept.mode != "answer" or answer.filters.order == "newest":
        return None
    dates = [known.last for x in answer.excerpts if (known := x.passage.article.facts.date)]
    if answer.later or answer.filters.until is None or not dates or max(dates) == date.max:
        return answer.later
    beyond = replace(answer.filters, since=max(dates) + timedelta(days=1), until=None, order="newest")
    found = await collection.ask(kept.searched, limit=1, filters=beyond)
    return found.excerpts[0].passage if found.excerpts else None


def _joined(new: Filters, old: Filters) -> Filters:
    """The limits of the new question where it has any, else those of the old."""
    period = new if new.since or new.until else old
    return replace(
        old,
        outlets=new.outlets or old.outlets,
        since=period.since,
        until=period.until,
        order=new.order if new.order != "relevance" else old.order,
    )


async def _outlet_alone(collection: Collection, text: str) -> tuple[str, ...]:
    """Between two questions, an outlet alone is a limit: "and LBC?"."""
    words = _without_opening(text).casefold()
    outlets = [span.outlet for span in (await collection.overview()).outlets if span.outlet]
    return tuple(outlet for outlet in outlets if outlet.casefold() in {words, f"the {words}"})


def _without_opening(text: str) -> str:
    return _GOES_ON.sub("", text.strip(), count=1).strip(" ,?!.")


def _stands_alone(question: str) -> bool:
    return not _GOES_ON.match(question.strip()) and len(question.split()) > _SHORT
