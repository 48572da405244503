"""From the text of a question to its `Reading`: small talk, operators, dates, outlets, order, several."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import date

from retrieval.model import Filters
from retrieval.query import Reading
from retrieval.question.draft import close_up, tidy
from retrieval.question.frames import without_frames
from retrieval.question.operators import read_operators, restore_phrases
from retrieval.question.outlets import read_outlets
from retrieval.question.periods import read_dates
from retrieval.question.shape import read_shape, read_wants, without_leftovers, without_request
from retrieval.question.talk import nothing_to_search, small_talk

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def read_question(text: str, outlets: Sequence[str], today: date, years: Container[int] = ()) -> Reading:
    """Read what a question is limited to, what it wants, and what is left to search for.

    `outlets` and `years` are the collection's own, `today` what relative dates count from. Nothing in a text is
    an error: what is no filter by the rules of this package is searched for.
    """
    tidied = tidy(text)
    talk = small_talk(tidied)
    operators = read_operators(tidied, outlets, today)
    dates = read_dates(close_up(operators.text), today)
    mentions = read_outlets(close_up(dates.text), outlets)
    shape = read_shape(close_up(without_frames(close_up(mentions.text))))
    left = close_up(without_request(close_up(shape.text)))
    left = restore_phrases(left if left == tidied else without_leftovers(left), operators.marked)
    filters = Filters(
        outlets=tuple(dict.fromkeys((*operators.outlets, *mentions.outlets))),
        since=operators.since or dates.since,
        until=operators.until or dates.until,
        phrases=operators.phrases,
        exclude=operators.exclude,
        order=shape.order,
    )
    several = shape.several or dates.several or len(filters.outlets) > 1
    return Reading(
        question=text,
        text=left,
        filters=filters,
        wants=read_wants(tidied, several=several),
        several=several,
        years=frozenset(year for year in _YEAR.findall(left) if int(year) in years),
        talk=talk or nothing_to_search(left, asked=tidied),
        unknown_outlets=operators.unknown_outlets,
    )
