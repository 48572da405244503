"""JSON lines: the facts and paragraphs of a line, and what is said of a line that is no article."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path

import pytest

from retrieval.errors import Unreadable
from retrieval.model import Extraction, Failure, PartialDate
from retrieval.reading import RawItem, extract_file, jsonlines, read_item, scan_folder
from retrieval.reading.jsonlines import BadLine, read_line


def read(**record: object) -> Extraction:
    """Read one record as a line of JSON."""
    return read_line(json.dumps({"body": "Text.", **record}).encode(), 1)


def test_all_facts_of_a_line_are_read() -> None:
    """Stated facts, each with where it stood."""
    facts = read(
        outlet="The Alder Courier",
        date="2031-05-12T23:50:00-05:00",
        title="Ferry returns | The Alder Courier",
        authors=["Ines Okafor", "Bo Dahl"],
        url="https://courier.invalid/ferry",
    ).facts

    assert (facts.outlet, facts.title) == ("The Alder Courier", "Ferry returns")
    assert (facts.date, facts.date_basis) == (PartialDate(2031, 5, 12), "stated")
    assert (facts.authors, facts.url) == (("Ines Okafor", "Bo Dahl"), "https://courier.invalid/ferry")
    assert set(facts.evidence) == {"outlet", "date", "title", "authors", "url"}


def test_source_and_published_at_stand_in_for_outlet_and_date() -> None:
    """Also as other tools write them: a named source, an RFC 2822 date, a byline in one string."""
    facts = read(
        source={"id": None, "name": "Radio Quayside"},
        published_at="Mon, 12 May 2031 10:00:00 +0000",
        authors="By Ines Okafor, Bo Dahl and Cy Ono",
    ).facts

    assert (facts.outlet, facts.date) == ("Radio Quayside", PartialDate(2031, 5, 12))
    assert facts.authors == ("Ines Okafor", "Bo Dahl", "Cy Ono")
    assert read(outlet="A", source="B", date="2031", published_at="2030").facts.outlet == "A"
    assert read(authors="Ines Okafor, PA").facts.authors == ("Ines Okafor, PA",)


def test_a_body_in_html_is_read_without_its_markup_and_a_comparison_is_no_markup() -> None:
    """Exports of content systems carry it so."""
    html = (
        "<p>The ferry is <b>back</b> &amp; sails at seven.</p><figure><figcaption>The Gannet</figcaption></figure>"
        "<p>Fares stay<br>as they are.</p><script>track()</script>"
    )
    found = read(body=html)
    assert [kept.text for kept in found.paragraphs] == [
        "The ferry is back & sails at seven.", "Fares stay", "as they are.",
    ]  # fmt: skip
    assert [(piece.text, piece.reason) for piece in found.dropped] == [("The Gannet", "a caption")]
    plain = "The fare fell to <£5, and 3 < 4 as everybody knows <sic>."
    assert [kept.text for kept in read(body=plain).paragraphs] == [plain]
    with pytest.raises(BadLine, match="empty"):
        read(body="<p> </p>")


@pytest.mark.parametrize(
    ("body", "paragraphs"),
    [
        ("One.\n\nTwo\nwrapped.\n \nThree.", ["One.", "Two wrapped.", "Three."]),
        ("One.\nTwo.\r\nThree.", ["One.", "Two.", "Three."]),
        ("  One\u00a0word.\t \n\n\n\n Two.  ", ["One word.", "Two."]),
        ("Related: a story\n\nRead more", ["Related: a story", "Read more"]),
        ("a\u0000b\u0007c \ud800 d", ["abc \ufffd d"]),
    ],
)
def test_a_body_is_taken_as_it_is_but_for_white_space(body: str, paragraphs: list[str]) -> None:
    """Paragraphs are parted by empty lines, else by single newlines; nothing is judged."""
    assert [paragraph.text for paragraph in read(body=body).paragraphs] == paragraphs


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"{", "not valid JSON"),
        (b"[1, 2]", "no JSON object"),
        (b'"text"', "no JSON object"),
        (b"null", "no JSON object"),
        (b'{"title": "x"}', "no `body`"),
        (b'{"body": null}', "no `body`"),
        (b'{"body": ["x"]}', "`body` has to be text"),
        (b'{"body": " \\n "}', "`body` is empty"),
        (b'{"body": "x", "title": 5}', "`title` has to be text"),
        (b'{"body": "x", "outlet": ["y"]}', "`outlet` has to be text"),
        (b'{"body": "x", "source": {"id": 1}}', "`source` has to be text"),
        (b'{"body": "x", "authors": {"name": "y"}}', "`authors` has to be a name or a list"),
        (b'{"body": "x", "authors": [1]}', "`authors` has to be a name or a list"),
        (b'{"body": "x", "date": 1700000000}', "`date` has to be a date as text"),
        (b'{"body": "x", "published_at": true}', "`published_at` has to be a date as text"),
        (b'{"body": "x", "url": 1}', "`url` has to be text"),
        (b'{"body": "caf\xe9"}', "not UTF-8"),
        (b"[" * 200_000, "nested too deeply"),
        (b'{"body": ' + b"1" * 5000 + b"}", "a number too long"),
    ],
)
def test_a_bad_line_says_what_is_wrong(line: bytes, said: str) -> None:
    """In a sentence that can be shown beside the line's number."""
    with pytest.raises(BadLine, match=said):
        read_line(line)


def test_a_date_or_address_that_cannot_be_read_leaves_the_article_without_it() -> None:
    """The article is worth more than its date; the summary tells."""
    found = read(date="a while ago", url="n/a")

    assert (found.facts.date, found.facts.date_basis, found.facts.url) == (None, None, None)
    assert [note[:14] for note in found.conflicts] == ["`url` is n/a, ", "`date` is “a w"]
    assert read(date="", published_at="2031-05").facts.date == PartialDate(2031, 5)


def test_bad_lines_are_named_by_number_and_the_rest_goes_in(tmp_path: Path) -> None:
    """Numbers count all lines, blank ones too, as an editor shows them."""
    (tmp_path / "export.jsonl").write_bytes(b'\xef\xbb\xbf{"body": "One."}\r\n\r\n{oops}\r\n{"body": "Two."}')
    read_items, failed = [], []
    for item in scan_folder(tmp_path):
        assert isinstance(item, RawItem)
        try:
            read_items.append(read_item(item).paragraphs[0].text)
        except Unreadable as error:
            failed.append(error.source)

    assert (read_items, failed) == (["One.", "Two."], ["export.jsonl line 3"])
    assert {item.source for item in scan_folder(tmp_path)} == {"export.jsonl"}


def test_extract_tells_bad_lines_as_dropped(tmp_path: Path) -> None:
    """An audit shows every line: what it gave, or why it gave nothing."""
    (tmp_path / "a.jsonl").write_text('{"body": "One."}\n{"title": "Two"}\n')
    first, second = extract_file(tmp_path / "a.jsonl")

    assert first.paragraphs[0].text == "One."
    assert (second.paragraphs, second.dropped[0].line) == ((), 2)
    assert second.dropped[0].reason == "no article: there is no `body`"


def test_an_export_in_utf_16_is_read(tmp_path: Path) -> None:
    """Some spreadsheets and shells on Windows write it so."""
    (tmp_path / "a.jsonl").write_text('{"body": "Fähre – ja."}\n{"body": "Zwei."}\n', encoding="utf-16")

    assert [read_item(item).paragraphs[0].text for item in scan_folder(tmp_path)] == ["Fähre – ja.", "Zwei."]  # type: ignore[arg-type]


def test_an_endless_line_is_refused_and_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory is bounded by the longest line allowed, not by the file."""
    monkeypatch.setattr(jsonlines, "LONGEST_LINE", 1 << 16)
    with (tmp_path / "a.jsonl").open("wb") as file:
        for _ in range(200):
            file.write(b"x" * 50_000)
        file.write(b'\n{"body": "After."}\n')
    tracemalloc.start()
    items = list(scan_folder(tmp_path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert isinstance(items[0], Failure)
    assert items[0].source == "a.jsonl line 1"
    assert "longer than" in items[0].why
    assert read_item(items[1]).paragraphs[0].text == "After."  # type: ignore[arg-type]
    assert peak < 2_000_000
