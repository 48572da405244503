"""Dates as people write them, read as periods: `19 January 2022`, `Jan 2022`, `2022-01-19`, `19/1/2022`, `2022`.

Numeric dates with the year last are read day first, as in Britain, unless that is impossible. A day that its
month does not have (31 February) stands for the whole month. Relative ones (`last week`, `yesterday`, `the
past 10 days`) count from `today`; weeks begin on Monday.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = [name.lower() for name in calendar.month_name[1:]]
_SHORT = {"sept": 9} | {name[:3]: n for n, name in enumerate(_MONTHS, 1)}
_DAYS = [name.lower() for name in calendar.day_name]
_COUNTED = "one two three four five six seven eight nine ten eleven twelve"
_NUMBERS = {word: n for n, word in enumerate(_COUNTED.split(), 1)}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}

MONTH = rf"(?:(?:{'|'.join(_MONTHS)}|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
_YEAR = r"(?:19|20)\d\d(?![\d,.]?\d|-\d|/\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,? )?"
ABSOLUTE = (
    r"(?:(?:19|20)\d\d-\d\d?(?:-\d\d?)?(?![\d-])|\d\d?[/.]\d\d?[/.](?:19|20)\d\d(?!\d)"
    rf"|{_WEEKDAY}(?:the )?{_DAY}(?: of)? {MONTH},? {_YEAR}|{_WEEKDAY}{MONTH} (?:the )?{_DAY},? {_YEAR}"
    rf"|{MONTH},? (?:of )?{_YEAR}|(?:spring|summer|autumn|fall)(?: of)? {_YEAR}|(?:the year )?{_YEAR}(?!s\b))"
)
YEARLESS = rf"(?:{_WEEKDAY}(?:the )?{_DAY}(?: of)? {MONTH}|{MONTH} {_DAY}(?!\d)|{MONTH})"
_COUNT = rf"(?:\d{{1,3}}|{'|'.join(_NUMBERS)}|few|couple of)"
RELATIVE = (
    r"(?:yesterday|today|last night|this morning|(?:last|this|past|previous) (?:week|month|year|weekend)"
    rf"|(?:the )?(?:last|past) {_COUNT} (?:days|weeks|months|years)|{_COUNT} (?:days?|weeks?|months?|years?) ago"
    rf"|last (?:mon|tues|wednes|thurs|fri|satur|sun)day|{MONTH} (?:last|this) year)"
)
# What any of these has: soon looked for, where most questions have none.
_IN_ANY = re.compile(rf"\d|\b(?:yesterday|today|last|this|past|previous|{MONTH})|ago\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """A run of days, both ends included. `relative` periods were counted from today."""

    first: date
    last: date
    relative: bool = False
    year_only: bool = False


def may_hold_date(text: str) -> bool:
    """Tell whether a text has what every date has, absolute, relative or without its year."""
    return _IN_ANY.search(text) is not None


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation; raises KeyError for another word."""
    word = word.lower().rstrip(".")
    return _SHORT[word[:4]] if word[:4] in _SHORT else _SHORT[word[:3]]


def month_of(year: int, month: int) -> Period:
    """Return the whole month; raises ValueError for one that no calendar has."""
    return Period(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))


def year_of(year: int) -> Period:
    """Return the whole year."""
    return Period(date(year, 1, 1), date(year, 12, 31), year_only=True)


def _day_of(year: int, month: int, day: int) -> Period:
    whole = month_of(year, month)
    if day < 1 or day > whole.last.day:
        return whole
    return Period(date(year, month, day), date(year, month, day))


def _numeric(text: str) -> Period | None:
    if found := re.fullmatch(r"(\d{4})(?:[-/](\d\d?)(?:[-/](\d\d?))?)?", text):
        year, month, day = (int(part) if part else None for part in found.groups())
    elif found := re.fullmatch(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})", text):
        day, month, year = map(int, found.groups())
        if month > 12:
            day, month = month, day
    else:
        return None
    if month is None:
        return year_of(year or 0)
    return month_of(year or 0, month) if day is None else _day_of(year or 0, month, day)


def _season(name: str, year: int) -> Period:
    begin = _SEASONS[name]
    return Period(date(year, begin, 1), month_of(year, begin + 2).last)


def parse_absolute(text: str) -> Period | None:
    """Read one date that names its year; None for what is no date."""
    text = text.lower().strip(" ,.")
    try:
        if numeric := _numeric(text):
            return numeric
        if not re.fullmatch(ABSOLUTE, text):
            return None
        words = re.findall(r"[a-z]+|\d+", text)
        year = int(words[-1])
        numbers = [int(w) for w in words[:-1] if w.isdigit()]
        if season := next((w for w in words if w in _SEASONS), None):
            return _season(season, year)
        month = next((month_number(w) for w in words if re.fullmatch(MONTH, w)), None)
        if month is None:
            return year_of(year)
        return _day_of(year, month, numbers[0]) if numbers else month_of(year, month)
    except (ValueError, KeyError, IndexError, OverflowError):
        return None


def parse_yearless(text: str, today: date) -> Period | None:
    """Read a day or month without its year as the latest one that has begun by `today`."""
    for year in (today.year, today.year - 1):
        period = parse_absolute(f"{text} {year}")
        if period and period.first <= today:
            return period
    return None


def _months_back(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    year = max(year, 1)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _back(today: date, count: int, unit: str) -> date:
    if unit in ("day", "week"):
        return today - timedelta(days=count * (7 if unit == "week" else 1))
    return _months_back(today, count * (12 if unit == "year" else 1))


def _counted(text: str, today: date) -> Period | None:
    found = re.search(r"(\w+)(?: of)? (day|week|month|year)s?( ago)?$", text)
    if not found:
        return None
    word = found[1]
    count = int(word) if word.isdigit() else _NUMBERS.get(word, {"few": 3, "couple": 2}.get(word, 1))
    begin = _back(today, count, found[2])
    if not found[3]:
        return Period(begin, today, relative=True)
    spread = {"day": 0, "week": 3, "month": 15, "year": 180}[found[2]]
    return Period(begin - timedelta(days=spread), min(today, begin + timedelta(days=spread)), relative=True)


def _named(text: str, today: date) -> Period | None:
    monday = today - timedelta(days=today.weekday())
    which, _, unit = text.partition(" ")
    back = which in ("last", "past", "previous")
    if unit == "week":
        begin = monday - timedelta(days=7 if back else 0)
        return Period(begin, begin + timedelta(days=6))
    if unit == "weekend":
        begin = monday + timedelta(days=-2 if back or today.weekday() < 5 else 5)
        return Period(begin, begin + timedelta(days=1))
    if unit == "month":
        day = _months_back(today, 1 if back else 0)
        return month_of(day.year, day.month)
    if unit == "year":
        return year_of(today.year - back)
    if unit in _DAYS:
        day = today - timedelta(days=(today.weekday() - _DAYS.index(unit) - 1) % 7 + 1)
        return Period(day, day)
    return None


def parse_relative(text: str, today: date) -> Period | None:
    """Read a period that is counted from `today`; None for another text."""
    text = " ".join(text.lower().split())
    if text in ("today", "this morning"):
        return Period(today, today, relative=True)
    if text in ("yesterday", "last night"):
        day = today - timedelta(days=1)
        return Period(day, today if text == "last night" else day, relative=True)
    if found := re.fullmatch(rf"({MONTH}) (last|this) year", text):
        period: Period | None = month_of(today.year - (found[2] == "last"), month_number(found[1]))
    else:
        period = _named(text, today) or _counted(text, today)
    return Period(period.first, period.last, relative=True) if period else None


def parse_any(text: str, today: date) -> Period | None:
    """Read a date, absolute, relative or without its year."""
    return parse_absolute(text) or parse_relative(text, today) or parse_yearless(text, today)
