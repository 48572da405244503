"""From a raw item to what the reader makes of it: pure CPU work, fit for a pool of processes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from retrieval.cleaning import clean
from retrieval.errors import Unreadable
from retrieval.model import Dropped, Extraction, Facts
from retrieval.reading.encodings import NotText, decode
from retrieval.reading.facts import overrule
from retrieval.reading.feeds import BadFeed, BadItem, read_feed, read_feed_item
from retrieval.reading.folders import LARGEST_FILE
from retrieval.reading.items import FORMS, RawItem
from retrieval.reading.jsonlines import BadLine, lines_of, read_line
from retrieval.reading.markdown import BadFrontMatter, has_front_matter, read_markdown
from retrieval.reading.pages import NoArticle, read_page

_MARKUP = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
"""How a page begins that was saved under the name of a text file."""


def read_item(item: RawItem) -> Extraction:
    """Read one item, the catalogue's facts winning over the text's. Raises Unreadable, naming file and line."""
    found = _read(item)
    if not found.paragraphs:
        raise Unreadable(
            item.name, "no article was found in it; `cuttings extract` shows what was left out, and why"
        )
    if item.stated:
        found = overrule(found, item.stated, "the catalogue")
    return replace(found, conflicts=tuple(f"{item.name}: {sentence}" for sentence in found.conflicts))


def extract_file(path: Path) -> list[Extraction]:
    """Read a file by itself, without the catalogue; of JSON lines and feeds all, a bad one told as dropped.

    Raises Unreadable for a file that cannot be read.
    """
    form = FORMS.get(path.suffix.lower())
    if form is None:
        raise Unreadable(
            str(path), f"only {', '.join(FORMS)} are read; is it an article, and which of them is it?"
        )
    if path.exists() and not path.is_file():
        raise Unreadable(str(path), "this is no regular file (a folder, pipe or device)")
    try:
        if form == "jsonl":
            return [_extract_line(number, payload) for number, payload in lines_of(path)]
        with path.open("rb") as file:
            payload = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Unreadable(str(path), f"it cannot be read ({error.strerror or error})") from error
    if len(payload) > LARGEST_FILE:
        raise Unreadable(str(path), f"the file is larger than {LARGEST_FILE >> 20} MB")
    if form == "feed":
        return _extract_feed(path, payload)
    return [_read(RawItem(str(path.parent), str(path), payload, form))]


def _extract_feed(path: Path, payload: bytes) -> list[Extraction]:
    try:
        feed = read_feed(payload)
    except BadFeed as error:
        raise Unreadable(str(path), str(error)) from error
    found = [_extract_item(number, item) for number, item in enumerate(feed.items, 1)]
    broken = Extraction(Facts(), (), (Dropped("", None, feed.trouble),)) if feed.trouble else None
    return [*found, broken] if broken else found


def _extract_item(number: int, payload: bytes) -> Extraction:
    try:
        return read_feed_item(payload)
    except BadItem as error:
        return Extraction(Facts(), (), (Dropped(f"item {number}", None, f"no article: {error}"),))


def _extract_line(number: int, payload: bytes | None) -> Extraction:
    try:
        if payload is None:
            raise BadLine("the line is too long")
        return read_line(payload, number)
    except BadLine as error:
        start = (payload or b"")[:200].decode("utf-8", "replace")
        return Extraction(Facts(), (), (Dropped(start, number, f"no article: {error}"),))


def _read(item: RawItem) -> Extraction:
    """Read by the form of the item; each form's own errors become one kind."""
    try:
        if item.form == "jsonl":
            return read_line(item.payload, item.line)
        if item.form == "feed":
            return read_feed_item(item.payload)
        text = decode(item.payload, markup=item.form == "html")
        if item.form == "html" or (item.form == "txt" and _MARKUP.match(text)):
            return read_page(text)
        if item.form == "txt":
            return clean(text)
        if not has_front_matter(text):
            raise BadFrontMatter("it does not begin with front matter between +++ lines, so it is no article")
        return read_markdown(text)
    except (NotText, BadLine, BadItem, BadFrontMatter, NoArticle) as error:
        raise Unreadable(item.name, str(error)) from error
