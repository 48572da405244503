"""The headline: the line above the article that is made of the article's words and of few others."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from retrieval.cleaning.blocks import BEFORE, BYLINE, DATELINE, Block, Page, Verdict, Weight
from retrieval.cleaning.captions import acted_caption, caption_worded, captioned
from retrieval.cleaning.dates import is_date_line, mostly_date
from retrieval.cleaning.pagetitle import lines_titled, plain_title, title_again, title_tail, told_above
from retrieval.cleaning.people import is_name, newspaper_like, role
from retrieval.cleaning.vocabulary import FUNCTION_WORDS

HEADLINE = Verdict("headline", Weight.EDGE)
DOUBTFUL = Verdict("headline, perhaps of another story", Weight.EDGE)
STANDFIRST = 40  # characters from which a line between headline and article introduces it
_BELOW_HEADLINES = frozenset((BYLINE, DATELINE))
_ENOUGH = 0.5
_ABOVE = 0.3
_FEWEST = 5  # words of such a headline
_AS_GOOD = 0.15  # of lines that are about as good the first is the headline, the next its standfirst or a caption
_LONGEST_CRY = 100  # characters of a headline that asks, exclaims or ends in a quotation
_CLOSE = 13  # lines above the article within which an unsigned headline stands
_REACH = 25  # the headline is among so many lines above the article
_FAR = 200  # blocks above the article within which a signed headline is looked for
_ENOUGH_FAR = 0.6  # of its words; other stories' headlines are signed, too
_SIGNED_BY_CHANCE = 3  # where more lines have a date or byline below, it is a list of stories
_SHOUTED_BY_CHANCE = 3  # and where more are in capitals, they are sections
_IN_A_LIST = 0.3
_SENTENCE = 90  # characters from which a line that only lacks its full stop is a standfirst or a caption
_STANDFIRST = 100  # characters from which a line below a shorter one introduces the article: headlines are shorter
_TWO_SENTENCES = 120  # and from which two sentences do
_TAGS = 3  # commas that part tags
_TAGS_GRAMMAR = 0.1
_ALIKE = 3  # lines that begin with the same words are a list
_UNDER_END = 2  # so many lines below a heading of other stories are theirs
_FEW_SHARED = 0.35  # of its words that a title has to share with the article
_TRAIL = re.compile(r"\S ?[>»/|›] ?\S")
_SAYS = re.compile(r"""\b(?:said|says|wrote|added|told \w+): ?['"]""")
_NEW_SENTENCE = re.compile(r"""[.?!]['")]?\s?[A-ZÀ-Þ]\w""")
_MARKED = re.compile(r"""[^\w\s"'«»“”‘’„‚¿¡$€£#@\[]+\s""")
# What a player or an offer is labelled with; a headline has a colon behind "Watch", or a verb behind "Video".
_BUTTON = re.compile(
    r"(?:WATCH|LISTEN|VIDEO|PHOTOS?|REPLAY) (?=[A-Z])|(?:Video|Photos?|Audio) of "
    r"|Get [^.]{2,60}\b(?i:delivered|newsletters?|alerts|in your inbox)\b"
)
_FILE = re.compile(r"\(?\.?(?:pdf|docx?|xlsx?|jpe?g|mp3|mp4)\)?$", re.IGNORECASE)
_LITTLE_ABOVE = 0.2  # of the page's running text


def drop_headline(page: Page) -> Page:
    """Drop the headline and its repetitions; take back what stands between it and the article as standfirst."""
    found = headline_at(page)
    where = found.position if found else None
    page = _take_back(page, where)
    if found is None or where is None:
        return page
    why = HEADLINE if found.sure else DOUBTFUL
    verdicts = list(page.verdicts)
    for n in {*lines_titled(page, plain_title(page.blocks[where])), where}:
        if n in (where, 0) or verdicts[n] in (None, BEFORE):
            verdicts[n] = why
    above = {
        n: BEFORE for n in page.open if n < where and found.sure and (found.begins or not page.blocks[n].prose)
    }
    return Page(page.blocks, tuple(verdicts)).drop(above)


@dataclass(frozen=True, slots=True)
class Found:
    """Where the line stands that looks most like the headline, and whether it is the article's beyond doubt.

    `begins` says that nothing above it is the article's, running text included.
    """

    position: int
    sure: bool
    begins: bool = False


def headline_at(page: Page) -> Found | None:
    """Return the line that looks like the article's headline, None where no line does."""
    if not page.open:
        return None
    prose = [n for n in page.open if page.blocks[n].prose]
    vocabulary = {_root(word) for word in {word for n in prose for word in page.blocks[n].words}}
    first = prose[0] if prose else page.open[0]
    if (named := _page_title(page, first, vocabulary)) is not None:
        return named
    near = [n for n in range(max(0, first - _REACH), first + 1) if _may_be(page, n)]
    times = Counter(plain_title(block).lower() for block in page.blocks[:400])
    standing = {n: _standing(page, n, first, times) for n in near}
    listed = sum(_signed(page, n) for n in near) > _SIGNED_BY_CHANCE
    shouted = sum(page.blocks[n].plain.isupper() for n in near) > _SHOUTED_BY_CHANCE
    scores = {
        n: _score(page.blocks[n], vocabulary)
        + standing[n]
        - _IN_A_LIST * (listed or (shouted and page.blocks[n].plain.isupper()))
        for n in near
    }
    most = max(scores.values(), default=0.0)
    best = next((n for n in near if scores[n] >= max(_ENOUGH, most - _AS_GOOD)), None)
    far = None if best is not None and _headed(page, best) else _far_headline(page, first, vocabulary)
    if best is None or (far is not None and _signed_twice(page, far)):
        return None if far is None else Found(far, sure=True)
    rivals = listed and _rivals(page, [n for n in near if scores[n] >= max(_ENOUGH, most - _IN_A_LIST)])
    sure = (
        not (rivals or _of_other_stories(page, best) or _passed_over(page, best, near))
        and _score(page.blocks[best], vocabulary) >= _FEW_SHARED
        and _stands_out(page, best, first - best, times)
    )
    best = _above_standfirst(page, best, vocabulary)
    alone = not any(verdict and verdict is not BEFORE for verdict in page.verdicts)
    if alone and page.blocks[best].sentence_like and title_tail(page.blocks[best]) is None:
        return None  # nothing but text: a first sentence without its full stop
    return Found(best, sure)


def _page_title(page: Page, first: int, vocabulary: set[str]) -> Found | None:
    """Return the line above the article that the page itself is called by.

    A little text may stand above it, of forms and boxes, where it is signed.
    """
    most = _LITTLE_ABOVE * told_above(page, len(page.blocks))
    again = [n for n in title_again(page) if told_above(page, n) <= most]
    among = [n for n in again if _headed(page, n)] or [n for n in again if n < first]
    if not among or _score(page.blocks[among[-1]], vocabulary) < _FEW_SHARED:
        return None
    best, verdict = among[-1], page.verdicts[0]
    near = first - best <= _REACH and (verdict in (None, BEFORE) or verdict.weight is Weight.INSERT)
    return Found(best, sure=True, begins=best > first) if near or title_tail(page.blocks[0]) else None


def _stands_out(page: Page, n: int, distance: int, times: Counter[str]) -> bool:
    """Whether a line is more than any among the lines above an article: signed, or neither short nor far away.

    The article's own first words are no title, however short they are.
    """
    block = page.blocks[n]
    if _headed(page, n):
        return distance > 0
    again = times[plain_title(block).lower()] > 1
    return distance > 0 and len(block.words) >= _FEWEST and (again or distance <= _CLOSE)


def _passed_over(page: Page, best: int, near: list[int]) -> bool:
    """Whether signed lines, each as if over its article, stand between a far line and the article."""
    below = [
        n
        for n in near
        if n > best and _headed(page, n) and plain_title(page.blocks[n]) != plain_title(page.blocks[best])
    ]
    return near[-1] - best > _CLOSE and len(below) >= 2


def _rivals(page: Page, near: list[int]) -> bool:
    """Whether a list of stories on the same has several lines that are about as good."""
    return len({plain_title(page.blocks[n]).lower() for n in near}) > 1


def _far_headline(page: Page, first: int, vocabulary: set[str]) -> int | None:
    """Return a headline that a gallery or a list of films parts from its article: byline or date follow it."""
    scores = {
        n: _score(page.blocks[n], vocabulary)
        for n in range(max(0, first - _FAR), max(0, first - _REACH))
        if _may_be(page, n) and _signed(page, n)
    }
    best = max(scores, key=lambda n: scores[n], default=None)
    return best if best is not None and scores[best] >= _ENOUGH_FAR else None


def _signed(page: Page, n: int) -> bool:
    """Whether a byline or a date stands right below."""
    return any(_signs(page, below) for below in range(n + 1, min(n + 3, len(page.blocks))))


def _signed_twice(page: Page, n: int) -> bool:
    """Whether both a byline and a date stand right below, as of no story that is only linked."""
    return _BELOW_HEADLINES.issubset(page.verdicts[n + 1 : n + 4])


def _headed(page: Page, n: int) -> bool:
    """Whether a byline or a date stands among the few lines below."""
    return any(_signs(page, below) for below in range(n + 1, min(n + 5, len(page.blocks))))


def _signs(page: Page, n: int) -> bool:
    """Whether the line is a date or a byline: a bare name only beside a role or date; menus have names, too."""
    verdict = page.verdicts[n]
    if verdict not in _BELOW_HEADLINES:
        return False
    if verdict is not BYLINE or not is_name(page.blocks[n].plain):
        return True
    beside = [m for m in (n - 1, n + 1, n + 2) if 0 <= m < len(page.blocks)]
    return any(role(page.blocks[m]) or is_date_line(page.blocks[m]) for m in beside)


def _of_other_stories(page: Page, n: int) -> bool:
    """Whether a heading of other stories stands above the line, or beside it others that begin as it does."""
    above = page.verdicts[max(0, n - (1 if _headed(page, n) else _UNDER_END)) : n]
    if any(verdict and verdict.weight is Weight.END for verdict in above):
        return True
    beside = [page.blocks[m].words for m in range(max(0, n - 2), min(n + 3, len(page.blocks)))]
    own = page.blocks[n].words
    return len({words for words in beside if words[:2] == own[:2]}) >= _ALIKE


def _above_standfirst(page: Page, n: int, vocabulary: set[str]) -> int:
    """Step up from a standfirst, which may share more words with the article, to the shorter headline above it."""
    above = page.blocks[n - 1] if n else page.blocks[n]
    longer = page.blocks[n].length >= max(_STANDFIRST, above.length + 1) or page.blocks[n].sentence_like
    shorter = len(above.words) >= _FEWEST and longer and _may_be(page, n - 1)
    return n - 1 if shorter and _score(above, vocabulary) >= _ABOVE else n


def _standing(page: Page, n: int, first: int, times: Counter[str]) -> float:
    """Return what the place of a line says for its being the headline."""
    block = page.blocks[n]
    signs = (
        (0.25, _headed(page, n)),
        (0.15, _signed_twice(page, n)),
        (0.2, times[plain_title(block).lower()] > 1 or title_tail(block) is not None),
        (0.15, n == 0 or first - n <= 2),
        (-0.3, caption_worded(block) or captioned(block) or _of_other_stories(page, n)),
        (-0.3, n > 0 and (above := page.verdicts[n - 1]) is not None and above.reason == "sound or video player"),
        (-0.3, times[block.low.partition(" ")[2]] > 1),  # "Replay Rain ahead": a button beside the headline
        (-0.2, block.sentence_like or (block.quotation and block.plain.endswith(('"', "'")))),
    )
    return sum(worth for worth, holds in signs if holds)


def _may_be(page: Page, n: int) -> bool:
    block, verdict = page.blocks[n], page.verdicts[n]
    if verdict is not None and verdict is not BEFORE and not _acted(page, n):
        return False
    if block.plain.startswith("(") or mostly_date(block) or (block.length >= _SENTENCE and block.sentence_like):
        return False
    if len(_TRAIL.findall(block.text[:300])) >= 2 or _outlet_alone(block) or _FILE.search(block.plain):
        return False  # a trail such as "Home > News > Politics", the outlet's name, or a file's
    if block.bulleted or _MARKED.match(block.plain) or _BUTTON.match(block.plain) or _listing(block):
        return False
    right_size = not _told(block) and 3 <= len(block.words) <= 28 and 15 <= block.length <= 200
    return (
        right_size
        and not (block.terminal and (block.plain[-1:] in ".。।။" or block.length > _LONGEST_CRY))
        and not (block.open_end or block.unstopped)
        and not is_name(block.plain)
    )


def _listing(block: Block) -> bool:
    """Whether a line lists tags, or is what a picture stands for: in small letters throughout."""
    tags = block.plain.count(", ") >= _TAGS and block.grammar < _TAGS_GRAMMAR
    return tags or block.plain == block.low or is_name(block.plain.partition(", ")[0])


def _told(block: Block) -> bool:
    """Whether a line without its tail is a sentence or two: a caption above its credit, or a standfirst."""
    title = Block(block.line, plain_title(block))
    if _SAYS.search(title.plain):
        return True
    return (title.terminal and title.plain.endswith(".")) or (
        block.length >= _TWO_SENTENCES and _NEW_SENTENCE.search(title.plain) is not None
    )


def _acted(page: Page, n: int) -> bool:
    """Whether a line was taken for a caption only because it says in the present tense what somebody does."""
    verdict, below = page.verdicts[n], page.verdicts[n + 1] if n + 1 < len(page.verdicts) else None
    if verdict is None or verdict.reason != "photo caption" or (below and below.reason == "picture credit"):
        return False
    return acted_caption(page.blocks[n]) and not (captioned(page.blocks[n]) or caption_worded(page.blocks[n]))


def _outlet_alone(block: Block) -> bool:
    return len(block.words) <= 5 and newspaper_like(block.plain.strip(" |:>-").title())


def _score(block: Block, vocabulary: set[str]) -> float:
    """Return the share of the line's own words that the article uses; few words count for less."""
    own = [
        _root(word)
        for word in Block(block.line, plain_title(block)).words
        if word not in FUNCTION_WORDS and len(word) > 2
    ]
    shared = sum(root in vocabulary for root in own)
    return round(shared / (len(own) + 1), 2) if shared else -1.0


def _root(word: str) -> str:
    return word.removesuffix("'s")[:5]


def _take_back(page: Page, where: int | None) -> Page:
    """Reopen lines between headline and article that introduce it; without a headline only whole sentences."""
    first = next((n for n in page.open if (where is None or n > where) and page.blocks[n].prose), None)
    if first is None:
        return page
    verdicts: list[Verdict | None] = list(page.verdicts)
    for n in reversed(range(0 if where is None else where + 1, first)):
        verdict, block = verdicts[n], page.blocks[n]
        if verdict is not None and verdict is BEFORE:
            if where is None and not block.sentence_like:
                break
            if where is None or _introduces(block, page.blocks[where]):
                verdicts[n] = None
    return Page(page.blocks, tuple(verdicts))


def _introduces(block: Block, headline: Block) -> bool:
    if block.low == headline.low:
        return False
    long = block.length >= STANDFIRST
    return block.prose or (long and (block.bulleted or block.grammar >= 0.2))
