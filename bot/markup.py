"""Text with marks, built piece by piece, counted as Telegram counts it, and written as its HTML.

Telegram counts UTF-16 code units after parsing, and shows the first 100 entities only. This file and `render`
are the only places that escape or cut.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from urllib.parse import urlsplit

from telegram.constants import MessageLimit

LONGEST = int(MessageLimit.MAX_TEXT_LENGTH)
MOST_ENTITIES = int(MessageLimit.MESSAGE_ENTITIES)
ELLIPSIS = "…"
LONG_QUOTE = 400  # UTF-16 units, about eight lines on a telephone

Ranges = Sequence[tuple[int, int]]


def units(text: str) -> int:
    """The length of a text in UTF-16 code units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, longest: int) -> str:
    """Cut a text to so many UTF-16 units at a word's end, with "…" in place of the rest."""
    if units(text) <= longest:
        return text
    room = max(0, longest - 1)
    kept = text[:room]
    while units(kept) > room:
        kept = kept[:-1]
    if " " in kept and not text[len(kept) : len(kept) + 1].isspace():
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(" ,;:—–-") + ELLIPSIS if longest > 0 else ""


def whole_words(text: str, ranges: Ranges) -> list[tuple[int, int]]:
    """Widen ranges to whole words, and join those with nothing but a space between."""
    joined: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        first, last = max(0, start), min(len(text), end)
        if first >= last:
            continue
        while first > 0 and text[first].isalnum() and text[first - 1].isalnum():
            first -= 1
        while last < len(text) and text[last - 1].isalnum() and text[last].isalnum():
            last += 1
        if joined and (first <= joined[-1][1] or text[joined[-1][1] : first] == " "):
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


class Markup:
    """A text under construction; `units` and `entities` are what Telegram will count."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.units = 0
        self.entities = 0

    def __str__(self) -> str:
        return "".join(self._parts)

    def plain(self, text: str) -> Markup:
        """Add text as it is."""
        if text:
            self._parts.append(html.escape(text, quote=False))
            self.units += units(text)
        return self

    def italic(self, text: str) -> Markup:
        """Add text in italics."""
        return self._tagged("i", text)

    def bold(self, text: str) -> Markup:
        """Add text in bold."""
        return self._tagged("b", text)

    def code(self, text: str) -> Markup:
        """Add text in fixed width, which a tap copies."""
        return self._tagged("code", text)

    def struck(self, text: str) -> Markup:
        """Add text struck out."""
        return self._tagged("s", text)

    def link(self, text: str, url: str | None) -> Markup:
        """Add text with an address behind it; only web addresses, others are left off."""
        if url is None or not is_web_address(url):
            return self.plain(text)
        self._parts.append(f'<a href="{html.escape(url, quote=True)}">')
        self.plain(text)
        self._parts.append("</a>")
        self.entities += 1
        return self

    def marked(self, text: str, bold: Ranges, most: int = MOST_ENTITIES) -> Markup:
        """Add text with the first `most` of some ranges in bold."""
        at = 0
        for start, end in whole_words(text, bold)[:most]:
            self.plain(text[at:start]).bold(text[start:end])
            at = end
        return self.plain(text[at:])

    def quotation(self, text: str, bold: Ranges = (), most: int = MOST_ENTITIES) -> Markup:
        """Add text as a block quote; a long one is folded until it is tapped."""
        expandable = units(text) > LONG_QUOTE
        self._parts.append("<blockquote expandable>" if expandable else "<blockquote>")
        self.entities += 1
        self.marked(text, bold, most)
        self._parts.append("</blockquote>")
        return self

    def lines(self, count: int = 1) -> Markup:
        """Add line breaks, but none at the beginning."""
        return self.plain("\n" * count) if self.units else self

    def _tagged(self, tag: str, text: str) -> Markup:
        self._parts.append(f"<{tag}>")
        self.plain(text)
        self._parts.append(f"</{tag}>")
        self.entities += 1
        return self


def is_web_address(url: str) -> bool:
    """Whether Telegram would make a link of it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(c.isspace() for c in url)
