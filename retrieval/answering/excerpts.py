"""Excerpts: what of a passage is shown, verbatim, and which of its words answer to the question."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from itertools import chain

from retrieval.analysis import Token, places_of, stems, tokenize
from retrieval.answering.days import day_notes
from retrieval.answering.ranking import Ranked, offers_number
from retrieval.answering.worth import Worth
from retrieval.model import ArticleCard, Excerpt, Passage, Why
from retrieval.query import Query
from retrieval.sentences import sentences

WHOLE = 600
"""Characters up to which a paragraph stays whole, and that the sentences chosen of a longer one may fill."""

LEFT_OUT = "…"
_FEWEST_WORDS = 4  # a sentence of fewer words says too little to stand between two omissions

Span = tuple[int, int]


def excerpt(
    query: Query, item: Ranked, passage: Passage, worth: Worth, also: Sequence[ArticleCard] = ()
) -> Excerpt:
    """Make the excerpt of a ranked passage; `also` are the articles that carry the same words."""
    text = quoted(query, passage.text, worth)
    places = list(places_of(worth.terms, text))
    # Whom an office means is found, but not named there: what matched is told only where it can be read.
    readable = chain.from_iterable(terms for _, terms in places) if text is passage.text else stems(passage.text)
    facts = passage.article.facts
    return Excerpt(
        passage=passage,
        text=text,
        matches=tuple(span for span, _ in places),
        score=item.score,
        parts={name: value for name, value in item.parts.items() if value},
        why=why(query, item.matched.intersection((*readable, *stems(passage.speaker or "")))),
        also=tuple(also),
        day_notes=day_notes(text, facts.date, facts.date_basis),
    )


def quoted(query: Query, text: str, worth: Worth) -> str:
    """Return a passage's text, or of a long one the whole sentences that answer best, in order."""
    if len(text) <= WHOLE:
        return text
    spans = [span for span in sentences(text) if text[slice(*span)].strip()]
    chosen = _choose(query, spans, tokenize(text), worth)
    return _joined(text, spans, sorted(chosen))


def why(query: Query, matched: Collection[str]) -> Why:
    """Tell what of the question a passage has and lacks, in the question's own words, and what was added.

    A passage with a synonym does not have the word.
    """
    present = dict.fromkeys(item.word for item in query.forms.terms if item.term in matched)
    asked = dict.fromkeys(item.word for item in query.terms if item.origin == "question")
    added = dict.fromkeys(
        item.found_as or item.term for item in query.terms if item.origin != "question" and item.term in matched
    )
    return Why(
        matched=tuple(word for word in asked if word in present),
        missing=tuple(word for word in asked if word not in present),
        added=tuple(added),
    )


def _choose(query: Query, spans: list[Span], tokens: Sequence[Token], worth: Worth) -> set[int]:
    """Choose sentences by what each adds to those chosen, while there is room; always at least one."""
    begins = [token.start for token in tokens]
    within = [tokens[bisect_left(begins, start) : bisect_left(begins, end)] for start, end in spans]
    chosen: set[int] = set()
    seen: set[str] = set()
    room = WHOLE
    while len(chosen) < len(spans):
        left = [at for at in range(len(spans)) if at not in chosen]
        gains = {at: _gain(query, within[at], seen, worth) for at in left if _can_stand(at, chosen, within)}
        best = max(gains, key=lambda at: (gains[at], -at), default=None)
        if best is None or (chosen and not gains[best]):
            break
        length = spans[best][1] - spans[best][0]
        if chosen and length > room:
            break
        chosen.add(best)
        room -= length
        seen |= {token.term for token in within[best]}
    return chosen


def _gain(query: Query, tokens: Sequence[Token], seen: set[str], worth: Worth) -> float:
    """What a sentence adds: new terms fully, terms again a little, and a number where one is asked for."""
    every = [token.term for token in tokens]
    terms = worth.terms & set(every)
    again = worth.sum(terms & seen) / 10
    return worth.sum(terms - seen) + again + offers_number(query, every) * worth.whole / 4


def _can_stand(at: int, chosen: set[int], within: Sequence[Sequence[Token]]) -> bool:
    return len(within[at]) >= _FEWEST_WORDS or bool(chosen & {at - 1, at + 1})


def _joined(text: str, spans: list[Span], chosen: Sequence[int]) -> str:
    """Join sentences in order as they stand, with an ellipsis wherever something was left out."""
    pieces: list[str] = []
    last = -1
    for at in chosen:
        start, end = spans[at]
        if at == last + 1 and pieces:
            pieces[-1] += text[spans[last][1] : end]
        else:
            pieces.append(text[start:end])
        last = at
    joined = f" {LEFT_OUT} ".join(pieces)
    opening = f"{LEFT_OUT} " if chosen[0] > 0 else ""
    closing = f" {LEFT_OUT}" if chosen[-1] < len(spans) - 1 else ""
    return opening + joined + closing
