"""What a saved page says of itself in JSON-LD (schema.org): the most deliberate facts that a page carries."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from lxml import html as lxml_html

from retrieval.dates import read_date
from retrieval.model import PartialDate
from retrieval.reading.facts import is_web_address, split_authors
from retrieval.reading.whitespace import squeeze

_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed")
"""Where a page puts its own article; lists of other articles (`itemListElement`, `hasPart`) stay closed."""


@dataclass(frozen=True, slots=True)
class Said:
    """The facts of the page's article as its JSON-LD has them; None and empty where it has not."""

    outlet: str | None = None
    date: PartialDate | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    body: str | None = None


def read_jsonld(tree: lxml_html.HtmlElement) -> Said:
    """Read the article's facts from the scripts of a page; what is broken or no article is passed over."""
    articles = [thing for thing in _things(tree) if _is_article(thing)]
    if not articles:
        return Said()
    own = next((thing for thing in articles if thing.get("datePublished")), articles[0])
    return Said(
        outlet=_name(own.get("publisher")),
        date=_date(own.get("datePublished")),
        title=_text(own.get("headline")) or _text(own.get("name")),
        authors=tuple(dict.fromkeys(_authors(own.get("author")))),
        url=_address(own),
        body=body if isinstance(body := own.get("articleBody"), str) else None,
    )


def _things(tree: lxml_html.HtmlElement) -> Iterator[dict[str, object]]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", script.text or "")
        try:
            yield from _open(json.loads(text, strict=False), 4)
        except (ValueError, RecursionError):
            continue


def _open(value: object, depth: int) -> Iterator[dict[str, object]]:
    if isinstance(value, list):
        for item in value:
            yield from _open(item, depth)
    elif isinstance(value, dict) and depth:
        yield value
        for key in _INSIDE:
            yield from _open(value.get(key), depth - 1)


def _is_article(thing: dict[str, object]) -> bool:
    kinds = thing.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and name.endswith(("Article", "BlogPosting", "Report")) for name in names)


def _text(value: object) -> str | None:
    if isinstance(value, list):
        value = next((item for item in value if isinstance(item, str)), None)
    if not isinstance(value, str):
        return None
    bare = re.sub(r"<[^<>]+>", "", value)
    return squeeze(unescape(bare)) or None  # many sites escape inside JSON, where nothing asks for it


def _name(value: object) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _authors(value: object) -> Iterator[str]:
    """Names of people: an organisation as author names nobody, and an address is no name."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and item.get("@type") not in (None, "Person", ["Person"]):
            continue
        name = item.get("name") if isinstance(item, dict) else item
        for text in name if isinstance(name, list) else [name]:
            shown = _text(text)
            if shown and not is_web_address(shown):
                yield from split_authors(shown)


def _date(value: object) -> PartialDate | None:
    shown = _text(value)
    return read_date(shown) if shown else None


def _address(thing: dict[str, object]) -> str | None:
    page = thing.get("mainEntityOfPage")
    for value in (thing.get("url"), page.get("@id") if isinstance(page, dict) else page):
        if isinstance(value, str) and is_web_address(value.strip()):
            return value.strip()
    return None
