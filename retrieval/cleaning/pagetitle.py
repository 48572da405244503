"""What a page is called: its first line in a crawl, and the headline that says it again.

"Rain ahead | The Daily Example" is what crawlers put in front of a page whose headline is "Rain ahead".
"""

from __future__ import annotations

import re

from retrieval.cleaning.blocks import BEFORE, Block, Page, remembered

_SECTION = re.compile(r"^\w[\w &.]{1,24}\|(?=\S)")
_HEADING = re.compile(r"^#{1,6} +")  # of Markdown
_TAIL = re.compile(r"\s+(?:\||-|•|::|»|·)\s+([^|•»·]{2,45})$")
_SHORTEST = 12  # characters of a page's title
_FEWEST = 3  # and its words
_LONGEST = 300  # characters of a line that may be a title and its tail
_LEAST_BELOW = 0.4  # of the page's running text, which has to stand below the headline


@remembered
def plain_title(block: Block) -> str:
    """Return the line without a tail that names the site, as in "Rain ahead | The Daily Example"."""
    return _SECTION.sub("", _TAIL.sub("", _HEADING.sub("", block.plain))).strip()


def title_tail(block: Block) -> str | None:
    """Return the tail of such a line."""
    found = _TAIL.search(block.plain)
    return found[1].strip() if found else None


def lines_titled(page: Page, title: str) -> list[int]:
    """Return which lines are a title in the same words, with or without a tail."""
    same = title.lower()
    return [
        n for n, block in enumerate(page.blocks) if block.length <= _LONGEST and plain_title(block).lower() == same
    ]


def title_again(page: Page) -> list[int]:
    """Return where the title of the page, its very first line, is said again in a line of its own."""
    title = plain_title(page.blocks[0]) if page.blocks else ""
    if len(title) < _SHORTEST or len(title.split()) < _FEWEST:
        return []
    return [n for n in lines_titled(page, title) if n]


def told_above(page: Page, position: int) -> int:
    """Return how many characters of running text stand above a position."""
    return sum(page.blocks[n].length for n in page.open if n < position and page.blocks[n].prose)


def above_title(page: Page) -> Page:
    """Drop what stands above the headline that the page is called by: menus, boxes, other stories.

    Only where the title names its site, and much of the running text stands below.
    """
    again = title_again(page)
    if not again or title_tail(page.blocks[0]) is None:
        return page
    total = told_above(page, len(page.blocks))
    if total - told_above(page, again[0] + 1) < _LEAST_BELOW * total:
        return page
    return page.drop({n: BEFORE for n in page.open if n < again[0]})
