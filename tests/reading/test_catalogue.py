"""The catalogue: which file an entry speaks of, what wins, and how mistakes are named."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from retrieval.errors import CatalogueError
from retrieval.model import Failure, PartialDate
from retrieval.reading import RawItem, extract_file, read_catalogue, read_item, scan_folder

PAGE = (
    "<html><head><title>Ferry returns</title><meta property='og:site_name' content='Radio Quayside'>"
    "<meta property='article:published_time' content='2031-05-12T08:00:00Z'></head>"
    "<body><article><h1>Ferry returns</h1>"
    "<p>The ferry between Port Alder and Tarn Island will sail again on Monday, the harbour master said.</p>"
    "<p>Divers found the cracked rudder eleven days after the storm, and a yard forged a new one.</p>"
    "<p>Repairs cost 1.4 million crowns, which the council and the shipping company are going to share.</p>"
    "</article></body></html>"
)


def only(folder: Path) -> RawItem:
    """The one item of a folder."""
    (item,) = (item for item in scan_folder(folder) if isinstance(item, RawItem))
    return item


def test_an_entry_wins_over_the_text_and_says_where_they_differ(tmp_path: Path) -> None:
    """What agrees is no conflict: another article of the name, a date that is only less precise."""
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "catalogue.toml").write_text(
        '["a.html"]\noutlet = "The Alder Courier"\ndate = "2031-05"\n'
        'date_basis = "inferred"\ntitle = "Ferry returns"\nauthors = ["Ines Okafor"]\n'
        'evidence = "Outlet: the paper copy. Date: the storm it speaks of."\n'
    )
    read = read_item(only(tmp_path))

    assert (read.facts.outlet, read.facts.date, read.facts.date_basis) == (
        *("The Alder Courier", PartialDate(2031, 5), "inferred"),
    )
    assert read.facts.evidence == {
        "outlet": "the catalogue: the paper copy.",
        "date": "the catalogue: the storm it speaks of.",
        "title": "the catalogue",
        "authors": "the catalogue",
    }
    assert read.conflicts == (
        "a.html: outlet: the catalogue says The Alder Courier, the text Radio Quayside (meta tag og:site_name); "
        "the catalogue wins",
    )


def test_a_date_that_contradicts_the_text_is_a_conflict(tmp_path: Path) -> None:
    """The catalogue's date is taken and its basis is `stated` where it does not say otherwise."""
    (tmp_path / "a.html").write_text(PAGE)
    (tmp_path / "catalogue.toml").write_text('["./a.html"]\ndate = 2031-06-01\n')
    read = read_item(only(tmp_path))

    assert (read.facts.date, read.facts.date_basis) == (PartialDate(2031, 6, 1), "stated")
    assert read.conflicts[0].startswith("a.html: date: the catalogue says 2031-06-01, the text 2031-05-12")
    assert extract_file(tmp_path / "a.html")[0].facts.date == PartialDate(2031, 5, 12)


def test_entries_are_relative_to_their_catalogue_and_the_nearest_speaks(tmp_path: Path) -> None:
    """Windows paths and decomposed letters, as macOS writes them, mean the same file; absent files are normal."""
    (tmp_path / "in" / "side").mkdir(parents=True)
    for name in ("in/side/a.md", "in/é.md"):
        (tmp_path / name).write_text("+++\n+++\nText.")
    (tmp_path / "catalogue.toml").write_text(
        '["in\\\\side\\\\a.md"]\noutlet = "Outer"\n["in/' + unicodedata.normalize("NFD", "é") + '.md"]\n'
        'outlet = "Accent"\n["gone.txt"]\noutlet = "Nobody"\n'
    )
    outlets = {
        item.source: read_item(item).facts.outlet for item in scan_folder(tmp_path) if isinstance(item, RawItem)
    }
    (tmp_path / "in" / "catalogue.toml").write_text('["side/a.md"]\noutlet = "Inner"\n')
    inner = {
        item.source: read_item(item).facts.outlet for item in scan_folder(tmp_path) if isinstance(item, RawItem)
    }

    assert outlets == {"in/side/a.md": "Outer", "in/é.md": "Accent"}
    assert inner == {"in/side/a.md": "Inner", "in/é.md": "Accent"}


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('outlt = "X"', "unknown key `outlt`"),
        ("outlet = 3", "`outlet` has to be text, not a number"),
        ('date = "soon"', "`date` is “soon”, which is not clearly a date"),
        ("date = 2031.5", "`date` has to be text, not a number"),
        ("date = true", "`date` has to be text, not true or false"),
        (
            'date = "2031"\ndate_basis = "guessed"',
            "`date_basis` is “guessed”; it can be printed, stated, inferred",
        ),
        ('date_basis = "printed"', "there is no `date`"),
        ("authors = [1]", "`authors` has to be a name or a list of names"),
        ('url = "courier"', "which is no address"),
        ('url = "http://[1"', "which is no address"),
        ('kind = "summary"', "it can be original, brief"),
        ("evidence = 1", "`evidence` has to be text"),
        ('evidence = { mood = "x" }', "unknown key `mood`"),
    ],
)
def test_a_wrong_entry_is_named_and_the_others_hold(tmp_path: Path, entry: str, said: str) -> None:
    """The failure names the catalogue, the entry and the key; its file is read without it."""
    (tmp_path / "catalogue.toml").write_text(f'["a.md"]\n{entry}\n\n["b.md"]\noutlet = "The Alder Courier"\n')
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("+++\n+++\nText.")
    failure, first, second = scan_folder(tmp_path)

    assert isinstance(failure, Failure)
    assert failure.source == 'catalogue.toml ["a.md"]'
    assert said in failure.why
    assert (read_item(first).facts.outlet, read_item(second).facts.outlet) == (  # type: ignore[arg-type]
        *(None, "The Alder Courier"),
    )


def test_a_title_for_a_file_of_many_articles_is_refused(tmp_path: Path) -> None:
    """An outlet may hold for all lines of an export; a title or address may not."""
    (tmp_path / "a.jsonl").write_text('{"body": "One."}')
    (tmp_path / "catalogue.toml").write_text('["a.jsonl"]\nurl = "https://courier.invalid/1"\n')
    failure = next(scan_folder(tmp_path))
    (tmp_path / "catalogue.toml").write_text('["a.jsonl"]\noutlet = "The Alder Courier"\n')

    assert "`url` belongs to one article" in failure.why  # type: ignore[union-attr]
    assert read_item(only(tmp_path)).facts.outlet == "The Alder Courier"


@pytest.mark.parametrize("text", ["[broken", "\x00\x01", "", "a = 1"])
def test_a_catalogue_that_cannot_be_read_is_a_failure_and_its_files_go_in(tmp_path: Path, text: str) -> None:
    """Nothing is read from it, and nobody has to guess why."""
    (tmp_path / "catalogue.toml").write_text(text)
    (tmp_path / "b.md").write_text("+++\n+++\nText.")
    failure, item = scan_folder(tmp_path)

    assert isinstance(failure, Failure)
    assert failure.source.startswith("catalogue.toml")
    assert isinstance(item, RawItem)


def test_broken_toml_names_its_line(tmp_path: Path) -> None:
    """The error that a caller gets who wants the whole catalogue or nothing."""
    (tmp_path / "catalogue.toml").write_text('["a.md"]\noutlet = nobody\n')

    with pytest.raises(CatalogueError, match="line 2"):
        read_catalogue(tmp_path / "catalogue.toml")
