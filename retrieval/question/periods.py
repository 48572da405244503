"""Dates in plain words: which of them limit the question, and which are part of the matter.

A date limits the question (and is told back) where it says *when it was reported*:

1. beside a word for reports: "news from June 2023 about", "articles before 2022", "yesterday's headlines",
   "latest of this week"; or in a question about reporting: "What was reported last week", "What happened
   yesterday", "What did <outlet> report in January";
2. at the head or the end of the question, after in, on, during, since, before, after, until, from … to,
   between … and: "before 2023: weapons", "How did India vote in 2025?", or with about, on … after it: "What
   did Starmer say in February 2025 about Putin?"; bare at the edge of keywords: "Zelensky January 2022",
   a year alone only where a comma, a colon or a bracket parts it from them.

It is left as part of the matter

- without such a word: "the 2022 invasion", "World Cup 2022"; before a noun: "in the 2020 election";
- in a sentence that does not ask ("The war began in 2022. Who …?") or in the middle of one;
- inside another time or a side clause: "during the riots on 6 January 2021", "after sealing borders in March
  2020", "the law passed in 2021", "who resigned in 2019" after the main verb;
- where something is to come ("plan to merge in 2024", "expected in 2023") or has not come yet;
- where an amount is measured over it ("How many … in 2021", "fallen since 2004"), or something is the first
  "since 2017"; more than twenty years before today, long before what a question of news is about;
- relative to today in an ordinary question ("Which country joined this week?"): people copy such words from the
  news, so they need rule 1, a question what somebody said, or keywords.

Two dates that are compared ("in 2022 and 2025") give several voices and the span from the first to the last.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from retrieval.question.calendar_words import ABSOLUTE, RELATIVE, YEARLESS, Period, may_hold_date, parse_any
from retrieval.question.draft import cut
from retrieval.question.words import AUX, REPORT_NOUN, WH, one_of

_ONE = rf"(?:{ABSOLUTE}|{RELATIVE}|{YEARLESS})"
_DAY_ONLY = r"(?:the )?(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_LEADING_DAY = re.compile(r"^(?:the )?\d{1,2}(?:st|nd|rd|th)? ", re.IGNORECASE)
_OPEN_END = r"(?:now|today|the present(?: day)?)"
_PLAIN_YEAR = r"(?:19|20)\d\d(?=[-–—])"
_RANGE = (
    rf"(?:(?P<r1>between|from|in the period from) (?P<a>{_ONE}|{_DAY_ONLY})"
    rf",? (?:and|to|until|till|through|up to|[-–]) ?(?P<b>{_ONE}|{_OPEN_END})"
    rf"|(?:(?P<r2>in|during|for|over|of) )?(?P<a2>{ABSOLUTE}|{_PLAIN_YEAR})"
    rf" ?(?:to|until|through|[-–—]) ?(?P<b2>{ABSOLUTE}))"
)
_JOIN = (
    rf"(?:,? {one_of('and or versus vs[.]? against than with (?:as_)?compared_(?:with|to) and_then')},?"
    rf" (?:{one_of('with to in on during from')} )?)"
)
_PAIR = (
    rf"(?P<p>{one_of('in on of during for from since between')}) (?P<c>{ABSOLUTE})(?P<more>(?:, {ABSOLUTE})*)"
    rf"{_JOIN}(?P<d>{ABSOLUTE})"
)
_WORD = one_of(
    """
    in_or_before on_or_before on_or_after in on during since before prior_to earlier_than up_to until till after
    later_than following from of for throughout within over as_of dated
    """
)
_ONWARDS = r"(?P<onwards> (?:onwards?|on(?= *(?:[:,.?!]|$))|and (?:later|after)))?"
_SINGLE = rf"(?:(?P<w>{_WORD}) )?(?P<e>{_ONE}){_ONWARDS}(?:'s)?"
_DATE = re.compile(rf"\b(?:{_RANGE}|{_PAIR}|{_SINGLE})(?!\w)", re.IGNORECASE)

_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=\S)")
_ABBREVIATION = re.compile(
    rf"(?:\b{one_of('mr mrs ms dr st vs no sir jan feb mar apr jun jul aug sept? oct nov dec')}|\b\w)\.$",
    re.IGNORECASE,
)
_DATED = one_of("latest newest published reported written printed dated")
_REPORT_LEFT = re.compile(rf"^(?:(?!made\b|makes?\b)[\w'-]+ ){{0,5}}?(?:{REPORT_NOUN}|{_DATED})$", re.IGNORECASE)
_REPORT_RIGHT = re.compile(rf"^{REPORT_NOUN}\b", re.IGNORECASE)
_REPORT_QUESTION = re.compile(
    r"^(?:so |and |please |tell me )?(?:what|anything|which (?:news|stories|articles))"
    r"(?:'s| is| was| has been| have| has| did| else)* (?:\w+ ){0,4}?"
    + one_of("happen(?:ed|ing)? reported published written printed said new in_the_news report write publish")
    + r"\b",
    re.IGNORECASE,
)
_SAYING = one_of(
    """
    say said saying tell told announced? claim(?:ed)? promised? write written do done demand(?:ed)? proposed?
    warn(?:ed)? think respond(?:ed)? react(?:ed)?
    """
)
_SAID = re.compile(
    rf"^{one_of('what how why who where whom')} {one_of('did has have had was were')} .{{1,80}}?\b{_SAYING}\b",
    re.IGNORECASE,
)
_VERBAL = re.compile(rf"\b(?:{WH}|{AUX}|made|said)\b", re.IGNORECASE)
_SIDE_CLAUSE = re.compile(
    rf"\b(?:{one_of('during after before following when while whilst until since because')}"
    rf"|{one_of('ahead day night wake anniversary')} of)\b",
    re.IGNORECASE,
)
_RELATIVE_CLAUSE = re.compile(r"\w[ ,]+(?:who|whom|which|whose|that) (?!did\b|do\b|does\b)\w+", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b"
    + one_of(
        """
        will would won't going_to plan(?:s|ned|ning)?_(?:to|for) expect(?:s|ed)? due set_to likely aims?
        scheduled hopes? projected forecast could might may upcoming next target
        """
    )
    + r"\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    rf"\bhow {one_of('many much long old big far often high fast large tall')}\b"
    rf"|\b{one_of('percentage proportion per_cent percent share number amount rate')} of\b"
    rf"|\bwhat {one_of('percentage proportion share number amount rate')}\b",
    re.IGNORECASE,
)
_FIRST_SINCE = re.compile(
    rf"\b{one_of('first highest lowest worst best biggest largest only most fewest record led been')}\b",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"(?:\w{2,}ed|"
    + one_of("born held made won begun built broken written drawn given taken set sent ending beginning starting")
    + ")$",
    re.IGNORECASE,
)
_AUX_DO = re.compile(r"\b(?:did|does|do)\b", re.IGNORECASE)
_GOES_ON = one_of("about on regarding concerning over compared versus vs as according_to")
_AFTERWARDS = re.compile(rf"^(?:[:;(]|,? ?(?:{_GOES_ON}|in (?:the )?[A-Z]|from [A-Z]|by [A-Z]|{WH})\b)")
_LONG_AGO = 20  # years
_MOST = 20  # dates read in one question: it keeps the cost of a very long one linear


@dataclass(frozen=True, slots=True)
class Dates:
    """The limits that plain dates set, whether two of them are compared, and the text without them."""

    text: str
    since: date | None = None
    until: date | None = None
    several: bool = False


@dataclass(frozen=True, slots=True)
class _Mention:
    """One date expression: its place, the days it limits to, and the word before it."""

    start: int
    end: int
    since: date | None
    until: date | None
    word: str
    relative: bool = False
    current: bool = False
    yearless: bool = False
    year_only: bool = False
    pair: bool = False
    wide: bool = False


def read_dates(text: str, today: date) -> Dates:
    """Read the plain dates of a tidy text; those that limit the question are blanked."""
    if not may_hold_date(text):
        return Dates(text)
    mentions = [m for found in islice(_DATE.finditer(text), _MOST) if (m := _mention(found, today))]
    begin, end = _asking(text)
    asked = (m for m in mentions if begin <= m.start < end)
    kept = [m for m in asked if _limits(m, text[begin : m.start], text[m.end : end], today)]
    if not kept:
        return Dates(text, several=any(m.pair for m in mentions))
    several = len({(m.since, m.until) for m in kept if m.word in ("in", "on", "during")}) > 1
    since, until = _combined(kept, spread=several)
    left = cut(text, [(m.start, m.end) for m in kept])
    return Dates(left, since, until, several or any(m.pair for m in kept))


def _combined(kept: list[_Mention], *, spread: bool) -> tuple[date | None, date | None]:
    """Intersect the limits, or span them where several dates are asked about."""
    since = [m.since for m in kept if m.since]
    until = [m.until for m in kept if m.until]
    if spread:
        return min(since, default=None), max(until, default=None)
    return max(since, default=None), min(until, default=None)


def _mention(found: re.Match[str], today: date) -> _Mention | None:
    first, last = found["a"] or found["a2"], found["b"] or found["b2"]
    if first:
        return _range(found, first, last, today)
    if found["c"]:
        return _pair(found, today)
    period = parse_any(found["e"], today)
    if period is None:
        return None
    word = (found["w"] or "").lower()
    since, until = _one_sided("since" if found["onwards"] else word, period)
    return _Mention(
        *found.span(),
        since,
        until,
        word,
        relative=period.relative,
        current=period.relative and period.last >= today,
        yearless=_yearless(found["e"]),
        year_only=period.year_only,
        wide=since is None or until is None,
    )


def _yearless(text: str) -> bool:
    return re.fullmatch(YEARLESS, text, re.IGNORECASE) is not None


def _range(found: re.Match[str], first: str, last: str, today: date) -> _Mention | None:
    if re.fullmatch(_OPEN_END, last, re.IGNORECASE):
        end: Period | None = Period(today, today)
    else:
        end = parse_any(last, today)
    begin = _with_year_of(first, last, end, today)
    if begin is None or end is None:
        return None
    since, until = min(begin.first, end.first), max(begin.last, end.last)
    word = (found["r1"] or found["r2"] or "").lower()
    return _Mention(*found.span(), since, until, word, begin.relative, year_only=begin.year_only, wide=True)


def _with_year_of(first: str, last: str, end: Period | None, today: date) -> Period | None:
    """Read the beginning of a range, which may leave month or year to its end: "between 1 and 9 May 2022"."""
    if end is None:
        return None
    if re.fullmatch(_DAY_ONLY, first, re.IGNORECASE):
        month_and_year = _LEADING_DAY.sub("", last)
        return parse_any(f"{first} {month_and_year}", today) if month_and_year != last else None
    if _yearless(first) and not end.relative:
        return parse_any(f"{first} {end.first.year}", today)
    return parse_any(first, today)


def _pair(found: re.Match[str], today: date) -> _Mention | None:
    texts = [found["c"], found["d"], *filter(None, found["more"].split(", "))]
    periods = [p for p in (parse_any(t, today) for t in texts) if p]
    if len(periods) < 2:
        return None
    since, until = min(p.first for p in periods), max(p.last for p in periods)
    return _Mention(*found.span(), since, until, found["p"].lower(), pair=True)


def _one_sided(word: str, period: Period) -> tuple[date | None, date | None]:
    if word in ("since", "as of", "on or after"):
        return period.first, None
    if word in ("before", "prior to", "earlier than"):
        return None, period.first - timedelta(days=1)
    if word in ("until", "till", "up to", "in or before", "on or before"):
        return None, period.last
    if word in ("after", "later than", "following"):
        return period.last + timedelta(days=1) if period.last < date.max else period.last, None
    return period.first, period.last


def _asking(text: str) -> tuple[int, int]:
    """Return the span of the sentence that asks: the last with a question mark, else the last."""
    begins = [0]
    for gap in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text[max(0, gap.start() - 8) : gap.start()]):
            begins.append(gap.end())
    spans = list(zip(begins, [*begins[1:], len(text)], strict=True))
    asking = [s for s in spans if text[s[0] : s[1]].rstrip().endswith("?")]
    return (asking or spans)[-1]


def _limits(m: _Mention, left: str, right: str, today: date) -> bool:
    apart = left.rstrip().endswith((",", "(")) or (not left.strip() and right[:1] == ":")
    left, right = left.strip(" ,("), right.strip(" ?!.)")
    if _beside_reports(m, left, right):
        return True
    if m.yearless or m.word in ("of", "for") or (m.since or date.min) > today:
        return False
    if not _at_edge(m, left, right):
        return False
    if m.relative:
        return _relative_limits(m, left, right)
    return _absolute_limits(m, left, right, today, apart=apart)


def _beside_reports(m: _Mention, left: str, right: str) -> bool:
    if _REPORT_LEFT.match(left[:80]) and not (m.word == "" and m.year_only):
        return True
    if _REPORT_RIGHT.match(right[:40]) and m.word == "":
        return True
    return bool(_REPORT_QUESTION.match(left)) and _at_edge(m, left, right)


def _at_edge(m: _Mention, left: str, right: str) -> bool:
    if not right:
        return True
    if not left:
        keywords = (m.word not in ("in", "on") and not m.year_only) or m.word not in ("", "in", "on")
        keywords = keywords and not _VERBAL.search(right)
        return keywords or right.startswith(",") or bool(_AFTERWARDS.match(right))
    return bool(_AFTERWARDS.match(right)) and (m.word != "" or m.relative)


def _relative_limits(m: _Mention, left: str, right: str) -> bool:
    if not _VERBAL.search(f"{left} {right}"):
        return len(left.split()) <= 8
    return not m.current and bool(_SAID.match(left))


def _absolute_limits(m: _Mention, left: str, right: str, today: date, *, apart: bool) -> bool:
    latest = m.until or m.since or today
    if latest.year < today.year - _LONG_AGO and not m.wide:
        return False
    if not m.word:
        precise = m.wide or apart or not m.year_only
        return precise and not _VERBAL.search(f"{left} {right}") and bool(left or right)
    if left.endswith("born"):
        return False
    if m.pair or (m.wide and m.since and m.until):
        return True
    return not _of_the_matter(m, left)


def _of_the_matter(m: _Mention, left: str) -> bool:
    if _SIDE_CLAUSE.search(left) or _TO_COME.search(left) or _RELATIVE_CLAUSE.search(left):
        return True
    if _AMOUNT.search(left) and (m.year_only or m.word == "since"):
        return True
    if m.word == "since" and _FIRST_SINCE.search(left):
        return True
    return bool(_AUX_DO.search(left) and _PARTICIPLE.search(left))
