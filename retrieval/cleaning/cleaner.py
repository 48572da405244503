"""The one way through the rules: text in, article, dropped lines and facts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from retrieval.cleaning.blocks import Block, Page
from retrieval.cleaning.cutting import cut
from retrieval.cleaning.facts import read_facts
from retrieval.cleaning.lines import split_lines, whole_blocks
from retrieval.cleaning.steps import STEPS
from retrieval.model import Dropped, Extraction, Kept


def clean(text: str) -> Extraction:
    """Find the article in the text of a page: its paragraphs, what was dropped and why, and its facts.

    Never raises. What is kept is the text's own but for white space, and cleaning it again changes nothing.
    """
    page = judge(page_of(text))
    kept, dropped = [page.blocks[n] for n in page.open], list(_dropped(page))
    while (again := judge(_page_again(kept))).texts != [block.text for block in kept]:
        dropped += _dropped(again)
        kept = [again.blocks[n] for n in again.open]
    dropped.sort(key=lambda piece: piece.line or 0)
    return Extraction(read_facts(page), tuple(Kept(block.text, block.line) for block in kept), tuple(dropped))


def page_of(text: str, known: Iterable[Block] = ()) -> Page:
    """Return the text as blocks: lines, mended where they were wrapped or torn, cut where they were glued.

    Blocks of the same text share what rules remember of it, also with those `known` before: a page says much of
    its own twice and more.
    """
    by_text = {block.text: block for block in known}
    pieces = (piece for number, whole in whole_blocks(split_lines(text)) for piece in cut(Block(number, whole)))
    return Page.of(by_text.setdefault(piece.text, piece).moved(piece.line) for piece in pieces)


def _page_again(kept: Sequence[Block]) -> Page:
    """Return what was kept as a page of its own, each block with the line that it came from."""
    page = page_of("\n\n".join(block.text for block in kept), kept)
    lines = [block.line for block in kept for _ in range(2)]  # each has a blank line behind it
    return Page.of(block.moved(lines[block.line - 1]) for block in page.blocks)


def judge(page: Page) -> Page:
    """Apply every rule once, in order."""
    for step in STEPS:
        page = step(page)
    return page


def _dropped(page: Page) -> Iterator[Dropped]:
    for block, verdict in zip(page.blocks, page.verdicts, strict=True):
        if verdict:
            yield Dropped(block.text, block.line, verdict.reason)
