"""What players of sound and video print as lines: transcripts, and lists of other videos with their lengths."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from retrieval.cleaning.blocks import Page, Verdict

TRANSCRIPT = Verdict("transcript of a video")
OTHER_VIDEO = Verdict("link to another video")

_CODE = re.compile(r"(\d\d):([0-5]\d) (?=\S)")
_FEWEST = 5  # lines one after the other; fewer may be the hours of a programme
_MOST_SENTENCES = 0.5  # of the lines
_BEGINNING = 60  # seconds, within which a transcript begins


def timecodes(page: Page) -> Page:
    """Drop runs of lines that begin with minutes and seconds, most of them without a full stop.

    In a transcript these ascend from the beginning; in a list of videos they go up and down. The hours of a
    chronicle or a live page look the same, but whole sentences stand behind them.
    """
    found: dict[int, Verdict] = {}
    for run in _coded(page):
        if sum(page.blocks[n].terminal for n in run) > _MOST_SENTENCES * len(run):
            continue
        times = list(run.values())
        ascending = all(before <= after for before, after in pairwise(times))
        descending = all(before >= after for before, after in pairwise(times))
        if ascending and times[0] < _BEGINNING:
            found |= dict.fromkeys(run, TRANSCRIPT)
        elif not (ascending or descending):
            found |= dict.fromkeys(run, OTHER_VIDEO)
    return page.drop(found)


def _coded(page: Page) -> Iterator[dict[int, int]]:
    """Yield the runs of such lines, each with its seconds; other steps may have judged single ones."""
    codes = [_CODE.match(block.plain) for block in page.blocks]
    for coded, run in groupby(range(len(codes)), lambda n: codes[n] is not None):
        times = {n: 60 * int(code[1]) + int(code[2]) for n in run if (code := codes[n])}
        if coded and len(times) >= _FEWEST:
            yield times
