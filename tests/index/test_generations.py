"""Generations on disk: shared, removed, damaged, and read by several processes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from retrieval.errors import CollectionDamaged
from retrieval.index import (
    EmbeddedEngine,
    FieldParameters,
    TokenPacker,
    remove_generations,
    verify_generation,
    write_generation,
    writing,
)
from retrieval.index.generation import folder_of
from retrieval.model import Filters
from tests.index.making import PARAMETERS, article, ask, listed

READER = """
import sys
from pathlib import Path
from retrieval.index import EmbeddedEngine
from retrieval.model import Filters
from retrieval.query import Query, QueryTerm
engine = EmbeddedEngine.open(Path(sys.argv[1]), 1)
print("open", flush=True)
for line in sys.stdin:
    found = engine.search(Query(line, (QueryTerm(line.strip(), line.strip()),)), Filters(), 3)
    print(*found.ids, flush=True)
"""


def held(first: int, last: int) -> list:
    return [article(version, f"ferry number{version}", "storm") for version in range(first, last + 1)]


def open_and_verify(root: Path) -> None:
    EmbeddedEngine.open(root, 1)
    verify_generation(root, 1)


def files(root: Path, number: int) -> list[Path]:
    return sorted(folder_of(root, number).glob("*.idx"))


def test_an_unchanged_segment_is_shared_and_not_written_again(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_SMALL", 0)
    monkeypatch.setattr(writing, "AVERAGE_DRIFT", 1.0)
    write_generation(tmp_path, 1, held(1, 50), (), None)
    write_generation(tmp_path, 2, held(51, 51), (7,), 1)
    shared = files(tmp_path, 1)[0]
    assert shared.name in {file.name for file in files(tmp_path, 2)}
    assert shared.stat().st_nlink == 2
    engine = EmbeddedEngine.open(tmp_path, 2)
    assert not engine.search(ask("number7"), Filters(), 3)
    assert engine.search(ask("number51"), Filters(), 3).ids[0] == "p51.0"
    assert engine.statistics.document_frequency("ferry") == 50


def test_segments_stay_few_over_many_reindexes(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_SMALL", 4)
    write_generation(tmp_path, 1, held(1, 100), (), None)
    for number in range(2, 60):
        write_generation(tmp_path, number, held(100 + number, 100 + number), (number,), number - 1)
        assert len(files(tmp_path, number)) <= 10
        remove_generations(tmp_path, [number])
    engine = EmbeddedEngine.open(tmp_path, 59)
    assert engine.statistics.passages == 200
    assert len(engine.search(ask("ferry"), Filters(), 500)) == 200


def test_a_version_added_again_replaces_the_one_that_was_held(tmp_path):
    write_generation(tmp_path, 1, held(1, 3), (), None)
    write_generation(tmp_path, 2, [article(2, "bridge")], (), 1)
    engine = EmbeddedEngine.open(tmp_path, 2)
    assert not engine.search(ask("number2"), Filters(), 3)
    assert list(engine.search(ask("bridge"), Filters(), 3).ids) == ["p2.0"]


def test_batches_packed_elsewhere_give_the_same_index(tmp_path):
    write_generation(tmp_path, 1, held(1, 9), (), None)
    packer, other = TokenPacker(), TokenPacker()
    batches = [packer.pack(held(1, 3)), other.pack(held(4, 4)), *held(5, 5), packer.pack(held(6, 9))]
    write_generation(tmp_path, 2, batches, (), None)
    found = [EmbeddedEngine.open(tmp_path, n).search(ask("ferry", "number6"), Filters(), 9) for n in (1, 2)]
    assert listed(found[0]) == listed(found[1])


def test_a_batch_that_rests_on_one_left_out_is_refused_and_leaves_nothing(tmp_path):
    packer = TokenPacker()
    packer.pack([article(1, "ferry")])
    with pytest.raises(ValueError, match="left out"):
        write_generation(tmp_path, 1, [packer.pack([article(2, "ferry storm")])], (), None)
    assert not list(tmp_path.iterdir())


def test_removed_generations_are_read_on_by_those_who_have_them(tmp_path):
    write_generation(tmp_path, 1, held(1, 9), (), None)
    engine = EmbeddedEngine.open(tmp_path, 1)
    write_generation(tmp_path, 2, held(10, 11), (), 1)
    (tmp_path / "gen-000003.partial-1").mkdir()
    remove_generations(tmp_path, [2])
    assert sorted(folder.name for folder in tmp_path.iterdir()) == ["gen-000002"]
    assert engine.search(ask("number9"), Filters(), 3).ids[0] == "p9.0"


def test_a_failed_reindex_leaves_nothing_behind_and_the_base_answering(tmp_path):
    write_generation(tmp_path, 1, held(1, 9), (), None)

    def broken():
        yield from held(10, 11)
        raise OSError("no more")

    with pytest.raises(OSError, match="no more"):
        write_generation(tmp_path, 2, broken(), (), 1)
    assert [folder.name for folder in tmp_path.iterdir()] == ["gen-000001"]
    verify_generation(tmp_path, 1)


def test_what_a_killed_reindex_left_under_the_same_number_is_replaced(tmp_path):
    write_generation(tmp_path, 1, held(1, 9), (), None)
    write_generation(tmp_path, 1, held(1, 2), (), None)
    assert EmbeddedEngine.open(tmp_path, 1).statistics.passages == 4


def test_two_processes_read_one_generation(tmp_path):
    write_generation(tmp_path, 1, held(1, 9), (), None)
    readers = [
        subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, "-c", READER, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    assert [reader.stdout.readline() for reader in readers] == ["open\n"] * 2
    remove_generations(tmp_path, [])
    answers = [reader.communicate("number3\nnumber4\n", timeout=60)[0] for reader in readers]
    assert answers == ["p3.0 p3.1\np4.0 p4.1\n"] * 2


def test_weights_may_change_at_any_time_and_other_parameters_with_the_next_reindex(tmp_path):
    write_generation(tmp_path, 1, held(1, 9), (), None, parameters=PARAMETERS)
    heavier = {**PARAMETERS, "title": FieldParameters(0.9, 0.5, 2.0)}
    EmbeddedEngine.open(tmp_path, 1, heavier)
    other = {**PARAMETERS, "paragraph": FieldParameters(1.5, 0.9, 1.0)}
    with pytest.raises(CollectionDamaged, match=r"other BM25 parameters .* 'paragraph'.*cuttings reindex"):
        EmbeddedEngine.open(tmp_path, 1, other)
    write_generation(tmp_path, 2, (), (), 1, parameters=other)
    write_generation(tmp_path, 3, held(1, 9), (), None, parameters=other)
    found = [EmbeddedEngine.open(tmp_path, n, other).search(ask("ferry", "number6"), Filters(), 9) for n in (2, 3)]
    assert listed(found[0]) == listed(found[1])


@pytest.mark.parametrize(
    "values", [{"k1": 0, "b": 0.5, "weight": 1}, {"k1": 1, "b": 2, "weight": 1}, {"k1": 1, "b": 0, "weight": -1}]
)
def test_parameters_without_meaning_are_refused(values):
    with pytest.raises(ValueError, match="k1 has to be above 0"):
        FieldParameters(**values)


def test_a_generation_that_is_missing_says_what_to_do(tmp_path):
    with pytest.raises(CollectionDamaged, match=r"generation 7 cannot be read.*reindex --full"):
        EmbeddedEngine.open(tmp_path, 7)


@settings(deadline=None, max_examples=60)
@given(place=st.floats(0, 1, exclude_max=True), kind=st.sampled_from(["segment", "manifest"]), cut=st.booleans())
def test_damage_is_noticed_when_opened_or_verified(tmp_path_factory, place, kind, cut):
    root = tmp_path_factory.mktemp("index")
    write_generation(root, 1, held(1, 9), (), None)
    victim = next(folder_of(root, 1).glob(f"{kind}*"))
    data = bytearray(victim.read_bytes())
    at = int(place * len(data))
    used = data[at] != 0 or cut
    data[at] ^= 0xFF
    victim.write_bytes(bytes(data[:at]) if cut else bytes(data))
    if used:
        with pytest.raises(CollectionDamaged, match="reindex --full"):
            open_and_verify(root)


def test_a_missing_segment_and_another_format_are_noticed(tmp_path):
    write_generation(tmp_path, 1, held(1, 9), (), None)
    manifest = folder_of(tmp_path, 1) / "manifest.json"
    intact = manifest.read_text(encoding="utf-8")
    manifest.write_text(intact.replace('"format": 1', '"format": 99'), encoding="utf-8")
    with pytest.raises(CollectionDamaged, match="has format 99"):
        EmbeddedEngine.open(tmp_path, 1)
    manifest.write_text(intact, encoding="utf-8")
    files(tmp_path, 1)[0].unlink()
    with pytest.raises(CollectionDamaged, match=r"cannot be read.*reindex --full"):
        EmbeddedEngine.open(tmp_path, 1)


def test_the_progress_counts_the_articles_taken_in(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_BATCH", 4)
    told: list[int] = []
    write_generation(tmp_path, 1, held(1, 9), (), None, progress=told.append)
    assert told == [4, 8, 9]


def test_a_base_needs_a_lower_number(tmp_path):
    write_generation(tmp_path, 2, held(1, 9), (), None)
    with pytest.raises(ValueError, match="higher number"):
        write_generation(tmp_path, 2, (), (), 2)
