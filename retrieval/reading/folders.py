"""The files of a source folder, one after the other, as raw items; what cannot be read is told and passed over."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.errors import CatalogueError, FolderMissing
from retrieval.model import Facts, Failure
from retrieval.reading import catalogue, jsonlines
from retrieval.reading.catalogue import Catalogue
from retrieval.reading.encodings import NotText, decode
from retrieval.reading.feeds import BadFeed, read_feed
from retrieval.reading.items import FORMS, Form, RawItem, holds_many
from retrieval.reading.markdown import has_front_matter

LARGEST_FILE = 32 * 1024 * 1024
"""Bytes of one file that holds one article; the longest article is a hundredth of it."""


def scan_folder(folder: Path, lent: Mapping[str, Facts] | None = None) -> Iterator[RawItem | Failure]:
    """Give every article of a folder unread, in the order of its paths, and a failure per file that cannot be had.

    Hidden files and folders, other kinds of files and Markdown without front matter are passed over. Links
    are followed, and each folder is visited once. `lent` are facts by file name (`facts_of_originals`) for files
    of which no catalogue speaks. Raises FolderMissing, at once, where there is no such folder.
    """
    try:
        there = stat.S_ISDIR(folder.stat().st_mode)
    except (OSError, ValueError) as error:
        raise FolderMissing(str(folder), "there is no such folder; create it, or name another one") from error
    if not there:
        raise FolderMissing(str(folder), "this is a file; name the folder that holds it")
    if not os.access(folder, os.R_OK | os.X_OK):
        raise FolderMissing(str(folder), "the folder may not be opened; check its permissions")
    return _Walk(folder, lent or {}).items(folder, "", ())


@dataclass(slots=True)
class _Walk:
    """One walk through a folder: which directories it has visited, and the way from each file to its catalogue."""

    folder: Path
    lent: Mapping[str, Facts]
    visited: set[tuple[int, int]] = field(default_factory=set)

    def items(
        self, place: Path, above: str, outer: tuple[tuple[str, Catalogue], ...]
    ) -> Iterator[RawItem | Failure]:
        """Items of a directory whose path relative to the folder is `above`, with the catalogues around it."""
        try:
            status = place.stat()
            names = sorted(path.name for path in place.iterdir())
        except OSError as error:
            yield Failure(_shown(above.rstrip("/")) or _shown(str(place)), _trouble(error))
            return
        if (status.st_dev, status.st_ino) in self.visited:
            return
        self.visited.add((status.st_dev, status.st_ino))
        if catalogue.NAME in names:
            found, failures = _catalogue(place / catalogue.NAME, above + catalogue.NAME)
            yield from failures
            outer = ((above, found), *outer)
        for name in names:
            if not name.startswith("."):
                yield from self._entry(place / name, above + name, outer)

    def _entry(
        self, path: Path, source: str, outer: tuple[tuple[str, Catalogue], ...]
    ) -> Iterator[RawItem | Failure]:
        """Items of a file or directory; `source` is its path relative to the folder."""
        form = FORMS.get(path.suffix.lower())
        try:
            status = path.stat()
        except OSError as error:
            if form:
                yield Failure(_shown(source), _trouble(error))
            return
        if stat.S_ISDIR(status.st_mode):
            yield from self.items(path, source + "/", outer)
        elif form and not stat.S_ISREG(status.st_mode):
            yield Failure(_shown(source), "this is no regular file (a pipe, socket or device)")
        elif form:
            stated = _stated(source, outer) or (None if holds_many(path.name) else self.lent.get(path.name))
            yield from _file(self.folder, path, source, form, stated)


def _file(folder: Path, path: Path, source: str, form: Form, stated: Facts | None) -> Iterator[RawItem | Failure]:
    """Items of one regular file: many for JSON lines and feeds, one else, none for Markdown that is no article."""
    shown = _shown(source)
    try:
        if form == "jsonl":
            yield from _lines(folder, path, shown, stated)
            return
        with path.open("rb") as file:
            payload = file.read(LARGEST_FILE + 1)
    except OSError as error:
        yield Failure(shown, _trouble(error))
        return
    if len(payload) > LARGEST_FILE:
        yield Failure(
            shown, f"the file is larger than {LARGEST_FILE >> 20} MB; put each article into a file of its own"
        )
    elif form == "feed":
        yield from _feed_items(folder, payload, shown, stated)
    elif form != "md" or _is_article(payload):
        yield RawItem(_shown(str(folder)), shown, payload, form, stated=stated)


def _lines(folder: Path, path: Path, shown: str, stated: Facts | None) -> Iterator[RawItem | Failure]:
    for number, payload in jsonlines.lines_of(path):
        if payload is None:
            size = jsonlines.LONGEST_LINE >> 20
            yield Failure(f"{shown} line {number}", f"the line is longer than {size} MB; is it one article?")
        else:
            yield RawItem(_shown(str(folder)), shown, payload, "jsonl", line=number, stated=stated)


def _feed_items(folder: Path, payload: bytes, shown: str, stated: Facts | None) -> Iterator[RawItem | Failure]:
    """Items of a saved feed; one that is broken in a place gives those that could be read, and is told besides."""
    try:
        feed = read_feed(payload)
    except BadFeed as error:
        yield Failure(shown, str(error))
        return
    for number, item in enumerate(feed.items, 1):
        yield RawItem(_shown(str(folder)), shown, item, "feed", line=number, stated=stated)
    if feed.trouble:
        yield Failure(shown, feed.trouble)


def _is_article(payload: bytes) -> bool:
    """Tell whether a Markdown file has front matter; what cannot be decoded is no README of ours, but let be."""
    try:
        return has_front_matter(decode(payload))
    except NotText:
        return False


def _catalogue(path: Path, shown: str) -> tuple[Catalogue, tuple[Failure, ...]]:
    """Read a catalogue; one that cannot be read is a failure, and its files go in without it."""
    try:
        found = catalogue.read_catalogue(path, _shown(shown))
    except CatalogueError as error:
        return Catalogue({}), (Failure(error.source, error.why),)
    return found, found.failures


def _stated(source: str, outer: tuple[tuple[str, Catalogue], ...]) -> Facts | None:
    """Return what the nearest catalogue that knows the file states of it."""
    found = (known.find(source[len(above) :]) for above, known in outer)
    return next((facts for facts in found if facts), None)


def _trouble(error: OSError) -> str:
    """Say in a sentence why the system gave no file."""
    if isinstance(error, PermissionError):
        return "it may not be opened; check its permissions"
    if isinstance(error, FileNotFoundError):
        return "it points to a file that is not there"
    return f"it cannot be read ({error.strerror or error})"


def _shown(path: str) -> str:
    """A path as text that can be stored and printed: bytes of a name that are no UTF-8 become U+FFFD."""
    return os.fsencode(path).decode("utf-8", "replace")
