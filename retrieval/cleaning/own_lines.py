"""Short lines that are the article's own though they look like headlines or labels of links.

Who speaks in an interview or a panel, when something was in a chronicle, and figures behind the same label.
"""

from __future__ import annotations

import re
from collections import Counter

from retrieval.cleaning.blocks import Block, Page
from retrieval.cleaning.people import is_name

_AGAIN = 3  # lines with the same label, or with a day or a time in front
_PANEL = 4  # people who are asked the same
_NO_SENTENCE = 0.25  # share of function words
_LABEL = re.compile(r"((?:[A-Z][\w.'-]*)(?: [A-Z][\w.'-]*){0,2}):(?=\s?\S)")
_WHEN = re.compile(
    r"(?:\d{1,2}(?:[:.]\d\d)? ?[ap]\.?m\.?|\d{1,2}[:.]\d\d|\d{1,2} [A-Z][a-z]{2,8}"
    r"|[A-Z][a-z]{2,8}\.?(?: \d{1,2})?,?(?: (?:19|20)\d\d)?)(?: (?:19|20)\d\d)? ?[:–—-] ?(?=\S)"
)
_OF_A_WORK = re.compile(r"[\"(\d]")


def own_lines(page: Page) -> frozenset[int]:
    """Return the positions of such lines among those that no step has dropped."""
    labels = repeated_labels(page)
    labelled = {n for n in page.open if label_of(page.blocks[n]) in labels}
    when = {n for n in page.open if _WHEN.match(page.blocks[n].plain)}
    return frozenset(labelled | panel(page) | (when if len(when) >= _AGAIN else set()))


def label_of(block: Block) -> str:
    """The words before the first colon, where they may name who speaks or what a figure is; else none."""
    found = _LABEL.match(block.plain)
    return found[1] if found and not found[1].isupper() else ""


def repeated_labels(page: Page) -> frozenset[str]:
    """Labels of a few words that stand before several of the page's lines."""
    times = Counter(label_of(block) for block in page.blocks)
    return frozenset(label for label, count in times.items() if label and count >= _AGAIN)


def panel(page: Page) -> frozenset[int]:
    """Lines with a name and an office, several of them, each beside a paragraph: people asked the same."""
    places = page.open
    found = {
        n
        for at, n in enumerate(places)
        if named_with_office(page.blocks[n])
        and any(page.blocks[m].prose for m in (*places[max(0, at - 1) : at], *places[at + 1 : at + 2]))
    }
    return frozenset(found if len(found) >= _PANEL else ())


def named_with_office(block: Block) -> bool:
    """Whether the line is a name and what somebody is, and no sentence: "Jo Bloggs, director, Weir Works"."""
    name, comma, rest = block.plain.partition(", ")
    told = not block.terminal and block.grammar < _NO_SENTENCE and not block.open_end
    return bool(comma) and is_name(name) and told and not _OF_A_WORK.search(rest)
