"""What a page tells of its article besides the text, each fact with where it stood. None beats a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from retrieval.cleaning.blocks import AFTER, BYLINE, Block, Page, Weight
from retrieval.cleaning.dates import Printed, dated_name, is_date_line, mostly_date, printed_dates, stamps
from retrieval.cleaning.folding import unfolded_length
from retrieval.cleaning.headline import HEADLINE
from retrieval.cleaning.outlets import find_outlet
from retrieval.cleaning.pagetitle import plain_title
from retrieval.cleaning.people import byline_names, is_name, role
from retrieval.model import Facts, PartialDate

_URL = re.compile(
    r"(?:(?P<label>url|link|source|permalink|canonical|read (?:it )?at|original|quelle"
    r"|from)\W{1,3})?(?P<url>https?://[^\s<>\"]{4,300})",
    re.IGNORECASE,
)
_ABOVE = 12  # so many blocks above the article may belong to it: headline, byline, date
_OVER = 4  # and so many above its headline
_INTO = 3  # a date or byline may stand below the first paragraphs
_UNDER = 4  # so many lines may stand between a headline and a section or place with the date
_BELOW = 4  # or right below the last one


def read_facts(page: Page) -> Facts:
    """Read the facts off a judged page."""
    evidence: dict[str, str] = {}
    title = _title(page, evidence)
    outlet = find_outlet(page)
    if outlet:
        evidence["outlet"] = outlet[1]
    printed = _date(page, evidence)
    return Facts(
        outlet=outlet[0] if outlet else None,
        date=printed,
        date_basis="printed" if printed else None,
        title=title,
        authors=_authors(page, evidence),
        url=_url(page, evidence),
        evidence=evidence,
    )


def _title(page: Page, evidence: dict[str, str]) -> str | None:
    """Return the headline in its own characters, without the section before it or the outlet behind it."""
    for block, verdict in zip(page.blocks, page.verdicts, strict=True):
        if verdict is HEADLINE:
            evidence["title"] = f"line {block.line}"
            start = block.plain.find(plain_title(block))
            first = unfolded_length(block.text, start)
            return block.text[first : unfolded_length(block.text, start + len(plain_title(block)))].strip()
    return None


def _near(page: Page, below: int = _BELOW, above_headline: int = _OVER) -> Iterator[tuple[int, Block]]:
    """Yield the blocks that stand about the article's beginning, then those right below its end."""
    if not page.open:
        return
    first, last = page.open[0], page.open[-1]
    headline = _headline_above(page, first)
    start = max(0, min(first, headline) - (above_headline if headline < first else _ABOVE))
    into = min(page.open[:_INTO][-1], first + _ABOVE)  # where players and buttons stand below the standfirst
    above = range(start, min(max(first + _INTO * 2, into), last))
    end = range(last + 1, min(last + 1 + below, len(page.blocks)))
    for n in (*above, *takewhile(lambda n: not _ends(page, n), end)):
        if page.verdicts[n] is not None:
            yield n, page.blocks[n]


def _headline_above(page: Page, first: int) -> int:
    """Return where the headline stands, else `first`; the page's title in the very first line is far from it."""
    titled = [n for n, verdict in enumerate(page.verdicts) if verdict is HEADLINE] or [first]
    again = titled[0] == 0 and titled[1:] and titled[1] < first
    return titled[1] if again else titled[0]


def _ends(page: Page, n: int) -> bool:
    verdict = page.verdicts[n]
    return verdict is not None and verdict is not AFTER and verdict.weight in (Weight.END, Weight.STOP)


def _date(page: Page, evidence: dict[str, str]) -> PartialDate | None:
    """Return the printed date: one labelled as published, else a line's own, else the first of an update."""
    farther = (piece for piece in _near(page, 0, _ABOVE) if _below_byline(page, piece[0]))
    found = _dated(page, _near(page)) or _dated(page, farther)
    if not found:
        return None
    best = min(rank for rank, _, _ in found)
    rank, block, printed = next(piece for piece in found if piece[0] == best)
    alike = [(where, other.date) for r, where, other in found if r == rank]
    days = {date.first for _, date in alike if date.precision == printed.date.precision}
    beside = [where for where, _ in alike if where is not block]
    if len(days) > 1 and (beside or printed.date.first > min(days) or not stamps(block)):
        return None  # two dates with nothing to tell which is the article's
    evidence["date"] = f"line {block.line}: {block.plain[:80]}"
    return printed.date


def _dated(page: Page, blocks: Iterable[tuple[int, Block]]) -> list[tuple[int, Block, Printed]]:
    """Return the dates of these blocks that may be the article's, with their rank; the lowest is the best."""
    found: list[tuple[int, Block, Printed]] = []
    for n, block in blocks:
        if _of_a_picture(page, n):
            continue
        if is_date_line(block) or byline_names(block) or block.length <= 120:
            trusted = is_date_line(block) or byline_names(block) or _stamped(page, n)
            named = not trusted and _under_headline(page, n) and dated_name(block)
            found += (
                (_rank(printed) + 2 * named, block, printed)
                for printed in printed_dates(block)
                if trusted or printed.labelled or (named and printed.date.precision == "day")
            )
    return found


def _of_a_picture(page: Page, n: int) -> bool:
    """Whether a line below the article's first words stands above a credit but below no byline: a picture's."""
    below = page.verdicts[n + 1] if n + 1 < len(page.verdicts) else None
    credited = n > page.open[0] and below is not None and below.reason == "picture credit"
    return credited and not _below_byline(page, n)


def _below_byline(page: Page, n: int) -> bool:
    return BYLINE in page.verdicts[max(0, n - 2) : n]


def _under_headline(page: Page, n: int) -> bool:
    """Whether a line that is no caption stands between the headline and the article's first words."""
    verdict = page.verdicts[n]
    if verdict is None or "caption" in verdict.reason or n > page.open[0]:
        return False
    return HEADLINE in page.verdicts[max(0, n - _UNDER) : n]


def _stamped(page: Page, n: int) -> bool:
    """Whether a line near the article's first words, no caption, has a day, a time and little else."""
    verdict, start = page.verdicts[n], page.open[: _INTO + 1][-1]
    return verdict is not None and "caption" not in verdict.reason and n < start and mostly_date(page.blocks[n])


def _rank(printed: Printed) -> int:
    if printed.labelled:
        return 0
    return 2 if printed.later else 1


def _authors(page: Page, evidence: dict[str, str]) -> tuple[str, ...]:
    """Return the names of the bylines, else of a name with a role beside it, else of one beside the headline."""
    names = [name for _, block in _near(page) for name in byline_names(block)]
    if not names:
        names = [block.plain for n, block in _near(page, 2) if is_name(block.plain) and _signed(page, n)]
    unique = tuple(dict.fromkeys(names))[:8]
    if unique:
        evidence["authors"] = next(
            (f"line {block.line}: {block.plain[:80]}" for _, block in _near(page) if unique[0] in block.plain),
            unique[0],
        )
    return unique


def _signed(page: Page, n: int) -> bool:
    beside = [m for m in (n - 1, n + 1) if 0 <= m < len(page.blocks)]
    return any(
        page.verdicts[m] is HEADLINE or role(page.blocks[m]) or is_date_line(page.blocks[m]) for m in beside
    )


def _url(page: Page, evidence: dict[str, str]) -> str | None:
    """Return an address that stands in a line of its own: labelled, or among the first lines of the page."""
    for n, block in enumerate(page.blocks):
        found = _URL.fullmatch(block.plain) if block.length <= 330 and page.verdicts[n] else None
        if found and (found["label"] or n < 3):
            evidence["url"] = f"line {block.line}"
            return found["url"]
    return None
