"""Readers' comments below an article, told by those who sign them."""

from __future__ import annotations

import re

from retrieval.cleaning.blocks import Page, Verdict, Weight
from retrieval.cleaning.dates import has_day
from retrieval.cleaning.furniture import COMMENTS

THREAD = Verdict(COMMENTS.reason, Weight.END)

_SIGNATURE = re.compile(
    r"\W*(?:posted|submitted|written|comment) by\b.{2,80}|.{1,90} (?:says|said|wrote|writes):?"
    r"|\d{1,3} (?:minutes?|hours?|days?|weeks?|months?|years?) ago\b.*"
)
_THREAD = 30  # blocks among which three signed comments stand
_OPENING = 8  # blocks above the first of them among which the heading of the comments stands
_ENOUGH_ABOVE = 600  # characters of running text that make an article above them
_LONGEST_DATE_LINE = 120  # characters


def threads(page: Page) -> Page:
    """Drop readers' comments: from where three of them are signed on, below an article that stands above them."""
    signed = [n for n in range(len(page.blocks)) if _signs_comment(page, n)]
    start = next((a for a, _, c in zip(signed, signed[1:], signed[2:], strict=False) if c - a <= _THREAD), None)
    if start is None:
        return page
    above = range(max(0, start - _OPENING), start)
    start = next((n for n in above if page.verdicts[n] is COMMENTS), start)
    told = sum(page.blocks[n].length for n in page.open if n < start and page.blocks[n].prose)
    return page.drop(dict.fromkeys(range(start, len(page.blocks)), THREAD) if told >= _ENOUGH_ABOVE else {})


def _signs_comment(page: Page, n: int) -> bool:
    """Whether a line says who wrote a comment, and when: in itself or in the line below."""
    if not _SIGNATURE.fullmatch(page.blocks[n].low):
        return False
    below = page.blocks[n + 1] if n + 1 < len(page.blocks) else page.blocks[n]
    return any(has_day(block) and block.length < _LONGEST_DATE_LINE for block in (page.blocks[n], below))
