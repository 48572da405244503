"""Markdown with TOML front matter: its facts, and its body as plain paragraphs."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import Unreadable
from retrieval.model import Kept, PartialDate
from retrieval.reading import extract_file, scan_folder
from retrieval.reading.markdown import BadFrontMatter, plain, read_markdown

HEAD = '+++\noutlet = "The Alder Courier"\ndate = 2031-05-12\ntitle = "Ferry returns"\n+++\n'


def texts(body: str) -> list[str]:
    """Paragraphs of a body behind a usual head."""
    return [paragraph.text for paragraph in read_markdown(HEAD + body).paragraphs]


def test_all_facts_of_the_front_matter_are_read() -> None:
    """Those of a brief too; the date is stated where it does not say what it rests on."""
    facts = read_markdown(
        '+++\noutlet = "The Alder Courier"\ndate = "2031-05"\ndate_basis = "inferred"\ntitle = "Ferry"\n'
        'authors = "Ines Okafor and Bo Dahl"\nurl = "https://courier.invalid/1"\nkind = "brief"\n'
        'about = "1.txt"\n+++\nText.'
    ).facts

    assert (facts.outlet, facts.date, facts.date_basis) == ("The Alder Courier", PartialDate(2031, 5), "inferred")
    assert (facts.title, facts.authors, facts.url) == (
        "Ferry",
        ("Ines Okafor", "Bo Dahl"),
        "https://courier.invalid/1",
    )
    assert (facts.kind, facts.about) == ("brief", "1.txt")
    assert facts.evidence["date"] == "the front matter"
    assert read_markdown(HEAD + "Text.").facts.date_basis == "stated"


def test_paragraphs_carry_the_line_where_they_begin() -> None:
    """Wrapped lines are one paragraph; the first line of the file is 1."""
    assert read_markdown(HEAD + "\nFirst line\nwrapped.\n\nSecond.").paragraphs == (
        *(Kept("First line wrapped.", 7), Kept("Second.", 10)),
    )


def test_windows_line_ends_and_a_byte_order_mark_make_no_difference(tmp_path: Path) -> None:
    """As an editor on Windows saves it."""
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbf" + (HEAD + "First.\n\nSecond.").replace("\n", "\r\n").encode())

    assert [item.source for item in scan_folder(tmp_path)] == ["a.md"]
    assert [paragraph.text for paragraph in extract_file(tmp_path / "a.md")[0].paragraphs] == ["First.", "Second."]


def test_headings_rules_and_comments_are_no_paragraphs() -> None:
    """They are told as dropped, each with its reason; list items and quotations are paragraphs."""
    read = read_markdown(
        HEAD + "# Ferry returns\n\nOne.\n\nUnder\n=====\n\n## What next ##\n***\n<!-- not\nshown -->\n"
        "- item one\n- item\n  two\n\n1. first\n2. second\n\n> quoted\n> further\n\n[ref]: https://x.invalid 'T'\n"
    )

    assert [paragraph.text for paragraph in read.paragraphs] == [
        *("One.", "Under", "item one", "item two", "first", "second", "quoted further"),
    ]
    assert [(piece.text, piece.reason) for piece in read.dropped][:3] == [
        *(("# Ferry returns", "a heading"), ("=====", "a rule or an underline"), ("## What next ##", "a heading")),
    ]


def test_the_first_heading_is_the_title_where_the_head_has_none() -> None:
    """And its evidence says so."""
    facts = read_markdown("+++\n+++\n# Ferry *returns*\n\nText.").facts

    assert (facts.title, facts.evidence["title"]) == ("Ferry returns", "the first heading")


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("a **bold** and _slanted_ word, ***both***", "a bold and slanted word, both"),
        ("[the *yard*](https://x.invalid/a_(b) 'T') said", "the yard said"),
        ("before ![a picture](x.jpg) after", "before after"),
        ("a note[^1] and [a link][ref]", "a note and a link"),
        ("see <https://x.invalid/a>", "see https://x.invalid/a"),
        ("a <b>tag</b> &amp; an entity", "a tag & an entity"),
        (r"2 \* 3 \_ 4", "2 * 3 _ 4"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("`code_with_marks`", "code_with_marks"),
        ("he said [inaudible] and (left)", "he said [inaudible] and (left)"),
        ("5 < 6 and 7 > 6", "5 < 6 and 7 > 6"),
        ("~~gone~~ words", "gone words"),
    ],
)
def test_marks_go_and_words_stay(marked: str, shown: str) -> None:
    """What is quoted later is what a reader of the rendered page would see."""
    assert plain(marked) == shown
    assert texts(marked) == [shown]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("+++\noutlet = 'x'\n", "not closed"),
        ("+++\noutlet = nobody\n+++\nText.", "not valid TOML.*line 2"),
        ("+++\ndate = 'soon'\n+++\nText.", "in the front matter, `date` is “soon”"),
        ("+++\na = " + "[" * 5000 + "\n+++\nText.", "not valid TOML"),
    ],
)
def test_a_wrong_head_is_refused_by_key(text: str, said: str) -> None:
    """The sentence leads to the place."""
    with pytest.raises(BadFrontMatter, match=said):
        read_markdown(text)


def test_an_unknown_key_is_told_and_ignored() -> None:
    """Other tools put their own keys into the front matter; a mistyped one is noticed in the summary."""
    assert read_markdown("+++\ntags = ['x']\n+++\nText.").conflicts == (
        "the front matter has the unknown key `tags`, which is ignored",
    )


def test_markdown_without_front_matter_is_no_article(tmp_path: Path) -> None:
    """A folder passes over it in silence; asked for by name, it is refused with the reason."""
    (tmp_path / "README.md").write_text("---\ntitle: x\n---\nText.")

    assert list(scan_folder(tmp_path)) == []
    with pytest.raises(Unreadable, match="does not begin with front matter"):
        extract_file(tmp_path / "README.md")
