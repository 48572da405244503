"""Where the article begins and ends: the stretch of the page with the most running text and the least else.

Every block gets a mark in characters: running text counts for its length, anything else against. The article is
the stretch with the greatest sum (the maximum-sum segment; Bentley, "Programming Pearls", 1984): a gallery or an
advertisement is crossed where enough text follows, a list of other stories with their summaries is not. A second
look knows what the article is about: a lone paragraph between headlines then counts for as much as it shares with
the article, and at each boundary within the stretch the text behind it must be about the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set
from itertools import accumulate

from retrieval.cleaning.appeals import speaks_to_reader
from retrieval.cleaning.blocks import BYLINE, Block, Page, Weight
from retrieval.cleaning.furniture import COMMENTS
from retrieval.cleaning.own_lines import own_lines
from retrieval.cleaning.people import byline_names, note_on_author
from retrieval.cleaning.topic import OTHER_STORY, Topic, shares_behind

_MARKS = {Weight.INSERT: -3.0, Weight.EDGE: -12.0, Weight.END: -250.0, Weight.STOP: float("-inf")}
_ENDED = -1000.0  # a second heading of other stories with no running text since the first
_HEADLINE = -65.0  # a line of a few words that is no sentence
_LABEL = -20.0  # a line of up to three words
_ITEM = 5.0  # an item of a list below text or another item
_LOOSE_ITEM = -20.0  # an item of a list anywhere else
_NEARBY = 15  # blocks
_LONGEST_LIST = 30  # lines
_ANNOUNCES = 20.0  # a line that ends in a colon
_ALONE = 0.25  # how much of a lone paragraph counts, before it is known what the article is about
_ALONE_LONG = 0.6  # and of one that is longer than most summaries of other stories
_SUMMARY = 180
_SHARED = (
    0.3  # a paragraph that shares this much with the article counts in full, one that shares nothing not at all
)
_MOST = 600  # one huge paragraph shall not outweigh everything
_FIRST = 0.4  # an earlier stretch of this share of the best one is the article; the rest is another one
_LESS = 0.5  # of what paragraphs usually have in common: summaries of other stories have less
_CARDS = 0.6  # of the paragraphs behind a headline: if so many stand alone, they are summaries
_TEASERS = 3  # so many short texts of other stories may stand above the article
_ENOUGH_BEFORE = 1_000  # characters of running text that make an article which may end at a boundary

Marker = Callable[[int, float], float]


def find_article(page: Page) -> tuple[int, int] | None:
    """Return the positions (first, behind the last) of the article; None where there is no running text."""
    own = own_lines(page)
    core = _best_stretch([_mark(page, n, own, _unseen) * _voice(page, n) for n in range(len(page.blocks))])
    if core is None:
        return None
    inside = range(*core)
    topic = Topic([page.blocks[n] for n in inside if _is_prose(page, n)])

    def seen(n: int, size: float) -> float:
        share = topic.share(page.blocks[n], inside=n in inside)
        weighed = _ALONE * size if share is None else size * min(1.0, share / _SHARED)
        return max(weighed, _unseen(n, size)) if n in inside else weighed

    start, stop = _stretch_about(core, [_mark(page, n, own, seen) for n in range(len(page.blocks))])
    start, stop = _one_story(page, start, stop)
    return start, _signed_off(page, start, stop)


def _unseen(_position: int, size: float) -> float:
    """Weigh a lone paragraph before it is known what the article is about."""
    return size * (_ALONE if size < _SUMMARY else _ALONE_LONG)


def _voice(page: Page, position: int) -> float:
    """Words to the reader count half at first: where the article speaks so throughout, all of it does."""
    return 0.5 if page.verdicts[position] is None and speaks_to_reader(page.blocks[position]) else 1.0


def _is_prose(page: Page, position: int) -> bool:
    return page.verdicts[position] is None and page.blocks[position].prose


def _best_stretch(marks: Sequence[float]) -> tuple[int, int] | None:
    stretches = _stretches(marks)
    best = max((total for total, _, _ in stretches), default=0.0)
    return next(((start, stop) for total, start, stop in stretches if total >= _FIRST * best), None)


def _stretch_about(core: tuple[int, int], marks: Sequence[float]) -> tuple[int, int]:
    """Return the best of the stretches that the core belongs to."""
    meeting = [piece for piece in _stretches(marks) if piece[1] < core[1] and core[0] < piece[2]]
    return max(meeting, default=(0.0, *core))[1:]


def _mark(page: Page, position: int, own: Set[int], alone: Marker) -> float:
    """Return what the block at this position counts for; `alone` weighs a paragraph without another beside it."""
    verdict = page.verdicts[position]
    if verdict is not None:
        return _mark_of_furniture(page, position, verdict.weight)
    block = page.blocks[position]
    if not block.prose:
        return _ITEM if position in own else _mark_of_line(page, position)
    size = float(min(block.length, _MOST))
    return alone(position, size) if _stands_alone(page, position) else size


def _mark_of_furniture(page: Page, position: int, weight: Weight) -> float:
    if weight is Weight.END and _shown_again(page, position):
        return _MARKS[Weight.INSERT]
    if weight is Weight.END and _another_end(page, position):
        return _ENDED
    if weight is Weight.STOP and not _thread_below(page, position):
        return _MARKS[Weight.END] / 2  # a link to the comments, or their number
    return _MARKS[weight]


def _thread_below(page: Page, position: int) -> bool:
    """Whether readers' comments follow: names, times and buttons between them. Behind other stops anything may."""
    if page.verdicts[position] is not COMMENTS:
        return True
    below = page.verdicts[position + 1 : position + 16]
    signs = sum(
        (verdict is not None and verdict.weight is Weight.EDGE) or verdict is COMMENTS for verdict in below
    )
    sure = sum(verdict is not None and verdict.reason == COMMENTS.reason for verdict in below)
    prose = sum(_is_prose(page, n) for n in range(position + 1, min(position + 16, len(page.blocks))))
    return signs >= 3 and (signs >= prose or (sure >= 3 and 3 * sure >= prose))


def _mark_of_line(page: Page, position: int) -> float:
    block = page.blocks[position]
    if block.bulleted:
        return _ITEM if position in page.listed and _prose_beside(page, position, -1) else _LOOSE_ITEM
    if block.open_end and len(block.words) >= 4:
        return _ANNOUNCES
    if _announced(page, position):
        return _ITEM
    return _LABEL if len(block.words) <= 3 else _HEADLINE


def _announced(page: Page, position: int) -> bool:
    """Whether running text that ends in a colon stands above the line, or above a list that it belongs to."""
    for above in range(position - 1, max(-1, position - _LONGEST_LIST), -1):
        block = page.blocks[above]
        if page.verdicts[above] is not None or block.prose:
            return False
        if block.open_end and len(block.words) >= 4:
            return _prose_beside(page, above, -1)
    return False


def _shown_again(page: Page, position: int) -> bool:
    """Whether the heading and the line below stood just above: a box that a page shows twice."""
    twice = [block.low for block in page.blocks[position : position + 2]]
    above = range(max(0, position - _NEARBY), position - 1)
    return any([block.low for block in page.blocks[n : n + 2]] == twice for n in above)


def _another_end(page: Page, position: int) -> bool:
    for before in range(position - 1, max(-1, position - _NEARBY), -1):
        verdict = page.verdicts[before]
        if verdict is not None and verdict.weight is Weight.END:
            return True
        if verdict is None and page.blocks[before].prose:
            return False
    return False


def _prose_beside(page: Page, position: int, step: int) -> bool:
    """Whether the next block in this direction that is no insertion is running text or part of a list."""
    position += step
    while 0 <= position < len(page.blocks):
        verdict = page.verdicts[position]
        if verdict is None:
            return _runs_on(page.blocks[position])
        if verdict.weight is not Weight.INSERT:
            return False
        position += step
    return False


def _runs_on(block: Block) -> bool:
    return block.prose or block.open_end or block.bulleted


def _signed_off(page: Page, start: int, stop: int) -> int:
    """Where the article ends: at the note on who signed it, once it has told enough to be one."""
    names = {
        name
        for block, verdict in zip(page.blocks[:stop], page.verdicts[:stop], strict=True)
        if verdict is BYLINE
        for name in (*byline_names(block), block.plain)
    }
    told = 0
    for n in range(start, stop):
        block = page.blocks[n]
        if page.verdicts[n] is not None or not block.prose:
            continue
        of_author = block.plain.startswith(tuple(f"{name} " for name in names)) and note_on_author(block)
        if of_author and told >= _ENOUGH_BEFORE:
            return n + 1
        told += block.length
    return stop


def _one_story(page: Page, start: int, stop: int) -> tuple[int, int]:
    """Cut the stretch where it turns to another story; one that comes first may be a teaser, so look again."""
    for _ in range(_TEASERS):
        turn = _turn(page, start, stop)
        if turn is None:
            break
        at, is_end = turn
        if is_end:
            return start, at
        start = at
    return start, stop


def _turn(page: Page, start: int, stop: int) -> tuple[int, bool] | None:
    """Return where the stretch turns to another story, and whether the article is the part before it.

    The larger side is the article, or the first one, where it is long enough for one.
    """
    prose = [n for n in range(start, stop) if _is_prose(page, n)]
    blocks = [page.blocks[n] for n in prose]
    behind = shares_behind(blocks)
    before = [None, *reversed(shares_behind(blocks[::-1]))]  # at k: of the words before k, known behind it
    sizes = [0, *accumulate(block.length for block in blocks)]
    usual = Topic(blocks).usual
    lone = [0, *accumulate(_stands_alone(page, n) for n in prose)]
    for k in range(1, len(prose)):
        first = sizes[k] >= sizes[-1] - sizes[k]
        share = behind[k] if first else before[k]
        cards = first and lone[-1] - lone[k] >= _CARDS * (len(prose) - k)
        if share is None or share >= max(OTHER_STORY, _LESS * usual if cards else 0.0):
            continue
        at = next((n for n in range(prose[k - 1] + 1, prose[k]) if _boundary(page, n, cards)), None)
        if at is not None:
            return at, first or sizes[k] >= _ENOUGH_BEFORE
    return None


def _boundary(page: Page, n: int, cards: bool) -> bool:
    """Whether another story may begin here: at a heading of such, or at a headline with its byline or date.

    Where lone paragraphs follow (`cards`), a headline without them will do.
    """
    verdict = page.verdicts[n]
    if verdict is not None:
        return verdict.weight is Weight.END
    block = page.blocks[n]
    headline = len(block.words) >= 4 and not block.bulleted and not block.open_end
    signed = any(below is not None and below.weight is Weight.EDGE for below in page.verdicts[n + 1 : n + 3])
    return headline and (cards or signed)


def _stands_alone(page: Page, position: int) -> bool:
    return not (_prose_beside(page, position, -1) or _prose_beside(page, position, 1))


def _stretches(marks: Sequence[float]) -> list[tuple[float, int, int]]:
    """Return the best stretch of each run whose sum stays positive: (sum, first, behind the last), in order."""
    found: list[tuple[float, int, int]] = []
    total, best, start, stop = 0.0, 0.0, 0, 0
    for position, mark in enumerate(marks):
        if total <= 0:
            if best > 0:
                found.append((best, start, stop))
            total, best, start, stop = 0.0, 0.0, position, position
        total += mark
        if total > best:
            best, stop = total, position + 1
    if best > 0:
        found.append((best, start, stop))
    return found
