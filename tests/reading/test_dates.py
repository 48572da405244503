"""One isolated date string: what is read, to which precision, and what is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.dates import read_date
from retrieval.model import PartialDate


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2031-05-12", "2031-05-12"),
        ("2031-05", "2031-05"),
        ("2031", "2031"),
        ("2031-05-12T23:30:00-08:00", "2031-05-12"),
        ("2031-05-12T00:10:00.123+02:00", "2031-05-12"),
        ("2031-05-12 08:15", "2031-05-12"),
        ("Mon, 12 May 2031 23:30:00 -0800", "2031-05-12"),
        ("12 May 2031 23:30:00 GMT", "2031-05-12"),
        ("12 May 2031, 00:25", "2031-05-12"),
        ("May 12, 2031 at 3:05 p.m. ET", "2031-05-12"),
        ("Sept. 4, 2031", "2031-09-04"),
        ("Thursday, September 4th, 2031", "2031-09-04"),
        ("3rd of June, 2031", "2031-06-03"),
        ("11.52 BST 4 Sep 2031", "2031-09-04"),
        ("10:30 - 12 May 2031", "2031-05-12"),
        ("Friday, September 5, 2031 · 7:11 AM", "2031-09-05"),
        ("June 2031", "2031-06"),
        ("5/2031", "2031-05"),
        ("13/04/2031", "2031-04-13"),
        ("04/13/2031", "2031-04-13"),
        ("04/04/2031", "2031-04-04"),
        ("04/13/31", "2031-04-13"),
        ("13-04-85", "1985-04-13"),
        ("2031/01/09", "2031-01-09"),
        ("19.01.2031", "2031-01-19"),
        ("05.04.2031", "2031-04-05"),  # dots part figures where the day comes first
        ("Mittwoch, 19. Januar 2031", "2031-01-19"),
        ("19 janvier 2031", "2031-01-19"),
        ("19 січня 2031", "2031-01-19"),
    ],
)
def test_usual_forms_are_read_as_written(text: str, day: str) -> None:
    """The day is the one that stands there: no time zone shifts it, nothing is filled in."""
    found = read_date(text)

    assert found is not None
    assert found.isoformat() == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "   ", "yesterday", "5 hours ago", "12:30", "19 January", "Wednesday", "May"),
        *("03/04/2031", "03/04/31", "13.04.31", "1 May '31"),  # two readings
        *("31 June 2031", "2031-13-01", "2031-02-30", "0000-01-01"),  # no such day
        *("2031-2032", "19-20 January 2031", "19 January 2031 and 20 January 2031"),  # more than one day
        *("at 2031", "Room 2031", "Q1 2031", "spring 2031", "12th 2031", "5,2031"),
        *("Theresa May 2031", "June 3, 2031, 4 min", "Updated 19 January 2031", "20:31 4 May", "x" * 5000),
    ],
)
def test_what_is_not_clearly_one_date_is_none(text: str) -> None:
    """A guess would put an article under a wrong day, so there is none."""
    assert read_date(text) is None


@given(st.dates(min_value=PartialDate(1700).first, max_value=PartialDate(2090).last))
def test_every_day_is_read_back_from_its_usual_spellings(day) -> None:  # type: ignore[no-untyped-def]
    """Formats that are in daily use lead back to the same day, for every day there is."""
    for form in (
        f"{day:%d %B %Y}",
        f"{day:%A, %B} {day.day}, {day.year}",
        f"{day:%a %d %b %Y %H:%M}",
        day.isoformat(),
    ):
        found = read_date(form)
        assert found is not None, form
        assert found.first == found.last == day


@given(st.text(max_size=90) | st.from_regex(r"[0-9A-Za-z ,./:-]{1,30} ?20[0-9]{2}", fullmatch=True))
def test_no_text_makes_it_raise(text: str) -> None:
    """Any text gives a date or None; the year of a date stands in the text."""
    found = read_date(text)

    assert found is None or str(found.year)[-2:] in text
