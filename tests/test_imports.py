"""The direction of imports: bot → retrieval, and each library behind the one door that is made for it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("retrieval/**/*.py")])


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a file imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def importers(library: str) -> set[str]:
    """The files of the project that import a library."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if any(name.split(".")[0] == library for name in imported(path))
    }


@pytest.mark.parametrize("stranger", ["bot", "telegram", "click"])
def test_retrieval_knows_nothing_of_its_faces(stranger: str) -> None:
    assert not {name for name in importers(stranger) if name.startswith("retrieval/")}


def test_only_the_index_imports_rank_bm25() -> None:
    files = importers("rank_bm25")
    assert files
    assert all(name.startswith("retrieval/index/") for name in files)


def test_only_the_two_stores_import_aiosqlite() -> None:
    assert importers("aiosqlite") == {"retrieval/store.py", "bot/store.py"}


def test_no_part_of_retrieval_is_imported_past_its_door() -> None:
    """The bot asks `Collection` and reads the model; how answers are found is none of its business."""
    allowed = {
        "retrieval.collection",
        "retrieval.model",
        "retrieval.errors",
        "retrieval.reading",
        "retrieval.evaluate",
        "retrieval.sentences",
    }
    for path in FILES:
        if path.is_relative_to(ROOT / "bot"):
            inside = {name for name in imported(path) if name.split(".")[0] == "retrieval"}
            assert inside <= allowed, f"{path.name} imports {inside - allowed}"


def test_files_stay_readable_in_length() -> None:
    long = {path.name: lines for path in FILES if (lines := len(path.read_text().splitlines())) > 400}
    assert not long
