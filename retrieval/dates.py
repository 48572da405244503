"""Dates as pages and records write them: one isolated string in, a `PartialDate` or None out.

Nothing is filled in: a string without a year is no date, "June 2023" stays a month, and 03/04/2022, which is
March to some and April to others, is None (with dots the day comes first). A year of two figures is read where
one of the others can only be the day (12/23/16). The day is the one written; time zones do not shift it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate
from functools import cache, lru_cache
from typing import Literal

from babel.dates import get_day_names, get_month_names
from dateparser.date import DateDataParser

from retrieval.model import PartialDate

LONGEST = 80
"""A printed date with weekday, time and zone stays well below this many characters."""

YEARS = range(1600, 2100)
"""Years that an article may carry; other four-figure numbers are something else."""

LANGUAGES = ("fr", "de", "es", "it", "pt", "nl", "pl", "uk", "ru")
"""Whose month names are tried where English ones do not fit."""

_Width = Literal["abbreviated", "narrow", "wide"]
_Context = Literal["format", "stand-alone"]

_ISO = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?|\d{4})")
_ISO_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[Tt]|\s+)\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|z|UTC|GMT|[+-]\d{2}:?\d{2})?"
)
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?:[,T\s]+\d{1,2}[:.]\d{2}.{0,20})?")
_RFC_2822 = re.compile(
    r"(?:[A-Za-z]{3},\s+)?\d{1,2}\s+[A-Za-z]{3}\s+\d{2,4}\s+\d{1,2}:\d{2}(?::\d{2})?(?:\s+[+-]?\w{1,5})?"
)

_SHORT_YEAR = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d\d)")

_PLAIN = re.compile(r"[\w\s,.:/|•·()+'’\-–—º]+")
_MARKS = re.compile(r"[|•·()–—]|(?<=\s)-(?=\s)")
_YEAR = re.compile(r"(?<![\d:])(?:1[6-9]|20)\d{2}(?![\d:])")
_RANGE = re.compile(
    r"(?<![:.\d])\d{1,2}(?:st|nd|rd|th)?\s*(?:[-–—/]|to|and)\s*\d{1,2}(?:st|nd|rd|th)?\.?\s+[^\W\d]"
)
_FIGURES = re.compile(r"\d{1,2}([./-])(?:\d{1,2}\1)?\d{4}")
_MONTH_NAME = re.compile(r"(?<![^\W\d])[^\W\d]{3,}")


@lru_cache(maxsize=4_096)
def read_date(text: str) -> PartialDate | None:
    """Read an isolated date string in any usual form; None where it is no date, or not clearly one.

    `19 January 2022, 00:25`, `Jan. 19, 2022 at 3:05 p.m. ET`, `June 2023`, `13/04/2022`, ISO and RFC 2822.
    """
    text = " ".join(text.split()).strip(" ,;|•·")
    if not text or len(text) > LONGEST:
        return None
    return _read_record_form(text) or _read_year_first(text) or _read_short_year(text) or _read_prose_form(text)


def _read_record_form(text: str) -> PartialDate | None:
    """Read what machines write: ISO dates and datetimes, `YYYY-MM`, `YYYY`, RFC 2822."""
    found = _ISO.fullmatch(text) or _ISO_TIME.fullmatch(text)
    if found:
        return _plausible(*(int(part) for part in found.group(1).split("-")))
    if _RFC_2822.fullmatch(text):
        fields = parsedate(text)
        return _plausible(*fields[:3]) if fields else None
    return None


def _read_year_first(text: str) -> PartialDate | None:
    """Read 2022/01/19: with the year in front, the month follows everywhere."""
    found = _YEAR_FIRST.fullmatch(text)
    return _plausible(*(int(found.group(part)) for part in (1, 3, 4))) if found else None


def _read_short_year(text: str) -> PartialDate | None:
    """Read 12/23/16 and 23/12/16, the century as POSIX has it: 69 to 99 are of the last one."""
    found = _SHORT_YEAR.fullmatch(text)
    if not found:
        return None
    month, day = sorted(int(found.group(part)) for part in (1, 3))
    year = int(found[4]) + (1900 if int(found[4]) >= 69 else 2000)
    return _plausible(year, month, day) if month <= 12 < day else None


def _read_prose_form(text: str) -> PartialDate | None:
    """Read what people write, by dateparser, and believe only what stands in the text."""
    years = _YEAR.findall(text)
    if len(set(years)) != 1 or _RANGE.search(text) or not _PLAIN.fullmatch(text):
        return None
    figures = _FIGURES.search(text)
    if not figures and not _MONTH_NAME.search(text):
        return None
    cleaned = " ".join(_MARKS.sub(" ", text).split())
    dotted = figures is not None and figures[1] == "."  # the day comes first wherever dots part figures
    for languages in (("en",), LANGUAGES):
        read = {_parse(cleaned, order, languages) for order in (("DMY",) if dotted else ("DMY", "MDY"))}
        if read != {None}:
            return read.pop() if len(read) == 1 else None
    return None


def _parse(text: str, order: str, languages: tuple[str, ...]) -> PartialDate | None:
    """Ask dateparser, reading ambiguous figures in the given order; None where a part is not in the text."""
    try:
        found = _parser(order, languages).get_date_data(text)
    except (ValueError, OverflowError, TypeError, AttributeError, IndexError, KeyError):
        return None  # dateparser trips over some nonsense instead of refusing it
    moment, period = found.date_obj, found.period
    if moment is None or period not in ("day", "month", "year"):
        return None
    if period == "year":
        return None  # a year beside other words ("at 2022") is no date
    if period == "month":
        return _plausible(moment.year, moment.month)
    return _plausible(moment.year, moment.month, moment.day) if _shows_day(text, moment.year, moment.day) else None


def _shows_day(text: str, year: int, day: int) -> bool:
    """Tell whether the day stands in the text where a day stands: before the year, or after a year in front."""
    at = text.find(str(year))
    days = re.finditer(rf"(?<![\d:])0?{day}(?![\d:])", text)
    return any(found.start() < at or at == 0 for found in days)


def _plausible(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    if year not in YEARS:
        return None
    try:
        return PartialDate(year, month, day)
    except ValueError:
        return None


@cache
def _parser(order: str, languages: tuple[str, ...]) -> DateDataParser:
    """Make a parser that reads absolute dates with a year and fills nothing in from today."""
    from dateparser.date import DateDataParser  # noqa: PLC0415  # slow to import; answering reads no dates of files

    settings = {
        "DATE_ORDER": order,
        "PARSERS": ["absolute-time"],
        "REQUIRE_PARTS": ["year", "month"],
        "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 - a fixed base: the clock must not matter
        "PREFER_DAY_OF_MONTH": "first",
    }
    return DateDataParser(languages=list(languages), settings=settings, use_given_order=True)


@cache
def month_names() -> frozenset[str]:
    """Return what English and `LANGUAGES` call the months, also shortened, in small letters, without dots."""
    return _names(get_month_names)


@cache
def day_names() -> frozenset[str]:
    """Return what they call the days of the week."""
    return _names(get_day_names)


def _names(names_of: Callable[[_Width, _Context, str], Mapping[int, str]]) -> frozenset[str]:
    widths: tuple[_Width, ...] = ("wide", "abbreviated")
    contexts: tuple[_Context, ...] = ("format", "stand-alone")
    return frozenset(
        name.strip(".").lower()
        for language in ("en", *LANGUAGES)
        for width in widths
        for context in contexts
        for name in names_of(width, context, language).values()
        if len(name.strip(".")) > 2
    )
