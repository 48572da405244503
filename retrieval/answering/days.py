"""Relative days of a text, told from the article's own day: "on Friday" of Monday 24 January 2022.

Only where the article's date is known to the day and is printed or stated; never from an inferred one. Rules:

- a weekday with a past verb nearest to it is the latest one up to the article's day, with a verb of what is to
  come ("will", "is due", "expected") the next one from it on; the nearest verb before it in its clause decides,
  else the first one after it in its clause, or in the next where it opens one ("On Friday, …"): behind "the ferry
  sails on Friday, she said" stands the verb of who said so; a clause without any that goes on with "and" or
  "then" has the "will" of those before it; else nothing is said, nor of what has been on tomorrow's weekday: six
  days ago, or in an article that was gone on with the day after its date;
- "last Friday" only while this week's Friday has not come yet: afterwards people mean two days by it;
  "this Friday" is this week's; "next Friday", "the Friday before", "Fridays", "Black Friday" and
  "Friday 21 January" give none;
- yesterday, today, tomorrow; "last week" and "next week" by their Monday;
- nothing within quotation marks: what was said may have been said on another day.
"""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterator

from retrieval.model import Basis, PartialDate
from retrieval.sentences import sentences

_DAYS = {name: number for number, name in enumerate(calendar.day_name)}
_MONTH = "|".join(name[:3] for name in calendar.month_name[1:])
_WEEKDAY = re.compile(
    rf"\b(?P<which>last |this |next |every |each |Good |Black |Bloody |Holy |Easter |Shrove |Cyber |Super "
    r"|the |that |a |one |following |previous |preceding )?"
    rf"(?P<day>{'|'.join(_DAYS)})\b(?!['’]s|s\b|,? (?:the )?\d|,? (?:{_MONTH})"
    r"| (?:before|after|earlier|later|last|next|week|fortnight)\b)",
    re.IGNORECASE,
)
_NEAR = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}
_NEAR_WORD = re.compile(rf"\b(?:{'|'.join(_NEAR)})\b(?!['’]s)", re.IGNORECASE)
_NAMED = ("week", *_NEAR, *(day.lower() for day in _DAYS))
_WEEK = re.compile(r"\b(last|next) week\b(?!['’]s)", re.IGNORECASE)
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*(?:»|$)|‘[^’]{12,}(?:’(?!\w)|$)")
_TO_COME = (
    r"(?:will|would|shall|to|going to) (?:\w+ )?be \w+"
    r"|will|won['’]t|['’]ll|shall|would"
    r"|due|expected|scheduled|planned|plans?|set to|going to|(?:is|are) to|hopes? to|intends? to"
    r"|preparing|prepares?|aims? to|ahead of"
)
# Past forms that do not end in -ed, without those that are also the present (cut, put, read).
_PAST_FORMS = """
    said told was were had did met went came took gave made held began won lost sent spoke wrote saw
    found fell rose struck left became broke brought built led ran shot stood fought flew heard knew
    sold bought paid kept drew drove ate bore beat bent bit bled blew bound caught chose clung crept
    dealt dug drank felt fled forbade forgot forgave froze got grew hung hid laid lay lent lit meant
    overcame overthrew rang rode sang sank sat sought shook shone showed slept slid spent spun sprang
    stole stuck stung strove swam swept swore swung taught tore thought threw understood underwent
    undertook upheld withdrew withstood woke wore wove
"""
_IRREGULAR = "|".join(_PAST_FORMS.split())
# A form in -ed after these is an adjective ("the armed men").
_NO_VERB_AFTER = "".join(rf"(?<!\b{word} )" for word in ("the", "a", "an", "of", "and")) + "(?<!-)"
_CUE = re.compile(
    rf"\b(?P<coming>{_TO_COME})\b|\b(?P<past>{_IRREGULAR})\b|{_NO_VERB_AFTER}\b(?P<ed>[a-z]{{2,}}ed)\b",
    re.IGNORECASE,
)
_OPENING = 2  # words before a day that opens its clause: "and on Friday"
_CLAUSE = re.compile(r"[,;:()–—§]")
_GOES_ON = re.compile(r"\s*(?:and|or|then)\b")


def day_notes(text: str, date: PartialDate | None, basis: Basis | None) -> tuple[tuple[str, datetime.date], ...]:
    """Return pairs of a relative day, as the text has it, and the day that it surely is; none where unsure."""
    if date is None or date.precision != "day" or basis not in ("printed", "stated"):
        return ()
    lower = text.lower()
    if not any(word in lower for word in _NAMED):  # most texts name none
        return ()
    found: dict[str, set[datetime.date]] = {}
    plain = _QUOTED.sub(lambda quoted: "§" * len(quoted[0]), text)
    for start, end in sentences(plain):
        for label, day in _of_sentence(plain[start:end], date.first):
            found.setdefault(label, set()).add(day)
    return tuple((label, days.pop()) for label, days in found.items() if len(days) == 1)


def _of_sentence(sentence: str, today: datetime.date) -> Iterator[tuple[str, datetime.date]]:
    for near in _NEAR_WORD.finditer(sentence):
        yield near[0].lower(), today + datetime.timedelta(days=_NEAR[near[0].lower()])
    for week in _WEEK.finditer(sentence):
        away = -7 if week[1].lower() == "last" else 7
        yield f"Monday of {week[0].lower()}", today + datetime.timedelta(days=away - today.weekday())
    for weekday in _WEEKDAY.finditer(sentence):
        which, name = (weekday["which"] or "").strip().lower(), weekday["day"].capitalize()
        day = _weekday(which, _DAYS[name], today, _direction(sentence, weekday.start(), weekday.end()))
        if day and weekday["day"][0].isupper():
            yield f"{which} {name}".strip(), day


def _weekday(which: str, number: int, today: datetime.date, direction: int) -> datetime.date | None:
    ahead = (number - today.weekday()) % 7
    if which == "this":
        return today + datetime.timedelta(days=number - today.weekday())
    if which == "last":
        return today + datetime.timedelta(days=ahead - 7) if number >= today.weekday() else None
    if which or not direction or (direction < 0 and ahead == 1):
        return None
    return today + datetime.timedelta(days=ahead if direction > 0 or not ahead else ahead - 7)


def _direction(sentence: str, start: int, end: int) -> int:
    """Return -1 for what has been, 1 for what is to come, 0 where the words do not tell."""
    begin = max((mark.end() for mark in _CLAUSE.finditer(sentence, 0, start)), default=0)
    before = list(_CUE.finditer(sentence, begin, start))
    opens = len(sentence[begin:start].split()) <= _OPENING
    mark = None if opens else _CLAUSE.search(sentence, end)
    cue = before[-1] if before else _CUE.search(sentence, end, mark.start() if mark else len(sentence))
    if cue is None and not opens and _GOES_ON.match(sentence, begin):
        cue = next((earlier for earlier in _CUE.finditer(sentence, 0, begin) if earlier["coming"]), None)
    if cue is None:
        return 0
    return 1 if cue["coming"] else -1
