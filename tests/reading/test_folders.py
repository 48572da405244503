"""A folder of articles: what is found, in which order, and what is told of files that cannot be had."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

import pytest

from retrieval.errors import FolderMissing, Unreadable
from retrieval.model import Failure
from retrieval.reading import RawItem, folders, items, read_item, scan_folder

STORY = (
    "Ferry returns to Tarn Island\n\nBy Ines Okafor\n\n"
    "The ferry between Port Alder and Tarn Island will sail again on Monday, the harbour master said.\n\n"
    "Divers found the cracked rudder eleven days after the storm, and a yard in Westhaven forged a new one.\n\n"
    "Repairs cost 1.4 million crowns, which the island council and the shipping company are going to share.\n"
)
NOTE = '+++\noutlet = "The Alder Courier"\ndate = "2031-05"\n+++\nThe ferry sails again.\n'


def found(folder: Path) -> dict[str, RawItem | Failure]:
    """Items and failures of a folder by name."""
    return {item.name if isinstance(item, RawItem) else item.source: item for item in scan_folder(folder)}


def test_articles_are_found_in_any_depth_in_the_order_of_their_paths(tmp_path: Path) -> None:
    """Other files, hidden ones, and Markdown that is no article are passed over in silence."""
    for name in ("b.txt", "a/deep/er/c.TXT", "a/page.html", ".git/x.txt", ".hidden.txt", "notes.pdf", "a.txt.bak"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(STORY)
    (tmp_path / "README.md").write_text("# How to\n\nPut files here.")
    (tmp_path / "brief.md").write_text(NOTE)
    (tmp_path / "lines.jsonl").write_text('{"body": "One."}\n\n{"body": "Two."}\n')

    assert list(found(tmp_path)) == [
        *("a/deep/er/c.TXT", "a/page.html", "b.txt", "brief.md", "lines.jsonl line 1", "lines.jsonl line 3"),
    ]


def test_a_missing_folder_is_named_at_once(tmp_path: Path) -> None:
    """Before the first item is asked for; also where a file stands in its place."""
    (tmp_path / "file").write_text("x")

    for name in ("nowhere", "file"):
        with pytest.raises(FolderMissing, match=name):
            scan_folder(tmp_path / name)


def test_one_bad_file_never_stops_the_others(tmp_path: Path) -> None:
    """Each is named with a reason, while scanning or while reading."""
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_bytes(b"%PDF-1.7 ...")
    (tmp_path / "c.txt").symlink_to("nowhere.txt")
    os.mkfifo(tmp_path / "d.txt")
    (tmp_path / "e.md").write_text("+++\noutlet = 5\n+++\nText.")
    (tmp_path / "f.md").write_text("+++\nnever closed")
    (tmp_path / "g.jsonl").write_text('{"body": "Good."}\nnot json\n')
    (tmp_path / "z.txt").write_text(STORY)
    whys, good = {}, []
    for item in scan_folder(tmp_path):
        try:
            good.append(read_item(item) if isinstance(item, RawItem) else whys.update({item.source: item.why}))
        except Unreadable as error:
            whys[error.source] = error.why

    assert [why.split(";")[0] for why in whys.values()] == [
        "the file is empty",
        "this is a PDF, not text",
        "it points to a file that is not there",
        "this is no regular file (a pipe, socket or device)",
        "in the front matter, `outlet` has to be text, not a number",
        "the front matter is not closed",
        "this is not valid JSON (Expecting value at column 1)",
    ]
    assert list(whys)[-1] == "g.jsonl line 2"
    assert [len(extraction.paragraphs) for extraction in good if extraction] == [1, 3]


def test_links_that_lead_in_circles_end(tmp_path: Path) -> None:
    """A folder that links to itself, or to one above, is visited once."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text(STORY)
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "sub" / "self").symlink_to(tmp_path / "sub")

    assert list(found(tmp_path)) == ["sub/a.txt"]


def test_a_linked_folder_and_a_folder_named_like_a_file_are_walked_into(tmp_path: Path) -> None:
    """What a name looks like does not matter, only what it is."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.txt").write_text(STORY)
    (tmp_path / "mine" / "odd.txt").mkdir(parents=True)
    (tmp_path / "mine" / "odd.txt" / "b.txt").write_text(STORY)
    (tmp_path / "mine" / "linked").symlink_to(tmp_path / "elsewhere")

    assert list(found(tmp_path / "mine")) == ["linked/a.txt", "odd.txt/b.txt"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may open everything")
def test_a_file_without_permission_is_told(tmp_path: Path) -> None:
    """The sentence says what to check."""
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.txt").chmod(0)

    assert "permissions" in found(tmp_path)["a.txt"].why  # type: ignore[union-attr]


def test_a_permission_error_becomes_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same for whoever runs the tests as superuser: the system's refusal is played."""
    (tmp_path / "a.txt").write_text(STORY)
    real = Path.open

    def refuse(self: Path, *args: object, **rest: object) -> object:
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return real(self, *args, **rest)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refuse)

    assert found(tmp_path) == {"a.txt": Failure("a.txt", "it may not be opened; check its permissions")}


def test_a_file_too_large_for_one_article_is_refused_without_reading_it_all(tmp_path: Path) -> None:
    """A sparse file stands for a huge one."""
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(folders.LARGEST_FILE + 1)

    assert "32 MB" in found(tmp_path)["huge.txt"].why  # type: ignore[union-attr]


def test_a_name_in_another_encoding_can_still_be_shown_and_stored(tmp_path: Path) -> None:
    """Bytes that are no UTF-8 become U+FFFD in the source, and the file is read all the same."""
    try:
        Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")).write_text(STORY)
    except OSError:
        pytest.skip("this file system takes only UTF-8 names")
    (name,) = found(tmp_path)

    assert name == "caf\ufffd.txt"
    name.encode("utf-8")


def test_scanning_is_lazy(tmp_path: Path) -> None:
    """The first item comes without reading the others: memory holds one file at a time."""
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(STORY)
    items = scan_folder(tmp_path)
    first = list(islice(items, 1))
    (tmp_path / "1.txt").write_text("changed meanwhile")

    assert first[0].name == "0.txt"  # type: ignore[union-attr]
    assert next(items).payload == b"changed meanwhile"  # type: ignore[union-attr]


def test_the_digest_changes_with_the_text_and_the_catalogue_only(tmp_path: Path) -> None:
    """A touched file, or one that moved within its folder, need not be read again; a new catalogue entry tells."""
    (tmp_path / "a.txt").write_text(STORY)
    before = found(tmp_path)["a.txt"]
    os.utime(tmp_path / "a.txt", (1, 1))
    same = found(tmp_path)["a.txt"]
    (tmp_path / "catalogue.toml").write_text('["a.txt"]\noutlet = "The Alder Courier"\n')
    stated = found(tmp_path)["a.txt"]
    (tmp_path / "a.txt").write_text(STORY + ".")
    changed = found(tmp_path)["a.txt"]

    assert before == same
    assert len({item.digest for item in (before, stated, changed)}) == 3  # type: ignore[union-attr]


def test_the_digest_changes_with_the_code_that_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """After an update that reads or cleans otherwise, unchanged files are read again."""
    before = RawItem("f", "a.txt", b"Text.", "txt")
    monkeypatch.setattr(items, "READER_VERSION", "another")

    assert RawItem("f", "a.txt", b"Text.", "txt").digest != before.digest
    assert RawItem("f", "a.txt", b"Text.", "md").digest != before.digest


def test_lines_of_an_export_keep_their_digest_when_others_come_and_go(tmp_path: Path) -> None:
    """A line is recognised by what it holds, not by its number."""
    lines = [f'{{"body": "Story {number}."}}\n' for number in range(4)]
    (tmp_path / "a.jsonl").write_text("".join(lines))
    before = {item.payload: item.digest for item in scan_folder(tmp_path)}  # type: ignore[union-attr]
    (tmp_path / "a.jsonl").write_text("".join(["\r\n", *lines[2:], lines[0]]))
    after = {item.payload: item.digest for item in scan_folder(tmp_path)}  # type: ignore[union-attr]

    assert after.items() < before.items()
