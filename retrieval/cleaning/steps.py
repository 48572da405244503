"""The rules, in order: each step drops what it can tell, gives the reason, and leaves the rest to the next."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.cleaning.appeals import appeals, other_voice
from retrieval.cleaning.blocks import AFTER, BEFORE, BYLINE, DATELINE, Block, Page, Verdict, Weight, remembered
from retrieval.cleaning.dates import has_day, is_date_line, mostly_date
from retrieval.cleaning.furniture import furniture
from retrieval.cleaning.headline import drop_headline
from retrieval.cleaning.own_lines import label_of, named_with_office, own_lines, panel, repeated_labels
from retrieval.cleaning.pagetitle import above_title
from retrieval.cleaning.people import NAME, byline_names, is_name, note_on_author, role
from retrieval.cleaning.pictures import (
    captions_by_button,
    captions_by_credit,
    credits_below_captions,
    galleries,
    labelled_captions,
    picture_credits,
    shown_twice,
    worded_captions,
)
from retrieval.cleaning.players import timecodes
from retrieval.cleaning.region import find_article
from retrieval.cleaning.threads import threads
from retrieval.cleaning.topic import Topic

Step = Callable[[Page], Page]

LINK = Verdict("link to another story")
REPEAT = Verdict("repeats the article")
NO_WORDS = Verdict("no words")
TABLE = Verdict("row of a table")
TIME = Verdict("time")
AUTHOR = Verdict("note on the author", Weight.EDGE)

_GLUED_LABEL = re.compile(
    r"^\W{0,3}(?:[A-Z0-9'][^.:!?]{1,60}|[^.:]{2,40}\?|[^.:]{2,40}!)(?::(?=['\"]?[A-Z])"
    r"|(?<=\w)[!?](?=[A-Z]))"
)
_SHOUTED_LABEL = re.compile(r"[A-Z][A-Z' ]{2,30}: ['\"]?[A-Z][a-z]")  # "IN HARL: Bridge to close"
_PUNCTUATION = re.compile(r"[\s.,;:!?'\"()\[\]-]+")
_FIGURES = re.compile(r"\d")
_FIGURE = re.compile(r"\d[\d.,]*")
_POST = re.compile(
    r"pic\.twitter\.com/|^\W{0,3}[^.]{2,60}\(@\w+\)\W|^@\w{2,30}$|\bt\.co/\w+|a post shared by"
    r"|[-–—] ?[^–—]{2,60}\(@\w{2,30}\) (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d"
    r"|view this post on|^view on (?:instagram|twitter|threads)",
    re.IGNORECASE,
)
_SHINGLE = 6
_LONGEST_REPEAT = 60  # words
_LONGEST_NAMES = 60
_IN_BRACKETS = re.compile(rf"\((?:@?\w+|{NAME}(?:, {NAME}){{0,3}})\)")
_GLUED_NAMES = re.compile(rf"{NAME}(?<=[a-z])(?:The )?{NAME}")
_OFFICE = 5  # words of what somebody is, behind the name
_AS_LONG = 12  # words from which nobody says the same again, word for word
_SIGNED = 8  # names that an article may be signed by; a page with more lists other stories
_LONGEST_NOTE = 700  # characters of a note on an author
_CARD = 260  # characters that the summary on a card may have
_CARDS = 4  # an article with more lone paragraphs is made of such
_LONGEST_LINK = 300  # more is a list of names, or several headlines
_SHORTEST_LINK = 65  # characters; subheads are mostly shorter
_RELATIVE = re.compile(r", (?:which|who|where|when) \w")
_HAPPENED = re.compile(
    r"\b[a-z]{2,}ed (?:(?:(?:to|by|at|about|some|nearly|almost) )?\d|(?:the|an?|its|his|her|their)\b)"
)
_LONG_FOR_A_HEADLINE = 100  # characters; of those that tell what happened, too
_TOLD = 0.5  # share of function words in a sentence that only lost its full stop
_LONGEST_HEADLINE = 120  # characters; few are longer
_OFF_SUBJECT = 0.25  # of what a paragraph of the article usually has in common with the others
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}|\S+\.(?:jpe?g|png|gif|webp|svg)", re.IGNORECASE)


def wording(page: Page) -> Page:
    """Drop what its wording shows to be the page's own: advertisements, navigation, sharing, legal notices."""
    return page.drop({n: verdict for n in page.open if (verdict := furniture(page.blocks[n]))})


def wordless(page: Page) -> Page:
    """Drop rules, rows of stars and other lines without a word."""
    found = {
        n: NO_WORDS for n in page.open if not page.blocks[n].words and not _FIGURES.search(page.blocks[n].plain)
    }
    return page.drop(found)


def tables(page: Page) -> Page:
    """Drop rows of tables: lines made of figures for the most part."""
    return page.drop({n: TABLE for n in page.open if _tabular(page.blocks[n])})


@remembered
def _tabular(block: Block) -> bool:
    parts = block.plain[:200].split()
    figures = sum(part[:1].isdigit() or part[:1] in "+-–%£$€" for part in parts)
    return len(parts) >= 4 and not block.terminal and figures >= 0.5 * len(parts) and block.grammar < 0.2


def glued_labels(page: Page) -> Page:
    """Drop links whose label is glued to the headline: "Hot spot:Prices rise"; one that comes again is a name."""
    names = repeated_labels(page)
    found = {
        n: LINK
        for n in page.open
        if page.blocks[n].length <= 260
        and _GLUED_LABEL.match(page.blocks[n].plain)
        and label_of(page.blocks[n]) not in names
    }
    return page.drop(found)


def addresses(page: Page) -> Page:
    """Drop lines that are nothing but an address or the name of a picture's file, and posts of other sites."""
    post = Verdict("post of another site")
    link = Verdict("bare address")
    found = {n: link for n in page.open if _ADDRESS.fullmatch(page.blocks[n].plain)}
    return page.drop(
        found | {n: post for n in page.open if page.blocks[n].length < 600 and _POST.search(page.blocks[n].plain)}
    )


def dates(page: Page) -> Page:
    """Drop lines that hold a date, a time or both, with or without a label or a name."""
    found = {n: DATELINE if has_day(page.blocks[n]) else TIME for n in page.open if is_date_line(page.blocks[n])}
    return page.drop(found | {n: DATELINE for n in page.open if mostly_date(page.blocks[n])})


def bylines(page: Page) -> Page:
    """Drop bylines, and names and roles that stand by themselves next to one another."""
    found = {n: BYLINE for n in page.open if byline_names(page.blocks[n]) or role(page.blocks[n])}
    found |= {n: BYLINE for n in page.open if _bare_name(page.blocks[n])}
    speaking = panel(page)
    return page.drop({n: verdict for n, verdict in found.items() if n not in speaking})


def _bare_name(block: Block) -> bool:
    """Whether the line is a name, alone or with what somebody is: "Jo Bloggs, CEO"."""
    if _IN_BRACKETS.fullmatch(block.plain):
        return True
    if block.length <= _LONGEST_NAMES and _GLUED_NAMES.fullmatch(block.plain):
        return True
    return is_name(block.plain) or (
        named_with_office(block) and len(block.plain.split(", ", 1)[1].split()) <= _OFFICE
    )


def repeats(page: Page) -> Page:
    """Drop what repeats a sentence of the article: pull quotes, captions, the same line or paragraph twice."""
    owners = _shingle_owners(page)
    seen: set[str] = set()
    told: set[str] = set()
    found = {}
    for n in page.open:
        block = page.blocks[n]
        key = " ".join((*block.words, *_FIGURE.findall(block.plain[:_LONGEST_NOTE])))
        long = block.terminal and len(block.words) >= _AS_LONG
        said = _PUNCTUATION.sub(" ", block.low).strip() if long else None
        if (
            (key in seen and not block.prose)
            or said in told
            or ((not block.terminal or block.quotation) and _repeated(page, n, owners))
        ):
            found[n] = REPEAT
        seen.add(key)
        if said:
            told.add(said)
    return page.drop(found)


def _shingles(block: Block) -> list[tuple[str, ...]]:
    return list(zip(*(block.words[offset:] for offset in range(_SHINGLE)), strict=False))


def _shingle_owners(page: Page) -> dict[tuple[str, ...], int]:
    """Return for each run of six words the running text that has it; the longest where several have."""
    owners: dict[tuple[str, ...], int] = {}
    for n in sorted((n for n in page.open if page.blocks[n].prose), key=lambda n: page.blocks[n].length):
        owners.update(dict.fromkeys(_shingles(page.blocks[n]), n))
    return owners


def _repeated(page: Page, position: int, owners: dict[tuple[str, ...], int]) -> bool:
    block = page.blocks[position]
    found = {owners.get(each, position) for each in _shingles(block)}
    if len(block.words) > _LONGEST_REPEAT or not found or position in found:
        return False
    told = " ".join(page.blocks[n].plain for n in found)
    return all(figure in told for figure in _FIGURE.findall(block.plain))


def region(page: Page) -> Page:
    """Drop what stands before and after the article."""
    where = find_article(page)
    if where is None:
        return page.drop(dict.fromkeys(page.open, BEFORE)) if len(page.blocks) > 3 else page
    start, stop = where
    return page.drop({n: BEFORE if n < start else AFTER for n in page.open if not start <= n < stop})


def links(page: Page) -> Page:
    """Drop headlines of other stories in the midst of the article: long ones, several in a row, and those that a
    heading of such announces.
    """
    found: dict[int, Verdict] = {}
    run: list[int] = []
    own = own_lines(page)
    announced = True  # a text that ends with a colon announces the lines below it, a headline its standfirst
    for n in page.open:
        block = page.blocks[n]
        if not (block.prose or block.bulleted or block.open_end or _unstopped(block) or n in own):
            run.append(n)
            continue
        found |= _linked(page, run, announced)
        run, announced = [], block.open_end
    return page.drop(found | _linked(page, run, announced))


def cards(page: Page) -> Page:
    """Drop cards of other stories in the midst of the article: a headline and a lone paragraph off the subject."""
    prose = [n for n in page.open if page.blocks[n].prose]
    topic = Topic([page.blocks[n] for n in prose])
    lone = [
        (above, n)
        for above, n, below in zip(page.open, page.open[1:], page.open[2:], strict=False)
        if page.blocks[n].prose and not _runs_on(page, above, n) and not _runs_on(page, n, below)
    ]
    if len(lone) > _CARDS:
        return page  # an article in short pieces: a list, a live page
    found = [pair for pair in lone if _off_subject(page.blocks[pair[1]], topic) and not page.blocks[pair[0]].prose]
    return page.drop({n: LINK for pair in found for n in pair})


def _off_subject(block: Block, topic: Topic) -> bool:
    share = topic.share(block, inside=True)
    return block.length < _CARD and share is not None and share < _OFF_SUBJECT * topic.usual


def _runs_on(page: Page, above: int, below: int) -> bool:
    """Whether text goes on from one block to the next without a headline or the page's furniture between."""
    apart = any(v is not None and v.weight is not Weight.INSERT for v in page.verdicts[above + 1 : below])
    return not apart and all(page.blocks[n].prose or page.blocks[n].open_end for n in (above, below))


def _linked(page: Page, run: list[int], announced: bool) -> dict[int, Verdict]:
    blocks = [page.blocks[n] for n in run]
    if announced or not run:
        return {}
    above = page.verdicts[run[0] - 1] if run[0] else None
    if above is not None and above.weight is Weight.END:
        return dict.fromkeys(run, LINK)
    size = sum(block.length for block in blocks)
    many = (len(run) >= 3 and size >= 25 * len(run)) or (len(run) == 2 and size >= 70)
    return {n: LINK for n, block in zip(run, blocks, strict=True) if many or _long_headline(block)}


def _unstopped(block: Block) -> bool:
    """Whether it is a sentence that lost its full stop: too long and too much grammar for a headline."""
    return block.length >= _LONGEST_HEADLINE and block.sentence_like


def _long_headline(block: Block) -> bool:
    shouted = (block.plain.isupper() and block.length >= 35) or _SHOUTED_LABEL.match(block.plain)
    sentence = block.sentence_like and (block.grammar >= _TOLD or block.asks)
    happened = block.length >= _LONG_FOR_A_HEADLINE and _HAPPENED.search(block.plain)
    told = sentence or happened or "said" in block.words or _RELATIVE.search(block.plain) is not None
    return bool(shouted) or (_SHORTEST_LINK <= block.length < _LONGEST_LINK and not block.quotation and not told)


def notes_on_authors(page: Page) -> Page:
    """Drop notes on the author behind the article's last paragraphs, and those on who signed it anywhere."""
    last = page.open[-4:]
    found = {n: AUTHOR for n in last if note_on_author(page.blocks[n])}
    signed = [
        name
        for block, verdict in zip(page.blocks, page.verdicts, strict=True)
        if verdict is BYLINE
        for name in byline_names(block)
    ]
    starts = tuple(f"{name}{mark}" for name in signed[:_SIGNED] for mark in (" ", ", "))
    return page.drop(found | {n: AUTHOR for n in page.open if starts and _on_author(page.blocks[n], starts)})


def _on_author(block: Block, starts: tuple[str, ...]) -> bool:
    """Whether a paragraph tells of one of these people: articles hardly speak of their own authors."""
    return block.length <= _LONGEST_NOTE and block.prose and block.plain.startswith(starts)


def loose_ends(page: Page) -> Page:
    """Drop what trails behind the last sentence: subheads of nothing, names, single words."""
    found: dict[int, Verdict] = {}
    for n in reversed(page.open):
        block = page.blocks[n]
        if block.prose or n in page.listed or block.quotation:
            break
        found[n] = AFTER
    return page.drop(found)


STEPS: tuple[Step, ...] = (
    wordless,
    timecodes,
    labelled_captions,
    glued_labels,  # before the wording, which would take the label for a sentence
    wording,
    appeals,
    addresses,
    dates,
    tables,  # after the dates
    picture_credits,
    captions_by_button,
    captions_by_credit,  # needs the credits
    galleries,
    worded_captions,
    shown_twice,  # needs the credits
    credits_below_captions,
    bylines,  # after the credits: "Jo Bloggs/PA" is no author
    threads,
    above_title,  # before the region, which might take a box above for the article
    region,  # needs all of the above: what is known for furniture neither makes nor breaks an article
    other_voice,  # needs the article: whether it speaks to its readers itself, and of what
    drop_headline,  # needs the article, whose words the headline shares
    repeats,
    cards,
    links,
    notes_on_authors,
    loose_ends,
)
