"""JSON lines: one article per line, already cut out of its page; read line by line in bounded memory."""

from __future__ import annotations

import codecs
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO

from retrieval.model import Dropped, Extraction, Facts, Kept
from retrieval.reading.facts import (
    WrongValue,
    authors_value,
    date_value,
    evidence_for,
    is_web_address,
    text_value,
    without_outlet,
)
from retrieval.reading.pages import NoArticle, read_fragment
from retrieval.reading.whitespace import split_paragraphs

LONGEST_LINE = 16 * 1024 * 1024
"""Bytes of one article; a longer line is refused, so that no file can fill the memory."""

WHERE = "the JSON line"

_MARKUP = re.compile(r"</(?:p|div|article|section|blockquote|li|h[1-6])>|<br ?/?>", re.IGNORECASE)


class BadLine(ValueError):
    """A line is no article; the message says why in a sentence for people."""


def lines_of(path: Path) -> Iterator[tuple[int, bytes | None]]:
    """Number and bytes of every line that is not blank, in UTF-8; None for one that is too long to hold.

    Raises OSError as reading does. UTF-16 with a byte order mark is read too.
    """
    with path.open("rb") as file:
        mark = file.read(4)
        file.seek(0)
        wide = mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        read = _from_utf16(file) if wide else file.readline
        for number, line in enumerate(_bounded(read), 1):
            if number == 1 and line:
                line = line.removeprefix(codecs.BOM_UTF8)  # noqa: PLW2901
            if line is None or line.strip():
                yield number, line if line is None else line.strip()


def read_line(payload: bytes, line: int | None = None) -> Extraction:
    """Read one article. Raises BadLine for no JSON object, no text `body`, or a fact of a wrong type."""
    record = _record(payload)
    body = record.get("body")
    if body is None:
        raise BadLine("there is no `body`")
    if not isinstance(body, str):
        raise BadLine("`body` has to be text")
    try:
        facts, notes = facts_of_record(record, WHERE)
    except WrongValue as error:
        raise BadLine(str(error)) from error
    kept, dropped = _text(body, facts.title)
    if not kept:
        raise BadLine("`body` is empty")
    return Extraction(
        facts,
        tuple(Kept(piece.text, line) for piece in kept),
        tuple(Dropped(piece.text, line, piece.reason) for piece in dropped),
        notes,
    )


def _text(body: str, title: str | None) -> tuple[tuple[Kept, ...], tuple[Dropped, ...]]:
    """The paragraphs of a body; one that some exports write as HTML is read as such."""
    if not ("<" in body and _MARKUP.search(body)):
        return tuple(map(Kept, split_paragraphs(body))), ()
    try:
        return read_fragment(body, title)
    except NoArticle:
        return (), ()


def _record(payload: bytes) -> Mapping[str, object]:
    try:
        record = json.loads(payload.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadLine("this is not UTF-8 text") from error
    except json.JSONDecodeError as error:
        raise BadLine(f"this is not valid JSON ({error.msg} at column {error.colno})") from error
    except (RecursionError, ValueError) as error:
        raise BadLine("this is not JSON that can be read (nested too deeply, or a number too long)") from error
    if not isinstance(record, dict):
        raise BadLine('this is no JSON object; write {"title": …, "body": …} on one line')
    return record


def facts_of_record(record: Mapping[str, object], where: str) -> tuple[Facts, tuple[str, ...]]:
    """Facts of a record, and sentences on what was given but could not be used. Raises WrongValue.

    `where` is what the evidence calls the record.
    """
    notes: list[str] = []
    outlet = _outlet(record)
    url = text_value("url", record.get("url"))
    if url is not None and not is_web_address(url):
        notes.append(f"`url` is {url[:80]}, which is no address beginning with http:// or https://; left out")
        url = None
    values: dict[str, object] = {
        "outlet": outlet,
        "date": _date(record, notes),
        "title": without_outlet(text_value("title", record.get("title")), outlet),
        "authors": authors_value("authors", record.get("authors")),
        "url": url,
    }
    basis = "stated" if values["date"] else None
    return Facts(**values, date_basis=basis, evidence=evidence_for(values, where)), tuple(notes)  # type: ignore[arg-type]


def _outlet(record: Mapping[str, object]) -> str | None:
    """Read `outlet`, else `source`, which some exports write as {"id": …, "name": …}."""
    outlet = text_value("outlet", record.get("outlet"))
    source = record.get("source")
    if isinstance(source, dict) and "name" in source:
        source = source["name"]
    return outlet or text_value("source", source)


def _date(record: Mapping[str, object], notes: list[str]) -> object:
    """Read `date`, else `published_at`; a text that is not clearly a date leaves the article undated."""
    for key in ("date", "published_at"):
        value = record.get(key)
        if isinstance(value, str):
            try:
                found = date_value(key, value)
            except WrongValue as error:
                notes.append(f"{error}; undated")
                continue
        elif isinstance(value, float | bool | list | dict) or (
            isinstance(value, int) and not 1600 <= value < 2100
        ):
            raise WrongValue(f"`{key}` has to be a date as text, such as 2022-01-19")
        else:
            found = date_value(key, value)
        if found:
            return found
    return None


def _bounded(read: Callable[[int], bytes]) -> Iterator[bytes | None]:
    """Lines as a `readline` gives them, None for each longer than LONGEST_LINE, never holding more than that."""
    while line := read(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = read(LONGEST_LINE)
        yield None


def _from_utf16(file: IO[bytes]) -> Callable[[int], bytes]:
    """Read the lines of a UTF-16 file as UTF-8; a broken character becomes U+FFFD."""
    text = io.TextIOWrapper(file, encoding="utf-16", errors="replace", newline="\n")
    return lambda limit: text.readline(limit).encode("utf-8", "replace")
