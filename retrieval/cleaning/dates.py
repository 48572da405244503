"""Dates as pages print them: in a line of their own, a labelled line or a byline. Never from running text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.cleaning.blocks import Block, remembered
from retrieval.dates import day_names, month_names, read_date
from retrieval.model import PartialDate

_NAMES = sorted(month_names() | {"jänner", "mai", "may"}, key=len, reverse=True)
_MONTH = r"(?:" + "|".join(map(re.escape, _NAMES)) + r")\b\.?"
_YEAR = r"(?:19|20)\d\d(?:(?!\d)|(?=\d{1,2}:\d\d))"  # the time may be glued to it
_DAY = r"\d{1,2}"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?<!\d)(?P<iso>(?:19|20)\d\d[-/.]{_DAY}[-/.]{_DAY})(?!\d)"
        r"(?:T\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?",
        rf"(?<![\d.]){_DAY}(?:st|nd|rd|th|\.|º)?[ -]?(?: of | de )?\s?{_MONTH}(?:,| de| del)?[ -]?{_YEAR}",
        rf"\b{_MONTH}\s?{_DAY}(?:st|nd|rd|th)?\s?,?\s+{_YEAR}",
        rf"(?<!\d){_DAY}(?P<mark>[./-]){_DAY}(?P=mark){_YEAR}",
        rf"\b{_MONTH},? {_YEAR}",
        rf"(?<![\d/-]){_DAY}(?P<sign>[/-]){_DAY}(?P=sign)\d\d(?![\d/-])",
    )
)
_SHORT = 60
_FEW = 6  # words beside a day and a clock time that still leave the line a stamp
_LABEL = re.compile(
    r"\b(?:(?:first |originally )?published|posted|publi[ée] le|veröffentlicht|erstellt|created|date"
    r"|issued|released|pub(?:lished)? date|datum|fecha|publicado)\b",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"\b(?:updated?|modified|edited|aktualisiert|stand|mis à jour|actualizado|amended|revised"
    r"|last reviewed)\b",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, day_names()), key=len, reverse=True)) + r"|tues|thur|thurs"
    r"|first|originally|last|published|posted|publié|le|veröffentlicht|am|erstellt|created|date|issued"
    r"|released|datum|fecha|publicado|updated?|modified|edited|aktualisiert"
    r"|stand|mis|à|jour|actualizado|amended|revised|reviewed|on|at|the|um|uhr|a\.?m\.?|p\.?m\.?|gmt|bst"
    r"|utc|est|edt|et|pst|pdt|pt|cst|cdt|ct|mst|cet|cest|mez|mesz|ist|aest|aedt|sast|eat|wat|hkt"
    r"|local time|time|min(?:ute)?s?|read|hours?|days?|weeks?|months?|years?|seconds?|ago|an?|just now"
    r"|today|yesterday|heute|gestern|vor|stunden|minuten|of|de|h|hrs?|and|from|by|timer|access_time|"
    r"pub|article|story|issue|report)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\.\d+)?(?:\s?[ap]\.?m\b\.?|z\b|[+-]\d\d:?\d\d)?"
    r"|\b\d{1,2}\s?[ap]\.?m\b\.?|\b[0-2]\d[0-5]\d (?=gmt|utc|hkt|bst|cet|e[sd]t|ist)",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?:an?|\d{1,3})\s?(?:h|hr|hrs|m|min|mins|d|w|mo|y|hours?|minutes?|days?|weeks?|months?|years?"
    r"|seconds?)\b(?: ago)?",
    re.IGNORECASE,
)
_BARE_DAY = re.compile(rf"\b{_MONTH} {_DAY}\b|\b{_DAY}(?:st|nd|rd|th|\.)? {_MONTH}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date found in a line: the date, whether the line labels it as the day of publication or of an update."""

    date: PartialDate
    labelled: bool
    later: bool
    alone: bool


@remembered
def is_date_line(block: Block) -> bool:
    """Whether the block holds a date, a clock time or an "hours ago", and besides only their usual company."""
    if block.length > 130 or not any(character.isdigit() for character in block.plain[:130]):
        return block.length < 30 and bool(
            re.fullmatch(r"(?:updated?|published|just now|yesterday|today)\W*", block.low)
        )
    left = _without_dates(block.plain)
    return left is not None and not re.search(r"[^\W_]{2,}", left)


def dated_name(block: Block) -> bool:
    """Whether a short line is a date beside a name, place or section: "Valletta, 3 May 2019"."""
    left = _without_dates(block.plain) if block.length <= _SHORT and not block.terminal else None
    words = re.findall(r"[^\W\d_]{2,}", left or "")
    return 0 < len(words) <= 5 and all(word[0].isupper() for word in words)


@remembered
def mostly_date(block: Block) -> bool:
    """Whether a line is a day with a clock time and a few words: "Case study, 12 May 2019, 10:15, 71 comments"."""
    if block.length > 2 * _SHORT or block.terminal or not _CLOCK.search(block.plain):
        return False
    left = _without_dates(block.plain)
    return left is not None and has_day(block) and len(re.findall(r"[^\W\d_]{2,}", left)) <= _FEW


def stamps(block: Block) -> bool:
    """Whether a line has a clock time for every day: of when it was published, and when it was gone on with."""
    return len(_CLOCK.findall(block.plain)) >= len(printed_dates(block))


def has_day(block: Block) -> bool:
    """Whether a date line names a day, not only a time."""
    return any(form.search(block.plain) for form in (*_FORMS, _BARE_DAY)) or "ago" in block.low


def names_day(block: Block) -> bool:
    """Whether a day and its month stand anywhere in the block, with or without the year."""
    return any(form.search(block.plain) for form in (*_FORMS[:4], _BARE_DAY))


def _without_dates(text: str) -> str | None:
    """Return what is left of the text without dates, times and their company; None where it holds neither."""
    left, found = text, 0
    for form in (*_FORMS, _BARE_DAY, _CLOCK, _AGO):
        left, count = form.subn(" ", left)
        found += count
    return _FILLING.sub(" ", left) if found else None


def printed_dates(block: Block) -> list[Printed]:
    """Return the dates of a short line in order, each with the label that stands before it."""
    text = block.plain[:200]
    if block.length > 200:
        return []
    found: dict[int, tuple[int, PartialDate]] = {}
    for form in _FORMS:
        for match in form.finditer(text):
            taken = any(start <= match.start() < stop for start, (stop, _) in found.items())
            if not taken and (date := read_date(match.groupdict().get("iso") or match[0])):
                found[match.start()] = (match.end(), date)
    printed, behind = [], 0
    for start, (stop, date) in sorted(found.items()):
        before = text[behind:start]
        printed.append(
            Printed(date, bool(_LABEL.search(before)), bool(_LATER.search(before)), is_date_line(block))
        )
        behind = stop
    return printed
