"""Cuts apart what a page or a crawler glued together in one line, before any rule looks at the pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.cleaning.appeals import is_appeal
from retrieval.cleaning.blocks import Block
from retrieval.cleaning.folding import fold
from retrieval.cleaning.furniture import furniture

_DATED = re.compile(
    r"((?:date|published|updated|posted"
    r"|datum)\W{0,2}\s*\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?\S{0,6})?)\s+(?=\S)",
    re.IGNORECASE,
)
_GLUED = re.compile(r"""(?<=[a-zA-Zà-ÿ)'"’”][.!?])(?=[A-ZÀ-Þ"“‘][\w’'\xad]*\s)""")
_PARAGRAPHS = re.compile(r"""(?<=[a-zà-ÿ]{3}[.!?])(?=["“‘]?(?:[A-ZÀ-Þ][\w’'\xad]+|[AI])\s)""")
_LINK = 30  # characters in which such a link stands
_LINK_BEHIND = re.compile(r"(?<=[.!?’”'\"])\s+(?:Read|Learn|See) more(?: here)?\W*$")
_LEAST_GLUED = 100  # characters; in shorter lines names are written so
_LEAST = 9  # characters; initials and abbreviations are glued, too
_WINDOW = 1_200  # an appeal glued to an article's sentence stands near the beginning or end of its line


def cut(block: Block) -> Iterator[Block]:
    """Yield the pieces of the block, each with its line: a crawler's date, a glued appeal, and the rest."""
    linked = _LINK_BEHIND.search(block.text[-_LINK:])
    if linked and len(block.text) > _LINK:
        at = len(block.text) - _LINK + linked.start()
        yield from cut(Block(block.line, block.text[:at]))
        yield Block(block.line, block.text[at:].strip())
        return
    dated = _DATED.match(block.text)
    if dated and len(block.text) - dated.end() > 10:
        yield Block(block.line, dated[1])
        yield from cut(Block(block.line, block.text[dated.end() :]))
        return
    for piece in _sentences_apart(block.text):
        yield from _cut_appeal(Block(block.line, piece))


def _sentences_apart(text: str) -> list[str]:
    """Part a line where paragraphs were glued without a space: a sentence ends and another begins."""
    return [piece for piece in _PARAGRAPHS.split(text) if piece.strip()] if len(text) > _LEAST_GLUED else [text]


def _cut_appeal(block: Block) -> Iterator[Block]:
    """Cut where two sentences stand without a space between and only one side is the site's own."""
    for seam in _GLUED.finditer(block.text, 0, _WINDOW):
        head, tail = block.text[: seam.start()], block.text[seam.start() :]
        if _own_words(head) != _own_words(tail[:_WINDOW]):
            yield Block(block.line, head)
            yield Block(block.line, tail)
            return
    yield block


def _own_words(text: str) -> bool:
    """Whether it is an appeal, a link or the like: the site's own words, not the article's."""
    block = Block(0, text)
    return len(fold(text)) > _LEAST and (is_appeal(block) or furniture(block) is not None)
