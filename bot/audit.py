"""What the cleaner made of a file, for people: kept and dropped side by side on a terminal, in lines elsewhere."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest

import click

from bot.terminal import INDENT, counted
from bot.texts import Texts
from retrieval.model import Extraction

NARROWEST = 90
"""Columns of a terminal in which two texts side by side can still be read."""

WIDEST = 180
"""Columns that are used at most: longer lines are tiring to read."""

_NUMBERS = 6  # columns of the line's number
_BETWEEN = 3  # and between the two texts


@dataclass(frozen=True, slots=True)
class _Row:
    """A piece of the file: its line where it has one, and why it was dropped; no reason where it was kept."""

    line: int | None
    text: str
    reason: str | None = None

    @property
    def shown(self) -> str:
        return f"{self.text} [{self.reason}]" if self.reason else self.text

    @property
    def number(self) -> str:
        return f"{self.line:>5} " if self.line else " " * _NUMBERS


def show_extraction(name: str, value: Extraction, texts: Texts, columns: int | None = None) -> str:
    """One article of a file: its facts with their evidence, and each piece of it, kept or dropped with the reason.

    On a terminal of enough `columns` the kept text stands on the left and the dropped on the right. Elsewhere
    (None: no terminal) each piece is a line of its own, behind + or -.
    """
    rows = [_Row(kept.line, kept.text) for kept in value.paragraphs]
    rows += [_Row(lost.line, lost.text, lost.reason) for lost in value.dropped]
    rows.sort(key=lambda row: row.line or 0)
    beside = columns is not None and columns >= NARROWEST
    lines = [click.style(name, bold=True), *_facts(value, texts)]
    lines += _side_by_side(rows, min(columns or 0, WIDEST)) if beside else _one_by_one(rows, columns)
    kept, dropped = counted(len(value.paragraphs), "paragraph"), counted(len(value.dropped), "piece")
    return "\n".join([*lines, f"{INDENT}{kept} kept, {dropped} dropped"])


def _facts(value: Extraction, texts: Texts) -> Iterator[str]:
    facts = value.facts
    shown = {
        "outlet": facts.outlet,
        "date": texts.dated(facts) if facts.date else None,
        "title": facts.title,
        "authors": ", ".join(facts.authors),
    }
    for name, text in shown.items():
        said = facts.evidence.get(name)
        yield f"{INDENT}{name:<9}{text or '-'}" + (click.style(f"   ({said})", dim=True) if said else "")


def _one_by_one(rows: list[_Row], columns: int | None) -> Iterator[str]:
    for row in rows:
        mark = "+ " if row.reason is None else "- "
        first, *more = _wrapped(row.shown, columns - _NUMBERS - 2 if columns else None)
        yield row.number + _coloured(mark + first, row)
        yield from (" " * (_NUMBERS + 2) + _coloured(line, row) for line in more)


def _side_by_side(rows: list[_Row], columns: int) -> Iterator[str]:
    width = (columns - _NUMBERS - _BETWEEN) // 2
    yield " " * _NUMBERS + click.style(f"{'KEPT':<{width + _BETWEEN}}DROPPED", bold=True)
    for row in rows:
        text = _wrapped(row.shown, width)
        left, right = (text, []) if row.reason is None else ([], text)
        for n, (kept, dropped) in enumerate(zip_longest(left, right, fillvalue="")):
            between = " " * (width - len(kept) + _BETWEEN) if dropped else ""
            yield (row.number if n == 0 else " " * _NUMBERS) + _coloured(kept or between + dropped, row)


def _coloured(text: str, row: _Row) -> str:
    return click.style(text, fg="green") if row.reason is None else click.style(text, fg="red", dim=True)


def _wrapped(text: str, width: int | None) -> list[str]:
    """The text in lines of at most so many characters, at least one; None: in a single line."""
    return textwrap.wrap(text, max(width, 20)) or [""] if width is not None else [" ".join(text.split())]
