"""Outlet, date, title, authors and address as the text of a page gives them, or nothing. The pages are made up."""

from __future__ import annotations

import pytest

from retrieval.cleaning import clean
from retrieval.model import Facts

HEADLINE = "Bridge to close after cracks are found in its piers"
BODY = """The council of Harl has voted to close the old bridge, three years after cracks were found in its piers.
Engineers told councillors on Monday that the bridge could carry neither buses nor lorries any longer.
“We had hoped for more time,” said the mayor, Fenella Crake, who told the Kyiv Courier so in May 2019.
A new bridge would cost about £12m, the engineers said, and the council has asked the county to pay half of it.
The county has not answered."""


def facts(*above: str, below: tuple[str, ...] = ()) -> Facts:
    return clean("\n".join([*above, BODY, *below])).facts


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("19 January 2022, 00:25", "2022-01-19"),
        ("Published 19th January 2022", "2022-01-19"),
        ("Wed 19 Jan 2022 10.15 GMT", "2022-01-19"),
        ("January 19, 2022 at 3:05 p.m. ET", "2022-01-19"),
        ("Posted: Jan. 19, 2022 / 05:12 PM EST", "2022-01-19"),
        ("2022-01-19T10:15:00Z", "2022-01-19"),
        ("19.01.2022, 16:12 Uhr", "2022-01-19"),
        ("19. Januar 2022", "2022-01-19"),
        ("19/01/2022", "2022-01-19"),
        ("January 2022", "2022-01"),
        ("By Ann Other | 19 January 2022", "2022-01-19"),
        ("11 grudnia 2022, 10:30", "2022-12-11"),
        ("12 червня 2021 р.", "2021-06-12"),
        ("Harl, 3 de abril de 2022", "2022-04-03"),
        ("January 19, 2022 -- Updated 0203 GMT (1003 HKT)", "2022-01-19"),
        ("North Harl 09:31 August 20, 2019", "2019-08-20"),
        ("Ann Other Jan 19, 2022 10:03AM EST 71 Comments", "2022-01-19"),
        ("19. Januar 2022, 9:21 Uhr 571 Kommentare", "2022-01-19"),
        ("on January 19, 2022 at 12:06 PM, updated January 19, 2022 at 12:10 PM", "2022-01-19"),
        ("The bridge, and what was found of it below the weir, 19 January 2022", None),
        ("03/04/2022", None),
        ("01/19/22 11:14 AM", "2022-01-19"),
        ("04/03/22 11:14 AM", None),
        ("January 19, 20223:33 PM ET", "2022-01-19"),
        ("January 19, 2022 — 6:22 PM EST January 21, 2022 — 1:55 PM EST", "2022-01-19"),
        ("19 January 2022 – 21 January 2022", None),
        ("3 hours ago", None),
        ("The bridge on 19 January 2022 (Jo Bloggs/PA)", None),
    ],
)
def test_a_date_is_read_from_a_line_of_its_own_in_the_usual_forms(line: str, date: str | None) -> None:
    found = facts(HEADLINE, line)
    assert (str(found.date) if found.date else None) == date
    assert found.date_basis == ("printed" if date else None)


def test_the_day_of_publication_wins_over_that_of_an_update() -> None:
    found = facts(HEADLINE, "Updated: 21 January 2022, 09:00", "Published: 19 January 2022, 10:15")
    assert str(found.date) == "2022-01-19"


def test_two_dates_that_nothing_tells_apart_are_none() -> None:
    assert facts(HEADLINE, "19 January 2022", "20 January 2022").date is None


def test_a_date_in_running_text_is_not_the_articles() -> None:
    assert facts(HEADLINE).date is None


def test_dates_of_other_stories_are_not_the_articles() -> None:
    cards = tuple(line for n in range(1, 5) for line in (f"Otter seen at weir {n}", f"{n} May 2020"))
    assert facts(HEADLINE, below=("Related stories", *cards)).date is None


@pytest.mark.parametrize(
    ("above", "below", "outlet"),
    [
        ((f"{HEADLINE} | The Harl Gazette",), (), "The Harl Gazette"),
        (("Harl Evening Post", "News", HEADLINE), (), "Harl Evening Post"),
        (("Home", "Harl News", "Live TV", "Raw News", HEADLINE), (), None),
        (("News & Politics", "Sport", "Weather", HEADLINE), (), None),
        (("A Dun Research Journal", "News", HEADLINE), (), None),
        (("Games Movies TV", "Sport", HEADLINE), (), None),
        (("Daily Mercury", "News", HEADLINE), (), "Daily Mercury"),
        (
            (HEADLINE,),
            ("New Post", "Login Register", "Support Public Radio", "Sign up for The Campaign Reporter"),
            None,
        ),
        ((HEADLINE,), ("Courtesy of Zephyr", "Zephyr"), None),
        ((HEADLINE,), ("Jo BloggsThe Harl Gazette",), None),
        ((HEADLINE,), ("Weirkin", "© 2016 Weirkin Media Group"), None),
        (("Clearwater", "News", HEADLINE), ("© 2024 Clearwater Media. All rights reserved.",), "Clearwater"),
        (("Home", "The Weekender", HEADLINE), ("Write to us: desk@theweekender.example",), "The Weekender"),
        ((HEADLINE,), ("© 2024 Associated Barge Holdings. All rights reserved.",), None),
        ((HEADLINE,), ("© 2024 The Harl Gazette. All rights reserved.",), "The Harl Gazette"),
        (
            (HEADLINE,),
            ("The Harl Gazette is trusted by readers on both banks, so support us if you can.",),
            "The Harl Gazette",
        ),
        ((HEADLINE,), (), None),
        ((HEADLINE, "Reuters"), (), None),
        ((f"{HEADLINE} | MSN",), (), None),
        ((HEADLINE,), ("Wavelet Media", "© 2024 Wavelet Media, Inc. All rights reserved."), None),
        (("Support The Gazette", "News", HEADLINE), (), "The Gazette"),
        ((HEADLINE,), ("Reply", "Sign in to Reply"), None),
        ((HEADLINE,), ("The Weir", "About The Weir »"), None),
        (("Mobile HARL GAZETTE", "News", HEADLINE), (), None),
        (("Rolling Barge", "News", HEADLINE), ("© Rolling Barge 2024", "Follow @RollingBarge"), "Rolling Barge"),
        (("Politics Below Bridges", HEADLINE), ("© 2024 Politics Below Bridges",), "Politics Below Bridges"),
        ((HEADLINE, "By Bo Dahl"), ("Bo Dahl", "© 2024 Bo Dahl", "@bodahl"), None),
        ((HEADLINE,), ("© Bo Dahl", "Bo Dahl"), None),
        (
            ("News", "Post Harl Blog", "The Weir Chronicle", HEADLINE),
            ("© 1996-2024 The Harl Gazette",),
            "The Harl Gazette",
        ),
    ],
)
def test_the_outlet_is_the_one_that_the_page_names_as_its_own(
    above: tuple[str, ...], below: tuple[str, ...], outlet: str | None
) -> None:
    assert facts(*above, below=below).outlet == outlet


def test_two_outlets_as_likely_as_each_other_are_none() -> None:
    assert facts("News", "Harl Evening Post", "Dun Valley Herald", HEADLINE).outlet is None


@pytest.mark.parametrize(
    ("lines", "authors"),
    [
        (("By Ann Other",), ("Ann Other",)),
        (('By Ann "Skip" Other November 19, 2023 7:18 pm',), ('Ann "Skip" Other',)),
        (("By Ann Other, Jo del Rio and Di Vane, HNN",), ("Ann Other", "Jo del Rio", "Di Vane")),
        (("By Ann Other and Jo Bloggs, Political Editor",), ("Ann Other", "Jo Bloggs")),
        (("By Bo Other Jr. and Jo Bloggs, Staff",), ("Bo Other Jr.", "Jo Bloggs")),
        (("Von Jürgen Weiß",), ("Jürgen Weiß",)),
        (("Ann Other", "Chief Reporter"), ("Ann Other",)),
        (("Ann Other", "19 January 2022"), ("Ann Other",)),
        (("Evening Post",), ()),
        (("Middle East",), ()),
    ],
)
def test_authors_are_read_from_bylines_and_signed_names(lines: tuple[str, ...], authors: tuple[str, ...]) -> None:
    assert facts(HEADLINE, *lines).authors == authors


def test_the_title_is_the_line_that_shares_the_articles_words() -> None:
    found = facts("Home", "Otter seen at weir by walkers", "Ferry fares are to rise", HEADLINE, "By Ann Other")
    assert found.title == HEADLINE


def test_the_title_loses_the_tail_that_names_the_outlet() -> None:
    assert facts(f"{HEADLINE} | The Harl Gazette", HEADLINE).title == HEADLINE


def test_a_headline_is_found_above_a_list_of_films_where_it_is_signed() -> None:
    films = [line for n in range(20) for line in (f"Otters seen at weir {n}", f"0{n % 9}:3{n % 9}")]
    found = facts("Home", HEADLINE, "By Ann Other", "19 January 2022", *films)
    assert (found.title, found.authors, str(found.date)) == (HEADLINE, ("Ann Other",), "2022-01-19")


def test_a_date_glued_in_front_of_the_headline_is_cut_off() -> None:
    found = facts(f"date 2022-01-19 {HEADLINE}")
    assert (found.title, str(found.date)) == (HEADLINE, "2022-01-19")


def test_a_text_without_headline_has_no_title() -> None:
    assert facts().title is None


def test_an_address_counts_where_it_is_labelled_or_stands_on_top() -> None:
    assert facts("https://harl.example/bridge", HEADLINE).url == "https://harl.example/bridge"
    assert facts(HEADLINE, below=("Source: https://harl.example/bridge",)).url == "https://harl.example/bridge"
    assert facts(HEADLINE, below=("https://otters.example/weir",)).url is None


def test_each_fact_says_where_it_stood() -> None:
    found = facts(f"{HEADLINE} | The Harl Gazette", "By Ann Other", "19 January 2022")
    assert set(found.evidence) == {"title", "outlet", "authors", "date"}
    assert found.evidence["date"] == "line 3: 19 January 2022"


def test_a_page_that_begins_with_a_name_above_its_navigation_is_of_that_outlet() -> None:
    assert facts("Rust and Rigging", "Home", "Boats", "Contact", HEADLINE).outlet == "Rust and Rigging"
    assert facts("Skip to content", "El Faro de Harl", "Home", "Contact", HEADLINE).outlet == "El Faro de Harl"
    assert facts("Rust and Rigging", HEADLINE).outlet is None
    assert facts("US Politics", "Home", "Boats", "Contact", HEADLINE).outlet is None
    assert facts("Herald Jobs", "Home", "Boats", "Contact", HEADLINE).outlet is None


def test_a_headline_in_the_present_tense_is_no_caption() -> None:
    headline = "Council of Harl leaves old bridge to cracks in its piers and takes to ferries"
    assert facts("Home", headline, "By Ann Other", "19 January 2022").title == headline


def test_a_list_of_signed_stories_above_the_article_gives_no_title() -> None:
    listed = [
        line
        for n in range(5)
        for line in (f"Otter number {n} of the year is seen below the weir", f"{n + 1} March 2022")
    ]
    assert facts("Home", *listed).title is None


OTTERS = "Cracks in piers of the bridge are found by otters"
SUMMARY = f"{HEADLINE} as the council of Harl has voted, and engineers told it so. A new one would cost the county"


@pytest.mark.parametrize(
    "above",
    [
        ("Related items", OTTERS),
        (f"WATCH {OTTERS}", "3 May 2020"),
        (f"Video of {OTTERS}", "3 May 2020"),
        ("Get cracks, bridges and the council of Harl delivered each day", "3 May 2020"),
        ("Trending now", OTTERS, "Will Waters", "Ferry Fair", "Otter Run"),
        (f"{OTTERS} (.pdf)",),
        ("Engineers told the council that cracks were found in the old bridge. | AP Photo Close", "By Ann Other"),
        (SUMMARY, "By Ann Other"),
        (f"* {OTTERS}", "3 May 2020"),
        ("bridge over the weir of harl with cracks in its piers", "3 May 2020"),
        ("Bridge, Cracks, Piers, Harl Council, Engineers", "By Ann Other"),
        ("Hot topic: old bridge of Harl", "Hot topic: council of Harl", "Hot topic: county"),
        (
            "Home",
            f"Old {HEADLINE}",
            "3 May 2020",
            *(x for n in "6789" for x in (f"{OTTERS}, {n} of them", f"{n} May 2020")),
        ),
    ],
)
def test_a_line_that_belongs_to_another_story_or_a_picture_is_no_title(above: tuple[str, ...]) -> None:
    assert facts("Home", *above).title is None


def test_the_line_above_the_headline_that_names_its_subject_is_no_title() -> None:
    found = facts("Home", "Cracks in the old bridge", HEADLINE, "By Ann Other")
    assert found.title == HEADLINE


def test_a_button_that_repeats_the_headline_is_no_title() -> None:
    found = facts("Home", f"Replay {HEADLINE}", HEADLINE, "5 min", HEADLINE)
    assert found.title == HEADLINE


def test_the_title_loses_the_mark_of_a_heading() -> None:
    assert facts(f"## {HEADLINE}", "By Ann Other").title == HEADLINE


def test_a_date_above_a_credit_below_the_first_paragraph_is_the_pictures() -> None:
    first, *rest = BODY.splitlines()
    page = "\n".join([HEADLINE, first, "19 January 2022", "Photo: Jo Bloggs", *rest])
    assert clean(page).facts.date is None


def test_a_date_between_a_byline_and_a_picture_or_films_is_the_articles() -> None:
    standfirst = "The council voted in a night that had three breaks, and no one asked for a fourth of them."
    signed = ("By Ann Other", "19 January 2022 at 10:05AM", "Image source: Weir Images.")
    assert str(facts(HEADLINE, standfirst, *signed).date) == "2022-01-19"
    films = ["Watch", "Cracks seen from a boat", "Watch", "Buses on the weir", "Watch", "A night of votes"]
    assert str(facts(*signed, *films, HEADLINE).date) == "2022-01-19"
    assert facts(*signed[1:], *films, HEADLINE).date is None


def test_two_days_of_publication_are_none() -> None:
    assert facts(HEADLINE, "Published: 19 January 2022", "Published: 20 March 2022").date is None


def test_a_gallery_between_the_headline_and_the_article_hides_neither_title_nor_date() -> None:
    gallery = [line for n in range(1, 31) for line in (f"Swimmers stand below the bridge on March {n}.", "PA")]
    links = (
        "Fate of the bridge of Harl still up in the air for the council",
        "Sign up for the news of Harl by email.",
    )
    found = facts(HEADLINE, "By Ann Other , Bo Dahl, and Cy Ono, Gazette", "19 January 2022", *gallery, *links)
    assert (found.title, str(found.date)) == (HEADLINE, "2022-01-19")
    assert found.authors == ("Ann Other", "Bo Dahl", "Cy Ono")


@pytest.mark.parametrize(
    "lines",
    [
        ("Harl and Dun", "Home"),
        ("Location: Harl, lower town",),
        ("Filed to: bridges piers council of Harl",),
        ("The Harl paper is about its bridge", *(f"Menu {n}" for n in range(20))),
        ("The mayor said: “We had hoped for more time.”", "19 January 2022"),
    ],
)
def test_a_line_that_is_short_far_away_or_says_something_is_no_title(lines: tuple[str, ...]) -> None:
    """None is better than the headline of another story, or a label."""
    assert facts(*lines).title is None


def test_a_far_headline_is_none_where_signed_ones_stand_nearer() -> None:
    stories = [
        line
        for n in range(1, 8)
        for line in (f"Otters, weirs and the council of the Dun, part {n} of seven", f"By Ann Other{n}")
    ]
    assert facts("Council of Harl to close bridge over its piers", "By Bo Dahl", *stories).title is None
