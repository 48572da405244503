"""What of a page is kept and what is dropped, and why, by example. The pages are made up."""

from __future__ import annotations

import textwrap

import pytest

from retrieval.cleaning import clean

BODY = [
    "The council of Harl has voted to close the old bridge, three years after cracks were found in its piers.",
    "Engineers told councillors on Monday that the bridge could carry neither buses nor lorries any longer.",
    "“We had hoped for more time,” said the mayor, Fenella Crake, who has lived beside the river all her life.",
    "“But the piers are what they are.",
    "“Nobody wants to be the mayor who waited too long.”",
    "Some 4,000 cars a day use the bridge.",
    "A new bridge would cost about £12m, engineers said, and the council has asked the county to pay half.",
    "The county has not answered.",
]
WRAPPED = [line for paragraph in BODY for line in textwrap.wrap(paragraph, 60)]
BODY_BEHIND = [
    "The mayor said that the buses will go by way of the weir from Monday on, which takes twenty minutes longer.",
    "Neighbours have asked for a ferry, and the company that ran one until 1961 says that it still has the boat.",
    "The old bridge of Harl was built of stones from the quarry at the weir, and mended twice since.",
    "Three of its piers have cracks as long as an arm, engineers said, and one lane was closed in the spring.",
    "Harl has until the summer to tell the county what a new bridge would cost, the mayor told the councillors.",
]
OTHER = [
    "Farther down the river the bridge of Dun is going to be shut as well, its mayor told the council last night.",
    "Its piers are of the same stone, and divers who went down in April came up with a handful of sand, she said.",
    "Lorries have been kept away from it since the spring, and a bus line that used it is no more since summer.",
]


def page(*parts: str | list[str]) -> str:
    return "\n".join(line for part in parts for line in (part if isinstance(part, list) else [part]))


def kept(text: str) -> list[str]:
    return [paragraph.text for paragraph in clean(text).paragraphs]


def reason(text: str, line: str) -> str:
    return next(piece.reason for piece in clean(text).dropped if piece.text == line)


def test_a_text_that_is_nothing_but_the_article_stays_whole() -> None:
    assert kept(page(BODY)) == BODY


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Advertisement", "advertisement"),
        ("Article continues below", "advertisement"),
        ("Read more: Ferry fares to rise in spring", "link to another story"),
        ("Recommended Ferry fares to rise Why the river is brown Sign our petition", "link to another story"),
        ("Hot topic:Ferry fares to rise in spring", "link to another story"),
        ("A swimmer at the bridge in May (Jo Bloggs/PA)", "photo caption"),
        ("The bridge from the air. Picture: Jo Bloggs/Getty Images", "photo caption"),
        ("In this Monday, Oct. 3, 2022 photo, a lorry crosses the old bridge of Harl.", "photo caption"),
        ("Reuters", "picture credit"),
        ("Photograph: Jo Bloggs/The Gazette", "picture credit"),
        ("Listen to this article", "sound or video player"),
        ("Loading audio...", "advertisement"),
        ("Share on Facebook", "sharing and following"),
        ("Sign up to our free newsletter for the news of Harl in your inbox.", "appeal or sign-up"),
        ("Your donation allows us to keep reporting from the river.", "appeal or sign-up"),
        ("If there is anything to add, I'd love to hear your thoughts on the bridge.", "appeal or sign-up"),
        ("We and our partners use cookies to personalise what you see.", "cookie notice"),
        ("12 March 2024, 10:15", "date line"),
        ("By Ann Other, Chief Reporter", "byline"),
        ("* * *", "no words"),
        (
            "Fenella Crake/Getty Images Walkers stand on the bridge while it may still be walked on.",
            "photo caption",
        ),
        ("A lorry waits on the old bridge on Monday, 4 March 2024, below the weir.", "photo caption"),
        ("Mayor Fenella Crake says bridge needs money from county and government", "link to another story"),
        ("Fenella Crake, Mayor of Harl", "byline"),
        ("byAnn Other", "byline"),
        ("(Ann Other, Bo Dahl)", "byline"),
        ("Ann OtherThe Harl Gazette", "byline"),
        ("Fenella Crake speaks at the bridge of Harl on Jan. 23, 2024.", "photo caption"),
        ("Photographed by Bo Dahl.", "picture credit"),
        ("Ann Other owns shares of Weir Cement. The Harl Gazette recommends Dun Ferries.", "editors' note"),
        ("Get up-to-the-minute updates: Download Harl Now", "link to another story"),
        ("Get the Gazette's app from Google Play or the App Store.", "appeal or sign-up"),
        (
            "Yes, I would like to receive the letter of the Gazette and offers of its partners.",
            "appeal or sign-up",
        ),
        ("[+] Enlarge", "sound or video player"),
        ("Slideshow ( 15 images )", "sound or video player"),
        ("Email address (required)", "advertisement"),
        ("In partnership withWeir Cement", "advertisement"),
        ("ADD TO CART: The Bridges of the Dun, a book of pictures", "advertisement"),
        ("See pictures of the bridge.", "link to another story"),
        ("Sorry, an unexpected error has occurred. Try again in a moment.", "advertisement"),
        ("Skip the picture. Jump to: the vote.", "navigation"),
        ("Don't forget to like us, and tell your friends on Facebook!", "appeal or sign-up"),
        ("Originally published in The Weir Almanac in May 2023.", "editors' note"),
        ("This article appears in the March issue of The Harl Quarterly.", "editors' note"),
        ("[The ferry is late. Its owner is later.]", "link to another story"),
        (
            "The owner of the ferry was seen at the weir with two buckets of paint and … Read more",
            "link to another story",
        ),
        ("Crake wears a coat by Dun Tailors, £148, available at Weir & Sons.", "photo caption"),
        ("Two hours, one vote, no bridge. Night all. — Bo (@bodahl_harl) March 4, 2024", "post of another site"),
        ("First Posted: 08-13-10 05:18 PM | Updated: 08-14-10 12:41 AM", "date line"),
        (
            "Harl News Weir Watch Best of the Dun Ferry Times The Science of Water Boats and Barges What's On"
            " In Harl And Below The Weir All About Our Rivers Lighten Up",
            "link to another story",
        ),
    ],
)
def test_what_interrupts_an_article_is_dropped_and_the_article_goes_on(line: str, why: str) -> None:
    text = page(BODY[:4], line, BODY[4:])
    assert kept(text) == BODY
    assert reason(text, line) == why


def test_a_gallery_of_captions_in_the_midst_is_crossed() -> None:
    gallery = [f"Harl in pictures {day} March 2024 Swimmers in the river below the bridge" for day in range(1, 20)]
    entries = [line for caption in gallery for line in (caption, "PA")]
    assert kept(page(BODY[:3], "Harl in pictures Show all 19", entries, BODY[3:])) == BODY


def test_a_gallery_of_sentences_is_dropped_by_its_days_and_poses() -> None:
    gallery = [
        "Walkers stand on the old bridge of Harl on Monday, March 4.",
        "A bus waits for its turn to cross on March 5. The council had asked drivers to keep their distance.",
        "Children play below the weir on March 5.",
        "Two engineers look at the cracks in the second pier on Wednesday, March 6, in Harl.",
        "The mayor addresses neighbours at the bridge on March 6.",
    ]
    assert kept(page(BODY[:2], gallery, BODY[2:])) == BODY
    assert kept(page(BODY[:2], gallery[:2], "Hide caption", BODY[2:])) == BODY
    chronicle = [
        f"{day} March: The council meets at the bridge and {deed}."
        for day, deed in enumerate(
            ("looks at the cracks", "signs a plan", "speaks to the county", "waits for an answer"), 3
        )
    ]
    assert kept(page(BODY, chronicle)) == [*BODY, *chronicle]


def test_a_caption_that_repeats_a_sentence_goes_and_the_sentence_stays() -> None:
    caption = BODY[1].removesuffix(".")
    assert kept(page("Bridge to close over cracks in its piers", caption, BODY)) == BODY


def test_an_appeal_glued_to_a_sentence_is_cut_off() -> None:
    text = page("Your support makes all the difference." + BODY[0], BODY[1:])
    assert kept(text) == BODY
    assert reason(text, "Your support makes all the difference.") == "appeal or sign-up"


def test_an_appeal_of_several_paragraphs_goes_with_what_stands_between() -> None:
    appeal = [
        "Your support keeps our reporters by the river",
        "From the quarry to the quay, we know how much it matters to have somebody there.",
        "Your donation allows us to send a reporter to every meeting of the council.",
    ]
    assert kept(page("Bridge to close over cracks in its piers", appeal, BODY)) == BODY


def test_headlines_with_summaries_of_other_stories_behind_the_article_are_dropped() -> None:
    cards = [
        line
        for number in range(6)
        for line in (
            f"Otter seen at weir number {number}",
            f"Walkers have met an otter at weir {number}, which surprised them.",
        )
    ]
    assert kept(page(BODY, cards)) == BODY


def test_a_thread_of_comments_is_dropped() -> None:
    thread = [
        line
        for name in ("Otterly", "Weirwatcher", "Old Tom")
        for line in (
            name,
            "2 hours ago",
            "They should have closed that bridge ten years ago, it is a disgrace.",
            "Reply",
        )
    ]
    assert kept(page(BODY, "Comments (3)", thread)) == BODY


@pytest.mark.parametrize(
    "signs",
    ["{name} says:\n{day} March 2024 at 10:15 am\n{text}", "{text}\nPosted by: {name}, {day} Mar 2024 | 15:22"],
)
def test_a_thread_of_comments_without_buttons_is_told_by_who_signs_them(signs: str) -> None:
    texts = (
        "They should have closed that bridge ten years ago, when the first of the stones came down.",
        "My father mended that bridge in 1961, and nobody has looked at the piers since he retired.",
        "A ferry would do for most of us, and it would not cost the council twelve million pounds.",
        "What about the buses, which have to go by way of the weir and are late already every day?",
    )
    thread = [signs.format(name=f"Otterly{n}", day=n, text=text) for n, text in enumerate(texts, 5)]
    assert kept(page(BODY, "4 Responses to “Bridge to close”", thread)) == BODY
    assert clean(page("Bridge to close over its piers", BODY, "Add a comment", thread)).facts.date is None


def test_a_box_that_a_page_shows_twice_does_not_end_the_article() -> None:
    box = ["Popular videos", "Otter crosses the bridge of Harl on a Sunday"]
    assert kept(page(BODY, box, box, BODY_BEHIND)) == [*BODY, *BODY_BEHIND]


def test_an_agencys_last_line_and_the_note_on_who_signed_end_the_article() -> None:
    """What comes below is about the same, and reads as well."""
    agency = "(Reporting by Ann Other in Harl; Additional reporting by Bo Dahl; Editing by Cy Ono)"
    assert kept(page("Bridge to close over its piers", BODY, agency, "Bridge of Dun to close, too", OTHER)) == BODY
    bio = "Ann Other is a reporter for the Gazette, where she covers bridges."
    article = [*BODY, *BODY_BEHIND]
    text = page(
        "Bridge to close over its piers", "By Ann Other", article, bio, "Bridge of Dun to close, too", OTHER
    )
    assert kept(text) == article


def test_people_who_are_asked_the_same_keep_their_names() -> None:
    names = [
        "Fenella Crake, mayor, council of Harl",
        "Bo Dahl, director, Dun Ferries",
        "Cy Ono, engineer, Weir Works",
        "Ines Okafor, founder, Bridges of Harl",
    ]
    panel = [line for name, said in zip(names, BODY_BEHIND, strict=False) for line in (name, said)]
    assert kept(page(BODY, panel)) == [*BODY, *panel]


def test_subheads_and_lists_of_the_article_stay() -> None:
    text = [
        *BODY[:6],
        "What happens next",
        BODY[6],
        "The council wants three things:",
        "• a ferry",
        "• a footbridge",
        BODY[7],
    ]
    assert kept(page(text)) == text


def test_navigation_and_footer_are_dropped() -> None:
    top = ["Skip to content", "The Harl Gazette", "News", "Sport", "Weather", "Sign in"]
    bottom = [
        "Most read",
        "Otter seen at weir",
        "Five ferries to try",
        "About us",
        "© 2024 The Harl Gazette. All rights reserved.",
    ]
    assert kept(page(top, "Bridge to close over cracks in its piers", "By Ann Other", BODY, bottom)) == BODY


def test_a_standfirst_is_kept_and_the_headline_is_not() -> None:
    standfirst = "Three years after cracks were found, the council has decided that it can wait no longer"
    text = page("Bridge to close over cracks in its piers", standfirst, "By Ann Other", "12 March 2024", BODY)
    assert kept(text) == [standfirst, *BODY]


def test_a_sentence_torn_at_a_link_is_mended() -> None:
    torn = [
        "Engineers of the council told",
        "The Harl Gazette",
        "that the bridge could carry no lorries any longer, and no buses.",
    ]
    assert kept(page(BODY[0], torn, BODY[2:]))[1] == " ".join(torn)


def test_the_article_keeps_its_own_characters() -> None:
    odd = "The “piers” – all\u00a0four of them – are ‘gone’ for re\u00adpairs…, the engineer’s report said."
    assert odd.replace("\u00a0", " ") in kept(page(BODY[:3], odd, BODY[3:]))


def test_lines_are_counted_from_one_with_the_blank_ones() -> None:
    paragraphs = clean("\n\n".join(BODY)).paragraphs
    assert [paragraph.line for paragraph in paragraphs] == list(range(1, 2 * len(BODY), 2))


@pytest.mark.parametrize("text", ["", "\n\n\n", "\ufeff", "Home\nNews\nSport\nWeather\nContact"])
def test_a_page_without_an_article_gives_none(text: str) -> None:
    assert kept(text) == []


@pytest.mark.parametrize("width", [58, 72, 94])
@pytest.mark.parametrize("indent", ["", "   "])
def test_a_text_wrapped_by_a_program_is_made_whole_again_beside_lists_and_longer_lines(
    width: int, indent: str
) -> None:
    listed = [f"{indent}  * {name}" for name in ("News", "Sport", "Weather", "Letters", "Ferries and buses")]
    whole = [" ".join(BODY[n : n + 4]) for n in range(4)]
    wrapped = [
        textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
        for text in whole
    ]
    longer = "-" * 30 + " The Harl Gazette " + "-" * 60
    assert kept(page(listed, longer, "", "\n\n".join(wrapped), "", listed)) == whole


def test_a_headline_or_a_link_that_happens_to_fill_its_line_is_not_joined_to_the_text_below() -> None:
    """The council cannot go on behind "Harl", whatever the width."""
    headline = "Council votes to close the old bridge over the piers of Harl"
    link = [
        "Read more: Ferry fares to rise in the spring, why the river",
        "is brown, and what an otter did at the weir this",
    ]
    text = page(headline, WRAPPED[:4], link, WRAPPED[4:])
    found = clean(text)
    assert " ".join(paragraph.text for paragraph in found.paragraphs) == " ".join(BODY)
    assert found.facts.title == headline


@pytest.mark.parametrize(
    "between",
    [
        ["The old bridge of Harl seen from below the weir (Jo Finch/PA)"],
        ["The old bridge of Harl, its piers and the boat in the autumn", "Getty Images"],
    ],
)
def test_what_interrupts_a_wrapped_text_is_not_joined_to_it_where_it_fills_its_line(between: list[str]) -> None:
    found = " ".join(kept(page(WRAPPED[:4], between, WRAPPED[4:])))
    assert found == " ".join(BODY)


def test_a_name_that_begins_a_line_is_not_taken_for_the_sentence_below_a_link() -> None:
    link = "Read more: Ferry fares to rise in spring, a company said now"
    sentence = [
        "The ferry of Harl will go again this summer, said its master",
        "Jo Finch, who lives beside the weir.",
    ]
    assert " ".join(sentence) in kept(page(WRAPPED[:4], link, sentence, WRAPPED[4:]))


def test_a_word_that_a_program_broke_at_its_hyphen_is_whole_again() -> None:
    text = (
        "Councillors missed by one vote the majority of nearly two-thirds that the by-law of the town of Harl "
        "asks for in pre- and post-war years."
    )
    lines = textwrap.wrap(text, 60)
    assert [line.split(" ")[-1] for line in lines] == ["two-", "pre-", "years."]
    assert text in kept(page(WRAPPED[:4], lines, WRAPPED[4:]))


def test_a_link_whose_quotation_goes_on_in_the_next_line_is_dropped_whole() -> None:
    link = ["Watch: 'Who shall mend the piers of the bridge at the weir?", "The county or the mayor?'"]
    assert " ".join(kept(page(WRAPPED[:4], link, WRAPPED[4:]))) == " ".join(BODY)


def test_a_quotation_that_is_open_at_the_end_of_a_full_line_goes_on_in_the_next() -> None:
    quotation = (
        "“The piers are stone, and stone can be mended by masons now. Bring them to Harl, and pay them,” he said."
    )
    lines = textwrap.wrap(quotation, 60)
    assert lines[0].endswith("now.")
    assert quotation in kept(page(WRAPPED[:4], lines, WRAPPED[4:]))


def test_sentences_stay_together_in_wrapped_text_of_long_paragraphs() -> None:
    long = [" ".join(part) for part in (BODY[:3], BODY_BEHIND[:3], BODY[5:] + BODY_BEHIND[3:])]
    lines = [line for paragraph in long for line in textwrap.wrap(paragraph, 66)]
    assert any(line.endswith(".") for line in lines[:-1] if len(line) > 58)
    assert kept(page(lines)) == long


def test_a_date_or_a_byline_below_a_full_line_is_no_part_of_it() -> None:
    headline = "Council votes to close the bridge after cracks are found now"
    found = clean(page(headline, "19 January 2022, 00:25", WRAPPED[:2], "By Daisy Finch", WRAPPED[2:]))
    assert found.facts.title == headline
    assert str(found.facts.date) == "2022-01-19"
    assert found.facts.authors == ("Daisy Finch",)


def test_a_caption_that_says_the_standfirst_again_above_its_credit_is_dropped() -> None:
    standfirst = "The old bridge of Harl is to be closed, three years after cracks were found"
    headline = "Council votes to close the old bridge over the piers of Harl"
    text = page(headline, standfirst, f"{standfirst}.", "Picture: Harl Bridge Trust/Getty", BODY)
    assert kept(text) == [standfirst, *BODY]
    assert reason(text, f"{standfirst}.") == "photo caption"


def test_lines_that_end_in_unicodes_separators_are_lines() -> None:
    assert kept("\u2028".join(["Home", "News", *BODY])) == BODY


def test_an_appeal_glued_to_a_sentence_with_soft_hyphens_is_cut_off() -> None:
    hyphened = BODY[0].replace("coun", "coun\xad").replace("The", "Th\xade")
    assert kept(page(f"Your donation allows us to keep reporting.{hyphened}", BODY[1:])) == [hyphened, *BODY[1:]]


def test_a_paragraph_centred_by_a_program_is_made_whole_again() -> None:
    centred = [[line.center(72).rstrip() for line in [*textwrap.wrap(text, 72), ""]] for text in BODY]
    assert kept(page(*centred)) == BODY


def test_a_paragraph_in_broken_characters_is_no_legal_notice() -> None:
    broken = "El alcalde ha dicho que el puente estÃ© cerrado y que nadie lo puede usar desde ayer en Harl."
    assert broken in kept(page(BODY[:3], broken, BODY[3:]))


def test_a_sentence_is_whole_around_a_link_that_the_dump_put_on_a_line_of_its_own() -> None:
    torn = ["Engineers have shown councillors a report by the university of the county", "Piers of the North"]
    end = ", which says that the bridge could carry no lorries any longer."
    assert kept(page(BODY[:3], torn, end, BODY[3:]))[3] == " ".join(torn) + end


def test_a_headline_that_ends_in_an_acronym_is_not_joined_to_the_standfirst() -> None:
    text = page("Harl votes against the old bridge at the UN", "The council has decided it in a long night.", BODY)
    assert kept(text) == ["The council has decided it in a long night.", *BODY]


def test_paragraphs_that_were_glued_without_a_space_are_parted() -> None:
    assert kept("".join(BODY[:2]) + "\n" + page(BODY[2:])) == BODY


@pytest.mark.parametrize("between", [[], ["Picture: Jo Bloggs/Harl Herald"]])
def test_a_sentence_that_stands_twice_side_by_side_is_a_caption(between: list[str]) -> None:
    caption = "Divers look for the second crack below the third pier, and the mayor waits for them in her boat."
    text = page(BODY, [caption, *between, caption], BODY_BEHIND)
    assert kept(text) == BODY + BODY_BEHIND
    assert reason(text, caption) == "photo caption"


def test_a_page_on_which_everything_stands_twice_is_an_article_all_the_same() -> None:
    doubled = [line for line in BODY_BEHIND for _ in range(2)]
    assert kept(page(doubled)) == BODY_BEHIND


def test_a_paragraph_that_stands_twice_is_kept_once_and_a_similar_one_stays() -> None:
    similar = BODY[0].replace("three years", "four years")
    assert kept(page(BODY, similar, BODY[1])) == [*BODY, similar]


def test_lists_of_names_and_headlines_around_the_article_are_dropped_and_a_list_that_it_announces_stays() -> None:
    names = [f"* {name}" for name in ("News", "Sport", "Weather", "Otter seen at weir", "Ferry fares up again")]
    wanted = ["The council wants three things:", "* a ferry", "* a footbridge", "* a toll"]
    assert kept(page(names, BODY, wanted, BODY[0].replace("Harl", "Tarn"), names)) == [
        *BODY,
        *wanted,
        BODY[0].replace("Harl", "Tarn"),
    ]


def test_a_thread_of_signed_comments_is_dropped_in_other_languages_too() -> None:
    thread = [
        line
        for name in ("Otterly", "Weirwatcher", "Old Tom", "Brin", "Fenn")
        for line in (
            f"Soumis par {name}, le lundi 29 mars 2024 à 16h46",
            "They should have closed that bridge ten years ago, it is a disgrace.",
            "Nobody in this council has ever walked over it in the rain.",
        )
    ]
    assert kept(page(BODY, "10 réactions", thread)) == BODY


def test_the_caption_above_a_button_that_hides_it_is_dropped() -> None:
    assert kept(page(BODY[:4], "The piers of the bridge of Harl at low tide.", "hide caption", BODY[4:])) == BODY


def test_what_is_told_of_who_signed_the_article_is_dropped_in_the_midst_of_it_too() -> None:
    note = "Ann Other came to the paper in 2001, after years on the ferries, and has lived in Harl ever since."
    assert kept(page("Bridge to close over its piers", "By Ann Other", BODY[:4], note, BODY[4:])) == BODY


def test_a_text_that_tells_its_readers_how_to_do_something_keeps_that() -> None:
    told = (
        "You put a ring on each hand and hold it before your device, which answers with a sound. With the apps "
        "you can move the volume up and down, add beats to songs, or even play games of tennis for hours on end, "
        "in rain or shine, by day or night."
    )
    assert told in kept(page(BODY[:3], told, BODY[3:]))
