"""What whole pages print around an article: titles, players, transcripts, boxes. The pages are made up."""

from __future__ import annotations

import pytest

from retrieval.cleaning import clean
from retrieval.model import Facts
from tests.cleaning.bridge import BEFORE, BEHIND, kept

HEADLINE = "Bridge to close after cracks are found"


def facts(*above: str, below: tuple[str, ...] = ()) -> Facts:
    return clean("\n".join([*above, *BEFORE, *BEHIND, *below])).facts


@pytest.mark.parametrize(
    "codes",
    [("00:01", "00:04", "00:08", "00:15", "01:02"), ("05:54", "01:24", "00:55", "01:06", "01:33")],
    ids=["transcript", "list of videos"],
)
def test_lines_with_the_seconds_of_a_video_are_no_text(codes: tuple[str, ...]) -> None:
    spoken = "Bridge closed, says the council"
    assert kept(*BEFORE, *(f"{code} {spoken}" for code in codes), *BEHIND) == [*BEFORE, *BEHIND]


@pytest.mark.parametrize(
    "hours",
    [("12:05", "13:05", "15:05", "18:05", "21:05"), ("23:40", "00:05", "23:55", "00:10", "01:15")],
    ids=["chronicle", "live page"],
)
def test_the_hours_of_a_chronicle_and_of_a_live_page_stay(hours: tuple[str, ...]) -> None:
    told = [
        f"{hour} The bridge was shut to lorries of more than {hour[-2:]} tonnes by the county." for hour in hours
    ]
    assert kept(*BEFORE, *told, *BEHIND) == [*BEFORE, *told, *BEHIND]


@pytest.mark.parametrize(
    "box",
    [
        [
            "Ann Other",
            "Councillors of Harl and of Weir look at the old bridge from the quay in Harl, June 3, 2024.",
        ],
        ["The bridge was shut at once. (Video sent to our team by one of the drivers)"],
        ["IN WEIR: Ferry to be sold to the county"],
        ["Become a Harl Radio sponsor"],
        ["Listen to this article with a free profile"],
        ["To activate the text-to-speech service, please first agree to the terms below."],
        ["Watch video of the flood of last week"],
        ["Harl Radio top headlines are here. Check out what's clicking on harlradio.example."],
        ["Contributing: Ann Other, Bo Dahl and Harl Press."],
        ["This is a developing story and will be updated."],
        ["[Read more about how the county looks after its bridges.]"],
        ["Analytical cookies are used to understand how readers of Harl Radio go from one page to the next."],
    ],
    ids=lambda box: box[-1][:25],
)
def test_what_a_page_puts_between_two_paragraphs_is_dropped(box: list[str]) -> None:
    assert kept(*BEFORE, *box, *BEHIND) == [*BEFORE, *BEHIND]


def test_a_paragraph_that_a_teaser_says_but_for_a_comma_is_kept_once() -> None:
    teaser = BEFORE[0].replace(", three", " three")
    assert kept(teaser, "Read more", *BEFORE, *BEHIND) == [teaser, BEFORE[1], *BEHIND]


def test_long_paragraphs_that_differ_in_a_figure_at_their_end_both_stay() -> None:
    long = " ".join(
        f"In ward {n} of Harl the council has put aside a sum for the bridges of that ward." for n in range(12)
    )
    told = [f"{long} In all it was {crowns} crowns." for crowns in ("4,000", "9,000")]
    assert kept(*BEFORE, told[0], BEHIND[0], told[1], BEHIND[1]) == [
        *BEFORE,
        told[0],
        BEHIND[0],
        told[1],
        BEHIND[1],
    ]


def test_the_headline_is_the_line_that_the_title_of_the_page_repeats() -> None:
    menu = ["Navigation", "Ferry to Weir is late once more", "Mayor of Harl opens a museum of bridges and ferries"]
    found = facts(
        "Harl Bridge Shuts - Harl Radio 4", *menu, "Harl Bridge Shuts", "Also the ferry.", "By", "Ann Other"
    )
    assert (found.title, found.outlet) == ("Harl Bridge Shuts", "Harl Radio 4")


def test_nothing_above_the_signed_headline_that_the_page_is_called_by_is_text() -> None:
    form = [
        "I agree to my data being stored.",
        "This frame holds what the form of the newsletter needs to work at all.",
    ]
    box = ["Share this story!", HEADLINE, BEFORE[0], "Sent!", "Join the conversation"]
    signed = [HEADLINE, "By Ann Other", "3 May 2024, 10:15"]
    page = clean("\n".join([f"{HEADLINE} | Harl Gazette", *form, *box, *signed, *BEFORE, *BEHIND]))
    assert [paragraph.text for paragraph in page.paragraphs] == [*BEFORE, *BEHIND]
    assert str(page.facts.date) == "2024-05-03"


def test_whole_sentences_above_every_credit_of_a_page_are_captions_where_they_are_short_beside_its_text() -> None:
    captions = [
        "The old bridge, once thought safe.",
        "Goats by the weir before they were moved.",
        "Harl in spring.",
    ]
    shown = [line for caption in captions for line in (caption, "Photograph by Jo Dahl, Bridges of Harl")]
    long = [f"{above} {below}" for above, below in zip(BEFORE, BEHIND, strict=True)]
    assert kept(long[0], *shown[:2], long[1], *shown[2:4], BEHIND[0], *shown[4:], BEFORE[1]) == [
        *long,
        BEHIND[0],
        BEFORE[1],
    ]


@pytest.mark.parametrize("outlet", ["Reuters", "AP News", "National Ferry"])
def test_a_name_in_the_title_of_the_page_may_be_an_agencys_or_begin_as_a_section_does(outlet: str) -> None:
    assert facts(f"{HEADLINE} | {outlet}", HEADLINE).outlet == outlet
    assert facts(HEADLINE, f"Graphic | {outlet}").outlet is None


def test_the_title_of_a_video_above_the_article_is_not_its_headline() -> None:
    player = ["Video Ad Feedback", "Council of Harl closes bridge with cracks in its piers", "2:02 • Source: HRN"]
    found = facts(HEADLINE, "By Ann Other, weather reporter", "Published 3 May 2024, 1:34 PM", *player, player[1])
    assert (found.title, found.authors) == (HEADLINE, ("Ann Other",))


def test_an_outlet_is_called_as_it_calls_itself_and_not_by_its_section() -> None:
    below = ("HRN's Bo Dahl contributed to this report.", "Download the HRN app", "Work for HRN")
    assert facts(f"{HEADLINE} | HRN Politics", "HRN", HEADLINE, below=below).outlet == "HRN"


def test_names_of_sharing_sites_and_of_series_are_no_authors() -> None:
    assert facts(HEADLINE, "3 May 2024", "Link Whatsapp Reddit Line Email").authors == ()
    assert facts(HEADLINE, "3 May 2024", "Jo Dahl's Cartoons").authors == ()


def test_a_day_behind_names_in_capitals_is_not_part_of_them() -> None:
    assert facts(HEADLINE, "By ANN OTHER and BO DAHL DEC. 10, 2018").authors == ("ANN OTHER", "BO DAHL")


def test_an_agency_behind_an_author_is_not_part_of_the_name() -> None:
    assert facts(HEADLINE, "By Ann Other Bloomberg").authors == ("Ann Other",)


def test_a_date_below_the_standfirst_counts_behind_a_player_and_buttons() -> None:
    player = ["Listen to this article", "00:00 00:00", "Share", "Bookmark", "Print", "Add to favourites", "Follow"]
    page = [HEADLINE, BEFORE[0], *player, "May 3, 2024, 4:35 PM", "By Ann Other", BEFORE[1], *BEHIND]
    assert str(clean("\n".join(page)).facts.date) == "2024-05-03"


def test_a_date_line_may_hold_the_name_of_a_clocks_icon() -> None:
    assert str(facts(HEADLINE, "Fri., May 3, 2024 timer 2 min. read").date) == "2024-05-03"
