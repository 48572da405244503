"""The steps that drop what belongs to pictures: captions, credits, galleries."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise, takewhile
from statistics import median_high

from retrieval.cleaning.blocks import Block, Page, Verdict
from retrieval.cleaning.captions import (
    acted_caption,
    caption_worded,
    captioned,
    credit_only,
    dated,
    label,
    pictured,
    posed,
)
from retrieval.cleaning.people import byline_names, is_name

CAPTION = Verdict("photo caption")
CREDIT = Verdict("picture credit")
LABEL = Verdict("label that comes again and again")

_CAPTION_BUTTON = re.compile(r"(?:hide|show|toggle|close) captions?\W*")
_AGAIN = 3
_DATED_HEAD = re.compile(r"\b(?:19|20)\d\d\b|^\W*\d{1,3}\b")
_LONGEST_CAPTION = 300  # characters, of a single picture
_CAPTIONED = 3  # credits from which on a page is known to set captions above them
_SHORT_BESIDE = 0.5  # of the median of its paragraphs' lengths
_SENTENCE = 60  # characters; less may be a name or a cry
_BESIDE = 2  # blocks from one to the next, where only one is between them
_MOST_TWINS = 0.3  # of the page's running text
_DAY_LAST = re.compile(
    r"\w, (?:\w+day, )?(?:[A-Z][a-z]{2,8}\.? \d{1,2},|\d{1,2} [A-Z][a-z]{2,8}) (?:19|20)\d\d\.?$"
)
_WHOLE_DAY = re.compile(r"\d{1,2},? (?:19|20)\d\d\b|\d (?:[A-Z][a-z]{2,8}) (?:19|20)\d\d\b")


def labelled_captions(page: Page) -> Page:
    """Drop labels such as "Image caption," or "Credit..." and what they announce."""
    found: dict[int, Verdict] = {}
    for n, block in enumerate(page.blocks[:-1]):
        kind = label(block) if block.length <= 20 else None
        if kind:
            short = page.blocks[n + 1].length <= (400 if kind == "caption" else 80)
            found |= {n: CREDIT} | ({n + 1: CAPTION if kind == "caption" else CREDIT} if short else {})
    return page.drop(found)


def picture_credits(page: Page) -> Page:
    """Drop picture credits, and captions that end in one."""
    found = {n: CREDIT for n in page.open if credit_only(page.blocks[n])}
    return page.drop({n: CAPTION for n in page.open if captioned(page.blocks[n])} | found)


def captions_by_button(page: Page) -> Page:
    """Drop the caption above a button that hides it, or shows it, and those of its gallery above."""
    found: dict[int, Verdict] = {}
    for n, block in enumerate(page.blocks):
        if n and block.length <= 20 and _CAPTION_BUTTON.fullmatch(block.low) and page.blocks[n - 1].length <= 600:
            above = takewhile(
                lambda m: page.verdicts[m] is None and pictured(page.blocks[m]), range(n - 2, -1, -1)
            )
            found |= dict.fromkeys((n - 1, *above), CAPTION)
    return page.drop(found)


def captions_by_credit(page: Page) -> Page:
    """Drop the caption above a line that is only a credit: it has no full stop, speaks of what is seen, or says
    again the line above it, the standfirst.

    And whole sentences, where what stands above the credits of a page is short beside its paragraphs throughout.
    """
    above = dict.fromkeys(n for n in page.open if _credited(page, n))
    lengths = [page.blocks[n].length for n in page.open if page.blocks[n].prose and n not in above]
    usual = median_high(lengths) if lengths else 0
    short = len(above) >= _CAPTIONED and all(page.blocks[n].length <= _SHORT_BESIDE * usual for n in above)
    return page.drop({n: CAPTION for n in above if short or _like_caption(page.blocks[n]) or _says_again(page, n)})


def _credited(page: Page, n: int) -> bool:
    return n + 1 < len(page.blocks) and page.verdicts[n + 1] is CREDIT


def _says_again(page: Page, n: int) -> bool:
    return n > 0 and page.verdicts[n - 1] is None and page.blocks[n].words == page.blocks[n - 1].words


def _like_caption(block: Block) -> bool:
    if block.length > 600 or block.quotation:
        return False
    return not block.terminal or caption_worded(block) or (block.length <= 300 and acted_caption(block))


def galleries(page: Page) -> Page:
    """Drop the entries of a gallery: lines that begin alike, mostly without full stop, dated or credited, and runs
    of texts that say what is done in a picture and on which day.
    """
    heads: dict[str, list[int]] = {}
    for n, block in enumerate(page.blocks):
        if len(block.words) >= 4:
            heads.setdefault(" ".join(block.words[:4]), []).append(n)
    alike = [same for same in heads.values() if len(same) >= 4 and _captions_alike(page, same)]
    found = [[n for n in same if _of_gallery(page, n)] for same in alike]
    return page.drop(dict.fromkeys(_dated_pictures(page), CAPTION) | {n: CAPTION for same in found for n in same})


def _of_gallery(page: Page, n: int) -> bool:
    """Whether an entry is no paragraph that only begins as the captions do, nor an item of a list of figures."""
    block = page.blocks[n]
    return not block.bulleted and (_credited(page, n) or _headed(block) or not block.prose)


def _headed(block: Block) -> bool:
    """Whether it begins with a number, or has a year near its beginning."""
    return _DATED_HEAD.search(block.plain[:80]) is not None


def _dated_pictures(page: Page) -> list[int]:
    """The positions of such texts: four or more one after the other, most with a day, many with a pose."""
    runs: list[list[int]] = [[]]
    for n in page.open:
        if pictured(page.blocks[n]):
            runs[-1].append(n)
        elif runs[-1]:
            runs.append([])
    return [n for run in runs if _gallery([page.blocks[n] for n in run]) for n in run]


def _gallery(blocks: list[Block]) -> bool:
    days, poses = sum(map(dated, blocks)), sum(map(posed, blocks))
    return len(blocks) >= 4 and days >= 0.7 * len(blocks) and poses >= 0.3 * len(blocks)


def _captions_alike(page: Page, positions: list[int]) -> bool:
    loose = sum(not page.blocks[n].terminal for n in positions)
    headed = sum(_headed(page.blocks[n]) for n in positions)
    credited = sum(_credited(page, n) for n in positions)
    return loose > 0.5 * len(positions) and max(headed, credited) > 0.5 * len(positions)


def worded_captions(page: Page) -> Page:
    """Drop lines without a full stop that place people in a picture, or say what they do in it; and sentences that
    tell what is done in the present tense, but on a day with its year, or with place and day below a bare name.
    """
    return page.drop(
        {
            n: CAPTION
            for n in page.open
            if _loose_caption(page.blocks[n]) or _of_a_day(page.blocks[n]) or _below_name(page, n)
        }
    )


def _below_name(page: Page, n: int) -> bool:
    """Whether it ends with a place and a whole day, below the bare name of who took the picture."""
    block = page.blocks[n]
    named = n > 0 and is_name(page.blocks[n - 1].plain)
    return named and block.length <= _LONGEST_CAPTION and pictured(block) and bool(_DAY_LAST.search(block.plain))


def _of_a_day(block: Block) -> bool:
    told = block.length <= _LONGEST_CAPTION and pictured(block) and dated(block) and posed(block)
    return told and _WHOLE_DAY.search(block.plain) is not None


def _loose_caption(block: Block) -> bool:
    if block.terminal or block.open_end or block.bulleted or block.quotation:
        return False
    return caption_worded(block) or (40 <= block.length <= 300 and acted_caption(block))


def shown_twice(page: Page) -> Page:
    """Drop what stands twice side by side, but for a credit between: captions, and what players and boxes show.

    And what a caption says again. A page on which much stands twice was only copied twice over.
    """
    known = {block.low for block, v in zip(page.blocks, page.verdicts, strict=True) if v is CAPTION}
    said = {n for n in page.open if page.blocks[n].length >= _SENTENCE and page.blocks[n].low in known}
    twins = said | {
        twin
        for above, below in pairwise(page.open)
        if page.blocks[above].low == page.blocks[below].low
        and below - above <= _BESIDE
        and page.blocks[above].length >= _SENTENCE
        for twin in (above, below)
    }
    many = len(twins) > _MOST_TWINS * sum(page.blocks[n].prose for n in page.open)
    return page if many else page.drop(dict.fromkeys(twins, CAPTION))


def credits_below_captions(page: Page) -> Page:
    """Drop a name or two below a caption, whatever agency that is, and labels that come again and again."""
    times = Counter(block.low for block in page.blocks)
    found = {n: CREDIT for n in page.open if n and page.verdicts[n - 1] is CAPTION and _short_name(page.blocks[n])}
    again = {n: LABEL for n in page.open if times[page.blocks[n].low] >= _AGAIN and _short_name(page.blocks[n])}
    return page.drop(found | again)


def _short_name(block: Block) -> bool:
    return (
        not byline_names(block)
        and block.length <= 40
        and len(block.words) <= 4
        and block.plain[:1].isupper()
        and not block.terminal
    )
