"""Is a quotation word for word what an article says? Pure functions over words, blind to quotation marks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_QUOTED = re.compile(r"[\"“”„«»](.+?)[\"“”«»]", re.DOTALL)
NEAR = 0.6  # share of words in common, 2·M/T as difflib counts it, from which a passage is "nearest", not another

Change = Literal["same", "theirs", "ours"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a text has it, and as it is compared: without case or the kind of apostrophe."""

    start: int
    end: int
    key: str


@dataclass(frozen=True, slots=True)
class Match:
    """The stretch of a text that comes nearest to a quotation: its range, and the share of words in common."""

    start: int
    end: int
    ratio: float

    @property
    def verbatim(self) -> bool:
        """Whether it is the quotation word for word."""
        return self.ratio == 1.0


def quoted_words(text: str) -> str:
    """Return what stands between quotation marks, else the whole text."""
    found = _QUOTED.search(text)
    return (found.group(1) if found else text).strip().strip("\"“”„«»'‘’ ")


def words(text: str) -> list[Word]:
    """Split a text into the words that are compared."""
    return [Word(found.start(), found.end(), _key(found.group())) for found in _WORD.finditer(text)]


def nearest(quotation: str, text: str) -> Match | None:
    """Find the stretch of a text that has most of a quotation's words in order; None where it has none."""
    theirs, ours = words(quotation), words(text)
    if not theirs or not ours:
        return None
    exact = _find([word.key for word in theirs], [word.key for word in ours])
    if exact is not None:
        return Match(ours[exact].start, ours[exact + len(theirs) - 1].end, 1.0)
    return _window(theirs, ours)


def differences(quotation: str, text: str) -> list[tuple[Change, str]]:
    """Compare a quotation with a stretch of text, word by word: what both have, only it, only the text."""
    theirs, ours = words(quotation), words(text)
    matcher = SequenceMatcher(None, [word.key for word in theirs], [word.key for word in ours], autojunk=False)
    changes: list[tuple[Change, str]] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            changes.append(("same", _span(text, ours[c:d])))
            continue
        if b > a:
            changes.append(("theirs", _span(quotation, theirs[a:b])))
        if d > c:
            changes.append(("ours", _span(text, ours[c:d])))
    return changes


def _window(theirs: list[Word], ours: list[Word]) -> Match | None:
    matcher = SequenceMatcher(None, [word.key for word in theirs], [word.key for word in ours], autojunk=False)
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    if not blocks:
        return None
    longest = max(blocks, key=lambda block: block.size)
    # Around its longest common run, a quotation may have left out as many words as it has.
    low, high = longest.b - 2 * len(theirs), longest.b + longest.size + 2 * len(theirs)
    inside = [block for block in blocks if low <= block.b and block.b + block.size <= high]
    # What the quotation has before and after the words in common stands against as many words of the text.
    first = max(0, inside[0].b - inside[0].a)
    last = min(len(ours), inside[-1].b + len(theirs) - inside[-1].a)
    common = sum(block.size for block in inside)
    ratio = 2.0 * common / (len(theirs) + last - first)
    return Match(ours[first].start, ours[last - 1].end, min(ratio, 0.999))


def _find(needle: list[str], hay: list[str]) -> int | None:
    size = len(needle)
    return next((at for at in range(len(hay) - size + 1) if hay[at : at + size] == needle), None)


def _key(word: str) -> str:
    return unicodedata.normalize("NFKC", word).casefold().replace("’", "'")


def _span(text: str, part: list[Word]) -> str:
    return text[part[0].start : part[-1].end]
