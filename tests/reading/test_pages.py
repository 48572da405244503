"""Saved pages: the article's paragraphs, its metadata, and what was left out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from retrieval import cleaning
from retrieval.model import PartialDate
from retrieval.reading import extract_file
from retrieval.reading.pages import NOT_ASKED, NoArticle, read_page

BODY = (
    "<nav><ul><li><a href='/'>Home</a></li><li><a href='/sport'>Sport and weather pages</a></li></ul></nav>"
    "<article><h1>Ferry returns to Tarn Island</h1>"
    "<figure><img src='a.jpg'><figcaption>The Gannet at the quay. Photo: Bo Dahl</figcaption></figure>"
    "<p>The ferry between Port Alder and Tarn Island will sail <b>again</b> on Monday, the <a href='/h'>harbour "
    "master</a> said.</p><h2>What broke</h2>"
    "<p>Divers found the cracked rudder eleven days after the storm,\n and a yard in Westhaven forged a new one."
    "</p><blockquote><p>“We promised the islanders a ship before the herring season, and here she is.”</p>"
    "</blockquote><ul><li>First sailing at seven in the morning from the old quay</li>"
    "<li>Last one at nine in the evening</li></ul>"
    "<p>Repairs cost 1.4 million crowns, which the council and the shipping company are going to share.</p>"
    "</article>"
    "<footer><p>Copyright 2029 The Alder Courier. All rights reserved.</p></footer>"
)


def page(head: str = "", body: str = BODY) -> str:
    """A whole page."""
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def ld(**thing: object) -> str:
    """A JSON-LD script."""
    return f'<script type="application/ld+json">{json.dumps(thing)}</script>'


def test_the_articles_paragraphs_are_kept_and_the_rest_told() -> None:
    """Links and emphasis keep their words; list items and quotations are paragraphs of their own."""
    read = read_page(page("<title>Ferry returns to Tarn Island</title>"))
    dropped = {piece.text: piece.reason for piece in read.dropped}

    assert [paragraph.text for paragraph in read.paragraphs] == [
        "The ferry between Port Alder and Tarn Island will sail again on Monday, the harbour master said.",
        "What broke",
        "Divers found the cracked rudder eleven days after the storm, and a yard in Westhaven forged a new one.",
        "“We promised the islanders a ship before the herring season, and here she is.”",
        "First sailing at seven in the morning from the old quay",
        "Last one at nine in the evening",
        "Repairs cost 1.4 million crowns, which the council and the shipping company are going to share.",
    ]
    assert dropped["Ferry returns to Tarn Island"] == "the title"
    assert dropped["The Gannet at the quay. Photo: Bo Dahl"] == "a caption"
    assert dropped["Sport and weather pages"] == "navigation"
    assert dropped["Copyright 2029 The Alder Courier. All rights reserved."] == "the page's footer"


def test_the_same_page_read_again_gives_the_same() -> None:
    """No memory from page to page: a second copy is not taken for a duplicate."""
    assert len({len(read_page(page()).paragraphs) for _ in range(5)}) == 1


def test_json_ld_comes_first() -> None:
    """It is written for machines; the day is the one written, and modification is no publication."""
    facts = read_page(
        page(
            "<title>Ferry | Courier</title><meta property='article:published_time' content='2031-05-20'>"
            + ld(
                **{"@context": "https://schema.org", "@type": "NewsArticle"},
                headline="Ferry returns &amp; sails",
                datePublished="2031-05-12T23:30:00-08:00",
                dateModified="2031-06-01",
                author=[{"@type": "Person", "name": "Ines Okafor"}, {"@type": "Organization", "name": "Courier"}],
                publisher={"@type": "Organization", "name": "The Alder Courier"},
                mainEntityOfPage={"@id": "https://courier.invalid/ferry"},
            )
        )
    ).facts

    assert (facts.outlet, facts.title) == ("The Alder Courier", "Ferry returns & sails")
    assert (facts.date, facts.date_basis) == (PartialDate(2031, 5, 12), "stated")
    assert (facts.authors, facts.url) == (("Ines Okafor",), "https://courier.invalid/ferry")
    assert facts.evidence["date"] == "JSON-LD datePublished"


def test_the_pages_own_article_is_read_from_a_graph_and_not_a_list_of_others() -> None:
    """Related stories often come as JSON-LD too."""
    others = {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle", "datePublished": "2030-01-01"}]}
    own = {"@type": ["Article", "NewsArticle"], "datePublished": "2031-05-12", "headline": "Ferry"}

    assert read_page(page(ld(**{"@graph": [others, own]}))).facts.date == PartialDate(2031, 5, 12)
    assert read_page(page(ld(**others))).facts.date is None


def test_meta_tags_come_next() -> None:
    """With the tail of the title cut where it is the outlet."""
    facts = read_page(
        page(
            "<meta property='og:site_name' content='The Alder Courier'>"
            "<meta name='author' content='By Ines Okafor'>"
            "<meta property='og:title' content='Ferry - a tale of storms | The Alder Courier'>"
            "<meta property='article:published_time' content='2031-05-12T08:00:00Z'>"
            "<link rel='canonical' href='https://courier.invalid/ferry'>"
        )
    ).facts

    assert (facts.outlet, facts.title) == ("The Alder Courier", "Ferry - a tale of storms")
    assert (facts.date, facts.authors) == (PartialDate(2031, 5, 12), ("Ines Okafor",))
    assert facts.evidence == {
        "outlet": "meta tag og:site_name",
        "title": "meta tag og:title",
        "url": "the page's canonical link",
        "date": "meta tag article:published_time",
        "authors": "meta tag author",
    }


def test_a_time_element_dates_a_page_and_the_first_publication_counts() -> None:
    """Read by htmldate."""
    body = BODY.replace(
        "<figure>", "<time datetime='2019-05-12T08:00' class='published'>12 May 2019</time><figure>"
    )

    assert read_page(page(body=body)).facts.date == PartialDate(2019, 5, 12)


def test_a_date_that_stands_only_beside_another_story_is_not_the_pages() -> None:
    """Lists of stories carry dates within their links, and htmldate takes the first that it meets."""
    stories = "".join(
        f"<li><a href='/{n}'><h3>Sour herring pushes the fleet north</h3><i class='date'>0{n}.08.2019</i></a></li>"
        for n in range(1, 4)
    )

    assert (
        read_page(page(body=BODY.replace("<footer>", f"<div><ul>{stories}</ul></div><footer>"))).facts.date is None
    )


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("04/10/2016", None),
        ("25/10/2016", PartialDate(2016, 10, 25)),
        ("04/10/2016</span> or <span>4 October 2016", PartialDate(2016, 10, 4)),
    ],
)
def test_a_date_in_figures_that_can_be_read_either_way_is_none(written: str, day: PartialDate | None) -> None:
    """Where nothing else on the page tells the month."""
    body = BODY.replace("<figure>", f"<div class='date'><span>{written}</span></div><figure>")
    assert read_page(page(body=body)).facts.date == day


def test_metadata_name_people_and_titles_without_the_outlet() -> None:
    """An account is nobody's name."""
    site = "<meta property='og:site_name' content='COURIER.EXAMPLE'>"
    head = "<meta property='og:title' content='Ferry returns | Courier.example | 12.05.2019'>"
    named = read_page(page(f"{site}{head}<meta name='author' content='Ines Okafor, CNN'>")).facts
    account = read_page(
        page(
            f"{site}<meta name='author' content='@courier'>",
            BODY.replace("<figure>", "<p>By Ines Okafor</p><figure>", 1),
        )
    ).facts

    assert (named.title, named.authors) == ("Ferry returns", ("Ines Okafor",))
    assert account.authors == ("Ines Okafor",)


def test_what_the_metadata_lack_is_taken_from_what_the_page_prints() -> None:
    """By the rules for text dumps; the year of the copyright line is no date, and an account's name no outlet."""
    body = BODY.replace("<figure>", "<p>By Ines Okafor</p><p>Published 12 May 2019, 08:15</p><figure>", 1)
    bare = read_page(page("<meta name='twitter:site' content='@courier'>", BODY.partition("<footer>")[0])).facts
    facts = read_page(page("<meta name='twitter:site' content='@courier'>", body)).facts

    assert (bare.outlet, bare.date, bare.date_basis, bare.authors, bare.url) == (None, None, None, (), None)
    assert bare.title == "Ferry returns to Tarn Island"
    assert (facts.outlet, facts.date, facts.date_basis) == (
        "The Alder Courier",
        PartialDate(2019, 5, 12),
        "printed",
    )
    assert facts.authors == ("Ines Okafor",)
    assert facts.evidence["outlet"].startswith("printed on the page: Copyright 2029")


def test_links_to_other_stories_within_the_article_are_dropped_with_a_reason() -> None:
    """trafilatura takes them for paragraphs; the rules for text dumps know them."""
    link = "<p>Read more: Council approves footbridge over the Linde after nine hours of debate</p>"
    read = read_page(page(body=BODY.replace("<blockquote>", link + "<blockquote>")))

    assert not any("footbridge" in paragraph.text for paragraph in read.paragraphs)
    assert any("footbridge" in piece.text and piece.reason for piece in read.dropped)
    assert len(read.paragraphs) == 7


@pytest.mark.parametrize(
    "script", ["{broken", "[]", "null", '{"@type": 5}', "[" * 5000, '{"@graph": [1, null, "x"]}']
)
def test_broken_json_ld_is_passed_over(script: str) -> None:
    """The meta tags still speak."""
    head = f"<script type='application/ld+json'>{script}</script><meta property='og:site_name' content='Courier'>"

    assert read_page(page(head)).facts.outlet == "Courier"


@pytest.mark.parametrize(
    "text", ["<html></html>", "<p>", "plain words", "<html><body><nav>Home</nav></body></html>"]
)
def test_a_page_without_an_article_is_refused(text: str) -> None:
    """One kind of error, whatever the parser says."""
    with pytest.raises(NoArticle):
        read_page(text)


def test_the_reasons_that_a_page_settles_itself_are_still_called_so() -> None:
    """They are known by their wording; renaming one in the rules for dumps has to reach the reading of pages."""
    rules = "".join(path.read_text() for path in Path(cleaning.__file__).parent.glob("*.py"))

    assert [reason for reason in NOT_ASKED if f'"{reason}"' not in rules] == []


def test_an_article_that_stands_only_in_json_ld_keeps_its_paragraphs() -> None:
    """As on pages that a script fills in."""
    body = "\n\n".join(f"Sentence number {n} of the article is long enough to be taken for one." for n in range(4))
    read = read_page(page(ld(**{"@type": "NewsArticle"}, articleBody=body), "<div id='root'></div>"))

    assert [paragraph.text for paragraph in read.paragraphs] == body.split("\n\n")


def test_a_table_of_figures_keeps_its_rows_and_a_table_for_layout_does_not() -> None:
    """A row of short cells is one line; a cell of running text holds paragraphs."""
    figures = "<table><tr><th>Fare</th><th>Crowns</th></tr><tr><td>Adult</td><td>5</td></tr></table>"
    texts = [piece.text for piece in read_page(page(body=BODY.replace("<h2>", figures + "<h2>"))).paragraphs]
    cell = "<br><br>".join(
        f"Sentence number {n} of the article is long enough to be taken for one." for n in range(4)
    )
    laid_out = read_page(page(body=f"<table><tr><td>Menu</td><td>{cell}</td></tr></table>")).paragraphs

    assert {"Fare Crowns", "Adult 5"} <= set(texts)
    assert [piece.text for piece in laid_out][-4:] == cell.split("<br><br>")


def test_lines_in_any_kind_of_element_are_told() -> None:
    """Old pages have no paragraphs, only divisions and breaks; scripts are no text."""
    others = "<div>Home<script>var x = 1;</script></div><div>12 <b>May</b> 2019<br>Share this</div>"
    dropped = [piece.text for piece in read_page(page(body=others + BODY)).dropped]

    assert {"Home", "12 May 2019", "Share this"} <= set(dropped)
    assert not any("var x" in text for text in dropped)


def test_a_page_saved_as_a_text_file_is_read_as_a_page(tmp_path: Path) -> None:
    """What a file is shows in how it begins."""
    (tmp_path / "a.txt").write_text(page("<meta property='og:site_name' content='The Alder Courier'>"))
    (read,) = extract_file(tmp_path / "a.txt")

    assert (read.facts.outlet, len(read.paragraphs)) == ("The Alder Courier", 7)


def test_a_declared_encoding_and_an_xml_declaration_are_understood(tmp_path: Path) -> None:
    """As older pages are saved."""
    text = '<?xml version="1.0" encoding="iso-8859-1"?>' + page("<meta charset='iso-8859-1'>").replace(
        "crowns", "café"
    )
    (tmp_path / "a.htm").write_bytes(text.encode("cp1252"))

    assert "1.4 million café" in extract_file(tmp_path / "a.htm")[0].paragraphs[-1].text


def test_lists_that_trafilatura_takes_along_behind_the_article_are_cut_off_with_reasons() -> None:
    """Where the site has put them into the article's own element."""
    sentences = [
        f"On day {n} the divers told the harbour master what they had found of the ferry's rudder."
        for n in range(9)
    ]
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    links = "".join(f"<p>Otter number {n} seen near the weir</p>" for n in range(6))
    more = f"<h3>More stories</h3>{links}<p>Sign up to our newsletter to get the news of Tarn in your inbox.</p>"
    read = read_page(
        page("<title>Ferry returns</title>", f"<article><h1>Ferry returns</h1>{text}{more}</article>")
    )
    dropped = {piece.text: piece.reason for piece in read.dropped}

    assert [paragraph.text for paragraph in read.paragraphs] == sentences
    assert dropped["More stories"] == "heading of other stories"
    assert dropped["Otter number 3 seen near the weir"]


def test_cards_behind_the_article_are_cut_off_though_a_heading_of_theirs_stands_in_its_text() -> None:
    """The outlet's name as a heading behind the cards occurs in the article's own words, too."""
    sentences = [
        f"On day {n} the divers told The Alder Courier what they had found of the rudder of the ferry."
        for n in range(9)
    ]
    cards = "".join(
        f"<h3>{head}</h3><p>{text}</p>"
        for head, text in (
            ("Herring season opens early", "Fishermen from both harbours are at sea a month sooner than ever."),
            ("The otters of Linde", "By counting their tracks a school class has learned more than the ministry."),
            ("What’s next for the weir", "Our writers make their big bets for the coming year on the river."),
        )
    )
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    more = (
        f"<h2>Deep Dive</h2>{cards}<h2>Stay connected</h2><h3>The Alder Courier</h3><p>Discover top stories.</p>"
    )
    read = read_page(
        page("<title>Ferry returns</title>", f"<article><h1>Ferry returns</h1>{text}{more}</article>")
    )

    assert [paragraph.text for paragraph in read.paragraphs] == sentences


def test_an_article_goes_on_behind_a_post_which_stands_with_the_name_of_who_wrote_it() -> None:
    """Its words alone would be taken for the article's."""
    sentences = [
        f"On day {n} the divers told the harbour master what they had found of the rudder." for n in range(6)
    ]
    post = (
        "<blockquote class='twitter-tweet'><p>She sails again, and I am on board! https://t.co/x1</p>"
        "— Ines Okafor (@inesokafor) May 12, 2019</blockquote>"
    )
    text = [f"<p>{sentence}</p>" for sentence in sentences]
    body = "".join((*text[:3], post, *text[3:]))
    read = read_page(page("<title>Ferry returns</title>", f"<article><h1>Ferry returns</h1>{body}</article>"))
    kept = [paragraph.text for paragraph in read.paragraphs]

    assert [line for line in kept if "Okafor" not in line] == sentences
    assert [line for line in kept if "Okafor" in line] == [
        "She sails again, and I am on board! https://t.co/x1 — Ines Okafor (@inesokafor) May 12, 2019"
    ]


def test_a_page_in_a_script_without_spaces_has_an_article() -> None:
    """Its sentences are not counted by the blanks in them."""
    sentences = [
        "渡船公司星期一宣布，停航十一天以后，往塔恩岛的渡船下星期一将重新开航。",
        "潜水员在暴风雨以后找到了折断的船舵，船厂重新铸造了一个，费用由议会和公司分担。",
        "港口主任说，岛上的居民在鲱鱼季节以前就能够坐上这条船，他们已经等了很久。",
    ]
    body = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    read = read_page(page("<title>渡船回来了</title>", f"<article><h1>渡船回来了</h1>{body}</article>"))

    assert [paragraph.text for paragraph in read.paragraphs] == sentences


def test_a_site_that_names_only_itself_in_its_title_element_has_the_headline_for_a_title() -> None:
    """The headline is the line above the article that shares its words, though it is no heading."""
    lines = [
        "Ferry to Tarn Island returns on Monday",
        "By Ann Other",
        "The ferry between Port Alder and Tarn Island will sail again on Monday, the harbour master said.",
        "Divers found the cracked rudder eleven days after the storm, and a yard in Westhaven forged a new one.",
        "Repairs cost 1.4 million crowns, which the council and the shipping company are going to share.",
    ]
    read = read_page(page("<title>News from The Courier</title>", "".join(f"<p>{line}</p>" for line in lines)))

    assert (read.facts.title, read.facts.authors) == (lines[0], ("Ann Other",))


@pytest.mark.parametrize("name", ["Blogger", "WordPress", "MSN", "Yahoo News"])
def test_a_program_or_an_aggregator_is_no_outlet(name: str) -> None:
    """Neither wrote the article."""
    assert read_page(page(f"<meta property='og:site_name' content='{name}'>")).facts.outlet == "The Alder Courier"
