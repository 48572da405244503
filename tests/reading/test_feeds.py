"""Saved feeds: each item an article, with the facts that the feed states; what is no feed is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import Unreadable
from retrieval.model import Extraction, Facts, Failure, PartialDate
from retrieval.preparing import prepare
from retrieval.reading import RawItem, extract_file, read_item, scan_folder
from retrieval.reading.feeds import BadFeed, read_feed, read_feed_item

TEXT = "The ferry has returned to Alder after a winter in the yard, and the harbour master is glad of it."
MORE = "Divers had found a broken rudder in November, and nobody knew who would pay for a new one."
HTML = (
    f"&lt;p&gt;{TEXT}&lt;/p&gt;&lt;figure&gt;&lt;figcaption&gt;The ferry&lt;/figcaption&gt;&lt;/figure&gt;"
    f"&lt;p&gt;{MORE}&lt;/p&gt;&lt;p&gt;The post &lt;a href='/1'&gt;Ferry returns&lt;/a&gt; "
    "appeared first on The Alder Courier.&lt;/p&gt;"
)


def rss(*items: str, title: str = "Harbour news | The Alder Courier") -> bytes:
    """An RSS feed of these items."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>{title}</title>{inside}</channel></rss>'
    ).encode()


def read(data: bytes) -> list[Extraction]:
    """Read all items of a feed."""
    return [read_feed_item(item) for item in read_feed(data).items]


def texts(found: Extraction) -> list[str]:
    """Return what was kept of an item."""
    return [paragraph.text for paragraph in found.paragraphs]


def test_an_rss_item_gives_its_facts_and_its_whole_text() -> None:
    """The date as written, whatever its zone; the full content before the summary; its captions left out."""
    (found,) = read(
        rss(
            "<title>Ferry &amp; harbour</title><link>https://courier.invalid/ferry</link>"
            "<dc:creator>Ines Okafor</dc:creator><pubDate>Mon, 12 May 2031 23:50:00 -0500</pubDate>"
            f"<description>A short summary.</description><content:encoded>{HTML}</content:encoded>"
        )
    )
    facts = found.facts

    assert (facts.title, facts.outlet, facts.authors) == (
        "Ferry & harbour",
        "The Alder Courier",
        ("Ines Okafor",),
    )
    assert (facts.date, facts.date_basis) == (PartialDate(2031, 5, 12), "stated")
    assert facts.url == "https://courier.invalid/ferry"
    assert set(facts.evidence) == {"outlet", "date", "title", "authors", "url"}
    assert texts(found) == [TEXT, MORE]
    assert found.dropped[0].text == "The ferry"


def test_an_atom_entry_is_read_like_an_rss_item() -> None:
    """With its own elements and an ISO date."""
    (found,) = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Radio Quayside</title><entry>'
        "<title>Ferry returns</title>"
        '<link href="https://quayside.invalid/1"/><published>2031-05-12T23:50:00+02:00</published>'
        "<updated>2031-05-14T00:00:00Z</updated><author><name>Bo Dahl</name></author>"
        f'<content type="html">{HTML}</content></entry></feed>'.encode()
    )

    assert (found.facts.outlet, found.facts.authors) == ("Radio Quayside", ("Bo Dahl",))
    assert (found.facts.date, found.facts.url) == (PartialDate(2031, 5, 12), "https://quayside.invalid/1")
    assert texts(found) == [TEXT, MORE]


def test_an_item_of_a_feed_made_of_others_bears_its_own_source() -> None:
    """And where an aggregator names none, the outlet stays open."""
    item = f"<title>Ferry</title><description>{TEXT}</description>"
    sourced, bare = read(
        rss(f'{item}<source url="https://q.invalid">Radio Quayside</source>', item, title="Google News")
    )

    assert (sourced.facts.outlet, bare.facts.outlet) == ("Radio Quayside", None)


def test_a_summary_stands_in_for_the_text_and_plain_text_keeps_its_paragraphs() -> None:
    """Short as it may be."""
    short, plain = read(
        rss("<description>The ferry is back.</description>", f"<description>{TEXT}\n\n{MORE}</description>")
    )

    assert (texts(short), texts(plain)) == (["The ferry is back."], [TEXT, MORE])


def test_an_item_without_text_is_named_by_number_and_title_and_the_rest_goes_in(tmp_path: Path) -> None:
    """As a bad JSON line is."""
    (tmp_path / "news.rss").write_bytes(
        rss("<title>Only a headline</title>", f"<description>{TEXT}</description>")
    )
    bare, whole = scan_folder(tmp_path)

    assert isinstance(bare, RawItem)
    with pytest.raises(Unreadable, match=r"news\.rss item 1: “Only a headline”: the item has no text"):
        read_item(bare)
    assert texts(read_item(whole)) == [TEXT]  # type: ignore[arg-type]
    assert extract_file(tmp_path / "news.rss")[0].dropped[0].text == "item 1"


def test_an_item_is_known_by_its_address_wherever_it_stands(tmp_path: Path) -> None:
    """Tomorrow's feed has new items above it; without an address its date and title tell it."""
    one = f"<title>Ferry</title><link>https://courier.invalid/1</link><description>{TEXT}</description>"
    two = f"<title>Rudder</title><description>{MORE}</description>"
    (tmp_path / "a.rss").write_bytes(rss(one, two))
    (tmp_path / "b.atom").write_bytes(rss(two, one))
    known = [prepare(item) for item in scan_folder(tmp_path) if isinstance(item, RawItem)]
    names = [one.version.article for one in known if not isinstance(one, Failure)]

    assert names[:2] == names[:1:-1]


def test_the_catalogue_speaks_of_all_items_of_a_feed(tmp_path: Path) -> None:
    """The outlet may be stated, a title not: it belongs to one article."""
    (tmp_path / "news.xml").write_bytes(rss(f"<description>{TEXT}</description>", title="Latest"))
    (tmp_path / "catalogue.toml").write_text('["news.xml"]\noutlet = "Radio Quayside"\n["a.rss"]\ntitle = "x"\n')
    failure, item = scan_folder(tmp_path)

    assert isinstance(failure, Failure)
    assert "this file holds many" in failure.why
    assert read_item(item).facts.outlet == "Radio Quayside"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "this is no feed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "this is no feed"),
        (b"<html><body><p>A page.</p></body></html>", "this is no feed"),
        (b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url/></urlset>', "this is no feed"),
        (b"https://courier.invalid/feed.rss", "this is no feed"),
        (rss(), "has no items"),
    ],
)
def test_what_is_no_feed_is_told_with_what_to_do(tmp_path: Path, data: bytes, said: str) -> None:
    """Nothing is fetched, not even where the file is an address."""
    with pytest.raises(BadFeed, match=said):
        read_feed(data)
    (tmp_path / "a.xml").write_bytes(data)
    (failure,) = scan_folder(tmp_path)
    assert isinstance(failure, Failure)
    with pytest.raises(Unreadable, match=said):
        extract_file(tmp_path / "a.xml")


def test_of_a_broken_feed_what_can_be_read_goes_in_and_the_place_is_told(tmp_path: Path) -> None:
    """A download that broke off."""
    whole = rss(f"<description>{TEXT}</description>", f"<description>{MORE}</description>")
    (tmp_path / "a.rss").write_bytes(whole[:-40])
    first, *_, failure = scan_folder(tmp_path)

    assert texts(read_item(first)) == [TEXT]  # type: ignore[arg-type]
    assert isinstance(failure, Failure)
    assert "broken in line 1" in failure.why


def test_entities_neither_explode_nor_open_files(tmp_path: Path) -> None:
    """The two old attacks on readers of XML."""
    (tmp_path / "secret").write_text("SECRET")
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE rss [<!ENTITY l0 "ha">{laughs}<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>'
    data = rss(f"<title>&l11;&x;</title><description>{TEXT}</description>").replace(
        b"<rss", head.encode() + b"<rss"
    )
    (found,) = read(data)

    assert texts(found) == [TEXT]
    assert len(found.facts.title or "") < 1_000
    assert "SECRET" not in str(found)


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 300))
def test_no_bytes_make_it_raise_anything_but_its_own_error(noise: bytes, at: int) -> None:
    """A feed with noise in it, anywhere."""
    data = rss(f"<title>Ferry</title><description>{HTML}</description>")
    try:
        items = read_feed(data[:at] + noise + data[at:]).items
    except BadFeed:
        return
    for item in items:
        prepare(RawItem("folder", "a.rss", item, "feed", line=1))


def test_facts_of_a_wrong_kind_leave_the_article_without_them() -> None:
    """A date that is none, an address that is none."""
    (found,) = read(
        rss(f"<pubDate>yesterday</pubDate><link>/ferry</link><description>{TEXT}</description>", title="")
    )

    assert found.facts == Facts()
    assert len(found.conflicts) == 2
