"""From the characters of a dump to its lines, and from lines that were wrapped or torn apart to whole blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from retrieval.cleaning.folding import fold, spaced

_LONGEST_WRAPPED = 160  # a text whose longest line is longer was not wrapped
_TERMINAL = re.compile(r"[.!?。！？؟।။።]['\")\]」』）]*$")
_CONTINUES = re.compile(r"[a-zß-öø-ÿ,;.)\]%]")
_BYLINE = re.compile(
    r"(?i:by|von|par|por|di|av|photo|image|via|posted|published|updated|written)\b.{0,12} [A-ZÀ-Þ\d]"
    r"|on [A-Z]\w{2,8}\.? \d{1,2},? \d{4}\b"
)
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|mp4|pdf)", re.IGNORECASE)
_DANGLES = re.compile(
    r"(?:\b(?:a|an|and|as|at|by|but|for|from|in|into|is|its|of|on|or|that|the|their|to|told|was|were|which"
    r"|with|der|die"
    r"|das|den|dem|und|von|mit|für|le|la|les|de|du|des|et)|,)$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the input, numbered from 1; `text` has single spaces, `indent` counts those before it."""

    number: int
    text: str
    after_blank: bool
    indent: int = 0

    @property
    def width(self) -> int:
        """The characters from the margin to the line's end."""
        return self.indent + len(self.text)


def split_lines(text: str) -> list[Line]:
    """Return the lines of `text` that are not blank. Lines end as on Unix, Windows or the old Macintosh."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines: list[Line] = []
    blank = True
    for number, raw in enumerate(text.split("\n"), 1):
        content = spaced(raw)
        if fold(content[:50]) or fold(content):
            lines.append(Line(number, content, blank, len(raw) - len(raw.lstrip())))
            blank = False
        else:
            blank = True
    return lines


def whole_blocks(lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Join the lines that belong together; returns (number of the first line, text) for each block."""
    wrapping = wrapped(lines)
    joined = _join(lines, wrapping) if wrapping else _mend(lines)
    return [(group[0].number, _glue(line.text for line in group)) for group in joined]


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a program wrapped a text: at which width, and what parts paragraphs besides lines that are not full."""

    width: int
    blanks: bool
    margin: int | None


def wrapped(lines: Sequence[Line]) -> Wrapping | None:
    """Return how the text was wrapped, None where it was not.

    A wrapped line is full: the next line's first word would not have fitted. In a text that was not wrapped
    hardly a line is, and the few that are end with a full stop as often as not.
    """
    widths = [line.width for line in lines if " " in line.text]
    width = max(widths, default=0)
    if len(widths) < 4 or width > _LONGEST_WRAPPED or width < 30:
        return None
    full = [line for line, after in pairwise(lines) if _is_full(line, after, width)]
    broken = sum(not _TERMINAL.search(fold(line.text[-4:])) for line in full)
    share = sum(len(line.text) for line in full) / sum(len(line.text) for line in lines)
    if len(full) < 3 or share < 0.25 or broken < 0.6 * len(full):
        return None
    after_blank = sum(line.after_blank for line in lines) / len(lines)
    margin = min(line.indent for line in lines)
    indented = sum(line.indent > margin for line in lines) / len(lines)
    return Wrapping(width, 0.15 < after_blank < 0.9, margin if 0.05 < indented < 0.9 else None)


def _is_full(line: Line, after: Line, width: int) -> bool:
    return line.width + 1 + len(after.text.split(" ", 1)[0]) > width >= line.width


def _join(lines: Sequence[Line], wrapping: Wrapping) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _goes_on(groups[-1][-1], line, wrapping):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _goes_on(line: Line, after: Line, wrapping: Wrapping) -> bool:
    """Whether a full line goes on in the next one.

    Where nothing else parts paragraphs, a full stop at its end does: news paragraphs are so short that one ends
    there more often than a sentence within one.
    """
    if not _is_full(line, after, wrapping.width):
        return False
    indents = wrapping.margin is not None
    if (wrapping.blanks and after.after_blank) or (wrapping.margin is not None and after.indent > wrapping.margin):
        return False
    ended = bool(_TERMINAL.search(fold(line.text[-4:]))) and not after.text[:1].islower()
    return wrapping.blanks or indents or not ended


def _mend(lines: Sequence[Line]) -> list[list[Line]]:
    """Join the pieces of a sentence that was torn where the page had a link or emphasis."""
    groups: list[list[Line]] = []
    for line in lines:
        if groups and _torn(groups[-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _torn(group: Sequence[Line], line: Line) -> bool:
    before = group[-1].text[-20:]
    if _BYLINE.match(line.text) or _FILE_NAME.fullmatch(line.text):
        return False
    if _TERMINAL.search(fold(before)):
        return False
    return len(group[0].text) > 20 and bool(_CONTINUES.match(line.text) or _DANGLES.search(before))


def _glue(pieces: Iterable[str]) -> str:
    glued: list[str] = []
    for piece in pieces:
        if glued and piece[0] not in ",;.)]%":
            glued.append(" ")
        glued.append(piece)
    return "".join(glued)
