"""An original that lies in another folder than its catalogue keeps its outlet and date."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.errors import Unreadable
from retrieval.model import Facts, Failure, PartialDate
from retrieval.reading import RawItem, extract_file, facts_of_originals, read_item, scan_folder
from retrieval.reading.suggestions import suggested_questions

BRIEF = (
    '+++\noutlet = "The Alder Courier"\ndate = "2031-05"\nkind = "brief"\nabout = "{}"\n+++\nThe ferry sails.\n'
)
STORY = (
    "The ferry between Port Alder and Tarn Island will sail again on Monday, the harbour master said.\n\n"
    "Divers found the cracked rudder eleven days after the storm, and a yard in Westhaven forged a new one.\n"
)


def shelves(tmp_path: Path) -> tuple[Path, Path]:
    """A folder of briefs with its catalogue, and one of somebody's own files."""
    briefs, own = tmp_path / "briefs", tmp_path / "own"
    briefs.mkdir()
    (own / "deep").mkdir(parents=True)
    (briefs / "a.md").write_text(BRIEF.format("a.txt"))
    (briefs / "b.md").write_text(BRIEF.format("b.txt"))
    (briefs / "README.md").write_text("No article.")
    (briefs / "broken.md").write_text("+++\nnever closed")
    (briefs / "catalogue.toml").write_text('["a.txt"]\noutlet = "Radio Quayside"\n["c.txt"]\noutlet = "Nobody"\n')
    for name in ("deep/a.txt", "b.txt", "c.txt"):
        (own / name).write_text(STORY)
    return briefs, own


def test_the_facts_of_an_original_follow_it_into_another_folder(tmp_path: Path) -> None:
    """The catalogue's entry before the brief's own facts; a file that no brief is about is not touched."""
    briefs, own = shelves(tmp_path)
    lent = facts_of_originals([briefs, own])
    outlets = {item.source: read_item(item).facts for item in scan_folder(own, lent) if isinstance(item, RawItem)}

    assert {source: facts.outlet for source, facts in outlets.items()} == {
        "b.txt": "The Alder Courier",
        "c.txt": None,
        "deep/a.txt": "Radio Quayside",
    }
    assert (outlets["b.txt"].date, outlets["b.txt"].kind, outlets["b.txt"].about) == (
        *(PartialDate(2031, 5), "original", None),
    )


def test_a_catalogue_beside_the_file_comes_first(tmp_path: Path) -> None:
    """Who brings facts of their own is believed."""
    briefs, own = shelves(tmp_path)
    (own / "catalogue.toml").write_text('["b.txt"]\noutlet = "Mine"\n')
    items = {
        item.source: item for item in scan_folder(own, facts_of_originals([briefs])) if isinstance(item, RawItem)
    }

    assert read_item(items["b.txt"]).facts.outlet == "Mine"


def test_folders_without_briefs_lend_nothing(tmp_path: Path) -> None:
    """Also where there is no folder, or its catalogue is broken."""
    (tmp_path / "catalogue.toml").write_text("[broken")
    (tmp_path / "a.md").write_text(BRIEF.format("x/a.txt"))

    assert facts_of_originals([tmp_path / "nowhere"]) == {}
    assert facts_of_originals([tmp_path])["a.txt"] == Facts(
        outlet="The Alder Courier",
        date=PartialDate(2031, 5),
        date_basis="stated",
        evidence={"outlet": "the front matter", "date": "the front matter"},
    )


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_among_the_files_is_passed_over_and_never_waited_for(tmp_path: Path) -> None:
    """Under the name of a brief, of a catalogue, and of a file that is to be shown."""
    for name in ("pipe.md", "catalogue.toml"):
        os.mkfifo(tmp_path / name)
    (tmp_path / "a.md").write_text(BRIEF.format("a.txt"))

    assert set(facts_of_originals([tmp_path])) == {"a.txt"}
    assert suggested_questions(tmp_path) == []
    told = [item.source for item in scan_folder(tmp_path) if isinstance(item, Failure)]
    assert told == ["catalogue.toml", "pipe.md"]
    with pytest.raises(Unreadable, match="no regular file"):
        extract_file(tmp_path / "pipe.md")


def test_a_catalogue_nested_beyond_reading_suggests_nothing(tmp_path: Path) -> None:
    """It is told by the reindex, and the chat opens all the same."""
    (tmp_path / "catalogue.toml").write_text("questions = " + "[" * 5_000 + "]" * 5_000)

    assert suggested_questions(tmp_path) == []
