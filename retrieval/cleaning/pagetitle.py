"""What a page is called: its first line in a crawl, and the headline that says it again.

"Rain ahead | The Daily Example" is what crawlers put in front of a page whose headline is "Rain ahead".
"""

from __future__ import annotations

import re

from retrieval.cleaning.blocks import BEFORE, Block, Page

_SECTION = re.compile(r"^\w[\w &.]{1,24}\|(?=\S)")
_HEADING = re.compile(r"^#{1,6} +")  # of Markdown
_TAIL = re.compile(r"\s+(?:\||-|•|::|»|·)\s+([^|•»·]{2,45})$")
_SHORTEST = 12  # characters of a page's title
_FEWEST = 3  # and its words
_MOST_BEHIND = 0.4  # of the page's running text, which has to stand below the headline


def plain_title(block: Block) -> str:
    """Return the line without a tail that names the site, as in "Rain ahead | The Daily Example"."""
    return _SECTION.sub("", _TAIL.sub("", _HEADING.sub("", block.plain))).strip()


def title_tail(block: Block) -> str | None:
    """Return the tail of such a line."""
    found = _TAIL.search(block.plain)
    return found[1].strip() if found else None


def title_again(page: Page) -> list[int]:
    """Return where the title of the page, its very first line, is said again in a line of its own."""
    title = plain_title(page.blocks[0]).lower() if page.blocks else ""
    if len(title) < _SHORTEST or len(title.split()) < _FEWEST:
        return []
    return [n for n, block in enumerate(page.blocks) if n and plain_title(block).lower() == title]


def above_title(page: Page) -> Page:
    """Drop what stands above the headline that the page is called by: menus, boxes, other stories.

    Only where the title names its site, and much of the running text stands below.
    """
    again = title_again(page)
    if not again or title_tail(page.blocks[0]) is None:
        return page
    told = [(n, page.blocks[n].length) for n in page.open if page.blocks[n].prose]
    below = sum(length for n, length in told if n > again[0])
    if below < _MOST_BEHIND * sum(length for _, length in told):
        return page
    return page.drop({n: BEFORE for n in page.open if n < again[0]})
