"""Answers and everything beside them → HTML within Telegram's limits.

Outlet and date lead every excerpt. The words of an article stand in a block quote; a brief, which is ours, never
does, and has no quotation marks. In plain mode (for screen readers) there are labels instead of decoration, always
in the same order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram.constants import CallbackQueryLimit

from bot.markup import ELLIPSIS, LONGEST, MOST_ENTITIES, Markup, Ranges, cut, units
from bot.texts import Texts
from retrieval.model import Answer, Excerpt, Facts, Filters, Passage
from retrieval.sentences import sentences

_SHORTEST_BODY = 80  # UTF-16 units; less of a paragraph tells nothing
_ENTITIES_BESIDE_BOLD = 3  # link, title and block quote of one excerpt
_TITLE, _SPEAKER, _NOTE = 200, 300, 200  # the most that these take of a reply
_AUDIT_ABOVE = 800  # UTF-16 units for the heading of an audit and its remarks
_AUDIT_LINES = 25  # on a page; each may be an entity


def note(text: str) -> str:
    """Turn a sentence of ours, which may hold somebody's words, into HTML."""
    return str(Markup().plain(cut(text, LONGEST)))


def alert(text: str) -> str:
    """Cut a sentence to what fits the alert that a press of a button brings up; no HTML there."""
    return cut(text, CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH)


def answer_page(
    answer: Answer, texts: Texts, *, first_rank: int = 1, plain: bool = False, closing: Sequence[str] = ()
) -> str:
    """The reply to a question: one message, whatever there is to show; `closing` are lines below."""
    above = _filter_line(answer, texts)
    if not answer.excerpts:
        lines = [above, texts.notice(answer), *closing]
        return note("\n\n".join(line for line in lines if line))
    page = Markup()
    if above:
        page.plain(above)
    below = [cut(line, _NOTE) for line in closing if line]
    blocks = _blocks(answer, texts, first_rank, LONGEST - units(above) - sum(units(line) + 2 for line in below))
    most = (MOST_ENTITIES - _ENTITIES_BESIDE_BOLD * len(blocks)) // len(blocks)
    for block in blocks:
        page.lines(2)
        _add_labelled(page, block, texts) if plain else _add_decorated(page, block, most)
    for line in below:
        page.lines(2).plain(line)
    return str(page)


def passage_page(
    passage: Passage,
    texts: Texts,
    *,
    rank: int | None = None,
    matches: Ranges = (),
    above: str = "",
    plain: bool = False,
) -> str:
    """One paragraph by itself, whole as far as a message holds it."""
    page = Markup().plain(cut(above, _NOTE))
    heading = texts.heading(rank, passage) if rank else texts.place(passage.article.facts)
    block = _measured(_block(passage, heading, texts, ()), LONGEST - page.units - 2)
    text, marks = fit(passage.text, matches, block.room)
    page.lines(2)
    block = replace(block, body=text, matches=marks)
    _add_labelled(page, block, texts) if plain else _add_decorated(page, block, MOST_ENTITIES - 4)
    return str(page)


def context_page(passages: Sequence[Passage], here: str, texts: Texts, *, plain: bool = False) -> str:
    """A paragraph with those before and after it, in the article's order."""
    middle = next(passage for passage in passages if passage.id == here)
    heading = texts.say("context-heading", where=texts.place(middle.article.facts), number=middle.position)
    page = Markup()
    _add_heading(page, cut(heading, _NOTE), middle.article.facts)
    room = (LONGEST - page.units) // len(passages) - 2
    for passage in passages:
        text, _ = fit(passage.text, (), room)
        page.lines(2 if plain or _is_ours(passage) else 1)
        page.plain(text) if plain or _is_ours(passage) else page.quotation(text)
    return str(page)


def fields_page(heading: str, fields: Sequence[tuple[str, str]], *, url: str | None = None) -> str:
    """A card: a heading, then one line for each labelled fact; the address hangs on the heading."""
    page = Markup().link(cut(heading, _TITLE), url)
    share = (LONGEST - page.units) // max(1, len(fields))
    for label, value in fields:
        page.lines().plain(cut(f"{label}: {value}", max(_SHORTEST_BODY, share - 1)))
    return str(page)


def list_page(heading: str, entries: Sequence[tuple[str, str]], footer: str = "") -> str:
    """A list: a heading, then for each entry a line and, below it, what it is called."""
    page = Markup().plain(cut(heading, _TITLE))
    share = (LONGEST - page.units - units(footer)) // max(1, len(entries)) - 4
    for line, below in entries:
        page.lines(2).plain(cut(line, min(_NOTE, share // 2)))
        if below:
            page.lines().italic(cut(below, min(_TITLE, share // 2)))
    if footer:
        page.lines(2).plain(footer)
    return str(page)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A piece of an article's source, and whether it was dropped; the label says where it stood, and why."""

    label: str
    text: str
    dropped: bool


def audit_groups(lines: Sequence[AuditLine]) -> list[list[AuditLine]]:
    """Share the pieces out to pages, each cut to a line or three; at least one page, be it empty."""
    groups: list[list[AuditLine]] = [[]]
    left = room = LONGEST - _AUDIT_ABOVE
    for line in lines:
        short = replace(line, label=cut(line.label, _NOTE), text=cut(" ".join(line.text.split()), _NOTE))
        needed = units(short.label) + units(short.text) + 3
        if groups[-1] and (needed > left or len(groups[-1]) == _AUDIT_LINES):
            groups.append([])
            left = room
        groups[-1].append(short)
        left -= needed
    return groups


def audit_page(heading: str, remarks: Sequence[str], lines: Sequence[AuditLine]) -> str:
    """A page of what was kept and dropped of an article; what was dropped is struck out."""
    page = Markup().plain(cut(heading, _TITLE))
    for remark in remarks:
        page.lines().plain(cut(remark, max(1, (_AUDIT_ABOVE - _TITLE) // len(remarks) - 1)))
    page.lines()
    for line in lines:
        page.lines().plain(f"{line.label}: ")
        page.struck(line.text) if line.dropped else page.plain(line.text)
    return str(page)


def article_page(heading: str, title: str, url: str | None) -> str:
    """An article in two lines: where and when, and its title; the address hangs on the first."""
    return str(Markup().link(cut(heading, _NOTE), url).lines().italic(cut(title, _TITLE)))


def difference_page(above: str, changes: Sequence[tuple[str, str]], passage: Passage, texts: Texts) -> str:
    """A quotation beside what the article says: only in the quotation is struck out, only in the article bold."""
    page = Markup().plain(cut(above, _NOTE)).lines(2)
    most = (MOST_ENTITIES - 5) // 2
    for number, (kind, words) in enumerate(changes[: 2 * most]):
        if page.units + units(words) > LONGEST // 2:
            page.plain(f" {ELLIPSIS}")
            break
        page.plain(" " if number else "")
        {"same": page.plain, "theirs": page.struck, "ours": page.bold}[kind](words)
    heading = texts.place(passage.article.facts)
    block = _measured(_block(passage, heading, texts, ()), LONGEST - page.units - 4)
    text, _ = fit(passage.text, (), block.room)
    page.lines(2)
    _add_decorated(page, replace(block, body=text), 0)
    return str(page)


# ------------------------------------------------------------------ one excerpt


@dataclass(frozen=True, slots=True)
class _Block:
    """What is shown of an excerpt; `room` is what its body may take, in UTF-16 units."""

    facts: Facts
    heading: str
    title: str
    body: str
    matches: Ranges
    after: tuple[str, ...]
    ours: bool
    room: int = 0

    @property
    def beside(self) -> int:
        """The units that everything but the body takes, line breaks and labels included."""
        pieces = [self.heading, self.title, *self.after]
        return sum(units(piece) + 1 for piece in pieces if piece) + _LABELS


_LABELS = 60  # UTF-16 units that the labels of plain mode take at most, and the blank line


def _filter_line(answer: Answer, texts: Texts) -> str:
    # Where no article is within the limit, the notice itself names it.
    told = texts.filters(answer.filters) if answer.outcome in {"answered", "not_found"} else ""
    ordered_only = answer.filters == Filters(order=answer.filters.order)
    if ordered_only and not answer.excerpts:
        return ""
    return cut(texts.say("ordered" if ordered_only else "limited-to", filters=told), _NOTE) if told else ""


def _blocks(answer: Answer, texts: Texts, first_rank: int, room: int) -> list[_Block]:
    """Lay out the excerpts: each body gets a fair share of the room, and what shorter ones leave over."""
    share = room // len(answer.excerpts) - 2
    titled: set[str] = set()
    blocks = []
    for rank, excerpt in enumerate(answer.excerpts, first_rank):
        article = excerpt.passage.article
        block = _block(excerpt.passage, texts.heading(rank, excerpt.passage), texts, _notes(excerpt, texts))
        if article.id in titled:
            block = replace(block, title="")
        titled.add(article.id)
        blocks.append(_measured(replace(block, body=excerpt.text, matches=excerpt.matches), share))
    return _filled(blocks)


def _block(passage: Passage, heading: str, texts: Texts, notes: tuple[str, ...]) -> _Block:
    facts = passage.article.facts
    after = (texts.say("speaker", sentence=passage.speaker),) if passage.speaker else ()
    return _Block(facts, heading, facts.title or "", passage.text, (), (*after, *notes), facts.kind == "brief")


def _notes(excerpt: Excerpt, texts: Texts) -> tuple[str, ...]:
    notes = []
    if excerpt.day_notes:
        days = [texts.say("day-note", words=words, day=texts.date(day)) for words, day in excerpt.day_notes]
        notes.append(texts.shortened(days, 3))
    if excerpt.also:
        notes.append(texts.say("also-in", places=texts.shortened([texts.card(card) for card in excerpt.also], 3)))
    return tuple(notes)


def _measured(block: _Block, share: int) -> _Block:
    """Keep what stands beside the body to half of the share, so that the body has the other half."""
    most = share // 2 // (2 + len(block.after))
    trimmed = replace(
        block,
        heading=cut(block.heading, min(_NOTE, most)),
        title=cut(block.title, min(_TITLE, most)),
        after=tuple(cut(line, min(_SPEAKER, most)) for line in block.after),
    )
    return replace(trimmed, room=max(_SHORTEST_BODY, share - trimmed.beside))


def _filled(blocks: list[_Block]) -> list[_Block]:
    """Give the room that short bodies leave over to the long ones, and cut every body to its room."""
    spare = sum(max(0, block.room - units(block.body)) for block in blocks)
    long = [block for block in blocks if units(block.body) > block.room]
    extra = spare // len(long) if long else 0
    filled = []
    for block in blocks:
        body, matches = fit(block.body, block.matches, block.room + (extra if block in long else 0))
        filled.append(replace(block, body=body, matches=matches))
    return filled


def _add_heading(page: Markup, heading: str, facts: Facts) -> None:
    """The line of outlet and date, with the article's address on the outlet's name."""
    before, outlet, after = heading.partition(facts.outlet) if facts.outlet else (heading, "", "")
    page.plain(before)
    if outlet:
        page.link(outlet, facts.url).plain(after)


def _add_decorated(page: Markup, block: _Block, most: int) -> None:
    _add_heading(page, block.heading, block.facts)
    if block.title:
        page.lines().italic(block.title)
    page.lines()
    if block.ours:
        page.marked(block.body, block.matches, most)
    else:
        page.quotation(block.body, block.matches, most)
    for line in block.after:
        page.lines().plain(line)


def _add_labelled(page: Markup, block: _Block, texts: Texts) -> None:
    _add_heading(page, block.heading, block.facts)
    if block.title:
        page.lines().plain(texts.say("plain-title", title=block.title))
    page.lines().plain(f"{texts.say('plain-summary' if block.ours else 'plain-quote')} {block.body}")
    for line in block.after:
        page.lines().plain(line)


def _is_ours(passage: Passage) -> bool:
    return passage.article.facts.kind == "brief"


# ------------------------------------------------------------------ cutting at sentences


def fit(text: str, matches: Ranges, room: int) -> tuple[str, list[tuple[int, int]]]:
    """Cut a paragraph to so many UTF-16 units: whole sentences around the one that matches most.

    Returns the text, with "…" where something was left out, and the matches that are still in it.
    """
    if units(text) <= room:
        return text, list(matches)
    spans = sentences(text) or [(0, len(text))]
    best = max(range(len(spans)), key=lambda number: (_hits(spans[number], matches), -number))
    start, end = spans[best]
    if units(text[start:end]) + 4 > room:
        return _part_of_sentence(text, (start, end), matches, room)
    start, end = _grown(text, spans, best, room - 4)
    before = f"{ELLIPSIS} " if start > 0 else ""
    after = f" {ELLIPSIS}" if end < len(text.rstrip()) else ""
    return before + text[start:end] + after, _moved(matches, start, end, len(before))


def _grown(text: str, spans: Sequence[tuple[int, int]], best: int, room: int) -> tuple[int, int]:
    """Add the sentences after, then those before, for as long as there is room."""
    first = last = best
    while last + 1 < len(spans) and units(text[spans[first][0] : spans[last + 1][1]]) <= room:
        last += 1
    while first > 0 and units(text[spans[first - 1][0] : spans[last][1]]) <= room:
        first -= 1
    return spans[first][0], spans[last][1]


def _part_of_sentence(
    text: str, sentence: tuple[int, int], matches: Ranges, room: int
) -> tuple[str, list[tuple[int, int]]]:
    """One sentence alone is too long: begin near its first match, at a word."""
    start, end = sentence
    first = next((match for match, _ in sorted(matches) if start <= match < end), start)
    if first - start > room // 2:
        start = text.rfind(" ", start, first - room // 4) + 1 or start
    before = f"{ELLIPSIS} " if start > 0 else ""
    kept = cut(text[start:end], room - len(before))
    return before + kept, _moved(matches, start, start + len(kept) - len(ELLIPSIS), len(before))


def _hits(span: tuple[int, int], matches: Ranges) -> int:
    return sum(span[0] <= start < span[1] for start, _ in matches)


def _moved(matches: Ranges, start: int, end: int, shift: int) -> list[tuple[int, int]]:
    return [(a - start + shift, b - start + shift) for a, b in matches if a >= start and b <= end]
