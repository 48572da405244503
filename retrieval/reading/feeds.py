"""Saved feeds (RSS, Atom): each item is an article. feedparser reads the bytes at hand and fetches nothing."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from xml.sax import SAXParseException

from retrieval.cleaning.people import newspaper_like
from retrieval.cleaning.vocabulary import AGGREGATORS, GENERIC_NOUNS, OUTLET_NOUNS
from retrieval.model import Extraction
from retrieval.reading.facts import WrongValue
from retrieval.reading.jsonlines import facts_of_record
from retrieval.reading.pages import NoArticle, read_fragment
from retrieval.reading.whitespace import split_paragraphs, squeeze

WHERE = "the feed's item"

_MARKUP = re.compile(r"<[A-Za-z!/]|&#?\w{2,8};")
_TAG = re.compile(r"<[^<>]*>")
_PARTS = re.compile(r"\s+[|–—·•»:-]\s+|\s*\|\s*")
_CALLED_FEED = re.compile(r"[\W_]*\b(?:rss|atom)?[ -]?(?:feeds?|rss)\W*\Z", re.IGNORECASE)
_NO_SECTIONS = OUTLET_NOUNS - GENERIC_NOUNS  # "World news" is a section, "The Daily Courier" is none
_NO_FEED = (
    "this is no feed (RSS or Atom); save an article as .html or .txt, and keep other .xml files out of the folder"
)


class BadFeed(ValueError):
    """The file is no feed, or one without items; the message says what to do."""


class BadItem(ValueError):
    """An item is no article; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Feed:
    """The items of a feed, each as bytes for `read_feed_item`, and what is wrong with the file as a whole."""

    items: tuple[bytes, ...]
    trouble: str | None = None


def read_feed(data: bytes) -> Feed:
    """Part a saved feed into its items, in order. Raises BadFeed for a file that is none, or holds none."""
    import feedparser  # noqa: PLC0415  # answering reads no feeds

    try:
        # A stream, not the bytes: feedparser takes a text that looks like an address for one, and fetches it.
        found = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # feedparser and its parsers raise many kinds on nonsense
        raise BadFeed(f"the feed is broken beyond reading ({type(error).__name__}); save it again") from error
    if not found.get("version") and not found.entries:
        raise BadFeed(_NO_FEED)
    if not found.entries:
        raise BadFeed("the feed has no items; save it again when it has some")
    records = (_record(entry, found.feed) for entry in found.entries)
    return Feed(tuple(json.dumps(record).encode() for record in records), _trouble(found))


def read_feed_item(payload: bytes) -> Extraction:
    """Read one item of `read_feed`: its text cleaned as HTML, its facts as stated. Raises BadItem without text."""
    record = json.loads(payload)
    try:
        facts, notes = facts_of_record(record, WHERE)
    except WrongValue as error:
        raise BadItem(str(error)) from error
    body = record["body"]
    named = f"“{facts.title[:80]}”: " if facts.title else ""
    try:
        if _MARKUP.search(body):
            kept, dropped = read_fragment(body, facts.title)
        else:
            kept, dropped = read_fragment(
                "".join(f"<p>{text}</p>" for text in split_paragraphs(body)), facts.title
            )
    except NoArticle as error:
        raise BadItem(f"{named}the item has no text; save the article's own page instead") from error
    return Extraction(facts, kept, dropped, notes)


def _record(entry: Mapping[str, object], feed: Mapping[str, object]) -> dict[str, object]:
    """Return an item as a record like one of JSON lines, its body still HTML."""
    return {
        "title": _line(entry.get("title")),
        "body": _body(entry),
        "outlet": _outlet(entry, feed),
        "date": _day(entry),
        "authors": list(dict.fromkeys(_authors(entry))),
        "url": _line(entry.get("link")),
    }


def _body(entry: Mapping[str, object]) -> str:
    """Return the longest of the item's contents, else its summary; some feeds carry the text in both."""
    contents = entry.get("content")
    texts = [part.get("value") for part in contents] if isinstance(contents, list) else []
    full = [text for text in texts if isinstance(text, str) and text.strip()]
    summary = entry.get("summary")
    return max(full, key=len, default=summary if isinstance(summary, str) else "")


def _outlet(entry: Mapping[str, object], feed: Mapping[str, object]) -> str | None:
    """Return the source that the item names, in a feed made of others; else whose feed it is."""
    source = entry.get("source")
    for value in (source.get("title") if isinstance(source, dict) else None, feed.get("title")):
        name = _without_section(_line(value) or "")
        if name and name.casefold().split()[0] not in AGGREGATORS:
            return name
    return None


def _without_section(title: str) -> str:
    """Return the newspaper of a title such as "World news | The Daily Example"; any other title as it is."""
    title = _CALLED_FEED.sub("", title)
    papers = [part for part in _PARTS.split(title) if newspaper_like(part)]
    sure = [part for part in papers if not _NO_SECTIONS.isdisjoint(part.lower().split())]
    return next((found[0] for found in (sure, papers) if len(found) == 1), title)


def _day(entry: Mapping[str, object]) -> str | None:
    """Return the date as written: of publication, else the only one that the item has."""
    return _line(entry.get("published")) or _line(entry.get("updated"))


def _authors(entry: Mapping[str, object]) -> Iterator[str]:
    """Names of people; a bare mail address names nobody."""
    people = entry.get("authors")
    for person in people if isinstance(people, list) else []:
        name = _line(person.get("name")) if isinstance(person, dict) else None
        if name and "@" not in name:
            yield name


def _line(value: object) -> str | None:
    """Return a text of the feed on one line, without markup; None where there is none."""
    return squeeze(unescape(_TAG.sub("", value))) or None if isinstance(value, str) else None


def _trouble(found: Mapping[str, object]) -> str | None:
    """Say where a feed is broken that could be read in part; other oddities do no harm."""
    error = found.get("bozo_exception")
    if not isinstance(error, SAXParseException):
        return None
    entries = found.get("entries")
    count = len(entries) if isinstance(entries, list) else 0
    read = "1 item was" if count == 1 else f"{count} items were"
    return f"the feed is broken in line {error.getLineNumber()} ({error.getMessage()}); {read} read, save it again"
