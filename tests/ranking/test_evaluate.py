"""Check questions: reading their file, and the figures they come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.collection import Collection
from retrieval.errors import Unreadable
from retrieval.evaluate import CheckQuestion, Figures, evaluate, read_questions

FERRY = "https://courier.invalid/ferry"


def written(folder: Path, *lines: str) -> Path:
    """A file of these lines."""
    path = folder / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_file_of_questions_is_read_without_blank_lines(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '{"text": "Who sails?", "answerable": true, "relevant": [["a.txt", "The ferry"]], "note": 1}',
        "",
        '{"text": "Why?", "answerable": false}',
    )
    assert read_questions(path) == [
        CheckQuestion("Who sails?", True, (("a.txt", "The ferry"),)),
        CheckQuestion("Why?", False),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        '{"text": "Who?"}',
        '{"text": 5, "answerable": false}',
        '{"text": "Who?", "answerable": true}',
        '{"text": "Who?", "answerable": true, "relevant": [["only one"]]}',
    ],
)
def test_a_wrong_line_is_refused_by_its_number(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, '{"text": "Why?", "answerable": false}', line)
    with pytest.raises(Unreadable, match="line 2"):
        read_questions(path)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\xfa"])
def test_a_file_without_questions_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        read_questions(path)
    with pytest.raises(Unreadable):
        read_questions(tmp_path / "absent.jsonl")


async def test_figures_tell_what_was_found_and_what_refused(collection: Collection) -> None:
    questions = [
        CheckQuestion("Who found the cracked rudder?", True, ((f"{FERRY}/", "Divers found the cracked"),)),
        CheckQuestion("What did the repairs cost?", True, (("ferry.md", "repairs COST 1.4 million"),)),
        CheckQuestion("Who found the cracked rudder?", True, (("bridge.md", "Another paragraph"),)),
        CheckQuestion("Who is the emperor of Pharos?", True, (("ferry.md", "Nothing of the kind"),)),
        CheckQuestion("How many penguins moved to Pharos?", False),
    ]
    steps: list[int] = []
    assert await evaluate(collection, questions, steps.append) == Figures(
        answerable=4,
        unanswerable=1,
        hit_1=0.5,
        hit_3=0.5,
        hit_10=0.5,
        mrr=0.5,
        refused_answerable=0.25,
        refused_unanswerable=1.0,
    )
    assert steps == [1, 2, 3, 4, 5]


async def test_a_kind_of_question_that_is_absent_has_no_figure(collection: Collection) -> None:
    found = await evaluate(collection, [CheckQuestion("How many penguins moved to Pharos?", False)])
    assert found.hit_1 is None
    assert found.refused_answerable is None
