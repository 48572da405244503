"""From the characters of a dump to its lines, and from lines that were wrapped or torn apart to whole blocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, zip_longest

from retrieval.cleaning.blocks import Block
from retrieval.cleaning.captions import credit_only, ends_in_credit
from retrieval.cleaning.dates import is_date_line
from retrieval.cleaning.folding import fold, spaced
from retrieval.cleaning.furniture import furniture
from retrieval.cleaning.people import byline_names
from retrieval.cleaning.vocabulary import DANGLING, OPENERS

_LONGEST_WRAPPED = 160  # characters; a text is not wrapped at more
_NARROWEST = 30  # nor at less
_LONGISH = 0.7  # of the width: navigation and last lines are mostly shorter
_DEEPEST = 6  # characters by which the lines of an item may stand to the right of its mark
_OTHER_BREAKS = re.compile("[\r\u2028\u2029\x85]")
_ITEM = re.compile(r"(?:[*+•·▪●◦‣]|\d{1,2}\.) ")
_TERMINAL = re.compile(r"[.!?。！？؟।။።]['\")\]」』）]*$")
_SENTENCE_END = re.compile(r"[a-z\d)][.!?]['\")]* ['\"]?[A-ZÀ-Þ]")
_CONTINUES = re.compile(r"[a-zß-öø-ÿ,;.?!:)\]%»”]")
_BYLINE = re.compile(
    r"(?i:by|von|par|por|di|av|photo|image|via|posted|published|updated|written)\b.{0,12} [A-ZÀ-Þ\d]"
    r"|on [A-Z]\w{2,8}\.? \d{1,2},? \d{4}\b"
)
_OPEN_QUOTATION = re.compile(r"""(?:^|[\s(:])(?:"(?=\w)[^"]*|'(?=\w)(?:[^']|'(?=\w))*)\Z""")
_LINES_QUOTED = 12  # of a paragraph; one that is quoted throughout hardly has more
_FILE_NAME = re.compile(r"\S+\.(?:jpe?g|png|gif|webp|svg|mp4|pdf)", re.IGNORECASE)
_TORN = 60  # characters of running text before a link that stands in a line of its own
_HYPHEN = re.compile(r"\w[-\u2010\u2011]\Z")
_BETWEEN = frozenset(("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of", "i", "та"))
_LONGEST_BYLINE = 40  # characters; a longer one is a line of text, as likely as not
_OWNERS = frozenset(("my", "your", "his", "its", "our", "their"))
_PROSE = 0.25  # share of function words in running text


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
    """Return the lines of `text` that are not blank. They end as on Unix or Windows; where none does so, as on the
    old Macintosh or with Unicode's separators.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if "\n" not in text:
        text = _OTHER_BREAKS.sub("\n", text)
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
    """How a program wrapped a text: at which width, and what parts paragraphs besides lines that are not full.

    `long` says that more sentences end within paragraphs than at their ends.
    """

    width: int
    blanks: bool = False
    indents: bool = False
    long: bool = False

    def fills(self, line: Line, after: Line) -> bool:
        """Whether the line is full: the next one's first word would not have fitted."""
        return line.width <= self.width < line.width + 1 + _first_word(after)


def wrapped(lines: Sequence[Line]) -> Wrapping | None:
    """Return how the text was wrapped, None where it was not.

    In a wrapped text most of the longer lines are full, and few of them end with a full stop. In one that was not
    wrapped lines are of all lengths, and the few of one length end with a full stop as often as not.
    """
    width = _width(lines)
    if width is None:
        return None
    wrapping = Wrapping(width)
    full = [wrapping.fills(line, after) for line, after in pairwise(lines)]
    lines_full = [line for line, is_full in zip(lines, full, strict=False) if is_full]
    broken = sum(not _ended(line) for line in lines_full)
    held = sum(len(line.text) for line in lines_full)
    longish = sum(len(line.text) for line in lines if line.width > _LONGISH * width)
    longer = sum(len(line.text) for line in lines if line.width > width)
    if len(lines_full) < 3 or held < max(0.4 * longish, 1.5 * longer) or broken < 0.6 * len(lines_full):
        return None
    usual = Counter(line.indent for line in lines_full).most_common(1)[0][0]
    indented = sum(line.indent > usual for line in lines) / len(lines)
    return Wrapping(width, _parted_by_blanks(lines, full), 0.05 < indented < 0.9, _long_paragraphs(lines, full))


def _width(lines: Sequence[Line]) -> int | None:
    """Return the width at which the most is in full lines; None where nothing is."""
    starts: Counter[int] = Counter()
    for line, after in pairwise(lines):
        if _NARROWEST <= line.width <= _LONGEST_WRAPPED and " " in line.text:
            starts[line.width] += line.width
            starts[line.width + 1 + _first_word(after)] -= line.width
    widths = range(_NARROWEST, _LONGEST_WRAPPED + 1)
    most = dict(zip(widths, accumulate(starts[width] for width in widths), strict=True))
    enough = 0.9 * max(most.values())  # the widest line of all may be as wide as no other
    return max((line.width for line in lines if enough and most.get(line.width, 0) >= enough), default=None)


def _first_word(line: Line) -> int:
    return len(line.text.split(" ", 1)[0])


def _parted_by_blanks(lines: Sequence[Line], full: Sequence[bool]) -> bool:
    """Whether a blank line follows where a paragraph of full lines ends; between all lines it says nothing."""
    if sum(line.after_blank for line in lines) > 0.9 * len(lines):
        return False
    ends = [n for n in range(1, len(full)) if full[n - 1] and not full[n]]
    return bool(ends) and sum(lines[n + 1].after_blank for n in ends) > 0.25 * len(ends)


def _long_paragraphs(lines: Sequence[Line], full: Sequence[bool]) -> bool:
    """Whether more sentences end within full lines than paragraphs of full lines end."""
    within = sum(
        len(_SENTENCE_END.findall(fold(line.text))) for line, goes_on in zip(lines, full, strict=False) if goes_on
    )
    ends = sum(_ended(lines[n]) for n in range(1, len(full)) if full[n - 1] and not full[n])
    return within > ends


def _join(lines: Sequence[Line], wrapping: Wrapping) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        torn = bool(groups) and not line.after_blank and _torn(groups[-1], line)
        if torn or (groups and _goes_on(groups[-1], line, wrapping)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [part for group in groups for part in _without_link(group)]


def _without_link(group: list[Line]) -> list[list[Line]]:
    """Part a link that happened to fill its line from the sentence below it: links do not end with a full stop."""
    told = fold(group[-1].text[-4:]).rstrip("'\"").endswith(".")
    if len(group) == 1 or not told or not _linking(group):
        return [group]
    begins = [n for n in range(1, len(group)) if _may_begin(group[n], group[n - 1])]
    opening = [n for n in begins if group[n].text.split(" ", 1)[0] in OPENERS]  # a name may stand anywhere
    n = max(opening or begins, default=0)
    return [group[:n], group[n:]] if n else [group]


def _may_begin(line: Line, above: Line) -> bool:
    """Whether a sentence may begin with a line, the one above it being no part of it."""
    owned = fold(above.text).rpartition(" ")[2] in _OWNERS
    return line.text[:1].isupper() and not (owned or _ended(above) or _dangles(above))


def _linking(group: Sequence[Line]) -> bool:
    """Whether the first line is the page's own, as "Read more:" before headlines of other stories."""
    return furniture(Block(0, group[0].text)) is not None


def _quoting(group: Sequence[Line]) -> bool:
    """Whether the last quotation mark opens a quotation."""
    return bool(_OPEN_QUOTATION.search(fold(" ".join(line.text for line in group[-_LINES_QUOTED:]))))


def _goes_on(group: Sequence[Line], after: Line, wrapping: Wrapping) -> bool:
    """Whether a full line goes on in the next one.

    Where nothing else parts paragraphs, a full stop at its end does if they are short: then a paragraph ends there
    more often than a sentence within one. An open quotation goes on, unless the next line opens it anew.
    """
    line = group[-1]
    if not wrapping.fills(line, after) or (wrapping.blanks and after.after_blank) or _ITEM.match(after.text):
        return False
    opens = after.text.split(" ", 1)[0] in OPENERS and not (_ended(line) or _dangles(line))
    if opens and not _linking(group):
        return False  # a headline or a label that happens to fill its line
    begins = fold(after.text[:3])
    word = begins.lstrip("\"'")[:1]
    if not _dangles(line) and (word.isupper() or word.isdigit()) and _parted_by_words(line, after):
        return False
    if wrapping.blanks or (_quoting(group) and (_linking(group) or begins[:1] not in "'\"")):
        return True
    ended = _ended(line) and not wrapping.long and not after.text[:1].islower()
    return _indented_alike(group, after) and (wrapping.indents or not ended)


def _parted_by_words(line: Line, after: Line) -> bool:
    """Whether a caption ends with a line, or the next is its credit, a heading in capitals, a byline or a date."""
    below = Block(0, after.text)
    if below.length <= _LONGEST_BYLINE and not _ended(after) and (is_date_line(below) or byline_names(below)):
        return True
    heading = after.text.isupper() and " " in after.text and not line.text.isupper()
    # Behind a whole sentence a credit shows that to be a caption: together they are seen to be one.
    credited = not _ended(line) and credit_only(below)
    captioned = line.text.endswith((")", "]")) and ends_in_credit(Block(0, line.text))
    return heading or credited or captioned


def _indented_alike(group: Sequence[Line], after: Line) -> bool:
    """Whether the next line stands where a paragraph goes on: under its first line a bit to the left, or right of
    the mark of a list's item, else as the line before.
    """
    if len(group) > 1:
        return after.indent == group[-1].indent
    hangs = bool(_ITEM.match(group[0].text)) and after.indent <= group[0].indent + _DEEPEST
    return after.indent <= group[0].indent or hangs


def _ended(line: Line) -> bool:
    return bool(_TERMINAL.search(fold(line.text[-4:])))


def _mend(lines: Sequence[Line]) -> list[list[Line]]:
    """Join the pieces of a sentence that was torn where the page had a link or emphasis."""
    groups: list[list[Line]] = []
    for line, after in zip_longest(lines, lines[1:]):
        if groups and (_torn(groups[-1], line) or _bridged(groups[-1], line, after)):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _torn(group: Sequence[Line], line: Line) -> bool:
    before = fold(group[-1].text[-20:])
    if _BYLINE.match(line.text) or _FILE_NAME.fullmatch(line.text) or _TERMINAL.search(before):
        return False
    return len(group[0].text) > 20 and (_dangles(group[-1]) or bool(_CONTINUES.match(line.text)))


def _dangles(line: Line) -> bool:
    """Whether its last word cannot end a line: a sentence goes on behind it."""
    end = fold(line.text[-20:])
    return end.endswith(",") or bool(_HYPHEN.search(end)) or end.split(" ")[-1] in DANGLING


def _bridged(group: Sequence[Line], line: Line, after: Line | None) -> bool:
    """Whether running text goes on behind this line, a link in it: the line after begins in mid-sentence."""
    before = group[-1].text
    if after is None or len(before) < _TORN or len(line.text) > len(before) or not _CONTINUES.match(after.text):
        return False
    if _BYLINE.match(line.text) or _BYLINE.match(after.text) or _ended(group[-1]) or _ended(line):
        return False
    return Block(0, before).grammar >= _PROSE


def _glue(pieces: Iterable[str]) -> str:
    glued: list[str] = []
    for piece in pieces:
        if glued and piece[0] not in ",;.?!:)]%»”" and not _hyphenated(glued[-1], piece):
            glued.append(" ")
        glued.append(piece)
    return "".join(glued)


def _hyphenated(piece: str, after: str) -> bool:
    """Whether a word was broken at its hyphen, other than in "pre- and post-war"."""
    return bool(_HYPHEN.search(piece)) and after[:1].isalnum() and after.split(" ", 1)[0] not in _BETWEEN
